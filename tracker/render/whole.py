"""The export of a ledger as JSON, a record a line, so that files can be compared by lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.whole import FORMAT, VERSION
from tracker.render.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Tables = Iterable[tuple[str, Iterable[Mapping[str, Any]]]]


def whole_export(
    visibility: str, records: Tables, history: Tables | None = None
) -> Iterator[bytes]:
    """Yield the parts of an export; nothing of it is in memory but one record.

    The history, where there is one, comes first: whoever reads knows by then whether the
    records are to be taken with their past.
    """
    head = {"format": FORMAT, "version": VERSION, "visibility": visibility}
    members = ",\n".join(f"{json_text(key)}: {json_text(value)}" for key, value in head.items())
    yield f"{{\n{members}".encode()
    if history is not None:
        yield from _section("history", history)
    yield from _section("records", records)
    yield b"\n}\n"


def _section(name: str, tables: Tables) -> Iterator[bytes]:
    yield f",\n{json_text(name)}: {{".encode()
    between = "\n"
    for table, rows in tables:
        yield f"{between}{json_text(table)}: [".encode()
        within = "\n"
        for row in rows:
            yield f"{within}{json_text(row, indent=None)}".encode()
            within = ",\n"
        yield b"\n]" if within != "\n" else b"]"
        between = ",\n"
    yield b"\n}"
