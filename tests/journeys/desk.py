"""What people do at the desk, in the browser: the steps that several stories share."""

from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from linwang.foundation import clock, journal
from tests.builders import Town, place_unit, put_on_duty


def man(town: Town, call_sign: str, role: str) -> None:
    """Somebody has been on duty in the unit for an hour, and it stands near the market."""
    at = clock.now()
    put_on_duty(town.people[role], town.units[call_sign], at - timedelta(hours=1))
    place_unit(town.units[call_sign], town.market.lon + 0.004, town.market.lat, at)


CHOSEN = {"kind": "[name=kind]", "place": "[name=place]", "join": "[name=join]"}


def accept(page: Page, what: str, name: str) -> None:
    """Accept the kind, place or event that the program offers by the key that stands on it."""
    offer = page.locator(f"#suggestions [data-accept={what}]").filter(has_text=name)
    expect(offer).to_be_visible()
    value = offer.get_attribute("data-value") or ""
    page.keyboard.press(offer.get_attribute("data-key") or "")
    expect(page.locator(f"#intake {CHOSEN[what]}")).to_have_value(value)
    expect(page.locator("#suggestions .offer.is-chosen").filter(has_text=name).first).to_be_visible()


def row(page: Page, number: str) -> Locator:
    """The incident's row on the board."""
    return page.locator(f"#board-list [data-number='{number}']")


def offer_of(page: Page, call_sign: str) -> Locator:
    """The unit among those that the incident's page offers."""
    return page.locator("[data-send] li.offer").filter(has_text=call_sign)


def order_of(page: Page, call_sign: str) -> Locator:
    """The unit's order on the incident's page."""
    return page.locator("li.order").filter(has_text=call_sign)


def answer(page: Page, dialog: str, *chosen: str, **typed: str) -> None:
    """Choose and type in a dialog that is open, and send it with its last button."""
    box = page.locator(f"dialog#{dialog}")
    for label in chosen:
        box.get_by_text(label, exact=True).click()
    for name, words in typed.items():
        box.locator(f"[name={name}]").fill(words)
    box.locator(".dialog-foot button").last.click()


def acts(number: str) -> list[str]:
    """What the journal says was done about the incident, in order."""
    return [line.what for line in journal.lines_of("incident", [number])]
