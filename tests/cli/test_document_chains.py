"""Documents with a Rev., Add. or Corr. in their symbols, as lists and prints show them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Tracker

PAPERS = ("T/1 en", "T/1 fr", "T/1/Corr.1 en", "T/1/Rev.1 en", "T/1/Rev.1 ru", "T/1/Add.1 en")


@pytest.fixture
def papers(tracker: Tracker) -> Tracker:
    """A meeting with a paper that was corrected, added to and revised, in three languages."""
    assert tracker("log", "Talks", "--on", "3 April 2025").code == 0
    for paper in PAPERS:
        symbol, language = paper.split()
        words = ("--kind", "concept-note", "--symbol", symbol, "--language", language)
        assert tracker("document", "add", f"Concept, {language}", *words).code == 0
        assert tracker("document", "link", "@last", "m1").code == 0
    return tracker


def test_a_list_shows_what_is_current_and_below_it_what_that_replaced(papers: Tracker) -> None:
    rows = papers("document", "list", "--for", "m1").out.splitlines()[1:]
    assert [" ".join(row.split()[:4]) for row in rows] == [
        "d4 T/1/Rev.1, Concept, en",
        "d5 T/1/Rev.1, Concept, ru",
        "d1 T/1, Concept, en",
        "d2 T/1, Concept, fr",
        "d3 T/1/Corr.1, Concept, en",
        "d6 T/1/Add.1, Concept, en",
    ]
    assert ["(superseded)" in row for row in rows] == [False, False, True, True, True, False]


def test_a_print_shows_the_readers_language_and_names_the_others(papers: Tracker) -> None:
    shown = papers("print", "m1", "--lang", "ru").out
    start = shown.index("• T/1/Rev.1, Concept, ru")
    assert shown.index("Английский: Concept, en") > start
    assert shown.index("• T/1, Concept, en\u00a0[en] (заменён)") > start
    assert "• T/1/Add.1, Concept, en" in shown


def test_every_document_is_data_whatever_it_replaced(papers: Tracker) -> None:
    found = json.loads(papers("document", "list", "--for", "m1", "--json").out)
    assert [d["symbol"] for d in found] == [paper.split()[0] for paper in PAPERS]


def test_a_revision_that_may_not_be_seen_takes_no_place(papers: Tracker) -> None:
    for number in (4, 5):
        papers("document", "edit", f"d{number}", "--visibility", "confidential")
    shown = papers("document", "list", "--for", "m1").out
    assert "Rev.1" not in shown
    assert "(superseded)" not in shown
