"""The file as migrations make it: what tables.py says, guarded, and moved whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.conftest import Tracker, desk_at
from tracker.errors import Unavailable
from tracker.services import meetings
from tracker.storage import migrate
from tracker.storage.engine import sqlite_engine
from tracker.storage.schema import APPLICATION_ID, DATED, HEAD, RECORDS
from tracker.storage.tables import parties
from tracker.storage.views import VIEWS as TOLD

if TYPE_CHECKING:
    from pathlib import Path

metadata = parties.metadata  # of every table
# The contract with people who open the file in another tool: these columns stay.
VIEWS = {
    "calendar": "occasion id session_id series ordinal session_kind title series_title kind "
    "status level visibility embargo_until session_visibility session_embargo_until "
    "series_visibility series_embargo_until when_text zone starts_at ends_at span_days place "
    "place_visibility city city_visibility country room",
    "participants": "delegation_id session_id meeting_id party party_name role visibility person "
    "function post rank",
    "agenda": "id session_id meeting_id parent_id position label title status lead_party outcome "
    "mode visibility embargo_until",
    "history": "id change_id at author command undoes record_table record_id before after level",
    "listed": "id import_name location record_table record_id title foreign_uid occurrence still "
    "visibility record_visibility",
}


def columns(path: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(statement)]


def tell(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_tables_and_migrations_say_the_same(template: Path) -> None:
    engine = sqlite_engine(template)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def shape(path: Path) -> dict[str, str]:
    """Every index of a file, with its words as they were written, less blanks and quotes."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
    return {name: "".join(sql.replace('"', "").split()) for name, sql in rows}


def test_the_indexes_are_those_of_the_tables(template: Path, tmp_path: Path) -> None:
    """With their conditions, which compare_metadata does not look at."""
    drawn = tmp_path / "drawn.sqlite3"
    metadata.create_all(sqlite_engine(drawn))
    assert shape(template) == shape(drawn)


def test_the_checks_are_those_of_the_tables(template: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.sqlite3"
    metadata.create_all(sqlite_engine(drawn))
    statement = (
        "SELECT name || (length(sql) - length(replace(sql, 'CHECK (', ''))) FROM sqlite_schema "
        "WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version' ORDER BY 1"
    )
    assert columns(template, statement) == columns(drawn, statement)


def test_the_schema_spoken_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.migrations_folder()))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_records_are_the_tables_but_for_the_history_and_what_lies_elsewhere() -> None:
    beside = {"changes", "revisions", "collections", "published"}
    assert set(metadata.tables) - beside == RECORDS


def test_the_dated_are_those_with_a_uid() -> None:
    assert {name for name, table in metadata.tables.items() if "uid" in table.columns} == {*DATED}


def test_every_table_of_records_is_strict(template: Path) -> None:
    strict = columns(template, "SELECT name FROM pragma_table_list WHERE strict = 1")
    assert {*strict} == {*metadata.tables}


