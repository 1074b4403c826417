"""Deliveries as a reader of files would make them, taken in, and what then stands in a ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.conftest import NOW, desk_at
from tracker.domain.incoming import Delivery, Incoming, IncomingMeeting, Spot
from tracker.domain.text import Text
from tracker.domain.visibility import Reader, Visibility
from tracker.domain.when import parse_when
from tracker.services.importing import remembered
from tracker.services.importing.taking import take_in
from tracker.services.importing.wishes import Wishes
from tracker.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.domain.importing import ImportReport

CALL, TALKS, DINNER = "Courtesy call", "Talks on transit", "Working dinner"


def meeting(number: int = 1, title: str = CALL, **said: Any) -> IncomingMeeting:
    """A meeting at ten on a day of April 2025, with what else is said of it."""
    when = said.pop("when", f"2025-04-{number:02}T10:00/2025-04-{number:02}T11:00[Europe/Moscow]")
    usual: dict[str, Any] = {"uid": f"{number}@example.org", "place": "Moscow"}
    return IncomingMeeting(
        spot=Spot(number * 10, f"VEVENT {number}"),
        title=Text.of({"en": title}),
        when=parse_when(when),
        zone="Europe/Moscow",
        **usual | said,
    )


def retitled(entry: IncomingMeeting, title: str) -> IncomingMeeting:
    return replace(entry, title=Text.of({"en": title}))


def delivery(*entries: Incoming, **said: Any) -> Delivery:
    return Delivery(format="ics", entries=iter(entries), name=Text.of({"en": "Protocol"}), **said)


def streamed(entries: Iterable[Incoming]) -> Delivery:
    """A delivery that is read on while it is asked for."""

    def read() -> Iterator[Incoming]:
        yield from entries

    return Delivery(format="ics", entries=read())


NAME = "protocol"


def taken(ledger: Path, *entries: Incoming, source: str | None = NAME, **said: Any) -> ImportReport:
    """Take entries in as one file, in a transaction of its own."""
    with desk_at(ledger) as desk:
        origin = remembered.remember(desk, source, "p.ics", "ics", {}) if source else None
        wishes = Wishes(**said)
        return take_in(desk, delivery(*entries), name="p.ics", wishes=wishes, origin=origin)


def rows(ledger: Path, statement: str) -> list[tuple[Any, ...]]:
    with Database(ledger).reading(Reader(Visibility.CONFIDENTIAL, NOW)) as reading:
        return [tuple(row) for row in reading.door.rows(statement)]


def whole(ledger: Path) -> list[list[tuple[Any, ...]]]:
    """Everything that is recorded, without its history."""
    tables = ("meetings", "delegations", "members", "people", "posts", "places", "topics")
    more = ("taggings", "agenda_items", "documents", "document_links", "commitments", "owners")
    kept = (*tables, *more, "listings", "imports", "recurrences", "parties")
    return [rows(ledger, f"SELECT * FROM {table}") for table in kept]


def correct(ledger: Path, record: int, **columns: Any) -> None:
    """Change a meeting as a person here would."""
    with desk_at(ledger) as desk:
        desk.ledger.update("meetings", record, columns)


def only(ledger: Path, column: str) -> Any:
    ((value,),) = rows(ledger, f"SELECT {column} FROM meetings WHERE removed = 0")
    return value
