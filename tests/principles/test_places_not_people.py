"""What Linwang never builds: these tests hold it."""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/linwang"

FORBIDDEN_FIELD = re.compile(
    r"face|biometr|fingerprint|gait|iris|dna|"
    r"risk_?(score|level)|danger(ousness)?_score|suspicio|suspect|watch_?list|blacklist|criminal_record|"
    r"politic|petition|religio|ethnic|nationality_group|ideolog|opinion|loyalty|"
    r"person_of_concern|key_person|forecast|credit_score|wechat_contacts|"
    r"id_number|identity_number|citizen_number",
    re.I,
)
FORBIDDEN_IMPORT = re.compile(
    r"^\s*(?:from|import)\s+(face_recognition|insightface|deepface|dlib|cv2|facenet|mtcnn|retinaface|mediapipe)\b", re.M
)
FORBIDDEN_ROUTE = re.compile(
    r"face|watch_?list|suspect|track_person|persons?_of_concern|petition|politic|risk_score", re.I
)
ABOUT_PEOPLE = {"Person", "Caller"}
ALLOWED_WITH_REASON = {
    "Callback.satisfaction": "what a caller said of the service; of the service, never of a person",
}


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("linwang.")]


def _is_person(field: models.Field) -> bool:
    return bool(field.is_relation and field.related_model and field.related_model.__name__ == "Person")


def test_no_table_has_a_forbidden_field() -> None:
    names = [f"{m.__name__}.{f.name}" for m in _ours() for f in m._meta.get_fields()]

    assert [name for name in names if FORBIDDEN_FIELD.search(name)] == []


def test_no_number_is_attached_to_a_person() -> None:
    numbers = (models.FloatField, models.DecimalField, models.IntegerField)

    scored = [
        f"{model.__name__}.{field.name}"
        for model in _ours() if model.__name__ in ABOUT_PEOPLE
        for field in model._meta.concrete_fields
        if isinstance(field, numbers) and not field.primary_key and not field.is_relation
    ]  # fmt: skip

    assert scored == []


def test_no_table_ranks_or_follows_people() -> None:
    follows = re.compile(r"score|rank(ing)?_of|rating|trail|track", re.I)

    wrong = [
        f"{model.__name__}.{field.name}"
        for model in _ours() if any(_is_person(field) for field in model._meta.concrete_fields)
        for field in model._meta.concrete_fields
        if follows.search(field.name) and f"{model.__name__}.{field.name}" not in ALLOWED_WITH_REASON
    ]  # fmt: skip

    assert wrong == []


def test_positions_belong_to_units_on_duty_never_to_people() -> None:
    located = {
        model.__name__ for model in _ours()
        if {"lon", "lat"} <= {field.name for field in model._meta.concrete_fields}
        and any(_is_person(field) and field.name != "officer" for field in model._meta.concrete_fields)
    }  # fmt: skip

    assert located == set()


def test_nothing_recognises_faces() -> None:
    depends = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]

    importing = [str(path) for path in PACKAGE.rglob("*.py") if FORBIDDEN_IMPORT.search(path.read_text())]

    assert importing == []
    assert not [name for name in depends if re.search(r"face|opencv|dlib|deepface", name)]


def test_no_address_offers_what_we_never_build() -> None:
    addresses = [str(pattern) for pattern in _addresses(get_resolver())]

    assert [address for address in addresses if FORBIDDEN_ROUTE.search(address)] == []


def _addresses(resolver: object, prefix: str = "") -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        found.append(address)
        if hasattr(entry, "url_patterns"):
            found += _addresses(entry, address)
    return found


def test_the_catalogue_has_no_kind_about_opinions() -> None:
    text = (PACKAGE / "incidents/catalogue.yaml").read_text()

    assert re.findall(r"上访|信访|维稳|重点人员|政治|敏感人员|petition|political", text) == []


def test_there_is_no_hidden_switch() -> None:
    switch = re.compile(r"environ(?:\.get)?[\[(]\s*[\"']([A-Z_]+)")
    documented = (ROOT / "docs/production.md").read_text()

    read = {name for path in PACKAGE.rglob("*.py") for name in switch.findall(path.read_text())}
    allowed = {"DJANGO_SETTINGS_MODULE"}

    assert {name for name in read - allowed if name not in documented} == set()
