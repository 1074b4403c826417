"""Three-way: what a file last said of a record, what it says now, and what stands here.

A field is touched only where the file says something else than it last said. What a
person here made of it meanwhile stays, and is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.importing import FieldChange
from tracker.domain.text import LONGEST_NOTE, Text, tidied
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility, strictest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.services.importing.said import Said
    from tracker.services.importing.wishes import Bench


@frozen
class Merged:
    """What the file changed in a record, and what it would have, had nobody here done so."""

    changes: tuple[FieldChange, ...] = ()
    kept: tuple[FieldChange, ...] = ()


class Merging:
    """One record, what was said of it, what is said now, and what that comes to so far."""

    def __init__(self, bench: Bench, of: tuple[str, int], base: Said, now: Said) -> None:
        self.bench, self.base, self.now = bench, base, now
        self.table, self.record = of
        self.row = bench.desk.ledger.row(*of)
        self.columns: dict[str, Any] = {}
        self.changes: list[FieldChange] = []
        self.kept: list[FieldChange] = []
        self.theirs = bench.wishes.theirs

    def says(self, *fields: str) -> bool:
        """Return whether the file says anything new of some fields, or is to be followed in all."""
        if self.theirs:
            return any(field in self.now for field in fields)
        return any(self.base.get(field) != self.now.get(field) for field in fields)

    def settle(
        self,
        field: str,
        was: Mapping[str, Any],
        then: Mapping[str, Any],
        told: tuple[str | None, str | None] | None = None,
    ) -> None:
        """Take columns over unless somebody here changed them; `told` says both in words."""
        ours = {column: self.row[column] for column in then}
        if ours == then:
            return
        first = next(iter(then))
        change = FieldChange(field, *(told or (ours[first], then[first])))
        if ours == was or self.theirs:
            self.columns |= then
            self.changes.append(change)
        else:
            self.kept.append(change)

    def merge_plain(self, readers: Mapping[str, Callable[[Bench, Said], str | None]]) -> None:
        """Merge fields that are columns of the same name, each read as it is kept."""
        for column, read in readers.items():
            if self.says(column):
                was, then = (read(self.bench, said) for said in (self.base, self.now))
                self.settle(column, {column: was}, {column: then})

    def merge_title(self) -> None:
        """Merge version by version: a translation that was added here is nobody else's."""
        if not self.says("title"):
            return
        base, now = title_of(self.base), title_of(self.now)
        ours = merged = Text.read(self.row["title"])
        for language, words in now:
            before = ours.get(language)
            if before == words or (base.get(language) == words and not self.theirs):
                continue
            change = FieldChange("title", before, words)
            if self.theirs or before == base.get(language):
                merged = merged.with_version(language, words)
                self.changes.append(change)
            else:
                self.kept.append(change)
        if merged != ours:
            self.columns["title"] = merged.stored()

    def store(self) -> None:
        """Write the columns that differ."""
        self.bench.desk.ledger.update(self.table, self.record, self.columns)


def title_of(said: Said) -> Text:
    """Return the title that is said, fit to be kept; empty when there is none."""
    versions = {language: tidied(words) for language, words in Text.read(said.get("title"))}
    return Text.of({language: words for language, words in versions.items() if words})


def level_of_said(bench: Bench, said: Said) -> Visibility:
    """Return how far it may go: never further than was asked for, whatever the file says."""
    own = Visibility(said.get("visibility", Visibility.PUBLIC))
    return strictest([bench.wishes.visibility, own])


def note_of(_bench: Bench, said: Said) -> str | None:
    """Return the note that is said, fit to be kept."""
    return tidied(said.get("note", ""), longest=LONGEST_NOTE, lines=True) or None
