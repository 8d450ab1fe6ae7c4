"""Rotation: a new data key and a new key for marks, and everything that is stored enciphered anew under them.

Which rows are left is read from the rows themselves: each value names its key. So a rotation that was cut off goes on
where it was when it is called again, and the older keys stay until nothing needs them. People go on working meanwhile:
rows are changed in small bunches, and a search asks for the marks of all keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from linwang.foundation import vault
from linwang.foundation.fields import EncipheredText, Mark


@dataclass(frozen=True)
class Sealed:
    """A table with enciphered columns, and its marks with the column of each."""

    table: str
    key: str
    columns: tuple[str, ...]
    marks: tuple[tuple[str, str, str], ...]

    def left(self, number: int) -> sql.Composed:
        """The condition for a row that holds a value of another key."""
        parts = [
            sql.SQL("(length({0}) > 0 and substring({0} from 2 for 4) <> int4send({1}))").format(
                sql.Identifier(column), sql.Literal(number)
            )
            for column in self.columns
        ]
        return sql.SQL("({})").format(sql.SQL(" or ").join(parts))


def sealed_tables() -> tuple[Sealed, ...]:
    """Every table of ours that holds something enciphered, from the models themselves."""
    return tuple(_sealed(model) for model in apps.get_models() if _hidden(model))


def is_under_way() -> bool:
    """Whether an earlier rotation was cut off: then there is more than one data key."""
    return len(vault.numbers()) > 1


def rows_left() -> int:
    """How many rows still hold a value of an older key."""
    number = vault.numbers()[0]
    return sum(_count(one, number) for one in sealed_tables())


def encipher_anew(*, bunch: int) -> Iterator[int]:
    """Take the rows that are left to the newest keys; gives the size of each bunch after its commit."""
    number = vault.numbers()[0]
    for one in sealed_tables():
        while done := _bunch(one, number, bunch):
            yield done


def finish(*, bunch: int) -> int:
    """Remove the older keys when no row needs them any more; returns how many there were."""
    while rows_left():
        sum(encipher_anew(bunch=bunch))
    return vault.drop_older_keys()


def _sealed(model: type[Model]) -> Sealed:
    fields, key = model._meta.concrete_fields, model._meta.pk
    columns = {field.name: str(field.column) for field in fields}
    marks = [(str(field.column), columns[field.of], field.of) for field in fields if isinstance(field, Mark)]
    hidden = tuple(columns[field.name] for field in _hidden(model))
    return Sealed(model._meta.db_table, str(key.column) if key else "", hidden, tuple(marks))


def _hidden(model: type[Model]) -> list[EncipheredText]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncipheredText)]


def _count(one: Sealed, number: int) -> int:
    query = sql.SQL("select count(*) from {} where {}").format(sql.Identifier(one.table), one.left(number))
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


@transaction.atomic
def _bunch(one: Sealed, number: int, size: int) -> int:
    """Whoever changes one of these rows in the same moment waits, or is waited for."""
    names = sql.SQL(", ").join(map(sql.Identifier, (one.key, *one.columns)))
    query = sql.SQL("select {} from {} where {} order by {} limit {} for no key update").format(
        names, sql.Identifier(one.table), one.left(number), sql.Identifier(one.key), sql.Literal(size)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
        cursor.executemany(_update(one), [_anew(one, row) for row in rows])
    return len(rows)


def _update(one: Sealed) -> sql.Composed:
    columns = (*one.columns, *(mark for mark, _of, _purpose in one.marks))
    changes = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    return sql.SQL("update {} set {} where {} = %s").format(
        sql.Identifier(one.table), sql.SQL(", ").join(changes), sql.Identifier(one.key)
    )


def _anew(one: Sealed, row: tuple[Any, ...]) -> list[Any]:
    key, *stored = row
    plain = {
        column: vault.decipher(bytes(value), column=f"{one.table}.{column}")
        for column, value in zip(one.columns, stored, strict=True)
    }
    hidden = [vault.encipher(text, column=f"{one.table}.{column}") for column, text in plain.items()]
    return [*hidden, *(vault.mark(plain[of], purpose=purpose) for _mark, of, purpose in one.marks), key]
