"""What is exchanged with others leaves no trace in feeds: where else a record is listed (P12)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tests.publish.worlds import World, feed_row
from tracker.domain.feeds import hash_of
from tracker.domain.visibility import Reader, Visibility
from tracker.storage.database import Database
from tracker.storage.reads.stamps import stamps
from tracker.storage.reads.touched import state, touched

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker
    from tracker.domain.occasions import Stamp
    from tracker.publish.published import Published
    from tracker.storage.ledger import Ledger

TOKEN = "a" * 43
SECRET = f"/feeds/{TOKEN}/desk.ics"
LISTINGS = (1, 2, 3)
LEVELS = ("public", "internal", "confidential")


def listed(ledger: Ledger, level: str) -> None:
    """Read a calendar that lists what there is already: one event of each kind, one repeated."""
    read = {"location": "https://un.example/un.ics", "format": "ics", "matching": "uid"}
    source = ledger.insert("imports", {"slug": f"un-{level}", **read, "visibility": level})
    rule = {"rule": "FREQ=WEEKLY;COUNT=4", "starts": "2025-04-10T10:00"}
    repeat = ledger.insert(
        "recurrences",
        {"import_id": source, "foreign_uid": f"r-{level}", **rule, "visibility": level},
    )
    for owner in ("session_id", "meeting_id", "commitment_id"):
        told = {"foreign_uid": f"{owner}-{level}@un.example", "digest": "0", "visibility": level}
        ledger.insert("listings", {"import_id": source, "recurrence_id": repeat, owner: 1, **told})


def not_listed(ledger: Ledger, level: str) -> None:
    """Read it again: it lists nothing of that any more."""
    for listing in LISTINGS:
        ledger.update("listings", listing, {"listed": 0})


def listed_otherwise(ledger: Ledger, level: str) -> None:
    """Read it again: it lists all of it, in other words."""
    for listing in LISTINGS:
        said = {"listed": 1, "digest": "1", "said": '{"title": "Talks!"}'}
        ledger.update("listings", listing, said)


def invited(ledger: Ledger, level: str) -> None:
    """Send somebody an invitation to what is listed."""
    sent = {"method": "request", "event_uid": "x", "sequence": 0, "language": "en", "digest": "0"}
    for owner in ("session_id", "meeting_id"):
        told = {"address": "ann@mfa.example", "sent_at": "2025-03-31T09:00:00Z"}
        ledger.insert("invitees", {owner: 1, **sent, **told, "visibility": level})


def gone(ledger: Ledger, level: str) -> None:
    """Forget all of it."""
    for listing in LISTINGS:
        ledger.remove("listings", listing)
    for table in ("recurrences", "imports", "invitees"):
        ledger.remove(table, 1)


STEPS = (listed, not_listed, listed_otherwise, invited, gone)


@pytest.fixture
def world(tracker: Tracker, founding_ledger: Path) -> World:
    """A public session with its meetings, a public feed and one of internal records."""
    made = World(tracker, founding_ledger, 0, founding_ledger.with_name("kept"))
    made.do(
        "log", "Talks", "--on", "10 April 2025 10:00", "--at", "Moscow", "--visibility", "public"
    )
    made.do("log", "Inner talks", "--on", "11 April 2025 10:00", "--at", "Moscow")
    made.do("commitment", "add", "Report back", "--by", "MLI", "--at", "m1", "--due", "2025-05-02")
    with desk_at(made.path, now=made.now) as desk:
        desk.ledger.insert("feeds", feed_row("all"))
        feed = desk.ledger.insert("feeds", feed_row("desk", visibility="internal"))
        holder = {"feed_id": feed, "label": "desk", "token_hash": hash_of(TOKEN)}
        desk.ledger.insert("subscribers", holder | {"issued_at": "2025-03-31T09:00:00Z"})
    return made


def found(world: World, *, anew: bool) -> list[Published]:
    press = world.open(None) if anew else world.press
    return [press.find(path) for path in (*world.press.paths(), SECRET)]


def sent(thing: Published) -> tuple[object, ...]:
    return thing.status, thing.content, thing.etag, thing.modified


def life(world: World) -> list[dict[int, Stamp]]:
    """The stamps of a session and of meetings, as readers of every level are told them."""
    told = []
    for level in Visibility:
        with Database(world.path).reading(Reader(level, world.now)) as reading:
            told.append(stamps(reading, "sessions", {1: "x"}))
            told.append(stamps(reading, "meetings", {1: "x", 2: "y"}))
    return told


def concerned(world: World, since: int) -> set[tuple[str, int]] | None:
    """What a feed looks at again after that revision."""
    with Database(world.path).reading(Reader(Visibility.CONFIDENTIAL, world.now)) as reading:
        assert state(reading).revision > since
        return touched(reading, since)


@pytest.mark.parametrize("level", LEVELS)
def test_where_else_a_record_is_listed_changes_no_octet_of_feeds_and_pages(
    world: World, level: str
) -> None:
    before, lived = found(world, anew=False), life(world)
    assert {thing.status for thing in before} == {200}
    with Database(world.path).reading(Reader(Visibility.PUBLIC, world.now)) as reading:
        since = state(reading).revision
    for step in STEPS:
        world.now += timedelta(hours=1)
        with desk_at(world.path, now=world.now) as desk:
            step(desk.ledger, level)
        assert concerned(world, since) == set()
        assert life(world) == lived
        after = found(world, anew=False)
        assert [sent(t) for t in after] == [sent(t) for t in before]
    assert [t.content for t in found(world, anew=True)] == [t.content for t in before]
    assert not world.reports
