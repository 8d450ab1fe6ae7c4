"""Who comes to the server: a machine with a key, and a person who signs in with a browser."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

TIMEOUT_SECONDS = 15
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Unreachable(Exception):
    """The server does not answer at the address."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the server said; a refusal is an answer too."""

    status: int
    text: str

    @property
    def is_done(self) -> bool:
        """Whether it was accepted."""
        return self.status < 400

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.text)


class Machine:
    """Another system with a key of the station."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address.rstrip("/")
        self._opener = build_opener(ProxyHandler({}))
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def post(self, path: str, said: Mapping[str, Any]) -> Answered:
        """Hand something in."""
        body = json.dumps(said, ensure_ascii=False).encode()
        return _send(self._opener, Request(f"{self._address}{path}", body, self._headers))


class Visitor:
    """A person at a browser; signs in at the first act."""

    def __init__(self, address: str, login: str, password: str) -> None:
        self._address = address.rstrip("/")
        self._login, self._password = login, password
        self._cookies = CookieJar()
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self._cookies))
        self._is_signed_in = False

    def post_json(self, path: str, said: Mapping[str, Any]) -> Answered:
        """Do what a page's script does."""
        return self._post(path, json.dumps(said, ensure_ascii=False).encode(), "application/json")

    def post_form(self, path: str, said: Mapping[str, Any]) -> Answered:
        """Send a form."""
        return self._post(path, urlencode(said, doseq=True).encode(), "application/x-www-form-urlencoded")

    def _post(self, path: str, body: bytes, content_type: str) -> Answered:
        if not self._is_signed_in:
            self._sign_in()
        headers = {
            "Content-Type": content_type,
            "Accept": "application/json",
            "X-CSRFToken": self._token(),
            "Referer": f"{self._address}/",
        }
        return _send(self._opener, Request(f"{self._address}{path}", body, headers))

    def _sign_in(self) -> None:
        path = f"{self._address}/account/login/"
        shown = _send(self._opener, Request(path))
        found = _TOKEN.search(shown.text)
        said = {
            "login": self._login,
            "password": self._password,
            "csrfmiddlewaretoken": found[1] if found else self._token(),
        }
        _send(self._opener, Request(path, urlencode(said).encode(), {"Referer": path}))
        self._is_signed_in = any(cookie.name == "sessionid" for cookie in self._cookies)

    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self._cookies if cookie.name == "csrftoken"), "")


def _send(opener: OpenerDirector, request: Request) -> Answered:
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            return Answered(response.status, response.read().decode(errors="replace"))
    except HTTPError as refusal:
        return Answered(refusal.code, refusal.read().decode(errors="replace"))
    except (URLError, OSError) as problem:
        raise Unreachable(str(problem)) from problem
