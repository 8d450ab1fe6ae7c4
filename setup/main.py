"""The set-up's front door: `./linwang VERB` ends here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from setup import services, verbs
from setup.progress import tell
from setup.words import SetupRefused, say

INTERRUPTED = 130


def main(words: list[str]) -> int:
    """Do what was asked; whatever goes wrong on the way is said in one sentence."""
    services.listen_for_requests()
    try:
        return verbs.act(words)
    except services.Stopped:
        return INTERRUPTED
    except SetupRefused as refusal:
        tell(str(refusal))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except PermissionError as error:
        tell(_not_ours(error))
    return 1


def _not_ours(error: PermissionError) -> str:
    return say(
        f"没有权限:{error.filename}。请换用它的所有者,或用 LINWANG_HOME 另选一个目录。",
        f"Not allowed: {error.filename}. Run as its owner, or choose another folder with LINWANG_HOME.",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
