"""Circulated agendas: a list of versions, one of them on paper, and what differs between two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tracker.domain.agenda import ItemStatus
from tracker.domain.agenda_changes import ChangeKind
from tracker.domain.visibility import Visibility
from tracker.render.language import capital, is_right_to_left, language_name, term
from tracker.render.records import parts
from tracker.render.sections.agenda import stage_title
from tracker.render.sheet import (
    Direction,
    Emphasis,
    Entry,
    Masthead,
    Note,
    Outline,
    Sheet,
    Span,
    Table,
    island,
    line,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.agenda_changes import ItemChange, Marked
    from tracker.domain.agenda_versions import AgendaVersion
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line

_SAID: Final = frozenset({ItemStatus.WITHDRAWN, ItemStatus.DEFERRED})


def versions_table(found: Iterable[AgendaVersion], reading: Reading) -> Table:
    """Return versions as rows: reference, what it is, date, items, original, to whom, symbol."""
    head = (
        reading.gettext("Reference"),
        parts.label("title", reading),
        reading.gettext("Date"),
        reading.gettext("Items"),
        reading.gettext("Original language"),
        reading.gettext("Distribution"),
        parts.label("symbol", reading),
    )
    return Table(head, tuple(_row(version, reading) for version in found))


def _row(version: AgendaVersion, reading: Reading) -> tuple[Line, ...]:
    language = version.language
    return (
        line(parts.reference(version.ref)),
        stage_title(version, reading),
        parts.day(version.dated, reading),
        line(str(version.count)),
        line(language_name(language, reading.language)) if language else (),
        line(term(version.distribution, reading.language)) if version.distribution else (),
        line(island(version.symbol)) if version.symbol else (),
    )


def version_sheet(version: AgendaVersion, of: Sequence[Line], reading: Reading) -> Sheet:
    """Return a version as it is handed out: its stage, symbol, date, original and items.

    `of` are the lines that name the session or meeting.
    """
    title = stage_title(version, reading)
    masthead = Masthead(title, (*_marked(version, reading), *of), tuple(_papers(version, reading)))
    return _sheet(title, (masthead, Outline(_entries(version.items, reading))), reading)


def _papers(version: AgendaVersion, reading: Reading) -> Iterable[Line]:
    """Yield what a masthead tells of the paper itself."""
    if version.symbol:
        yield line(island(version.symbol))
    if version.distribution:
        words = capital(term(version.distribution, reading.language))
        yield reading.fill(reading.gettext("Distr.: {distribution}"), distribution=words)
    yield parts.day(version.dated, reading)
    if version.language:
        named = language_name(version.language, reading.language)
        yield reading.fill(reading.gettext("Original: {language}"), language=named)


def _marked(version: AgendaVersion, reading: Reading) -> tuple[Line, ...]:
    level = version.visibility
    if level is None or level is Visibility.PUBLIC:
        return ()
    words = capital(term(level, reading.language))
    return (line(Span(words, emphasis=Emphasis.STRONG)),)


def _entries(items: Iterable[AgendaItem], reading: Reading) -> tuple[Entry, ...]:
    return tuple(
        Entry(_title(item, reading), item.label, children=_entries(item.children, reading))
        for item in items
    )


def _title(item: AgendaItem, reading: Reading) -> Line:
    words = reading.words(item.title)
    if item.status is ItemStatus.WITHDRAWN:
        words = replace(words, strike=True)
    if item.status in _SAID:
        return reading.aside(words, term(item.status, reading.language))
    return line(words)


def comparison_sheet(
    marked: Sequence[Marked],
    sides: tuple[AgendaVersion | None, AgendaVersion | None],
    of: Sequence[Line],
    reading: Reading,
) -> Sheet:
    """Return a marked-up agenda: the later side with what became of each item since the earlier.

    A side that is None is the agenda as it stands. What is struck out or strong is said in
    words as well.
    """
    before, after = (_named(side, reading) for side in sides)
    title = line(reading.gettext("Marked-up agenda"))
    compared = reading.fill(
        reading.gettext("From: {before}. To: {after}."), before=before, after=after
    )
    changed = any(entry.change.kinds for top in marked for entry in top.walk())
    nothing = () if changed else (Note(line(reading.gettext("Nothing differs."))),)
    masthead = Masthead(title, tuple(of), (compared,))
    outline = Outline(tuple(_entry(each, reading) for each in marked))
    return _sheet(title, (masthead, *nothing, outline), reading)


def _named(side: AgendaVersion | None, reading: Reading) -> Line:
    if side is None:
        return line(reading.gettext("the agenda as it stands"))
    return reading.aside(stage_title(side, reading), parts.day(side.dated, reading))


def _entry(marked: Marked, reading: Reading) -> Entry:
    change = marked.change
    words = reading.words(marked.item.title)
    if ChangeKind.DROPPED in change.kinds:
        words = replace(words, strike=True)
    elif ChangeKind.ADDED in change.kinds or _reads_otherwise(change, reading):
        words = replace(words, emphasis=Emphasis.STRONG)
    notes = tuple(_note(kind, change, reading) for kind in change.kinds)
    children = tuple(_entry(child, reading) for child in marked.children)
    return Entry(line(words), marked.item.label, notes, children)


def _reads_otherwise(change: ItemChange, reading: Reading) -> bool:
    """Return whether the title reads otherwise in the reader's language."""
    if change.before is None or change.after is None:
        return False
    sides = (item.title.rendition(reading.language) for item in (change.before, change.after))
    return len({side.words for side in sides}) > 1


def _note(kind: ChangeKind, change: ItemChange, reading: Reading) -> Line:
    match kind:
        case ChangeKind.ADDED:
            return line(reading.gettext("added"))
        case ChangeKind.DROPPED:
            return line(reading.gettext("dropped"))
        case ChangeKind.REWORDED:
            return _reworded(change, reading)
        case ChangeKind.MOVED:
            return _moved(change, reading)
        case ChangeKind.RENUMBERED:
            assert change.before is not None  # noqa: S101 - it had another label
            label = Span(change.before.label, direction=Direction.LTR, strike=True)
            return reading.remark(reading.gettext("renumbered, before"), label)


def _reworded(change: ItemChange, reading: Reading) -> Line:
    assert change.before is not None  # noqa: S101 - it was worded otherwise
    if _reads_otherwise(change, reading):
        was = replace(reading.words(change.before.title), strike=True)
        return reading.remark(reading.gettext("reworded, before"), was)
    named = [Span(language_name(tag, reading.language)) for tag in change.languages]
    return reading.remark(reading.gettext("reworded in other languages"), reading.listed(named))


def _moved(change: ItemChange, reading: Reading) -> Line:
    if change.under == change.was_under:
        return line(reading.gettext("moved"))
    if change.was_under is None:
        return line(reading.gettext("moved, before at the top level"))
    label = Span(change.was_under, direction=Direction.LTR)
    return reading.remark(reading.gettext("moved, before under"), label)


def _sheet(title: Line, blocks: tuple[Masthead | Note | Outline, ...], reading: Reading) -> Sheet:
    direction = Direction.RTL if is_right_to_left(reading.language) else Direction.LTR
    return Sheet(plain(title), reading.language, direction, blocks)
