"""Meetings after OParl 1.0 and 1.1, the interface of German councils' information systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.documents import DocumentKind
from tracker.domain.incoming import IncomingItem, IncomingMeeting, IncomingPaper, Refused
from tracker.domain.meetings import MeetingKind
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.errors import Invalid
from tracker.intake.foreign_json.dates import dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.incoming import Incoming
    from tracker.intake.foreign_json.fields import Fields
    from tracker.intake.options import ReadingOptions

_TYPE: Final = re.compile(r"https?://schema\.oparl\.org/1\.[0-9]+/(\w+)")
_LANGUAGE: Final = "de"  # the standard's own: it names no other
_STATES: Final = {
    "terminiert": Status.ANNOUNCED,
    "eingeladen": Status.CONFIRMED,
    "durchgeführt": Status.HELD,
}
# Files of a meeting by the property that has them, and what they are.
_FILES: Final = (
    ("invitation", DocumentKind.LETTER),
    ("resultsProtocol", DocumentKind.SUMMARY_RECORD),
    ("verbatimProtocol", DocumentKind.SUMMARY_RECORD),
    ("auxiliaryFile", None),
)


def is_oparl(data: dict[str, Any]) -> bool:
    """Return whether an object says that it is one of OParl's."""
    named = data.get("type")
    return isinstance(named, str) and _TYPE.match(named) is not None


def read(fields: Fields, options: ReadingOptions) -> Iterator[Incoming]:
    """Yield the meeting that an object is, or why it is not taken."""
    found = _TYPE.match(str(fields.data.get("type")))
    kind = found[1] if found else ""
    title = fields.text("name", language=_LANGUAGE)
    if kind != "Meeting":
        yield Refused(fields.spot, str(title), f"It is OParl’s {kind}, and no meeting.")
    elif fields.flag("deleted"):
        yield Refused(fields.spot, str(title), "Its publisher has deleted it.")
    elif not fields.has("start"):
        yield Refused(fields.spot, str(title), "It has no start.")
    else:
        yield _meeting(fields, title, options)


def _meeting(fields: Fields, title: Text, options: ReadingOptions) -> IncomingMeeting:
    start = fields.words("start")
    when = dated(start or "", fields.words("end"), options)
    if when.remark:
        fields.remarks.append(when.remark)
    cancelled = fields.flag("cancelled")
    state = (fields.words("meetingState") or "").lower()
    place = fields.within("location")
    organizations = tuple(
        name
        for each in fields.listed("organization")
        if (name := each.words("name", "shortName")) and "://" not in name
    )
    named = title or Text.of({_LANGUAGE: ", ".join(organizations)[:2_000]})
    if not named or not str(named):
        raise Invalid("It has no name.")
    return IncomingMeeting(
        spot=fields.spot,
        uid=fields.words("id"),
        title=named,
        when=when.when,
        zone=when.zone,
        floating=when.floating,
        status=Status.CANCELLED if cancelled else _STATES.get(state),
        kind=MeetingKind.MEETING,
        parties=organizations,
        agenda=_agenda(fields),
        papers=tuple(_papers(fields)),
        topics=tuple(w for each in fields.listed("keyword") if (w := each.words("name"))),
        url=fields.link("web"),
        **(_place(place) if place else {}),
    )


def _place(place: Fields) -> dict[str, Any]:
    """Return where it is: the venue as it is called, its town, its room, its coordinates."""
    parts = [place.words("description"), place.words("streetAddress")]
    latitude, longitude = _point(place)
    return {
        "place": ", ".join(part for part in parts if part) or None,
        "city": place.words("locality"),
        "room": place.words("room"),
        "latitude": latitude,
        "longitude": longitude,
    }


def _point(place: Fields) -> tuple[float | None, float | None]:
    """Return latitude and longitude of a GeoJSON point (RFC 7946: longitude first)."""
    feature = place.within("geojson")
    geometry = feature.within("geometry") if feature else None
    found = (geometry or feature).data.get("coordinates") if feature else None
    if not isinstance(found, list) or len(found) < 2:  # noqa: PLR2004
        return None, None
    longitude, latitude = found[:2]
    if not all(isinstance(n, int | float) and abs(n) <= limit
               for n, limit in ((latitude, 90), (longitude, 180))):  # fmt: skip
        return None, None
    return float(latitude), float(longitude)


def _agenda(fields: Fields) -> tuple[IncomingItem, ...]:
    items = [(_order(each), each) for each in fields.listed("agendaItem")]
    items.sort(key=lambda pair: pair[0])
    return tuple(
        IncomingItem(
            title=each.text("name", language=_LANGUAGE),
            label=each.words("number", longest=40) or "",
            outcome=each.text("resolutionText", "result", language=_LANGUAGE),
            papers=tuple(_files(each, "resolutionFile", None))
            + tuple(_files(each, "auxiliaryFile", None)),
        )
        for _, each in items
        # What is not public has no name, and what was deleted is not on the agenda.
        if each.has("name") and not each.flag("deleted")
    )


def _order(item: Fields) -> float:
    number = item.number("order")
    return float("inf") if number is None else number


def _papers(fields: Fields) -> Iterator[IncomingPaper]:
    for name, kind in _FILES:
        yield from _files(fields, name, kind)


def _files(fields: Fields, name: str, kind: DocumentKind | None) -> Iterator[IncomingPaper]:
    for file in fields.listed(name):
        title = file.text("name", "fileName", language=_LANGUAGE)
        link = file.link("accessUrl", "downloadUrl", "id")
        if not file.flag("deleted") and (title or link):
            yield IncomingPaper(title=title or Text.of({"und": link or ""}), kind=kind, link=link)
