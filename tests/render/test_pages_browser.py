"""The pages in a browser: for eyes, for hands on a keyboard, for those who hear them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import browsing, faults, serving
from tests.render import sites
from tests.render.read_pages import every_page
from tests.render.sites import LANGUAGES, SITE, listed
from tests.render.test_pages_hostile import PAYLOADS, poisoned_home, poisoned_session
from tracker.domain.text import Text
from tracker.render.pages.pages import home_page, stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog, Page

STRICT = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
HTML = "text/html; charset=utf-8"
NARROW = 320  # WCAG 2.2, 1.4.10: no scrolling in two directions at this width
# What has the focus: its own words, how thick its outline is, where it stands.
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), s = getComputedStyle(e);
  return {tag: e.tagName, href: e.getAttribute('href'), id: e.id,
    top: box.top, bottom: innerHeight - box.bottom, size: Math.min(box.width, box.height),
    outline: s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth)};
}"""
REACHABLE = """() => [...document.querySelectorAll('a[href], input, summary')].filter(
  e => e.checkVisibility()).map(e => e.getAttribute('href') || e.id || e.tagName)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve every page in every language under the strictest policy."""
    files = {
        f"/{name}.{language}": (HTML, page.encode())
        for language in LANGUAGES
        for name, page in every_page(language).items()
    }
    files["/base/style.css"] = ("text/css; charset=utf-8", stylesheet())
    files["/favicon.ico"] = ("image/x-icon", b"")
    with serving(files, STRICT) as address:
        yield address


def opened(browser: Browser, width: int = 1280, **context: Any) -> Page:
    return browser.new_page(viewport={"width": width, "height": 800}, **context)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("dark", NARROW)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_objects_to_nothing(
    browser: Browser, site: str, language: str, scheme: Any, width: int
) -> None:
    page = opened(browser, width, color_scheme=scheme)
    for name in ("home", "month", "session", "meeting", "missing"):
        page.goto(f"{site}/{name}.{language}")
        page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")

        assert faults(page) == []
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_strictest_policy_forbids_nothing_of_a_page(
    browser: Browser, site: str, language: str
) -> None:
    page = opened(browser)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in ("home", "month", "session", "meeting", "missing"):
        page.goto(f"{site}/{name}.{language}")

        assert page.evaluate("getComputedStyle(document.body).borderTopWidth") == "4px"
    assert said == []
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_a_small_telephone(browser: Browser, site: str, language: str) -> None:
    page = opened(browser, NARROW)
    for name in ("home", "month", "session", "meeting", "missing"):
        page.goto(f"{site}/{name}.{language}")
        page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")

        assert page.evaluate("document.documentElement.scrollWidth") == NARROW, name
    page.close()


def test_words_without_end_do_not_widen_a_page(browser: Browser) -> None:
    endless = replace(sites.CALL, title=Text.of({"en": "W" * 300}), place=Text.of({"en": "Ж" * 99}))
    view = sites.home()
    made = home_page(
        replace(
            view,
            site=replace(SITE, title=Text.of({"en": "Ы" * 200})),
            upcoming=listed(endless),
            grid=replace(view.grid, listed=listed(endless)),
            feeds=(
                replace(view.feeds[0], title=Text.of({"en": "M" * 200}), description="N" * 200),
            ),
        )
    )
    files = {"/": (HTML, made.encode()), "/base/style.css": ("text/css", stylesheet())}
    with serving(files, STRICT) as address:
        for width in (NARROW, 1280):
            page = opened(browser, width)
            page.goto(address)

            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.close()


@pytest.mark.parametrize("name", ["home", "session"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_keyboard_reaches_everything_in_order_and_shows_where_it_is(
    browser: Browser, site: str, name: str, language: str
) -> None:
    page = opened(browser)
    page.goto(f"{site}/{name}.{language}")
    order = page.evaluate(REACHABLE)
    reached = []
    for _ in order:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        reached.append(focused["href"] or focused["id"] or focused["tag"])

        assert focused["outline"] >= 2
        assert focused["size"] >= 16
        assert min(focused["top"], focused["bottom"]) > -1, focused  # parts of a pixel
    assert reached == order
    assert reached[0] == "#content"
    page.close()


def test_the_skip_link_leads_past_the_head(browser: Browser, site: str) -> None:
    page = opened(browser)
    page.goto(f"{site}/session.en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#part-1"
    page.close()


def test_the_programs_are_opened_with_a_key(browser: Browser, site: str) -> None:
    page = opened(browser)
    page.goto(f"{site}/home.en")
    page.locator("summary").focus()
    page.keyboard.press("Enter")

    assert page.locator("dl.programs").is_visible()
    page.close()


def test_the_whole_address_is_marked_when_a_key_brings_one_to_it(
    browser: Browser, site: str
) -> None:
    page = opened(browser)
    page.goto(f"{site}/home.en")
    page.locator('a[href="#subscribe"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.id") == "feed-1"
    assert page.evaluate("String(getSelection())") == sites.FEEDS[0].url
    page.close()


def test_the_month_is_a_table_on_a_wide_screen_and_a_list_of_days_on_a_small_one(
    browser: Browser, site: str
) -> None:
    wide, small = opened(browser), opened(browser, NARROW)
    for page in (wide, small):
        page.goto(f"{site}/home.en")

    assert wide.get_by_role("columnheader").count() == 7
    assert wide.get_by_role("table", name="November 2026").count() == 1
    assert wide.get_by_text("Thursday 26 November 2026").is_hidden()
    assert small.get_by_text("Thursday 26 November 2026").is_visible()
    assert small.locator('td:has(> time[datetime="2026-11-03"])').is_hidden()
    wide.close()
    small.close()


def test_on_paper_addresses_are_spelled_out_and_nothing_is_for_the_mouse(
    browser: Browser, site: str
) -> None:
    page = opened(browser)
    page.goto(f"{site}/session.en")
    page.emulate_media(media="print")

    assert page.locator(".on-paper").first.is_visible()
    for gone in (".skip", ".tongues", ".contents", "summary", "input", ".button"):
        assert page.locator(gone).first.is_hidden(), gone
    page.close()


@pytest.mark.parametrize("make", [poisoned_home, poisoned_session])
def test_no_hostile_word_runs_even_where_scripts_may(browser: Browser, make: Any) -> None:
    page = opened(browser)
    met: list[str] = []

    def refuse(dialog: Dialog) -> None:
        met.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.on("request", lambda request: met.append(request.url))
    supply = iter(PAYLOADS * 2)
    for _ in range(3):
        page.set_content(make(supply), wait_until="load")
        page.evaluate(
            "document.querySelectorAll('*').forEach(e => e.dispatchEvent(new Event('mouseover')))"
        )

        assert page.evaluate("window.pwned") is None
        assert page.title() != "pwned"
    assert [url for url in met if not url.endswith("/base/style.css")] == []
    page.close()
