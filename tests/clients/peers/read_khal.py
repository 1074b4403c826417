"""khal: each calendar is imported into a vdir of its own and read from khal's index."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytz  # type: ignore[import-untyped, import-not-found, unused-ignore]
from khal.controllers import import_ics
from khal.khalendar import CalendarCollection

from tests.clients.peers.said import answer, said

_DAY = timedelta(days=1)
_LOCALE = {
    "default_timezone": pytz.UTC,
    "local_timezone": pytz.UTC,
    "firstweekday": 0,
    "weeknumbers": False,
    "unicode_symbols": True,
    **dict.fromkeys(("dateformat", "longdateformat"), "%Y-%m-%d"),
    **dict.fromkeys(("datetimeformat", "longdatetimeformat"), "%Y-%m-%d %H:%M"),
    "timeformat": "%H:%M",
}
_CONF = {"locale": _LOCALE, "view": {"event_format": "{title}"}}


def read(text: str) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder:
        calendar = {"name": "c", "path": f"{folder}/c", "readonly": False, "color": ""}
        calendar |= {"priority": 10, "ctype": "calendar", "addresses": ""}
        database = str(Path(folder) / "khal.db")
        khal = CalendarCollection({"c": calendar}, locale=_LOCALE, dbpath=database)
        import_ics(khal, _CONF, text, batch=True)
        begin, end = datetime(1900, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - khal's own zone
        found = [*khal.get_localized(pytz.UTC.localize(begin), pytz.UTC.localize(end))]
        found += [*khal.get_floating(begin, end)]
        return [_event(event) for event in found]


def _event(event: Any) -> dict[str, Any]:
    # khal's own last day of whole days is the last one, not the day after.
    end = event.end + _DAY if event.allday else event.end
    return {
        "uid": event.uid,
        "start": said(event.start),
        "end": said(end),
        "summary": event.summary,
        "status": event.status,
    }


answer(read)
