"""The web server: how it is started, whether its port is free, and when it answers."""

from __future__ import annotations

import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from setup.paths import VENV
from setup.services import Services
from setup.words import SetupRefused, say

READY_SECONDS = 60
LAST_PORT = 65_535
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


def command(host: str, port: int, processes: int = 1) -> list[str | Path]:
    """Granian with our application; WhiteNoise inside it serves the static files."""
    return [
        *(VENV / "bin" / "granian", "--interface", "asginl", "--host", host, "--port", str(port)),
        *("--workers", str(processes), "--workers-kill-timeout", "2", "--log-level", "warning"),
        *("--no-ws", "linwang.asgi:application"),
    ]


def counting(env: Mapping[str, str], place: Path) -> dict[str, str]:
    """The environment in which all web processes count into one folder (docs/production.md, Watching it)."""
    folder = place / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return {**env, "PROMETHEUS_MULTIPROC_DIR": str(folder)}


def check_port_is_free(host: str, port: int) -> None:
    """Say so before minutes of set-up, not after."""
    try:
        _check_is_port(port)
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        raise SetupRefused(
            say(
                f"不能在 {host}:{port} 上提供服务({error})。多半是已被占用:请用 --port 换一个端口,如 --port 8001。",
                f"Cannot serve on {host}:{port} ({error}). Most likely it is in use: "
                "choose another with --port, such as --port 8001.",
            )
        ) from error


def _check_is_port(port: int) -> None:
    """The resolver would wrap a larger number round to another port."""
    if not 0 < port <= LAST_PORT:
        raise OverflowError(say("端口须在 1 到 65535 之间", "a port is 1 to 65535"))


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds us."""
    seen = EVERYWHERE.get(host, host)
    return f"http://[{seen}]:{port}" if ":" in seen else f"http://{seen}:{port}"


def wait_until_ready(services: Services, host: str, port: int) -> None:
    """Until `/healthz` answers 200; a server that falls meanwhile is told at once."""
    question, deadline = address(host, port) + "/healthz", time.monotonic() + READY_SECONDS
    while not _answers(question):
        services.check_alive()
        if time.monotonic() > deadline:
            raise SetupRefused(
                say(
                    f"{READY_SECONDS} 秒内 {question} 没有应答,请看上面的输出。",
                    f"{question} did not answer within {READY_SECONDS} s; see the lines above.",
                )
            )
        time.sleep(0.1)


def _answers(question: str) -> bool:
    """Straight to this machine, past any proxy of the environment."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(question, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
