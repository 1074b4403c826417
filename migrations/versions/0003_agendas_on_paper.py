"""What stands behind a print: the order of precedence, numbering, and circulated agendas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LEVELS = "visibility IN ('public', 'internal', 'confidential')"
ONE_OWNER = (
    "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + "
    "CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END = 1"
)
# Of a circulated version only this may change: whether it is on the lists.
KEPT = (
    "id, version_id, item_id, parent_id, position, label, title, status, visibility, embargo_until"
)


def upgrade() -> None:
    op.create_table(
        "precedences",
        sa.Column("id", sa.Integer(), nullable=False),
        *held(),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("start_id", sa.Integer(), nullable=True),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("alternat", sa.Integer(), server_default="0", nullable=False),
        sa.Column("placed", sa.Text(), server_default="[]", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        *holding("precedences"),
        sa.CheckConstraint(
            "basis IN ('alphabetical', 'rank', 'hand')", name="ck_precedences_basis"
        ),
        sa.CheckConstraint("host IN ('first', 'last', 'in-turn')", name="ck_precedences_host"),
        sa.ForeignKeyConstraint(["start_id"], ["parties.id"], name="fk_precedences_start_id"),
        sa.PrimaryKeyConstraint("id", name="pk_precedences"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "agenda_schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        *held(),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        *holding("agenda_schemes"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_schemes"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "agenda_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        *held(),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("distribution", sa.Text(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="internal", nullable=False),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(LEVELS, name="ck_agenda_versions_visibility"),
        *holding("agenda_versions"),
        sa.CheckConstraint(
            "stage IN ('preliminary', 'provisional', 'adopted', 'taken')",
            name="ck_agenda_versions_stage",
        ),
        sa.CheckConstraint("revision >= 0", name="ck_agenda_versions_revision"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_versions"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "version_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("embargo_until", sa.Text(), nullable=True),
        sa.Column("removed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(LEVELS, name="ck_version_items_visibility"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["agenda_versions.id"], name="fk_version_items_version_id"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name="fk_version_items_item_id"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["agenda_items.id"], name="fk_version_items_parent_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_version_items"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    index()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER version_items_no_update BEFORE UPDATE OF {KEPT} ON version_items "
            "BEGIN SELECT RAISE(ABORT, 'a circulated agenda is never rewritten'); END"
        )


def held() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
    )


def holding(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(ONE_OWNER, name=f"ck_{table}_one_owner"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=f"fk_{table}_session_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=f"fk_{table}_meeting_id"),
    )


def index() -> None:
    columns = {
        "precedences": ("session_id", "meeting_id", "start_id"),
        "agenda_schemes": ("session_id", "meeting_id"),
        "agenda_versions": ("session_id", "meeting_id"),
        "version_items": ("version_id", "item_id", "parent_id"),
    }
    for table, indexed in columns.items():
        for column in indexed:
            op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
    op.create_index(
        "ix_version_items_embargo_until",
        "version_items",
        ["embargo_until"],
        unique=False,
        sqlite_where=sa.text("embargo_until IS NOT NULL"),
        postgresql_where=sa.text("embargo_until IS NOT NULL"),
    )
    for table in ("precedences", "agenda_schemes"):
        for column in ("session_id", "meeting_id"):
            op.create_index(
                f"uq_{table}_{column}",
                table,
                [column],
                unique=True,
                sqlite_where=sa.text("removed = 0"),
                postgresql_where=sa.text("removed = 0"),
            )


def downgrade() -> None:
    for table in ("version_items", "agenda_versions", "agenda_schemes", "precedences"):
        op.drop_table(table)
