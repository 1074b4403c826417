"""What an entry of a file says, field by field: as it is kept, compared and recognised again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.domain.folding import fold
from tracker.domain.incoming import IncomingCommitment, IncomingMeeting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.incoming import Attending, IncomingItem, IncomingPaper

Entry: TypeAlias = "IncomingMeeting | IncomingCommitment"
Said: TypeAlias = "dict[str, str]"

_LENGTH = 32  # hexadecimal digits: 128 bits tell any two entries of a lifetime apart


def said_of(entry: Entry) -> Said:
    """Return what an entry says, field by field; of what it does not mention there is no field.

    The rule by which an entry repeats is not among them: it is told once for all of them.
    """
    if isinstance(entry, IncomingMeeting):
        return _filled(_meeting(entry))
    return _filled(
        {
            "title": entry.title.stored() if entry.title else None,
            "due": str(entry.due) if entry.due else None,
            "status": entry.status,
            "done_on": entry.done_on.isoformat() if entry.done_on else None,
            "owners": _listed(entry.owners),
            "note": entry.note,
            "visibility": entry.visibility,
        }
    )


def _meeting(entry: IncomingMeeting) -> dict[str, str | None]:
    point = None
    if entry.latitude is not None and entry.longitude is not None:
        point = f"{entry.latitude},{entry.longitude}"
    return {
        "title": entry.title.stored() if entry.title else None,
        "when": str(entry.when),
        "zone": entry.zone,
        "floating": "yes" if entry.floating else None,
        "status": entry.status,
        "postponed_from": str(entry.postponed_from) if entry.postponed_from else None,
        "kind": entry.kind,
        "level": entry.level,
        "place": entry.place,
        "city": entry.city,
        "country": entry.country,
        "room": entry.room,
        "point": point,
        "parties": _listed(entry.parties),
        "people": _listed([_person(each) for each in entry.people]),
        "topics": _listed(entry.topics),
        "agenda": _listed([_item(each) for each in entry.agenda]),
        "papers": _listed([_paper(each) for each in entry.papers]),
        "url": entry.url,
        "note": entry.note,
        "visibility": entry.visibility,
    }


def _person(of: Attending) -> list[str | None]:
    return [of.name, of.party, of.post, of.rank]


def _item(of: IncomingItem) -> dict[str, Any]:
    told = {
        "label": of.label,
        "title": dict(of.title.versions),
        "outcome": dict(of.outcome.versions),
        "papers": [_paper(each) for each in of.papers],
        "items": [_item(each) for each in of.items],
    }
    return {field: value for field, value in told.items() if value}


def _paper(of: IncomingPaper) -> dict[str, Any]:
    told = {
        "title": dict(of.title.versions),
        "kind": of.kind,
        "symbol": of.symbol,
        "link": of.link,
        "dated": str(of.dated) if of.dated else None,
    }
    return {field: value for field, value in told.items() if value}


def _listed(values: Iterable[object]) -> str | None:
    found = list(values)
    return json.dumps(found, ensure_ascii=False) if found else None


def _filled(fields: dict[str, str | None]) -> Said:
    return {field: str(value) for field, value in fields.items() if value}


def digest_of(said: Said) -> str:
    """Return what tells whether just the same is said again."""
    return _hashed("\x1e".join(f"{field}\x1f{value}" for field, value in said.items()))


def content_of(entry: Entry) -> str:
    """Return what finds an entry where its identity changes with every reading.

    That is its start, title and place, without case, accents and punctuation.
    """
    return _hashed("\x1f".join((start_of(entry), *subject_of(entry))))


def start_of(entry: Entry) -> str:
    """Return the beginning of an entry, as its text says it: without an end, without a zone."""
    when = entry.when if isinstance(entry, IncomingMeeting) else entry.due
    return start_in(str(when) if when else "")


def start_in(when: str) -> str:
    """Return the beginning that a canonical *when* says."""
    return when if when.startswith("[") else when.partition("/")[0].partition("[")[0]


def subject_of(entry: Entry) -> tuple[str, str]:
    """Return the folded title and place of an entry."""
    if isinstance(entry, IncomingCommitment):
        return fold(str(entry.title)), ""
    return fold(str(entry.title)), fold(entry.place or entry.city or entry.room or "")


def subject_in(said: Said) -> tuple[str, str]:
    """Return the folded title and place of what was once said."""
    title = next(iter(json.loads(said.get("title", "{}")).values()), "")
    return fold(title), fold(said.get("place") or said.get("city") or said.get("room") or "")


def words_in(said: Said, field: str) -> str | None:
    """Return what a field says as a person reads it: a title without its languages, a list."""
    value = said.get(field)
    if value is None:
        return None
    if field == "title":
        return next(iter(json.loads(value).values()), None)
    if not value.startswith("[") or field not in _LISTS:
        return value
    return ", ".join(_named(each) for each in json.loads(value))


_LISTS = frozenset({"parties", "people", "topics", "agenda", "papers", "owners"})


def _named(each: object) -> str:
    if isinstance(each, dict):
        title = next(iter(each.get("title", {}).values()), "")
        return " ".join(filter(None, (each.get("label"), title or each.get("link"))))
    return str(each[0]) if isinstance(each, list) else str(each)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_LENGTH]
