from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.folding import fold, similar


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Côte d’Ivoire", "cote d ivoire"),
        ("  AES–Russia   Consultations ", "aes russia consultations"),
        ("Straße, Œuvre, Łódź, Ørsted, Đà Nẵng", "strasse oeuvre lodz orsted da nang"),
        ("ЁЛКА й", "елка и"),
        ("İstanbul", "istanbul"),
        ("Nukuʻalofa", "nuku alofa"),
        ("أَحْمَد", "احمد"),
        ("إسلامية آل ٱ", "اسلاميه ال ا"),
        ("مالى", "مالي"),
        ("مـــالي", "مالي"),
        ("\u2066مالي\u2069", "مالي"),
        ("٢٠٢٥", "2025"),
        ("…", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert folded == fold(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(text) == fold(fold(text))


@given(st.text(), st.text())
def test_folds_word_by_word(one: str, other: str) -> None:
    assert f"{fold(one)} {fold(other)}".strip() == fold(f"{one} {other}")


def test_similar_returns_candidates_as_they_were_written() -> None:
    assert similar("cote divoire", ["Mali", "Côte d’Ivoire"]) == ["Côte d’Ivoire"]


def test_similar_is_empty_when_nothing_looks_alike() -> None:
    assert similar("zzzz", ["Mali", "Niger"]) == []


def test_similar_returns_no_more_than_the_limit() -> None:
    assert similar("niger", ["Nigeria", "Niger"], limit=1) == ["Niger"]
