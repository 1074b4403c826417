"""Long agendas on paper take little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.memory import peak_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

MEGABYTES = 150
HEAD = """
language: en
series: {slug: long, title: Long Talks}
session: {ordinal: 1, title: First session, announced: June 2026}
agenda:
"""
ITEM = """  - label: "%d"
    title:
      en: Question %d of the implementation of the programme of action and its follow-up
      ar: المسألة %d المتعلقة بتنفيذ برنامج العمل
"""


@pytest.fixture
def long_ledger(tracker: Tracker, ledger_path: Path, tmp_path: Path) -> Path:
    """A session with 1,000 items."""
    file = tmp_path / "long.yaml"
    items = (ITEM % ((number,) * 3) for number in range(1, 1_001))
    file.write_text(HEAD + "".join(items), encoding="utf-8")
    assert tracker("session", "add", "--from", str(file)).code == 0
    return ledger_path


def test_a_thousand_items_take_little_memory(long_ledger: Path, tmp_path: Path) -> None:
    world = {"TRACKER_DB": str(long_ledger), "HOME": str(tmp_path)}
    taken = {
        ending: peak_of(
            *("print", "long/1", "--lang", "ar", "-o", str(tmp_path / f"agenda.{ending}")),
            environment=world,
        )
        for ending in ("txt", "md", "html", "json", "pdf")
    }

    assert {ending: peak for ending, peak in taken.items() if peak >= MEGABYTES} == {}
