"""One row of a table as a meeting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar
from urllib.parse import urlsplit

from tracker.domain.guarding import unguarded
from tracker.domain.incoming import Attending, IncomingMeeting, Refused, Repaired, Spot
from tracker.domain.quoting import quoted
from tracker.domain.text import Text, without_unwelcome
from tracker.domain.visibility import Visibility
from tracker.domain.when import Timed
from tracker.errors import Invalid
from tracker.intake.tables import words
from tracker.intake.tables.dates import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.domain.incoming import Incoming
    from tracker.intake.tables.dates import Dates
    from tracker.intake.tables.layout import Layout

_SEVERAL: Final = re.compile(r"[;|\n]")
_COMMA: Final = re.compile(r"[;|\n,]")
# “Korea, Republic of”: what follows such a comma belongs to the name before it.
_BELONGS: Final = re.compile(
    r"(?:.*\b(?:of|of the|of The)|the|north|south|.*republic of .*yugoslav.*)\Z", re.IGNORECASE
)
_LINES: Final = re.compile(r"\s*\n\s*")
_PERSON: Final = re.compile(r"(?P<name>[^()]+?)\s*\((?P<party>[^()]+)\)")
Value = TypeVar("Value")
_Fields: TypeAlias = dict[str, list[tuple[int, str]]]


class Row:
    """The values of a row by the fields that they say, trimmed and fit to be kept."""

    def __init__(self, fields: _Fields, cells: Sequence[str]) -> None:
        self._fields = fields
        self._cells = cells
        self.cleaned = False

    def all(self, field: str) -> list[str]:
        """Return what the columns of a field say, without empty values."""
        columns = self._fields.get(field)
        if columns is None:
            return []
        found = [self._value(column) for column, _ in columns]
        return [value for value in found if value]

    def one(self, field: str) -> str:
        """Return what a field says on one line, empty for nothing."""
        found = self.all(field)
        return _LINES.sub(" ", " ".join(found)) if found else ""

    def how(self, field: str) -> str:
        """Return in what way a field is to be read."""
        columns = self._fields.get(field)
        return columns[0][1] if columns else ""

    def titles(self, language: str) -> Text:
        """Return the title in the languages of its columns."""
        found: dict[str, str] = {}
        for column, how in self._fields.get("title", ()):
            value = self._value(column)
            if value:
                found.setdefault(how or language, _LINES.sub(" ", value))
        return Text.of(found)

    def _value(self, column: int) -> str:
        value = unguarded(self._cells[column]).strip()
        if value.isprintable():
            return value
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        kept = without_unwelcome(value.replace("\t", " "))
        self.cleaned = self.cleaned or len(kept) < len(value)
        return kept.strip()


class Meetings:
    """Makes meetings of rows: `zone` and `language` are the reader's own."""

    def __init__(
        self, layout: Layout, dates: Dates, orders: Mapping[str, str], zone: str, language: str
    ) -> None:
        self._fields = _by_field(layout)
        self._dates = dates
        self._orders = {
            field: orders[layout.names[i]]
            for field in ("start", "end")
            for i in layout.of(field)
            if layout.names[i] in orders
        }
        self._zone = zone
        self._language = language

    def row(self, cells: Sequence[str]) -> Row:
        """Return the values of a row by their fields."""
        return Row(self._fields, cells)

    def read(self, cells: Sequence[str], spot: Spot) -> Iterator[Incoming]:
        """Yield the meeting of a row and what was wrong with it, or why it is refused."""
        row = self.row(cells)
        title = row.titles(self._language)
        if not title:
            yield Refused(spot, "", "It has no title.")
            return
        remarks: list[str] = []
        try:
            meeting = self._meeting(row, title, spot, remarks)
        except Invalid as fault:
            yield Refused(spot, str(title), _reason(fault))
            return
        if row.cleaned:
            remarks.append("It had signs that nobody can see; they are left out.")
        if any("\ufffd" in cell for cell in cells):
            remarks.append("Some of its letters could not be read; say which --encoding it is in.")
        yield meeting
        yield from (Repaired(spot, str(title), remark) for remark in remarks)

    def _meeting(self, row: Row, title: Text, spot: Spot, remarks: list[str]) -> IncomingMeeting:
        typed = _typed(row)
        when = self._dates.when(typed, self._orders)
        if not (typed.when or typed.start):
            remarks.append("It has no date: it is taken as to be confirmed.")
        zone = when.zone if isinstance(when, Timed) else typed.zone or self._zone
        note = "\n".join(row.all("note")) or None
        city = row.one("city")
        if row.how("city") == "split" and city:
            city, _, others = re.sub(r"\s*[;|]\s*", ", ", city).partition(", ")
            note = _added(note, f"Also: {others}.") if others else note
        return IncomingMeeting(
            spot=spot,
            title=title,
            when=when,
            zone=zone,
            floating=not typed.zone and zone == self._zone and "[" not in typed.when,
            uid=row.one("uid") or None,
            status=_known(row, "status", words.status_of, remarks),
            kind=_known(row, "kind", words.kind_of, remarks),
            level=_known(row, "level", words.rank_of, remarks),
            place=", ".join(row.all("place")) or None,
            city=city or None,
            country=row.one("country") or None,
            room=row.one("room") or None,
            parties=tuple(parties_in(row.all("parties"), row.how("parties"))),
            people=tuple(_people(row)),
            topics=tuple(_parts(row.all("topics"), _COMMA)),
            url=_address(row.one("url"), remarks),
            note=note,
            visibility=_visibility(row),
        )


