"""The pages of signing in, which are others' code: what they answer to nobody and to somebody, and no fault."""

import pytest
from django.template import engines
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.authorisation.asking import answer_of
from tests.authorisation.ground import Ground
from tests.authorisation.matrix import Answer
from tests.authorisation.test_matrix import _named

pytestmark = pytest.mark.django_db
ARGUMENTS = {
    "account_confirm_email": ["x"], "account_reset_password_from_key": ["1", "x"],
    "mfa_remove_webauthn": [1], "mfa_edit_webauthn": [1],
}  # fmt: skip
OPEN_TO_NOBODY = {
    "account_login", "account_signup", "account_inactive", "account_logout", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_email_verification_sent", "account_confirm_email", "mfa_login_webauthn",
}  # fmt: skip


def _names() -> list[str]:
    others = [name for name, view in _named(get_resolver()) if view.__module__.startswith("allauth.")]
    return sorted(others)


def _address(name: str) -> str:
    try:
        return reverse(name, args=ARGUMENTS.get(name, []))
    except NoReverseMatch as problem:
        raise AssertionError(f"{name} needs its arguments in this table") from problem


@pytest.mark.parametrize("name", _names())
def test_nobody_and_somebody_get_an_answer(ground: Ground, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")  # type: ignore[attr-defined]
    stranger = answer_of(Client(raise_request_exception=False).get(_address(name)))
    somebody = answer_of(ground.browsers["warden"].get(_address(name)))

    assert somebody in set(Answer)
    assert stranger in (set(Answer) if name in OPEN_TO_NOBODY else {Answer.SIGN_IN, Answer.HIDDEN})


def test_nobody_makes_an_account(ground: Ground) -> None:
    form = {"username": "stranger", "login": "stranger", "password1": "willow-river-42", "password2": "willow-river-42"}

    answer = Client().post(reverse("account_signup"), form)

    assert "sessionid" not in answer.cookies
    assert Client().get("/incidents/").status_code == 302
