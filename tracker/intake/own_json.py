"""Our own export, read again: every record checked against its shape before the ledger sees it.

A file may have been edited or made by another program, so nothing in it is trusted: a word
that is no status, a date that cannot be read or a field that does not exist is refused,
with the line and the way to it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from tracker.domain.feeds import SLUG
from tracker.domain.parties import CODE
from tracker.domain.quoting import quoted
from tracker.domain.text import LANGUAGE_TAG
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import parse_when, zone_of
from tracker.domain.whole import CHANGES, FORMAT, REVISIONS, TABLES, VERSION, Column
from tracker.errors import Invalid
from tracker.intake.foreign_json.fields import kind_of
from tracker.intake.foreign_json.scanning import Element, sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_HEAD: Final = 2_000
_OURS: Final = re.compile(rb'\A\s*\{\s*"format"\s*:\s*"tracker-export"')
_LONGEST: Final = {"words": 4_000, "lines": 100_000}
_HIGHEST: Final = 2**53 - 1  # the last whole number that every reader of JSON has exactly
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{6})?Z")
_UID: Final = re.compile(r"[!-~]{1,255}")
_PLACE: Final = re.compile(r"(?P<section>\w+)\.(?P<table>\w+)\[(?P<index>[0-9]+)\]")
_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


@frozen
class Row:
    """A record, a change or a revision of the file: where it stands, its table, its fields.

    `visibility` is how far the export goes; what is above it may be kept back.
    """

    where: str
    visibility: Visibility
    section: Literal["history", "records"]
    table: str
    values: Mapping[str, Any]


def is_own(content: BinaryIO) -> bool:
    """Return whether a file begins as our exports do; it is left at its beginning."""
    head = content.read(_HEAD)
    content.seek(0)
    return _OURS.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read_own(content: BinaryIO, name: str) -> Iterator[Row]:
    """Yield the rows of an export, in its order: a history before the records.

    Raises Invalid at the first thing that is not as an export has it.
    """
    head: dict[str, object] = {}
    for element in sections(content, name, ("history", "records")):
        found = _PLACE.fullmatch(element.path)
        where = f"{quoted(name)}: line {element.line}: {element.path}"
        if element.faults:
            raise Invalid(f"{where}: {element.faults[0]}.")
        if found is None:
            head[element.path] = element.value
            continue
        level = _check_head(head, name)
        yield _row(element, found["section"], found["table"], (where, level))
    _check_head(head, name)


def _check_head(head: Mapping[str, object], name: str) -> Visibility:
    """Return how far an export goes; raise Invalid unless its head is that of one."""
    if head.get("format") != FORMAT:
        raise Invalid(f"{quoted(name)} does not say that it is an export of tracker’s.")
    version = head.get("version")
    if version != VERSION:
        told = version if isinstance(version, int) else "none"
        raise Invalid(
            f"{quoted(name)} is an export of version {told}; this program reads version {VERSION}.",
            hint="Export it again with a program of this version, from the ledger itself.",
        )
    level = head.get("visibility")
    if level not in list(Visibility):
        raise Invalid(f"{quoted(name)} does not say up to which visibility it goes.")
    return Visibility(str(level))


def _row(element: Element, section: str, table: str, origin: tuple[str, Visibility]) -> Row:
    where, level = origin
    shapes = _SHAPES[section]
    if table not in shapes:
        raise Invalid(f"{where}: there is no {section}.{table[:40]} in an export.")
    data = element.value
    if not isinstance(data, dict):
        raise Invalid(f"{where} must be an object, not {kind_of(data)}.")
    values: dict[str, Any] = {"id": _checked(_ID, data.get("id"), where)}
    for column in shapes[table]:
        if column.name in data:
            values[column.name] = _checked(column, data[column.name], where)
    unknown = next((key for key in data if key not in values), None)
    if unknown is not None:
        raise Invalid(f"{where}: there is no field {quoted(unknown)} in {table}.")
    if section == "history":
        absent = next((c.name for c in shapes[table] if c.name not in data), None)
        if absent is not None:
            raise Invalid(f"{where} has no {absent}.")
        if table == "revisions":
            _check_sides(values, where)
    return Row(where, level, "history" if section == "history" else "records", table, values)


def _check_sides(values: dict[str, Any], where: str) -> None:
    """Check both sides of a revision as records, each with every field."""
    table = values["record_table"]
    if table not in TABLES:
        raise Invalid(f"{where}.record_table: there is no table {quoted(str(table))}.")
    shape = {"id": _ID} | {column.name: column for column in TABLES[table]}
    for name in ("before", "after"):
        side = values[name]
        if side is None:
            continue
        if set(side) != set(shape):
            odd = min(set(side) ^ set(shape))
            raise Invalid(f"{where}.{name}: {table} have no such set of fields: {quoted(odd)}.")
        for key, value in side.items():
            _checked(shape[key], value, f"{where}.{name}")
        if side["id"] != values["record_id"]:
            raise Invalid(f"{where}.{name} is another record than the revision’s.")


def _checked(column: Column, value: Any, where: str) -> Any:
    """Return a value that is what its column says; raise Invalid for any other."""
    at = f"{where}.{column.name}"
    if value is None:
        if column.null:
            return None
        raise Invalid(f"{at} is missing.")
    try:
        _CHECKS[column.kind](column, value)
    except Invalid as fault:
        raise Invalid(f"{at}: {fault.sentence}") from None
    except (ValueError, OverflowError, RecursionError):
        raise Invalid(f"{at}: {kind_of(value)} cannot be read.") from None
    return value


def _words(column: Column, value: Any) -> None:
    _need(isinstance(value, str), "words", value)
    most = _LONGEST.get(column.kind, _LONGEST["words"])
    if len(value) > most:
        raise Invalid(f"it has {len(value):,} characters; {most:,} are the most.")
    if _UNFIT.search(value):
        raise Invalid("it has a character that no text has.")


def _text(column: Column, value: Any) -> None:
    _need(isinstance(value, dict), "an object of language to words", value)
    for tag, words in value.items():
        if not re.match(LANGUAGE_TAG, tag):
            raise Invalid(f"{quoted(tag)} is no language tag such as en, fr, ru or ar.")
        _words(column, words)


def _list(column: Column, value: Any) -> None:
    _need(isinstance(value, list), "a list of words", value)
    for each in value:
        _words(column, each)


def _objects(column: Column, value: Any) -> None:
    """Check spellings, the one list of objects that there is."""
    _need(isinstance(value, list), "a list of spellings", value)
    for each in value:
        _need(
            isinstance(each, dict) and set(each) == {"words", "wrong", "note"}, "a spelling", each
        )
        _words(column, each["words"])
        _need(isinstance(each["wrong"], bool), "true or false", each["wrong"])
        if each["note"] is not None:
            _words(column, each["note"])


def _object(column: Column, value: Any) -> None:
    _need(isinstance(value, dict), "an object", value)
    if column.name == "wanted":
        for key, each in value.items():
            if key != "occasion":
                _list(column, each)
            elif each not in (None, "session", "meeting"):
                raise Invalid(f"{kind_of(each)} is neither session nor meeting.")


def _references(column: Column, value: Any) -> None:
    _need(isinstance(value, list), "a list of ids", value)
    for each in value:
        _reference(column, each)


def _reference(_column: Column, value: Any) -> None:
    _need(isinstance(value, int) and not isinstance(value, bool), "an id", value)
    _need(1 <= value <= _HIGHEST, "an id", value)


def _integer(_column: Column, value: Any) -> None:
    _need(isinstance(value, int) and not isinstance(value, bool), "a whole number", value)
    _need(abs(value) <= _HIGHEST, "a whole number", value)


def _real(column: Column, value: Any) -> None:
    _need(isinstance(value, int | float) and not isinstance(value, bool), "a number", value)
    limit = 90 if column.name == "latitude" else 180
    _need(abs(value) <= limit, f"a number between -{limit} and {limit}", value)


def _flag(_column: Column, value: Any) -> None:
    _need(isinstance(value, bool), "true or false", value)


def _choice(column: Column, value: Any) -> None:
    if value not in column.of:
        raise Invalid(f"{kind_of(value)} is none of {', '.join(column.of)}.")


def _when(column: Column, value: Any) -> None:
    _words(column, value)
    parse_when(value)


def _zone(column: Column, value: Any) -> None:
    _words(column, value)
    zone_of(value)


def _instant(column: Column, value: Any) -> None:
    _words(column, value)
    if not _INSTANT.fullmatch(value):
        raise Invalid(f"{quoted(value)} is no instant in UTC, such as 2025-04-03T07:00:00Z.")
    datetime.fromisoformat(value)


def _date(column: Column, value: Any) -> None:
    _words(column, value)
    if date.fromisoformat(value).isoformat() != value:
        raise Invalid(f"{quoted(value)} is no day, such as 2025-04-03.")


def _of_form(pattern: re.Pattern[str], what: str) -> Callable[[Column, Any], None]:
    def check(column: Column, value: Any) -> None:
        _words(column, value)
        if not pattern.fullmatch(value):
            raise Invalid(f"{quoted(value)} cannot be a {what}.")

    return check


def _need(holds: bool, wanted: str, value: object) -> None:
    if not holds:
        raise Invalid(f"it must be {wanted}, not {kind_of(value)}.")


_CHECKS: Final[Mapping[str, Callable[[Column, Any], None]]] = {
    "words": _words,
    "lines": _words,
    "text": _text,
    "list": _list,
    "objects": _objects,
    "object": _object,
    "references": _references,
    "reference": _reference,
    "integer": _integer,
    "real": _real,
    "flag": _flag,
    "choice": _choice,
    "when": _when,
    "zone": _zone,
    "instant": _instant,
    "date": _date,
    "uid": _of_form(_UID, "UID"),
    "slug": _of_form(SLUG, "short name"),
    "code": _of_form(CODE, "code"),
}
_ID: Final = Column("id", "reference")
_SHAPES: Final[Mapping[str, Mapping[str, tuple[Column, ...]]]] = {
    "history": {"changes": CHANGES, "revisions": REVISIONS},
    "records": TABLES,
}
