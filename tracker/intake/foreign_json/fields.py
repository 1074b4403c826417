"""The fields of a stranger's object: asked for by name and type, cleaned, their faults told."""

from __future__ import annotations

import html
import math
import re
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.quoting import quoted
from tracker.domain.text import LONGEST, LONGEST_NOTE, Text, shortened, without_unwelcome
from tracker.intake.markup import is_markup, without_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.incoming import Spot

MOST_IN_LIST: Final = 2_000
_LINK: Final = re.compile(r"https?://[!-~]{1,1990}", re.IGNORECASE)


class Fields:
    """One object of a file. What is of the wrong type is passed over, and remarked."""

    def __init__(
        self, data: dict[str, Any], spot: Spot, path: str = "", remarks: list[str] | None = None
    ) -> None:
        self.data = data
        self.spot = spot
        self.remarks = [] if remarks is None else remarks
        self._path = path

    def has(self, *names: str) -> bool:
        """Return whether one of these has a value."""
        return any(self.data.get(name) not in (None, "", [], {}) for name in names)

    def words(self, *names: str, longest: int = LONGEST) -> str | None:
        """Return the first of these that has words, on one line; None when none has."""
        found = self._string(*names)
        return shortened(" ".join(found.split()), longest) or None if found else None

    def note(self, *names: str) -> str | None:
        """Return words of several lines."""
        found = self._string(*names)
        if not found:
            return None
        rows = (" ".join(row.split()) for row in found.split("\n"))
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()
        return shortened(text, LONGEST_NOTE) or None

    def text(self, *names: str, language: str) -> Text:
        """Return words as a text in a language; an object of language to words as it is."""
        for name in names:
            value = self.data.get(name)
            if isinstance(value, dict):
                each = {
                    tag: shortened(" ".join(cleaned(words).split()), LONGEST)
                    for tag, words in value.items()
                    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)
                    and isinstance(words, str)
                }
                versions = {tag: words for tag, words in each.items() if words}
                if versions:
                    return Text.of(versions)
            else:
                words = self.words(name)
                if words:
                    return Text.of({language: words})
        return Text()

    def link(self, *names: str) -> str | None:
        """Return the first of these that is an address on the web."""
        for name in names:
            value = self.data.get(name)
            if isinstance(value, str) and _LINK.fullmatch(value.strip()):
                return value.strip()
            if value not in (None, "") and not isinstance(value, str):
                self._remark(name, "an address", value)
        return None

    def flag(self, name: str) -> bool:
        """Return whether a thing is so; false where it is not said."""
        value = self.data.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        if value in (0, 1, "true", "false", "0", "1", ""):
            return value in (1, "true", "1")
        self._remark(name, "true or false", value)
        return False

    def number(self, name: str) -> float | None:
        """Return a number, or one that is written as words."""
        value = self.data.get(name)
        if value is None or value == "":
            return None
        try:
            made = None if isinstance(value, bool) else float(value)
        except (TypeError, ValueError):
            made = None
        if made is None or not math.isfinite(made):
            self._remark(name, "a number", value)
            return None
        return made

    def within(self, name: str) -> Fields | None:
        """Return an object within this one."""
        value = self.data.get(name)
        if isinstance(value, dict):
            return Fields(value, self.spot, self._at(name), self.remarks)
        return None

    def listed(self, *names: str) -> Iterator[Fields]:
        """Yield the objects of a list; one that stands alone is a list of one."""
        for name in names:
            value = self.data.get(name)
            if isinstance(value, dict):
                value = [value]
            if value is not None and not isinstance(value, list):
                self._remark(name, "a list", value)
                continue
            if value and len(value) > MOST_IN_LIST:
                self.remarks.append(
                    f"{self._at(name)} has {len(value):,} entries; {MOST_IN_LIST:,} were read"
                )
            for index, each in enumerate((value or [])[:MOST_IN_LIST]):
                if isinstance(each, dict):
                    yield Fields(each, self.spot, f"{self._at(name)}[{index}]", self.remarks)
                elif isinstance(each, str):
                    yield Fields({"name": each}, self.spot, f"{self._at(name)}[{index}]")

    def _string(self, *names: str) -> str | None:
        for name in names:
            value = self.data.get(name)
            if isinstance(value, str):
                made = cleaned(value)
                if made:
                    return made
            elif isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
            elif value not in (None, [], {}):
                self._remark(name, "words", value)
        return None

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}".lstrip(".")

    def _remark(self, name: str, wanted: str, value: object) -> None:
        self.remarks.append(f"{self._at(name)} should be {wanted}, not {kind_of(value)}")


def cleaned(words: str) -> str:
    """Return words without markup, controls and what is not seen, their lines ended by LF."""
    seen = without_markup(words) if is_markup(words) else html.unescape(words)
    return without_unwelcome(seen).strip()


def kind_of(value: object) -> str:
    """Return what a JSON value is, in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return quoted(value)
    return "a list" if isinstance(value, list) else "an object"
