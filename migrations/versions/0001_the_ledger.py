"""The ledger: every record, its revisions, and the views that people may read.

Views are a contract with other tools: their columns stay. Titles and names are JSON
objects of language to words, the original first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Both halves of the union have the same types: only then does SQLite read each by its own
# index and in order, instead of making all of it first.
CALENDAR = """
CREATE VIEW calendar AS
SELECT 'meeting' AS occasion, m.id AS id, m.session_id AS session_id,
       s.slug AS series, n.ordinal AS ordinal, n.kind AS session_kind,
       m.title AS title, s.title AS series_title, m.kind AS kind, m.status AS status, m.level AS level,
       m.visibility AS visibility, m.embargo_until AS embargo_until,
       n.visibility AS session_visibility, n.embargo_until AS session_embargo_until,
       s.visibility AS series_visibility, s.embargo_until AS series_embargo_until,
       coalesce(m.when_actual, m.when_confirmed, m.when_announced) AS when_text,
       m.zone AS zone, m.starts_at AS starts_at, m.ends_at AS ends_at, m.span_days AS span_days,
       p.name AS place, p.visibility AS place_visibility,
       c.name AS city, c.visibility AS city_visibility,
       coalesce(p.country, c.country) AS country, m.room AS room
  FROM meetings m
  LEFT JOIN sessions n ON n.id = m.session_id
  LEFT JOIN series s ON s.id = n.series_id
  LEFT JOIN places p ON p.id = m.place_id
  LEFT JOIN places c ON c.id = p.city_id
 WHERE m.removed = 0
UNION ALL
SELECT 'session', n.id, n.id, s.slug, n.ordinal, n.kind,
       n.title, s.title, n.kind, n.status, n.level, n.visibility, n.embargo_until,
       CAST(NULL AS TEXT), CAST(NULL AS TEXT), s.visibility, s.embargo_until,
       coalesce(n.when_actual, n.when_confirmed, n.when_announced),
       n.zone, n.starts_at, n.ends_at, n.span_days,
       p.name, p.visibility, c.name, c.visibility,
       coalesce(p.country, c.country), CAST(NULL AS TEXT)
  FROM sessions n
  JOIN series s ON s.id = n.series_id
  LEFT JOIN places p ON p.id = n.place_id
  LEFT JOIN places c ON c.id = p.city_id
 WHERE n.removed = 0
"""

PARTICIPANTS = """
CREATE VIEW participants AS
SELECT d.id AS delegation_id, d.session_id AS session_id, d.meeting_id AS meeting_id,
       p.code AS party, p.name AS party_name, d.role AS role, d.visibility AS visibility,
       e.name AS person, b.function AS function, o.title AS post, o.rank AS rank
  FROM delegations d
  JOIN parties p ON p.id = d.party_id
  LEFT JOIN members b ON b.delegation_id = d.id AND b.removed = 0
  LEFT JOIN people e ON e.id = b.person_id
  LEFT JOIN posts o ON o.id = b.post_id
 WHERE d.removed = 0
"""

AGENDA = """
CREATE VIEW agenda AS
SELECT i.id AS id, i.session_id AS session_id, i.meeting_id AS meeting_id,
       i.parent_id AS parent_id, i.position AS position, i.label AS label, i.title AS title,
       i.status AS status, p.code AS lead_party, i.outcome AS outcome, i.mode AS mode,
       i.visibility AS visibility, i.embargo_until AS embargo_until
  FROM agenda_items i
  LEFT JOIN parties p ON p.id = i.lead_id
 WHERE i.removed = 0
"""

HISTORY = """
CREATE VIEW history AS
SELECT r.id AS id, r.change_id AS change_id, c.at AS at, c.author AS author,
       c.command AS command, c.undoes AS undoes, r.record_table AS record_table,
       r.record_id AS record_id, r.before AS before, r.after AS after, r.level AS level
  FROM revisions r
  JOIN changes c ON c.id = r.change_id
