"""ics (ics.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ics  # type: ignore[import-not-found, unused-ignore]

from tests.clients.peers.said import answer, said

if TYPE_CHECKING:
    from datetime import date


def read(text: str) -> list[dict[str, Any]]:
    return [
        {
            "uid": event.uid,
            "start": _said(event.begin, whole_days=event.all_day),
            "end": _said(event.end, whole_days=event.all_day),
            "summary": event.name,
            "status": event.status,
        }
        for event in ics.Calendar(text).events
    ]


def _said(moment: Any, *, whole_days: bool) -> str:
    day: date = moment.date() if whole_days else moment.datetime
    return said(day)


answer(read)
