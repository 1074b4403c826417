"""Calendars in the manner of each program that exports them, and what must come out of each.

`tests/corpus/NAME.ics` beside `NAME.expected.json`. To write the expected anew after a change
that is meant, set TRACKER_REWRITE and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.intake.reading_ics import plain, read

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = sorted((*CORPUS.glob("*.ics"), *CORPUS.glob("*.vcs")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_comes_out_of_a_calendar(path: Path) -> None:
    delivery = read(path.read_bytes(), name=path.name)
    made = {
        "name": str(delivery.name),
        "whole": delivery.whole,
        "entries": [plain(entry) for entry in delivery.entries],
    }
    expected = path.with_suffix(".expected.json")
    if os.environ.get("UPDATE_GOLDEN"):
        text = json.dumps(made, ensure_ascii=False, indent=2)
        expected.write_text(f"{text}\n", encoding="utf-8")
    assert made == json.loads(expected.read_text(encoding="utf-8"))