"""

VIEWS = {"calendar": CALENDAR, "participants": PARTICIPANTS, "agenda": AGENDA, "history": HISTORY}


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["changes.id"], name="fk_changes_undoes"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.UniqueConstraint("undoes", name="uq_changes_undoes"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("embargo_until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_documents_visibility"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("iso2", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), server_default="{}", nullable=False),
        sa.Column("formal_name", sa.Text(), server_default="{}", nullable=False),
        sa.Column("aliases", sa.Text(), server_default="[]", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parties"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "uq_parties_code",
        "parties",
        ["code"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="{}", nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=True),
        sa.Column("spellings", sa.Text(), server_default="[]", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="{}", nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.REAL(), nullable=True),
        sa.Column("longitude", sa.REAL(), nullable=True),
        sa.Column("aliases", sa.Text(), server_default="[]", nullable=False),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_places_visibility"
        ),
        sa.ForeignKeyConstraint(["city_id"], ["places.id"], name="fk_places_city_id"),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_places_city_id", "places", ["city_id"], unique=False)
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("embargo_until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_series_visibility"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "uq_series_slug",
        "series",
        ["slug"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("retrieved_at", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_sources_visibility"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "uq_sources_url",
        "sources",
        ["url"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="{}", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "uq_topics_slug",
        "topics",
        ["slug"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("record_table", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_claims_visibility"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_claims_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_claims_record", "claims", ["record_table", "record_id"], unique=False)
    op.create_index("ix_claims_source_id", "claims", ["source_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["parties.id"], name="fk_memberships_member_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["parties.id"], name="fk_memberships_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_memberships_member_id", "memberships", ["member_id"], unique=False)
    op.create_index(
        "ix_memberships_organisation_id", "memberships", ["organisation_id"], unique=False
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("rank", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_posts_party_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_posts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_posts_party_id", "posts", ["party_id"], unique=False)
    op.create_index("ix_posts_person_id", "posts", ["person_id"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("record_table", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("left_session_id", sa.Integer(), nullable=True),
        sa.Column("left_meeting_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("moved_level", sa.Integer(), nullable=True),
        sa.Column("modified_public", sa.Text(), nullable=True),
        sa.Column("modified_internal", sa.Text(), nullable=True),
        sa.Column("modified_confidential", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_revisions_change_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_revisions_change_id", "revisions", ["change_id"], unique=False)
    op.create_index("ix_revisions_left_meeting_id", "revisions", ["left_meeting_id"], unique=False)
    op.create_index("ix_revisions_left_session_id", "revisions", ["left_session_id"], unique=False)
    op.create_index("ix_revisions_meeting_id", "revisions", ["meeting_id"], unique=False)
    op.create_index("ix_revisions_record", "revisions", ["record_table", "record_id"], unique=False)
    op.create_index("ix_revisions_session_id", "revisions", ["session_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("when_announced", sa.Text(), nullable=True),
        sa.Column("when_confirmed", sa.Text(), nullable=True),
        sa.Column("when_actual", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=True),
        sa.Column("ends_at", sa.Text(), nullable=True),
        sa.Column("span_days", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), server_default="[]", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("embargo_until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "status IN ('announced', 'tentative', 'confirmed', 'postponed', 'cancelled', 'held')",
            name="ck_sessions_status",
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_sessions_visibility"
        ),
        sa.CheckConstraint("ends_at >= starts_at", name="ck_sessions_ends_after_start"),
        sa.ForeignKeyConstraint(["host_id"], ["parties.id"], name="fk_sessions_host_id"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_sessions_place_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_sessions_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_sessions_host_id", "sessions", ["host_id"], unique=False)
    op.create_index(
        "ix_sessions_long",
        "sessions",
        ["ends_at"],
        unique=False,
        sqlite_where=sa.text("removed = 0 AND span_days > 8"),
        postgresql_where=sa.text("removed = 0 AND span_days > 8"),
    )
    op.create_index("ix_sessions_place_id", "sessions", ["place_id"], unique=False)
    op.create_index("ix_sessions_series_id", "sessions", ["series_id"], unique=False)
    op.create_index(
        "ix_sessions_starts_at",
        "sessions",
        ["starts_at", "id"],
        unique=False,
        sqlite_where=sa.text("removed = 0"),
    )
    op.create_index(
        "uq_sessions_series_ordinal",
        "sessions",
        ["series_id", "kind", "ordinal"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_index("uq_sessions_uid", "sessions", ["uid"], unique=True)
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("access", sa.Text(), nullable=True),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("when_announced", sa.Text(), nullable=True),
        sa.Column("when_confirmed", sa.Text(), nullable=True),
        sa.Column("when_actual", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=True),
        sa.Column("ends_at", sa.Text(), nullable=True),
        sa.Column("span_days", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), server_default="[]", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("embargo_until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "status IN ('announced', 'tentative', 'confirmed', 'postponed', 'cancelled', 'held')",
            name="ck_meetings_status",
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_meetings_visibility"
        ),
        sa.CheckConstraint("ends_at >= starts_at", name="ck_meetings_ends_after_start"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_meetings_place_id"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_meetings_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_meetings_long",
        "meetings",
        ["ends_at"],
        unique=False,
        sqlite_where=sa.text("removed = 0 AND span_days > 8"),
        postgresql_where=sa.text("removed = 0 AND span_days > 8"),
    )
    op.create_index("ix_meetings_place_id", "meetings", ["place_id"], unique=False)
    op.create_index("ix_meetings_session_id", "meetings", ["session_id"], unique=False)
    op.create_index(
        "ix_meetings_starts_at",
        "meetings",
        ["starts_at", "id"],
        unique=False,
        sqlite_where=sa.text("removed = 0"),
    )
    op.create_index("uq_meetings_uid", "meetings", ["uid"], unique=True)
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="{}", nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("embargo_until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')",
            name="ck_agenda_items_visibility",
        ),
        sa.CheckConstraint(
            "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_agenda_items_one_owner",
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["parties.id"], name="fk_agenda_items_lead_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_agenda_items_meeting_id"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["agenda_items.id"], name="fk_agenda_items_parent_id"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_agenda_items_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_items"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_agenda_items_lead_id", "agenda_items", ["lead_id"], unique=False)
    op.create_index("ix_agenda_items_meeting_id", "agenda_items", ["meeting_id"], unique=False)
    op.create_index("ix_agenda_items_parent_id", "agenda_items", ["parent_id"], unique=False)
    op.create_index("ix_agenda_items_session_id", "agenda_items", ["session_id"], unique=False)
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("chairs", sa.Integer(), server_default="0", nullable=False),
        sa.Column("credentials", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_delegations_visibility"
        ),
        sa.CheckConstraint(
            "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_delegations_one_owner",
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_delegations_meeting_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_delegations_party_id"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_delegations_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delegations"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_delegations_meeting_id", "delegations", ["meeting_id"], unique=False)
    op.create_index("ix_delegations_party_id", "delegations", ["party_id"], unique=False)
    op.create_index("ix_delegations_session_id", "delegations", ["session_id"], unique=False)
    op.create_index(
        "uq_delegations_meeting_party",
        "delegations",
        ["meeting_id", "party_id"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_index(
        "uq_delegations_session_party",
        "delegations",
        ["session_id", "party_id"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "taggings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_taggings_one_owner",
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_taggings_meeting_id"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_taggings_session_id"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_taggings_topic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_taggings"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_taggings_meeting_id", "taggings", ["meeting_id"], unique=False)
    op.create_index("ix_taggings_session_id", "taggings", ["session_id"], unique=False)
    op.create_index("ix_taggings_topic_id", "taggings", ["topic_id"], unique=False)
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("embargo_until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal', 'confidential')", name="ck_commitments_visibility"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name="fk_commitments_item_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_commitments_meeting_id"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_commitments_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_commitments"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_commitments_item_id", "commitments", ["item_id"], unique=False)
    op.create_index("ix_commitments_meeting_id", "commitments", ["meeting_id"], unique=False)
    op.create_index("ix_commitments_session_id", "commitments", ["session_id"], unique=False)
    op.create_table(
        "document_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END + CASE WHEN item_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_document_links_one_owner",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_document_links_document_id"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name="fk_document_links_item_id"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_document_links_meeting_id"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_document_links_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_links"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_document_links_document_id", "document_links", ["document_id"], unique=False
    )
    op.create_index("ix_document_links_item_id", "document_links", ["item_id"], unique=False)
    op.create_index("ix_document_links_meeting_id", "document_links", ["meeting_id"], unique=False)
    op.create_index("ix_document_links_session_id", "document_links", ["session_id"], unique=False)
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name="fk_members_delegation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_members_person_id"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_members_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_members_delegation_id", "members", ["delegation_id"], unique=False)
    op.create_index("ix_members_person_id", "members", ["person_id"], unique=False)
    op.create_index("ix_members_post_id", "members", ["post_id"], unique=False)
    op.create_index(
        "uq_members_delegation_person",
        "members",
        ["delegation_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "owners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name="fk_owners_commitment_id"
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_owners_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_owners"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_owners_commitment_id", "owners", ["commitment_id"], unique=False)
    op.create_index("ix_owners_party_id", "owners", ["party_id"], unique=False)
    op.create_index(
        "uq_owners_commitment_party",
        "owners",
        ["commitment_id", "party_id"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    for statement in VIEWS.values():
        op.execute(statement)
    if op.get_bind().dialect.name == "sqlite":
        for table in ("changes", "revisions"):
            guard(table)


def guard(table: str) -> None:
    """Make a table one that is only ever added to, but for the subject of a change."""
    columns = "" if table == "revisions" else " OF id, at, author, command, undoes"
    for action, name in (("DELETE", "delete"), (f"UPDATE{columns}", "update")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {action} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END"
        )


def downgrade() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW {view}")
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind)
    for table in reversed(tables.sorted_tables):
        if table.name != "alembic_version":
            table.drop(bind)
