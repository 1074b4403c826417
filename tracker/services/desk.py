"""The desk at which a command works: its ledger, a reading of the same transaction, its world."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.quoting import quoted
from tracker.domain.text import LONGEST_NOTE, Text, clean, language_tag
from tracker.domain.values import frozen
from tracker.domain.visibility import Reader, Visibility
from tracker.domain.when_grammar import read_when
from tracker.errors import Invalid
from tracker.storage.gate import Gate
from tracker.storage.reads.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from enum import StrEnum

    from tracker.domain.when import When
    from tracker.storage.ledger import Ledger


@frozen
class Desk:
    """What a service is given. `zone` and `language` are the writer's own."""

    ledger: Ledger
    reading: Reading
    now: datetime
    zone: str
    language: str
    author: str

    @staticmethod
    def at(ledger: Ledger, *, zone: str, language: str, author: str) -> Desk:
        """Return the desk of a transaction; who writes may refer to every record."""
        gate = Gate(Reader(Visibility.CONFIDENTIAL, ledger.at))
        reading = Reading(ledger.door, gate)
        return Desk(ledger, reading, ledger.at, zone, language, author)

    def when(self, typed: str, zone: str | None = None) -> When:
        """Return the *when* that a person typed, in a place's zone; raise Invalid."""
        return read_when(typed, now=self.now, zone=zone or self.zone, languages=self.languages)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which dates are read: the writer's own first."""
        others = (tag for tag in ("en", "fr", "ru", "ar") if tag != self.language)
        return (self.language, *others)

    def text(self, words: str, *, what: str, language: str | None = None) -> Text:
        """Return cleaned words as a text in the given or the writer's language.

        Raises Invalid for a language that is no BCP 47 tag.
        """
        tag = language_tag(language) if language else self.language
        return Text.of({tag: clean(words, what=what)})


def note(typed: str | None, *, what: str = "note") -> str | None:
    """Return a cleaned note of several lines, or None for nothing."""
    return clean(typed, what=what, longest=LONGEST_NOTE, lines=True) if typed else None


def embargo(desk: Desk, typed: str | None) -> str | None:
    """Return the instant until which a public record stays internal, as it is kept.

    Raises Invalid for one that is over: a mistyped year would publish at once.
    """
    from tracker.domain.instants import to_stored
    from tracker.domain.when import zone_of

    if not typed:
        return None
    start = desk.when(typed).bounds(desk.zone)[0]
    if start is None:
        raise Invalid(f"“{typed[:40]}” is no instant for an embargo to end at.")
    if start <= desk.now:
        end = start.astimezone(zone_of(desk.zone))
        raise Invalid(
            f"The embargo would end on {end.day} {end:%B %Y %H:%M} {desk.zone}, which is over; "
            "say an instant to come, or leave it out."
        )
    return to_stored(start)


def json_list(values: Iterable[Any]) -> str:
    """Return a list as it is kept."""
    return json.dumps(list(values), ensure_ascii=False)


def value_of(enum: type[StrEnum], typed: str | None, *, what: str) -> str | None:
    """Return the value that was typed, or None for nothing; otherwise as `one_of`."""
    return None if typed is None else one_of([str(v) for v in enum], typed, what=what)


def one_of(values: list[str], typed: str, *, what: str) -> str:
    """Return the value that was typed, in any case and with blanks or hyphens.

    Raises Invalid, naming the nearest and the values there are, for anything else.
    """
    from tracker.domain.folding import similar

    given = typed.strip().lower().replace("_", "-").replace(" ", "-")
    if given in values:
        return given
    near = similar(given, values, 1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise Invalid(f"{quoted(typed)} is no {what}.{meant}", hint=f"One of: {', '.join(values)}.")
