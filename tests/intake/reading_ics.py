"""How the tests of calendar files read one, and write down what came out."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tracker.domain.incoming import Incoming, IncomingMeeting, Refused, Repaired, Repeat, Spot
from tracker.domain.text import Text
from tracker.intake.ics import read_ics
from tracker.intake.options import ReadingOptions

if TYPE_CHECKING:
    from typing import BinaryIO

    from tracker.domain.incoming import Delivery

NOW = datetime(2025, 3, 31, 9, tzinfo=UTC)


def read(content: bytes | BinaryIO, **options: Any) -> Delivery:
    told: dict[str, Any] = {"name": "x.ics", "zone": "Europe/Paris", "language": "en", "now": NOW}
    return read_ics(content, ReadingOptions(**{**told, **options}))


def entries(content: bytes | BinaryIO | str, **options: Any) -> list[Incoming]:
    octets = content.encode() if isinstance(content, str) else content
    return list(read(octets, **options).entries)


def event(*lines: str, calendar: tuple[str, ...] = ()) -> str:
    """A calendar with one event of these lines, which may bring their own defaults."""
    given = {line.partition(":")[0].partition(";")[0] for line in lines}
    own = {"UID": "UID:a@example.org", "SUMMARY": "SUMMARY:Talks"}
    rest = [line for name, line in own.items() if name not in given]
    inner = ["BEGIN:VEVENT", *rest, *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *calendar, *inner, "END:VCALENDAR", ""])


def meetings(content: bytes | str, **options: Any) -> list[IncomingMeeting]:
    return [e for e in entries(content, **options) if isinstance(e, IncomingMeeting)]


def whens(content: bytes | str, **options: Any) -> list[str]:
    return [str(meeting.when) for meeting in meetings(content, **options)]


def remarks(content: bytes | str, **options: Any) -> list[str]:
    return [e.remark for e in entries(content, **options) if isinstance(e, Repaired)]


def reasons(content: bytes | str, **options: Any) -> list[str]:
    return [e.reason for e in entries(content, **options) if isinstance(e, Refused)]


def _is_told(value: Any) -> bool:
    return value is not False and value not in (None, (), Text())


def plain(value: Any) -> Any:
    """An incoming value as JSON has it: what is not told is left out."""
    if isinstance(value, Text):
        return dict(value)
    if isinstance(value, Spot):
        return f"line {value.line}: {value.what}"
    if isinstance(value, Incoming | Repeat):
        told = {each.name: getattr(value, each.name) for each in fields(value)}
        kind = {} if isinstance(value, Repeat) else {"entry": type(value).__name__}
        return kind | {name: plain(v) for name, v in told.items() if _is_told(v)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, bool | int | float) else str(value)
