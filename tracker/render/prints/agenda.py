"""The agenda as a paper: the version that was circulated, or the items as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.agenda import ItemStatus
from tracker.render.prints.frame import at_place, head_of, print_of, when_and_where
from tracker.render.records.agenda_versions import version_sheet
from tracker.render.sections.agenda import item_entries
from tracker.render.sections.occasion import named
from tracker.render.sheet import Outline, Paragraph, Sheet, line

if TYPE_CHECKING:
    from tracker.domain.agenda_versions import AgendaVersion
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block

_UNSETTLED = (ItemStatus.PROPOSED, ItemStatus.PROVISIONAL)


def circulated_sheet(record: Session | Meeting, version: AgendaVersion, reading: Reading) -> Sheet:
    """Return a version of an agenda with its stage, symbol, distribution and date at its head."""
    reading = at_place(record, reading)
    of = (*named(record, reading), when_and_where(record, reading))
    return version_sheet(version, of, reading)


def agenda_sheet(record: Session | Meeting, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return the agenda as it stands, which nobody has circulated, with its papers."""
    titles = reading.gettext("Provisional agenda"), reading.gettext("Agenda")
    return _as_it_stands(record, reading, titles, complete=complete)


def annotated_sheet(record: Session | Meeting, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return the agenda as it stands, with what there is to say of each item."""
    titles = reading.gettext("Annotated provisional agenda"), reading.gettext("Annotated agenda")
    return _as_it_stands(record, reading, titles, complete=complete)


def _as_it_stands(
    record: Session | Meeting, reading: Reading, titles: tuple[str, str], *, complete: bool
) -> Sheet:
    """Return the agenda under one of the titles: that of a provisional one, or of another."""
    reading = at_place(record, reading)
    provisional = all(i.status in _UNSETTLED for top in record.agenda for _, i in top.walk())
    kind = line(titles[0] if provisional else titles[1])
    alone = record.circulated is None and complete and bool(record.agenda)
    remarks = (line(reading.gettext("as it stands, not circulated")),) if alone else ()
    blocks: list[Block] = [head_of(kind, record, reading, remarks=remarks)]
    if record.agenda:
        blocks.append(Outline(item_entries(record.agenda, reading)))
    elif complete:
        blocks.append(Paragraph((line(reading.gettext("No agenda is recorded.")),)))
    return print_of(kind, record, blocks, reading)
