"""What is exchanged with others: remembered imports, listings, repeats, invitees, CalDAV."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LEVELS = "visibility IN ('public', 'internal', 'confidential')"
TABLES = {
    "recurrences": ("import_id",),
    "listings": ("import_id", "session_id", "meeting_id", "commitment_id", "recurrence_id"),
    "invitees": ("session_id", "meeting_id"),
}
# Which import lists which record: for whoever asks where a row comes from.
LISTED = """
CREATE VIEW listed AS
SELECT l.id AS id, i.slug AS import_name, i.location AS location,
       CASE WHEN l.session_id IS NOT NULL THEN 'sessions'
            WHEN l.meeting_id IS NOT NULL THEN 'meetings' ELSE 'commitments' END AS record_table,
       coalesce(l.session_id, l.meeting_id, l.commitment_id) AS record_id,
       coalesce(n.title, m.title, c.title) AS title,
       l.foreign_uid AS foreign_uid, l.occurrence AS occurrence, l.listed AS still,
       l.visibility AS visibility,
       coalesce(n.visibility, m.visibility, c.visibility) AS record_visibility
  FROM listings l
  LEFT JOIN imports i ON i.id = l.import_id
  LEFT JOIN sessions n ON n.id = l.session_id
  LEFT JOIN meetings m ON m.id = l.meeting_id
  LEFT JOIN commitments c ON c.id = l.commitment_id
 WHERE l.removed = 0
"""


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), server_default="{}", nullable=False),
        sa.Column("matching", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("read_at", sa.Text(), nullable=True),
        *closing("imports"),
        sa.CheckConstraint("matching IN ('uid', 'content')", name="ck_imports_matching"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "recurrences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("foreign_uid", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("expanded_until", sa.Text(), nullable=True),
        *closing("recurrences"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_recurrences_import_id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "listings",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in TABLES["listings"]),
        sa.Column("foreign_uid", sa.Text(), nullable=True),
        sa.Column("occurrence", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), server_default="{}", nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("listed", sa.Integer(), server_default="1", nullable=False),
        *closing("listings"),
        one_owner("listings", "session_id", "meeting_id", "commitment_id"),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=f"fk_listings_{column}")
            for column, of in zip(
                TABLES["listings"],
                ("imports", "sessions", "meetings", "commitments", "recurrences"),
                strict=True,
            )
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "invitees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("event_uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Text(), nullable=False),
        *closing("invitees"),
        one_owner("invitees", "session_id", "meeting_id"),
        sa.CheckConstraint("method IN ('request', 'cancel')", name="ck_invitees_method"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_invitees_session_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_invitees_meeting_id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "collections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), server_default="{}", nullable=False),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_collections"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "published",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("uid_there", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("href", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("put_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_published"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    index()
    op.execute(LISTED)


def closing(table: str) -> tuple[sa.Column[str] | sa.Column[int] | sa.Constraint, ...]:
    return (
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(LEVELS, name=f"ck_{table}_visibility"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def one_owner(table: str, *columns: str) -> sa.CheckConstraint:
    count = " + ".join(f"CASE WHEN {c} IS NULL THEN 0 ELSE 1 END" for c in columns)
    return sa.CheckConstraint(f"{count} = 1", name=f"ck_{table}_one_owner")


def index() -> None:
    live = {
        "sqlite_where": sa.text("removed = 0"),
        "postgresql_where": sa.text("removed = 0"),
    }
    for table, columns in TABLES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
    op.create_index("uq_imports_slug", "imports", ["slug"], unique=True, **live)
    for column in ("foreign_uid", "content"):
        op.create_index(f"ix_listings_{column}", "listings", [column], unique=False, **live)
    op.create_index("uq_collections_url", "collections", ["url"], unique=True)
    op.create_index(
        "uq_published_collection_uid_there", "published", ["collection", "uid_there"], unique=True
    )


def downgrade() -> None:
    op.execute("DROP VIEW listed")
    for table in ("published", "collections", "invitees", "listings", "recurrences", "imports"):
        op.drop_table(table)
