"""Content lines read into properties: unfolded, decoded, as forgivingly as can be.

RFC 5545, 3.1, and what the world writes instead: lines that are not folded or folded within
a character, QUOTED-PRINTABLE of vCalendar 1.0, older encodings.
"""

from __future__ import annotations

import html
import quopri
import re
from functools import lru_cache
from itertools import repeat
from typing import Final, NamedTuple

from tracker.domain.text import without_unwelcome
from tracker.errors import Invalid

LONGEST: Final = 64_000  # characters of an unfolded line
MOST_LINES: Final = 20_000  # of one component
WESTERN: Final = "cp1252"
# Three such letters in a row: words of French or German do not have them.
_FOREIGN: Final = re.compile(rb"[\xc0-\xff]{3,}")
_UPPER_HALF: Final = 0xE0
_SOME, _FEW, _NEARLY_ALL = 0.2, 0.34, 0.98  # shares of letters

_FOLD: Final = re.compile(rb"\n[ \t]")
_BLANKS: Final = re.compile(rb"\n{2,}")
_NAME: Final = re.compile(r"[A-Z][A-Z0-9-]*|[Xx]-[A-Za-z0-9-]+")
_QUOTED_HEAD: Final = re.compile(r'([^:;"]*)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)', re.DOTALL)
# Encodings of text alone: Python knows others, some of which take their time.
_CHARSET: Final = re.compile(
    rb";CHARSET=\"?((?:utf|iso|latin|cp|windows|koi8|shift|euc|gb|big5|mac|us-ascii)[a-z0-9_-]{0,20})",
    re.IGNORECASE,
)
# Names that are properties in whatever case they are written; others in capitals only, since
# “Agenda: ...” may be a line of a text that was not folded.
_KNOWN: Final = frozenset(
    name
    for line in (
        "ACTION ATTACH ATTENDEE CATEGORIES CLASS COMMENT COMPLETED CONTACT CREATED DALARM AALARM",
        "DESCRIPTION DTEND DTSTAMP DTSTART DUE DURATION EXDATE EXRULE GEO LAST-MODIFIED LOCATION",
        "METHOD ORGANIZER PERCENT-COMPLETE PRIORITY PRODID RDATE RECURRENCE-ID RELATED-TO RRULE",
        "REQUEST-STATUS RESOURCES SEQUENCE STATUS SUMMARY TRANSP TRIGGER TZID UID URL VERSION",
    )
    for name in line.split()
)
_PROPERTY: Final = re.compile(rb"(?:%s)[;:]" % "|".join(sorted(_KNOWN)).encode())
_TEXTS: Final = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "X-ALT-DESC"})


class Property(NamedTuple):
    """A content line: its parameters as they stand, and its value, still escaped."""

    parameters: str
    value: str

    def parameter(self, name: str) -> str | None:
        """Return the value of a parameter without its quotes; None where it is not given."""
        if not self.parameters:
            return None
        found = _parameter(name).search(self.parameters)
        return None if found is None else (found[1] if found[1] is not None else found[2]).strip()


@lru_cache(maxsize=32)
def _parameter(name: str) -> re.Pattern[str]:
    return re.compile(rf';\s*{name}\s*=\s*(?:"([^"]*)"?|([^;]*))', re.IGNORECASE)


Properties = dict[str, list[Property]]


class Faults(NamedTuple):
    """What was put right in a component's lines."""

    decoded: bool = False
    unfolded: bool = False
    shortened: tuple[str, ...] = ()


def properties(
    octets: bytes, wanted: frozenset[str], encoding: str | None = None, fallback: str = WESTERN
) -> tuple[Properties, Faults]:
    """Return the properties wanted of a component's lines, in their order, and the faults.

    With an `encoding` all is in it; otherwise what is no UTF-8 is in the `fallback`. Raises
    Invalid for more than MOST_LINES lines.
    """
    if b"\n\n" in octets:
        octets = _BLANKS.sub(b"\n", octets)
    if b"QUOTED-PRINTABLE" in octets or b"quoted-printable" in octets.lower():
        octets = _without_quoted_printable(octets)
    if octets.count(b"\n") > MOST_LINES:
        raise Invalid(f"It has more than {MOST_LINES:,} lines.")
    text, decoded = _text(_FOLD.sub(b"", octets), encoding, fallback)
    return _read(text, wanted, decoded=decoded)


class _Head(NamedTuple):
    """What stands before the colon of a line: its name, and its parameters."""

    name: str
    parameters: str
    is_property: bool


_heads: dict[str, _Head] = {}  # the same few come again with every component
_MOST_HEADS: Final = 2_000
_LONGEST_HEAD: Final = 120


def _head(text: str) -> _Head:
    name, _, parameters = text.partition(";")
    name = name.strip()
    upper = name.upper()
    is_property = upper in _KNOWN or _NAME.fullmatch(name) is not None
    made = _Head(upper, f";{parameters}" if parameters else "", is_property)
    if len(text) <= _LONGEST_HEAD:
        if len(_heads) >= _MOST_HEADS:
            _heads.clear()
        _heads[text] = made
    return made


