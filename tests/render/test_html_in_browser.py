"""HTML prints in Chromium: accessible in both schemes, narrow screens, on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser import browsing, faults
from tests.founding import TODAY
from tests.poppler import info_of, lines_of, pages_of
from tests.stress import sessions
from tracker.render.agenda_sheet import session_sheet
from tracker.render.html import document_html
from tracker.render.parallel import ParallelSheet, parallel
from tracker.render.sections.ours import with_ours
from tracker.render.sections.reading import Reading
from tracker.render.sheet import (
    Direction,
    Emphasis,
    Heading,
    Masthead,
    Paragraph,
    Sheet,
    Span,
    line,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from playwright.sync_api import Browser, Page

LANGUAGES = ("en", "fr", "ru", "ar")
PAGE_OF = {"en": "Page{}of{}", "fr": "Page{}sur{}", "ru": "Стр.{}из{}"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


def shown(
    browser: Browser, html: str, *, scheme: Literal["light", "dark"] = "light", width: int = 1000
) -> Page:
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.set_content(html)
    return page


def sheet_for(name: str, language: str) -> Sheet:
    session = sessions()[name]
    return session_sheet(session, language=language, today=TODAY, reader_zone="Africa/Bamako")


def in_two(first: str, second: str) -> ParallelSheet:
    """Return a long print in two languages, with a frame of what is ours."""
    record = sessions()["long"]
    one, other = (
        with_ours(sheet_for("long", tag), record, Reading(tag, TODAY, reader_zone="Africa/Bamako"))
        for tag in (first, second)
    )
    return parallel(one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(
    browser: Browser, language: str, scheme: Literal["light", "dark"]
) -> None:
    page = shown(browser, document_html(sheet_for("long", language)), scheme=scheme)
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert faults(page) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("first", "second"), [("fr", "ru"), ("en", "ar"), ("ar", "fr")])
def test_axe_finds_nothing_in_two_languages(
    browser: Browser, first: str, second: str, scheme: Literal["light", "dark"]
) -> None:
    page = shown(browser, document_html(in_two(first, second)), scheme=scheme, width=1200)
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize(("first", "second"), [("fr", "ru"), ("en", "ar"), ("ar", "en")])
def test_two_languages_stand_side_by_side_in_rows(
    browser: Browser, first: str, second: str
) -> None:
    page = shown(browser, document_html(in_two(first, second)), width=1200)
    boxes = page.evaluate(
        "[...document.querySelectorAll('.pair')].map(pair => [...pair.children].map(side => "
        "({lang: side.lang, x: side.getBoundingClientRect().x,"
        " y: side.getBoundingClientRect().y})))"
    )
    assert len(boxes) > 30
    for one, other in boxes:
        assert (one["lang"], other["lang"]) == (first, second)
        assert one["y"] == other["y"]
        assert (one["x"] < other["x"]) == (first != "ar")
    page.set_viewport_size({"width": 600, "height": 900})
    stacked = page.evaluate(
        "[...document.querySelectorAll('.pair')].every(pair => pair.children[0]"
        ".getBoundingClientRect().bottom <= pair.children[1].getBoundingClientRect().top)"
    )
    assert stacked
    page.close()


def test_every_kind_of_span_can_be_read_in_both_schemes(browser: Browser) -> None:
    spans = line(
        Span("strong", emphasis=Emphasis.STRONG),
        Span("quiet", emphasis=Emphasis.QUIET),
        Span("struck", strike=True),
        Span("Réunion", "fr", Direction.LTR, fallback=True),
        Span("a link", link="https://example.org/"),
    )
    blocks = (Masthead(line("Title"), over=(spans,), under=(spans,)), Paragraph((spans,)))
    html = document_html(Sheet("Title", "en", Direction.LTR, blocks))
    for scheme in ("light", "dark"):
        page = shown(browser, html, scheme=scheme)
        assert faults(page) == []
        page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["long", "crowded"])
def test_nothing_runs_off_a_narrow_screen(browser: Browser, name: str, language: str) -> None:
    page = shown(browser, document_html(sheet_for(name, language)), width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_the_policy_of_the_file_forbids_what_it_does_not_hold(browser: Browser) -> None:
    html = document_html(sheet_for("founding", "en"))
    hostile = html.replace("</main>", "<script>document.title = 'run'</script></main>")
    page = shown(browser, hostile)
    assert page.title() == "First session of the AES–Russia Consultations"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"
    page.close()


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_paper_has_numbers_and_no_heading_alone(browser: Browser, language: str) -> None:
    sheet = sheet_for("endless", language)
    page = shown(browser, document_html(sheet))
    pdf = page.pdf(format="A4", prefer_css_page_size=True, tagged=True)
    page.close()

    headings = {squeezed(plain(b.line)) for b in sheet.blocks if isinstance(b, Heading)}
    pages = pages_of(pdf)
    assert len(pages) > 5
    assert info_of(pdf)["Tagged"] == "yes"
    for number, text in enumerate(pages, start=1):
        assert PAGE_OF[language].format(number, len(pages)) in squeezed(text)
        rows = [squeezed(row) for row in text.splitlines()]
        foot = next(i for i, row in enumerate(rows) if squeezed(sheet.title) in row and i)
        assert rows[foot - 1] not in headings


def test_arabic_stands_at_the_right(browser: Browser) -> None:
    page = shown(browser, document_html(sheet_for("founding", "ar")))
    heading = page.locator("h2").first.bounding_box()
    label = page.locator(".label").first.bounding_box()
    words = page.locator(".entry bdi:not(.label bdi)").first.bounding_box()
    assert heading
    assert label
    assert words
    assert page.evaluate("getComputedStyle(document.querySelector('h2')).textAlign") == "start"
    assert label["x"] > words["x"]
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    assert any("الوفود" in row for row in lines_of(pdf))


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)
