"""Tables after RFC 4180: a row for each session and meeting.

The columns and their order are a contract with scripts; new ones come at the end. `when` is
the canonical text, `start` and `end` are local wall times or days, and are empty where a
date is not precise, so that nobody reckons with a day that was made up.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Final

from tracker.domain.guarding import guarded
from tracker.domain.sessions import Session, SessionKind
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Timed
from tracker.render.dates import say_when
from tracker.render.language import capital, session_ordinal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.meetings import Meeting
    from tracker.domain.when import When

COLUMNS: Final = (
    *("ref", "uid", "title", "kind", "status", "start", "end", "when", "in_words", "zone"),
    *("place", "city", "country", "room", "parties", "people", "level", "topics"),
    *("session", "series", "visibility", "url", "note"),
)
_PART: Final = 1 << 16  # characters that are encoded at once


@frozen
class TableOptions:
    """How a table is written.

    `plain` leaves every value as it is, for programs; else values that a spreadsheet would
    run as formulas begin with an apostrophe. `mark` puts the UTF-8 mark before all, by
    which Excel knows the encoding.
    """

    language: str = "en"
    separator: str = ","
    plain: bool = False
    mark: bool = False


def table(records: Iterable[Session | Meeting], options: TableOptions) -> Iterator[bytes]:
    """Yield the table in parts: a header, then a row for each record in the order given."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=options.separator, lineterminator="\r\n")
    if options.mark:
        yield codecs.BOM_UTF8
    writer.writerow(COLUMNS)
    for record in records:
        values = _values(record, options.language)
        writer.writerow(values if options.plain else map(guarded, values))
        if text.tell() >= _PART:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    made = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return made


def _values(record: Session | Meeting, language: str) -> list[str]:
    place = record.place
    start, end = _edges(record.when)
    return [
        record.ref,
        record.stamp.uid if record.stamp else "",
        _title(record, language),
        record.kind,
        record.status,
        start,
        end,
        str(record.when),
        say_when(record.when, language),
        record.when.zone if isinstance(record.when, Timed) else place.zone if place else "",
        str(place.rendition(language)) if place else "",
        str(place.town.name.rendition(language)) if place else "",
        place.town.country or place.country or "" if place else "",
        "" if isinstance(record, Session) else record.room or "",
        "; ".join(delegation.party.code for delegation in record.delegations),
        "; ".join(_people(record, language)),
        record.level or "",
        "; ".join(topic.slug for topic in record.topics),
        *_holders(record),
        record.visibility,
        record.url or "",
        record.note or "",
    ]


def _title(record: Session | Meeting, language: str) -> str:
    """Return the title; of a session that has none, its series and its number."""
    if record.title or not isinstance(record, Session):
        return str(record.title.rendition(language))
    extraordinary = record.kind is SessionKind.EXTRAORDINARY
    number = session_ordinal(record.ordinal, extraordinary=extraordinary, language=language)
    return f"{capital(number)} — {record.series.title.rendition(language)}"


def _holders(record: Session | Meeting) -> tuple[str, str]:
    """Return the references of the session and the series that it is, or belongs to."""
    if isinstance(record, Session):
        return record.ref, record.series.slug
    return record.session or "", record.series or ""


def _people(record: Session | Meeting, language: str) -> Iterator[str]:
    """Yield who is named, with the party in brackets, as the reader of tables takes it."""
    for delegation in record.delegations:
        for member in delegation.members:
            yield f"{member.person.name.rendition(language)} ({delegation.party.code})"


def _edges(when: When) -> tuple[str, str]:
    if isinstance(when, Timed):
        end = when.end.isoformat("T", "minutes") if when.end else ""
        return when.start.isoformat("T", "minutes"), end
    if isinstance(when, AllDay):
        return str(when.first), str(when.last)
    return "", ""
