"""F4: any change to an event's text raises exactly that event's LAST-MODIFIED."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from tests.conftest import Tracker, desk_at

if TYPE_CHECKING:
    from pathlib import Path

VERSION = re.compile(r"^(DTSTAMP|LAST-MODIFIED|CREATED|SEQUENCE):.*\r\n", re.MULTILINE)
SECOND = timedelta(seconds=1)
PUBLIC = ("--visibility", "public")
# Each on the founding ledger, and all of them one after another within one second.
COMMANDS = (
    "party edit MLI --name Mali-1",
    "party edit MLI --name Mali-2",
    "party edit RUS --name Russia-1",
    "delegation remove aes-russia/1@MLI --yes",
    "undo",
    "edit m1 --chair MLI",
    "agenda add m1 Reconstruction",
    "edit m1 --room Blue",
    "edit m1 --title Consultations",
    "place edit Moscow --name Moskva",
    "person edit Lavrov --name-in en=Lavrov-1",
    "series edit aes-russia --title Consultations-2",
    "delegation order aes-russia/1 --by alphabetical --in fr --from NER",
    "delegation order m1 NER,BFA --by hand --reason Agreed",
    "delegation order m1 --reason Other",
    "delegation order aes-russia/1 --host last",
    "delegation order aes-russia/1 --by usual",
    "agenda circulate aes-russia/1",
    "agenda edit aes-russia/1:3 --title Support",
    "agenda renumber aes-russia/1 --scheme decimal",
    "agenda revise aes-russia/1",
    "agenda adopt aes-russia/1",
    "agenda circulate m1",
    "session edit aes-russia/1 --note Ask",
    "move aes-russia/1 2025-03-20",
    "log Separate --on 2025-05-05 --at Bamako --with MLI",
    "edit m1 --session ''",
    "edit m1 --session aes-russia/1",
    "commitment add Promise --by MLI --at m1",
    "party edit MLI --name Mali-3",
)

# What the feed in one language leaves unsaid, that in another may say: a party's short name
# beside its formal one, a series' title beside the session's. The stamp is that of them all.
# An order may turn nothing in an event: two delegations stay as they were, a reason is unsaid.
SHARED = ("party edit", "series edit", "delegation order")

Events = dict[str, tuple[str, datetime, int, datetime]]


def events(tracker: Tracker, *words: str, now: str | None = None) -> Events:
    """By UID: the text but for its version, LAST-MODIFIED, SEQUENCE and CREATED."""
    result = tracker("export", "ics", *words, now=now)
    return {
        str(e["UID"]): (
            VERSION.sub("", e.to_ical(sorted=False).decode()),
            e.decoded("LAST-MODIFIED"),
            e.decoded("SEQUENCE"),
            e.decoded("CREATED"),
        )
        for e in Calendar.from_ical(result.out).walk("VEVENT")
    }


def require_f4(before: Events, after: Events, said: str) -> set[str]:
    """Return the events that changed; each must be newer, and no other."""
    changed = {uid for uid in before.keys() & after if before[uid][0] != after[uid][0]}
    for uid in before.keys() & after:
        was, now = before[uid][1], after[uid][1]
        if uid in changed:
            assert now - was >= SECOND, (said, after[uid][0])
        elif said.startswith(SHARED):
            assert now >= was, (said, after[uid][0])
        else:
            assert now == was, (said, after[uid][0])
        assert after[uid][2] >= before[uid][2]
    return changed


def test_last_modified_rises_with_the_text_and_only_with_it(
    tracker: Tracker, founding_ledger: Path
) -> None:
    assert founding_ledger.exists()
    before, wrong, moved = events(tracker), [], 0
    for said in COMMANDS:
        result = tracker(*(word.strip("'") for word in said.split()))
        if result.code:
            wrong.append(f"{said}: {result.err}")
        after = events(tracker)
        try:
            moved += bool(require_f4(before, after, said))
        except AssertionError as fault:
            wrong.append(str(fault)[:2000])
        before = after
    assert wrong == []
    assert moved > len(COMMANDS) // 2


def only(found: Events) -> tuple[str, datetime, int, datetime]:
    (event,) = found.values()
    return event


def test_an_embargo_that_lifts_is_a_revision(tracker: Tracker, ledger_path: Path) -> None:
    tracker("log", "Talks", "--on", "3 April 2025", *PUBLIC)
    with desk_at(ledger_path) as desk:
        desk.ledger.insert(
            "agenda_items",
            {
                "meeting_id": 1, "position": 1, "label": "1", "title": '{"en": "Secret"}',
                "status": "proposed", "embargo_until": "2025-04-01T12:00:00Z",
            },
        )  # fmt: skip
    early = events(tracker, *PUBLIC, now="2025-04-01T11:59Z")
    late = events(tracker, *PUBLIC, now="2025-04-01T12:00Z")
    assert len(require_f4(early, late, "lifted")) == 1
    assert events(tracker, *PUBLIC, now="2025-04-01T13:00Z") == late
    tracker("edit", "m1", "--title", "Other", now="2025-04-01T12:00Z")
    edited = events(tracker, *PUBLIC, now="2025-04-01T12:00Z")
    assert len(require_f4(late, edited, "edited")) == 1


def test_what_was_moved_in_secret_tells_nothing_of_it(tracker: Tracker) -> None:
    tracker("log", "T", "--on", "3 April 2025 10:00", "--visibility", "confidential")
    tracker("move", "m1", "4 April 2025", now="2025-03-31T10:00Z")
    tracker("move", "m1", "5 April 2025", now="2025-03-31T11:00Z")
    tracker("edit", "m1", *PUBLIC, now="2025-03-31T12:00Z")
    _, modified, sequence, created = only(events(tracker, *PUBLIC))
    assert sequence == 0
    assert created == modified == datetime.fromisoformat("2025-03-31T12:00Z")


def test_who_knew_it_counts_one_move_for_those_made_in_secret(tracker: Tracker) -> None:
    tracker("log", "T", "--on", "3 April 2025 10:00", *PUBLIC)
    tracker("edit", "m1", "--visibility", "confidential")
    tracker("move", "m1", "4 April 2025")
    tracker("move", "m1", "5 April 2025")
    tracker("edit", "m1", *PUBLIC)
    assert only(events(tracker, *PUBLIC))[2] == 1


@pytest.mark.parametrize(
    ("first", "then"), [("May 2025", "1-31 May 2025"), ("3 May 2025", "3 May 2025 0:00-24:00")]
)
def test_sequence_rises_with_the_kind_of_date(tracker: Tracker, first: str, then: str) -> None:
    tracker("log", "T", "--on", first)
    assert tracker("move", "m1", then).code == 0
    assert only(events(tracker))[2] == 1
    tracker("confirm", "m1")
    assert only(events(tracker))[2] == 2


def test_another_hidden_venue_in_the_same_city_is_no_move(tracker: Tracker) -> None:
    for hall in ("Hall A", "Hall B"):
        tracker("place", "add", hall, "--in", "Moscow", "--visibility", "confidential")
    tracker("log", "T", "--on", "3 April 2025 10:00", "--at", "Hall A", *PUBLIC)
    before = events(tracker, *PUBLIC)
    assert tracker("edit", "m1", "--at", "Hall B", now="2025-03-31T12:00Z").code == 0
    assert events(tracker, *PUBLIC) == before
    assert tracker("edit", "m1", "--at", "Bamako", now="2025-03-31T13:00Z").code == 0
    assert only(events(tracker, *PUBLIC))[2] == 1


def test_an_order_taken_back_is_a_change_of_the_meetings_too(
    tracker: Tracker, founding_ledger: Path
) -> None:
    assert founding_ledger.exists()
    before = events(tracker)
    said = ("--by", "alphabetical", "--from", "NER")
    assert tracker("delegation", "order", "aes-russia/1", *said).code == 0
    turned = events(tracker)
    changed = require_f4(before, turned, "delegation order")
    assert tracker("undo").code == 0
    assert require_f4(turned, events(tracker), "delegation order") == changed
    assert len(changed) > 1
