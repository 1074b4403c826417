"""What is to be discussed: items with their verbatim labels, papers and outcomes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.agenda import ItemStatus
from tracker.domain.documents import Relation
from tracker.render.language import capital, term
from tracker.render.sheet import Entry, Heading, Outline, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.documents import Paper
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

_UNSETTLED = (ItemStatus.PROPOSED, ItemStatus.PROVISIONAL)
_SAID = (ItemStatus.PROPOSED, ItemStatus.WITHDRAWN, ItemStatus.DEFERRED)


def agenda_section(items: Sequence[AgendaItem], reading: Reading) -> list[Block]:
    """Return the agenda under its heading; nothing when no item is known."""
    if not items:
        return []
    provisional = all(i.status in _UNSETTLED for top in items for _, i in top.walk())
    title = reading.gettext("Provisional agenda") if provisional else reading.gettext("Agenda")
    return [Heading(line(title)), Outline(item_entries(items, reading))]


def item_entries(items: Iterable[AgendaItem], reading: Reading) -> tuple[Entry, ...]:
    """Return agenda items as entries, in their positions' order."""
    ordered = sorted(items, key=lambda i: i.position)
    return tuple(_entry(item, reading) for item in ordered)


def _entry(item: AgendaItem, reading: Reading) -> Entry:
    title = reading.words(item.title)
    if item.status is ItemStatus.WITHDRAWN:
        title = replace(title, strike=True)
    head = line(title)
    if item.status in _SAID:
        status = term(item.status, reading.language)
        head = reading.aside(title, status)
    return Entry(head, item.label, _notes(item, reading), item_entries(item.children, reading))


def _notes(item: AgendaItem, reading: Reading) -> tuple[Line, ...]:
    notes: list[Line] = []
    if item.lead:
        notes.append(reading.remark(reading.gettext("Lead"), reading.party(item.lead)))
    if item.origin:
        notes.append(reading.remark(reading.gettext("Origin"), island(item.origin)))
    notes.extend(_paper(paper, reading) for paper in item.papers)
    if item.mode or item.outcome:
        notes.append(_outcome(item, reading))
    if item.note:
        notes.append(reading.remark(reading.gettext("Note"), island(item.note)))
    return tuple(notes)


def _paper(paper: Paper, reading: Reading) -> Line:
    relation = (
        reading.gettext("Document")
        if paper.relation is Relation.PAPER
        else capital(term(paper.relation, reading.language))
    )
    return reading.remark(relation, reading.document(paper.document))


def _outcome(item: AgendaItem, reading: Reading) -> Line:
    label = reading.gettext("Outcome")
    mode = term(item.mode, reading.language) if item.mode else ""
    if not item.outcome:
        return reading.remark(label, mode)
    return reading.remark(reading.aside(label, mode), reading.words(item.outcome))