def _read(text: str, wanted: frozenset[str], *, decoded: bool) -> tuple[Properties, Faults]:
    found: Properties = {}
    unfolded = False
    shortened: list[str] = []
    open_text: list[Property] | None = None  # whose last one goes on where it should not
    for line in text.split("\n"):
        before, colon, value = line.partition(":")
        name, parameters, is_property = _heads.get(before) or _head(before)
        if not colon or not is_property:
            if open_text and line and len(open_text[-1].value) < LONGEST:
                last = open_text[-1]
                open_text[-1] = Property(last.parameters, f"{last.value}\n{line}")
                unfolded = True
            continue
        open_text = None
        if name not in wanted:
            continue
        if '"' in before:
            parameters, value = _parted(line, parameters, value)
        if len(value) > LONGEST:
            shortened.append(name)
            value = value[:LONGEST] if name in _TEXTS else ""
        of_name = found.setdefault(name, [])
        of_name.append(Property(parameters, value))
        open_text = of_name if name in _TEXTS else None
    return found, Faults(decoded, unfolded, tuple(shortened))


def _parted(line: str, parameters: str, value: str) -> tuple[str, str]:
    """Return the parameters and the value of a line whose parameters are quoted."""
    found = _QUOTED_HEAD.fullmatch(line)
    return (found[2], found[3]) if found else (parameters, value)


def _text(octets: bytes, encoding: str | None, fallback: str) -> tuple[str, bool]:
    """Return the octets as text, and whether they were not in UTF-8 although unannounced."""
    if encoding:
        return octets.decode(encoding, "replace"), False
    try:
        return octets.decode(), False
    except UnicodeDecodeError:
        lines = octets.split(b"\n")
    heads = (line.partition(b":")[0] for line in lines)
    return "\n".join(map(_decoded, lines, heads, repeat(fallback))), True


def foreign_words(octets: bytes) -> bytes:
    """Return what in octets that are no UTF-8 may be words of other letters than Latin ones."""
    if octets.isascii():
        return b""
    try:
        octets.decode()
    except UnicodeDecodeError:
        return b"".join(_FOREIGN.findall(octets))
    return b""


def likeliest(foreign: bytes) -> str:
    """Return the encoding of a file that is not in UTF-8, by its words of foreign letters.

    Most letters of a text are small ones. Those of Russian are in the upper half of cp1251
    and in the lower of KOI8-R; the Arabic ones of cp1256 are in both.
    """
    if not foreign:
        return WESTERN
    upper = sum(sign >= _UPPER_HALF for sign in foreign) / len(foreign)
    arabic = sum("\u0621" <= letter <= "\u064a" for letter in foreign.decode("cp1256", "replace"))
    if upper >= _SOME and arabic >= _NEARLY_ALL * len(foreign):
        return "cp1256"
    return "koi8-r" if upper <= _FEW else "cp1251"


def _decoded(octets: bytes, head: bytes, fallback: str = WESTERN) -> str:
    """Return octets in the encoding that the line's head names, in UTF-8, or the fallback."""
    named = _CHARSET.search(head)
    encodings = [named[1].decode()] if named else []
    for encoding in (*encodings, "utf-8", fallback):
        try:
            return octets.decode(encoding)
        except (LookupError, ValueError):
            continue
    return octets.decode(fallback, "replace")


def _without_quoted_printable(octets: bytes) -> bytes:
    """Return the lines with each QUOTED-PRINTABLE value as a plain one in UTF-8.

    Such a value goes on in the next line after an equals sign, without a blank.
    """
    made: list[bytes] = []
    left: list[bytes] = []
    lines = iter(octets.split(b"\n"))
    while (line := left.pop() if left else next(lines, None)) is not None:
        head, _, value = line.partition(b":")
        if b"QUOTED-PRINTABLE" not in head.upper():
            made.append(line)
            continue
        parts = [value]
        while parts[-1].endswith(b"="):
            parts[-1] = parts[-1][:-1]
            following = next(lines, b"")
            if _PROPERTY.match(following):  # the value had ended, whatever its last sign said
                left.append(following)
                break
            parts.append(following)
        said = _decoded(quopri.decodestring(b"".join(parts)), head)
        said = said.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
        made.append(head + b":" + said.encode())
    return b"\n".join(made)


_ESCAPE: Final = re.compile(r"\\([nN;,:\"\\])")
_ENTITY: Final = re.compile(
    r"&(?:#[0-9]{1,6}|#x[0-9a-f]{1,5}|amp|quot|apos|nbsp|lt|gt);", re.IGNORECASE
)
_BLANK: Final = re.compile("[ \t\n]+")


def unescaped(value: str) -> str:
    """Return a TEXT value without its escapes (RFC 5545, 3.3.11)."""
    if "\\" in value:
        return _ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
    return value


def words(value: str) -> str:
    """Return a TEXT value as it is meant, fit to be kept: no escapes, no controls, LF."""
    value = unescaped(value)
    if "&" in value and _ENTITY.search(value):
        value = html.unescape(value)
    if not value.isprintable():
        value = without_unwelcome(value)
    return value.strip()


def one_line(value: str) -> str:
    """Return a TEXT value on one line."""
    said = words(value)
    return said if said.isprintable() and "  " not in said else _BLANK.sub(" ", said).strip()


def listed(value: str, separator: str = ",") -> list[str]:
    """Return the values of a list of TEXTs, still escaped, without those that are empty."""
    escaped = "\\" in value
    parts = re.split(rf"(?<!\\){separator}", value) if escaped else value.split(separator)
    return [part for part in map(str.strip, parts) if part]
