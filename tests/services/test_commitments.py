"""Commitments: owners, the day on which they are kept, and taking them up again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tracker.errors import Conflict, Invalid
from tracker.services import commitments
from tracker.services.commitments import CommitmentDraft
from tracker.storage.reads.documents import commitments as read

if TYPE_CHECKING:
    from tracker.domain.commitments import Commitment
    from tracker.services.desk import Desk


@pytest.fixture
def promise(desk: Desk) -> int:
    return commitments.add(desk, CommitmentDraft(title="Send the list", by="MLI, Russia"))


def found(desk: Desk, promise: int) -> Commitment:
    ((_, commitment),) = read(desk.reading, "id", [promise])
    return commitment


def test_owners_are_replaced_by_those_named(desk: Desk, promise: int) -> None:
    assert [p.code for p in found(desk, promise).owners] == ["MLI", "RUS"]
    assert commitments.edit(desk, promise, CommitmentDraft(by="RUS,NER"))
    assert [p.code for p in found(desk, promise).owners] == ["RUS", "NER"]
    assert not commitments.edit(desk, promise, CommitmentDraft(by="NER,RUS"))


def test_done_on_a_day(desk: Desk, promise: int) -> None:
    assert commitments.done(desk, promise, "29 March 2025")
    assert found(desk, promise).done_on == date(2025, 3, 29)
    assert not commitments.done(desk, promise, None)
    assert commitments.edit(desk, promise, CommitmentDraft(status="open"))
    assert (found(desk, promise).status, found(desk, promise).done_on) == ("open", None)


@pytest.mark.parametrize("typed", ["March 2025", "2024", "tbc", "1-2 March 2025"])
def test_a_commitment_is_done_on_one_day(desk: Desk, promise: int, typed: str) -> None:
    with pytest.raises(Invalid, match="is not one day"):
        commitments.done(desk, promise, typed)


def test_dropping_keeps_the_reason_in_the_note(desk: Desk, promise: int) -> None:
    commitments.edit(desk, promise, CommitmentDraft(note="Seen twice."))
    assert commitments.drop(desk, promise, "Overtaken.")
    assert not commitments.drop(desk, promise, "Overtaken.")
    assert found(desk, promise).note == "Seen twice.\nOvertaken."
    with pytest.raises(Conflict, match="c1 is dropped"):
        commitments.done(desk, promise, None)
