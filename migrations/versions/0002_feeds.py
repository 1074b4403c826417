"""Feeds: saved filters that calendar programs subscribe to, and who holds a secret address.

Embargoes get an index each: a feed is right until the next of them ends.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EMBARGOED = ("series", "sessions", "meetings", "agenda_items", "documents", "commitments")
LEVELS = "visibility IN ('public', 'internal', 'confidential')"


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), server_default="{}", nullable=False),
        sa.Column("cancelled", sa.Text(), nullable=False),
        sa.Column("imprecise", sa.Integer(), server_default="1", nullable=False),
        sa.Column("prefix", sa.Text(), server_default="", nullable=False),
        sa.Column("past_months", sa.Integer(), nullable=False),
        sa.Column("future_months", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(LEVELS, name="ck_feeds_visibility"),
        sa.CheckConstraint("cancelled IN ('mark', 'keep', 'drop')", name="ck_feeds_cancelled"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "uq_feeds_slug",
        "feeds",
        ["slug"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(LEVELS, name="ck_subscribers_visibility"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_subscribers_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_subscribers_feed_id", "subscribers", ["feed_id"], unique=False)
    op.create_index("uq_subscribers_token_hash", "subscribers", ["token_hash"], unique=True)
    for table in EMBARGOED:
        op.create_index(
            f"ix_{table}_embargo_until",
            table,
            ["embargo_until"],
            unique=False,
            sqlite_where=sa.text("embargo_until IS NOT NULL"),
            postgresql_where=sa.text("embargo_until IS NOT NULL"),
        )


def downgrade() -> None:
    for table in EMBARGOED:
        op.drop_index(f"ix_{table}_embargo_until", table_name=table)
    op.drop_table("subscribers")
    op.drop_table("feeds")
