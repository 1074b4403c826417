"""The one gate: what a reader may see of the ledger.

Every read that leaves the ledger is made through a `Gate`. It contributes the condition
that a row must meet and says which fields a reader gets; nothing else decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tracker.domain.instants import from_stored, to_stored
from tracker.domain.visibility import Reader, Visibility

if TYPE_CHECKING:
    from tracker.storage.door import Row

T = TypeVar("T")


class Gate:
    """The rule of domain/visibility.py, told to the database."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        levels = [v for v in Visibility if v.rank <= reader.clearance.rank]
        self._levels = ", ".join(f"'{v}'" for v in levels)
        self._now = to_stored(reader.at)

    def admits(self, *prefixes: str, embargo: bool = True) -> str:
        """Return the SQL condition under which rows with those column prefixes may be seen.

        A prefix is a table's alias with its dot, `m.`, or that of a view's columns,
        `session_`. Columns of an outer join that found nothing admit: nothing is hidden.
        """
        return " AND ".join(self._condition(prefix, embargo=embargo) for prefix in prefixes)

    def _condition(self, prefix: str, *, embargo: bool) -> str:
        seen = f"({prefix}visibility IS NULL OR {prefix}visibility IN ({self._levels}))"
        if embargo and self.reader.clearance is Visibility.PUBLIC:
            column = f"{prefix}embargo_until"
            seen += f" AND ({column} IS NULL OR {column} <= '{self._now}')"
        return seen

    def internal(self, value: T) -> T | None:
        """Return a working field, such as a note, to those cleared for it; else None."""
        return value if self.reader.sees_internal else None

    def admits_row(self, row: Row) -> bool:
        """Return whether one row, with its level and embargo, may be seen."""
        embargo = row["embargo_until"] if "embargo_until" in row.keys() else None  # noqa: SIM118
        return self.reader.may_see(row["visibility"], from_stored(embargo) if embargo else None)
