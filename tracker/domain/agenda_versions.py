"""Versions of an agenda: what was circulated at each stage stays as it was."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from datetime import date

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.visibility import Visibility

NOW: Final = "now"  # the agenda as it stands, which nobody has circulated yet
_REVISED: Final = re.compile(r"(?:([a-z]+)[ ,-]*)?rev[ .]*(\d{1,3})\Z")


class Stage(StrEnum):
    """How far an agenda has come, in the order of coming."""

    PRELIMINARY = "preliminary"
    PROVISIONAL = "provisional"
    ADOPTED = "adopted"
    TAKEN = "taken"


class Distribution(StrEnum):
    """To whom a document of the session goes."""

    GENERAL = "general"
    LIMITED = "limited"
    RESTRICTED = "restricted"


@frozen
class AgendaVersion:
    """An agenda as it was circulated: its items with their labels, verbatim.

    `language` is that of the original; the ids of items are those of the agenda's own, so
    that an item is the same one in every version.
    """

    id: int
    stage: Stage
    revision: int
    dated: date
    items: tuple[AgendaItem, ...] = ()
    language: str | None = None
    distribution: Distribution | None = None
    symbol: str | None = None
    visibility: Visibility | None = None
    note: str | None = None

    @property
    def ref(self) -> str:
        """How the version is referred to: provisional, rev1, adopted, adopted-rev1, taken."""
        return version_name(self.stage, self.revision)

    @property
    def count(self) -> int:
        """How many items it has, on all levels."""
        return sum(1 for top in self.items for _ in top.walk())


@frozen
class Circulated:
    """How far an agenda has come: its newest version, and whether it was changed since."""

    stage: Stage
    revision: int
    dated: date
    symbol: str | None = None
    changed: bool = False

    @property
    def ref(self) -> str:
        """How the version is referred to."""
        return version_name(self.stage, self.revision)


def version_name(stage: Stage, revision: int) -> str:
    """Return how a version is referred to; Rev.n alone is one of the provisional agenda."""
    if not revision:
        return str(stage)
    return f"rev{revision}" if stage is Stage.PROVISIONAL else f"{stage}-rev{revision}"


def read_version(typed: str) -> str:
    """Return the name of a version as it was typed, in any form: Rev.1, adopted, now.

    Raises Invalid for what names none.
    """
    given = " ".join(typed.lower().replace("_", " ").split()).replace("as taken", "taken")
    if given == NOW or given in set(Stage):
        return given
    match = _REVISED.match(given)
    if match and int(match[2]) and (match[1] is None or match[1] in set(Stage)):
        return version_name(Stage(match[1] or Stage.PROVISIONAL), int(match[2]))
    raise Invalid(
        f"{quoted(typed)} names no version of an agenda.",
        hint=f"One of: {', '.join(Stage)}, rev1, rev2, …, {NOW}.",
    )
