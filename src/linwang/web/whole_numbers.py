"""Whole numbers as forms and addresses carry them."""

MOST_DIGITS = 18
"""So that every number fits the database's whole numbers."""


def whole_number(said: str | None) -> int | None:
    """The number, or None where there is none: only plain figures count, not ² or １２."""
    words = (said or "").strip()
    return int(words) if words.isascii() and words.isdigit() and len(words) <= MOST_DIGITS else None
