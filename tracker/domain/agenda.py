"""Agenda items: labels kept verbatim, order kept by position."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.domain.text import Text
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.documents import Paper
    from tracker.domain.parties import Party
    from tracker.domain.visibility import Visibility

_DOT = re.compile(r"(?<=\d)\s*\.\s*(?=\d)")


class ItemStatus(StrEnum):
    """Where an item stands between being proposed and being dealt with."""

    PROPOSED = "proposed"
    PROVISIONAL = "provisional"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
    DEFERRED = "deferred"
    CONCLUDED = "concluded"


class OutcomeMode(StrEnum):
    """How an outcome was reached."""

    ADOPTED = "adopted"
    CONSENSUS = "by-consensus"
    VOTE = "by-vote"
    NOTED = "noted"
    DISCUSSED = "discussed"
    DEFERRED = "deferred"
    NOT_REACHED = "not-reached"


@frozen
class AgendaItem:
    """A thing to be discussed, with what came of it."""

    id: int
    label: str
    position: int
    title: Text
    status: ItemStatus
    children: tuple[AgendaItem, ...] = ()
    origin: str | None = None
    lead: Party | None = None
    outcome: Text = Text()
    mode: OutcomeMode | None = None
    papers: tuple[Paper, ...] = ()
    visibility: Visibility | None = None
    note: str | None = None

    def walk(self, depth: int = 0) -> Iterator[tuple[int, AgendaItem]]:
        """Yield this item and those below it, in order, each with its depth."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


def label_key(label: str) -> str:
    """Return a label as one types it in a reference: `2 (a)` is `2a`, `3 bis` is `3bis`.

    A dot between digits stays, since `4.1` is another item than `41`.
    """
    return ".".join(fold(part).replace(" ", "") for part in _DOT.split(label))


def next_label(siblings: list[str], parent: str | None) -> str:
    """Return the label that follows: 1, 2, … at the top; (a), (b), … below an item.

    A label once circulated is never given to another item: the count goes on from
    the highest number there is.
    """
    if parent is None:
        numbers = [int(n) for n in map(_leading_digits, siblings) if n]
        return str(max(numbers, default=0) + 1)
    letters = [label_key(s)[-1:] for s in siblings]
    last = max((ord(c) for c in letters if "a" <= c <= "y"), default=ord("a") - 1)
    return f"{parent} ({chr(last + 1)})"


def _leading_digits(label: str) -> str:
    return label[: len(label) - len(label.lstrip("0123456789"))]
