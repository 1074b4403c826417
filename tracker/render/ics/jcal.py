"""A calendar file as jCal, the same in JSON (RFC 7265): an event at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tracker.render.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FOOTER: Final = b"END:VCALENDAR\r\n"
# RFC 7986 has these as texts; the library, older than it here, does not know their type.
_TEXTS: Final = frozenset({"name", "color"})
_UNKNOWN: Final = 2  # where a property has its type


def jcal(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of a jCal document, from those of a calendar file: head, events, footer."""
    from icalendar import Calendar, Event

    rest = iter(parts)
    _, properties, zones = Calendar.from_ical(next(rest) + _FOOTER).to_jcal()
    yield f'["vcalendar",{_text([_typed(each) for each in properties])},['.encode()
    between = ""
    for zone in zones:
        yield f"{between}\n{_text(zone)}".encode()
        between = ","
    for part in rest:
        if part != _FOOTER:
            yield f"{between}\n{_text(Event.from_ical(part).to_jcal())}".encode()
            between = ","
    yield b"\n]]\n"


def _typed(prop: list[Any]) -> list[Any]:
    """Return a property with the type that it has, its words unescaped."""
    if prop[0] not in _TEXTS or prop[_UNKNOWN] != "unknown":
        return prop
    from icalendar.prop import vText

    name, parameters, _, *values = prop
    return [name, parameters, "text", *(str(vText.from_ical(value)) for value in values)]


def _text(data: object) -> str:
    return json_text(data, indent=None)
