"""Texts taken apart into words, numbers and signs, without case, accents or scripts' variants."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tracker.domain.values import frozen

# What stands for a blank: commas and apostrophes part words in all our languages.
_BLANKS: Final = frozenset(",;،؛'’ʼ`´")
_DROPPED: Final = frozenset({"Mn", "Cf"})
_SAME: Final = {"ى": "ي", "ة": "ه", "ـ": "", "−": "-", "œ": "oe", "æ": "ae"}
# A word takes the full stop of its abbreviation with it.
_TOKEN: Final = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)\.?|\S")


@frozen
class Token:
    """A word, a number or a sign; `glued` when nothing parts it from the token before."""

    text: str
    glued: bool
    is_number: bool = False


class _Folded(dict[int, str]):
    """What a decomposed character folds to; worked out once for each, when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return the text in lower case, with plain letters, digits, hyphens and blanks.

    Digits of every script become ASCII; superscripts and fractions are no digits and stay.
    """
    return unicodedata.normalize("NFD", text.casefold()).translate(_FOLDED)


def _fold(character: str) -> str:
    category = unicodedata.category(character)
    if character in _SAME:
        return _SAME[character]
    if category in _DROPPED:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    return " " if character.isspace() or character in _BLANKS else character


def phrase(text: str) -> tuple[str, ...]:
    """Return the words of the tokens of a text."""
    folded = fold(text)
    if folded.isalpha():  # most of a lexicon is single words
        return (folded,)
    return tuple(found["word"] or found[0] for found in _TOKEN.finditer(folded))


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of the folded text."""
    tokens: list[Token] = []
    end = -1
    for found in _TOKEN.finditer(fold(text)):
        word = found["word"] or found[0]
        tokens.append(Token(word, found.start() == end, found["number"] is not None))
        end = found.end()
    return tuple(tokens)
