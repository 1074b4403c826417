"""A YAML file as text with places: every word knows its line and column.

YAML 1.2 read by events, never resolved: `NO` and `10:30` stay what was typed, and what a
field wants to be is decided by whoever asks for that field. Bounded before and while it
is read, so that no file can hold the program up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


LARGEST = 2_000_000  # characters; ruamel needs about 2 s for a hostile million
LONGEST_LINE = 20_000  # the time that ruamel takes for a tag grows with its square
DEEPEST = 20
LONGEST_STEP = 40  # of a key on the way to a place, which every value below it carries
MOST_NODES = 20_000  # ten times the founding example
MOST_SHOWN = 100  # faults in one sentence; `faults` keeps all

_BLANK = frozenset({"", "~", "null"})  # YAML 1.2's core schema
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what ruamel counts as one


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file, counted from 1, and the way there: `delegations[2].head.name`."""

    line: int
    column: int
    where: str = ""


class Word(str):
    """A scalar as it was typed, with its place in the file."""

    __slots__ = ("mark",)
    mark: Mark

    def __new__(cls, text: str, mark: Mark) -> Word:  # noqa: PYI034  (never subclassed)
        """Return the text with its place."""
        word = super().__new__(cls, text)
        word.mark = mark
        return word


@frozen
class Nothing:
    """A value left blank."""

    mark: Mark


@frozen
class Mapping:
    """Keys and values in the file's order."""

    mark: Mark
    entries: dict[str, tuple[Word, Node]]

    def get(self, name: str) -> Node | None:
        """Return the value of a key; None when it is not there or left blank."""
        _, value = self.entries.get(name, (None, None))
        return None if isinstance(value, Nothing) else value


@frozen
class Sequence:
    """A list; entries left blank are not in it."""

    mark: Mark
    items: tuple[Node, ...]


