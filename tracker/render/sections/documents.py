"""Papers laid before a session or meeting, and the documents that came out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.folding import fold
from tracker.render.language import language_name, term
from tracker.render.sections.times import dated
from tracker.render.sheet import Entry, Heading, Outline, address, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.documents import Document, Paper
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


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
    return tuple(
        Entry(reading.document(d), notes=tuple(n for n in _notes(d, reading) if n))
        for d in documents
    )


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
