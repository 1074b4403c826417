"""Which sessions and meetings a stretch of the ledger's history may have changed.

A feed asks this after each change, so that it need look only at those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored, to_stored
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
_OF_NONE = ("agenda_schemes", "feeds", "subscribers", "version_items")


@dataclass(frozen=True, slots=True)
class State:
    """Where a ledger stands: its newest change, in words, and the number of its newest revision."""

    name: str
    revision: int


def state(reading: Reading) -> State:
    """Return where the ledger stands."""
    change = one(reading.rows("SELECT id, at FROM changes ORDER BY id DESC LIMIT 1"))
    newest = one(reading.rows("SELECT max(id) AS id FROM revisions"))
    revision = int(newest["id"] or 0) if newest else 0
    return State(f"{change['id']}:{change['at']}:{revision}" if change else "empty", revision)


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
