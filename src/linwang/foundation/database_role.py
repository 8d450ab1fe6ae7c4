"""The role by which web and worker use the database in production: the journal only grows for it.

The owner of the tables can switch every guard off; so the programs that people reach do not connect as the owner.
Their role may add lines of the journal and row histories and read them. Seals and heads it only reads: they are
written by functions that run with the owner's rights. It may empty no table and change no structure.
"""

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from linwang.foundation.models import JournalHead, JournalLine, JournalSeal

NAME = "linwang_app"
_HISTORY = "pgh_obj"


def is_there(role: str = NAME) -> bool:
    """Whether the database server knows the role."""
    return bool(_first("select exists (select from pg_roles where rolname = %s)", [role]))


def may_make_roles() -> bool:
    """Whether we are somebody who may make a role."""
    return bool(_first("select rolsuper or rolcreaterole from pg_roles where rolname = current_user", []))


@transaction.atomic
def grant(role: str = NAME) -> None:
    """Make the role if it is missing, and give it exactly what it needs on the tables that are there now."""
    name = sql.Identifier(role)
    if not is_there(role):
        _do(sql.SQL("create role {} login").format(name))
    everything = sql.SQL("on all tables in schema public")
    _do(sql.SQL("revoke all {} from {}").format(everything, name))
    _do(sql.SQL("grant usage on schema public to {}").format(name))
    _do(sql.SQL("grant select, insert, update, delete {} to {}").format(everything, name))
    _do(sql.SQL("grant usage, select on all sequences in schema public to {}").format(name))
    for table in only_growing():
        _do(sql.SQL("revoke update, delete on {} from {}").format(sql.Identifier(table), name))
    for table in only_read():
        _do(sql.SQL("revoke insert, update, delete on {} from {}").format(sql.Identifier(table), name))


def only_growing() -> tuple[str, ...]:
    """Tables to which lines are added and that is all."""
    histories = [
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == _HISTORY for field in model._meta.concrete_fields)
    ]
    return (JournalLine._meta.db_table, *sorted(histories))


def only_read() -> tuple[str, ...]:
    """Tables that the database itself writes, or the owner."""
    return JournalSeal._meta.db_table, JournalHead._meta.db_table, "django_migrations"


def _first(query: str, values: list[str]) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return row and row[0]


def _do(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
