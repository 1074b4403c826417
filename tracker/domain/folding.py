"""Folding: the form in which two spellings of one name are the same text.

Search, look-ups and every "did you mean" compare folded texts, so that what is typed in
haste, without accents or on another keyboard, still finds what was written with care.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.text import Text

# Letters that Unicode does not take apart, and Arabic letters that writers interchange.
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
    "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ə": "e", "ꞌ": " ",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "",
}  # fmt: skip

_KEPT = frozenset("LNM")
_SPACING_MODIFIERS = range(0x02B0, 0x0300)  # ʼ ʿ ʻ ʹ stand for apostrophes in transliteration


class _Table(dict[int, str]):
    """What a decomposed character folds to; worked out once for each, when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    if ord(character) in _SPACING_MODIFIERS:
        return " "
    if unicodedata.category(character)[0] not in _KEPT:
        return " "
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    lowered = character.casefold()
    if lowered == character:
        return _LETTERS.get(character, character)
    return unicodedata.normalize("NFKD", lowered).translate(_TABLE)


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the text without case, accents, punctuation and scripts' variant letters.

    Words are parted by one blank, none stands at the ends; folding twice changes nothing.
    A text of signs only folds to the empty text.
    """
    return " ".join(unicodedata.normalize("NFKD", text).translate(_TABLE).split())


def folded(text: Text) -> set[str]:
    """Return every version of a text, folded: two texts that share one may name the same."""
    return {fold(words) for _, words in text}


def similar(text: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to `limit` candidates that look like the text when folded, the nearest first."""
    import difflib  # with heapq, which a list has no use for

    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(fold(candidate), candidate)
    matches = difflib.get_close_matches(fold(text), by_fold, n=limit)
    return [by_fold[match] for match in matches]
