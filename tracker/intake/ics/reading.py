"""A calendar file as a delivery: one component at a time, whatever else is in it."""

from __future__ import annotations

import codecs
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from tracker.domain.incoming import Delivery, IncomingCommitment, IncomingMeeting, Refused, Spot
from tracker.domain.quoting import quoted
from tracker.domain.text import Text
from tracker.errors import Invalid
from tracker.intake.ics.blocks import CALENDAR, blocks
from tracker.intake.ics.entries import Reading
from tracker.intake.ics.events import Events, guarded
from tracker.intake.ics.octets import opened
from tracker.intake.ics.repeats import Limits
from tracker.intake.ics.survey import Survey, survey
from tracker.intake.ics.todos import commitment
from tracker.intake.ics.told import Told, spot
from tracker.intake.ics.zones import Zones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.incoming import Incoming
    from tracker.intake.ics.blocks import Block
    from tracker.intake.options import ReadingOptions

MOST: Final = 200_000  # meetings and commitments of one file
_NAMES: Final = {
    "VJOURNAL": "a journal entry",
    "VFREEBUSY": "a list of busy times",
    "VCARD": "an address card",
    "VAVAILABILITY": "a list of hours",
}


def read_ics(content: bytes | BinaryIO, options: ReadingOptions) -> Delivery:
    """Return what a calendar file delivers: .ics of any maker, or vCalendar 1.0.

    The entries are read from the content while they are asked for, so it must stay open.
    Raises Invalid for a file that holds no calendar at all, or is too large; whatever is
    wrong within one is an entry that says so.
    """
    if options.encoding:
        _check_encoding(options.encoding)
    file = opened(content, options.name)
    ours = file is not content
    found = survey(file, options.encoding)
    if len(found.headers) == 1 and not found.components:
        if ours:
            file.close()
        raise Invalid(
            f"{quoted(options.name)} holds no calendar: nowhere does it say BEGIN:VCALENDAR.",
            hint="Ask whoever made it for the calendar itself, as .ics.",
        )
    name = next((header.name for header in found.headers if header.name), "")
    return Delivery(
        format="ics",
        entries=_closing(file, found, options) if ours else _entries(file, found, options),
        name=Text(((options.language, name),)) if name else Text(),
        whole=found.whole and found.components <= min(MOST, options.most),
    )


def _check_encoding(name: str) -> None:
    try:
        "".encode(codecs.lookup(name).name)
    except (LookupError, ValueError):
        raise Invalid(
            f"There is no encoding {quoted(name)}.", hint="Such as cp1251, koi8-r or latin-1."
        ) from None


def _closing(file: BinaryIO, found: Survey, options: ReadingOptions) -> Iterator[Incoming]:
    with file:
        yield from _entries(file, found, options)


def _entries(file: BinaryIO, found: Survey, options: ReadingOptions) -> Iterator[Incoming]:
    today = options.now.date()
    zones = Zones(found.definitions, options.zone, today)
    reading = Reading(options, found, zones, Told())
    events = Events(reading, Limits.on(today, options.horizon))
    most = min(MOST, options.most)
    taken = 0
    for entry in _all(file, reading, events):
        if isinstance(entry, IncomingMeeting | IncomingCommitment):
            taken += 1
            if taken > most:
                reason = f"The file has more than {most:,} entries: from here on none is taken."
                yield Refused(entry.spot, str(entry.title), reason)
                return
        yield entry


def _all(file: BinaryIO, reading: Reading, events: Events) -> Iterator[Incoming]:
    for block in blocks(file):
        yield from _of_block(block, reading, events)
    yield from events.left_over()
    if not reading.survey.whole:
        reason = "The file ends before its calendar does: what followed is not known."
        yield Refused(Spot(0, "end of the file"), "", reason)


def _of_block(block: Block, reading: Reading, events: Events) -> Iterator[Incoming]:
    if block.kind in (CALENDAR, "VTIMEZONE"):
        return
    if block.kind == "VEVENT":
        yield from events.read(block)
    elif block.kind == "VTODO":
        yield from guarded(block, reading, partial(commitment, block, reading))
    else:
        what = _NAMES.get(block.kind, f"a component of the kind {block.kind}")
        yield Refused(spot(block), "", f"It is {what}, which a ledger does not keep.")
