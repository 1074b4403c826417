"""The sheet of any record: everything about it, its sources and where they disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.agenda import AgendaItem
from tracker.domain.commitments import Commitment
from tracker.domain.delegations import Delegation
from tracker.domain.documents import Document
from tracker.domain.meetings import Meeting
from tracker.domain.parties import Party, Person, Post
from tracker.domain.places import Place
from tracker.domain.sessions import Series, Session
from tracker.domain.sources import Claim, Source
from tracker.domain.topics import Topic
from tracker.domain.visibility import Visibility
from tracker.render.language import capital, field_name, is_right_to_left, spoken, term
from tracker.render.records import documents, occasions, parties, parts, places, sources
from tracker.render.sections.reading import Reading
from tracker.render.sheet import (
    Direction,
    Emphasis,
    Masthead,
    Note,
    Sheet,
    Span,
    Table,
    island,
    line,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tracker.domain.dossiers import Dossier, Record
    from tracker.render.sheet import Block, Line


def record_sheet(dossier: Dossier, reading: Reading) -> Sheet:
    """Return everything about one record, as it stands on the reader's day."""
    record = dossier.record
    if isinstance(record, Session | Meeting):
        return occasions.occasion_sheet(record, dossier, reading)
    title = title_of(record, reading)
    return sheet_of(
        title,
        [
            Masthead(title, over=_over(record, reading)),
            *_BLOCKS[type(record)](record, dossier, reading),
            *([] if isinstance(record, Source) else _claims(record, dossier, reading)),
            *parts.listed_section(dossier.listed, reading),
            *parts.history_section(dossier.history, reading),
            Note(_recorded(dossier.ref, reading)),
        ],
        reading,
    )


def _claims(record: Record, dossier: Dossier, reading: Reading) -> list[Block]:
    subject = record.record if isinstance(record, Claim) else dossier.ref
    return [
        *parts.claims_sections(dossier.claims, subject, reading),
        *parts.cited_section(dossier.claims, reading),
    ]


def list_sheet(title: str, table: Table, reading: Reading) -> Sheet:
    """Return a list of records, for a screen."""
    return sheet_of(line(title), [table], reading)


def reading_for(
    language: str, *, today: date, reader_zone: str | None, dossier: Dossier | None = None
) -> Reading:
    """Return the reader of a sheet: their language, day and zone, the sources numbered."""
    claims = dossier.claims if dossier else ()
    cited = dict.fromkeys(claim.source.id for claim in claims)
    if dossier and isinstance(dossier.record, Session | Meeting | Source):
        cited = {}  # a summary numbers its own; a source cites nobody
    numbers = {source: i for i, source in enumerate(cited, start=1)}
    return Reading(spoken(language), today, None, reader_zone, numbers)


def sheet_of(title: Line, blocks: list[Block], reading: Reading) -> Sheet:
    """Return blocks as a sheet in the reader's language."""
    direction = Direction.RTL if is_right_to_left(reading.language) else Direction.LTR
    return Sheet(plain(title), reading.language, direction, tuple(blocks))


def _over(record: object, reading: Reading) -> tuple[Line, ...]:
    """Return the marking of what is not public, as it stands over every print."""
    level = getattr(record, "visibility", None)
    if not isinstance(level, Visibility) or level is Visibility.PUBLIC:
        return ()
    words = capital(term(level, reading.language))
    return (line(Span(words, emphasis=Emphasis.STRONG)),)


def _recorded(ref: str, reading: Reading) -> Line:
    return reading.fill(
        reading.gettext("{reference}, as recorded on {date}"),
        reference=parts.reference(ref),
        date=parts.day(reading.today, reading),
    )


def title_of(record: Record, reading: Reading) -> Line:
    """Return what a record is called: its title or name, with its label or symbol."""
    match record:
        case Party():
            return line(reading.party(record))
        case Delegation():
            return line(reading.party(record.party))
        case Place():
            return reading.place(record)
        case Document():
            return reading.document(record)
        case AgendaItem():
            return line(parts.reference(record.label), " ", reading.words(record.title))
        case Source():
            return _cited(record, reading)
        case Claim():
            field = capital(field_name(record.field, reading.language))
            return reading.listed([line(parts.reference(record.record)), line(field)])
        case Person() | Topic():
            return line(reading.name(record.name))
        case _:
            return line(reading.words(record.title))


# What there is to say of a record, by what it is; sessions and meetings have their own sheets.
_BLOCKS: dict[type[Any], Callable[[Any, Dossier, Reading], list[Block]]] = {
    AgendaItem: occasions.item_blocks,
    Claim: lambda *_: [],  # all there is of it stands with its rivals, below
    Commitment: documents.commitment_blocks,
    Delegation: occasions.delegation_blocks,
    Document: documents.document_blocks,
    Party: parties.party_blocks,
    Person: parties.person_blocks,
    Place: places.place_blocks,
    Post: parties.post_blocks,
    Series: occasions.series_blocks,
    Source: sources.source_blocks,
    Topic: places.topic_blocks,
}


def _cited(source: Source, reading: Reading) -> Line:
    return line(reading.words(source.title)) if source.title else line(island(source.label))
