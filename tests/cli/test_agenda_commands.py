"""`tracker agenda` and `tracker delegation`, as typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Tracker

REF = "aes-russia/1"


@pytest.fixture
def aes(founding_ledger: Path, tracker: Tracker) -> Tracker:
    """The program on the founding example."""
    assert founding_ledger.exists()
    return tracker


def agenda(run: Tracker) -> list[str]:
    """The labels of the agenda, in its order."""
    return list(_labels(json.loads(run("agenda", "list", REF, "--json").out)))


def _labels(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        yield item["label"]
        yield from _labels(item["children"])


def test_an_item_is_added_where_it_was_asked_for(aes: Tracker) -> None:
    made = aes("agenda", "add", REF, "Energy", "--under", "2", "--before", "", "--lead", "Россия")
    assert made.err == "aes-russia/1:2b added: 2 (b) Energy, after 2 (a) (provisional).\n"
    assert agenda(aes)[2:5] == ["2", "2 (a)", "2 (b)"]


def test_an_item_of_a_meeting_has_an_agenda_of_its_own(aes: Tracker) -> None:
    assert aes("agenda", "add", "m2", "Opening").err.startswith("m2:1 added: 1 Opening")


def test_a_move_is_said_and_taken_back(aes: Tracker) -> None:
    moved = aes("agenda", "move", f"{REF}:3", "--before", "1")
    assert (
        moved.err == "aes-russia/1:3 moved: 3 Strategic support, before 1 (concluded, adopted).\n"
    )
    assert agenda(aes)[0] == "3"
    aes("undo")
    assert agenda(aes)[0] == "1"


def test_an_outcome_is_kept_in_two_languages(aes: Tracker) -> None:
    words = ("Agreed.", "--text-in", "fr=Convenu.", "--mode", "by consensus")
    done = aes("agenda", "outcome", f"{REF}:4", *words, "--json")
    item = json.loads(done.out)
    assert (item["outcome"], item["mode"]) == (
        {"en": "Agreed.", "fr": "Convenu."},
        "by-consensus",
    )


def test_a_title_is_corrected_in_the_writers_language(aes: Tracker) -> None:
    aes("agenda", "edit", f"{REF}:3", "--title", "Appui stratégique", "--lang", "fr")
    top = json.loads(aes("agenda", "list", REF, "--json").out)[2]
    assert top["title"]["fr"] == "Appui stratégique"
    assert top["title"]["en"] == "Strategic support"


def test_what_is_removed_goes_with_what_is_below_it(aes: Tracker) -> None:
    assert aes("agenda", "remove", f"{REF}:4").code == 4
    assert aes("agenda", "remove", f"{REF}:4", "--yes").code == 0
    assert agenda(aes) == ["1", "1 (a)", "2", "2 (a)", "3"]
    aes("undo")
    assert agenda(aes)[-2:] == ["4 (a)", "4 (b)"]


def test_an_agenda_reads_in_a_pipe_and_on_a_narrow_screen(aes: Tracker) -> None:
    piped = aes("agenda", "list", REF).out.splitlines()
    assert piped[2].split()[:4] == ["1", "(a)", "The", "AES"]
    narrow = aes("agenda", "list", REF, COLUMNS="60").out
    assert max(map(len, narrow.splitlines())) <= 60


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", REF, ""), 4, "The title is empty."),
        (("add", REF, "X", "--label", "2(A)"), 5, "aes-russia/1 has an item 2 (a) already: "),
        (("add", REF, "X", "--label", "§"), 4, "“§” has neither letter nor digit"),
        (("add", REF, "X", "--under", "9"), 3, "aes-russia/1 has no item “9”; it has 1, "),
        (("add", REF, "X", "--under", "1", "--after", "2"), 4, "Say one place only"),
        (("add", REF, "X", "--lead", "XYZ"), 3, "There is no party “XYZ”."),
        (("add", "MLI", "X"), 4, "MLI is a party; this needs a session or a meeting."),
        (("move", f"{REF}:2", "--under", "2a"), 4, "aes-russia/1:2 cannot be moved under "),
        (("move", f"{REF}:2"), 4, "Say where to: "),
        (("edit", REF, "--title", "X"), 4, "aes-russia/1 is a session; this needs an agenda item."),
        (("outcome", f"{REF}:2"), 4, "Say the outcome, or how it was reached with --mode."),
        (("outcome", f"{REF}:2", "--mode", "vote"), 4, "“vote” is no way of reaching an outcome."),
        (("remove", REF, "--yes"), 4, "aes-russia/1 is a session; this needs an agenda item."),
    ],
)
def test_what_is_wrong_with_an_agenda_is_refused(
    aes: Tracker, words: tuple[str, ...], code: int, said: str
) -> None:
    result = aes("agenda", *words)
    assert result.code == code
    assert result.err.startswith(f"tracker: {said}")


def test_a_delegation_is_added_with_its_head_by_any_spelling(aes: Tracker) -> None:
    made = aes("delegation", "add", "m1", "RUS", "--head", "Serguei Lavrov", "--role", "guest")
    assert made.err == (
        "m1@RUS added: Russia (guest): Sergey Lavrov, "
        "Minister of Foreign Affairs of the Russian Federation.\n"
    )


def test_a_member_is_put_in_and_taken_out(aes: Tracker) -> None:
    put = aes("delegation", "member", f"{REF}@Mali", "A. Touré", "--new", "--function", "expert")
    assert put.err.endswith("A. Touré.\n")
    out = aes("delegation", "remove", f"{REF}@MLI", "a. toure")
    assert out.err.startswith("aes-russia/1@MLI changed, without p11: Mali (participant, chair): ")


def test_delegations_are_listed_the_host_first(aes: Tracker) -> None:
    listed = aes("delegation", "list", REF, "--lang", "fr").out.splitlines()
    assert listed[1].startswith("Russie (RUS)")
    found = json.loads(aes("delegation", "list", REF, "--json").out)
    assert {d["party"]["code"] for d in found} == {"RUS", "MLI", "BFA", "NER"}


def test_a_delegation_is_removed_when_that_is_agreed(aes: Tracker) -> None:
    assert aes("delegation", "remove", f"{REF}@NER").code == 4
    assert aes("delegation", "remove", f"{REF}@NER", "-y").code == 0
    assert len(json.loads(aes("delegation", "list", REF, "--json").out)) == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", REF, "MLI"), 5, "MLI has a delegation at aes-russia/1 already."),
        (("add", REF, "ZZZ"), 3, "There is no party “ZZZ”."),
        (("add", "m1", "RUS", "--head", "Nobody Known"), 3, "There is no person “Nobody Known”."),
        (("add", "m1", "RUS", "--role", "hst"), 4, "“hst” is no role. Did you mean host?"),
        (("edit", f"{REF}@FRA", "--chairs"), 3, "“FRA” has no delegation at aes-russia/1; "),
        (("edit", "aes-russia/9@MLI", "--chairs"), 3, "There is no session or meeting "),
        (("member", f"{REF}@MLI", "p1", "--new"), 5, "“p1” is known already: p1."),
        (("member", f"{REF}@MLI", "Diop", "--post", "King"), 3, ""),
        (("member", f"{REF}@MLI", ""), 4, "The reference is empty"),
        (("show", REF), 4, "aes-russia/1 is a session; this needs a delegation."),
    ],
)
def test_what_is_wrong_with_a_delegation_is_refused(
    aes: Tracker, words: tuple[str, ...], code: int, said: str
) -> None:
    result = aes("delegation", *words)
    assert result.code == code, result
    assert result.err.startswith(f"tracker: {said}")


def test_the_order_is_explained_place_by_place(aes: Tracker) -> None:
    shown = aes("delegation", "order", REF, "--by", "alphabetical", "--in", "fr", "--from", "MLI")
    assert shown.err == (
        "The order of aes-russia/1 changed.\nBy the alphabet (French), beginning with Mali.\n"
    )
    assert [" ".join(row.split()) for row in shown.out.splitlines()[1:]] == [
        "1 Mali (MLI) Mali participant drawn by lot",
        "2 Niger (NER) Niger participant by the alphabet (French)",
        "3 Burkina Faso (BFA) Burkina Faso participant by the alphabet (French)",
        "4 Russia (RUS) Fédération de Russie host by the alphabet (French)",
    ]


def codes(found: list[dict[str, Any]]) -> str:
    return " ".join(d["party"]["code"] for d in found)


@pytest.mark.parametrize("form", ["session", "list", "print", "export"])
def test_whatever_lists_delegations_has_their_order(aes: Tracker, form: str) -> None:
    placed = aes("delegation", "order", REF, "NER,MLI", "--by", "hand", "--reason", "As drawn")
    assert "Placed by hand (As drawn).\n" in placed.err
    order = "NER MLI BFA RUS"
    match form:
        case "session":
            shown = json.loads(aes("session", "show", REF, "--json").out)["record"]
            assert codes(shown["delegations"]) == order
        case "list":
            assert codes(json.loads(aes("delegation", "list", REF, "--json").out)) == order
        case "print":
            out = aes("print", REF, "--lang", "fr").out
            names = ["République du Niger", "République du Mali", "Burkina Faso", "Fédération de"]
            starts = [out.index(f"• {name}") for name in names]
            assert starts == sorted(starts)
        case _:
            out = aes("export", "ics").out.replace("\r\n ", "")
            session = next(e for e in out.split("BEGIN:VEVENT") if "Host: Russia" in e)
            names = [
                "Republic of the Niger",
                "Republic of Mali",
                "Burkina Faso",
                "Russian Federation",
            ]
            starts = [session.index(name, session.index("Delegations")) for name in names]
            assert starts == sorted(starts)


def test_an_order_is_data_with_the_copies_of_an_alternat(aes: Tracker) -> None:
    said = ("--by", "alphabetical", "--in", "en", "--alternat", "--json")
    found = json.loads(aes("delegation", "order", REF, *said).out)
    assert [seat["delegation"]["party"]["code"] for seat in found["seats"]] == [
        "BFA", "MLI", "NER", "RUS",
    ]  # fmt: skip
    assert found["copies"][1] == ["MLI", "BFA", "NER", "RUS"]
    assert found["rule"]["basis"] == "alphabetical"
    aes("undo")
    assert json.loads(aes("delegation", "order", REF, "--json").out)["rule"]["is_set"] is False


def test_a_public_reader_is_told_the_order_and_not_the_reason(aes: Tracker) -> None:
    aes("delegation", "order", REF, "RUS,MLI", "--by", "hand", "--reason", "They insisted")
    for form in ((), ("--json",)):
        shown = aes("delegation", "order", REF, "--visibility", "public", *form)
        assert shown.code == 0
        assert "insisted" not in shown.out + shown.err


@pytest.mark.parametrize("rule", ["--by alphabetical --from NER", "NER,MLI --by hand --reason x"])
def test_a_rule_says_nothing_of_a_delegation_that_is_hidden(aes: Tracker, rule: str) -> None:
    aes("delegation", "order", REF, *rule.split())
    aes("delegation", "edit", f"{REF}@NER", "--visibility", "confidential")
    for form in ((), ("--json",)):
        shown = aes("delegation", "order", REF, *form)
        assert "NER" not in shown.out
        assert "Niger" not in shown.out + shown.err
