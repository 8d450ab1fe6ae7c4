"""Names that the station keeps in two languages: the reader's, or else the Chinese one."""

from django.utils.translation import get_language


def named(name: str | None, name_en: str | None) -> str:
    """The name in the reader's language."""
    return (name_en if get_language() == "en" else "") or name or ""
