"""What the tables of a ledger are made of: their columns, checks and indexes.

Only TEXT, INTEGER and REAL, so that SQLite can hold them STRICT.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LIVE = text("removed = 0")


def table(name: str, *parts: Column[object] | CheckConstraint | Index) -> Table:
    """Return a table whose ids are never given twice, not even after an undo."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        *parts,
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def words(name: str, *, null: bool = True) -> Column[object]:
    """Return a column of text."""
    return Column(name, Text, nullable=null)


def json(name: str, empty: str) -> Column[object]:
    """Return a column of JSON, a text in several languages or a list."""
    return Column(name, Text, nullable=False, server_default=empty)


def flag(name: str) -> Column[object]:
    """Return a column that is 0 or 1."""
    return Column(name, Integer, nullable=False, server_default="0")


def ref(of: str, name: str, *, null: bool = True) -> Column[object]:
    """Return a column that names a record of another table, with its index."""
    return Column(name, Integer, ForeignKey(f"{of}.id"), nullable=null, index=True)


def visibility(default: str = "internal") -> Column[object]:
    """Return the column of a record's level."""
    return Column("visibility", Text, nullable=False, server_default=default)


def levels() -> CheckConstraint:
    """Return the check that a level is one of the three."""
    return CheckConstraint(
        "visibility IN ('public', 'internal', 'confidential')", name="visibility"
    )


def one_of(*columns: str) -> CheckConstraint:
    """Return the check that just one of some columns is filled."""
    count = " + ".join(f"CASE WHEN {c} IS NULL THEN 0 ELSE 1 END" for c in columns)
    return CheckConstraint(f"{count} = 1", name="one_owner")


def unique(name: str, *columns: str) -> Index:
    """Return an index that is unique among what is not removed."""
    return Index(name, *columns, unique=True, sqlite_where=LIVE)
