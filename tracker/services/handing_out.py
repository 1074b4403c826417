"""Choosing what leaves the ledger, counting what may not, and reading it by and by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.domain.values import frozen
from tracker.storage.reads.calendar import in_order
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.sessions import series, sessions
from tracker.storage.reads.withheld import said, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from tracker.domain.entries import Filter
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.storage.reads.reading import Reading

    Key: TypeAlias = tuple[str, int]  # occasion, id

BATCH = 500  # sessions and meetings that are in memory at once


@frozen
class Selection:
    """Which sessions and meetings are handed out, and in words what was kept back.

    `keys` are (occasion, id) in order of time. The name is that of the series that was
    asked for, empty where it is not one.
    """

    name: Text
    clearance: str
    keys: tuple[Key, ...]
    withheld: tuple[str, ...]

    def ids(self, occasion: str) -> list[int]:
        """Return the ids of the sessions, or of the meetings."""
        return [number for of, number in self.keys if of == occasion]


def select(reading: Reading, wanted: Filter) -> Selection:
    """Return which sessions and meetings a filter asks for, through the gate."""
    found, above = in_order(reading, wanted)
    several = "sessions or meetings" if above > 1 else "session or meeting"
    kept_back = [f"{above} {several}"] if above else []
    for occasion in ("session", "meeting"):
        ids = [number for of, number in found if of == occasion]
        parts = said(within(reading, f"{occasion}s", ids))
        kept_back += [f"{parts} of the {occasion}s shown"] if parts else []
    return Selection(
        name=_name(reading, wanted),
        clearance=str(reading.gate.reader.clearance),
        keys=found,
        withheld=tuple(kept_back),
    )


def records(reading: Reading, chosen: Selection) -> Iterator[Session | Meeting]:
    """Yield what was chosen, whole, in order of time; read a batch at a time."""
    for start in range(0, len(chosen.keys), BATCH):
        keys = chosen.keys[start : start + BATCH]
        by_occasion: dict[str, list[int]] = {"session": [], "meeting": []}
        for occasion, number in keys:
            by_occasion[occasion].append(number)
        read: dict[Key, Session | Meeting] = {
            ("session", each.id): each for each in sessions(reading, by_occasion["session"])
        }
        read |= {("meeting", each.id): each for each in meetings(reading, by_occasion["meeting"])}
        yield from (read[key] for key in keys if key in read)


def each_once(reading: Reading, chosen: Selection) -> Selection:
    """Return a selection without the meetings that one of its sessions holds."""
    among = set(chosen.ids("session"))
    rows = reading.by_ids(
        "SELECT id, session_id FROM meetings WHERE session_id IS NOT NULL AND id IN ({ids})",
        chosen.ids("meeting") if among else (),
    )
    held = {("meeting", row["id"]) for row in rows if row["session_id"] in among}
    return replace(chosen, keys=tuple(key for key in chosen.keys if key not in held))


def _name(reading: Reading, wanted: Filter) -> Text:
    """Return the calendar's name: its series' title where there is one."""
    known = {s.slug: s.title for s in series(reading).values()}
    titles = [known[slug] for slug in wanted.series if slug in known]
    return titles[0] if len(titles) == 1 else Text()
