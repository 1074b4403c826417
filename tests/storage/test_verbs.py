"""What of a command line is told to those who may not see all of the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW
from tracker.domain.visibility import Reader, Visibility
from tracker.storage.database import Database
from tracker.storage.ledger import Command
from tracker.storage.reads.history import changes

if TYPE_CHECKING:
    from pathlib import Path

LINES = {
    "log Secret --with MLI": "tracker log",
    "-q log Secret": "tracker log",
    "--author='Awa Secret' log Secret": "tracker log",
    "--author 'Awa Secret' log Secret": "tracker log",
    "--db /srv/secret.sqlite3 -q --zone Europe/Paris --lang fr log Secret": "tracker log",
    "--no-input --color never party edit MLI": "tracker party",
    "--db=/srv/secret.sqlite3": "tracker",
    "'Secret talks'": "tracker",
    "--author 'Secret log": "tracker",
}


@pytest.mark.parametrize("line", LINES)
def test_only_the_verb_of_a_command_is_told(ledger_path: Path, line: str) -> None:
    with Database(ledger_path).writing(Command("officer", f"tracker {line}", NOW)) as ledger:
        ledger.insert("series", {"slug": "trade", "title": "{}", "visibility": "public"})
    with Database(ledger_path).reading(Reader(Visibility.PUBLIC, NOW)) as reading:
        (change,) = changes(reading)
    assert change.command == LINES[line]
