"""Documents and commitments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tracker.domain.commitments import CommitmentStatus
from tracker.domain.symbols import filed
from tracker.domain.when import AllDay
from tracker.render.language import capital, language_name, term
from tracker.render.records import parts
from tracker.render.sections.documents import superseded
from tracker.render.sections.times import date_stated, dated
from tracker.render.sheet import Emphasis, Entry, Outline, Span, Table, address, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.commitments import Commitment
    from tracker.domain.documents import Document
    from tracker.domain.dossiers import Dossier, Link
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

_INDENT: Final = "\u00a0\u00a0"  # what a screen that folds its cells does not take away


def documents_table(documents: Iterable[Document], reading: Reading) -> Table:
    """Return documents as rows: what is current, and indented below it what that replaced."""
    head = (
        reading.gettext("Reference"),
        parts.label("title", reading),
        parts.label("kind", reading),
        reading.gettext("Date"),
        parts.label("language", reading),
    )
    rows = (
        _document_row(document, reading, older=older)
        for each in filed(documents, reading.language)
        for documents_of, older in (
            ((each.document, *each.languages), False),
            (each.superseded, True),
        )
        for document in documents_of
    )
    return Table(head, tuple(rows))


def _document_row(document: Document, reading: Reading, *, older: bool) -> tuple[Line, ...]:
    indent = _INDENT if older else ""
    return (
        line(parts.reference(f"{indent}{document.ref}")),
        superseded(document, reading) if older else reading.document(document),
        line(term(document.kind, reading.language)),
        parts.date_of(document.dated, reading),
        line(document.language or ""),
    )


def document_blocks(document: Document, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a document, under its title."""
    language = document.language and capital(language_name(document.language, reading.language))
    when = parts.date_of(document.dated, reading)
    return [
        *parts.facts(
            parts.said("kind", parts.stated(document.kind, reading), reading),
            parts.said("symbol", island(document.symbol) if document.symbol else "", reading),
            reading.fact(reading.gettext("Date"), when),
            parts.said("language", language or "", reading),
            parts.said("link", address(document.link) if document.link else "", reading),
            parts.versions(document.title, reading),
            parts.visible(document.visibility, reading),
            parts.noted(document.note, reading),
        ),
        *parts.section(reading.gettext("Linked with"), links_outline(dossier.links, reading)),
    ]


def links_outline(links: Iterable[Link], reading: Reading) -> Outline:
    """Return the records that something is linked with, each with its relation."""
    return Outline(
        tuple(
            Entry(
                reading.aside(
                    reading.words(link.title),
                    term(link.relation, reading.language) if link.relation else "",
                ),
                link.ref,
            )
            for link in links
        )
    )


def commitments_table(commitments: Iterable[Commitment], reading: Reading) -> Table:
    """Return commitments as rows; the overdue are said to be so."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("Commitment"),
        reading.gettext("By whom"),
        reading.gettext("Due"),
        reading.gettext("Status"),
    )
    return Table(head, tuple(_commitment_row(each, reading) for each in commitments))


def _commitment_row(commitment: Commitment, reading: Reading) -> tuple[Line, ...]:
    return (
        line(parts.reference(commitment.ref)),
        line(reading.words(commitment.title)),
        line(parts.reference(" ".join(party.code for party in commitment.owners))),
        parts.date_of(commitment.due, reading),
        standing(commitment, reading),
    )


def standing(commitment: Commitment, reading: Reading) -> Line:
    """Return where a commitment stands: done and when, open and overdue."""
    status = line(term(commitment.status, reading.language))
    if commitment.status is CommitmentStatus.DONE and commitment.done_on:
        day = AllDay(commitment.done_on, commitment.done_on)
        return reading.listed([status, dated(day, reading)])
    if commitment.is_overdue(reading.today):
        overdue = Span(reading.gettext("overdue"), emphasis=Emphasis.STRONG)
        return reading.listed([status, line(overdue)])
    return status


def _headed(words: Line) -> Line:
    first, *rest = words
    return (replace(first, words=capital(first.words)), *rest)


def commitment_blocks(commitment: Commitment, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a commitment, under its title."""
    owners = reading.listed([reading.party(party) for party in commitment.owners])
    due = date_stated(commitment.due, reading) if commitment.due else ()
    return [
        *parts.facts(
            reading.fact(reading.gettext("Status"), _headed(standing(commitment, reading))),
            reading.fact(reading.gettext("By whom"), owners),
            reading.fact(reading.gettext("Due"), due or line(reading.gettext("no date set"))),
            parts.versions(commitment.title, reading),
            parts.visible(commitment.visibility, reading),
            parts.noted(commitment.note, reading),
        ),
        *parts.section(reading.gettext("Made at"), links_outline(dossier.links, reading)),
    ]
