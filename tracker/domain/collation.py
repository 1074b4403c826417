"""Collation: the order of names in a language's own alphabet, accents and articles included.

What lists of delegations need of the Unicode Collation Algorithm (UTS 10), in three levels
as it has them: letters, then accents, then capitals. Names are compared word by word, so
that a hyphen counts as a blank: Guinée-Bissau stands before Guinée équatoriale, and the
Niger before Nigeria. The libraries that do all of it were tried: PyICU is built against a
C++ library, and pyuca takes most of a second to read its table and knows no language.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

Key = tuple[str, tuple[int, ...], str]

# Two letters in one, which Unicode does not take apart.
_LIGATURES = {"æ": "ae", "œ": "oe", "ß": "ss", "ĳ": "ij"}
# Letters with a stroke, which stand among those without.
_STROKES = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
# Letters of their own, though Unicode takes them apart.
_WHOLE = frozenset("йўї")
# Arabic: the tied ta is a form of ta, the broken alif one of ya (CLDR); a hamza is an accent
# on the letter that carries it, which Unicode takes apart by itself.
_VARIANTS = {"ة": "ت", "ى": "ي", "ٱ": "ا"}
_ARTICLE = "ال"  # with a bare alif: Albania and Germany begin with a hamza, and have none


@lru_cache(maxsize=4_096)
def collation_key(words: str, language: str) -> Key:
    """Return a key by which names sort in a language: its letters, then accents, then capitals.

    Arabic does not count the article of the first word, as in the lists of the United Nations.
    """
    composed = unicodedata.normalize("NFC", words)
    counted = composed.removeprefix(_ARTICLE) if language.startswith("ar") else composed
    letters: list[str] = []
    accents: list[int] = []
    for character in counted.casefold():
        base, accent = _taken_apart(character)
        for letter in base:
            letters.append(letter)
            accents.append(accent)
    # Small letters come before capitals (CLDR).
    return " ".join("".join(letters).split()), tuple(accents), composed.swapcase()


def _taken_apart(character: str) -> tuple[str, int]:
    """Return the letters that a small character counts as, and a number for its accents."""
    if character in _WHOLE:
        return character, 0
    for table in (_LIGATURES, _STROKES, _VARIANTS):
        if character in table:
            return table[character], 1
    decomposed = unicodedata.normalize("NFKD", character)
    base = "".join(c for c in decomposed if not unicodedata.combining(c))
    accent = sum(ord(c) for c in decomposed if unicodedata.combining(c))
    if not base or unicodedata.category(base[0]) in ("Lm", "Cf"):
        return "", 0
    return (base, accent) if base[0].isalnum() else (" ", 0)
