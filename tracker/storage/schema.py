"""What a ledger file must be: its marks, its tables by name, and the schema spoken here.

Names only, so that reading and writing need not build the tables of tables.py; a test
holds the two together.
"""

from __future__ import annotations

HEAD = "0001"  # the newest migration
APPLICATION_ID = 0x74726B72  # "trkr" in the SQLite header: tells a ledger from other files
# Every table of records; `changes` and `revisions` are the history of these.
RECORDS = frozenset(
    {
        "agenda_items",
        "claims",
        "commitments",
        "delegations",
        "document_links",
        "documents",
        "meetings",
        "members",
        "memberships",
        "owners",
        "parties",
        "people",
        "places",
        "posts",
        "series",
        "sessions",
        "sources",
        "taggings",
        "topics",
    }
)
DATED = ("sessions", "meetings")  # those with a UID and whens
