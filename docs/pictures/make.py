"""Takes the pictures of README and guide from a running demo: `./linwang pictures --address http://127.0.0.1:8000`.

Each picture is a page as one role sees it, made small: a palette of 128 colours is enough for a screen.
"""

import argparse
import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
SETTLE_MS = 1500
MAP_MS = 6000
"""A map without a graphics card takes seconds to draw."""
CALL = "快来，蒲汀夜市有两个人喝了酒打起来了，有一个手里拿着酒瓶，头上流血了"


def _nothing(page: Page) -> None:
    """The page as it opens."""


@dataclass(frozen=True)
class Picture:
    """A file's name, who looks, where, on what, and what is done before the picture is taken."""

    name: str
    login: str
    path: str
    device: dict[str, object]
    before: Callable[[Page], None] = _nothing
    wait_ms: int = SETTLE_MS
    largest_kb: int = 150


def _tell(page: Page) -> None:
    """A call is typed and the program has answered; nothing is sent."""
    page.locator("#words").press_sequentially(CALL, delay=5)
    page.locator("#suggestions [data-accept=kind]").first.wait_for()


def _open_handled(page: Page) -> None:
    """An incident that a unit is handling."""
    page.locator(".incident-row:has(.helper-on_scene) a").first.click()
    page.locator(".incident-head").wait_for()


PICTURES = (
    Picture("board", "town-dispatcher-1", "/incidents/", DESK, wait_ms=MAP_MS, largest_kb=250),
    Picture("intake", "town-call-taker-1", "/incidents/new/", DESK, _tell),
    Picture("incident", "town-dispatcher-1", "/incidents/", DESK, _open_handled),
    Picture("callbacks", "town-call-taker-1", "/incidents/callbacks/", DESK),
    Picture("shift", "town-duty-officer-1", "/incidents/shift/", DESK),
    Picture("phone", "town-community-officer-1", "/duty/phone/", PHONE),
    Picture("agency", "town-roads", "/incidents/agency/", PHONE),
    Picture("catalogue", "town-chief-1", "/catalogue/", DESK),
    Picture("people", "town-chief-1", "/personnel/people/", DESK),
)


def make(address: str, password: str, only: list[str]) -> None:
    """Take all pictures, or those named."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("LINWANG_CHROMIUM") or shutil.which("chromium"),
            args=["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"],
        )
        for picture in PICTURES:
            if not only or picture.name in only:
                kilobytes = _take(browser, address, password, picture)
                sys.stdout.write(f"{picture.name}.png {kilobytes} KB\n")
        browser.close()


def _take(browser: Browser, address: str, password: str, picture: Picture) -> int:
    context = browser.new_context(locale="zh-CN", color_scheme="light", reduced_motion="reduce", **picture.device)
    page = context.new_page()
    _sign_in(page, address, picture.login, password)
    page.goto(address + picture.path)
    picture.before(page)
    page.wait_for_timeout(picture.wait_ms)
    kilobytes = _keep(page.screenshot(), HERE / f"{picture.name}.png")
    context.close()
    if kilobytes > picture.largest_kb:
        raise SystemExit(f"{picture.name}.png has {kilobytes} KB, more than {picture.largest_kb}")
    return kilobytes


def _sign_in(page: Page, address: str, login: str, password: str) -> None:
    page.goto(f"{address}/account/login/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)


def _keep(png: bytes, path: Path) -> int:
    """Write the picture with a small palette; returns its size in kilobytes, rounded up."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    return -(-path.stat().st_size // 1024)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--address", default="http://127.0.0.1:8000")
    asked.add_argument("--password", required=True)
    asked.add_argument("names", nargs="*")
    given = asked.parse_args()
    make(given.address, given.password, given.names)
