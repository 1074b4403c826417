"""Prints by kind in Chromium: accessible in both schemes, on narrow screens, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import browsing, faults
from tests.poppler import info_of
from tests.render.printed import LANGUAGES, VIEWS, reading
from tracker.render.html import document_html
from tracker.render.prints.making import print_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


def html(name: str, language: str) -> str:
    kind, view = VIEWS[name]
    return document_html(print_sheet(view, kind, reading(language)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_in_any_kind(
    browser: Browser, language: str, scheme: Literal["light", "dark"]
) -> None:
    for name in VIEWS:
        # A page of its own for each: what a file forbids would hold for the next one too.
        page = browser.new_page(color_scheme=scheme, viewport={"width": 1000, "height": 900})
        page.set_content(html(name, language))
        assert faults(page) == [], name
        page.set_viewport_size({"width": 320, "height": 640})
        assert faults(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        page.close()


def test_a_narrow_screen_shows_the_days_that_hold_something(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.set_content(html("calendar", "en"))
    shown = page.inner_text("table.grid")
    page.close()

    assert "Thursday 3 April 2025" in shown
    assert "Friday" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["calendar", "year"])
def test_a_calendar_is_one_page_on_paper(browser: Browser, name: str, language: str) -> None:
    page = browser.new_page()
    page.set_content(html(name, language))
    pdf = page.pdf(format="A4", prefer_css_page_size=True, tagged=True)
    page.close()

    assert info_of(pdf)["Pages"] == "1"
