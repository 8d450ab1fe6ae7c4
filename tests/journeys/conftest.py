"""A real browser before a real server on the test's database: what every journey stands on.

The server is granian, as in production, because the live stream is asynchronous and pytest-django's own
server is not. Without Chromium the journeys are skipped and say so; where CI is set, that is a failure.
Errors in the browser's console and tracebacks of the server fail the test that caused them.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from linwang.foundation import vault
from linwang.foundation.models import DataKey
from tests.builders import Town, make_town

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90
PATIENCE_MS = 45_000
"""A build machine may be busy; a page that is right is shown at once all the same."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1366, "height": 768}}
ARGS = ["--disable-background-networking", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
NO_MAPS = """HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {
    apply: (get, canvas, [kind, ...how]) => kind.startsWith("webgl") ? null : get.call(canvas, kind, ...how),
});"""
NO_NETWORK = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|ABORTED)")


@dataclass(frozen=True)
class Server:
    """Where the server answers, and what it logged."""

    url: str
    log: Path


@dataclass
class Seen:
    """What went wrong in the browser so far; `allow` names what a story expects to be refused."""

    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """A console error that belongs to the story, such as the status of a refusal."""
        self.allowed.append(pattern)

    def unexpected(self) -> list[str]:
        """The problems that no pattern allows; a lost network is always part of the story."""
        return [one for one in self.problems if not any(re.search(p, one) for p in (NO_NETWORK.pattern, *self.allowed))]


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The town, committed: the server must see it."""
    _keep_data_keys()
    return make_town()


_data_keys: list[DataKey] = []


def _keep_data_keys() -> None:
    """The server holds the data keys that it has read: emptying the tables after a test must not take them away."""
    if not _data_keys:
        vault.encipher("any", column="any")
        vault.mark("any", purpose="any")
        _data_keys.extend(DataKey.objects.all())
    DataKey.objects.bulk_create(_data_keys, ignore_conflicts=True)


@pytest.fixture(scope="session")
def serving(django_db_setup: None, django_db_blocker: object, tmp_path_factory: object) -> Iterator[Server]:
    """Granian on the test database, for the whole session."""
    folder = tmp_path_factory.mktemp("server")  # type: ignore[attr-defined]
    port = _free_port()
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(_command(port), env=_environment(folder), cwd=ROOT, stdout=out, stderr=out)
    try:
        _wait_until_ready(server, port, log)
        yield Server(f"http://127.0.0.1:{port}", log)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session; each page gets a context of its own."""
    path = os.environ.get("LINWANG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "no Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk) to run the journeys"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread; our queries block it
    expect.set_options(timeout=PATIENCE_MS)
    args = [*ARGS, "--no-sandbox"] if os.geteuid() == 0 else ARGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=args)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def seen() -> Seen:
    """What goes wrong in the browser: `seen.allow("409")` where a refusal is part of the story."""
    return Seen()


OpenPage = Callable[..., Page]


@pytest.fixture
def browser_page(chromium: Browser, serving: Server, town: Town, seen: Seen) -> Iterator[OpenPage]:
    """`browser_page("dispatcher")` opens a page with that person signed in, by a session cookie.

    `phone=True` for a telephone's screen, `dark=True` for the night, `language="en"` for English, `maps=True`
    to have maps drawn: without a graphics card that takes a processor, and few stories need them.
    """
    contexts: list[BrowserContext] = []
    logged = serving.log.stat().st_size

    def open_page(
        role: str = "", *, phone: bool = False, dark: bool = False, language: str = "zh-hans", maps: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=serving.url,
            color_scheme="dark" if dark else "light",
            locale="zh-CN" if language == "zh-hans" else "en",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **(PHONE if phone else DESK),  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "django_language", "value": language, "url": serving.url}])
        if role:
            sign_in(context, serving, town, role, language=language)
        if not maps:
            context.add_init_script(NO_MAPS)
        page = context.new_page()
        _watch(page, seen)
        return page

    yield open_page
    for context in contexts:
        context.close()
    log = serving.log.read_text()[logged:]
    assert "Traceback" not in log, log[-6000:]
    assert seen.unexpected() == []


def sign_in(context: BrowserContext, serving: Server, town: Town, role: str, *, language: str = "zh-hans") -> None:
    """Somebody signs in, instead of whoever was signed in: the browser gets the cookie of their new session."""
    town.people[role].language = language
    town.people[role].save(update_fields=["language"])
    client = Client()
    client.force_login(town.people[role], backend=BACKEND)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": serving.url}])


def _watch(page: Page, seen: Seen) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.problems.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", console)
    page.on("pageerror", lambda error: seen.problems.append(f"script: {error}"))


def _command(port: int) -> list[str]:
    granian = Path(sys.executable).parent / "granian"
    address = ["--host", "127.0.0.1", "--port", str(port)]
    return [
        *(str(granian), "--interface", "asginl", *address),
        *("--workers", "1", "--workers-kill-timeout", "2", "--log-level", "warning", "--no-ws"),
        "linwang.asgi:application",
    ]


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DATABASE_URL": _database_url(),
        "LINWANG_DEBUG": "0",
        "LINWANG_SECRET_KEY": settings.SECRET_KEY,
        "LINWANG_HOME": str(folder),
    }


def _database_url() -> str:
    """The test database as the environment variable that the server reads."""
    of = {
        name: quote(str(connection.settings_dict[name]), safe="")
        for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }
    password = f":{of['PASSWORD']}" if of["PASSWORD"] else ""
    who = f"{of['USER']}{password}@" if of["USER"] else ""
    if of["HOST"].startswith("%2F"):
        return f"postgresql://{who}/{of['NAME']}?host={of['HOST']}" + (f"&port={of['PORT']}" if of["PORT"] else "")
    return f"postgresql://{who}{of['HOST']}{':' + of['PORT'] if of['PORT'] else ''}/{of['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    pytest.fail(f"the server did not answer within {READY_SECONDS} s:\n{log.read_text()[-4000:]}")
