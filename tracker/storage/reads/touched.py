"""Which sessions and meetings a stretch of the ledger's history may have changed.

A feed asks this after each change, so that it need look only at those.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tracker.domain.instants import from_stored, to_stored
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.storage.door import one
from tracker.storage.schema import EMBARGOED

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.storage.reads.reading import Reading

# A change to one of these concerns the session and meeting that its revision names. Any
# other record may be behind many: a person, a place, a party.
_OF_ONE = (
    "agenda_items",
    "agenda_versions",
    "claims",
    "commitments",
    "delegations",
    "document_links",
    "meetings",
    "members",
    "owners",
    "precedences",
    "sessions",
    "taggings",
)
_OF_NONE = (
    *("agenda_schemes", "feeds", "imports", "invitees", "listings", "recurrences"),
    *("subscribers", "version_items"),
)


@frozen
class State:
    """Where a ledger stands: the number of its newest revision, and what tells it from others.

    A backup that was restored may reach the same number by other changes, and another
    ledger may lie at the same path.
    """

    revision: int
    mark: str


def state(reading: Reading) -> State:
    """Return where the ledger stands."""
    newest = one(reading.rows("SELECT max(id) AS id FROM revisions"))
    return _state_at(reading, int(newest["id"] or 0) if newest else 0)


def continues(reading: Reading, before: State) -> bool:
    """Return whether the ledger's history goes on from that state."""
    return _state_at(reading, before.revision) == before


def _state_at(reading: Reading, revision: int) -> State:
    row = one(
        reading.rows(
            "SELECT r.*, c.at, c.author, c.command FROM revisions r "
            "JOIN changes c ON c.id = r.change_id WHERE r.id = :id",
            {"id": revision},
        )
    )
    told = repr(tuple(row)) if row else ""
    return State(revision, hashlib.sha256(told.encode()).hexdigest())


def narrowed(reading: Reading, since: int) -> bool:
    """Return whether a revision after `since` took anything from anybody's sight.

    It was removed, undone, raised to a higher level, or put under an embargo.
    """
    later = reading.in_turn(
        "SELECT id, before, after FROM revisions WHERE before IS NOT NULL "
        "AND id > :after ORDER BY id LIMIT :most",
        after=since,
    )
    return any(
        _is_narrower(json.loads(row["before"]), json.loads(row["after"] or "{}")) for row in later
    )


def _is_narrower(before: dict[str, Any], after: dict[str, Any]) -> bool:
    if not after or (after.get("removed") and not before.get("removed")):
        return True
    then, now = (Visibility(row.get("visibility", "public")).rank for row in (before, after))
    return now > then or (after.get("embargo_until") or "") > (before.get("embargo_until") or "")


def touched(reading: Reading, since: int) -> set[tuple[str, int]] | None:
    """Return what revisions after `since` concern, as (occasion, id); None if it may be all."""
    one_of, none_of = (", ".join(f"'{t}'" for t in tables) for tables in (_OF_ONE, _OF_NONE))
    rows = reading.rows(
        f"SELECT record_table IN ({one_of}) AS known, session_id, meeting_id, left_session_id, "
        f"left_meeting_id FROM revisions WHERE id > :since AND record_table NOT IN ({none_of})",
        {"since": since},
    )
    if not all(row["known"] for row in rows):
        return None
    found = {
        (occasion, int(row[column]))
        for row in rows
        for occasion in ("session", "meeting")
        for column in (f"{occasion}_id", f"left_{occasion}_id")
        if row[column] is not None
    }
    # A meeting's event names its session, and is hidden with it.
    held = reading.by_ids(
        "SELECT id FROM meetings WHERE session_id IN ({ids})",
        [number for occasion, number in found if occasion == "session"],
    )
    return found | {("meeting", row["id"]) for row in held}


def next_embargo(reading: Reading, after: datetime) -> datetime | None:
    """Return when the next embargo ends after an instant, of whatever record."""
    each = " UNION ALL ".join(
        f"SELECT min(embargo_until) AS at FROM {table} WHERE embargo_until > :after"
        for table in EMBARGOED
    )
    ends = [row["at"] for row in reading.rows(each, {"after": to_stored(after)}) if row["at"]]
    return from_stored(min(ends)) if ends else None
