"""How the pages look and speak to somebody: their own choice, kept in their record's history, not the journal."""

from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.refusals import BadInput
from linwang.personnel.models import Person

THEMES = frozenset({"auto", "light", "dark"})
LANGUAGES = frozenset({"zh-hans", "en"})


def choose_look(*, theme: str | None, language: str | None, by: Actor) -> None:
    """Keep the theme or the language that the person chose for themself."""
    chosen = {name: value for name, value in (("theme", theme), ("language", language)) if value}
    if chosen.get("theme", "auto") not in THEMES or chosen.get("language", "en") not in LANGUAGES:
        raise BadInput(_("没有这个选项，请从列表中选择。"))
    Person.objects.filter(pk=by.someone()).update(**chosen)
