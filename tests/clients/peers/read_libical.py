"""libical, the C library of GNOME and KDE, through ctypes."""

from __future__ import annotations

import ctypes
from ctypes import Structure, c_char_p, c_int, c_longlong, c_void_p
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from tests.clients.peers.said import answer, said

_VEVENT = 4  # icalcomponent_kind


class _Time(Structure):
    """struct icaltimetype."""

    _fields_: ClassVar[Any] = [
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *(("is_date", c_int), ("is_daylight", c_int), ("zone", c_void_p)),
    ]


_lib = ctypes.CDLL("libical.so.3")
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "icalparser_parse_string": (c_void_p, [c_char_p]),
    "icalcomponent_count_errors": (c_int, [c_void_p]),
    "icalrestriction_check": (c_int, [c_void_p]),
    "icalcomponent_get_first_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_next_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_uid": (c_char_p, [c_void_p]),
    "icalcomponent_get_summary": (c_char_p, [c_void_p]),
    "icalcomponent_get_status": (c_int, [c_void_p]),
    "icalproperty_status_to_string": (c_char_p, [c_int]),
    "icalcomponent_get_dtstart": (_Time, [c_void_p]),
    "icalcomponent_get_dtend": (_Time, [c_void_p]),
    "icaltime_as_timet_with_zone": (c_longlong, [_Time, c_void_p]),
    "icalcomponent_free": (None, [c_void_p]),
}
for _name, (_result, _arguments) in _SIGNATURES.items():
    _function = getattr(_lib, _name)
    _function.restype, _function.argtypes = _result, _arguments


def read(text: str) -> list[dict[str, Any]]:
    calendar = _lib.icalparser_parse_string(text.encode())
    assert calendar, "libical made nothing of it"
    assert _lib.icalcomponent_count_errors(calendar) == 0
    assert _lib.icalrestriction_check(calendar) == 1
    assert _lib.icalcomponent_count_errors(calendar) == 0
    events = []
    event = _lib.icalcomponent_get_first_component(calendar, _VEVENT)
    while event:
        status = _lib.icalproperty_status_to_string(_lib.icalcomponent_get_status(event))
        events.append(
            {
                "uid": _lib.icalcomponent_get_uid(event).decode(),
                "start": _said(_lib.icalcomponent_get_dtstart(event)),
                "end": _said(_lib.icalcomponent_get_dtend(event)),
                "summary": _lib.icalcomponent_get_summary(event).decode(),
                "status": status.decode(),
            }
        )
        event = _lib.icalcomponent_get_next_component(calendar, _VEVENT)
    _lib.icalcomponent_free(calendar)
    return events


def _said(time: _Time) -> str:
    if time.is_date:
        return date(time.year, time.month, time.day).isoformat()
    assert time.zone, "the time floats"
    return said(datetime.fromtimestamp(_lib.icaltime_as_timet_with_zone(time, time.zone), UTC))


answer(read)
