"""A list of objects whose keys say what they are, and the lines of our own `export jsonl`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tracker.domain.incoming import IncomingMeeting, Refused
from tracker.domain.meetings import MeetingKind
from tracker.domain.status import Status
from tracker.domain.visibility import Visibility
from tracker.domain.when import parse_when
from tracker.errors import Invalid
from tracker.intake.foreign_json.dates import Dated, clock, dated, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    from tracker.domain.incoming import Incoming
    from tracker.intake.foreign_json.fields import Fields
    from tracker.intake.options import ReadingOptions

# What programs call the same thing, in the order of trust. Keys are compared in small
# letters, without hyphens and underscores.
_NAMES: Final = {
    "title": ("title", "summary", "name", "subject", "event"),
    "start": ("start", "startsat", "starttime", "startdatetime", "startdate", "dtstart", "begin",
              "begins", "from", "when", "datetime", "date", "day"),
    "end": ("end", "endsat", "endtime", "enddatetime", "enddate", "dtend", "ends", "until", "to"),
    "time": ("time", "hour"),
    "place": ("location", "place", "venue", "where"),
    "city": ("city", "town"),
    "country": ("country",),
    "room": ("room", "hall"),
    "uid": ("uid", "id", "guid", "identifier"),
    "url": ("url", "link", "web", "href"),
    "note": ("note", "notes", "description", "details", "comment"),
    "status": ("status", "state"),
    "kind": ("kind", "type", "category"),
    "zone": ("zone", "timezone", "tz", "tzid"),
    "parties": ("parties", "participants", "countries", "states", "attendees"),
    "topics": ("topics", "tags", "categories"),
    "visibility": ("visibility", "class"),
    "allday": ("allday",),
    "language": ("language", "lang"),
}  # fmt: skip
_CALLED_OFF: Final = {"canceled": Status.CANCELLED, "deferred": Status.POSTPONED}


def is_ours(data: dict[str, Any]) -> bool:
    """Return whether an object is a line of `tracker export jsonl`."""
    return isinstance(data.get("stamp"), dict) and "ref" in data and "whens" in data


def read(fields: Fields, options: ReadingOptions) -> Iterator[Incoming]:
    """Yield the meeting that an object with obvious keys tells of, or why it is not taken."""
    _renamed(fields)
    language = fields.words("language", longest=20) or options.language
    title = fields.text("title", language=language if language.isalpha() else options.language)
    if not title:
        given = ", ".join(list(fields.data)[:6]) or "nothing"
        yield Refused(fields.spot, "", f"It has no title; it has {given}.")
        return
    if not fields.has("start"):
        yield Refused(fields.spot, str(title), "It has no start.")
        return
    when = _when(fields, options)
    if when.remark:
        fields.remarks.append(when.remark)
    yield IncomingMeeting(
        spot=fields.spot,
        uid=fields.words("uid"),
        title=title,
        when=when.when,
        zone=when.zone,
        floating=when.floating,
        status=_called_off(fields) or _one_of(Status, fields.words("status")),
        kind=_one_of(MeetingKind, fields.words("kind")),
        place=_place(fields),
        city=fields.words("city"),
        country=fields.words("country"),
        room=fields.words("room"),
        parties=_listed(fields, "parties"),
        topics=_listed(fields, "topics"),
        url=fields.link("url"),
        note=fields.note("note"),
        visibility=_one_of(Visibility, fields.words("visibility")),
    )


def read_ours(fields: Fields, options: ReadingOptions) -> Iterator[Incoming]:
    """Yield the meeting that a line of our own export tells of.

    A session is more than a meeting: it comes whole in `tracker export json` only.
    """
    title = fields.text("title", language=options.language)
    stamp, when = fields.within("stamp"), fields.within("when")
    if "meetings" in fields.data:
        said = "It is a session; those are taken from: tracker export json"
        yield Refused(fields.spot, str(title), said)
        return
    kept = parse_when((when.words("text") if when else None) or "")
    place = fields.within("place")
    yield IncomingMeeting(
        spot=fields.spot,
        uid=stamp.words("uid") if stamp else None,
        title=title,
        when=kept,
        zone=getattr(kept, "zone", place.words("zone") if place else None) or options.zone,
        status=_one_of(Status, fields.words("status")),
        kind=_one_of(MeetingKind, fields.words("kind")),
        place=str(place.text("name", language=options.language)) if place else None,
        country=place.words("country") if place else None,
        room=fields.words("room"),
        parties=tuple(
            code
            for each in fields.listed("delegations")
            if (party := each.within("party")) and (code := party.words("code"))
        ),
        topics=tuple(s for each in fields.listed("topics") if (s := each.words("slug"))),
        url=fields.link("url"),
        note=fields.note("note"),
        visibility=_one_of(Visibility, fields.words("visibility")),
    )


def _renamed(fields: Fields) -> None:
    """Give the values the names by which they are asked for here."""
    plain = {key.lower().replace("_", "").replace("-", ""): v for key, v in fields.data.items()}
    fields.data = {
        name: plain[found]
        for name, others in _NAMES.items()
        if (found := next((o for o in others if plain.get(o) not in (None, "", [])), None))
    } or fields.data


def _when(fields: Fields, options: ReadingOptions) -> Dated:
    """Return when it is; a day and an hour may stand apart."""
    start, end = fields.words("start"), fields.words("end")
    if start is None:
        raise Invalid("Its start is no date.")
    zone = fields.words("zone")
    hour = clock(fields.words("time") or "")
    if hour and len(start) == len("2025-04-03"):
        start = f"{start}T{hour:%H:%M}"
    until = clock(end or "")
    if until and "T" in start:
        end = f"{start[:10]}T{until:%H:%M}"
    try:
        return dated(start, end, options, zone=zone, all_day=fields.flag("allday"))
    except Invalid as fault:
        try:
            return spoken(start, options)
        except Invalid:
            raise fault from None


def _place(fields: Fields) -> str | None:
    inner = fields.within("place")
    return inner.words("name", "title", "address") if inner else fields.words("place")


def _listed(fields: Fields, name: str) -> tuple[str, ...]:
    """Return words of a list, or of one text with commas or semicolons between them."""
    value = fields.data.get(name)
    if isinstance(value, str):
        parts = value.replace(";", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())
    each = (one.words("name", "code", "title") for one in fields.listed(name))
    return tuple(words for words in each if words)


def _one_of(enum: type[StrEnum], words: str | None) -> Any:
    """Return the value that words name; None for others, which are not ours to guess."""
    plain = (words or "").strip().lower().replace("_", "-").replace(" ", "-")
    return next((value for value in enum if value == plain), None)


def _called_off(fields: Fields) -> Status | None:
    return _CALLED_OFF.get((fields.words("status") or "").lower())
