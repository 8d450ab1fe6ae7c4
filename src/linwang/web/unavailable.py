"""Answers that need no database and no session: busy, the database is away, the disk is full.

The page is static; a form that was sent by script gets one sentence and keeps what was typed, with its
operation key: sending it again does not do it twice, also when the first one was done and only its answer was lost.
"""

import errno
import sys
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.defaults import server_error

STATUS = 503
AGAIN_SECONDS = 5


@dataclass(frozen=True)
class Reason:
    """Why there is no answer now, and after how many seconds to ask again."""

    sentence: str
    again: int


def fault(request: HttpRequest) -> HttpResponse:
    """What Django shows for an exception that nobody answered (`handler500`)."""
    reason = _reason_for(sys.exc_info()[1], is_act=request.method == "POST")
    return answer(request, reason) if reason else server_error(request)


def answer(request: HttpRequest, reason: Reason) -> HttpResponse:
    """The reason in the form that the asker reads; nothing was changed, or it is not known and may be sent again."""
    accepts = request.headers.get("Accept", "")
    if "application/json" in accepts or request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"refusal": reason.sentence, "fields": {}}, status=STATUS)
    elif "HX-Request" in request.headers:
        response = HttpResponse(
            format_html('<div class="refusal" role="alert"><p>{}</p></div>', reason.sentence), status=STATUS
        )
    else:
        response = HttpResponse(render_to_string("503.html", {"sentence": reason.sentence}), status=STATUS)
    response["Retry-After"] = str(reason.again)
    return response


def busy(*, again: int, is_act: bool) -> Reason:
    """The server has as much to do as it can."""
    if is_act:
        return Reason(_("服务器繁忙，没有保存。内容还在，请 {n} 秒后再提交一次。").format(n=again), again)
    return Reason(_("服务器繁忙，请 {n} 秒后再试。").format(n=again), again)


def _reason_for(problem: BaseException | None, *, is_act: bool) -> Reason | None:
    if _is_disk_full(problem):
        return Reason(_("服务器磁盘已满，刚才的内容没有保存。请立即告诉系统管理员，先用纸质登记表接处警。"), 60)
    if isinstance(problem, (OperationalError, InterfaceError)):
        act = _("数据库暂时连不上，刚才的操作没有得到确认。内容还在，请稍后再提交一次，不会重复登记。")
        return Reason(act if is_act else _("数据库暂时连不上，恢复后会自动继续。请稍后再试。"), AGAIN_SECONDS)
    return None


def _is_disk_full(problem: BaseException | None) -> bool:
    """Of the database (SQLSTATE 53100) or of our own files."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(problem, OperationalError) and isinstance(problem.__cause__, psycopg.errors.DiskFull)
