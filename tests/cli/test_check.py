"""`tracker check translations`: what a print in four languages would fall back on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

REF = "aes-russia/1"


@pytest.fixture
def aes(founding_ledger: Path, tracker: Tracker) -> Tracker:
    """The program on the founding example."""
    assert founding_ledger.exists()
    return tracker


def lacking(run: Tracker, *words: str) -> dict[tuple[str, str], list[str]]:
    found = json.loads(run("check", "translations", *words, "--json").out)
    return {(each["of"], each["part"]): each["lacks"] for each in found}


def test_titles_outcomes_offices_and_names_are_looked_at(aes: Tracker) -> None:
    found = lacking(aes, REF)
    assert found[f"{REF}:2a", "title"] == ["ar"]
    assert found[f"{REF}:2a", "outcome"] == ["ru", "ar"]
    assert found["p8", "name"] == ["ar"]
    assert found["post10", "office"] == ["ru", "ar"]
    assert found["c1", "title"] == ["ru", "ar"]
    assert found["d2", "title"] == ["ru", "ar"]
    assert (REF, "title") not in found  # it has all four


def test_what_is_translated_is_not_listed_any_more(aes: Tracker) -> None:
    aes("agenda", "edit", f"{REF}:2a", "--title-in", "ar=مشاريع البنية التحتية")
    assert (f"{REF}:2a", "title") not in lacking(aes, REF)


def test_a_name_in_one_script_serves_all_languages_of_it(tracker: Tracker) -> None:
    tracker("log", "Talks", "--on", "3 April 2025")
    tracker("edit", "m1", "--title-in", "fr=Entretiens")
    tracker("delegation", "add", "m1", "MLI", "--head", "A. Touré", "--new", "--lang", "fr")
    assert lacking(tracker, "m1") == {("m1", "title"): ["ru", "ar"], ("p1", "name"): ["ru", "ar"]}


def test_the_languages_may_be_said(aes: Tracker) -> None:
    assert lacking(aes, REF, "--in", "en") == {}
    assert {tuple(lacks) for lacks in lacking(aes, REF, "--in", "fr,ru").values()} == {("ru",)}
    said = aes("check", "translations", REF, "--in", "en,fr")
    assert said.out == ""
    assert said.err == "Nothing of aes-russia/1 lacks a translation into en, fr.\n"


def test_a_list_says_whose_text_in_which_words_and_what_is_missing(aes: Tracker) -> None:
    shown = aes("check", "translations", "m2", "--lang", "fr")
    assert [" ".join(line.split()) for line in shown.out.splitlines()[:2]] == [
        "Référence Texte Libellé Manque en",
        "m2 titre Entretiens en séance plénière arabe",
    ]


def test_what_may_not_be_seen_is_not_told(aes: Tracker) -> None:
    aes("agenda", "add", REF, "SECRET", "--visibility", "confidential")
    assert "SECRET" not in aes("check", "translations", REF).out
    assert "SECRET" in aes("check", "translations", REF, "--visibility", "confidential").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("MLI",), 4, "MLI is a party; this needs a session or a meeting."),
        ((REF, "--in", "french!"), 4, "“french!” is "),
        (("m99",), 3, "There is no "),
    ],
)
def test_what_cannot_be_checked_is_refused(
    aes: Tracker, words: tuple[str, ...], code: int, said: str
) -> None:
    result = aes("check", "translations", *words)
    assert result.code == code
    assert result.err.startswith(f"tracker: {said}")


def test_probable_doubles_are_listed_with_what_they_have_in_common(tracker: Tracker) -> None:
    at = ("--at", "Moscow", "--with", "MLI,RUS")
    tracker("log", "Plenary talks", "--on", "3 April 2025 10:00-12:00", *at)
    tracker("log", "Entretiens pléniers", "--lang", "fr", "--on", "3 April 2025", *at)
    tracker("log", "Courtesy call", "--on", "3 April 2025 15:00", *at[:2], "--with", "MLI,BFA")
    found = json.loads(tracker("check", "doubles", "--json").out)
    assert [(d["first"]["ref"], d["second"]["ref"]) for d in found] == [("m1", "m2")]
    assert found[0]["evidence"] == ["one-date-within-the-other", "same-parties", "same-city"]
    shown = tracker("check", "doubles")
    assert "one date within the other, same parties, same city" in shown.out
    assert shown.err == "1 pair. Two that are one become one by: tracker merge m1 m2\n"
    assert "même ville" in tracker("check", "doubles", "--lang", "fr").out
    assert tracker("merge", "m1", "m2", "-y").code == 0
    assert tracker("check", "doubles").err == "No two of 2 meetings look like one.\n"


def test_doubles_that_may_not_be_seen_are_not_told(tracker: Tracker) -> None:
    for level in ("internal", "confidential"):
        tracker("log", "Talks", "--on", "3 April 2025 10:00", "--visibility", level)
    told = tracker("check", "doubles")
    assert told.out == ""
    assert "Not looked at, being above internal: 1 meeting.\n" in told.err
    assert "m2" in tracker("check", "doubles", "--visibility", "confidential").out
    assert tracker("check", "doubles", "--from", "2026").out == ""
