"""The view `history` tells nothing of secret addresses, not even their hashes.

Whoever looks at the history in another tool may show it to others. `revisions` keeps all
that undo needs.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HISTORY = """
CREATE VIEW history AS
SELECT r.id AS id, r.change_id AS change_id, c.at AS at, c.author AS author,
       c.command AS command, c.undoes AS undoes, r.record_table AS record_table,
       r.record_id AS record_id, {before} AS before, {after} AS after, r.level AS level
  FROM revisions r
  JOIN changes c ON c.id = r.change_id
"""
# A side of a revision without the hash, which only subscribers have.
OPEN = "CASE WHEN r.record_table = 'subscribers' THEN {without} ELSE {side} END"
SQLITE = "json_remove({side}, '$.token_hash')"
POSTGRESQL = "CAST(CAST({side} AS jsonb) - 'token_hash' AS text)"


def upgrade() -> None:
    without = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    before, after = (
        OPEN.format(side=side, without=without.format(side=side))
        for side in ("r.before", "r.after")
    )
    op.execute("DROP VIEW history")
    op.execute(HISTORY.format(before=before, after=after))


def downgrade() -> None:
    op.execute("DROP VIEW history")
    op.execute(HISTORY.format(before="r.before", after="r.after"))
