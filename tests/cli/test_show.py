"""`tracker show`: everything about one record, and nothing that its reader may not see."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from tests.golden import same_as_golden

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Result, Tracker

# One record of every kind in the founding ledger, by the name of its golden file.
RECORDS = {
    "series": "aes-russia",
    "session": "aes-russia/1",
    "meeting": "m1",
    "delegation": "aes-russia/1@MLI",
    "item": "aes-russia/1:1",
    "document": "d1",
    "commitment": "c1",
    "party": "AES",
    "person": "Abdoulaye Diop",
    "post": "post8",
    "place": "Moscow",
    "topic": "security",
    "source": "src6",
    "claim": "cl33",
}
LATER = "2025-11-30T09:00Z"


def run(tracker: Tracker, line: str, **world: Any) -> Result:
    return tracker(*shlex.split(line), **world)


@pytest.mark.parametrize("name", RECORDS)
def test_every_kind_of_record_has_its_page(
    founding_ledger: Path, tracker: Tracker, name: str
) -> None:
    assert founding_ledger.exists()
    shown = tracker("show", RECORDS[name], now=LATER, COLUMNS="80")
    assert (shown.code, shown.err) == (0, "")
    same_as_golden(shown.out, f"show/{name}.80.txt")


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
@pytest.mark.parametrize("width", [60, 140])
def test_a_page_keeps_to_its_columns(
    founding_ledger: Path, tracker: Tracker, name: str, language: str, width: int
) -> None:
    from tracker.render.terminal.wrapping import cells

    assert founding_ledger.exists()
    shown = tracker("show", RECORDS[name], "--lang", language, COLUMNS=str(width))
    assert shown.code == 0
    assert max(cells(line) for line in shown.out.splitlines()) <= width


def test_the_page_of_a_pipe_is_that_of_paper(founding_ledger: Path, tracker: Tracker) -> None:
    assert founding_ledger.exists()
    in_pipe = tracker("show", "MLI", now=LATER)
    assert in_pipe.out == tracker("show", "MLI", now=LATER, COLUMNS="80").out
    assert "\x1b" not in in_pipe.out
    assert "\x1b[1mMali\x1b[0m" in tracker("show", "MLI", "--color", "always").out


def test_sources_that_disagree_stand_side_by_side(founding_ledger: Path, tracker: Tracker) -> None:
    assert founding_ledger.exists()
    shown = tracker("show", "aes-russia/1", COLUMNS="80").out
    assert (
        "• Dates held (sources disagree)\n"
        "  • Thursday 3 April 2025\n"
        "    cl32 news-pravda.com [1] src6, preferred: The joint statement dates the\n"
        "      consultations on that day alone.\n"
        "  • 3–4 April 2025\n"
        "    cl33 fasomali.com [2] src12, rejected: The joint statement has 3 April\n"
        "      only and no page tells of anything done on the 4th.\n"
    ) in shown


def test_the_data_of_a_record_are_whole(tracker: Tracker) -> None:
    run(tracker, 'topic add trade "Trade" --name-in fr=Commerce')
    run(tracker, 'log Talks --on "3 April 2025 10:00" --at Bamako --topic trade')
    run(tracker, "topic edit trade --name-in ru=Торговля")
    assert json.loads(run(tracker, "show trade --json").out) == {
        "ref": "t1",
        "noun": "topic",
        "record": {
            "id": 1,
            "slug": "trade",
            "name": {"en": "Trade", "fr": "Commerce", "ru": "Торговля"},
        },
        "claims": [],
        "appearances": {
            "upcoming": [
                {
                    "ref": "m1",
                    "id": 1,
                    "occasion": "meeting",
                    "title": {"en": "Talks"},
                    "kind": "meeting",
                    "status": "announced",
                    "visibility": "internal",
                    "when": {
                        "text": "2025-04-03T10:00[Africa/Bamako]",
                        "kind": "timed",
                        "earliest": "2025-04-03T10:00:00Z",
                        "latest": "2025-04-03T10:00:00Z",
                    },
                    "zone": "Africa/Bamako",
                    "starts_at": "2025-04-03T10:00:00Z",
                    "ends_at": "2025-04-03T10:00:00Z",
                    "session": None,
                    "series": None,
                    "place": {"en": "Bamako", "fr": "Bamako", "ru": "Бамако", "ar": "باماكو"},
                    "city": {},
                    "parties": [],
                    "ordinal": None,
                    "extraordinary": False,
                    "untitled": False,
                }
            ],
            "past": [],
            "total": 1,
        },
        "memberships": [],
        "people": [],
        "venues": [],
        "commitments": [],
        "links": [],
        "history": [
            {
                "at": "2025-03-31T09:00:00Z",
                "author": "officer",
                "verb": "changed",
                "fields": ["name"],
            },
            {"at": "2025-03-31T09:00:00Z", "author": "officer", "verb": "added", "fields": []},
        ],
        "listed": [],
    }


def test_what_was_held_is_past_and_the_newest_stands_first(tracker: Tracker) -> None:
    for day in (1, 2, 3, 4):
        run(tracker, f'log Talks{day} --on "{day} March 2025" --with MLI')
    run(tracker, 'log Later --on "5 May 2025" --with MLI')
    run(tracker, "log Some-day --on tbc --with MLI")
    found = json.loads(run(tracker, "show MLI --json").out)["appearances"]
    assert [e["ref"] for e in found["upcoming"]] == ["m5", "m6"]
    assert [e["ref"] for e in found["past"]] == ["m4", "m3", "m2", "m1"]
    assert found["total"] == 6


# What hides a record from an internal reader: the commands that make it so, and its reference.
HIDDEN = {
    "meeting": ("log Talks --on tbc --visibility confidential", "m1"),
    "document": ("document add X --kind report --visibility confidential", "d1"),
    "commitment": ("commitment add X --by MLI --visibility confidential", "c1"),
    "place": ("place add X --zone UTC --visibility confidential", "pl1"),
    "source": ("source add https://example.org/a --visibility confidential", "src1"),
    "claim of a hidden source": (
        (
            "log Talks --on tbc; source add https://example.org/a --visibility confidential; "
            "claim add src1 m1 room Blue"
        ),
        "cl1",
    ),
    "claim on a hidden meeting": (
        (
            "log Talks --on tbc --visibility confidential; "
            "claim add https://example.org/a m1 room Blue"
        ),
        "cl1",
    ),
    "commitment of a hidden meeting": (
        "log Talks --on tbc --visibility confidential; commitment add X --by MLI --at m1",
        "c1",
    ),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_hidden_record_answers_like_one_that_is_not_there(tracker: Tracker, kind: str) -> None:
    made, ref = HIDDEN[kind]
    for line in made.split(";"):
        assert run(tracker, line).code == 0
    hidden, unknown = tracker("show", ref), tracker("show", f"{ref}9")
    assert (hidden.code, hidden.out) == (unknown.code, unknown.out) == (3, "")
    assert hidden.err == unknown.err.replace(f"{ref}9", ref)
    assert tracker("show", ref, "--visibility", "confidential").code == 0


@pytest.fixture
def mixed(tracker: Tracker) -> Tracker:
    """Public records among which are secrets, called SECRET, and working notes, NOTE."""
    for line in (
        "log Talks --on '3 April 2025' --visibility public --with MLI --topic trade --note NOTE",
        "log SECRET --on '4 April 2025' --visibility confidential --with MLI --topic trade",
        "place add Bamako",
        "place add SECRET --in Bamako --visibility confidential",
        "document add Paper --kind report --for m1 --for m2 --visibility public --note NOTE",
        "commitment add SECRET --by MLI --at m1 --visibility confidential",
        "person add Diop --note NOTE",
        "delegation member m1@MLI Diop",
        "delegation member m2@MLI SECRET --new",
        "source add https://example.org/a --note NOTE",
        "source add https://example.org/SECRET --visibility confidential",
        "claim add src1 m1 room Blue",
        "claim add src1 m2 room SECRET",
        "claim add src2 m1 room SECRET",
    ):
        assert run(tracker, line).code == 0, line
    return tracker


@pytest.mark.parametrize(
    "ref", ["m1", "MLI", "Bamako", "d1", "p1", "src1", "cl1", "trade", "@last"]
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_public_reader_sees_no_secret_in_any_field(
    mixed: Tracker, ref: str, form: tuple[str, ...]
) -> None:
    shown = mixed("show", ref, "--visibility", "public", *form)
    assert not [word for word in ("SECRET", "NOTE", "officer") if word in shown.out + shown.err]
    assert shown.code == (3 if ref == "@last" else 0)


def test_an_internal_reader_sees_notes_and_history_but_not_the_confidential(
    mixed: Tracker,
) -> None:
    shown = mixed("show", "m1").out
    assert ["NOTE" in shown, "officer" in shown, "SECRET" in shown] == [True, True, False]
    assert "m2" not in mixed("show", "d1").out


@pytest.mark.parametrize("list_of", ["claim list m1", "claim list src1", "document list --for m1"])
def test_lists_keep_secrets_too(mixed: Tracker, list_of: str) -> None:
    shown = run(mixed, f"{list_of} --visibility public --json")
    assert (shown.code, "SECRET" in shown.out) == (0, False)
    assert len(json.loads(shown.out)) == 1


def test_a_party_present_in_confidence_is_not_there(tracker: Tracker) -> None:
    run(tracker, "log Talks --on '3 April 2025' --visibility public --with MLI,RUS")
    assert run(tracker, "delegation edit m1@RUS --visibility confidential").code == 0
    found = json.loads(run(tracker, "show RUS --json").out)["appearances"]
    assert (found["upcoming"], found["total"]) == ([], 0)
    assert run(tracker, "list --party RUS --json").out == "[]\n"
    assert run(tracker, "show m1@RUS").err == run(tracker, "show m1@NER").err.replace("NER", "RUS")
