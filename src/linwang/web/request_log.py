"""The line for each request in the log: its address without what was asked, and who asked while that can be known."""

from django.db import DatabaseError
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

from linwang.web.who import WITHOUT_DATABASE


class RequestLogMiddleware(RequestMiddleware):
    """django-structlog's, which would look for the person again and again while the database is away."""

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """The person's number; once it could not be looked up, the request is over and the line goes without."""
        if request.path in WITHOUT_DATABASE or getattr(request, "database_is_away", False):
            return
        try:
            RequestMiddleware.bind_user_id(request)
        except DatabaseError:
            request.database_is_away = True  # type: ignore[attr-defined]
            raise

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Words that were searched for stand behind the question mark: they are nobody's to read in a log."""
        return f"{request.method} {request.path}"
