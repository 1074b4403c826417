"""Two sheets side by side as Markdown: headings in both languages, and tables of two columns.

GitHub's tables are the only columns there are, and a cell holds one line: what is a line of
its own elsewhere is parted by `<br>` here. Each line that runs from right to left is put
between Unicode's isolates, since a cell cannot say its direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen
from tracker.render.isolates import PDI, RLI
from tracker.render.language import capital, labelled, language_name
from tracker.render.markdown import Setter, escaped, quote
from tracker.render.parallel import in_frames
from tracker.render.sheet import Direction, Facts, Heading, Masthead, Note, Outline, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.render.parallel import Pair, ParallelSheet
    from tracker.render.sheet import Block, Line, Sheet

_STEP: Final = "\u2003"  # how far an entry stands in for each one above it
_BREAK: Final = "<br>"


def markdown_parallel(sheet: ParallelSheet) -> str:
    """Return both languages as Markdown, ended by one newline."""
    columns = (_Column.of(sheet.left), _Column.of(sheet.right))
    parts = []
    for boxed, run in in_frames(sheet.pairs):
        text = "\n\n".join(_parts(sheet, run, columns))
        parts.append(quote(text) if boxed else text)
    return "\n\n".join(parts) + "\n"


def _parts(
    sheet: ParallelSheet, pairs: Iterable[Pair], columns: tuple[_Column, _Column]
) -> Iterator[str]:
    """Yield headings, and between them tables with a row for each piece."""
    rows: list[str] = []
    for pair in pairs:
        sides = list(zip(sheet.sides(pair), columns, strict=True))
        if all(isinstance(block, Masthead | Heading | None) for block, _ in sides):
            yield from _table(rows, columns)
            rows = []
            yield from _headed(sides)
        else:
            cells = (column.cell(block, len(pair.hangs)) for block, column in sides)
            rows.append(f"| {' | '.join(cells)} |")
    yield from _table(rows, columns)


def _table(rows: list[str], columns: tuple[_Column, _Column]) -> Iterator[str]:
    if rows:
        heads = " | ".join(column.name for column in columns)
        marks = " | ".join(column.mark for column in columns)
        yield "\n".join((f"| {heads} |", f"| {marks} |", *rows))


def _headed(sides: list[tuple[Block | None, _Column]]) -> Iterator[str]:
    """Yield a heading in both languages, with what stands over and under that of the sheet."""
    over: list[str] = []
    titles: list[str] = []
    under: list[str] = []
    level = 1
    for block, column in sides:
        if isinstance(block, Masthead):
            over += map(column.line, block.over)
            under += map(column.line, block.under)
            titles.append(column.line(block.title))
        elif isinstance(block, Heading):
            titles.append(column.line(block.line))
            level = block.level
    yield from (_BREAK.join(lines) for lines in (over,) if lines)
    yield f"{'#' * level} {_BREAK.join(titles)}"
    yield from (_BREAK.join(lines) for lines in (under,) if lines)


@frozen
class _Column:
    """How the cells of one language are set."""

    setter: Setter
    name: str

    @classmethod
    def of(cls, sheet: Sheet) -> _Column:
        name = capital(language_name(sheet.language, sheet.language))
        return cls(Setter(sheet.language, sheet.direction), name)

    @property
    def mark(self) -> str:
        return "---:" if self.setter.direction is Direction.RTL else "---"

    def line(self, said: Line) -> str:
        return self._turned(self.setter.inline(said))

    def cell(self, block: Block | None, depth: int) -> str:
        match block:
            case Facts(facts):
                lines = [line for fact in facts for line in self._fact(fact.label, fact.lines)]
            case Outline(entries):
                inset = _STEP * (depth - 1)
                lines = [
                    f"{inset}{line}"
                    for entry in entries
                    for line in (
                        f"{self.setter.label(entry) or '•'} {self.setter.inline(entry.line)}",
                        *(f"{_STEP}{self.setter.inline(note)}" for note in entry.notes),
                    )
                ]
            case Paragraph(said):
                lines = [self.setter.inline(line) for line in said]
            case Note(line) | Heading(line):
                lines = [self.setter.inline(line)]
            case None:
                lines = []
            case _:
                lines = [" ".join(self.setter.block(block).split())]
        return _BREAK.join(map(self._turned, lines))

    def _fact(self, label: str, said: tuple[Line, ...]) -> Iterator[str]:
        first, *rest = (self.setter.inline(line) for line in said)
        yield f"**{escaped(labelled(label, self.setter.language))}** {first}"
        yield from rest

    def _turned(self, text: str) -> str:
        return f"{RLI}{text}{PDI}" if self.setter.direction is Direction.RTL and text else text
