"""Bringing a ledger's schema up to date: Alembic, in one transaction, after a backup."""

from __future__ import annotations

import logging
import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from tracker.errors import Unavailable
from tracker.storage.engine import sqlite_engine
from tracker.storage.faults import translated
from tracker.storage.schema import APPLICATION_ID

if TYPE_CHECKING:
    from sqlalchemy import Connection


def migrations_folder() -> Path:
    """Return where the migrations lie: in the installed package, else in the checkout."""
    return shared_folder("migrations")


def shared_folder(name: str) -> Path:
    """Return a folder that travels in the wheel and lies at the top of a checkout."""
    package = Path(str(files("tracker")))
    for folder in (package / "_share" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise Unavailable(f"The folder {name} is missing from this installation of tracker.")


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
