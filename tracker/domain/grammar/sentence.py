"""A sentence being read: its tokens, its words, its moment, and what was wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tracker.domain.grammar.lexicon import Lexicon
    from tracker.domain.grammar.tokens import Token

T = TypeVar("T")
Found: TypeAlias = "Iterator[tuple[T, int]]"

_LONGEST_PHRASE: Final = 6  # tokens; a test keeps the lexicon within


class AmbiguousWhen(Invalid):
    """What was typed can mean several dates; `readings` are texts that mean one each."""

    def __init__(self, sentence: str, readings: tuple[str, ...]) -> None:
        choices = [f"“{reading}”" for reading in readings]
        listed = ", ".join(choices[:-1]) + " or " + choices[-1] if choices[1:] else choices[0]
        super().__init__(sentence, hint=f"Type {listed}.")
        self.readings = readings


@dataclass(slots=True)
class Sentence:
    """What rules read from. `now` is in `zone`, which is the place's unless the text names one."""

    tokens: tuple[Token, ...]
    lexicon: Lexicon
    now: datetime
    zone: str
    zone_is_named: bool = False
    farthest: int = 0  # where the longest reading that is not whole ends
    why: str = ""  # why there may be several readings, where that is not plain
    _complaints: list[tuple[int, Invalid]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day it is at the place."""
        return self.now.date()

    def words(self, kind: str, at: int) -> Found[int]:
        """Yield the worth of every phrase of that kind standing here, and where it ends."""
        phrases = self.lexicon.get(kind, {})
        for end in range(at + 1, min(at + _LONGEST_PHRASE, len(self.tokens)) + 1):
            phrase = tuple(token.text for token in self.tokens[at:end])
            for value in phrases.get(phrase, ()):
                yield value, end

    def after(self, kind: str, at: int) -> Iterator[int]:
        """Yield where every phrase of that kind standing here ends."""
        ends = {end for _, end in self.words(kind, at)}
        yield from sorted(ends)

    def maybe(self, kind: str, at: int) -> Iterator[int]:
        """Yield this place itself, and where every phrase of that kind standing here ends."""
        yield at
        yield from self.after(kind, at)

    def sign(self, at: int, text: str, *, glued: bool = False) -> bool:
        """Tell whether this very token stands here, glued to the one before if that is asked."""
        if at >= len(self.tokens) or self.tokens[at].text != text:
            return False
        return self.tokens[at].glued or not glued

    def number(self, at: int, digits: range, *, glued: bool = False) -> int | None:
        """Return the number standing here if it has so many digits, else None."""
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if not token.is_number or len(token.text) not in digits or (glued and not token.glued):
            return None
        return int(token.text)

    def complain(self, error: Invalid, at: int) -> None:
        """Keep what is wrong here, to be said if nothing else can be read."""
        self._complaints.append((at, error))

    def worst(self) -> Invalid | None:
        """Return the complaint that came farthest in the sentence, the first of its place."""
        if not self._complaints:
            return None
        return max(self._complaints, key=lambda complaint: complaint[0])[1]


SHORT: Final = range(1, 3)  # a day, an hour
TWO: Final = range(2, 3)
FOUR: Final = range(4, 5)  # a year
