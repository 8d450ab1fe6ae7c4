"""Everything that must be there before a program of ours can run, each part only when it is missing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping

from setup import browser, database, environment, keys, programs
from setup.paths import CODE, LOCALE, MANAGE, PYTHON, ROOT, home
from setup.progress import step, together
from setup.words import say


def code(level: str = environment.RUN) -> None:
    """The Python environment, the browser's parts and the phrases; no database."""
    packages(level)
    together(browser_parts, phrases)


@contextlib.contextmanager
def all_of_it(level: str = environment.RUN) -> Iterator[dict[str, str]]:
    """Code and database; gives the environment in which our programs run."""
    packages(level)
    with contextlib.ExitStack() as stack:
        url: list[str] = []
        together(browser_parts, phrases, lambda: url.append(_database(stack)))
        yield settings(url[0])


def packages(level: str) -> None:
    """The Python environment."""
    with step(say("Python 组件", "Python packages")):
        environment.prepare(level)


def browser_parts() -> None:
    """What pages load in the browser."""
    with step(say("浏览器组件", "Browser parts")):
        browser.prepare()


def phrases() -> None:
    """The English words of the screens."""
    if LOCALE.is_dir():
        programs.run([PYTHON, ROOT / "setup" / "phrases.py", LOCALE], why=say("合并译文", "Merging the phrases"))


def tables(env: Mapping[str, str]) -> None:
    """Tables up to date in our own database; one that was given to us is changed only by `migrate`, when asked."""
    if not os.environ.get("DATABASE_URL"):
        with step(say("数据表", "Tables")):
            programs.run(
                [PYTHON, MANAGE, "migrate", "-v", "0"], why=say("更新数据表", "Bringing the tables up to date"), env=env
            )


def settings(url: str) -> dict[str, str]:
    """The machine's settings, as docs/production.md lists them, for our programs."""
    place = home()
    place.mkdir(parents=True, exist_ok=True)
    return programs.environment(
        LINWANG_HOME=str(place),
        LINWANG_SECRET_KEY=keys.secret_key(place),
        LINWANG_DATA_KEYS=keys.data_keys(place),
        DATABASE_URL=url,
        PYTHONPATH=os.pathsep.join(dict.fromkeys([str(CODE), str(ROOT)])),
        PYTHONUNBUFFERED="1",
    )


def _database(stack: contextlib.ExitStack) -> str:
    with step(say("数据库", "Database")):
        return stack.enter_context(database.running())
