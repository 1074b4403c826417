"""ical, as Home Assistant reads a calendar that it subscribes to."""

from __future__ import annotations

from typing import Any

from ical.calendar_stream import (  # type: ignore[import-not-found, unused-ignore]
    IcsCalendarStream,
)

from tests.clients.peers.said import answer, said


def read(text: str) -> list[dict[str, Any]]:
    return [
        {
            "uid": event.uid,
            "start": said(event.dtstart),
            "end": said(event.dtend),
            "summary": event.summary,
            "status": str(event.status.value),
        }
        for event in IcsCalendarStream.calendar_from_ics(text).events
    ]


answer(read)
