"""A replay takes every good row, names every bad one, and doubles nothing when it is stopped and started again."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from linwang.duty.models import Unit
from linwang.foundation.models import JournalLine, OperationKey
from linwang.foundation.refusals import BadInput
from linwang.incidents.models import Assignment, Call, Incident, OutcomeReport
from linwang.jobs.replay.mapping import mapping_from
from linwang.places.models import Station
from tests.builders import Town
from tests.jobs.replay.conftest import row

pytestmark = pytest.mark.django_db
DAY = [
    row(1, "E01", "08:00:00", sent="08:01:30"),
    row(2, "E02", "08:05:00", sent="08:06:00", kind="Alarms"),
    row(1, "E03", "08:00:00", sent="08:02:00"),
    row(3, "E04", "08:10:00", sent="08:11:00", kind="Quidditch Accident"),
]


def _counts() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (Incident, Call, Assignment, OutcomeReport, OperationKey, JournalLine)
    )


def test_rows_of_one_call_are_one_incident_with_several_units(calls: Any, play: Any) -> None:
    found = play(calls(DAY))

    assert (found["read"], found["taken"], found["refused"]) == (4, 4, 0)
    assert (found["incidents"], found["dispatches"], found["closed"]) == (3, 4, 3)
    assert Incident.objects.count() == 3
    first = Incident.objects.get(calls__outside_number="1")
    assert first.assignments.count() == 2
    assert (first.status, first.kind.code) == ("closed", "sick.collapse")
    assert Incident.objects.get(calls__outside_number="3").kind is None


def test_orders_go_out_at_the_times_of_the_file_to_its_units(calls: Any, play: Any) -> None:
    found = play(calls(DAY))

    sent = {order.unit.call_sign: order for order in Assignment.objects.filter(incident__calls__outside_number="1")}
    assert {sign: f"{order.sent_at:%H:%M:%S}" for sign, order in sent.items()} == {"E01": "16:01:30", "E03": "16:02:00"}
    assert found["time_to_dispatch"]["p50"] == 60
    assert found["time_to_arrive"]["p50"] > found["time_to_dispatch"]["p50"]


def test_every_bad_row_is_named_with_its_line_and_reason_and_none_stops_the_rest(calls: Any, play: Any) -> None:
    rows = [
        DAY[0],
        row(5, "E01", "09:00:00", sent="08:00:00"),
        row(6, "E01", "09:00:00", lat="north"),
        row(7, "E01", "09:00:00", lat="0", lon="0"),
        row(8, "E01", "09:00:00", lat="10.0", lon="10.0"),
        row(9, "E01", "25:61:00"),
        "10,E01,Alarms,2018-01-14 09:00:00",
        row(11, "E01", "09:00:00", kind=""),
        row(12, "E01", "09:00:00", kind="Al\udcffarm"),
        row(13, 'E"01', "09:00:00"),
        "",
        DAY[1],
    ]  # fmt: skip

    found = play(calls(rows))

    assert {one["line"]: one["reason"] for one in found["refused_rows"]} == {
        3: "negative_time", 4: "bad_coordinates", 5: "bad_coordinates", 6: "out_of_bounds", 7: "bad_time",
        8: "wrong_column_count", 9: "missing_field", 10: "wrong_encoding", 11: "unclosed_quote",
    }  # fmt: skip
    assert (found["read"], found["taken"], found["refused"], found["incidents"]) == (11, 2, 9, 2)


def test_a_replay_that_was_stopped_goes_on_and_doubles_nothing(calls: Any, play: Any) -> None:
    path = calls(DAY)
    stopped = play(path, acts=15)
    assert stopped["stopped"]
    assert Assignment.objects.count() < 4

    resumed = play(path)

    assert not resumed["stopped"]
    assert resumed["acts"] + stopped["acts"] == 3 + 4 * 5 + 3
    assert resumed["acts_of_earlier_runs"] == stopped["acts"]
    assert (Incident.objects.count(), Assignment.objects.count(), OutcomeReport.objects.count()) == (3, 4, 4)
    assert (resumed["taken"], resumed["incidents"], resumed["dispatches"], resumed["closed"]) == (4, 3, 4, 3)


def test_a_resumed_replay_is_the_same_as_one_that_was_never_stopped(calls: Any, play: Any) -> None:
    path = calls(DAY)
    for looks in (5, 7, 9):
        play(path, acts=looks)

    resumed, whole = play(path), play(path, again=True)

    for name in ("taken", "incidents", "dispatches", "closed", "time_to_dispatch", "time_to_arrive", "stand_ins"):
        assert resumed[name] == whole[name]


def test_playing_a_finished_file_once_more_changes_nothing(calls: Any, play: Any) -> None:
    path = calls(DAY)
    first, before = play(path), _counts()

    second = play(path)

    assert _counts() == before
    assert second["acts"] == 0
    assert [second[name] for name in ("taken", "incidents", "time_to_arrive")] == [
        first[name] for name in ("taken", "incidents", "time_to_arrive")
    ]


def test_again_plays_the_file_once_more_and_clears_nothing(calls: Any, play: Any) -> None:
    path = calls(DAY)
    play(path)

    play(path, again=True)

    assert Incident.objects.count() == 6


def test_the_same_file_at_another_bureau_is_another_replay(calls: Any, play: Any) -> None:
    path = calls(DAY)
    play(path, limit=2)

    elsewhere = play(path, code="ELSEWHERE")

    assert (elsewhere["acts_of_earlier_runs"], elsewhere["taken"], elsewhere["closed"]) == (0, 4, 3)


def test_again_waits_until_a_stopped_replay_has_ended(calls: Any, play: Any) -> None:
    path = calls(DAY)
    play(path, acts=15)

    with pytest.raises(BadInput, match="--again"):
        play(path, again=True)


def test_the_first_rows_are_the_beginning_of_the_whole(calls: Any, play: Any) -> None:
    path = calls([DAY[0], DAY[1], DAY[3]])
    part = play(path, limit=2)
    assert (part["read"], part["taken"], Incident.objects.count()) == (2, 2, 2)

    whole = play(path)

    assert (whole["taken"], whole["acts_of_earlier_runs"]) == (3, part["acts"])
    assert Incident.objects.count() == 3


def test_a_unit_wanted_after_its_incident_was_closed_is_refused_not_lost(calls: Any, play: Any) -> None:
    path = calls(DAY)
    play(path, limit=2)

    whole = play(path)

    assert (whole["read"], whole["taken"], whole["refused"]) == (4, 3, 1)
    assert [(one["line"], one["reason"]) for one in whole["refused_rows"]] == [(4, "refused_by_desk")]


def test_calls_wait_in_turn_when_no_unit_is_free(calls: Any, play: Any) -> None:
    found = play(calls([row(number, "E01", f"08:00:{number:02d}") for number in range(1, 5)]))

    assert found["waited_for_a_unit"] == 3
    assert (found["dispatches"], found["closed"]) == (4, 4)
    numbers = Assignment.objects.order_by("sent_at").values_list("incident__calls__outside_number", flat=True)
    assert list(numbers) == ["1", "2", "3", "4"]


def test_a_replay_never_touches_a_real_station(town: Town, calls: Any, play: Any) -> None:
    before = list(Unit.objects.values_list("pk", flat=True))

    with pytest.raises(BadInput):
        play(calls(DAY), code=town.bureau.code)
    with pytest.raises(BadInput):
        play(calls(DAY), code=town.station.code)
    play(calls(DAY))

    assert Incident.objects.filter(station__in=[town.station, town.neighbour, town.bureau]).count() == 0
    assert Station.objects.filter(name__startswith="推演 ").count() == 2
    assert list(Unit.objects.filter(station=town.station).values_list("pk", flat=True)) == before


def test_a_file_of_unknown_columns_needs_a_mapping(tmp_path: Path, play: Any) -> None:
    path = tmp_path / "x.csv"
    path.write_text("何时,何事\n2026-07-01 08:00,有人打架\n")
    mapping = tmp_path / "x.yaml"
    mapping.write_text("columns: {rang_at: 何时, words: 何事, kind: 何事}\nkinds: {'*打架*': fight.two_people}\n")

    with pytest.raises(BadInput, match="--mapping"):
        play(path)
    found = play(path, mapping=mapping_from(mapping))

    assert (found["incidents"], found["closed"]) == (1, 1)
    incident = Incident.objects.get()
    assert (incident.kind.code, incident.lon, f"{incident.rang_at:%H:%M}") == ("fight.two_people", None, "00:00")


@pytest.mark.parametrize(
    "text",
    [
        "", "columns: 5", "columns: {rang_at: a}", "columns: {rang_at: a, words: b, colour: c}", "a: [",
        "columns: {rang_at: a, words: b, lon: c}", "columns: {rang_at: a, words: b}\nzone: Mars/Olympus",
        "columns: {rang_at: a, words: b}\nbounds: [1, 2]",
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text)

    with pytest.raises(BadInput):
        mapping_from(path)


def test_packed_files_play_as_plain_ones_and_a_cut_one_says_where(calls: Callable[..., Path], play: Any) -> None:

    rows = [row(n, f"E{n % 7:02d}", f"{8 + n // 60:02d}:{n % 60:02d}:00") for n in range(1, 9)]
    plain = calls(rows)
    packed, cut = plain.with_suffix(".zst"), plain.with_suffix(".cut")
    packed.write_bytes(zstandard.compress(plain.read_bytes()))

    cut.write_bytes(gzip.compress(plain.read_bytes())[:-20])

    assert play(packed)["taken"] == 8
    found = play(cut)
    assert found["refused_reasons"].get("damaged_file") == 1
    assert found["read"] == found["taken"] + found["refused"]
