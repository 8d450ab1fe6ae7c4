"""How does it sound? Characters as syllables, and the mergers of a dialect."""

from __future__ import annotations

from enum import StrEnum


class Merger(StrEnum):
    """Two sounds that a speaker does not keep apart."""

    N_L = "n_l"
    ZH_Z = "zh_z"
    CH_C = "ch_c"
    SH_S = "sh_s"
    ENG_EN = "eng_en"
    ING_IN = "ing_in"
    F_H = "f_h"


USUAL_MERGERS: frozenset[Merger] = frozenset(Merger) - {Merger.F_H}
