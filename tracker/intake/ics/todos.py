"""VTODO: a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.domain.commitments import CommitmentStatus
from tracker.domain.incoming import IncomingCommitment
from tracker.errors import Invalid
from tracker.intake.ics.entries import Component, Reading, note, opened
from tracker.intake.ics.spans import day_in, when_of
from tracker.intake.ics.times import read_duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.domain.when import When
    from tracker.intake.ics.blocks import Block
    from tracker.intake.ics.spans import Moments

_STATUSES: Final = {
    "NEEDS-ACTION": CommitmentStatus.OPEN,
    "NEEDS ACTION": CommitmentStatus.OPEN,
    "IN-PROCESS": CommitmentStatus.UNDER_WAY,
    "COMPLETED": CommitmentStatus.DONE,
    "CANCELLED": CommitmentStatus.DROPPED,
    "CANCELED": CommitmentStatus.DROPPED,
}


def commitment(block: Block, reading: Reading) -> Iterator[IncomingCommitment]:
    """Yield the commitment that a VTODO is; raise Invalid when it cannot be read."""
    component = opened(block, reading)
    moments = reading.moments(component.header)
    if "RRULE" in component.found:
        said = "It repeats, which a commitment does not: it is taken once."
        reading.told.repaired(component.at, component.title, said)
    status = _status(component)
    done_on = _done_on(component, moments) if status is CommitmentStatus.DONE else None
    yield IncomingCommitment(
        spot=component.at,
        title=component.text,
        uid=component.uid,
        due=_due(component, moments),
        status=status,
        done_on=done_on,
        note=note(component),
        visibility=component.visibility,
    )


def _status(component: Component) -> CommitmentStatus:
    written = component.first("STATUS").strip().upper()
    if written in _STATUSES:
        return _STATUSES[written]
    done = "COMPLETED" in component.found or component.first("PERCENT-COMPLETE").strip() == "100"
    return CommitmentStatus.DONE if done else CommitmentStatus.OPEN


def _due(component: Component, moments: Moments) -> When | None:
    """Return when it is due: DUE, or its start and how long it takes."""
    found = component.found
    if "DUE" in found:
        stamp, clock = moments.read(found["DUE"][0], component.at, component.title)
        return when_of(stamp, clock)
    if "DTSTART" in found and "DURATION" in found:
        stamp, clock = moments.read(found["DTSTART"][0], component.at, component.title)
        lasting, _ = read_duration(found["DURATION"][0].value)
        return when_of(stamp._replace(at=stamp.at + lasting), clock)
    return None


def _done_on(component: Component, moments: Moments) -> date | None:
    if "COMPLETED" not in component.found:
        return None
    line = component.found["COMPLETED"][0]
    try:
        return day_in(*moments.read(line, component.at, component.title))
    except Invalid:
        return None
