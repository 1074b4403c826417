"""Remembered imports: what is read again and again, and how much of it is here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.render.records import parts
from tracker.render.sheet import Table, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.importing import RememberedImport
    from tracker.render.sections.reading import Reading


def imports_table(imports: Iterable[RememberedImport], reading: Reading) -> Table:
    """Return remembered imports as rows."""
    head = (
        reading.gettext("Name"),
        reading.gettext("Where"),
        reading.gettext("Data format"),
        reading.gettext("Listed"),
        reading.gettext("No longer"),
        reading.gettext("Last change"),
    )
    rows = tuple(
        (
            line(island(each.slug)),
            line(island(_where(each.location))),
            line(each.format),
            line(f"{each.listed:,}"),
            line(f"{each.gone:,}"),
            parts.moment(each.read_at, reading),
        )
        for each in imports
    )
    return Table(head, rows)


def _where(location: str) -> str:
    """Return a file's path, or the host of an address: the rest of it may be a secret."""
    if "://" not in location:
        return "stdin" if location == "-" else location
    return urlsplit(location).hostname or location
