"""Columns whose text is enciphered in the database and plain in Python."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import lookups

from linwang.foundation import vault


class EncipheredText(models.BinaryField):
    """A text that the database holds only enciphered. It cannot be searched: keep a `mark` beside it."""

    description = "text, enciphered"
    if TYPE_CHECKING:
        _pyi_private_set_type: str
        _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", b"")
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def get_default(self) -> Any:
        """The empty text."""
        return ""

    def from_db_value(self, value: Any, expression: object, connection: object) -> str | None:
        """Plain when it is read."""
        return None if value is None else self.deciphered(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Enciphered when it is written."""
        if isinstance(value, str):
            value = self.enciphered(value)
        return super().get_db_prep_value(value, connection, prepared)

    def deciphered(self, stored: bytes) -> Any:
        """What is stored, as Python sees it."""
        return vault.decipher(stored, column=self._column())

    def enciphered(self, text: Any) -> bytes:
        """A text as it is stored."""
        return vault.encipher(text, column=self._column())

    def value_to_string(self, obj: models.Model) -> str:
        """For serialisers: never the plain text."""
        return ""

    def _column(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"


class EncipheredJSON(EncipheredText):
    """A JSON object that the database holds only enciphered."""

    description = "JSON, enciphered"
    if TYPE_CHECKING:
        _pyi_private_set_type: dict[str, Any]  # type: ignore[assignment]
        _pyi_private_get_type: dict[str, Any]  # type: ignore[assignment]

    def get_default(self) -> Any:
        """An empty object."""
        return {}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Enciphered when it is written."""
        if isinstance(value, dict | list):
            value = self.enciphered(value)
        return super().get_db_prep_value(value, connection, prepared)

    def enciphered(self, content: Any) -> bytes:
        """An object as it is stored."""
        return super().enciphered(json.dumps(content, ensure_ascii=False)) if content else b""

    def deciphered(self, stored: bytes) -> Any:
        """The object that was stored."""
        text = super().deciphered(stored)
        return json.loads(text) if text else {}


@EncipheredText.register_lookup
class OnlyWhetherEmpty(lookups.Exact):
    """An enciphered column can be asked whether it is empty; an exact value is found by its mark."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs not in ("", b""):
            raise TypeError("an enciphered column is searched by its mark")
        super().__init__(lhs, rhs)


class Mark(models.BinaryField):
    """The keyed hash of another column of the row, so that an exact value can be found."""

    description = "keyed hash"

    def __init__(self, *args: Any, of: str, **options: Any) -> None:
        self.of = of
        options.setdefault("default", b"")
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Written in migrations with the column it marks."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        """Worked out whenever the row is saved."""
        value = self.mark_of(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value

    def mark_of(self, text: str) -> bytes:
        """The mark of a value, for a search."""
        return vault.mark(text, purpose=self.of)
