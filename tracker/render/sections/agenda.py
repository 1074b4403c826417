"""What is to be discussed: items with their verbatim labels, papers and outcomes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.agenda import ItemStatus
from tracker.domain.agenda_versions import Stage
from tracker.domain.documents import Relation
from tracker.domain.when import AllDay
from tracker.render.language import capital, term
from tracker.render.sections.times import dated
from tracker.render.sheet import Direction, Entry, Heading, Outline, Span, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.agenda_versions import AgendaVersion, Circulated
    from tracker.domain.documents import Paper
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

_UNSETTLED = (ItemStatus.PROPOSED, ItemStatus.PROVISIONAL)
_SAID = (ItemStatus.PROPOSED, ItemStatus.WITHDRAWN, ItemStatus.DEFERRED)


def agenda_section(
    items: Sequence[AgendaItem], circulated: Circulated | None, reading: Reading
) -> list[Block]:
    """Return the agenda under its heading; nothing when no item is known.

    Of one that was circulated the heading says how far it has come, and a line below when,
    and whether it was changed since.
    """
    if not items:
        return []
    if circulated is not None:
        head = Heading(stage_title(circulated, reading))
        return [head, Outline(item_entries(items, reading), _said(circulated, reading))]
    provisional = all(i.status in _UNSETTLED for top in items for _, i in top.walk())
    title = reading.gettext("Provisional agenda") if provisional else reading.gettext("Agenda")
    return [Heading(line(title)), Outline(item_entries(items, reading))]


def stage_title(version: AgendaVersion | Circulated, reading: Reading) -> Line:
    """Return what a version is called on its masthead: “Provisional agenda, Rev.1”."""
    titles = {
        Stage.PRELIMINARY: reading.gettext("Preliminary agenda"),
        Stage.PROVISIONAL: reading.gettext("Provisional agenda"),
        Stage.ADOPTED: reading.gettext("Adopted agenda"),
        Stage.TAKEN: reading.gettext("Agenda as taken"),
    }
    revised = Span(f"Rev.{version.revision}", direction=Direction.LTR)
    title = line(titles[version.stage])
    return reading.listed([title, line(revised)]) if version.revision else title


def _said(circulated: Circulated, reading: Reading) -> Line:
    """Return the symbol of an agenda, when it was handed out, and whether it is so still."""
    template = (
        reading.gettext("as of {date}, changed since")
        if circulated.changed
        else reading.gettext("as of {date}")
    )
    day = AllDay(circulated.dated, circulated.dated)
    said = reading.fill(template, date=dated(day, reading))
    symbol = [line(island(circulated.symbol))] if circulated.symbol else []
    return reading.listed([*symbol, said])


def item_entries(items: Iterable[AgendaItem], reading: Reading) -> tuple[Entry, ...]:
    """Return agenda items as entries, in their positions' order."""
    ordered = sorted(items, key=lambda i: i.position)
    return tuple(_entry(item, reading) for item in ordered)


def outcome_entries(items: Iterable[AgendaItem], reading: Reading) -> tuple[Entry, ...]:
    """Return agenda items with what came of each, and the documents that did."""
    ordered = sorted(items, key=lambda i: i.position)
    return tuple(_concluded(item, reading) for item in ordered)


def _concluded(item: AgendaItem, reading: Reading) -> Entry:
    """Return an item with its outcome; one that only heads others may have none of its own."""
    notes = [_paper(p, reading) for p in item.papers if p.relation is Relation.OUTCOME]
    if item.mode or item.outcome:
        notes.insert(0, _outcome(item, reading))
    elif item.status not in _SAID and not item.children:
        notes.insert(0, reading.remark(reading.gettext("Outcome"), reading.gettext("not recorded")))
    children = outcome_entries(item.children, reading)
    return Entry(_head(item, reading), item.label, tuple(notes), children)


def _entry(item: AgendaItem, reading: Reading) -> Entry:
    notes, children = _notes(item, reading), item_entries(item.children, reading)
    return Entry(_head(item, reading), item.label, notes, children)


def _head(item: AgendaItem, reading: Reading) -> Line:
    title = reading.words(item.title)
    if item.status is ItemStatus.WITHDRAWN:
        title = replace(title, strike=True)
    if item.status in _SAID:
        return reading.aside(title, term(item.status, reading.language))
    return line(title)


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
