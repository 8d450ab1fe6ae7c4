"""The shipped catalogue, and a small one cut out of it, for tests that need not load it all."""

from pathlib import Path

import linwang.incidents
from linwang.incidents.rules.catalogue import Catalogue, check, read, write

TEXT = (Path(linwang.incidents.__file__).parent / "catalogue.yaml").read_text(encoding="utf-8")
WHOLE = read(TEXT)
_KEPT = {"theft", "robbery", "fraud", "fire", "noise", "pipes", "self_harm"}


def _cut() -> Catalogue:
    """A few categories, and of the rest only what they lean on."""
    categories = [category.model_dump(mode="json") for category in WHOLE.categories if category.code in _KEPT]
    kinds = [kind for category in categories for kind in category["kinds"]]
    leant_on = {
        "limits": {kind["limits"] for kind in kinds},
        "procedures": {kind["procedure"] for kind in kinds},
        "questions": {kind["questions"] for kind in kinds},
        "closing": {code for kind in kinds for code in kind["closing"]},
        "agencies": {code for kind in kinds for code in (*kind["agencies"], kind["refer_to"])},
    }
    content = WHOLE.model_dump(mode="json") | {"categories": categories}
    return check(content | {name: [row for row in content[name] if row["code"] in leant_on[name]] for name in leant_on})


SMALL = _cut()
SMALL_TEXT = write(SMALL)
