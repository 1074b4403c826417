"""Tables (.csv, .tsv) as strangers write them: what stands in them, row by row."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from tracker.domain.incoming import Delivery, Refused, Spot
from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.intake.tables.dates import Dates, Evidence, all_midnight, settle
from tracker.intake.tables.layout import HEADER_WITHIN, layout_of
from tracker.intake.tables.meetings import Meetings
from tracker.intake.tables.records import records
from tracker.intake.tables.sniffing import encoding_of, opened, separator_of
from tracker.intake.tables.travels import Travels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.incoming import Incoming
    from tracker.intake.options import ReadingOptions
    from tracker.intake.tables.layout import Layout
    from tracker.intake.tables.records import Record

PRESETS: Final = ("travels",)
_HEAD: Final = 1 << 16  # characters from which the separator is told


@frozen
class _Table:
    """A table as it is to be read, once it is known how."""

    content: BinaryIO
    encoding: str
    separator: str
    layout: Layout
    slack: int
    most: int
    name: str

    def rows(self) -> Iterator[Record]:
        """Yield what stands below the header; raise Invalid beyond the most that is read."""
        with opened(self.content, self.encoding) as text:
            for taken, row in enumerate(records(text, self.separator)):
                if taken > self.most:
                    raise Invalid(
                        f"{quoted(self.name)} has over {self.most:,} rows, the most that is read."
                    )
                if row.number > self.layout.header:
                    yield row


def read_table(content: BinaryIO, options: ReadingOptions) -> Delivery:
    """Return what a table delivers; its rows are read while they are asked for.

    Encoding, separator and columns are found out unless the options say them. Raises
    Invalid for a file that is no table, columns or fields that do not exist, and a column
    of dates whose order cannot be told. A row that cannot be taken is `Refused`, with the
    line it begins on.
    """
    if options.preset is not None and options.preset not in PRESETS:
        raise Invalid(
            f"There is no preset {quoted(options.preset)}.", hint=f"There is: {PRESETS[0]}."
        )
    encoding = encoding_of(content, options.encoding, options.name)
    with opened(content, encoding) as text:
        separator = separator_of(text.read(_HEAD), options.separator)
    with opened(content, encoding) as text:
        first = [row for row in islice(records(text, separator), HEADER_WITHIN + 1) if row.cells]
    first = [row for row in first if not row.cells[0].startswith("sep=")]
    if not first:
        raise Invalid(f"{quoted(options.name)} has no rows.")
    mapping = options.mapping if options.preset is None else Travels.mapping(first[0])
    layout = layout_of(first, mapping, options.name, titled=options.preset is None)
    below = [row.cells for row in first if row.number > layout.header]
    table = _Table(
        content, encoding, separator, layout, _slack(below, layout), options.most, options.name
    )
    sample = next(iter(below), [])
    return Delivery(format="csv", entries=_entries(table, options), columns=layout.columns(sample))


def _slack(below: list[list[str]], layout: Layout) -> int:
    """Return how many empty values every row has beyond the header's columns.

    Some programs end each row with a separator. A row that alone has more is a ragged one.
    """
    beyond = [cells[len(layout.names) :] for cells in below]
    even = all(len(each) == len(beyond[0]) and not any(each) for each in beyond)
    return len(beyond[0]) if beyond and even else 0


def _entries(table: _Table, options: ReadingOptions) -> Iterator[Incoming]:
    layout = table.layout
    evidence = _evidence(table)
    given = {
        layout.names[i]: field.how
        for i, field in enumerate(layout.fields)
        if field and field.name in ("start", "end") and field.how
    }
    orders = settle(evidence, given)
    dates = Dates(now=options.now, zone=options.zone, days_only=all_midnight(evidence.values()))
    kind = Travels if options.preset else Meetings
    return _read(table, kind(layout, dates, orders, options.zone, options.language))


def _evidence(table: _Table) -> dict[str, Evidence]:
    """Return what the columns of dates tell of their order, from all of their values."""
    columns = {column: field for field in ("start", "end") for column in table.layout.of(field)}
    found = {column: Evidence(field) for column, field in columns.items()}
    for row in table.rows():
        for column, evidence in found.items():
            value = row.cells[column].strip() if column < len(row.cells) else ""
            if value:
                evidence.heed(value, row.line)
    return {table.layout.names[column]: evidence for column, evidence in found.items()}


def _read(table: _Table, meetings: Meetings) -> Iterator[Incoming]:
    """Yield what each row says; one that says all that another did is refused as its double."""
    width = len(table.layout.names)
    seen: dict[int, int] = {}
    for row in table.rows():
        spot = Spot(row.line, f"row {row.number}")
        cells = row.cells
        if len(cells) > width and not any(cells[width:]) and len(cells) <= width + table.slack:
            cells = cells[:width]
        if row.fault or len(cells) != width:
            yield Refused(spot, _beginning(cells), row.fault or _ragged(len(cells), width))
            continue
        before = seen.setdefault(hash(tuple(cells)), row.number)
        if before != row.number:
            yield Refused(spot, _beginning(cells), f"It says the same as row {before}, a double.")
            continue
        yield from meetings.read(cells, spot)


def _ragged(has: int, wanted: int) -> str:
    more = "A value with the separator in it is quoted." if has > wanted else ""
    values = "value" if has == 1 else "values"
    return f"It has {has} {values} where the header has {wanted} columns. {more}".strip()


def _beginning(cells: list[str]) -> str:
    return " ".join(" ".join(cells).split())[:60]
