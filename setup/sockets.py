"""Where the database's socket lies: the kernel allows 107 bytes for its whole path."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from setup.accounts import Account
from setup.words import SetupRefused, say

LONGEST_PATH_BYTES = 107
SOCKET_NAME = ".s.PGSQL.5432"
SHORT_FOLDERS = Path("/tmp")


def folder_for(base: Path, account: Account) -> Path:
    """`run` beside the data; a short private folder when that path is too long or oddly written.

    PostgreSQL reads a list of folders, split at commas and quotes, so odd characters go the short way too.
    """
    beside = base / "run"
    fits = len(bytes(beside / SOCKET_NAME)) <= LONGEST_PATH_BYTES
    if fits and re.fullmatch(r"[\w./+-]+", str(beside), re.ASCII):
        account.make_private(beside)
        return beside
    return _short(base, account)


def _short(base: Path, account: Account) -> Path:
    """Anybody may write in /tmp: a folder of that name that is not ours is refused, not used."""
    name = hashlib.sha256(bytes(base)).hexdigest()[:12]
    folder = SHORT_FOLDERS / f"linwang-{account.uid}-{name}"
    if folder.is_symlink() or (folder.exists() and folder.stat().st_uid != account.uid):
        raise SetupRefused(
            say(
                f"{folder} 属于别的账户。请删除它,或把 LINWANG_HOME 设为较短的路径。",
                f"{folder} belongs to another account. Remove it, or set LINWANG_HOME to a shorter path.",
            )
        )
    account.make_private(folder)
    return folder
