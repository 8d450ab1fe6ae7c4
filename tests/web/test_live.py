"""The stream: who hears of what, and what becomes of a browser that is slow, away or signed out."""

import asyncio
import json
from collections.abc import Collection, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

import psycopg
import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError

from linwang.foundation.live import CHANNEL
from linwang.incidents.models import Incident, StationHandOver
from linwang.incidents.queries.hearers import stations_by_hand_over
from linwang.web import live, live_hub
from linwang.web.live_hub import RESYNC, WAITING, Hub, Listener, _address
from tests.builders import Town

SECONDS = 5
T = TypeVar("T")


def _run(story: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the journeys' browser keeps a loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result()


async def _nobody(numbers: Collection[str]) -> dict[str, frozenset[int]]:
    return {}


async def _say(station: int, reference: str, kind: str = "incident") -> None:
    payload = json.dumps({"s": station, "k": kind, "r": reference, "v": 1})
    async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as database:
        await database.execute("select pg_notify(%s, %s)", [CHANNEL, payload])


async def _next(listener: Listener) -> str:
    return await asyncio.wait_for(listener.queue.get(), SECONDS)


@pytest.mark.django_db(transaction=True)
def test_a_change_reaches_its_station_and_no_other() -> None:
    async def story() -> None:
        hub = Hub(_nobody)
        async with hub.listener(frozenset({1})) as ours, hub.listener(frozenset({2})) as theirs:
            assert [await _next(ours), await _next(theirs)] == [RESYNC, RESYNC]
            await _say(1, "JQ01-1")
            await _say(2, "JQ02-9")
            assert "JQ01-1" in await _next(ours)
            assert "JQ02-9" in await _next(theirs)
            assert ours.queue.empty()
            assert theirs.queue.empty()

    _run(story())


@pytest.mark.django_db(transaction=True)
def test_the_bureau_hears_each_of_its_stations() -> None:
    async def story() -> None:
        hub = Hub(_nobody)
        async with hub.listener(frozenset({9, 1, 2})) as bureau:
            await _next(bureau)
            await _say(1, "JQ01-1")
            await _say(2, "JQ02-9")
            assert "JQ01-1" in await _next(bureau)
            assert "JQ02-9" in await _next(bureau)

    _run(story())


@pytest.mark.django_db(transaction=True)
def test_a_browser_that_was_away_for_a_moment_is_told_what_it_missed() -> None:
    async def story() -> None:
        hub = Hub(_nobody)
        async with hub.listener(frozenset({1})) as there:
            await _next(there)
            await _say(1, "JQ01-1")
            await _next(there)
            async with hub.listener(frozenset({1}), hub.since + 2.0005) as late:
                assert "JQ01-1" in await _next(late)
            async with hub.listener(frozenset({2}), hub.since + 2.0005) as stranger:
                assert stranger.queue.empty()
            async with hub.listener(frozenset({1}), hub.since - 60) as later:
                assert await _next(later) == RESYNC

    _run(story())


@pytest.mark.django_db(transaction=True)
def test_after_a_break_of_the_database_connection_everybody_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_hub, "RECONNECT_SECONDS", 0.05)

    async def story() -> None:
        hub = Hub(_nobody)
        async with hub.listener(frozenset({1})) as ours:
            await _next(ours)
            async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as database:
                await database.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and query = %s",
                    [f"listen {CHANNEL}"],
                )
            assert await _next(ours) == RESYNC
            await _say(1, "JQ01-1")
            assert "JQ01-1" in await _next(ours)

    _run(story())


def test_a_slow_browser_is_told_to_ask_again_and_the_others_hear_everything() -> None:
    async def story() -> None:
        hub = Hub(_nobody)
        slow, quick = Listener(frozenset({1})), Listener(frozenset({1}))
        hub.listeners |= {slow, quick}
        heard = []
        for number in range(WAITING + 5):
            await hub.fan_out([json.dumps({"s": 1, "k": "incident", "r": f"JQ01-{number}", "v": 1})])
            heard.append(quick.queue.get_nowait())
        assert slow.queue.get_nowait() == RESYNC
        assert slow.queue.qsize() == 4
        assert len(heard) == WAITING + 5
        assert RESYNC not in heard

    _run(story())


def test_an_incident_handed_over_is_heard_by_both_stations_and_no_longer_once_declined(
    town: Town, now: datetime
) -> None:
    incident = Incident.objects.create(
        station=town.station, number="JQ01-20260715-0001", title="x", rang_at=now, received_at=now
    )
    offer = StationHandOver.objects.create(
        incident=incident, from_station=town.station, to_station=town.neighbour, reason="x", offered_at=now
    )
    both = frozenset({town.station.pk, town.neighbour.pk})

    assert stations_by_hand_over(numbers=[incident.number, "JQ01-20260715-0002"]) == {incident.number: both}

    offer.status = "declined"
    offer.save(update_fields=["status"])
    assert stations_by_hand_over(numbers=[incident.number]) == {}


def test_the_station_that_was_offered_an_incident_hears_of_it() -> None:
    async def handed(numbers: Collection[str]) -> dict[str, frozenset[int]]:
        return {"JQ01-1": frozenset({1, 2})}

    async def story() -> None:
        hub, other, third = Hub(handed), Listener(frozenset({2})), Listener(frozenset({3}))
        hub.listeners |= {other, third}
        await hub.fan_out([json.dumps({"s": 1, "k": "incident", "r": "JQ01-1", "v": 1})])
        assert "JQ01-1" in other.queue.get_nowait()
        assert third.queue.empty()

    _run(story())


@pytest.mark.django_db(transaction=True)
def test_the_stream_ends_with_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    session = SessionStore()
    session[SESSION_KEY] = "7"
    session.save()

    async def story() -> list[str]:
        said = []
        async for message in live._notices(
            frozenset({1}), live.Who(7, str(session.session_key), "zh-hans", False), 0.0
        ):
            said.append(message)
            if sum("beat" in each for each in said) == 3:
                await asyncio.to_thread(_forget, str(session.session_key))
        return said

    assert _run(asyncio.wait_for(story(), SECONDS))[-1] == live.ENDED


def _forget(key: str) -> None:
    with psycopg.connect(**_address(), autocommit=True) as database:
        database.execute("delete from django_session where session_key = %s", [key])


def test_while_the_database_is_away_the_stream_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: live.Who) -> bool:
        raise OperationalError("connection refused")

    monkeypatch.setattr(live, "_is_signed_in", away)
    who = live.Who(7, "x", "zh-hans", True)

    assert _run(live._each_beat(who)).startswith("event: lost\ndata: 20")
