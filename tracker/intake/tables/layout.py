"""Which column of a table says what: as one was told, else by what the columns are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.domain.folding import fold, similar
from tracker.domain.incoming import Column
from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.intake.tables.headers import (
    FIELDS,
    SEVERAL,
    Field,
    near_fields,
    read_field,
    recognised,
    ways,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.intake.tables.records import Record

HEADER_WITHIN: Final = 10  # rows: above a header may stand a title and a date
_TRAVELS: Final = frozenset({"traveller", "role", "start date", "country", "locale"})
_NONE: Final = frozenset({"-", "", "none", "ignore"})
_SAMPLE: Final = 40

Mapping = tuple[tuple[str, str], ...]


@frozen
class Layout:
    """The header of a table and what its columns are read as.

    `header` is the number of the header's row, 0 where the table has none; `fields` names
    the field of each column, None for one that is left out.
    """

    header: int
    names: tuple[str, ...]
    fields: tuple[Field | None, ...]
    guessed: tuple[bool, ...]

    def of(self, field: str) -> tuple[int, ...]:
        """Return the columns that say a field."""
        return tuple(i for i, each in enumerate(self.fields) if each and each.name == field)

    def columns(self, first: Sequence[str]) -> tuple[Column, ...]:
        """Return the columns for a person to see, with the values of the first row."""
        samples = [*first, *[""] * len(self.names)]
        return tuple(
            Column(name, str(field) if field else None, sample.strip()[:_SAMPLE], guessed)
            for name, field, sample, guessed in zip(
                self.names, self.fields, samples, self.guessed, strict=False
            )
        )


def layout_of(
    first: Sequence[Record], mapping: Mapping, name: str, *, titled: bool = True
) -> Layout:
    """Return the layout of a table, told by its first rows and by what a person said.

    Raises Invalid where a column or field that was named does not exist, and where no
    column says when a meeting is or, if it is to be `titled`, what it is called.
    """
    said = [(column, _field(column, typed)) for column, typed in mapping]
    row = _header(first, [column for column, _ in said])
    if row is None:
        names = tuple(str(number + 1) for number in range(max(len(r.cells) for r in first)))
    else:
        names = _named(row, first)
    # What is left out may as well be missing.
    kept = [each for each in said if each[1] is not None or fold(each[0]) in map(fold, names)]
    told = {_position(column, names): field for column, field in kept}
    fields: list[Field | None] = []
    taken = {field.name for field in told.values() if field}
    for position, column in enumerate(names):
        field = told[position] if position in told else recognised(column)
        if position not in told and field and not _free(field, fields, taken):
            field = None
        fields.append(field)
    _require_once(fields)
    _require(fields, names, name, titled=titled)
    return Layout(
        header=row.number if row else 0,
        names=names,
        fields=tuple(fields),
        guessed=tuple(position not in told for position in range(len(names))),
    )


def _named(header: Record, first: Sequence[Record]) -> tuple[str, ...]:
    """Return the names of the columns; one that has values and no name has its number.

    One that is called like another before it is told by its count: “Notes (2)”. What is
    empty in the header and below it to the right is no column.
    """
    named = [" ".join(cell.replace("\ufeff", "").split()) for cell in header.cells]
    below = (row.cells for row in first if row.number > header.number)
    used = max(map(_last, [named, *below]))
    names: list[str] = []
    for number, cell in enumerate(named[:used], 1):
        name = cell or str(number)
        same = sum(each.partition(" (")[0] == name for each in names)
        names.append(f"{name} ({same + 1})" if same else name)
    return tuple(names)


def _last(cells: Sequence[str]) -> int:
    """Return how many values there are up to the last that is not empty."""
    return max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _field(column: str, typed: str) -> Field | None:
    if typed.strip().lower() in _NONE:
        return None
    field = read_field(typed)
    if field is not None:
        return field
    plain = read_field(typed.partition(":")[0])
    if plain is not None:
        hows = ", ".join(f"{plain.name}:{how}" for how in ways(plain.name)) or plain.name
        raise Invalid(
            f"{quoted(typed)}, for the column {quoted(column)}, is no way to read a field.",
            hint=f"It can be: {hows}.",
        )
    near = near_fields(typed)
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    raise Invalid(
        f"There is no field {quoted(typed)} for the column {quoted(column)}.",
        hint=f"{meant}Fields are: {', '.join(FIELDS)}; a - leaves the column out.",
    )


def _header(first: Sequence[Record], wanted: list[str]) -> Record | None:
    """Return the row that names the columns: which has most names that are known or told.

    None where the first row has values already: it is a table without a header.
    """
    keys = {fold(column) for column in wanted}

    def known(row: Record) -> int:
        return sum(bool(fold(c) in keys or recognised(c)) for c in row.cells if c.strip())

    best = max(first[:HEADER_WITHIN], key=known)
    if known(best) > 1 or (known(best) and len(best.cells) == 1):
        return best
    values = any(character.isdigit() for cell in first[0].cells for character in cell)
    told_by_number = bool(wanted) and all(column.isdigit() for column in wanted)
    return None if values and (told_by_number or not known(first[0])) else first[0]


def _position(column: str, names: tuple[str, ...]) -> int:
    """Return which column is meant, by its name or its number from 1."""
    folded = [fold(name) for name in names]
    exact = [i for i, name in enumerate(names) if name == column.strip()]
    found = exact or [i for i, name in enumerate(folded) if name == fold(column)]
    if len(found) == 1:
        return found[0]
    if not found and column.strip().isdecimal() and 1 <= int(column) <= len(names):
        return int(column) - 1
    if found:
        numbers = " or ".join(str(i + 1) for i in found)
        raise Invalid(f"Several columns are called {quoted(column)}; say its number: {numbers}.")
    near = similar(column, names)
    meant = f"Did you mean {quoted(near[0])}? " if near else ""
    raise Invalid(
        f"There is no column {quoted(column)}.", hint=f"{meant}The columns are: {_list(names)}."
    )


def _free(field: Field, before: list[Field | None], taken: set[str]) -> bool:
    """Return whether a guess is nobody's yet: one title a language, one start, many notes."""
    if field.name in taken and field.name not in SEVERAL:
        return False
    if field.name == "title":
        return field not in before
    return field.name in SEVERAL or all(each is None or each.name != field.name for each in before)


def _require_once(fields: list[Field | None]) -> None:
    names = [f.name for f in fields if f and f.name not in {*SEVERAL, "title"}]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise Invalid(f"Two columns are said to be {twice}; only one can be.")


def _require(
    fields: list[Field | None], names: tuple[str, ...], file: str, *, titled: bool
) -> None:
    have = {field.name for field in fields if field}
    if titled and "title" not in have:
        missing, which = "what a meeting is called", "title"
    elif not have & {"start", "when"}:
        missing, which = "when a meeting is", "start"
    else:
        return
    raise Invalid(
        f"No column of {quoted(file)} is known to say {missing}.",
        hint=_way_out(fields, names, which),
    )


def _way_out(fields: list[Field | None], names: tuple[str, ...], which: str) -> str:
    if len(names) == 1:
        return (
            f"Its only column is {quoted(names[0])}: if something else parts its values, "
            "say it with --separator."
        )
    if set(map(fold, names)) >= _TRAVELS:
        return "It looks like the travels of the Office of the Historian; say: --as travels"
    free = next((n for n, f in zip(names, fields, strict=False) if f is None), names[0])
    return f'Name it, such as --map "{free}={which}". The columns are: {_list(names)}.'


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(name[:_SAMPLE] for name in names[:30])
