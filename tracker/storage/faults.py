"""What a database says when it cannot: told in our words."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.errors import Conflict, Invalid, TrackerError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

DAMAGED = "The ledger {name} is damaged."
DAMAGED_HINT = "See what is hurt with: tracker db check"
_SENTENCES = (
    ("file is not a database", "The file {name} is not a ledger: it is no SQLite database.", None),
    ("file is encrypted", "The file {name} is not a ledger: it is no SQLite database.", None),
    ("malformed", DAMAGED, DAMAGED_HINT),
    ("could not decode", DAMAGED, DAMAGED_HINT),
    ("disk is full", "The disk is full; nothing was written to {name}.", None),
    ("readonly", "The ledger {name} is read-only; nothing was written.", None),
    ("unable to open", "The ledger {name} cannot be opened.", "Is the folder there, and yours?"),
    (
        "locked",
        "Another program holds the ledger {name} and did not let go in time; nothing was written.",
        "Try again when it is done.",
    ),
    ("disk i/o error", "The disk failed under the ledger {name}; nothing was written.", None),
)


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn a driver's exception inside the block into a TrackerError about that ledger."""
    try:
        yield
    except TrackerError:
        raise
    except sqlite3.Error as fault:
        raise told(fault, name) from fault
    except UnicodeEncodeError as fault:  # of an argument or a variable that is no UTF-8
        raise Invalid("What was typed holds bytes that are no letters in UTF-8.") from fault
    except UnicodeDecodeError as fault:  # how the driver fails on a damaged statement
        raise Unavailable(DAMAGED.format(name=name), hint=DAMAGED_HINT) from fault
    except (IndexError, KeyError) as fault:
        # sqlite3.Row: a damaged schema has lost a column; any other is a fault of ours.
        if "No item with that key" not in str(fault):
            raise
        raise Unavailable(DAMAGED.format(name=name), hint=DAMAGED_HINT) from fault
    except Exception as fault:
        original = getattr(fault, "orig", None)  # SQLAlchemy's DBAPIError carries the driver's
        if original is None:
            raise
        raise told(original, name) from fault


def told(fault: BaseException, name: str) -> TrackerError:
    """Return the TrackerError that says what the driver meant."""
    message = str(fault)
    if isinstance(fault, sqlite3.IntegrityError):
        return Conflict(f"The ledger {name} refuses it: {message}.")
    for mark, sentence, hint in _SENTENCES:
        if mark in message.lower():
            return Unavailable(sentence.format(name=name), hint=hint)
    return Unavailable(f"The ledger {name} cannot serve: {message.splitlines()[0]}.")
