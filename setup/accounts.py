"""Which account the database server runs under: PostgreSQL refuses to be root."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from setup.words import SetupRefused, say

PLAIN_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """An account of this machine, and what `subprocess` needs to run as it."""

    uid: int
    gid: int
    demotion: dict[str, Any] = field(default_factory=dict)

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run as this account with nothing of the caller's environment; the caller judges the result."""
        words: Sequence[str] = [str(word) for word in arguments]
        return subprocess.run(
            words,
            env=PLAIN_ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **self.demotion,
        )

    def can_run(self, program: Path) -> bool:
        """Whether this account reaches the program and the program starts."""
        try:
            return self.run(program, "--version").returncode == 0
        except OSError:
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through every folder on the way."""
        return self.run("/bin/sh", "-c", 'cd "$1"', "sh", folder).returncode == 0

    def make_private(self, folder: Path) -> None:
        """Make one folder that only this account opens; folders above are never changed."""
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)


def database_account() -> Account:
    """Ourselves; for root, the account `postgres`, else `nobody`. No account is ever created."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        demotion = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return Account(entry.pw_uid, entry.pw_gid, demotion)
    raise SetupRefused(
        say(
            "以 root 运行时需要账户 postgres 或 nobody 之一,本机都没有。请建立其一,或用普通用户运行。",
            "Run as root, the database needs the account postgres or nobody, and neither exists. "
            "Create one, or run as an ordinary user.",
        )
    )
