"""Read in English, no page says anything in Chinese but what people have written and the names they gave."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model
from playwright.sync_api import Page

from tests.builders import Town
from tests.journeys.conftest import OpenPage, Seen
from tests.journeys.evening import EVERYBODY, make_evening
from tests.journeys.test_axe import GROUPS, _open

CHINESE = re.compile("[\u3400-\u9fff]+")
READ = """() => {
    const said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const isWord = (text) => /[\\u3400-\\u9fff]/.test(text ?? "");
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const element = node.nodeType === 1 ? node : node.parentElement;
        if (element.closest("script, style, [lang|=zh]")) continue;
        if (node.nodeType === 3) isWord(node.data) && said.push(node.data.trim());
        else for (const name of ["aria-label", "title", "placeholder", "alt", "data-why", "data-notice"])
            isWord(node.getAttribute(name)) && said.push(`${name}: ${node.getAttribute(name)}`);
    }
    if (isWord(document.title)) said.push(`title: ${document.title}`);
    return said;
}"""
OURS = ("places", "personnel", "duty", "incidents", "foundation")


def _written() -> Iterator[str]:
    """Every word that the database holds: names, what people said, what the catalogue says."""
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            yield from _written_in(model)


def _written_in(model: type[Model]) -> Iterator[str]:
    for row in model._default_manager.values_list():
        for value in row:
            yield from _words_of(value)


def _words_of(value: object) -> Iterator[str]:
    if isinstance(value, str) and CHINESE.search(value):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words_of(one)


def _chinese_on(page: Page, written: str) -> Iterator[str]:
    """What is said in Chinese and is no piece of anything that people wrote."""
    for said in dict.fromkeys(page.evaluate(READ)):
        if any(words not in written for words in CHINESE.findall(said)):
            yield f"{page.url}: {said}"


@pytest.mark.parametrize("group", GROUPS)
def test_in_english_no_page_says_anything_in_chinese(
    group: str, town: Town, browser_page: OpenPage, seen: Seen
) -> None:
    seen.allow("404")
    evening = make_evening(town)
    page = browser_page(EVERYBODY, language="en")
    written = "\n".join(_written())
    problems: list[str] = []
    for address in evening.pages()[group]:
        _open(page, address)
        problems += _chinese_on(page, written)
    assert not problems, "\n".join(problems)
