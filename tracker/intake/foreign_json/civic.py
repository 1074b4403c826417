"""Events after Open Civic Data (OCD) and Popolo, which OCD grew out of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.incoming import (
    Attending,
    IncomingItem,
    IncomingMeeting,
    IncomingPaper,
    Refused,
)
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import parse_when
from tracker.errors import Invalid
from tracker.intake.foreign_json.dates import dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.incoming import Incoming
    from tracker.intake.foreign_json.fields import Fields
    from tracker.intake.options import ReadingOptions

_STATUS: Final = {
    "tentative": Status.TENTATIVE,
    "confirmed": Status.CONFIRMED,
    "cancelled": Status.CANCELLED,
    "canceled": Status.CANCELLED,
    "postponed": Status.POSTPONED,
    "deferred": Status.POSTPONED,
    "passed": Status.HELD,
}
_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def is_civic(data: dict[str, Any]) -> bool:
    """Return whether an object is an event of OCD or Popolo."""
    identity = data.get("id") or data.get("_id")
    if isinstance(identity, str) and identity.startswith("ocd-event/"):
        return True
    start = "start_date" in data or "start_time" in data
    return data.get("_type") == "event" or (start and "name" in data)


def read(fields: Fields, options: ReadingOptions) -> Iterator[Incoming]:
    """Yield the meeting that an event is, or why it is not taken."""
    language = options.language  # neither format names any
    title = fields.text("name", "description", language=language)
    start = fields.words("start_date", "start_time", "when")
    if not title:
        yield Refused(fields.spot, "", "It has no name.")
        return
    if not start:
        yield Refused(fields.spot, str(title), "It has no start_date.")
        return
    end = fields.words("end_date", "end_time")
    zone = fields.words("timezone")
    when = dated(start, end, options, zone=zone, all_day=fields.flag("all_day"))
    if when.remark:
        fields.remarks.append(when.remark)
    people, parties = _participants(fields)
    yield IncomingMeeting(
        spot=fields.spot,
        uid=fields.words("id", "_id"),
        title=title,
        when=when.when,
        zone=when.zone,
        floating=when.floating,
        status=_STATUS.get((fields.words("status") or "").lower()),
        people=people,
        parties=parties,
        agenda=_agenda(fields, language),
        papers=tuple(_papers(fields, language, "documents", "media")),
        url=_address(fields),
        note=fields.note("description") if fields.has("name") else None,
        **_location(fields),
    )


def _location(fields: Fields) -> dict[str, Any]:
    """Return where it is: OCD's location is an object, Popolo's may be words."""
    place = fields.within("location")
    if place is None:
        return {"place": fields.words("location")}
    point = place.within("coordinates") or place
    latitude, longitude = point.number("latitude"), point.number("longitude")
    inside = latitude is not None and longitude is not None
    inside = inside and abs(latitude or 0) <= 90 and abs(longitude or 0) <= 180  # noqa: PLR2004
    return {
        "place": place.words("name", "note"),
        "latitude": latitude if inside else None,
        "longitude": longitude if inside else None,
    }


def _participants(fields: Fields) -> tuple[tuple[Attending, ...], tuple[str, ...]]:
    people, parties = [], []
    for each in fields.listed("participants", "attendees"):
        inner = each.within("person") or each.within("organization") or each
        name = each.words("name") or inner.words("name")
        kind = (each.words("entity_type") or "").lower()
        if not name:
            continue
        if kind == "person" or (not kind and each.within("person")):
            people.append(Attending(name=name))
        else:
            parties.append(name)
    organizer = fields.within("organization")
    host = organizer.words("name") if organizer else None
    return tuple(people), tuple(dict.fromkeys([*([host] if host else []), *parties]))


def _agenda(fields: Fields, language: str) -> tuple[IncomingItem, ...]:
    return tuple(
        IncomingItem(
            title=each.text("description", "name", language=language),
            label=each.words("order", longest=40) or "",
            outcome=Text(),
            papers=tuple(_papers(each, language, "media", "documents")),
        )
        for each in fields.listed("agenda")
        if each.has("description", "name")
    )


def _papers(fields: Fields, language: str, *names: str) -> Iterator[IncomingPaper]:
    """Yield documents: each has a note for a title, and links to its versions."""
    for each in fields.listed(*names):
        link = next((u for one in each.listed("links") if (u := one.link("url"))), None)
        link = link or each.link("url")
        title = each.text("note", "name", language=language)
        if title or link:
            yield IncomingPaper(
                title=title or Text.of({"und": link or ""}), link=link, dated=_dated(each)
            )


def _dated(each: Fields) -> Any:
    date = each.words("date")
    if not date or not _DATE.match(date):
        return None
    try:
        return parse_when(date[:10])
    except Invalid:
        return None


def _address(fields: Fields) -> str | None:
    """Return the page of the event: its own links before the sources it was taken from."""
    each = (one.link("url") for one in fields.listed("links", "sources"))
    return next((url for url in each if url), None)
