"""The rows of a table, one after the other, each with its place in the file (RFC 4180)."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING, Final, TextIO

from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE: Final = 1_000_000  # characters
_RECOVERIES: Final = 50  # of quotation marks that never close, after each of which we go back


@frozen
class Record:
    """A row: its number as a spreadsheet counts, the line it begins on, and its values.

    `fault` tells why it could not be read; it has no values then.
    """

    number: int
    line: int
    cells: list[str]
    fault: str = ""


class _Lines:
    """The lines of a text, some of which may be given back to be read again."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.read = 0
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.read += 1
        if len(line) >= LONGEST_LINE:
            raise Invalid(
                f"Line {self.read} has over {LONGEST_LINE:,} characters; that is no table."
            )
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """Forget what the record before was made of."""
        self.taken = []

    def go_back(self) -> None:
        """Give back all lines of this record but the first."""
        again = self.taken[1:]
        self._again.extendleft(reversed(again))
        self.read -= len(again)
        self.taken = self.taken[:1]


def records(text: TextIO, separator: str) -> Iterator[Record]:
    """Yield the rows that have values, and those that cannot be read.

    A quotation mark that never closes costs its own line, not all that follow.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    recoveries = number = 0
    while True:
        lines.begin()
        line = lines.read + 1
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if len(lines.taken) > 1 and recoveries < _RECOVERIES:
                recoveries += 1
                lines.go_back()
            yield Record(number, line, [], _fault(line, lines.read))
            continue
        if any(cell and not cell.isspace() for cell in cells):
            yield Record(number, line, cells)


def _fault(first: int, last: int) -> str:
    where = "" if last == first else f", up to line {last}"
    return (
        f"Its quotation marks do not fit{where}: a value is quoted whole, "
        'and marks in it are doubled, "like ""this""".'
    )
