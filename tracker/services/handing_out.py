"""Choosing what leaves the ledger, and counting what may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.storage.reads.calendar import entries
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.sessions import series, sessions
from tracker.storage.reads.withheld import said, within

if TYPE_CHECKING:
    from tracker.domain.entries import Filter
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.storage.reads.reading import Reading


@dataclass(frozen=True, slots=True)
class Selection:
    """Sessions and meetings to hand out, and in words what was kept back.

    The name is that of the series that was asked for, empty where it is not one.
    """

    name: Text
    clearance: str
    sessions: tuple[Session, ...]
    meetings: tuple[Meeting, ...]
    withheld: tuple[str, ...]

    def has_session(self, ref: str) -> bool:
        """Return whether that session is among them."""
        return any(session.ref == ref for session in self.sessions)


def select(reading: Reading, wanted: Filter) -> Selection:
    """Return the sessions and meetings that a filter asks for, whole, through the gate."""
    found = entries(reading, wanted)
    ids: dict[str, list[int]] = {"session": [], "meeting": []}
    for entry in found.shown:
        ids[entry.occasion].append(entry.id)
    several = "sessions or meetings" if found.withheld > 1 else "session or meeting"
    kept_back = [f"{found.withheld} {several}"] if found.withheld else []
    for table in ("sessions", "meetings"):
        parts = said(within(reading, table, ids[table[:-1]]))
        kept_back += [f"{parts} of the {table} shown"] if parts else []
    return Selection(
        name=_name(reading, wanted),
        clearance=str(reading.gate.reader.clearance),
        sessions=sessions(reading, ids["session"]),
        meetings=meetings(reading, ids["meeting"]),
        withheld=tuple(kept_back),
    )


def _name(reading: Reading, wanted: Filter) -> Text:
    """Return the calendar's name: its series' title where there is one."""
    known = {s.slug: s.title for s in series(reading).values()}
    titles = [known[slug] for slug in wanted.series if slug in known]
    return titles[0] if len(titles) == 1 else Text()
