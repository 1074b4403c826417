"""The tables of what is exchanged with others: imports, listings, repeats, invitees, CalDAV.

All but `collections` and `published` are records of the ledger, so that an import is taken
back whole.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer

from tracker.storage.columns import (
    LIVE,
    flag,
    json,
    levels,
    one_of,
    ref,
    table,
    unique,
    visibility,
    words,
)

# A calendar, table or data set that is read again and again. `read_at`, `etag` and
# `last_modified` are of the last reading that changed anything: a change that is taken
# back takes them along, so that the next reading does not hear “not modified”.
imports = table(
    "imports",
    words("slug", null=False),
    words("location", null=False),
    words("format", null=False),
    json("options", "{}"),
    words("matching", null=False),
    words("etag"),
    words("last_modified"),
    words("read_at"),
    visibility(),
    flag("removed"),
    levels(),
    CheckConstraint("matching IN ('uid', 'content')", name="matching"),
    unique("uq_imports_slug", "slug"),
)

# A recurrence rule as it was told (RFC 5545, 3.8.5), and how far it has been expanded.
recurrences = table(
    "recurrences",
    ref("imports", "import_id"),
    words("foreign_uid", null=False),
    words("rule", null=False),
    words("starts", null=False),
    words("expanded_until"),
    visibility(),
    flag("removed"),
    levels(),
)

# One record as one import lists it, under the identity that it has there. Without an import:
# an identity from a file that was read once, or one that a record had before it was merged.
# `said` is what was last read, field by field, and `digest` tells whether it is said again;
# `content` finds the record where identities change with every reading.
listings = table(
    "listings",
    ref("imports", "import_id"),
    ref("sessions", "session_id"),
    ref("meetings", "meeting_id"),
    ref("commitments", "commitment_id"),
    ref("recurrences", "recurrence_id"),
    words("foreign_uid"),
    words("occurrence"),
    json("said", "{}"),
    words("digest", null=False),
    words("content"),
    Column("listed", Integer, nullable=False, server_default="1"),
    visibility(),
    flag("removed"),
    levels(),
    one_of("session_id", "meeting_id", "commitment_id"),
    Index("ix_listings_foreign_uid", "foreign_uid", sqlite_where=LIVE),
    Index("ix_listings_content", "content", sqlite_where=LIVE),
)

# Who was sent an invitation (RFC 6047), and which state of the event they know: under which
# UID, which is another than the record's once it was merged, in which language, and a digest
# of what they were told.
invitees = table(
    "invitees",
    ref("sessions", "session_id"),
    ref("meetings", "meeting_id"),
    words("address", null=False),
    words("display_name"),
    words("method", null=False),
    words("event_uid", null=False),
    Column("sequence", Integer, nullable=False),
    words("language", null=False),
    words("digest", null=False),
    words("sent_at", null=False),
    visibility(),
    flag("removed"),
    levels(),
    one_of("session_id", "meeting_id"),
    CheckConstraint("method IN ('request', 'cancel')", name="method"),
)

# Collections on CalDAV servers, by their addresses, and what was chosen to be put there, as it
# was typed. No records of the ledger, nor is what follows: they tell of other machines, which
# no undo changes.
collections = table(
    "collections",
    words("url", null=False),
    json("choice", "{}"),
    words("published_at"),
    Index("uq_collections_url", "url", unique=True),
)

# What lies on a CalDAV server as it was last put there. `etag` is None where it is not known
# to be as we left it.
published = table(
    "published",
    words("collection", null=False),
    words("uid_there", null=False),
    words("ref", null=False),
    words("href", null=False),
    words("etag"),
    words("digest", null=False),
    words("put_at", null=False),
    Index("uq_published_collection_uid_there", "collection", "uid_there", unique=True),
)