def _by_field(layout: Layout) -> _Fields:
    """Return the columns of each field, with the way in which they are to be read."""
    found: _Fields = {}
    for column, field in enumerate(layout.fields):
        if field:
            found.setdefault(field.name, []).append((column, field.how))
    return found


def _typed(row: Row) -> Typed:
    return Typed(
        when=row.one("when"),
        start=row.one("start"),
        end=row.one("end"),
        start_time=row.one("start-time"),
        end_time=row.one("end-time"),
        duration=row.one("duration"),
        all_day=words.is_yes(row.one("all-day")),
        zone=row.one("zone"),
    )


def _known(
    row: Row, field: str, read: Callable[[str], Value | None], remarks: list[str]
) -> Value | None:
    """Return what the word of a field means; one that is not known is remarked upon."""
    typed = row.one(field)
    found = read(typed) if typed else None
    if typed and found is None and not words.says_nothing(typed):
        remarks.append(f"Its {field} {quoted(typed)} is not known and is left out.")
    return found


def _visibility(row: Row) -> Visibility | None:
    """Return how far the row may go; raise Invalid for a word that is not known.

    What may be secret is not taken in as if it were not.
    """
    if words.is_yes(row.one("private")):
        return Visibility.CONFIDENTIAL
    typed = row.one("visibility")
    if not typed or words.says_nothing(typed):
        return None
    found = words.visibility_of(typed)
    if found is None:
        raise Invalid(
            f"Its visibility {quoted(typed)} is not known: it is public, internal or confidential."
        )
    return found


def _address(typed: str, remarks: list[str]) -> str | None:
    try:
        good = urlsplit(typed).scheme in ("http", "https") and bool(urlsplit(typed).hostname)
    except ValueError:
        good = False
    if good and " " not in typed:
        return typed
    if typed:
        remarks.append(f"Its address {quoted(typed)} is none of the web and is left out.")
    return None


def parties_in(values: Sequence[str], how: str = "") -> Iterator[str]:
    """Yield the parties that are named in some values, each once.

    Parted by semicolons, bars or lines; else by commas, but for names that have one.
    """
    seen = set()
    for value in values:
        for name in _names(value, how):
            if name.casefold() not in seen:
                seen.add(name.casefold())
                yield name


def _names(value: str, how: str) -> list[str]:
    if how == "keep":
        return [" ".join(value.split())]
    parts = _parts([value], _SEVERAL)
    if len(parts) > 1:
        return parts
    names: list[str] = []
    for part in _parts([value], _COMMA):
        if names and _BELONGS.fullmatch(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def _people(row: Row) -> Iterator[Attending]:
    sign = _COMMA if row.how("people") == "split" else _SEVERAL
    post, party = row.one("post") or None, row.one("person-party") or None
    for name in _parts(row.all("people"), sign):
        apart = _PERSON.fullmatch(name)
        if apart:
            yield Attending(name=apart["name"], party=apart["party"], post=post)
        else:
            yield Attending(name=name, party=party, post=post)


def _parts(values: Sequence[str], sign: re.Pattern[str]) -> list[str]:
    parts = (re.sub(r"\s+", " ", part.strip()) for value in values for part in sign.split(value))
    return [part for part in parts if part]


def _added(note: str | None, more: str) -> str:
    return f"{note}\n{more}" if note else more


def _reason(fault: Invalid) -> str:
    return f"{fault.sentence} {fault.hint}" if fault.hint else fault.sentence
