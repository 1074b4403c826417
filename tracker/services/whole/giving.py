"""Giving the ledger out as one file: its records, and with them their past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.visibility import Visibility
from tracker.domain.whole import TABLES
from tracker.errors import Invalid
from tracker.storage.reads import whole, whole_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.services.handing_out import Selection
    from tracker.storage.reads.reading import Reading

    Tables = Iterator[tuple[str, Iterable[Mapping[str, Any]]]]


def records(reading: Reading, chosen: Selection | None = None, *, removed: bool = False) -> Tables:
    """Yield each table with its records: all of them, or what was chosen and what that names.

    `removed` takes in what was removed too, as a history tells of it.
    """
    kept = (
        whole.everything(reading, removed=removed)
        if chosen is None
        else whole.chosen(reading, chosen.ids("session"), chosen.ids("meeting"))
    )
    return ((table, kept.rows(reading, table)) for table in TABLES)


def history(reading: Reading) -> Tables:
    """Yield every change and every revision. Raises Invalid for who may not see all of it."""
    if reading.gate.reader.clearance is not Visibility.CONFIDENTIAL:
        raise Invalid(
            "A history tells of everything that was ever recorded; ask for it with "
            "--visibility confidential."
        )
    return iter(
        (
            ("changes", whole_history.changes(reading)),
            ("revisions", whole_history.revisions(reading)),
        )
    )
