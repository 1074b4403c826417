"""Pages read back: their elements, attributes and words."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tests.render import sites
from tests.render.sites import SITE
from tracker.render.pages.pages import (
    home_page,
    meeting_page,
    month_page,
    not_found_page,
    session_page,
)

if TYPE_CHECKING:
    from tracker.render.pages.views import Site

EMPTY = ("meta", "link", "input", "br")


class Read(HTMLParser):
    """A page read back: its elements with their attributes, its words, its identifiers."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.said).split())

    @property
    def links(self) -> list[str]:
        return [a["href"] for _, a in self.elements if "href" in a]

    @property
    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.elements if "id" in a]

    def shape(self) -> Counter[tuple[str, tuple[str, ...]]]:
        return Counter((tag, tuple(attributes)) for tag, attributes in self.elements)


def every_page(language: str = "en", site: Site = SITE) -> dict[str, str]:
    return {
        "home": home_page(sites.home(language, site)),
        "month": month_page(sites.month(language, site)),
        "session": session_page(sites.session(language, site)),
        "meeting": meeting_page(sites.meeting(language, site)),
        "missing": not_found_page(sites.missing(language, site)),
    }


def words_of(page: str) -> str:
    """Return what is read, with blanks where elements part the words."""
    return Read(page).words
