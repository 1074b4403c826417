"""Exports that somebody altered: each is taken or refused with a sentence, and breaks nothing."""

from __future__ import annotations

import io
import json
import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import NOW, desk_at
from tests.hidden import HIDDEN, hide_records
from tracker.domain.entries import Filter
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import TrackerError
from tracker.intake.own_json import read_own
from tracker.render.data import as_data
from tracker.render.whole import whole_export
from tracker.services.handing_out import records, select
from tracker.services.whole import giving
from tracker.services.whole.taking import take
from tracker.storage import health
from tracker.storage.database import Database

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = Reader(Visibility.CONFIDENTIAL, NOW)
EACH = 12  # alterations a seed
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2**60, 1.5, "", "x", "2025-04-03", "tbc", "2025-99", "[2025..",
    "2025-04-03T10:00[Europe/Moscow]", "2025-04-03T07:00:00Z", "2025-13-45T99:99:99Z", "public",
    "held", "meetings", "\ud800", "a\x00b", "9" * 300, "../../etc", [], {}, [1], ["x"], [None],
    {"en": "x"}, {"en": None}, {"x!": 1}, {"parties": ["MLI"]}, {"occasion": "x"},
)  # fmt: skip


def altered(data: Any, chance: random.Random) -> None:
    """Change, drop or repeat one thing somewhere in an export."""
    while isinstance(data, dict | list) and data:
        key = chance.choice(list(data)) if isinstance(data, dict) else chance.randrange(len(data))
        inner = data[key]
        if isinstance(inner, dict | list) and inner and chance.random() > 0.08:
            data = inner
            continue
        way = chance.random()
        if way < 0.7:
            data[key] = chance.choice(ODD)
        elif way < 0.85:
            del data[key]
        elif isinstance(data, list):
            data.append(json.loads(json.dumps(inner)))
        else:
            data[chance.choice(("id", "zzz", "title", "removed"))] = chance.choice(ODD)
        return


def exported(path: Path, *, history: bool) -> str:
    with Database(path).reading(EVERYTHING) as reading:
        past = giving.history(reading) if history else None
        parts = whole_export("confidential", giving.records(reading, removed=history), past)
        return b"".join(parts).decode()


def refused(target: Path, content: bytes) -> TrackerError | None:
    """Take an export in; return why not."""
    try:
        with desk_at(target) as desk:
            take(desk, read_own(io.BytesIO(content), "it"), "it")
    except TrackerError as fault:
        return fault
    return None


@pytest.mark.parametrize("history", [False, True], ids=["records", "history"])
@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_altered_the_ledger_stays_whole(
    template: Path, founding_ledger: Path, tmp_path: Path, seed: int, history: bool
) -> None:
    chance = random.Random(seed)
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN["confidential"])
    content, target = exported(founding_ledger, history=history), tmp_path / "target.sqlite3"
    for number in range(EACH):
        data = json.loads(content)
        altered(data, chance)
        into = founding_ledger if number % 3 == 0 and not history else template
        shutil.copyfile(into, target)
        before = target.read_bytes()
        fault = refused(target, json.dumps(data).encode())
        if fault is not None:
            assert len(fault.sentence) < 700
            assert target.read_bytes() == before
        else:
            assert health.check(Database(target)) == ()
            with Database(target).reading(EVERYTHING) as reading:
                for record in records(reading, select(reading, Filter())):
                    as_data(record)
