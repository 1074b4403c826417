"""What is told of a file beside its entries: what was put right, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.incoming import Incoming, Refused, Repaired, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.intake.ics.blocks import Block


def spot(block: Block) -> Spot:
    """Return where a component stands: its first line, its kind and its number."""
    return Spot(block.line, f"{block.kind} {block.number}")


class Told:
    """Remarks that wait for their entry. What a whole file has wrong is said once."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._waiting: list[Incoming] = []
        self._said: set[str] = set()

    def repaired(self, at: Spot, title: str, remark: str) -> None:
        """Say what was put right in one entry."""
        self._waiting.append(Repaired(at, title, remark))

    def refused(self, at: Spot, title: str, reason: str) -> None:
        """Say what of an entry is not taken, and why."""
        self._waiting.append(Refused(at, title, reason))

    def once(self, what: str, at: Spot, title: str, remark: str) -> None:
        """Say what was put right here and wherever else the file has it."""
        if what not in self._said and len(self._said) < 1_000:  # noqa: PLR2004
            self._said.add(what)
            self._waiting.append(Repaired(at, title, remark))

    def left_out(self, what: str, at: Spot, title: str, reason: str) -> None:
        """Say, the first time, what is left out of this entry and of others."""
        if what not in self._said and len(self._said) < 1_000:  # noqa: PLR2004
            self._said.add(what)
            self._waiting.append(Refused(at, title, reason))

    def waiting(self) -> Iterator[Incoming]:
        """Yield what has been said since this was last asked."""
        yield from self._waiting
        self._waiting.clear()
