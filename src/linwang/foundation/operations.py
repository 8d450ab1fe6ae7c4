"""Operation keys: an act that arrives twice, by a double click or a poor network, is done once.

The first arrival writes the key in the transaction of the act; the second waits for it on the
primary key, then gets the first one's answer. A refused act leaves no key: it may be tried again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from linwang.foundation import statements
from linwang.foundation.actor import Actor
from linwang.foundation.models import OperationKey
from linwang.foundation.refusals import BadInput

P = ParamSpec("P")
T = TypeVar("T")


def once(action: Callable[P, T]) -> Callable[P, T]:
    """Run the action in one transaction, once for each `key`; its answer must be plain JSON.

    The action takes `key: UUID`, `by: Actor` and `at: datetime` as keywords.
    """

    @wraps(action)
    def keyed(*args: P.args, **kwargs: P.kwargs) -> T:
        key, by, at = cast(UUID, kwargs["key"]), cast(Actor, kwargs["by"]), cast(datetime, kwargs["at"])
        with transaction.atomic():
            if not _is_new(key, action.__name__, by, at):
                return cast(T, _first_answer(key, action.__name__, by))
            answer = action(*args, **kwargs)
            statements.run("update foundation_operationkey set result = %s where key = %s", [Jsonb(answer), key])
            return answer

    return keyed


@contextmanager
def before_it_is_done(key: UUID, *, by: Actor, at: datetime) -> Iterator[bool]:
    """Whether the act of this key is still to be done; if so, it waits until the block has ended."""
    with transaction.atomic():
        is_to_be_done = _is_new(key, "before_it_is_done", by, at)
        yield is_to_be_done
        if is_to_be_done:
            statements.run("delete from foundation_operationkey where key = %s", [key])


def _is_new(key: UUID, what: str, by: Actor, at: datetime) -> bool:
    added = statements.run(
        "insert into foundation_operationkey (key, what, person_id, at) values (%s, %s, %s, %s)"
        " on conflict (key) do nothing",
        [key, what, by.person, at],
    )
    return bool(added)


def _first_answer(key: UUID, what: str, by: Actor) -> Any:
    first = OperationKey.objects.get(key=key)
    if (first.what, first.person_id) != (what, by.person):
        raise BadInput(_("操作编号已被另一项操作使用，请刷新页面后重试。"))
    return first.result
