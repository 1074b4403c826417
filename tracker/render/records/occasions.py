"""Series, sessions, meetings, and what belongs to one: delegations and agenda items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.meetings import Meeting
from tracker.render.agenda_sheet import meeting_sheet, session_sheet
from tracker.render.language import term
from tracker.render.records import parts
from tracker.render.records.documents import links_outline
from tracker.render.sections.agenda import item_entries
from tracker.render.sections.delegations import delegations_section
from tracker.render.sections.documents import documents_sections
from tracker.render.sections.gathering import gather
from tracker.render.sheet import Facts, Outline, island, line

if TYPE_CHECKING:
    from tracker.domain.agenda import AgendaItem
    from tracker.domain.delegations import Delegation
    from tracker.domain.dossiers import Dossier
    from tracker.domain.sessions import Series, Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Sheet


def occasion_sheet(of: Session | Meeting, dossier: Dossier, reading: Reading) -> Sheet:
    """Return the agenda summary of a session or meeting with all that sources say of it.

    The summary tells only what is in dispute; here every claim stands, under its field.
    """
    sheet, reading = _summary(of, reading)
    masthead, facts, *blocks, printed = sheet.blocks
    assert isinstance(facts, Facts)  # noqa: S101
    more = (
        *parts.versions(of.title, reading),
        *parts.visible(of.visibility, reading),
        *reading.fact(reading.gettext("Embargo until"), parts.moment(of.embargo, reading)),
    )
    claims = parts.claims_sections(dossier.claims, dossier.ref, reading)
    listed = parts.listed_section(dossier.listed, reading)
    history = parts.history_section(dossier.history, reading)
    whole = (masthead, Facts((*facts.facts, *more)), *blocks, *claims, *listed, *history, printed)
    return replace(sheet, blocks=whole)


def _summary(of: Session | Meeting, reading: Reading) -> tuple[Sheet, Reading]:
    """Return the summary without what is claimed, and its reader, to whom it numbers sources."""
    language, today, zone = reading.language, reading.today, reading.reader_zone
    if isinstance(of, Meeting):
        sources = gather(of).sources
        bare = replace(of, claims=())
        sheet = meeting_sheet(bare, language=language, today=today, reader_zone=zone)
    else:
        sources = gather(of, of.meetings).sources
        meetings = tuple(replace(meeting, claims=()) for meeting in of.meetings)
        session = replace(of, claims=(), meetings=meetings)
        sheet = session_sheet(session, language=language, today=today, reader_zone=zone)
    numbers = {source.id: i for i, source in enumerate(sources, start=1)}
    return sheet, replace(reading, numbers=numbers)


def series_blocks(series: Series, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a series, under its title."""
    return [
        *parts.facts(
            parts.versions(series.title, reading),
            parts.visible(series.visibility, reading),
            parts.noted(series.note, reading),
        ),
        *parts.appearances_sections(dossier.appearances, reading),
    ]


def delegation_blocks(delegation: Delegation, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a delegation, under its party's name."""
    return [
        *parts.facts(parts.visible(delegation.visibility, reading)),
        *delegations_section((delegation,), None, reading),
        *parts.section(reading.gettext("At"), links_outline(dossier.links, reading)),
    ]


def item_blocks(item: AgendaItem, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of an agenda item, under its label and title."""
    outcome = line(reading.words(item.outcome)) if item.outcome else ()
    mode = term(item.mode, reading.language) if item.mode else ""
    return [
        *parts.facts(
            parts.said("status", parts.stated(item.status, reading), reading),
            parts.said("lead", reading.party(item.lead) if item.lead else "", reading),
            parts.said("origin", island(item.origin) if item.origin else "", reading),
            parts.said("outcome", reading.aside(outcome, mode) if outcome else mode, reading),
            parts.versions(item.title, reading),
            parts.visible(item.visibility, reading),
            parts.noted(item.note, reading),
        ),
        *parts.section(
            reading.gettext("Items below it"), Outline(item_entries(item.children, reading))
        ),
        *documents_sections(item.papers, reading),
        *parts.section(reading.gettext("At"), links_outline(dossier.links, reading)),
    ]
