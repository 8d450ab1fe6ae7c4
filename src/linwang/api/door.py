"""The API itself: its operations, and every refusal as JSON with a sentence."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from linwang.api import agencies, calls, exports, positions, telephone
from linwang.foundation.refusals import Refused

api = NinjaAPI(
    title="邻望 Linwang",
    version="1",
    description="报警推送、电话来电、联动回复、位置上报、统计导出。密钥由派出所管理员生成，只给所需的用途。",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/calls", calls.router)
api.add_router("/telephone", telephone.router)
api.add_router("/agency", agencies.router)
api.add_router("/positions", positions.router)
api.add_router("/exports", exports.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The domain's refusal."""
    fields = {name: str(sentence) for name, sentence in refusal.fields.items()}
    return api.create_response(request, {"refusal": str(refusal), "fields": fields}, status=refusal.status)


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """A field that is missing or of the wrong form: which, and why."""
    fields = {".".join(str(part) for part in error["loc"][1:]) or "body": error["msg"] for error in problem.errors}
    sentence = _("内容不合格式，没有保存。请按 fields 中的说明更正后重发。")
    return api.create_response(request, {"refusal": sentence, "fields": fields}, status=422)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    """No key, or one that does not hold."""
    return api.create_response(request, {"refusal": _("密钥无效、已停用或已过期。"), "fields": {}}, status=401)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, problem: HttpError) -> HttpResponse:
    """A body that is not JSON."""
    sentence = _("内容不是有效的 JSON，没有保存。")
    return api.create_response(request, {"refusal": sentence, "fields": {}}, status=problem.status_code)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, problem: RequestDataTooBig) -> HttpResponse:
    """A body over the limit."""
    return api.create_response(request, {"refusal": _("内容过大，没有保存。"), "fields": {}}, status=413)
