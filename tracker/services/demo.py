"""The founding example: a real session, to try the program on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.entries import Filter
from tracker.intake.session_file import read_session_file
from tracker.services import session_file
from tracker.services.references import find_in
from tracker.storage.door import one
from tracker.storage.reads.sessions import sessions
from tracker.storage.shared import shared_folder

if TYPE_CHECKING:
    from tracker.domain.sessions import Session
    from tracker.services.desk import Desk
    from tracker.storage.reads.reading import Reading

EXAMPLE = "aes-russia-1.yaml"
SESSION = "aes-russia/1"
WANTED = Filter(series=("aes-russia",))
COMMAND = "tracker demo"  # as the ledger's first change has it, by which it is known again


def fill(desk: Desk) -> None:
    """Store the founding example."""
    text = (shared_folder("examples") / EXAMPLE).read_text(encoding="utf-8")
    file = read_session_file(text, name=EXAMPLE, now=desk.now)
    session_file.store(desk, file, name=EXAMPLE)


def is_demo(reading: Reading) -> bool:
    """Return whether a ledger was made by the demo."""
    first = one(reading.rows("SELECT command FROM changes ORDER BY id LIMIT 1"))
    return first is not None and str(first["command"]) == COMMAND


def example(reading: Reading) -> Session:
    """Return the session of the example; raise NotFound when somebody has removed it."""
    (found,) = sessions(reading, [find_in(reading, SESSION, "sessions").id])
    return found
