"""What a ledger file must be: its marks, its tables by name, and the schema spoken here.

Names only, so that reading and writing need not build the tables of tables.py; a test
holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = "0005"  # the newest migration
APPLICATION_ID = 0x74726B72  # "trkr" in the SQLite header: tells a ledger from other files
# Every table of records; `changes` and `revisions` are the history of these.
RECORDS = frozenset(
    {
        "agenda_items",
        "agenda_schemes",
        "agenda_versions",
        "claims",
        "commitments",
        "delegations",
        "document_links",
        "documents",
        "feeds",
        "imports",
        "invitees",
        "listings",
        "meetings",
        "members",
        "memberships",
        "owners",
        "parties",
        "people",
        "places",
        "posts",
        "precedences",
        "recurrences",
        "series",
        "sessions",
        "sources",
        "subscribers",
        "taggings",
        "topics",
        "version_items",
    }
)
DATED = ("sessions", "meetings")  # those with a UID and whens
# Those that may be kept from the public until an instant.
EMBARGOED = (
    *("series", "sessions", "meetings", "agenda_items", "documents", "commitments"),
    "version_items",
)
# Those whose reason is for readers cleared for notes.
REASONED = (*DATED, "precedences")
# Working fields, for readers cleared for notes; a change to them alone is noticed by no other.
WORKING = frozenset({"note", "credentials"})
# Without which a record is not seen either: columns, and the tables that they point into.
HOLDERS = {
    "series_id": "series",
    "session_id": "sessions",
    "meeting_id": "meetings",
    "delegation_id": "delegations",
    "parent_id": "agenda_items",
    "item_id": "agenda_items",
    "document_id": "documents",
    "commitment_id": "commitments",
    "source_id": "sources",
    "feed_id": "feeds",
    "version_id": "agenda_versions",
}


def holders(table: str, row: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return the table and id of every record without which a row is not seen."""
    found = [(HOLDERS[c], row[c]) for c in HOLDERS if c in row and row[c] is not None]
    if table == "claims":
        found.append((row["record_table"], row["record_id"]))
    return found
