"""Symbols: what is current, what took its place, and in which languages it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.documents import Document, DocumentKind
from tracker.domain.symbols import Filed, Mark, Step, filed, is_superseded_by, read_symbol
from tracker.domain.text import Text


@pytest.mark.parametrize(
    ("written", "base", "chain"),
    [
        ("A/79/150", "a 79 150", ""),
        ("A/79/150/Rev.1", "a 79 150", "Rev1"),
        ("A/79/150/Rev.1/Add.2/Corr.1", "a 79 150", "Rev1 Add2 Corr1"),
        ("A/79/150/REV.1*", "a 79 150", "Rev1"),
        ("AES-RUS/1/1 Rev.2", "aes rus 1 1", "Rev2"),
        ("S/2024/1-Corr.3", "s 2024 1", "Corr3"),
        ("A/79/150/Amend.1", "a 79 150", "Amend1"),
        ("Note 12", "note 12", ""),
        ("Rev.1", "rev 1", ""),
        ("A/Reverend.1", "a reverend 1", ""),
    ],
)
def test_a_symbol_is_read_from_its_tail(written: str, base: str, chain: str) -> None:
    found = read_symbol(written)
    assert found.base == base
    assert " ".join(f"{step.mark}{step.number}" for step in found.chain) == chain


@pytest.mark.parametrize(
    ("symbol", "other", "out_of_date"),
    [
        ("A/1", "A/1/Rev.1", True),
        ("A/1/Rev.1", "A/1/Rev.2", True),
        ("A/1/Rev.2", "A/1/Rev.1", False),
        ("A/1/Corr.1", "A/1/Rev.1", True),
        ("A/1/Rev.1/Corr.1", "A/1/Rev.2", True),
        ("A/1/Rev.1/Add.1", "A/1/Rev.2", True),
        ("A/1/Add.1", "A/1/Rev.1", False),
        ("A/1/Add.1", "A/1/Add.1/Rev.1", True),
        ("A/1/Add.2", "A/1/Add.1/Rev.1", False),
        ("A/1", "A/1/Add.1", False),
        ("A/1", "A/1/Corr.1", False),
        ("A/1", "A/2/Rev.1", False),
        ("A/1", "A/1", False),
        ("A/1/Rev.1", "A/1/Rev.1", False),
    ],
)
def test_a_revision_takes_the_place_of_what_it_revises(
    symbol: str, other: str, out_of_date: bool
) -> None:
    assert is_superseded_by(read_symbol(symbol), read_symbol(other)) is out_of_date


def documents(*written: str) -> list[Document]:
    """Documents by symbol, a language after a blank: `A/1 fr`; `-` has no symbol."""
    found = []
    for number, said in enumerate(written, start=1):
        symbol, _, language = said.partition(" ")
        found.append(
            Document(
                number,
                Text.of({"en": said}),
                DocumentKind.REPORT,
                symbol=None if symbol == "-" else symbol,
                language=language or None,
            )
        )
    return found


def told(found: tuple[Filed, ...]) -> list[str]:
    return [
        " ".join(
            [
                str(f.document.id),
                *(f"+{d.id}" for d in f.languages),
                *(f"<{d.id}" for d in f.superseded),
            ]
        )
        for f in found
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (("A/1", "B/1", "-", "-"), ["1", "2", "3", "4"]),
        (("A/1", "B/1", "A/1/Rev.1"), ["2", "3 <1"]),
        (("A/1", "A/1/Rev.1", "A/1/Rev.2", "A/1/Corr.1"), ["3 <1 <2 <4"]),
        (("A/1", "A/1/Add.1", "A/1/Corr.1"), ["1", "2", "3"]),
        (("A/1", "A/1/Add.1", "A/1/Rev.1"), ["2", "3 <1"]),
        (("A/1 en", "A/1 fr", "A/1 ru"), ["2 +1 +3"]),
        (("A/1 en", "A/1 en"), ["1", "2"]),
        (("A/1", "A/1"), ["1", "2"]),
        (("A/1 en", "A/1 fr", "A/1/Rev.1 en", "A/1/Rev.1 fr"), ["4 +3 <1 <2"]),
        (("A/1/Rev.1", "A/1/Rev.1/Corr.1", "A/1/Rev.2/Corr.1"), ["1", "2", "3"]),
    ],
)
def test_documents_are_filed_under_what_is_current(
    written: tuple[str, ...], said: list[str]
) -> None:
    assert told(filed(documents(*written), "fr")) == said


CHAINS = st.lists(st.builds(Step, st.sampled_from(Mark), st.integers(1, 3)), max_size=3).map(
    lambda steps: "A/1" + "".join(f"/{s.mark}.{s.number}" for s in steps)
)


@given(symbols=st.lists(CHAINS, unique=True, max_size=8))
def test_every_document_is_shown_once(symbols: list[str]) -> None:
    """Law: filing loses nothing and repeats nothing, and what is current is not out of date."""
    given_documents = documents(*symbols)
    found = filed(given_documents, "en")
    shown = [d.id for f in found for d in (f.document, *f.languages, *f.superseded)]
    assert sorted(shown) == [d.id for d in given_documents]
    heads = [read_symbol(f.document.symbol or "") for f in found]
    assert not any(is_superseded_by(one, other) for one in heads for other in heads)
