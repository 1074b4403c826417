"""One reading of a ledger: a door, a gate, and what both have already fetched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.instants import from_stored
from tracker.domain.text import Text
from tracker.domain.values import frozen
from tracker.domain.when import parse_when
from tracker.storage.door import CHUNK, in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.domain.when import When
    from tracker.storage.door import Door, Row
    from tracker.storage.gate import Gate

K = TypeVar("K")
V = TypeVar("V")


@frozen
class Reading:
    """What every read is given: where from, and for whom."""

    door: Door
    gate: Gate

    def rows(self, statement: str, parameters: dict[str, object] | None = None) -> Sequence[Row]:
        """Return the rows of a SELECT that has the gate's condition in it."""
        return self.door.rows(statement, parameters)

    def by_ids(self, statement: str, ids: Iterable[int]) -> list[Row]:
        """Return the rows of a SELECT whose `{ids}` stands for a comma list of ids."""
        return [
            row
            for chunk in in_chunks(ids)
            for row in self.door.rows(statement.replace("{ids}", chunk))
        ]

    def in_turn(
        self,
        statement: str,
        parameters: Mapping[str, object] | None = None,
        *,
        after: int = 0,
        most: int = CHUNK,
    ) -> Iterator[Row]:
        """Yield the rows of a SELECT however many they are, of which `most` are held at a time.

        It is to end in `id > :after ORDER BY id LIMIT :most`, and to have an `id`.
        """
        given = dict(parameters or {})
        while rows := self.rows(statement, {**given, "after": after, "most": most}):
            yield from rows
            after = rows[-1]["id"]


def text(row: Row, column: str) -> Text:
    """Return a kept text."""
    return Text.read(row[column])


def when(row: Row, column: str) -> When | None:
    """Return a kept *when*, or None."""
    return parse_when(row[column]) if row[column] else None


def instant(row: Row, column: str) -> datetime | None:
    """Return a kept instant, or None."""
    return from_stored(row[column]) if row[column] else None


def words(row: Row, column: str) -> tuple[str, ...]:
    """Return a kept list of words."""
    return tuple(json.loads(row[column])) if row[column] else ()


def is_public_link(link: str | None) -> bool:
    """Return whether a link tells no path on the writer's machine, which is not for the public."""
    return link is None or link.startswith(("http://", "https://"))


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Return values gathered by key, in the order met."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
