"""The objects of a JSON file one after the other, each with its line, within bounds.

A list may stand alone, be a member of an object (`{"data": [...], "links": ...}`), or be
written as a line an object. Only one object is in memory at a time.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LARGEST: Final = 500_000_000  # octets of a file
LONGEST_OBJECT: Final = 4_000_000  # characters of one object
DEEPEST: Final = 40
# The members of an object whose list is what the file is about, by the habits of publishers.
LISTS: Final = ("data", "events", "meetings", "results", "items", "value")
_PART: Final = 1 << 18
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LONGEST_KEY: Final = 200


@frozen
class Element:
    """One object of the file: where it begins, what it is, and what JSON forbids in it."""

    path: str
    line: int
    value: Any
    faults: tuple[str, ...] = ()


def elements(content: BinaryIO, name: str) -> Iterator[Element]:
    """Yield the objects of a file, or the file's one object.

    Raises Invalid, with line and column, for what is no JSON, or is too large or too deep.
    """
    scanner = _Scanner(content, name)
    scanner.blank()
    if scanner.peek() == "[":
        yield from scanner.listed("")
        scanner.end()
        return
    number = 0
    while scanner.peek():  # several objects: a line each, as logs and data sets have them
        if scanner.peek() != "{":
            scanner.fail("here an object {…} or a list […] of them must begin")
        yield from scanner.members(number)
        number += 1
        scanner.blank()


def sections(content: BinaryIO, name: str, within: Collection[str]) -> Iterator[Element]:
    """Yield the members of a file's one object; of some, the entries of the lists they hold.

    `within` names those members: objects of lists, such as `{"records": {"parties": [...]}}`.
    An element's path tells them: `format`, `records.parties[0]`.
    """
    scanner = _Scanner(content, name)
    scanner.blank()
    if scanner.peek() != "{":
        scanner.fail("an object {…} must begin here")
    for key in scanner.names():
        if key not in within:
            yield scanner.value(key)
            continue
        if scanner.peek() != "{":
            scanner.fail(f"{key} must be an object of lists")
        for inner in scanner.names():
            if scanner.peek() != "[":
                scanner.fail(f"{key}.{inner} must be a list")
            yield from scanner.listed(f"{key}.{inner}")
    scanner.end()


class _Scanner:
    """A window on the file, that moves on as objects are taken from it."""

    def __init__(self, content: BinaryIO, name: str) -> None:
        self._content = content
        self._name = name
        head = content.read(4)
        content.seek(0)
        encoding = next((e for bom, e in _BOMS if head.startswith(bom)), "utf-8")
        self._decode = codecs.getincrementaldecoder(encoding)()
        self._text = ""
        self._at = 0
        self._line, self._column = 1, 1
        self._read = 0
        self._over = False
        self._faults: list[str] = []
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_float=self._float,
            parse_int=self._int,
        )

    def peek(self) -> str:
        """Return the next character, empty at the end."""
        while self._at >= len(self._text) and not self._over:
            self._more()
        return self._text[self._at : self._at + 1]

    def blank(self) -> None:
        """Pass over what is between the values."""
        while self.peek():
            found = _BLANK.match(self._text, self._at)
            end = found.end() if found else self._at
            if end == self._at:
                return
            self._move(end)

    def end(self) -> None:
        """Raise Invalid unless nothing follows."""
        self.blank()
        if self.peek():
            self.fail("something follows the end")

    def listed(self, path: str) -> Iterator[Element]:
        """Yield the values of a list whose bracket comes next."""
        self._step()
        index = 0
        while self._next_of("]", first=index == 0):
            yield self.value(f"{path}[{index}]")
            index += 1

    def names(self) -> Iterator[str]:
        """Yield the names of the object that comes next; each value is to be taken in between."""
        self._step()
        seen: set[str] = set()
        while self._next_of("}", first=not seen):
            key = self._key()
            if key in seen:
                self.fail(f"{quoted(key)} is given twice")
            seen.add(key)
            yield key

    def members(self, number: int) -> Iterator[Element]:
        """Yield what the object that comes next holds in a list, or the object itself."""
        line, path = self._line, f"object {number + 1}"
        self._step()
        own: dict[str, Any] = {}
        faults: list[str] = []
        seen: set[str] = set()
        has_list = False
        while self._next_of("}", first=not seen):
            key = self._key()
            if key in seen:
                faults.append(f"{quoted(key)} is given twice")
            seen.add(key)
            if key in LISTS and self.peek() == "[" and not _is_entry(own):
                has_list = True
                yield from self.listed(key)
            else:
                made = self.value(key)
                own[key] = made.value
                faults += made.faults
        if not has_list or _is_entry(own):
            yield Element(path, line, own, tuple(faults))

    def value(self, path: str) -> Element:
        """Return the value that comes next."""
        line = self._line
        while True:
            self._faults = []
            try:
                made, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as fault:
                self._more_or_fail(path, fault)
            except RecursionError:
                self.fail(f"{path or 'this'} is nested too deep")
            else:
                # A number at the edge of the window may go on behind it.
                if end < len(self._text) or self._over:
                    break
                self._more()
        if end - self._at > LONGEST_OBJECT:
            self.fail(f"{path} has {end - self._at:,} characters; {LONGEST_OBJECT:,} are the most")
        if _depth(made) > DEEPEST:
            self.fail(f"{path} is nested more than {DEEPEST} deep")
        self._move(end)
        return Element(path, line, made, tuple(dict.fromkeys(self._faults)))

    def fail(self, why: str, at: int | None = None) -> NoReturn:
        """Raise Invalid for what stands here, or further on in the window."""
        if at is not None and at > self._at:
            self._move(min(at, len(self._text)))
        where = f"line {self._line}, column {self._column}"
        raise Invalid(f"{quoted(self._name)} cannot be read as JSON: {where}: {why}.")

    def _key(self) -> str:
        if self.peek() != '"':
            self.fail("a name in double quotes must stand here")
        key = self.value("a name").value
        self.blank()
        if self.peek() != ":":
            self.fail("a colon must follow the name")
        self._step()
        self.blank()
        if len(key) > _LONGEST_KEY:
            self.fail(f"a name has more than {_LONGEST_KEY} characters")
        return str(key)

    def _next_of(self, closing: str, *, first: bool) -> bool:
        """Return whether another value comes; at the closing sign, pass it."""
        self.blank()
        sign = self.peek()
        if sign == closing:
            self._step()
            return False
        if not sign:
            self.fail(f"the file ends before its {closing}; it was cut short")
        if not first:
            if sign != ",":
                self.fail(f"a comma or {closing} must stand here")
            self._step()
            self.blank()
            if self.peek() == closing:
                self.fail("nothing follows the comma")
        return True

    def _step(self) -> None:
        self._move(self._at + 1)

    def _move(self, to: int) -> None:
        lines = self._text.count("\n", self._at, to)
        if lines:
            self._line += lines
            self._column = to - self._text.rindex("\n", self._at, to)
        else:
            self._column += to - self._at
        self._at = to

    def _more_or_fail(self, path: str, fault: json.JSONDecodeError) -> None:
        if self._over:
            cut = fault.pos >= len(self._text.rstrip()) or fault.msg.startswith("Unterminated")
            what = "the file ends in the middle of it; it was cut short" if cut else _said(fault)
            self.fail(f"{path}: {what}" if path else what, fault.pos)
        # What is wrong far before the edge of the window is not mended by reading on.
        if len(self._text) - fault.pos > _PART and not fault.msg.startswith("Unterminated"):
            self.fail(f"{path}: {_said(fault)}", fault.pos)
        if len(self._text) - self._at > LONGEST_OBJECT:
            self.fail(f"{path} has more than {LONGEST_OBJECT:,} characters, or a text has no end")
        self._more()

    def _more(self) -> None:
        """Read on: as much again as is left, so that a long object is not tried too often."""
        left = self._text[self._at :]
        part = self._content.read(max(_PART, len(left)))
        self._read += len(part)
        if self._read > LARGEST:
            self.fail(f"the file has more than {LARGEST // 1_000_000} MB")
        self._over = not part
        try:
            more = self._decode.decode(part, final=self._over)
        except UnicodeDecodeError as fault:
            cut = self._over and fault.reason == "unexpected end of data"
            self.fail(f"the file {'was cut short' if cut else 'is not in UTF-8, as JSON must be'}")
        self._text, self._at = left + more, 0

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            self._faults.append(f"{quoted(twice)} is given twice")
        return made

    def _constant(self, word: str) -> None:
        self._faults.append(f"{word} is no number in JSON")

    def _float(self, word: str) -> float:
        made = float(word)
        if not math.isfinite(made):
            self._faults.append(f"the number {word[:20]} is too large")
        return made

    def _int(self, word: str) -> int:
        if len(word) > 20:  # noqa: PLR2004 - what a 64-bit number may have
            self._faults.append(f"the number {word[:20]}… is too large")
            return 0
        return int(word)


def _is_entry(members: dict[str, Any]) -> bool:
    """Return whether an object is itself an entry, whose lists are its own."""
    return any(key in members for key in ("start", "start_date", "EventId", "name", "title"))


def _said(fault: json.JSONDecodeError) -> str:
    return f"{fault.msg[:1].lower()}{fault.msg[1:]}"


def _depth(value: object) -> int:
    """Return how deep lists and objects lie in each other."""
    deepest, left = 0, [(value, 1)]
    while left:
        each, level = left.pop()
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        deepest = max(deepest, level)
        left += [(v, level + 1) for v in inner if isinstance(v, dict | list)]
    return deepest
