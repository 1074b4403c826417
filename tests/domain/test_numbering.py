"""Numbering: schemes by name and by example, and what comes between two numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.agenda import label_key
from tracker.domain.numbering import NAMED, Scheme, between, read_scheme
from tracker.errors import Invalid


def label(scheme: Scheme, *path: int) -> str:
    above = ""
    for depth, number in enumerate(path):
        above = scheme.label(above, depth, number)
    return above


@pytest.mark.parametrize(
    ("typed", "path", "said"),
    [
        ("un", (2,), "2"),
        ("un", (2, 1), "2 (a)"),
        ("un", (2, 1, 3), "2 (a) (iii)"),
        ("un", (2, 1, 3, 4), "2 (a) (iii) (iv)"),
        ("UN", (12, 27), "12 (aa)"),
        ("decimal", (4, 1, 2), "4.1.2"),
        ("1.1", (4, 1, 2, 3), "4.1.2.3"),
        ("roman", (9, 2, 3, 4), "IX.B.3.d"),
        ("letters", (1, 1), "A.1"),
        ("1. (a)", (3, 2), "3. (b)"),
        ("1) a)", (3, 2), "3) b)"),
        ("(1) [a]", (3, 2), "(3) [b]"),
        ("I", (14, 1), "XIVI"),
    ],
)
def test_a_scheme_labels_level_by_level(typed: str, path: tuple[int, ...], said: str) -> None:
    assert label(read_scheme(typed), *path) == said


@pytest.mark.parametrize("typed", ["", "Item 1", "b", "1 (x)", "§", "1" * 40, "{1}", "1 ("])
def test_what_is_no_scheme_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="no scheme of numbering"):
        read_scheme(typed)


def test_by_hand_is_a_scheme_of_its_own() -> None:
    assert read_scheme("Hand").is_by_hand
    assert not read_scheme("un").is_by_hand


def test_what_comes_between_is_bis_then_ter() -> None:
    taken = {"3", "4"}
    assert between("3", taken) == "3 bis"
    taken.add("3bis")
    assert between("3", taken) == "3 ter"
    assert between("3 bis", taken) == "3 ter"
    assert between("2 (a)", taken) == "2 (a) bis"


def test_there_is_an_end_to_what_comes_between() -> None:
    taken: set[str] = set()
    for _ in range(9):
        taken.add(label_key(between("3", taken)))
    with pytest.raises(Invalid, match="too many items after 3"):
        between("3", taken)


@given(
    scheme=st.sampled_from(sorted(NAMED)),
    paths=st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=3).map(tuple), unique=True),
)
def test_no_two_items_are_labelled_alike(scheme: str, paths: list[tuple[int, ...]]) -> None:
    """Law: with a named scheme, another place in the agenda is another label."""
    if scheme == "decimal":  # 1 (a) (i) is typed as 1ai, and so is the 35th item below 1
        keys = {label_key(label(read_scheme(scheme), *path)) for path in paths}
        assert len(keys) == len(paths)
    assert len({label(read_scheme(scheme), *path) for path in paths}) == len(paths)
