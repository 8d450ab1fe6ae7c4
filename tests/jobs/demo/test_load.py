from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.db import transaction

from linwang.duty.models import DutyPeriod, UnitPosition
from linwang.foundation.journal import lines_of
from linwang.foundation.models import Counter, JournalLine
from linwang.incidents.models import Call, Callback, Incident, Merge
from linwang.incidents.states import OPEN, IncidentStatus
from linwang.jobs.demo import load
from linwang.personnel.models import Person
from linwang.places.models import Grid, PlaceName, Station

FEW = {"closed": 300, "open": 30, "no_map": True}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demo, made once for all tests that only look at it; what was printed."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=out, **FEW)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_demo_is_made_once_and_says_who_may_sign_in(made: str) -> None:
    again = StringIO()
    call_command("demo", stdout=again, **FEW)

    assert made == again.getvalue()
    assert "town-dispatcher-1" in made and load.PASSWORD in made
    assert Station.objects.count() == 3
    assert Grid.objects.count() == 182
    assert Incident.objects.filter(status__in=OPEN).count() == 30
    assert Incident.objects.filter(status=IncidentStatus.CLOSED).count() == 300


@pytest.mark.django_db
def test_every_login_that_is_printed_works(made: str) -> None:
    lines = [line.split() for line in made.splitlines()[1:]]
    people = {person.login: person for person in Person.objects.all()}

    assert all(words[0] in people for words in lines)
    assert len({person.password for person in people.values()}) == 1
    assert check_password(load.PASSWORD, people[lines[0][0]].password)
    assert check_password(load.PIN, people[lines[0][0]].pin)


@pytest.mark.django_db
def test_what_was_loaded_stands_as_if_it_had_gone_through_the_desk(made: str) -> None:
    closed = (
        Incident.objects.filter(status=IncidentStatus.CLOSED).exclude(first_on_scene_at=None).order_by("id").first()
    )
    assert closed is not None
    acts = [line.what for line in lines_of("incident", [closed.number])]

    assert acts[0] == "call_taken"
    assert acts.index("dispatched") < acts.index("on_scene") < acts.index("reported") < acts.index("closed")
    assert Callback.objects.filter(satisfaction=3).exists()
    assert all(merge.merged.merged_into_id == merge.kept_id for merge in Merge.objects.all())
    assert not Incident.objects.filter(status__in=OPEN, due_at=None).exists()
    assert Incident.objects.filter(status=IncidentStatus.CLOSED).exclude(due="").count() == 0
    assert Call.objects.filter(channel="feed", outside_number=None).count() == 0


@pytest.mark.django_db
def test_journal_lines_stand_in_the_order_in_which_things_happened(made: str) -> None:
    moments = list(JournalLine.objects.filter(subject="incident").order_by("id").values_list("at", flat=True))

    assert moments == sorted(moments)


@pytest.mark.django_db
def test_the_next_number_follows_the_last_one_given(made: str) -> None:
    newest = Incident.objects.order_by("-received_at").values_list("number", flat=True)[0]
    series, _, last = newest.rpartition("-")

    assert Counter.objects.get(series=series).last >= int(last)


@pytest.mark.django_db
def test_all_crews_are_on_duty_with_a_position(made: str) -> None:
    assert UnitPosition.objects.count() == 147
    assert DutyPeriod.objects.filter(to_at=None).values("unit").distinct().count() == 147


@pytest.mark.django_db
def test_other_names_point_to_the_proper_one(made: str) -> None:
    others = PlaceName.objects.exclude(alias_of=None)
    assert others.exists()
    assert not others.filter(alias_of__alias_of__isnull=False).exists()
