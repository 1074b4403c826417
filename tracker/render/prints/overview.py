"""A party's or a series' page: what is to come, what is past, what was promised and is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.visibility import Visibility, strictest
from tracker.render.prints.frame import closed
from tracker.render.records.parts import calendar_table
from tracker.render.sections.commitments import carried_section
from tracker.render.sections.occasion import masthead
from tracker.render.sheet import Heading, Paragraph, Sheet, line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.entries import Entry
    from tracker.domain.prints import Overview
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block


def overview_sheet(of: Overview, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return the brief on a party or a series; what there is nothing of is said to be nothing."""
    title = line(reading.name(of.title))
    kind = line(reading.gettext("Meetings and commitments"))
    blocks: list[Block] = [
        masthead(title, (kind,), _level(of), reading),
        *_entries(reading.gettext("To come"), of.upcoming, reading, complete=complete),
        *_entries(reading.gettext("Past"), of.past, reading, complete=complete),
    ]
    if of.earlier:
        label = reading.gettext("Earlier ones, not listed")
        blocks.append(Paragraph((reading.remark(label, line(str(of.earlier))),)))
    heading = reading.gettext("Promised and not done yet")
    if of.commitments:
        _, table = carried_section(of.commitments, reading)
        blocks += [Heading(line(heading)), table]
    elif complete:
        nothing = line(reading.gettext("No open commitment is recorded."))
        blocks += [Heading(line(heading)), Paragraph((nothing,))]
    return closed(plain(title), of.ref, blocks, reading)


def _entries(
    title: str, entries: Sequence[Entry], reading: Reading, *, complete: bool
) -> list[Block]:
    if entries:
        return [Heading(line(title)), calendar_table(entries, reading)]
    nothing = line(reading.gettext("Nothing is recorded."))
    return [Heading(line(title)), Paragraph((nothing,))] if complete else []


def _level(of: Overview) -> Visibility:
    """Return the level of the most secret thing that is told."""
    levels = [Visibility(entry.visibility) for entry in (*of.upcoming, *of.past)]
    levels += [each.visibility or Visibility.PUBLIC for each in of.commitments]
    return strictest(levels)
