"""Ledgers of earlier programs: brought up whole, with what is in them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config

from tracker.storage import migrate
from tracker.storage.engine import sqlite_engine
from tracker.storage.schema import APPLICATION_ID, HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


def told(path: Path, statement: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(statement)]


def shape(path: Path) -> list[object]:
    return told(path, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")


@pytest.fixture(params=["0001", "0002", "0003"])
def old_ledger(request: pytest.FixtureRequest, ledger_path: Path, founding_template: Path) -> Path:
    """The founding ledger as a program of that schema had it."""
    old = ledger_path.with_name("old.sqlite3")
    shutil.copyfile(founding_template, old)
    config = Config()
    config.set_main_option("script_location", str(migrate.migrations_folder()))
    with sqlite_engine(old).connect() as connection:
        config.attributes["connection"] = connection
        with connection.begin():
            command.downgrade(config, request.param)
    return old.rename(ledger_path)


def test_an_older_ledger_comes_up_with_all_that_is_in_it(
    tracker: Tracker, old_ledger: Path, template: Path
) -> None:
    assert told(old_ledger, "SELECT version_num FROM alembic_version") != [HEAD]
    assert "tracker db upgrade" in tracker("list").err
    before = told(old_ledger, "SELECT after FROM revisions ORDER BY id")
    assert tracker("db", "upgrade").code == 0
    assert told(old_ledger, "SELECT version_num FROM alembic_version") == [HEAD]
    assert told(old_ledger, "SELECT after FROM revisions ORDER BY id") == before
    assert told(old_ledger, "PRAGMA application_id") == [APPLICATION_ID]
    assert shape(old_ledger) == shape(template)


def test_what_comes_with_a_newer_schema_works_in_an_older_ledger(
    tracker: Tracker, old_ledger: Path
) -> None:
    assert old_ledger.exists()
    assert tracker("db", "upgrade").code == 0
    for words in (
        ("delegation", "order", "aes-russia/1", "--by", "rank"),
        ("agenda", "adopt", "aes-russia/1"),
        ("print", "aes-russia/1"),
        ("undo", "2"),
    ):
        assert tracker(*words).code == 0, words
