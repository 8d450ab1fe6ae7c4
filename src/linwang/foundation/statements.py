"""Statements that every act runs, written out once.

Put together anew for each act, they took more than half of its time, and longer than the database needed to
answer them. What is asked seldom is better left to the ORM.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

Record = TypeVar("Record", bound=Model)


def run(statement: str, values: Sequence[Any]) -> int:
    """Run a statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def locked(model: type[Record], condition: str, values: Sequence[Any]) -> Record | None:
    """The record that meets the condition, locked against other changes until the transaction ends."""
    table = model._meta.db_table
    found = model._default_manager.raw(f'select * from "{table}" where {condition} for no key update', values)
    return next(iter(found), None)


def overwrite(record: Model, names: tuple[str, ...]) -> None:
    """Save these fields of a record that is there."""
    statement, fields = _update(type(record), names)
    values = [field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields]
    run(statement, [*values, record.pk])


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[Field, ...]]:
    fields = tuple(model._meta.get_field(name) for name in names)
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    return f'update "{model._meta.db_table}" set {columns} where id = %s', fields  # type: ignore[return-value]
