"""Agenda items: the form in which their labels are compared and typed."""

from __future__ import annotations

import pytest

from tracker.domain.agenda import label_key


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("2 (a)", "2a"),
        ("3 bis", "3bis"),
        ("4.1", "4.1"),
        ("4 . 1", "4.1"),
        ("4.1 (b)", "4.1b"),
        ("4.1.", "4.1"),
        ("41", "41"),
        ("4.", "4"),
        ("A.1", "a1"),
        ("٤.١", "4.1"),
        ("…", ""),
    ],
)
def test_a_key_parts_numbers_by_their_dots_only(label: str, key: str) -> None:
    assert key == label_key(label)
    assert key == label_key(key)
