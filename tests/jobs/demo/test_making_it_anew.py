from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linwang.jobs.demo import load
from linwang.places.models import Station

NOTHING = {"closed": 2, "open": 2, "no_map": True}


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MAP_FOLDER = tmp_path / "map"
    return tmp_path / "map"


def _demo(**options: Any) -> None:
    call_command("demo", stdout=StringIO(), **options)


def _seed() -> int:
    return load.seed_of(Station.objects.get(kind="bureau").pk)


@pytest.mark.django_db
def test_a_lost_map_is_made_again_from_the_same_seed(folder: Path) -> None:
    _demo(**NOTHING, seed=5)
    assert not folder.exists()

    _demo(**{**NOTHING, "no_map": False}, seed=6)

    assert {path.name for path in folder.iterdir()} == {"base.pmtiles", "roads.npz"}
    assert _seed() == 5


@pytest.mark.django_db(transaction=True)
def test_making_it_anew_asks_for_the_bureaus_name() -> None:
    _demo(**NOTHING, seed=5)
    with pytest.raises(CommandError, match="清陂公安分局"):
        _demo(**NOTHING, again="yes")
    assert _seed() == 5

    _demo(**NOTHING, seed=6, again="清陂公安分局")

    assert _seed() == 6
    assert Station.objects.count() == 3


@pytest.mark.django_db
def test_a_real_stations_data_are_never_emptied() -> None:
    Station.objects.create(code="77", name="真实派出所")

    with pytest.raises(CommandError):
        _demo(**NOTHING, again="清陂公安分局")

    assert Station.objects.filter(code="77").exists()