Node: TypeAlias = Word | Nothing | Mapping | Sequence


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at one place of a file."""

    line: int
    column: int
    where: str
    sentence: str

    @staticmethod
    def at(place: Word | Mark, sentence: str) -> Fault:
        """Return a fault of a word, or at a place."""
        mark = place.mark if isinstance(place, Word) else place
        return Fault(mark.line, mark.column, mark.where, sentence)


class FaultyFile(Invalid):
    """A file with faults, all of them, in the file's order.

    Its sentence has a line for each, `FILE:LINE:COLUMN: sentence`, as compilers write them.
    """

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = tuple(sorted(set(faults)))
        lines = [f"{name}:{f.line}:{f.column}: {f.sentence}" for f in self.faults[:MOST_SHOWN]]
        if len(self.faults) > MOST_SHOWN:
            lines.append(f"{name}: and {len(self.faults) - MOST_SHOWN:,} more faults.")
        super().__init__("\n".join(lines), hint="Nothing was recorded from this file.")


def quoted(text: str) -> str:
    """Return a text from a file as an error quotes it: short, nothing that could act."""
    shown = text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004
    return "“" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown) + "”"


def read_yaml(text: str, *, name: str) -> tuple[Node, list[Fault]]:
    """Return the one document of a YAML text, and the faults that did not stop the reading.

    Those are keys given twice, anchors, aliases, tags and keys that are not words. Raises
    FaultyFile, at once, when the text is too large, too deep or not YAML.
    """
    _bound(text, name)
    composer = _Composer(name, _events(text, name))
    return composer.document(), composer.faults


def _bound(text: str, name: str) -> None:
    if len(text) > LARGEST:
        sentence = f"The file has {len(text):,} characters; {LARGEST:,} are the most."
        raise FaultyFile(name, [Fault(1, 1, "", sentence)])
    long = next((n for n, line in _lines(text) if len(line) > LONGEST_LINE), None)
    if long is not None:
        sentence = f"The line is longer than {LONGEST_LINE:,} characters."
        raise FaultyFile(name, [Fault(long, 1, "", sentence)])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(_LINE_END.split(text), start=1)


def _events(text: str, name: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = error.problem or error.context or "it cannot be read"
        raise FaultyFile(name, [Fault(line, column, "", f"This is not YAML: {what}.")]) from None
    except ReaderError as error:
        before = _LINE_END.split(text[: error.position])
        sentence = f"The file holds a control character (U+{_code(error.character):04X})."
        fault = Fault(len(before), len(before[-1]) + 1, "", sentence)
        raise FaultyFile(name, [fault]) from None
    except Exception:  # noqa: BLE001  (a parser's slip on foreign input is the input's fault)
        raise FaultyFile(name, [Fault(1, 1, "", "This is not YAML that can be read.")]) from None


def _code(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[:1])


@dataclass(slots=True)
class _Composer:
    """Builds nodes from events, gathering what is refused on the way."""

    name: str
    events: Iterator[Event]
    faults: list[Fault] = field(default_factory=list)
    nodes: int = 0

    def document(self) -> Node:
        """Return the root of the only document."""
        next(self.events)  # the stream's start
        first = next(self.events)
        if isinstance(first, StreamEndEvent):
            raise FaultyFile(self.name, [Fault(1, 1, "", "The file is empty.")])
        root = self._node(next(self.events), "", 0)
        next(self.events)  # the document's end
        after = next(self.events)
        if not isinstance(after, StreamEndEvent):
            self._stop(_mark(after, ""), "A second document begins here; one file holds one.")
        return root

    def _node(self, event: Event, where: str, depth: int) -> Node:
        mark = _mark(event, where)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._stop(mark, f"The file has more than {MOST_NODES:,} values.")
        if depth > DEEPEST:
            self._stop(mark, f"This is nested more than {DEEPEST} deep.")
        self._refuse_machinery(event, mark)
        if isinstance(event, MappingStartEvent):
            return self._mapping(mark, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(mark, depth)
        if isinstance(event, ScalarEvent):
            blank = event.implicit[0] and event.value in _BLANK
            return Nothing(mark) if blank else Word(event.value, mark)
        return Nothing(mark)  # an alias, refused above

    def _refuse_machinery(self, event: Event, mark: Mark) -> None:
        if isinstance(event, AliasEvent):
            self._fault(mark, "Aliases (*name) are not read here; write the value out.")
        elif isinstance(event, NodeEvent) and event.anchor is not None:
            self._fault(mark, "Anchors (&name) are not read here; take it out.")
        if getattr(event, "tag", None) is not None:
            self._fault(mark, "Tags (!name) are not read here; take it out.")

    def _mapping(self, mark: Mark, depth: int) -> Mapping:
        entries: dict[str, tuple[Word, Node]] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._key(event, mark.where, depth)
            value = self._node(next(self.events), key.mark.where, depth + 1)
            first, _ = entries.setdefault(str(key), (key, value))
            if first is not key:
                line = first.mark.line
                self._fault(key.mark, f"{quoted(key)} is given twice, first on line {line}.")
        return Mapping(mark, entries)

    def _key(self, event: Event, where: str, depth: int) -> Word:
        key = self._node(event, where, depth + 1)
        if isinstance(key, Word):
            way = f"{where}.{key[:LONGEST_STEP]}".lstrip(".")
            return Word(key, Mark(key.mark.line, key.mark.column, way))
        self._fault(key.mark, "A key must be a word.")
        return Word("", key.mark)

    def _sequence(self, mark: Mark, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            item = self._node(event, f"{mark.where}[{len(items) + 1}]", depth + 1)
            if not isinstance(item, Nothing):
                items.append(item)
        return Sequence(mark, tuple(items))

    def _fault(self, mark: Mark, sentence: str) -> None:
        self.faults.append(Fault.at(mark, sentence))

    def _stop(self, mark: Mark, sentence: str) -> None:
        raise FaultyFile(self.name, [*self.faults, Fault.at(mark, sentence)])


def _mark(event: Event, where: str) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1, where)
