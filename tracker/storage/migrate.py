"""Bringing a ledger's schema up to date: Alembic, in one transaction, after a backup."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from tracker.errors import Unavailable
from tracker.storage.engine import sqlite_engine
from tracker.storage.faults import translated
from tracker.storage.schema import APPLICATION_ID
from tracker.storage.shared import shared_folder

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def migrations_folder() -> Path:
    """Return where the migrations lie: in the installed package, else in the checkout."""
    return shared_folder("migrations")


def upgrade(path: Path) -> None:
    """Bring a file's schema to the newest, all of it or nothing.

    Foreign keys are off while tables are rebuilt, or a rebuild would delete children by
    cascade, and are checked before the commit.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    engine = sqlite_engine(path)
    with translated(str(path)), engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101
        raw.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            _run(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise Unavailable(f"The upgrade would break {len(broken)} links; nothing was done.")


def _run(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
