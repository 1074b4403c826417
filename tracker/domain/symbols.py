"""Symbols of documents, understood from the tail: A/79/150/Rev.1/Add.2/Corr.1.

A revision takes the place of what it revises, and of the corrections to that. An addendum
adds to a document and a corrigendum corrects it: both stand beside it (as the United
Nations use these marks, ST/LIB/SER.B/5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tracker.domain.folding import fold
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.documents import Document

_STEP: Final = re.compile(r"[/ -](Rev|Add|Corr|Amend)\.? ?(\d{1,4})\Z", re.IGNORECASE)


class Mark(StrEnum):
    """What a document with such a mark is to the one before it."""

    REVISION = "Rev"
    ADDENDUM = "Add"
    CORRIGENDUM = "Corr"
    AMENDMENT = "Amend"


@frozen
class Step:
    """One mark of a symbol with its number."""

    mark: Mark
    number: int


@frozen
class Symbol:
    """A symbol taken apart: what the document is filed under, and its chain of marks."""

    base: str
    chain: tuple[Step, ...] = ()


@frozen
class Filed:
    """A document as a list shows it, with its other languages and what it took the place of."""

    document: Document
    languages: tuple[Document, ...] = ()
    superseded: tuple[Document, ...] = ()


def read_symbol(written: str) -> Symbol:
    """Return a symbol taken apart; one without marks is its own base.

    The asterisks of a document issued again for technical reasons are no part of it.
    """
    rest, chain = written.strip().rstrip("*").rstrip(), []
    while match := _STEP.search(rest):
        chain.append(Step(Mark(match[1].capitalize()), int(match[2])))
        rest = rest[: match.start()]
    return Symbol(fold(rest), tuple(reversed(chain)))


def is_superseded_by(symbol: Symbol, other: Symbol) -> bool:
    """Return whether a document is out of date since there is another.

    The other must be a revision of it, of what it revises, or of what it corrects.
    """
    if not other.chain or other.chain[-1].mark is not Mark.REVISION or symbol.base != other.base:
        return False
    *stem, revision = other.chain
    if symbol.chain[: len(stem)] != tuple(stem):
        return False
    rest = symbol.chain[len(stem) :]
    if not rest or rest[0].mark in (Mark.CORRIGENDUM, Mark.AMENDMENT):
        return True
    return rest[0].mark is Mark.REVISION and rest[0].number < revision.number


@dataclass(slots=True)
class _Entry:
    """The language versions of one symbol, and the documents they took the place of."""

    symbol: Symbol
    versions: list[Document]
    superseded: list[Document] = field(default_factory=list)


def filed(documents: Iterable[Document], language: str) -> tuple[Filed, ...]:
    """Return documents as a list shows them, in the order met.

    Those of one symbol are language versions of one document, the reader's first; what a
    later revision took the place of is filed under that. A document without a symbol
    stands for itself.
    """
    entries: list[_Entry] = []
    for document in documents:
        symbol = read_symbol(document.symbol) if document.symbol else Symbol("")
        known = next((e for e in entries if symbol.base and e.symbol == symbol), None)
        if known is not None and _is_another_language(document, known.versions):
            known.versions.append(document)
        else:
            entries.append(_Entry(symbol, [document]))
    current = [entry for entry in entries if _newest_over(entry, entries) is None]
    for entry in entries:
        newest = _newest_over(entry, entries)
        if newest is not None:
            newest.superseded += entry.versions
    return tuple(_filed(entry, language) for entry in current)


def _is_another_language(document: Document, versions: Sequence[Document]) -> bool:
    return document.language is not None and all(
        known.language not in (None, document.language) for known in versions
    )


def _newest_over(entry: _Entry, entries: Sequence[_Entry]) -> _Entry | None:
    """Return what took the place of an entry in the end; None for what is current."""
    if not entry.symbol.base:
        return None
    over = [e for e in entries if is_superseded_by(entry.symbol, e.symbol)]
    if not over:
        return None
    last = max(over, key=lambda e: (-len(e.symbol.chain), e.symbol.chain[-1].number))
    return _newest_over(last, entries) or last


def _filed(entry: _Entry, language: str) -> Filed:
    first = next((d for d in entry.versions if d.language == language), entry.versions[0])
    others = tuple(d for d in entry.versions if d is not first)
    return Filed(first, others, tuple(entry.superseded))
