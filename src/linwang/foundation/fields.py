"""Columns whose text is enciphered in the database and plain in Python."""

import json
from typing import Any

from django.db import models

from linwang.foundation import vault


class EncipheredText(models.BinaryField):
    """A text that the database holds only enciphered. It cannot be searched: keep a `mark` beside it."""

    description = "text, enciphered"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", "")
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Written in migrations by its own name."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options

    def get_default(self) -> Any:
        """The plain default."""
        return "" if self.default == "" else super().get_default()

    def from_db_value(self, value: Any, expression: object, connection: object) -> str | None:
        """Plain when it is read."""
        return None if value is None else self.plain(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Enciphered when it is written."""
        if isinstance(value, str):
            value = self.hidden(value)
        return super().get_db_prep_value(value, connection, prepared)

    def plain(self, stored: bytes) -> Any:
        """What is stored, as Python sees it."""
        return vault.decipher(stored, column=self._column())

    def hidden(self, text: Any) -> bytes:
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

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def get_default(self) -> Any:
        """An empty object."""
        return {}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Enciphered when it is written."""
        if isinstance(value, dict | list):
            value = self.hidden(json.dumps(value, ensure_ascii=False))
        return super().get_db_prep_value(value, connection, prepared)

    def plain(self, stored: bytes) -> Any:
        """The object that was stored."""
        text = super().plain(stored)
        return json.loads(text) if text else {}
