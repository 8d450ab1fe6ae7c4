"""axe looks at every page that a role can open, wide and narrow, by day and by night: nothing serious or critical."""

import json
from collections.abc import Iterator

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.builders import PASSWORD, Town
from tests.journeys.border import draw_border
from tests.journeys.conftest import OpenPage, Seen
from tests.journeys.evening import EVERYBODY, make_evening

GRAVE = ("serious", "critical")
WIDTHS = {1366: 768, 360: 780}
GROUPS = ("desk", "incident", "call_out", "lists", "field", "catalogue", "office", "account")
STILL = "*, ::before, ::after { transition: none !important; animation: none !important; }"
OPEN_DIALOGS = "() => [...document.querySelectorAll('dialog[id]')].map((one) => one.id)"
SHOW = "(id) => document.getElementById(id).showModal()"
HIDE = "(id) => document.getElementById(id).close()"
NARROWEST_WALL = 1280
IS_CUT = "document.scrollingElement.scrollWidth > innerWidth"


def _axe(page: Page, context: str = "document", rules: list[str] | None = None) -> Iterator[str]:
    """What axe holds against the page as it stands: rule, place and why."""
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate(f"axe.run({context}, {json.dumps(options)}).then((results) => results.violations)")
    for problem in found:
        if problem["impact"] in GRAVE:
            for node in problem["nodes"]:
                why = " | ".join(one["message"] for one in (*node["any"], *node["all"], *node["none"]))
                yield f"{problem['id']}: {node['target']} {why}"


def _looks(page: Page) -> Iterator[str]:
    """Each width by day with every rule; by night only what colours can spoil."""
    page.add_style_tag(content=STILL)
    page.evaluate(AXE_SCRIPT)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            rules = None if scheme == "light" else ["color-contrast"]
            yield from (f"{page.url} {width} {scheme}: {one}" for one in _axe(page, rules=rules))
        if page.evaluate(IS_CUT) and not (width < NARROWEST_WALL and "/wall/" in page.url):
            yield f"{page.url} {width}: wider than the screen"


def _dialogs(page: Page) -> Iterator[str]:
    """Every dialog of the page, opened one after the other, narrow, by day and by night."""
    for name in page.evaluate(OPEN_DIALOGS):
        page.evaluate(SHOW, name)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            rules = None if scheme == "light" else ["color-contrast"]
            context = json.dumps(f"#{name}")
            yield from (f"{page.url}#{name} {scheme}: {one}" for one in _axe(page, context, rules))
        page.evaluate(HIDE, name)


def _open(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(address)
    page.wait_for_load_state("load")
    assert "/login/" in address or "/login/" not in page.url
    if "/incidents/new/" in address or "/talk/" in address:
        page.locator("#suggestions .offers").first.wait_for()
    if page.locator(".ringing").count():
        page.locator(".ring").first.wait_for()


@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing_grave(group: str, town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("404")
    evening = make_evening(town)
    page = browser_page(EVERYBODY)
    problems: list[str] = []
    for address in evening.pages()[group]:
        _open(page, address)
        problems += _looks(page)
        if address in (f"/incidents/{evening.fight}/", f"/incidents/call-outs/{evening.call_out}/"):
            problems += _dialogs(page)
    assert not problems, "\n".join(problems)


def test_axe_finds_nothing_grave_where_one_sets_up_how_to_sign_in(town: Town, browser_page: OpenPage) -> None:
    person = town.people["dispatcher"]
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    page = browser_page("dispatcher")
    page.goto("/account/2fa/totp/activate/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.locator("#authenticator_secret").wait_for()
    problems = [*_looks(page)]
    _open(page, "/account/2fa/webauthn/add/")
    problems += _looks(page)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    _open(page, "/account/2fa/")
    problems += _looks(page)
    assert not problems, "\n".join(problems)


def test_axe_finds_nothing_grave_before_signing_in_and_where_one_may_not_go(
    town: Town, browser_page: OpenPage, seen: Seen
) -> None:
    seen.allow("403")
    stranger, volunteer = browser_page(), browser_page("volunteer")
    problems = []
    for page, address in ((stranger, "/account/login/"), (volunteer, "/incidents/"), (volunteer, "/duty/phone/")):
        _open(page, address)
        problems += _looks(page)
    assert not problems, "\n".join(problems)


def test_axe_finds_nothing_grave_while_a_river_is_asked_for_and_a_point_is_put(
    town: Town, browser_page: OpenPage
) -> None:
    draw_border(town)
    page = browser_page("dispatcher")
    page.goto("/incidents/new/")
    page.locator("#words").fill("三塘江边有人打架斗殴")
    page.locator(".offer-reach").first.wait_for()
    page.locator("[data-accept=kind]").first.click()
    page.locator(".intake-steps").wait_for()
    problems = [*_looks(page)]
    page.locator(".intake-pick summary").click()
    page.locator("[name=lon]").fill("120.98")
    page.locator("[name=lat]").fill("30.216")
    page.locator("[data-pick-said] .offer-unsure").wait_for()
    page.locator("#suggestions p.offer.is-chosen .offer-unsure").wait_for()
    problems += _looks(page)
    page.locator("[data-take]").click()
    page.locator(".incident-alert.is-warm").wait_for()
    problems += [*_looks(page), *_dialogs(page)]
    assert not problems, "\n".join(problems)
