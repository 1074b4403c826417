"""The history tells of a record no more than its page does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import desk_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

FORMS: tuple[tuple[str, ...], ...] = ((), ("--json",))


def meeting(path: Path, **more: Any) -> int:
    """Store a public meeting at a venue that internal readers may not see; return the venue."""
    with desk_at(path) as desk:
        insert = desk.ledger.insert
        town = insert("places", {"name": '{"en": "Rome"}', "zone": "UTC"})
        hidden = {"zone": "UTC", "city_id": town, "visibility": "confidential"}
        venue = insert("places", {"name": '{"en": "Hideout"}', **hidden})
        insert("places", {"name": '{"en": "Cellar"}', **hidden})
        dated = {"when_announced": "2025-04-03", "status": "announced", "zone": "UTC"}
        row = {"kind": "bilateral", "title": '{"en": "Talks"}', "visibility": "public", **dated}
        insert("meetings", {**row, "place_id": venue, **more})
    return venue


def change(path: Path, table: str, **values: Any) -> None:
    with desk_at(path) as desk:
        assert desk.ledger.update(table, 1, values)


@pytest.mark.parametrize("level", ["public", "internal"])
@pytest.mark.parametrize("form", FORMS)
def test_the_rooms_of_a_hidden_venue_are_not_told(
    tracker: Tracker, ledger_path: Path, form: tuple[str, ...], level: str
) -> None:
    meeting(ledger_path, room="Blue Room")
    change(ledger_path, "meetings", room="Red Room")
    for line in (("history",), ("history", "m1"), ("changes", "--since", "2025-01-01")):
        told = tracker(*line, *form, "--visibility", level).out
        assert "Talks" in told
        assert " Room" not in told
        assert " Room" in tracker(*line, *form, "--visibility", "confidential").out


@pytest.mark.parametrize("level", ["public", "internal"])
def test_a_move_from_one_hidden_venue_to_another_of_the_city_is_not_told(
    tracker: Tracker, ledger_path: Path, level: str
) -> None:
    venue = meeting(ledger_path)
    before = tracker("history", "--json", "--visibility", level).out
    change(ledger_path, "meetings", place_id=venue + 1)
    assert tracker("history", "--json", "--visibility", level).out == before
    (added,) = json.loads(before)
    rows = [r["after"] for r in added["revisions"] if r["table"] == "meetings"]
    assert [row["place_id"] for row in rows] == [venue - 1]  # its city


def test_a_room_at_a_venue_that_may_be_seen_is_told(tracker: Tracker, ledger_path: Path) -> None:
    meeting(ledger_path, place_id=1, room="Blue Room")
    assert "Blue Room" in tracker("history", "--json", "--visibility", "public").out


@pytest.mark.parametrize("form", FORMS)
def test_the_public_is_not_told_why_nor_where_a_file_lies(
    tracker: Tracker, ledger_path: Path, form: tuple[str, ...]
) -> None:
    meeting(ledger_path, reason="Secret illness")
    with desk_at(ledger_path) as desk:
        paper = {"kind": "report", "title": '{"en": "Paper"}', "visibility": "public"}
        desk.ledger.insert("documents", {**paper, "link": "/home/officer/paper.pdf"})
    change(ledger_path, "meetings", reason="Other illness")
    change(ledger_path, "documents", link="/home/officer/other.pdf", symbol="A/1")
    told = tracker("history", *form, "--visibility", "public").out
    assert "Paper" in told
    assert "illness" not in told
    assert "/home" not in told
    assert "illness" in tracker("history", "--json").out


def test_a_person_that_was_taken_back_is_gone_for_the_public(tracker: Tracker) -> None:
    assert tracker("person", "add", "Awa Secret").code == 0
    assert tracker("undo").code == 0
    assert "Secret" not in tracker("history", "--json", "--visibility", "public").out
    assert "Secret" in tracker("history", "--json").out


def public_clocks(path: Path) -> list[str]:
    """Return the tables of the changes that move a clock of the public's."""
    with desk_at(path) as desk:
        rows = desk.reading.rows(
            "SELECT record_table FROM revisions WHERE modified_public IS NOT NULL ORDER BY id"
        )
    return [row["record_table"] for row in rows]


def test_who_is_named_in_confidence_moves_no_clock_of_the_publics(
    tracker: Tracker, ledger_path: Path
) -> None:
    """Such as the Last-Modified of its pages."""
    talks = ("--on", "2025-04-03", "--with", "MLI,AES", "--topic", "trade")
    assert tracker("log", "Secret", *talks, "--visibility", "confidential").code == 0
    assert tracker("person", "add", "Awa").code == 0
    assert tracker("party", "edit", "MLI", "--formal", "Republic of Mali").code == 0
    assert public_clocks(ledger_path) == []
    assert tracker("log", "Talks", *talks, "--visibility", "public").code == 0
    before = public_clocks(ledger_path)
    assert tracker("party", "edit", "MLI", "--formal", "The Republic of Mali").code == 0
    assert public_clocks(ledger_path) == [*before, "parties"]


def test_the_history_of_who_is_named_in_public_is_told_from_the_beginning(
    tracker: Tracker,
) -> None:
    assert tracker("party", "add", "MLI", "--note", "Secret").code == 0
    assert tracker("history", "MLI", "--json", "--visibility", "public").code == 3
    assert (
        tracker("log", "Talks", "--on", "tbc", "--with", "MLI", "--visibility", "public").code == 0
    )
    told = tracker("history", "MLI", "--json", "--visibility", "public")
    assert '"code": "MLI"' in told.out
    assert "Secret" not in told.out
