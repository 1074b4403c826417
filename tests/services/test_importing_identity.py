"""Which entry of a file is which record: by identity, by what it says, or no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.conftest import desk_at
from tests.services.deliveries import (
    CALL,
    DINNER,
    NAME,
    TALKS,
    delivery,
    meeting,
    only,
    retitled,
    rows,
    taken,
)
from tracker.domain.incoming import (
    Repeat,
)
from tracker.domain.status import Status
from tracker.domain.when import parse_when
from tracker.services.importing import remembered
from tracker.services.importing.taking import take_in
from tracker.services.meetings import Draft, log

if TYPE_CHECKING:
    from pathlib import Path


def rule(until: date | None = None, text: str = "RRULE:FREQ=WEEKLY") -> Repeat:
    return Repeat(rule=text, starts=parse_when("2025-04-03"), until=until)


def occurrence(number: int, **said: Any) -> Any:
    when = f"2025-04-{number:02}T10:00[Europe/Moscow]"
    return meeting(number, TALKS, uid="weekly@example.org", occurrence=when, **said)


def test_occurrences_of_a_rule_are_meetings_of_their_own(ledger_path: Path) -> None:
    taken(ledger_path, *(occurrence(n, repeat=rule()) for n in (3, 10, 17)))
    moved = occurrence(10, repeat=rule(), when="2025-04-11T10:00[Europe/Moscow]")
    report = taken(ledger_path, occurrence(3, repeat=rule()), moved, occurrence(17, repeat=rule()))

    assert [t.ref for t in report.changed] == ["m2"]
    assert rows(ledger_path, "SELECT rule, expanded_until FROM recurrences") == [
        ("RRULE:FREQ=WEEKLY", None)
    ]
    assert rows(ledger_path, "SELECT DISTINCT recurrence_id FROM listings") == [(1,)]


def test_a_rule_that_reaches_further_is_kept_with_what_it_brings(ledger_path: Path) -> None:
    taken(ledger_path, occurrence(3, repeat=rule(date(2025, 4, 9))))
    later = rule(date(2025, 4, 16))
    assert taken(ledger_path, occurrence(3, repeat=later)).change is None
    taken(ledger_path, occurrence(3, repeat=later), occurrence(10, repeat=later))
    assert rows(ledger_path, "SELECT expanded_until FROM recurrences") == [("2025-04-16",)]


def test_one_uid_of_a_number_is_not_another_files(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, uid="1"), source="one")
    report = taken(ledger_path, meeting(4, TALKS, uid="1"), source="two")
    assert [t.ref for t in report.new] == ["m2"]


def test_an_identity_of_its_own_is_the_same_in_every_file(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3), source=None)
    report = taken(ledger_path, meeting(3), source="two")
    assert (report.new, report.unchanged) == ((), 1)
    report = taken(ledger_path, meeting(3, "Call"), source="two")
    assert [t.ref for t in report.changed] == ["m1"]


def test_an_entry_that_replaces_another_is_that_meeting(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3))
    later = meeting(4, CALL, uid="new@example.org", former=("3@example.org",))
    report = taken(ledger_path, later)
    assert [(t.ref, [c.field for c in t.changes]) for t in report.changed] == [("m1", ["when"])]
    assert taken(ledger_path, later).change is None


def test_what_stands_in_a_file_twice_is_taken_once(ledger_path: Path) -> None:
    bare = meeting(3, uid=None)
    report = taken(ledger_path, bare, bare, meeting(4, TALKS), meeting(4, TALKS))
    assert (len(report.new), len(report.doubles)) == (2, 2)
    assert taken(ledger_path, bare, bare, meeting(4, TALKS)).change is None


def test_a_record_of_ours_that_comes_back_is_itself(ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        log(desk, Draft(title="Talks", on="3 April 2025 10:00", at="Moscow", note="Ours"))
    uid = only(ledger_path, "uid")
    back = meeting(3, "Talks", uid=uid, note="When: Thursday", status=Status.TENTATIVE)
    assert taken(ledger_path, back, source=None).change is None
    moved = replace(back, when=parse_when("2025-04-03T15:00/2025-04-03T16:00[Europe/Moscow]"))
    report = taken(ledger_path, moved, source=None)
    assert [c.field for c in report.changed[0].changes] == ["when"]
    assert (only(ledger_path, "note"), only(ledger_path, "status")) == ("Ours", "announced")


# Identities that are new on every reading.


def anew(*entries: Any) -> list[Any]:
    """The same entries under uids that nobody has seen before."""
    return [replace(each, uid=f"{each.uid}#{id(each)}x{n}") for n, each in enumerate(entries)]


FIVE = [meeting(n, title) for n, title in enumerate([CALL, TALKS, DINNER, "Signing", "Press"], 3)]


def test_identities_that_do_not_last_are_found_out(ledger_path: Path) -> None:
    taken(ledger_path, *FIVE)
    report = taken(ledger_path, *anew(*FIVE))
    assert (report.learned, report.unchanged, report.new, report.gone) == (True, 5, (), ())
    before = ledger_path.read_bytes()
    assert taken(ledger_path, *anew(*FIVE)).change is None
    assert ledger_path.read_bytes() == before


def test_what_was_moved_or_reworded_is_recognised(ledger_path: Path) -> None:
    taken(ledger_path, *FIVE)
    call, talks, dinner, signing, press = FIVE
    moved = replace(talks, when=parse_when("2025-04-09T15:00[Europe/Moscow]"))
    reworded = retitled(dinner, "Working dinner of ministers")
    elsewhere = replace(signing, place="Kazan")
    report = taken(ledger_path, *anew(call, moved, reworded, elsewhere, press))

    assert [(t.ref, [c.field for c in t.changes]) for t in report.changed] == [
        ("m2", ["when"]),
        ("m3", ["title"]),
        ("m4", ["place"]),
    ]
    assert (report.new, report.gone) == ((), ())


def test_one_of_many_of_a_title_is_not_taken_for_another(ledger_path: Path) -> None:
    days = [meeting(n, "Briefing") for n in range(3, 9)]
    taken(ledger_path, *days)
    report = taken(ledger_path, *anew(*days[1:], meeting(9, "Briefing")))
    assert [len(x) for x in (report.new, report.gone, report.changed)] == [1, 1, 0]


def test_another_event_is_not_taken_for_one_that_vanished(ledger_path: Path) -> None:
    taken(ledger_path, *FIVE)
    other = meeting(4, "Футбольный матч")
    report = taken(ledger_path, *anew(FIVE[0], other, *FIVE[2:]))
    assert [len(x) for x in (report.new, report.gone, report.changed)] == [1, 1, 0]


# What vanished.


def test_what_vanished_is_told_and_marked_and_stays(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3), meeting(4, TALKS))
    report = taken(ledger_path, meeting(4, TALKS))
    assert [(g.ref, g.title, g.past) for g in report.gone] == [("m1", CALL, False)]
    assert rows(ledger_path, "SELECT listed FROM listings ORDER BY id") == [(0,), (1,)]
    assert rows(ledger_path, "SELECT status, removed FROM meetings") == [("announced", 0)] * 2
    assert taken(ledger_path, meeting(4, TALKS)).change is None

    report = taken(ledger_path, meeting(3), meeting(4, TALKS))
    assert [g.ref for g in report.again] == ["m1"]
    assert rows(ledger_path, "SELECT listed FROM listings ORDER BY id") == [(1,), (1,)]


def test_a_part_of_a_calendar_strikes_nothing(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3), meeting(4, TALKS))
    with desk_at(ledger_path) as desk:
        origin = remembered.remember(desk, NAME, "p.ics", "ics", {})
        report = take_in(desk, delivery(meeting(4, TALKS), whole=False), name="p", origin=origin)
    assert report.gone == ()


def test_what_a_forgotten_import_brought_stays_and_is_not_brought_twice(
    ledger_path: Path,
) -> None:
    entries = (meeting(3), meeting(4, TALKS, uid="4"), occurrence(10, repeat=rule()))
    taken(ledger_path, *entries)
    with desk_at(ledger_path) as desk:
        remembered.forget(desk, NAME)
    assert rows(ledger_path, "SELECT count(*) FROM meetings WHERE removed = 0") == [(3,)]

    report = taken(ledger_path, *entries)
    assert (report.new, report.unchanged) == ((), 3)
    assert taken(ledger_path, *entries).change is None
