"""Removal: what goes with a record, each part once, and all of it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tracker.errors import Conflict
from tracker.services import history, removal
from tracker.services.references import find

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


def live(path: Path) -> dict[str, int]:
    """Return how many records of each table are not removed."""
    from tracker.storage.schema import RECORDS

    with desk_at(path) as desk:
        return {
            table: desk.reading.rows(f"SELECT count(*) AS n FROM {table} WHERE removed = 0")[0]["n"]
            for table in RECORDS
        }


def test_a_session_goes_with_everything_in_it_and_comes_back(founding_ledger: Path) -> None:
    before = live(founding_ledger)
    with desk_at(founding_ledger) as desk:
        parts = removal.remove(desk, find(desk.reading, "aes-russia/1"))
    assert len(parts) == len(set(parts))
    assert removal.said(parts) == (
        "3 meetings, 15 delegations, 4 members of delegations, 8 agenda items, 4 commitments, "
        "7 links with documents, 5 topics"
    )
    gone = {table: before[table] - n for table, n in live(founding_ledger).items()}
    assert gone["sessions"] == 1
    assert sum(gone.values()) == len(parts) + 1
    with desk_at(founding_ledger) as desk:
        history.undo(desk, 1)
    assert live(founding_ledger) == before


@pytest.mark.parametrize("ref", ["MLI", "Moscow", "Sergey Lavrov"])
def test_what_others_name_stays(founding_ledger: Path, ref: str) -> None:
    with desk_at(founding_ledger) as desk:
        of = find(desk.reading, ref)
        with pytest.raises(Conflict, match=r"is still named by .*, so it cannot be removed"):
            removal.remove(desk, of)


def test_a_promise_outlives_the_agenda_item_it_was_made_under(
    tracker: Tracker, founding_ledger: Path
) -> None:
    promise = ("commitment", "add", "Send a list", "--by", "MLI", "--at", "aes-russia/1:3")
    assert tracker(*promise).err.startswith("c5")
    assert tracker("remove", "aes-russia/1:3", "-y").code == 0
    shown = tracker("show", "c5", "--json")
    assert (shown.code, '"aes-russia/1"' in shown.out) == (0, True)
