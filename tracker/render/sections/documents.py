"""Papers laid before a session or meeting, and the documents that came out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.folding import fold
from tracker.domain.symbols import filed
from tracker.render.language import capital, language_name, term
from tracker.render.sections.times import dated
from tracker.render.sheet import Entry, Heading, Outline, address, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.documents import Document, Paper
    from tracker.domain.symbols import Filed
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line, Span


def documents_sections(papers: Sequence[Paper], reading: Reading) -> list[Block]:
    """Return the papers, the outcome documents and what else bears on it, by relation."""
    headings = {
        Relation.PAPER: reading.gettext("Documents"),
        Relation.OUTCOME: reading.gettext("Outcome documents"),
        Relation.REFERENCE: reading.gettext("Reference documents"),
    }
    blocks: list[Block] = []
    for relation, heading in headings.items():
        listed = [p.document for p in papers if p.relation is relation]
        if listed:
            blocks += [Heading(line(heading)), Outline(_entries(listed, reading))]
    return blocks


def _entries(documents: Iterable[Document], reading: Reading) -> tuple[Entry, ...]:
    """Return what is current, each with its other languages and what it took the place of."""
    return tuple(_entry(each, reading) for each in filed(documents, reading.language))


def _entry(of: Filed, reading: Reading) -> Entry:
    notes = [note for note in _notes(of.document, reading) if note]
    notes += [_in_other_language(each, reading) for each in of.languages]
    older = tuple(Entry(superseded(each, reading)) for each in of.superseded)
    return Entry(reading.document(of.document), notes=tuple(notes), children=older)


def superseded(document: Document, reading: Reading) -> Line:
    """Return a document that another took the place of, as it is named under that."""
    return reading.aside(reading.document(document), reading.gettext("superseded"))


def _in_other_language(document: Document, reading: Reading) -> Line:
    named = language_name(document.language or "", reading.language)
    words: list[Span] = [reading.words(document.title)]
    if document.link:
        words.append(address(document.link))
    return reading.remark(capital(named), reading.listed(words))


def _notes(document: Document, reading: Reading) -> list[Line]:
    told: list[Line] = []
    kind = term(document.kind, reading.language)
    named = fold(str(document.title.rendition(reading.language)))
    if document.kind is not DocumentKind.OTHER and fold(kind) not in named:
        told.append(line(kind))
    if document.dated:
        told.append(dated(document.dated, reading))
    if document.language:
        told.append(line(language_name(document.language, reading.language)))
    link = (address(document.link),) if document.link else ()
    note = reading.remark(reading.gettext("Note"), island(document.note)) if document.note else ()
    return [reading.listed(told), link, note]
