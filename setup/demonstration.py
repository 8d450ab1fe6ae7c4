"""`./linwang demo` and `serve` and `work`: from a bare checkout to a page in the browser."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Mapping

from setup import prepared, services, web
from setup.paths import MANAGE, PYTHON, home
from setup.progress import step, tell
from setup.words import SetupRefused, say


def demo(words: list[str]) -> int:
    """Set up, make the demo station, serve it with its worker until asked to stop."""
    chosen = _demo_arguments(words)
    web.check_port_is_free(chosen.host, chosen.port)
    with prepared.all_of_it() as env:
        env.setdefault("LINWANG_HOSTS", _hosts(chosen.host))
        made = home() / "demo-made"
        with services.running(web.counting(env, home())) as children:
            was_there = made.exists()  # then the web server starts while the demo is only looked after
            if was_there:
                children.start("web", web.command(chosen.host, chosen.port))
            else:
                _read_ahead(env)
            logins = _make_station(env, chosen.seed)
            made.touch()
            if not was_there:
                children.start("web", web.command(chosen.host, chosen.port))
            children.start("work", [PYTHON, MANAGE, "work"])
            with step(say("网页服务", "Web server")):
                web.wait_until_ready(children, chosen.host, chosen.port)
            _greet(web.address(chosen.host, chosen.port), logins)
            children.start("live", [PYTHON, MANAGE, "live", *_liveliness(chosen)])
            children.watch()
    return 0


def serve(words: list[str]) -> int:
    """The web server alone, for a service manager."""
    chosen = _serve_arguments(words)
    web.check_port_is_free(chosen.host, chosen.port)
    with prepared.all_of_it() as env, services.running(web.counting(env, home())) as children:
        children.start("web", web.command(chosen.host, chosen.port, chosen.processes))
        web.wait_until_ready(children, chosen.host, chosen.port)
        tell(say("正在服务", "Serving") + f": {web.address(chosen.host, chosen.port)}")
        children.watch()
    return 0


def work(words: list[str]) -> int:
    """The worker alone, for a service manager."""
    with prepared.all_of_it() as env, services.running(env) as children:
        children.start("work", [PYTHON, MANAGE, "work", *words])
        children.watch()
    return 0


def _read_ahead(env: Mapping[str, str]) -> None:
    """Compile on the other core what the web server will import, while the demo station is made."""
    subprocess.Popen(
        [PYTHON, "-c", "import linwang.asgi, linwang.urls, granian"],
        env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _make_station(env: dict[str, str], seed: int | None) -> str:
    """Bring the tables up to date and make the demo station if it is not there; what is printed are the logins."""
    seeds = [] if seed is None else ["--seed", str(seed)]
    with step(say("数据表和演示派出所", "Tables and demo station")):
        done = subprocess.run(
            [PYTHON, MANAGE, "demo", "--migrate", *seeds],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SetupRefused(say("建立演示数据失败,见上。", "Making the demo data failed; see above."))
    return done.stdout


def _greet(address: str, logins: str) -> None:
    print(f"\n{say('邻望已就绪', 'Linwang is ready')}: {address}\n")
    print(logins.rstrip())
    if "//127.0.0.1" in address:
        localhost = address.replace("127.0.0.1", "localhost")
        print("\n" + say(f"试通行密钥请用 {localhost}", f"To try passkeys, open {localhost}"))
    print("\n" + say("按 Ctrl-C 停止。", "Ctrl-C stops it."), flush=True)


def _liveliness(chosen: argparse.Namespace) -> list[str]:
    """Units always say where they are, as their devices would; callers and crews act only when asked for."""
    return ["--address", web.address(chosen.host, chosen.port), *([] if chosen.live else ["--quiet"])]


def _demo_arguments(words: list[str]) -> argparse.Namespace:
    parser = _parser("demo")
    parser.add_argument("--live", action="store_true", help=say("有人报警、有人出警", "callers and units act"))
    parser.add_argument("--seed", type=int, help=say("演示数据的种子", "seed of the demo data"))
    return parser.parse_args(words)


def _serve_arguments(words: list[str]) -> argparse.Namespace:
    parser = _parser("serve")
    parser.add_argument("--processes", type=int, default=1, help=say("网页进程数", "how many web processes"))
    return parser.parse_args(words)


def _parser(verb: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"linwang {verb}", allow_abbrev=False)
    parser.add_argument("--host", default="127.0.0.1", help=say("监听地址", "address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=say("端口", "port"))
    return parser


def _hosts(host: str) -> str:
    """Host names that the demo answers to: any, when it was told to listen everywhere."""
    return "*" if host in web.EVERYWHERE else ",".join(dict.fromkeys([host, "127.0.0.1", "localhost", "[::1]"]))
