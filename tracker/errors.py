"""What can go wrong, as values: one sentence, a hint, an exit code, an HTTP status.

The root command turns them into a line on stderr; nothing else prints or exits.
Exit codes are part of the contract with scripts: 0 done, 1 the machine or the file
failed, 2 usage, 3 not found, 4 what was given is not valid, 5 it conflicts with what
is recorded, 130 interrupted.
"""

from __future__ import annotations


class TrackerError(Exception):
    """A failure whose sentence is fit for the person who caused or met it."""

    exit_code = 1
    http_status = 500

    def __init__(self, sentence: str, *, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class NotFound(TrackerError):
    """No record, file or page answers to what was named."""

    exit_code = 3
    http_status = 404


class Invalid(TrackerError):
    """What was given cannot be what it should be: a date, a code, a text, a file."""

    exit_code = 4
    http_status = 400


class Conflict(TrackerError):
    """It is well formed, but what is recorded forbids it."""

    exit_code = 5
    http_status = 409


class Unavailable(TrackerError):
    """The ledger or the disk under it cannot serve: missing, read-only, full, damaged, newer."""

    exit_code = 1
    http_status = 503
