"""`tracker agenda circulate, revise, adopt, taken, versions, show, diff, renumber`, as typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.golden import same_as_golden

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

REF = "aes-russia/1"


@pytest.fixture
def aes(founding_ledger: Path, tracker: Tracker) -> Tracker:
    """The program on the founding example."""
    assert founding_ledger.exists()
    return tracker


@pytest.fixture
def stages(aes: Tracker) -> Tracker:
    """An agenda that was circulated, changed in every way, and adopted."""
    for words in (
        ("circulate", REF, "--on", "20 March 2025", "--distribution", "limited"),
        ("add", REF, "Energy", "--after", "2", "--title-in", "fr=Énergie"),
        ("move", f"{REF}:4a", "--out"),
        ("edit", f"{REF}:3", "--title", "Support"),
        ("remove", f"{REF}:1a", "--yes"),
        ("revise", REF, "--symbol", "AES-RUS/1/Rev.1"),
        ("renumber", REF),
        ("adopt", REF, "--on", "3 April 2025"),
    ):
        assert aes("agenda", *words).code == 0, words
    return aes


def test_each_stage_is_said_in_a_line(aes: Tracker) -> None:
    first = aes("agenda", "circulate", REF, "--preliminary", "--on", "1 March 2025")
    assert (
        first.err
        == "aes-russia/1 preliminary: Preliminary agenda, 8 items, Saturday 1 March 2025.\n"
    )
    adopted = aes("agenda", "adopt", REF, "--json")
    assert adopted.err == "aes-russia/1 adopted: Adopted agenda, 8 items, Monday 31 March 2025.\n"
    assert json.loads(adopted.out)["ref"] == "adopted"


def test_versions_are_listed_oldest_first(stages: Tracker) -> None:
    listed = stages("agenda", "versions", REF).out.splitlines()
    assert [line.split()[0] for line in listed[1:]] == ["provisional", "rev1", "adopted"]
    assert listed[2].endswith("AES-RUS/1/Rev.1")
    found = json.loads(stages("agenda", "versions", REF, "--json").out)
    assert [v["dated"] for v in found] == ["2025-03-20", "2025-03-31", "2025-04-03"]
    assert found[0]["items"][1]["children"][0]["label"] == "2 (a)"


def test_an_agenda_that_nobody_circulated_has_no_versions(aes: Tracker) -> None:
    assert aes("agenda", "versions", REF).err == "No agenda of aes-russia/1 was circulated yet.\n"
    shown = aes("agenda", "show", REF)
    assert shown.code == 3
    assert shown.err.startswith("tracker: No agenda of aes-russia/1 was circulated yet.")


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_a_version_is_shown_with_its_stage_on_the_masthead(
    stages: Tracker, language: str, form: str
) -> None:
    words = ("--version", "rev1", "--lang", language, "--format", form)
    ending = "md" if form == "markdown" else "txt"
    shown = stages("agenda", "show", REF, *words, COLUMNS="80").out
    same_as_golden(shown, f"agenda/rev1.{language}.{ending}")


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_two_versions_are_marked_up(stages: Tracker, language: str, form: str) -> None:
    words = ("provisional", "adopted", "--lang", language, "--format", form)
    ending = "md" if form == "markdown" else "txt"
    shown = stages("agenda", "diff", REF, *words, COLUMNS="80").out
    same_as_golden(shown, f"agenda/diff.{language}.{ending}")


def test_what_differs_is_data(stages: Tracker) -> None:
    found = json.loads(stages("agenda", "diff", REF, "provisional", "adopted", "--json").out)
    assert (found["from"], found["to"]) == ("provisional", "adopted")
    assert [(c["item"], *c["kinds"]) for c in found["changes"]] == [
        (2, "dropped"),
        (9, "added"),
        (5, "reworded", "renumbered"),
        (6, "renumbered"),
        (8, "renumbered"),
        (7, "moved", "renumbered"),
    ]
    moved = found["changes"][-1]
    assert (moved["before"]["label"], moved["after"]["label"]) == ("4 (a)", "6")
    assert (moved["was_under"], moved["under"]) == ("4", None)


def test_the_agenda_as_it_stands_is_compared_too(stages: Tracker) -> None:
    assert "Nothing differs." in stages("agenda", "diff", REF, "adopted").out
    stages("agenda", "edit", f"{REF}:3", "--title-in", "ru=Энергетика")
    shown = stages("agenda", "diff", REF, "adopted", "now").out
    assert "reworded in other languages: Russian" in shown


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_agendas_are_handed_out_as_pages(stages: Tracker, tmp_path: Path, form: str) -> None:
    for words in (("show", REF), ("diff", REF, "provisional")):
        file = tmp_path / f"{words[0]}.{form}"
        assert stages("agenda", *words, "-o", str(file)).code == 0
        assert file.read_bytes().lower()[:5] == (b"%pdf-" if form == "pdf" else b"<!doc")


def test_numbering_anew_says_what_became_of_each_label(aes: Tracker) -> None:
    aes("agenda", "add", REF, "New", "--after", "3")
    done = aes("agenda", "renumber", REF, "--json")
    assert done.err == (
        "aes-russia/1 renumbered: 3 bis → 4, 4 → 5, 4 (a) → 5 (a), 4 (b) → 5 (b).\n"
    )
    assert [r["after"] for r in json.loads(done.out)] == ["4", "5", "5 (a)", "5 (b)"]
    assert aes("agenda", "renumber", REF).err == "aes-russia/1 is so numbered already.\n"


def test_an_item_is_shown_by_the_same_verb(aes: Tracker) -> None:
    assert aes("agenda", "show", f"{REF}:2a").out.startswith("2 (a) Infrastructure projects\n")


def test_nothing_secret_is_in_any_version_for_the_public(aes: Tracker) -> None:
    for words in (
        ("session", "edit", REF, "--visibility", "public", "--with-contents"),
        ("agenda", "add", REF, "SECRET then", "--visibility", "confidential"),
        ("agenda", "add", REF, "SECRET now"),
        ("agenda", "circulate", REF, "--note", "SECRET note"),
        ("agenda", "edit", f"{REF}:5", "--title", "Open now", "--visibility", "public"),
        ("agenda", "edit", f"{REF}:6", "--visibility", "internal"),
        ("agenda", "adopt", REF),
    ):
        assert aes(*words).code == 0, words
    for words in (
        ("versions", REF, "--json"),
        ("show", REF, "--version", "provisional"),
        ("show", REF, "--version", "provisional", "--json"),
        ("diff", REF, "provisional", "adopted"),
        ("diff", REF, "provisional", "adopted", "--json"),
    ):
        shown = aes("agenda", *words, "--visibility", "public")
        assert shown.code == 0, words
        assert "SECRET" not in shown.out + shown.err, words
    assert "Open now" in aes("agenda", "show", REF, "--visibility", "public").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("revise", REF), 5, "No agenda of aes-russia/1 was circulated yet, so there is none"),
        (("circulate", "MLI"), 4, "MLI is a party; this needs a session or a meeting."),
        (("show", REF, "--version", "first"), 4, "“first” names no version of an agenda."),
        (("diff", REF, "provisional"), 3, "aes-russia/1 has no agenda “provisional”; "),
        (("renumber", REF, "--scheme", "x"), 4, "“x” is no scheme of numbering."),
        (("adopt", REF, "--on", "tbc"), 4, "tbc is not one day; say the day on which"),
        (("move", f"{REF}:2", "--out"), 4, "aes-russia/1:2 stands at the top already."),
    ],
)
def test_what_cannot_be_done_is_refused(
    aes: Tracker, words: tuple[str, ...], code: int, said: str
) -> None:
    result = aes("agenda", *words)
    assert result.code == code
    assert result.err.startswith(f"tracker: {said}")


def test_a_print_says_how_far_the_agenda_has_come(aes: Tracker) -> None:
    def headed() -> list[str]:
        lines = aes("print", REF).out.splitlines()
        at = next(n for n, line in enumerate(lines) if "genda" in line and "───" in lines[n + 1])
        return [lines[at], lines[at + 2]]

    assert headed()[0] == "Agenda"
    aes("agenda", "circulate", REF, "--on", "20 March 2025", "--symbol", "AES-RUS/1/1")
    assert headed() == ["Provisional agenda", "AES-RUS/1/1, as of 20 March 2025"]
    aes("agenda", "edit", f"{REF}:3", "--title", "Support")
    assert headed()[1] == "AES-RUS/1/1, as of 20 March 2025, changed since"
    aes("agenda", "revise", REF, "--on", "21 March 2025")
    assert headed() == ["Provisional agenda, Rev.1", "as of 21 March 2025"]
    found = json.loads(aes("session", "show", REF, "--json").out)["record"]["circulated"]
    assert (found["ref"], found["changed"]) == ("rev1", False)


def test_a_change_that_a_reader_may_not_see_is_none_for_them(aes: Tracker) -> None:
    aes("session", "edit", REF, "--visibility", "public", "--with-contents")
    aes("agenda", "circulate", REF)
    aes("agenda", "add", REF, "SECRET", "--visibility", "internal")
    assert "changed since" in aes("print", REF).out
    assert "changed since" not in aes("print", REF, "--visibility", "public").out


def test_the_history_names_versions_orders_and_schemes(aes: Tracker) -> None:
    aes("agenda", "circulate", REF)
    aes("agenda", "renumber", REF, "--scheme", "decimal")
    aes("delegation", "order", REF, "--by", "rank")
    lines = [line.strip() for line in aes("history", REF).out.splitlines()]
    assert "aes-russia/1 provisional added" in lines
    assert "aes-russia/1 numbering added: 1.1.1" in lines
    assert "aes-russia/1 order added: rank" in lines
    assert not [line for line in lines if line.startswith("version_item")]