def test_a_number_does_not_get_into_a_text(ledger_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        tell(ledger_path, "INSERT INTO topics (slug, removed) VALUES ('trade', 'no')")


@pytest.mark.parametrize("table", ["changes", "revisions"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id + 1"])
def test_the_history_is_only_ever_added_to(
    founding_ledger: Path, table: str, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        tell(founding_ledger, statement.format(table))


def test_a_revision_is_never_rewritten(founding_ledger: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        tell(founding_ledger, "UPDATE revisions SET after = NULL")


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_the_columns_it_promises(template: Path, view: str) -> None:
    found = columns(template, f"SELECT name FROM pragma_table_info('{view}') ORDER BY cid")
    assert found == VIEWS[view].split()


def test_every_view_is_told_with_the_meaning_of_its_columns() -> None:
    told = {view.name: " ".join(each.column for each in view.columns) for view in TOLD}
    assert told == VIEWS
    assert all(each.tells for view in TOLD for each in view.columns)


def test_there_are_no_views_but_these(template: Path) -> None:
    assert {*columns(template, "SELECT name FROM sqlite_schema WHERE type = 'view'")} == {*VIEWS}


def test_the_file_is_marked_as_a_ledger(template: Path) -> None:
    assert columns(template, "PRAGMA application_id") == [APPLICATION_ID]


def test_a_new_ledger_is_its_owners_alone(template: Path) -> None:
    assert template.stat().st_mode & 0o077 == 0


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    ledger_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration makes a table, drops another, and then fails."""
    folder = broken_migrations(tmp_path)
    monkeypatch.setattr(migrate, "migrations_folder", lambda: folder)
    before = schema(ledger_path)
    with pytest.raises(Unavailable, match="no such table"):
        migrate.upgrade(ledger_path)
    assert schema(ledger_path) == before
    assert columns(ledger_path, "SELECT version_num FROM alembic_version") == [HEAD]


def schema(path: Path) -> list[str]:
    return columns(path, "SELECT sql FROM sqlite_schema ORDER BY name")


def broken_migrations(tmp_path: Path) -> Path:
    import shutil

    folder = tmp_path / "migrations"
    shutil.copytree(migrate.migrations_folder(), folder)
    (folder / "versions" / "9999_fails.py").write_text(
        f'"""Fails."""\nfrom alembic import op\nrevision = "9999"\ndown_revision = "{HEAD}"\n'
        "def upgrade():\n"
        '    op.execute("CREATE TABLE made (id INTEGER)")\n'
        '    op.execute("DROP VIEW history")\n'
        '    op.execute("DROP TABLE never_was")\n',
        encoding="utf-8",
    )
    return folder


def test_links_that_an_upgrade_would_break_stop_it(
    ledger_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = broken_migrations(tmp_path)
    version = folder / "versions" / "9999_fails.py"
    orphan = "INSERT INTO taggings (topic_id, meeting_id) VALUES (77, 88)"
    version.write_text(version.read_text().replace("DROP TABLE never_was", orphan))
    monkeypatch.setattr(migrate, "migrations_folder", lambda: folder)
    with pytest.raises(Unavailable, match="would break 2 links"):
        migrate.upgrade(ledger_path)
    assert columns(ledger_path, "SELECT count(*) FROM taggings") == [0]


READS = (("list",), ("next",), ("log", "Talks", "--on", "tbc"), ("export", "ics"), ("history",))


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_a_newer_ledger_is_refused_in_one_sentence(
    tracker: Tracker, ledger_path: Path, words: tuple[str, ...]
) -> None:
    tell(ledger_path, "UPDATE alembic_version SET version_num = '9998'")
    before = ledger_path.read_bytes()
    found = tracker(*words)
    assert found.code == 1
    assert found.out == ""
    assert found.err == (
        f"tracker: The ledger {ledger_path} has schema 9998, newer than this program's {HEAD}.\n"
        "Update the program: pip install --upgrade diplomatic-tracker\n"
    )
    assert ledger_path.read_bytes() == before


def test_a_newer_ledger_is_not_brought_back(tracker: Tracker, ledger_path: Path) -> None:
    tell(ledger_path, "UPDATE alembic_version SET version_num = '9998'")
    found = tracker("db", "upgrade")
    assert found.code == 1
    assert "newer than this program's" in found.err
    assert [path.name for path in ledger_path.parent.iterdir()] == [ledger_path.name]


def test_an_older_ledger_is_told_how_to_come_up(tracker: Tracker, ledger_path: Path) -> None:
    tell(ledger_path, "UPDATE alembic_version SET version_num = '0000'")
    found = tracker("list")
    assert found.code == 1
    assert "tracker db upgrade" in found.err


def test_a_new_ledger_holds_what_a_command_stores(ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        meetings.log(desk, meetings.Draft(title="Talks", on="tbc"))
    assert columns(ledger_path, "SELECT when_text FROM calendar") == [None]
