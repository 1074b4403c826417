"""Agendas: verbatim labels, an order of their own, and moves that say no more than they do."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import desk_at
from tracker.domain.agenda import label_key
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import agenda, sessions
from tracker.services.agenda import ItemDraft, Spot
from tracker.services.references import Reference, find_in
from tracker.storage.reads.agenda import agendas_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.services.desk import Desk


@pytest.fixture
def of(desk: Desk) -> Reference:
    return a_session(desk)


def a_session(desk: Desk) -> Reference:
    series = sessions.add_series(desk, sessions.SeriesDraft(slug="talks", title="Talks"))
    number = sessions.add(desk, series, sessions.SessionDraft(on="tbc"))
    return Reference("sessions", number, "talks/1")


def add(desk: Desk, of: Reference, label: str | None = None, **where: str) -> int:
    return agenda.add(desk, of, ItemDraft(title="Item", label=label), Spot(**where))  # type: ignore[arg-type]


def labels(desk: Desk, of: Reference) -> list[str]:
    """Every label in the order in which the agenda is read."""
    tops = agendas_of(desk.reading, "session_id", [of.id]).get(of.id, ())
    return [item.label for top in tops for _, item in top.walk()]


def revised(desk: Desk) -> int:
    return int(desk.reading.rows("SELECT count(*) AS n FROM revisions")[0]["n"])


def test_items_without_a_label_are_counted(desk: Desk, of: Reference) -> None:
    for _ in range(3):
        add(desk, of)
    add(desk, of, under="2")
    add(desk, of, under="2")
    assert labels(desk, of) == ["1", "2", "2 (a)", "2 (b)", "3"]


def test_a_label_is_kept_as_it_was_typed(desk: Desk, of: Reference) -> None:
    add(desk, of, "3 bis")
    add(desk, of, "IV.")
    assert labels(desk, of) == ["3 bis", "IV."]


def test_order_is_by_position_not_by_text(desk: Desk, of: Reference) -> None:
    for label in ("10", "9", "2 bis", "2"):
        add(desk, of, label)
    assert labels(desk, of) == ["10", "9", "2 bis", "2"]


@pytest.mark.parametrize("typed", ["2A", "2 a", "2(a)", "2 (A)"])
def test_a_label_that_reads_like_another_is_refused(desk: Desk, of: Reference, typed: str) -> None:
    add(desk, of, "2 (a)")
    with pytest.raises(Conflict, match=r"an item 2 \(a\) already"):
        add(desk, of, typed)


@pytest.mark.parametrize("typed", ["", "  ", "--", "x" * 41, "a\x1b[31m"])
def test_a_label_that_nobody_could_refer_to_is_refused(
    desk: Desk, of: Reference, typed: str
) -> None:
    with pytest.raises(Invalid, match=r"label|letter"):
        add(desk, of, typed)


def test_a_label_once_circulated_is_not_given_again(desk: Desk, of: Reference) -> None:
    add(desk, of)
    second = add(desk, of)
    desk.ledger.remove("agenda_items", second)
    add(desk, of)
    assert labels(desk, of) == ["1", "3"]


def test_letters_that_are_used_up_ask_for_a_label(desk: Desk, of: Reference) -> None:
    add(desk, of)
    for _ in range(26):
        add(desk, of, under="1")
    with pytest.raises(Invalid, match="used up; give a --label"):
        add(desk, of, under="1")


def test_one_stands_before_or_after_another(desk: Desk, of: Reference) -> None:
    add(desk, of)
    add(desk, of)
    add(desk, of, "1 bis", before="2")
    add(desk, of, "0", before="1")
    add(desk, of, "2 bis", after="talks/1:2")
    assert labels(desk, of) == ["0", "1", "1 bis", "2", "2 bis"]


def test_a_neighbour_that_is_not_there_is_named(desk: Desk, of: Reference) -> None:
    add(desk, of)
    with pytest.raises(NotFound, match="no item “7”; it has 1"):
        add(desk, of, before="7")


def test_two_places_at_once_are_refused() -> None:
    with pytest.raises(Invalid, match="one place only"):
        Spot(before="1", under="2")


def test_an_item_moves_with_what_is_below_it_and_keeps_its_label(desk: Desk, of: Reference) -> None:
    add(desk, of)
    second = add(desk, of)
    add(desk, of, under="2")
    assert agenda.move(desk, second, Spot(before="1"))
    assert labels(desk, of) == ["2", "2 (a)", "1"]


def test_a_move_touches_one_row(desk: Desk, of: Reference) -> None:
    items = [add(desk, of) for _ in range(5)]
    before = revised(desk)
    agenda.move(desk, items[4], Spot(before="2"))
    assert revised(desk) == before + 1


def test_a_move_to_where_it_is_changes_nothing(desk: Desk, of: Reference) -> None:
    first = add(desk, of)
    add(desk, of)
    before = revised(desk)
    assert not agenda.move(desk, first, Spot(before="2"))
    assert revised(desk) == before


def test_neighbours_without_room_between_them_are_set_apart(desk: Desk, of: Reference) -> None:
    add(desk, of, "a")
    for number in range(20):
        add(desk, of, f"b{number}", after="a")
    assert labels(desk, of) == ["a", *(f"b{number}" for number in reversed(range(20)))]


@pytest.mark.parametrize("there", ["1", "1a", "1aa"])
def test_an_item_cannot_stand_below_itself(desk: Desk, of: Reference, there: str) -> None:
    top = add(desk, of)
    add(desk, of, "1 (a)", under="1")
    add(desk, of, "1 (a) (a)", under="1a")
    with pytest.raises(Invalid, match="cannot be moved under"):
        agenda.move(desk, top, Spot(under=there))


def test_an_item_of_another_agenda_is_no_neighbour(desk: Desk, of: Reference) -> None:
    item = add(desk, of)
    other = sessions.add(desk, 1, sessions.SessionDraft(on="tbc"))
    agenda.add(desk, Reference("sessions", other, "talks/2"), ItemDraft(title="Elsewhere"))
    with pytest.raises(Invalid, match="not on the agenda of talks/1"):
        agenda.move(desk, item, Spot(after="talks/2:1"))


@pytest.mark.parametrize(
    ("mode", "status"),
    [("by-consensus", "concluded"), ("deferred", "deferred"), ("discussed", "provisional")],
)
def test_an_outcome_settles_its_item(desk: Desk, of: Reference, mode: str, status: str) -> None:
    item = add(desk, of)
    agenda.record_outcome(desk, item, "Agreed", (("fr", "Convenu"),), mode)
    row = desk.ledger.row("agenda_items", item)
    assert (row["status"], row["mode"]) == (status, mode)
    assert row["outcome"] == '{"en": "Agreed", "fr": "Convenu"}'


def test_what_is_said_empty_is_taken_away(desk: Desk, of: Reference) -> None:
    item = agenda.add(desk, of, ItemDraft(title="Trade", lead="MLI", note="Ask Bamako."))
    agenda.edit(desk, item, ItemDraft(lead="", note=""))
    row = desk.ledger.row("agenda_items", item)
    assert (row["lead_id"], row["note"]) == (None, None)


def test_an_item_of_a_confidential_session_is_confidential(desk: Desk) -> None:
    series = sessions.add_series(
        desk, sessions.SeriesDraft(slug="quiet", title="Quiet", visibility="confidential")
    )
    number = sessions.add(desk, series, sessions.SessionDraft(on="tbc"))
    item = agenda.add(desk, Reference("sessions", number, "quiet/1"), ItemDraft(title="Terms"))
    assert desk.ledger.row("agenda_items", item)["visibility"] == "confidential"


KEYS = ("9", "10", "2 bis", "B", "a", "1 (c)")


def test_a_dotted_label_is_another_than_the_number_without_its_dot(
    desk: Desk, of: Reference
) -> None:
    dotted, plain = (add(desk, of, label) for label in ("4.1", "41"))
    for label, item in (("4.1", dotted), ("41", plain)):
        found = find_in(desk.reading, f"{of.short}:{label}", "agenda_items")
        assert (found.id, found.short) == (item, f"{of.short}:{label}")


@pytest.fixture(scope="module")
def ledgers(template: Path) -> Iterator[Path]:
    """A folder for the copies that a law takes, each of them once."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copyfile(template, Path(folder) / "template"))


@settings(max_examples=20, deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(KEYS), st.booleans(), st.sampled_from(KEYS)), max_size=12
    )
)
def test_the_order_is_what_the_moves_made_it(
    ledgers: Path, moves: list[tuple[str, bool, str]]
) -> None:
    """Law: an agenda is the list that the same moves make of a plain list, whatever its labels."""
    expected = list(KEYS)
    with desk_at(Path(shutil.copyfile(ledgers, ledgers.with_name("copy")))) as desk:
        of = a_session(desk)
        items = {label: add(desk, of, label) for label in KEYS}
        for moved, ahead, beside in moves:
            if moved == beside:
                continue
            spot = Spot(before=label_key(beside)) if ahead else Spot(after=label_key(beside))
            agenda.move(desk, items[moved], spot)
            expected.remove(moved)
            expected.insert(expected.index(beside) + (not ahead), moved)
        assert labels(desk, of) == expected
