"""What `./linwang` understands: one table, from which help is written too."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from setup import backups, checking, database, demonstration, prepared, restoring, services, testing
from setup.paths import MANAGE, PYTHON
from setup.words import say

BENCHES = "board, dispatch, eta, intake, kinds, live, overload, places, replay, verify"


@dataclass(frozen=True)
class Verb:
    """One word after `./linwang`, what it does, and the function that does it."""

    name: str
    arguments: str
    meaning: str
    act: Callable[[list[str]], int]


def act(words: list[str]) -> int:
    """Do what the first word says; a word that we do not know is one of manage.py's."""
    name, *rest = words or ["help"]
    known = {verb.name: verb for verb in table()} | {"-h": _HELP, "--help": _HELP}
    return known[name].act(rest) if name in known else managed(name)(rest)


def managed(name: str, *, on_tables: bool = False) -> Callable[[list[str]], int]:
    """A command of manage.py, run where the person stands, so that their file names hold.

    `on_tables`: in our own database the tables are made first.
    """

    def run(words: list[str]) -> int:
        with prepared.all_of_it() as env:
            if on_tables:
                prepared.tables(env)
            return services.foreground([PYTHON, MANAGE, name, *words], env, Path.cwd())

    return run


def _migrate(words: list[str]) -> int:
    """The tables, and then what the role of web and worker may do with them, where there is one."""
    with prepared.all_of_it() as env:
        code = services.foreground([PYTHON, MANAGE, "migrate", *words], env)
        return code or services.foreground([PYTHON, MANAGE, "database_roles", "--if-there"], env)


def table() -> list[Verb]:
    """All verbs in the order in which a newcomer meets them."""
    return [*_newcomer(), *_station(), *_developer()]


def _newcomer() -> list[Verb]:
    return [
        _HELP,
        Verb(
            "demo",
            "[--port 8000] [--host 127.0.0.1] [--live] [--seed N]",
            say("安装、建立演示派出所并打开网页", "set up, make the demo station and serve it"),
            demonstration.demo,
        ),
    ]


def _station() -> list[Verb]:
    return [
        Verb(
            "serve",
            "[--port] [--host] [--processes N]",
            say("只运行网页服务(生产)", "the web server alone (production)"),
            demonstration.serve,
        ),
        Verb(
            "work",
            "",
            say("只运行后台任务(生产)", "the background worker alone (production)"),
            demonstration.work,
        ),
        Verb("migrate", "", say("更新数据表", "bring the tables up to date"), _migrate),
        Verb(
            "rotate",
            "[--cipher aes|sm4] [--wrap-only]",
            say("更换个人信息的密钥", "new keys for personal details"),
            managed("rotate"),
        ),
        Verb("verify", "", say("核对工作记录的链条", "read the sealed journal back"), managed("verify")),
        Verb(
            "import",
            "KIND FILE [--station CODE] [--datum gcj02] [--commit]",
            say("导入地点、网格、人员、单元或目录", "read places, grids, people, units or the catalogue"),
            managed("import_data", on_tables=True),
        ),
        Verb(
            "replay",
            "FILE [--limit N] [--json FILE] [--workers N]",
            say("用真实报警文件推演", "feed a file of real calls through the desk"),
            managed("replay", on_tables=True),
        ),
        Verb(
            "backup",
            "[--to FOLDER]",
            say("备份数据库和照片", "save the database and the photos"),
            backups.backup,
        ),
        Verb(
            "restore",
            "FOLDER [--into URL] [--replace]",
            say("恢复一份备份", "put a backup back"),
            restoring.restore,
        ),
        Verb(
            "drill",
            "[FOLDER]",
            say("在空数据库里演练恢复并核对", "prove in an empty place that the newest backup can be restored"),
            restoring.drill,
        ),
        Verb(
            "database",
            "",
            say("启动自带数据库并打印地址", "start our own database and print its address"),
            _start,
        ),
        Verb("stop", "", say("停止自带数据库", "stop our own database"), _stop),
    ]


def _developer() -> list[Verb]:
    return [
        Verb("prepare", "", say("只安装,不启动", "set up and start nothing"), _prepare),
        Verb("test", "[--long] [pytest …]", say("运行全部测试", "run every test"), testing.test),
        Verb("check", "[ruff|mypy|…]", say("检查代码", "let the linters read the code"), checking.check),
        Verb(
            "bench",
            "NAME [--json FILE]",
            say(f"测速:{BENCHES}", f"measure: {BENCHES}"),
            managed("bench", on_tables=True),
        ),
    ]


def _help(_words: list[str]) -> int:
    print("./linwang VERB\n")
    for verb in table():
        print(f"  {verb.name} {verb.arguments}".rstrip())
        print(f"      {verb.meaning}")
    print("\n" + say("其他词交给 manage.py。说明:docs/production.md。", "Any other word goes to manage.py. "
                    "Settings: docs/production.md."))  # fmt: skip
    return 0


def _prepare(_words: list[str]) -> int:
    prepared.code()
    return 0


def _start(_words: list[str]) -> int:
    prepared.packages("run")
    print(os.environ.get("DATABASE_URL") or database.own().start())
    return 0


def _stop(_words: list[str]) -> int:
    database.own().stop()
    return 0


_HELP = Verb("help", "", say("这份说明", "this page"), _help)
