"""What VEVENT and VTODO share: title, note, topics, visibility, and what is told of faults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tracker.domain.text import LONGEST_NOTE, Text, language_tag, shortened
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.errors import Invalid
from tracker.intake.ics.lines import (
    Properties,
    listed,
    one_line,
    properties,
    unescaped,
    words,
)
from tracker.intake.ics.spans import Moments
from tracker.intake.ics.told import Told, spot
from tracker.intake.markup import is_markup, without_markup

if TYPE_CHECKING:
    from tracker.domain.incoming import Spot
    from tracker.intake.ics.blocks import Block
    from tracker.intake.ics.survey import Header, Survey
    from tracker.intake.ics.zones import Zones
    from tracker.intake.options import ReadingOptions

_LONGEST_UID: Final = 1_000
_MOST_TOPICS: Final = 50
_LONGEST_ADDRESS: Final = 2_000
_WEB: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SHARED: Final = frozenset(
    {"UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "CATEGORIES", "CLASS", "STATUS", "LOCATION",
     "URL", "DTSTART", "DTEND", "DURATION", "DUE", "GEO", "RRULE", "RDATE", "EXDATE", "EXRULE",
     "RECURRENCE-ID", "X-MICROSOFT-CDO-ALLDAYEVENT", "COMPLETED", "PERCENT-COMPLETE"}
)  # fmt: skip
_NAMING: Final = ("SUMMARY", "DESCRIPTION", "LOCATION")
_INNER: Final = {"VALARM": "A reminder (VALARM)", "PARTICIPANT": "A participant"}
_SECRET: Final = frozenset({"PRIVATE", "CONFIDENTIAL"})


@dataclass(slots=True)
class Reading:
    """What the components of one file share while they are read."""

    options: ReadingOptions
    survey: Survey
    zones: Zones
    told: Told

    def moments(self, header: Header) -> Moments:
        """Return how dates in a calendar of the file are read."""
        return Moments(self.zones, header, self.options.zone, self.told)


@frozen
class Component:
    """One component with its properties read, its place, and its title in words."""

    block: Block
    found: Properties
    at: Spot
    header: Header
    title: str
    language: str

    def first(self, name: str) -> str:
        """Return the value of a property, still escaped; empty where there is none."""
        lines = self.found.get(name)
        return lines[0].value if lines else ""

    @property
    def text(self) -> Text:
        """The title in its language."""
        return Text(((self.language, self.title),))

    @property
    def uid(self) -> str | None:
        """Its identity, as far as it has one."""
        return one_line(self.first("UID"))[:_LONGEST_UID] or None

    @property
    def visibility(self) -> Visibility | None:
        """How far it may go, where the file says that it is not for all."""
        secret = self.first("CLASS").strip().upper() in _SECRET
        return Visibility.CONFIDENTIAL if secret else None


def opened(block: Block, reading: Reading) -> Component:
    """Return a component with its properties; raise Invalid, saying why it cannot be taken."""
    if block.fault:
        raise Invalid(block.fault)
    if not block.whole:
        raise Invalid("The file ends in the middle of it.")
    found, faults = properties(
        block.octets, _SHARED, reading.options.encoding, reading.survey.fallback
    )
    at, header, told = spot(block), reading.survey.header(block.calendar), reading.told
    title, language = _title(found, reading)
    made = Component(block, found, at, header, title, language)
    if faults.decoded:
        read_as = reading.survey.fallback
        said = f"What is not in UTF-8 is read as {read_as}; name another with --encoding."
        told.once("encoding", at, title, said)
    if faults.unfolded:
        told.once("unfolded", at, title, "Lines that go on without a blank are put together.")
    for name in faults.shortened:
        told.repaired(at, title, f"Its {name} is too long a line: what is too much is left out.")
    if not block.closed:
        told.repaired(at, title, f"Its end (END:{block.kind}) is missing.")
    if block.calendar == 0:
        told.once("outside", at, title, "It stands outside of a calendar (VCALENDAR).")
    for kind, line in block.nested.items():
        what = _INNER.get(kind, f"What stands as {kind} in a {block.kind}")
        reason = f"{what} is not kept, here and further on."
        told.left_out(f"nested:{kind}", type(at)(line, kind), title, reason)
    if not title:
        raise Invalid("It has no title (SUMMARY), nor a description or place to call it by.")
    return made


def _title(found: Properties, reading: Reading) -> tuple[str, str]:
    """Return a component's title, or what stands in for it, and its language."""
    language = reading.options.language
    said = ""
    for line in (lines[0] for name in _NAMING if (lines := found.get(name))):
        is_first = found.get("SUMMARY", (None,))[0] is line
        said = one_line(line.value if is_first else words(line.value).partition("\n")[0])
        if said:
            language = _language(line.parameter("LANGUAGE"), language)
            break
    return shortened(said), language


def _language(tag: str | None, otherwise: str) -> str:
    if not tag:
        return otherwise
    try:
        return language_tag(tag)
    except Invalid:
        return otherwise


def note(component: Component) -> str | None:
    """Return the description in words, without its markup; None where there is none."""
    written = unescaped(component.first("DESCRIPTION"))
    said = without_markup(written) if is_markup(written) else words(component.first("DESCRIPTION"))
    if not said:
        said = without_markup(unescaped(component.first("X-ALT-DESC")))
    return shortened(said, LONGEST_NOTE) or None


def topics(component: Component) -> tuple[str, ...]:
    """Return the categories, each once."""
    lines = component.found.get("CATEGORIES")
    if not lines:
        return ()
    separator = ";" if component.header.old else ","
    said = (one_line(part) for line in lines for part in listed(line.value, separator))
    return tuple(dict.fromkeys(filter(None, said)))[:_MOST_TOPICS]


def address(value: str) -> str | None:
    """Return a web address; None for what is none."""
    trimmed = value.strip()
    fits = len(trimmed) <= _LONGEST_ADDRESS and trimmed.isprintable()
    return trimmed if fits and _WEB.fullmatch(trimmed) else None
