"""Translations: what of a session or meeting lacks a version in one of the languages."""

from __future__ import annotations

from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Final

from tracker.domain.agenda import label_key
from tracker.domain.sessions import Session
from tracker.domain.text import UNDETERMINED
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.delegations import Delegation
    from tracker.domain.documents import Paper
    from tracker.domain.meetings import Meeting
    from tracker.domain.places import Place
    from tracker.domain.text import Text

LANGUAGES: Final = ("en", "fr", "ru", "ar")
# Languages of one script, in any of which a proper name can be read.
_SCRIPTS: Final = (frozenset({"en", "fr"}),)


class Part(StrEnum):
    """What of a record is written in several languages."""

    TITLE = "title"
    NAME = "name"
    OFFICE = "office"
    OUTCOME = "outcome"


@frozen
class Untranslated:
    """A text that lacks versions: whose, which, in what words, and the languages it lacks."""

    of: str
    part: Part
    text: Text
    lacks: tuple[str, ...]


def untranslated(
    record: Session | Meeting, languages: Iterable[str] = LANGUAGES
) -> tuple[Untranslated, ...]:
    """Return the texts of a session or meeting, and of what it shows, that lack a version.

    Each once, in the order in which a print shows them. What has no text at all lacks
    nothing; a proper name is not missing in a language whose script it is written in.
    """
    wanted = tuple(languages)
    found: dict[tuple[str, Part, Text], Untranslated] = {}
    for of, part, text in _texts(record):
        lacks = tuple(tag for tag in wanted if not _has(text, tag, part))
        if text and lacks:
            found.setdefault((of, part, text), Untranslated(of, part, text, lacks))
    return tuple(found.values())


def _has(text: Text, language: str, part: Part) -> bool:
    if part is Part.NAME:
        alike = next((tags for tags in _SCRIPTS if language in tags), frozenset({language}))
        return any(text.get(tag) is not None for tag in (*alike, UNDETERMINED))
    return text.get(language) is not None


_Told = tuple[str, Part, "Text"]


def _texts(record: Session | Meeting) -> Iterator[_Told]:
    if isinstance(record, Session):
        yield record.series.slug, Part.TITLE, record.series.title
        if record.host is not None:
            yield record.host.code, Part.NAME, record.host.name
    yield record.ref, Part.TITLE, record.title
    if record.place is not None:
        yield from _place(record.place)
    for delegation in record.delegations:
        yield from _delegation(delegation)
    for meeting in record.meetings if isinstance(record, Session) else ():
        yield from _texts(meeting)
    yield from _agenda(record)
    yield from _papers(record.papers)
    for commitment in chain(record.commitments, getattr(record, "carried", ())):
        yield commitment.ref, Part.TITLE, commitment.title
    for topic in record.topics:
        yield topic.slug, Part.NAME, topic.name


def _agenda(record: Session | Meeting) -> Iterator[_Told]:
    for _, item in chain.from_iterable(top.walk() for top in record.agenda):
        ref = f"{record.ref}:{label_key(item.label)}"
        yield ref, Part.TITLE, item.title
        yield ref, Part.OUTCOME, item.outcome
        yield from _papers(item.papers)


def _place(place: Place) -> Iterator[_Told]:
    yield f"pl{place.id}", Part.NAME, place.name
    if place.city is not None:
        yield f"pl{place.city.id}", Part.NAME, place.city.name


def _delegation(delegation: Delegation) -> Iterator[_Told]:
    yield delegation.party.code, Part.NAME, delegation.party.name
    for member in delegation.members:
        yield member.person.ref, Part.NAME, member.person.name
        of = f"post{member.post.id}" if member.post and not member.title else member.person.ref
        yield of, Part.OFFICE, member.office


def _papers(papers: Iterable[Paper]) -> Iterator[_Told]:
    """Yield the titles of papers."""
    for paper in papers:
        yield paper.document.ref, Part.TITLE, paper.document.title
