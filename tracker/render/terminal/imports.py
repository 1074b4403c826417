"""What came of an import, for a terminal: each kind under its count, long ones cut."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tracker.domain.quoting import quoted
from tracker.domain.text import shortened
from tracker.domain.when import Timed, parse_when
from tracker.errors import Invalid
from tracker.render.dates import say_when
from tracker.render.terminal.tables import first_lines, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.importing import FieldChange, ImportReport, Listed, Taken, Unrecognised
    from tracker.domain.incoming import Column, Refused, Repaired, Spot

_LONGEST = 80  # of a value that was changed


def import_report(
    report: ImportReport, *, width: int, columns: Sequence[Column] = (), zone: str | None = None
) -> str:
    """Return a report as text; with `columns`, also how those of a table were read.

    Times say by which clocks they are where these are others than the reader's own, `zone`.
    Columns of a remembered import are not told again where all are what they were.
    """
    who = report.source or report.name
    called = f" ({report.calendar})" if report.calendar else ""
    if report.not_modified:
        return f"{who}: not modified since it was last read.\n"
    done = "Tried" if report.dry_run else "Read"
    lines = folded(f"{done} {who}{called}: {_counted(report)}.", width, hang=4)
    if report.new or report.changed or report.refused:
        news = not report.source or any(column.guessed for column in columns)
        lines += _columns(columns) if news else []
    stay = f"Changed here, so kept; {who} now says otherwise"
    over = sum(each.past for each in report.gone)
    gone = tuple(each for each in report.gone if not each.past)
    also = f", and {over} more that are over" if over and gone else ""
    taken, listed = partial(_taken, zone=zone), partial(_listed, zone=zone)
    kinds: tuple[tuple[str, Sequence[str]], ...] = (
        ("New", first_lines(report.new, taken)),
        ("Changed", first_lines(report.changed, partial(_changed, zone=zone))),
        (stay, first_lines(report.kept, partial(_kept, zone=zone))),
        (f"No longer listed by {who}{also}; here they stay", first_lines(gone, listed)),
        ("Listed again", first_lines(report.again, listed)),
        ("Twice in the file, taken once", first_lines(report.doubles, _refused)),
        ("Repaired", first_lines(report.repaired, _repaired)),
        ("Not recognised, and left out", first_lines(report.unrecognised, _unrecognised)),
        ("Refused", first_lines(report.refused, _refused)),
    )
    for title, told in kinds:
        if told:
            lines += ["", *folded(f"{title}:", width)]
            lines += [f"  {line}" for one in told for line in folded(one, width - 2, hang=4)]
    if report.learned:
        learned = (
            f"{who} gives its events new identities on every reading; from now on they are "
            "recognised by what they are: start, title and place."
        )
        lines += ["", *folded(learned, width)]
    return "\n".join(lines) + "\n"


def _counted(report: ImportReport) -> str:
    counts = (
        (len(report.new), "new"),
        (len(report.changed), "changed"),
        (report.unchanged, "unchanged"),
        (len(report.gone), "no longer listed"),
        (len(report.refused), "refused"),
    )
    told = [f"{number:,} {what}" for number, what in counts if number]
    return ", ".join(told) or "nothing in it"


def _taken(taken: Taken, zone: str | None) -> str:
    return "  ".join(filter(None, (taken.ref, _date(taken.when, zone), taken.title)))


def _changed(taken: Taken, zone: str | None) -> str:
    return (
        f"{taken.ref} {taken.title}: {'; '.join(_change(change, zone) for change in taken.changes)}"
    )


def _kept(taken: Taken, zone: str | None) -> str:
    told = (
        f"{change.field} stays {_value(change, change.before, zone)}, "
        f"there it is {_value(change, change.after, zone)}"
        if change.field != "removed"
        else "it was removed here"
        for change in taken.kept
    )
    return f"{taken.ref} {taken.title}: {'; '.join(told)}"


def _change(change: FieldChange, zone: str | None) -> str:
    if change.field == "removed":
        return "brought back"
    before, after = (_value(change, value, zone) for value in (change.before, change.after))
    return f"{change.field} {before} → {after}"


def _value(change: FieldChange, value: str | None, zone: str | None) -> str:
    if value is None:
        return "nothing"
    if change.field in ("when", "due"):
        return _date(value, zone)
    return shortened(" ".join(value.split()), _LONGEST)


def _listed(listed: Listed, zone: str | None) -> str:
    return "  ".join(filter(None, (listed.ref, _date(listed.when, zone), listed.title)))


def _refused(refused: Refused) -> str:
    return f"{_place(refused.spot)}{_titled(refused.title)}: {refused.reason}"


def _repaired(repaired: Repaired) -> str:
    return f"{_place(repaired.spot)}{_titled(repaired.title)}: {repaired.remark}"


def _unrecognised(words: Unrecognised) -> str:
    times = f", {words.times:,} times" if words.times > 1 else ""
    return f"{words.kind} {quoted(words.words)}{times}"


def _titled(title: str) -> str:
    return f" {quoted(title)}" if title else ""


def _place(spot: Spot) -> str:
    return f"line {spot.line:,}, {spot.what}" if spot.line else spot.what


def _date(when: str | None, zone: str | None) -> str:
    if when is None:
        return ""
    try:
        read = parse_when(when)
    except Invalid:
        return when
    elsewhere = isinstance(read, Timed) and read.zone != zone
    return say_when(read, "en", style="short", zone_label=elsewhere)


def _columns(columns: Iterable[Column]) -> list[str]:
    """Return how the columns of a table were read, as one would say it with --map."""
    told = [
        f"  {quoted(each.name)} is {each.field or 'left out'}{'' if each.guessed else ', as said'}"
        for each in columns
    ]
    return ["", "Its columns (say otherwise with --map NAME=FIELD):", *told] if told else []
