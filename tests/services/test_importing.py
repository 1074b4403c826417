"""What another program says is taken in once, merged field by field, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import desk_at
from tests.services.deliveries import (
    CALL,
    NAME,
    TALKS,
    correct,
    meeting,
    only,
    retitled,
    rows,
    taken,
    whole,
)
from tracker.domain.incoming import (
    Attending,
    IncomingItem,
    Refused,
    Spot,
)
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import parse_when
from tracker.services import history
from tracker.services.references import Reference
from tracker.services.removal import remove

if TYPE_CHECKING:
    from pathlib import Path


# Once and again.


def test_a_file_is_taken_in_as_one_change(ledger_path: Path) -> None:
    report = taken(ledger_path, meeting(3), meeting(4, TALKS))

    assert [(t.ref, t.title) for t in report.new] == [("m1", CALL), ("m2", TALKS)]
    assert (report.change, report.unchanged, report.source) == (1, 0, NAME)
    assert rows(ledger_path, "SELECT count(*) FROM changes") == [(1,)]
    assert rows(ledger_path, "SELECT title, status, visibility, starts_at FROM meetings") == [
        ('{"en": "Courtesy call"}', "announced", "internal", "2025-04-03T07:00:00Z"),
        ('{"en": "Talks on transit"}', "announced", "internal", "2025-04-04T07:00:00Z"),
    ]


@pytest.mark.parametrize("source", [NAME, None])
def test_the_same_again_writes_nothing(ledger_path: Path, source: str | None) -> None:
    entries = (meeting(3), meeting(4, TALKS, uid=None), meeting(5, uid="5"))
    taken(ledger_path, *entries, source=source)
    before = ledger_path.read_bytes()

    report = taken(ledger_path, *entries, source=source)

    assert (report.unchanged, report.change, report.new, report.changed) == (3, None, (), ())
    assert ledger_path.read_bytes() == before


def test_an_import_is_taken_back_whole(ledger_path: Path) -> None:
    taken(ledger_path, meeting(1, "Before", uid="b"), source="other")
    before = whole(ledger_path)
    told: dict[str, Any] = {
        "parties": ("MLI", "RUS"),
        "topics": ("transit",),
        "place": "Hall, Oslo",
    }
    told |= {"people": (Attending(name="A. Diop", party="MLI", post="Minister"),)}
    taken(
        ledger_path,
        meeting(3, **told),
        meeting(4, agenda=(IncomingItem(title=Text.of({"en": "Transit"})),)),
    )
    after = whole(ledger_path)

    with desk_at(ledger_path) as desk:
        history.undo(desk, 1)
    assert whole(ledger_path) == before
    with desk_at(ledger_path) as desk:
        history.redo(desk, 1)
    assert whole(ledger_path) == after


def test_what_the_reader_refused_is_told_and_the_rest_is_taken(ledger_path: Path) -> None:
    refused = Refused(Spot(7, "VEVENT 2"), "Ball", "It has no start.")
    nameless = retitled(meeting(4), " \u202e ")

    report = taken(ledger_path, meeting(3), refused, nameless)

    assert len(report.new) == 1
    assert [(r.spot.what, r.reason) for r in report.refused] == [
        ("VEVENT 2", "It has no start."),
        ("VEVENT 4", "It has no title."),
    ]


# Three-way.


def test_only_what_the_file_says_anew_is_changed(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, note="Bring badges."))
    correct(ledger_path, 1, title='{"en": "Courtesy call on the minister", "fr": "Visite"}')

    moved = meeting(3, note="Bring badges.", when="2025-04-03T14:00[Europe/Moscow]")
    report = taken(ledger_path, moved)

    (changed,) = report.changed
    assert [(c.field, c.after) for c in changed.changes] == [
        ("when", "2025-04-03T14:00[Europe/Moscow]")
    ]
    assert report.kept == ()
    assert only(ledger_path, "title") == '{"en": "Courtesy call on the minister", "fr": "Visite"}'
    assert only(ledger_path, "starts_at") == "2025-04-03T11:00:00Z"


def test_what_both_changed_stays_as_it_is_here_and_is_told(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3))
    correct(ledger_path, 1, title='{"en": "Visit"}')

    report = taken(ledger_path, meeting(3, "Courtesy visit"))

    (kept,) = report.kept
    assert [(c.field, c.before, c.after) for c in kept.kept] == [
        ("title", "Visit", "Courtesy visit")
    ]
    assert only(ledger_path, "title") == '{"en": "Visit"}'
    assert taken(ledger_path, meeting(3, "Courtesy visit")).change is None
    taken(ledger_path, meeting(3, "Courtesy visit"), theirs=True)
    assert only(ledger_path, "title") == '{"en": "Courtesy visit"}'


def test_a_field_is_emptied_only_when_the_file_had_filled_it(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, note="Theirs", url="https://example.org/1"))
    correct(ledger_path, 1, room="Room 4")

    report = taken(ledger_path, meeting(3, url="https://example.org/1"))

    assert [c.field for c in report.changed[0].changes] == ["note"]
    assert (only(ledger_path, "note"), only(ledger_path, "room")) == (None, "Room 4")


def test_a_translation_that_was_added_here_survives_a_new_title(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3))
    correct(ledger_path, 1, title='{"en": "Courtesy call", "fr": "Visite de courtoisie"}')
    taken(ledger_path, meeting(3, "Call"))
    assert only(ledger_path, "title") == '{"en": "Call", "fr": "Visite de courtoisie"}'


def test_what_was_removed_here_is_not_brought_again(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3), meeting(4, TALKS))
    with desk_at(ledger_path) as desk:
        remove(desk, Reference("meetings", 1, "m1"))

    report = taken(ledger_path, meeting(3), meeting(4, TALKS))
    assert (report.unchanged, report.change) == (2, None)
    report = taken(ledger_path, meeting(3, "Call"), meeting(4, TALKS))
    assert [c.field for c in report.kept[0].kept] == ["removed"]
    assert rows(ledger_path, "SELECT removed FROM meetings") == [(1,), (0,)]


# Dates and status.


def test_what_is_past_was_held_and_what_is_moved_ahead_was_not(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, when="2025-03-03T10:00[Europe/Moscow]"))
    assert only(ledger_path, "status") == "held"
    taken(ledger_path, meeting(3))
    assert (only(ledger_path, "status"), only(ledger_path, "when_actual")) == ("announced", None)


def test_called_off_keeps_the_date_and_is_no_more_than_that(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, status=Status.CONFIRMED))
    report = taken(ledger_path, meeting(3, status=Status.CANCELLED))
    assert [(c.field, c.before, c.after) for c in report.changed[0].changes] == [
        ("status", "confirmed", "cancelled")
    ]
    assert only(ledger_path, "when_confirmed").startswith("2025-04-03T10:00")


def test_put_off_to_a_day_not_known_keeps_the_old_date(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3))
    taken(ledger_path, meeting(3, status=Status.POSTPONED, when="tbc"))
    assert only(ledger_path, "status") == "postponed"
    assert only(ledger_path, "when_announced").startswith("2025-04-03T10:00")


def test_a_new_meeting_that_was_postponed_has_its_old_date_in_its_history(
    ledger_path: Path,
) -> None:
    old = parse_when("2025-04-01T10:00[Europe/Moscow]")
    taken(ledger_path, meeting(3, postponed_from=old))
    found = rows(ledger_path, "SELECT after FROM revisions WHERE record_table = 'meetings'")
    assert "2025-04-01T10:00[Europe/Moscow]" in found[0][0]
    assert only(ledger_path, "when_announced").startswith("2025-04-03T10:00")


def test_nothing_is_held_before_its_day(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, status=Status.HELD))
    assert only(ledger_path, "status") == "announced"


def test_what_a_person_here_made_of_it_is_not_undone_by_an_older_status(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, status=Status.TENTATIVE))
    correct(ledger_path, 1, status="cancelled", reason="Visit called off")
    report = taken(ledger_path, meeting(3, status=Status.CONFIRMED))
    assert [c.field for c in report.kept[0].kept] == ["status"]
    assert only(ledger_path, "status") == "cancelled"


def test_times_without_a_zone_are_the_places(ledger_path: Path) -> None:
    entry = meeting(3, when="2025-04-03T10:00[Europe/Moscow]", place="Bamako", floating=True)
    taken(ledger_path, entry)
    assert only(ledger_path, "when_announced") == "2025-04-03T10:00[Africa/Bamako]"
    assert taken(ledger_path, entry).change is None
