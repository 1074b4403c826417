"""The tables of a ledger.

Texts in several languages and lists are JSON; instants are UTC as `2025-04-03T07:00:00Z`,
which sorts; a *when* is its canonical text (domain/when.py). `starts_at`, `ends_at` and
`span_days` are derived from the whens by the ledger door, never written by hand.

migrations/ holds the same in its own words; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import REAL, CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from tracker.storage import agenda_tables as _agenda_tables  # noqa: F401 - of the same metadata
from tracker.storage import exchange_tables as _exchange_tables  # noqa: F401
from tracker.storage.columns import LIVE as _LIVE
from tracker.storage.columns import flag as _flag
from tracker.storage.columns import json as _json
from tracker.storage.columns import levels as _levels
from tracker.storage.columns import metadata
from tracker.storage.columns import one_of as _one_of
from tracker.storage.columns import ref as _ref
from tracker.storage.columns import table as _table
from tracker.storage.columns import unique as _unique
from tracker.storage.columns import visibility as _visibility
from tracker.storage.columns import words as _text
from tracker.storage.schema import EMBARGOED


def _dated() -> tuple[Column[object] | CheckConstraint, ...]:
    """Return the columns that sessions and meetings share."""
    return (
        _text("uid", null=False),
        _json("title", "{}"),
        _text("status", null=False),
        _text("when_announced"),
        _text("when_confirmed"),
        _text("when_actual"),
        _text("zone", null=False),
        _text("starts_at"),
        _text("ends_at"),
        Column("span_days", Integer),
        _ref("places", "place_id"),
        _text("format"),
        _text("level"),
        _json("languages", "[]"),
        _text("reason"),
        _text("url"),
        _text("note"),
        _visibility(),
        _text("embargo_until"),
        _flag("removed"),
        _levels(),
        CheckConstraint(
            "status IN ('announced', 'tentative', 'confirmed', 'postponed', 'cancelled', 'held')",
            name="status",
        ),
        CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
    )


def _by_time(name: str) -> tuple[Index, ...]:
    """Short spans, and those without a date, by start; the few long ones apart, by their end.

    An overlap then reads a bounded slice of the first, and of the long ones those that
    are not over.
    """
    return (
        Index(f"ix_{name}_starts_at", "starts_at", "id", sqlite_where=_LIVE),
        Index(
            f"ix_{name}_long",
            "ends_at",
            sqlite_where=text("removed = 0 AND span_days > 8"),
        ),
        Index(f"uq_{name}_uid", "uid", unique=True),
    )


parties = _table(
    "parties",
    _text("code", null=False),
    _text("kind", null=False),
    _text("iso2"),
    _json("name", "{}"),
    _json("formal_name", "{}"),
    _json("aliases", "[]"),
    _text("note"),
    _flag("removed"),
    _unique("uq_parties_code", "code"),
)

memberships = _table(
    "memberships",
    _ref("parties", "member_id", null=False),
    _ref("parties", "organisation_id", null=False),
    _text("since"),
    _text("until"),
    _flag("removed"),
)

people = _table(
    "people",
    _json("name", "{}"),
    _text("sort_name"),
    _json("spellings", "[]"),
    _text("note"),
    _flag("removed"),
)

posts = _table(
    "posts",
    _ref("people", "person_id", null=False),
    _ref("parties", "party_id", null=False),
    _json("title", "{}"),
    _text("rank"),
    _text("since"),
    _text("until"),
    _flag("removed"),
)

places = _table(
    "places",
    _json("name", "{}"),
    _text("zone", null=False),
    _text("country"),
    _ref("places", "city_id"),
    Column("latitude", REAL),
    Column("longitude", REAL),
    _json("aliases", "[]"),
    _visibility("public"),
    _flag("removed"),
    _levels(),
)

topics = _table(
    "topics",
    _text("slug", null=False),
    _json("name", "{}"),
    _flag("removed"),
    _unique("uq_topics_slug", "slug"),
)

series = _table(
    "series",
    _text("slug", null=False),
    _json("title", "{}"),
    _text("note"),
    _visibility(),
    _text("embargo_until"),
    _flag("removed"),
    _levels(),
    _unique("uq_series_slug", "slug"),
)

sessions = _table(
    "sessions",
    _ref("series", "series_id", null=False),
    Column("ordinal", Integer, nullable=False),
    _text("kind", null=False),
    _ref("parties", "host_id"),
    *_dated(),
    *_by_time("sessions"),
    _unique("uq_sessions_series_ordinal", "series_id", "kind", "ordinal"),
)

meetings = _table(
    "meetings",
    _ref("sessions", "session_id"),
    _text("kind", null=False),
    _text("room"),
    _text("access"),
    *_dated(),
    *_by_time("meetings"),
)

delegations = _table(
    "delegations",
    _ref("sessions", "session_id"),
    _ref("meetings", "meeting_id"),
    _ref("parties", "party_id", null=False),
    _text("role", null=False),
    _text("level"),
    _flag("chairs"),
    _text("credentials"),
    _text("note"),
    _visibility("public"),
    _flag("removed"),
    _levels(),
    _one_of("session_id", "meeting_id"),
    _unique("uq_delegations_session_party", "session_id", "party_id"),
    _unique("uq_delegations_meeting_party", "meeting_id", "party_id"),
)

members = _table(
    "members",
    _ref("delegations", "delegation_id", null=False),
    _ref("people", "person_id", null=False),
    _ref("posts", "post_id"),
    _text("function", null=False),
    _json("title", "{}"),
    _flag("removed"),
    _unique("uq_members_delegation_person", "delegation_id", "person_id"),
)

agenda_items = _table(
    "agenda_items",
    _ref("sessions", "session_id"),
    _ref("meetings", "meeting_id"),
    _ref("agenda_items", "parent_id"),
    Column("position", Integer, nullable=False),
    _text("label", null=False),
    _json("title", "{}"),
    _text("origin"),
    _text("status", null=False),
    _ref("parties", "lead_id"),
    _json("outcome", "{}"),
    _text("mode"),
    _text("note"),
    _visibility("public"),
    _text("embargo_until"),
    _flag("removed"),
    _levels(),
    _one_of("session_id", "meeting_id"),
)

documents = _table(
    "documents",
    _json("title", "{}"),
    _text("kind", null=False),
    _text("symbol"),
    _text("language"),
    _text("dated"),
    _text("link"),
    _text("note"),
    _visibility(),
    _text("embargo_until"),
    _flag("removed"),
    _levels(),
)

document_links = _table(
    "document_links",
    _ref("documents", "document_id", null=False),
    _text("relation", null=False),
    _ref("sessions", "session_id"),
    _ref("meetings", "meeting_id"),
    _ref("agenda_items", "item_id"),
    _flag("removed"),
    _one_of("session_id", "meeting_id", "item_id"),
)

commitments = _table(
    "commitments",
    _json("title", "{}"),
    _text("status", null=False),
    _text("due"),
    _text("done_on"),
    _ref("sessions", "session_id"),
    _ref("meetings", "meeting_id"),
    _ref("agenda_items", "item_id"),
    _text("note"),
    _visibility(),
    _text("embargo_until"),
    _flag("removed"),
    _levels(),
)

owners = _table(
    "owners",
    _ref("commitments", "commitment_id", null=False),
    _ref("parties", "party_id", null=False),
    _flag("removed"),
    _unique("uq_owners_commitment_party", "commitment_id", "party_id"),
)

taggings = _table(
    "taggings",
    _ref("topics", "topic_id", null=False),
    _ref("sessions", "session_id"),
    _ref("meetings", "meeting_id"),
    _flag("removed"),
    _one_of("session_id", "meeting_id"),
)

sources = _table(
    "sources",
    _text("kind", null=False),
    _text("url"),
    _json("title", "{}"),
    _text("publisher"),
    _text("language"),
    _text("published"),
    _text("retrieved_at"),
    _text("note"),
    _visibility("public"),
    _flag("removed"),
    _levels(),
    _unique("uq_sources_url", "url"),
)

claims = _table(
    "claims",
    _ref("sources", "source_id", null=False),
    _text("record_table", null=False),
    Column("record_id", Integer, nullable=False),
    _text("field", null=False),
    _text("value", null=False),
    _text("standing", null=False),
    _text("reason"),
    _visibility("public"),
    _flag("removed"),
    _levels(),
    Index("ix_claims_record", "record_table", "record_id"),
)

feeds = _table(
    "feeds",
    _text("slug", null=False),
    _json("title", "{}"),
    _text("language", null=False),
    _json("wanted", "{}"),
    _text("cancelled", null=False),
    Column("imprecise", Integer, nullable=False, server_default="1"),
    Column("prefix", Text, nullable=False, server_default=""),
    Column("past_months", Integer, nullable=False),
    Column("future_months", Integer, nullable=False),
    _text("note"),
    _visibility(),
    _flag("removed"),
    _levels(),
    CheckConstraint("cancelled IN ('mark', 'keep', 'drop')", name="cancelled"),
    _unique("uq_feeds_slug", "slug"),
)

# Of a secret address only the hash is kept. When it was last used is no record of the
# ledger's: the server, which only reads, keeps that beside it.
subscribers = _table(
    "subscribers",
    _ref("feeds", "feed_id", null=False),
    _text("label", null=False),
    _text("token_hash", null=False),
    _text("issued_at", null=False),
    _text("revoked_at"),
    _visibility(),
    _flag("removed"),
    _levels(),
    Index("uq_subscribers_token_hash", "token_hash", unique=True),
)

# Which embargo ended last, and which ends next: asked at each change and each feed.
for _name in EMBARGOED:
    Index(
        f"ix_{_name}_embargo_until",
        metadata.tables[_name].c.embargo_until,
        sqlite_where=text("embargo_until IS NOT NULL"),
    )

changes = _table(
    "changes",
    _text("at", null=False),
    _text("author", null=False),
    _text("command", null=False),
    _text("subject"),
    Column("undoes", Integer, ForeignKey("changes.id"), unique=True),
)

revisions = _table(
    "revisions",
    _ref("changes", "change_id", null=False),
    _text("record_table", null=False),
    Column("record_id", Integer, nullable=False),
    _text("before"),
    _text("after"),
    # Derived when written: the session and meeting that show the record, and those that
    # did before; how far a reader must be cleared to notice, and to see it moved in
    # calendars (SEQUENCE); and its LAST-MODIFIED for each clearance that notices it,
    # which rises by a second at least with each change.
    Column("session_id", Integer, index=True),
    Column("meeting_id", Integer, index=True),
    Column("left_session_id", Integer, index=True),
    Column("left_meeting_id", Integer, index=True),
    Column("level", Integer, nullable=False),
    Column("moved_level", Integer),
    _text("modified_public"),
    _text("modified_internal"),
    _text("modified_confidential"),
    Index("ix_revisions_record", "record_table", "record_id"),
)
