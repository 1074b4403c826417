"""What must be known of a whole file before its first entry can be told.

Its calendars' own properties, its zones, changes to single occurrences, which may stand
before or after the event that repeats, and identities that are given twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.intake.ics.blocks import CALENDAR, Block, blocks
from tracker.intake.ics.definitions import Definition, read_definition
from tracker.intake.ics.lines import WESTERN, foreign_words, likeliest, one_line, properties
from tracker.intake.ics.own import PRODUCT
from tracker.intake.ics.zones import named_zone

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_ZONES: Final = 2_000
_MOST_HELD: Final = 64_000_000  # octets of changes to single occurrences
_ENOUGH: Final = 20_000  # letters to tell the encoding by
_LARGEST_HEADER: Final = 200_000
_WANTED: Final = frozenset(
    {"VERSION", "PRODID", "METHOD", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "TIMEZONE-ID"}
)
_UID: Final = re.compile(rb"^UID[^:\n]*:(.*(?:\n[ \t].*)*)", re.MULTILINE | re.IGNORECASE)
_SEQUENCE: Final = re.compile(rb"^SEQUENCE[^:\n]*:[ \t]*([0-9]{1,9})", re.MULTILINE | re.IGNORECASE)
_OCCURRENCE: Final = re.compile(rb"^RECURRENCE-ID[;:]", re.MULTILINE | re.IGNORECASE)
_LONGEST_NAME: Final = 200


@frozen
class Header:
    """A calendar's own properties: `zone` is the IANA zone that it says it is in."""

    name: str = ""
    zone: str | None = None
    method: str = ""
    old: bool = False
    ours: bool = False


@dataclass(slots=True)
class Survey:
    """What a first look through the file found; `headers` are counted from 1.

    `newest` has the SEQUENCE of each UID, both by their hash, and `doubled` how many events
    have it, of the UIDs that were given more than once. `changes` are those to occurrences,
    by UID, and `held_lines` where these stand.
    `fallback` is the encoding of what is not in UTF-8.
    """

    headers: list[Header] = field(default_factory=lambda: [Header()])
    definitions: dict[str, Definition] = field(default_factory=dict)
    changes: dict[bytes, list[Block]] = field(default_factory=dict)
    newest: dict[int, int] = field(default_factory=dict)
    doubled: dict[int, int] = field(default_factory=dict)
    whole: bool = True
    fallback: str = WESTERN
    components: int = 0
    held: int = 0
    held_lines: set[int] = field(default_factory=set)

    def header(self, calendar: int) -> Header:
        """Return the header of a calendar of the file."""
        return self.headers[calendar] if calendar < len(self.headers) else self.headers[0]


def survey(file: BinaryIO, encoding: str | None) -> Survey:
    """Return what must be known of a calendar file beforehand."""
    found = Survey()
    known: dict[bytes, bytes] = {}
    headers: list[bytes] = []
    foreign = bytearray()
    for block in blocks(file):
        if len(foreign) < _ENOUGH:
            foreign += foreign_words(block.octets)
        found.whole = found.whole and block.whole
        if block.kind == CALENDAR:
            octets = block.octets[:_LARGEST_HEADER]
            headers.append(known.setdefault(octets, octets))
        elif block.kind == "VTIMEZONE":
            _define(found, block)
        else:
            found.components += 1
            if block.kind == "VEVENT" and not block.fault and block.whole:
                _note_event(found, block)
    found.fallback = likeliest(bytes(foreign))
    made = {octets: _header(octets, encoding, found.fallback) for octets in known}
    found.headers += [made[octets] for octets in headers]
    return found


def raw_uid(octets: bytes) -> bytes:
    """Return the UID of a component as it stands, unfolded; empty where there is none."""
    found = _UID.search(octets)
    if found is None:
        return b""
    uid = found[1]
    return (re.sub(rb"\n[ \t]", b"", uid) if b"\n" in uid else uid).strip()


def sequence(octets: bytes) -> int:
    """Return the SEQUENCE of a component, 0 where it has none."""
    found = _SEQUENCE.search(octets)
    return int(found[1]) if found else 0


def is_change(octets: bytes) -> bool:
    """Return whether a component changes one occurrence of another."""
    lower = b"recurrence-id"
    return (lower.upper() in octets or lower in octets) and _OCCURRENCE.search(octets) is not None


def _note_event(found: Survey, block: Block) -> None:
    octets = block.octets
    uid = raw_uid(octets)
    if is_change(octets):
        found.held += len(octets)
        if found.held <= _MOST_HELD:
            found.changes.setdefault(uid, []).append(block)
            found.held_lines.add(block.line)
        return
    if not uid:
        return
    key = hash(uid)
    version = sequence(octets)
    newest = found.newest.get(key)
    if newest is None or version > newest:
        found.newest[key] = version
    if newest is not None:
        before = found.doubled.get(key, 1)
        found.doubled[key] = before + 1 if version == newest else 1 if version > newest else before


def _define(found: Survey, block: Block) -> None:
    if len(found.definitions) >= MOST_ZONES or block.fault:
        return
    definition = read_definition(block)
    if definition and definition.tzid not in found.definitions:
        found.definitions[definition.tzid] = definition


def _header(octets: bytes, encoding: str | None, fallback: str) -> Header:
    try:
        found, _ = properties(octets, _WANTED, encoding, fallback)
    except Invalid:
        return Header()

    def first(name: str) -> str:
        return one_line(found[name][0].value) if name in found else ""

    return Header(
        name=(first("X-WR-CALNAME") or first("NAME"))[:_LONGEST_NAME],
        zone=named_zone(first("X-WR-TIMEZONE") or first("TIMEZONE-ID")),
        method=first("METHOD").upper(),
        old=first("VERSION") == "1.0",
        ours=PRODUCT in first("PRODID"),
    )
