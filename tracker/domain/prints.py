"""What is printed: the kinds of print, and what each takes of a session or a meeting.

A print in whatever form is made from one of these values, so that no form can show what
another lacks.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from tracker.domain.claim_fields import MANY_VALUED
from tracker.domain.documents import Relation
from tracker.domain.text import Text
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.agenda_versions import AgendaVersion
    from tracker.domain.commitments import Commitment
    from tracker.domain.entries import Entry
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.domain.sources import Claim

T = TypeVar("T", bound="Session | Meeting")


class PrintKind(StrEnum):
    """What a print is for. The summary has everything; the others are for one use each."""

    SUMMARY = "summary"
    AGENDA = "agenda"
    ANNOTATED = "annotated"
    BRIEF = "brief"
    DELEGATIONS = "delegations"
    PROGRAMME = "programme"
    RECORD = "record"
    CALENDAR = "calendar"


@frozen
class Period:
    """Days from `first` to `last`, both included, by the clocks of the places."""

    first: date
    last: date

    @property
    def is_one_month(self) -> bool:
        """Whether it lies within one month."""
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    @property
    def is_whole_months(self) -> bool:
        """Whether it is made of whole months: a month, a quarter, a year."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1


@frozen
class Days:
    """What is on in some days: the meetings, and the sessions of which no meeting is."""

    period: Period
    sessions: tuple[Session, ...] = ()
    meetings: tuple[Meeting, ...] = ()


@frozen
class CalendarDays:
    """Entries of a month or a year. A session stands for its meetings in a year."""

    period: Period
    entries: tuple[Entry, ...] = ()


@frozen
class Overview:
    """A party's or a series' meetings and sessions, and what it has promised and not done.

    `past` begins with the newest; `earlier` is how many older ones are not in it.
    """

    ref: str
    title: Text
    upcoming: tuple[Entry, ...] = ()
    past: tuple[Entry, ...] = ()
    earlier: int = 0
    commitments: tuple[Commitment, ...] = ()


@frozen
class CirculatedAgenda:
    """An agenda as it was circulated, with the session or meeting that it is for."""

    of: Session | Meeting
    version: AgendaVersion


# What a print shows, whatever its form.
View: TypeAlias = "Session | Meeting | CirculatedAgenda | Days | CalendarDays | Overview"

# What hangs on a session or a meeting; a kind of print takes some of it.
_PARTS: Final = frozenset(
    {
        "agenda",
        "carried",
        "circulated",
        "claims",
        "commitments",
        "delegations",
        "embargo",
        "meetings",
        "note",
        "papers",
        "sources",
        "stamp",
        "topics",
        "url",
    }
)
_TAKEN: Final[Mapping[PrintKind, frozenset[str]]] = {
    PrintKind.SUMMARY: _PARTS,
    PrintKind.AGENDA: frozenset({"agenda", "circulated"}),
    PrintKind.ANNOTATED: frozenset({"agenda", "circulated"}),
    PrintKind.BRIEF: frozenset(
        {"agenda", "carried", "circulated", "claims", "delegations", "meetings", "note", "papers"}
    ),
    PrintKind.DELEGATIONS: frozenset({"delegations", "meetings"}),
    PrintKind.PROGRAMME: frozenset({"agenda", "delegations", "meetings", "note"}),
    PrintKind.RECORD: frozenset({"agenda", "commitments", "delegations", "meetings", "papers"}),
}


# Prints for before it takes place: they tell no outcome.
_AHEAD: Final = frozenset(
    {PrintKind.AGENDA, PrintKind.ANNOTATED, PrintKind.BRIEF, PrintKind.PROGRAMME}
)


_EXPLAINED: Final = frozenset({PrintKind.ANNOTATED, PrintKind.PROGRAMME})


def left_out(kind: PrintKind) -> frozenset[str]:
    """Return the fields of a session or meeting that a kind of print does not take."""
    return _PARTS - _TAKEN[kind]


def taken(record: T, kind: PrintKind) -> T:
    """Return a session or a meeting with what a kind of print takes of it, the rest empty."""
    if kind is PrintKind.SUMMARY:
        return record
    changes = _emptied(record, left_out(kind))
    within: tuple[Meeting, ...] = getattr(record, "meetings", None) or ()
    if "meetings" in _TAKEN[kind] and within:
        changes["meetings"] = tuple(taken(each, kind) for each in within)
    if kind in _AHEAD:
        changes["agenda"] = tuple(_ahead(item, kind) for item in record.agenda)
    if kind is PrintKind.BRIEF:
        changes["claims"] = in_dispute(record.claims)
    return replace(record, **changes)


def in_dispute(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims that disagree: what differs from them on the same field is there too."""
    told = tuple(claim for claim in claims if claim.field not in MANY_VALUED)
    values: dict[tuple[str, str], set[str]] = {}
    for claim in told:
        values.setdefault((claim.record, claim.field), set()).add(claim.value)
    return tuple(claim for claim in told if len(values[claim.record, claim.field]) > 1)


def _emptied(record: Session | Meeting, names: Iterable[str]) -> dict[str, Any]:
    defaults = {field.name: field.default for field in fields(record)}
    return {name: defaults[name] for name in names if defaults.get(name, MISSING) is not MISSING}


def _ahead(item: AgendaItem, kind: PrintKind) -> AgendaItem:
    """Return an item as it stands before it is dealt with, its outcomes left out.

    On an agenda that is handed out it has no note; whence it came is told where it is
    explained, in the annotated agenda.
    """
    return replace(
        item,
        outcome=Text(),
        mode=None,
        origin=item.origin if kind in _EXPLAINED else None,
        note=None if kind is PrintKind.AGENDA else item.note,
        papers=tuple(p for p in item.papers if p.relation is not Relation.OUTCOME),
        children=tuple(_ahead(child, kind) for child in item.children),
    )
