"""The product's settings, made stricter: an undefined template variable fails, hashing is quick."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("LINWANG_SECRET_KEY", "only-for-tests")
os.environ.setdefault("LINWANG_DATA_KEYS", "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMzI=")

from linwang.settings import *  # noqa: F403
from linwang.settings import TEMPLATES

ALLAUTH = ("attrs", "authenticators", "slots")
"""What the templates of django-allauth, and those that replace them, ask for without knowing that it is there."""


class _Undefined(str):
    """What a template shows for a variable that is not there: an error, so that no typo passes."""

    def __contains__(self, piece: object) -> bool:
        return piece == "%s"

    def __mod__(self, name: object) -> str:
        if str(getattr(name, "var", name)).split(".")[0] in ALLAUTH:
            return ""
        raise NameError(f"the template asks for {name!r}, which nothing gives it")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Undefined("%s")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = False

# Nothing of the machine's own station: no map, no roads, no photos but those that a test makes.
_HOME = Path(tempfile.mkdtemp(prefix="linwang-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
MAP_FOLDER, PHOTO_FOLDER, ANCHOR_FILE = _HOME / "map", _HOME / "photos", _HOME / "anchors.jsonl"
PAPER_FOLDER = _HOME / "paper"
