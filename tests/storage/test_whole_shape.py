"""The export's shape is that of the ledger: every table, every column, in an order that serves."""

from __future__ import annotations

import pytest
from sqlalchemy import CheckConstraint, Column, Integer

from tracker.domain import whole
from tracker.storage import tables
from tracker.storage.schema import RECORDS

METADATA = tables.parties.metadata
SHAPES = {**whole.TABLES, "changes": whole.CHANGES, "revisions": whole.REVISIONS}
# Columns of JSON, by their default.
JSON = {"'{}'": {"text", "object"}, "'[]'": {"list", "objects", "references"}}


def columns(table: str) -> dict[str, Column[object]]:
    return {column.name: column for column in METADATA.tables[table].c}


def test_every_table_of_records_is_exported_or_kept_apart() -> None:
    assert set(whole.TABLES) | whole.APART == RECORDS


@pytest.mark.parametrize("table", SHAPES)
def test_every_column_is_there_and_as_empty_as_it_may_be(table: str) -> None:
    kept = {name: bool(c.nullable) for name, c in columns(table).items() if name != "id"}
    assert {c.name: c.null for c in SHAPES[table]} == kept


@pytest.mark.parametrize("table", whole.TABLES)
def test_references_are_the_ledgers(table: str) -> None:
    kept = {n: {f.column.table.name for f in c.foreign_keys} for n, c in columns(table).items()}
    for column in whole.TABLES[table]:
        of = set(column.of) if column.kind == "reference" else set()
        assert of == kept[column.name], column.name


@pytest.mark.parametrize("table", whole.TABLES)
def test_what_is_kept_as_json_is_given_as_itself(table: str) -> None:
    for column in whole.TABLES[table]:
        kept = columns(table)[column.name]
        default = kept.server_default
        written = f"'{default.arg}'" if default is not None else ""  # type: ignore[attr-defined]
        structured = column.kind in whole.STRUCTURED
        assert structured == (written in JSON), column.name
        if structured:
            assert column.kind in JSON[written]
        whole_number = column.kind in ("flag", "integer", "reference")
        assert whole_number == isinstance(kept.type, Integer), column.name


def test_a_table_stands_after_those_that_it_names() -> None:
    met: set[str] = set()
    for table, shape in whole.TABLES.items():
        met.add(table)
        assert {of for column in shape if column.kind.startswith("ref") for of in column.of} <= met


@pytest.mark.parametrize("table", whole.TABLES)
def test_a_choice_has_the_words_that_the_ledger_takes(table: str) -> None:
    checks = {
        str(check.sqltext).partition(" IN ")[0]: str(check.sqltext)
        for check in METADATA.tables[table].constraints
        if isinstance(check, CheckConstraint) and " IN " in str(check.sqltext)
    }
    choices = {c.name: c.of for c in whole.TABLES[table] if c.kind == "choice"}
    for column, check in checks.items():
        assert all(f"'{word}'" in check for word in choices[column])
        assert check.count("'") == 2 * len(choices[column])
