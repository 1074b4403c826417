"""Wrapping by terminal cells: a line into lines no wider than asked, nothing lost.

Lines break at ordinary blanks only, so what French or a date binds with a no-break space
stays together; a word wider than the line is broken between characters, as is an address.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.render.sheet import Line, Span

_PIECES: Final = re.compile(r"[^ \n]+|[ \n]")
# Letters of our four languages and the signs between them, each in a cell of its own.
_SINGLE: Final = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0388-\u0482\u048a-\u052f\u060c\u061b\u061f"
    r"\u0620-\u064a\u0660-\u066c\u2010-\u2027\u202f-\u205e\u20ac\u2116\u2190-\u2193\u2500-\u257f]*\Z"
)
_JOINER: Final = "\u200d"
_MODIFIERS: Final = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)]))

Word = list[tuple[str, "Span"]]


def cells(text: str) -> int:
    """Return how many terminal cells the text takes."""
    if text.isascii() or _SINGLE.match(text):
        return len(text)
    from rich.cells import cell_len  # only for letters that may take two cells or none

    return cell_len(text)


def width_of(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(cells(span.words) for span in line)


def wrap(line: Line, width: int) -> list[Line]:
    """Return the line as lines of at most `width` cells (one character at least)."""
    if _stands(line, width):
        return [line]
    lines: list[Word] = [[]]
    used, blank = 0, None
    for word in _words(line):
        if word[0][0] == "\n":
            lines.append([])
            used, blank = 0, None
        elif word[0][0] == " ":
            blank = word[0] if used else None
        else:
            length = sum(cells(text) for text, _ in word)
            for piece in _broken(word, width) if length > width else [word]:
                taken = length if piece is word else sum(cells(text) for text, _ in piece)
                if used and used + taken + (blank is not None) > width:
                    lines.append([])
                    used, blank = 0, None
                if blank is not None:
                    lines[-1].append(blank)
                    used, blank = used + 1, None
                lines[-1].extend(piece)
                used += taken
    return [_joined(words) for words in lines]


def _stands(line: Line, width: int) -> bool:
    """Return whether a line needs no wrapping: it fits, and has no blank to be left out."""
    whole = "".join(span.words for span in line)
    return cells(whole) <= width and "\n" not in whole and "" not in whole.split(" ")


def longest_word(line: Line) -> int:
    """Return the cells of the widest word in the line."""
    words = (w for w in _words(line) if w[0][0] not in (" ", "\n"))
    return max((sum(cells(text) for text, _ in w) for w in words), default=0)


def _words(line: Line) -> Iterator[Word]:
    """Yield words, which may go on from one span into the next, and the blanks between."""
    word: Word = []
    for span in line:
        for piece in _PIECES.findall(span.words):
            if piece in (" ", "\n"):
                if word:
                    yield word
                word = []
                yield [(piece, span)]
            else:
                word.append((piece, span))
    if word:
        yield word


def _broken(word: Word, width: int) -> Iterator[Word]:
    part: Word = []
    used = 0
    for text, span in word:
        for cluster in clusters(text):
            taken = cells(cluster)
            if part and used + taken > width:
                yield part
                part, used = [], 0
            part.append((cluster, span))
            used += taken
    if part:
        yield part


def clusters(text: str) -> list[str]:
    """Return what a reader sees as single characters; marks stay with their letters."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for character in text:
        clings = (
            unicodedata.category(character) in ("Mn", "Me", "Cf")
            or character in _MODIFIERS
            or (found and found[-1].endswith(_JOINER))
        )
        if found and clings:
            found[-1] += character
        else:
            found.append(character)
    return found


def _joined(words: Word) -> Line:
    """Return pieces as spans again: those that come from one span as one, a whole span as it is."""
    return tuple(
        origin
        if (said := "".join(text for text, _ in pieces)) == origin.words
        else replace(origin, words=said)
        for origin, pieces in _by_span(words)
    )


def _by_span(words: Word) -> Iterator[tuple[Span, Word]]:
    pieces: Word = []
    for piece in words:
        if pieces and pieces[-1][1] is not piece[1]:
            yield pieces[-1][1], pieces
            pieces = []
        pieces.append(piece)
    if pieces:
        yield pieces[-1][1], pieces
