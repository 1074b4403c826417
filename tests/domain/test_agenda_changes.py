"""Two versions of an agenda compared: items by identity, whatever their numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.agenda import AgendaItem, ItemStatus
from tracker.domain.agenda_changes import ItemChange, changes, marked_up
from tracker.domain.agenda_versions import Stage, read_version, version_name
from tracker.domain.text import Text
from tracker.errors import Invalid


def item(
    number: int, label: str, *children: AgendaItem, title: str = "", **more: Any
) -> AgendaItem:
    words = Text.of({"en": title or f"Item {number}"})
    return AgendaItem(number, label, number, more.pop("text", words), ItemStatus.ADOPTED, children)


ONE, TWO, THREE = item(1, "1"), item(2, "2", item(4, "2 (a)")), item(3, "3")
AGENDA = (ONE, TWO, THREE)


def told(found: tuple[ItemChange, ...]) -> list[str]:
    return [f"{change.item} {'+'.join(change.kinds)}" for change in found]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (AGENDA, []),
        ((ONE, TWO, THREE, item(5, "4")), ["5 added"]),
        ((ONE, THREE), ["2 dropped", "4 dropped"]),
        ((item(1, "1", title="Other"), TWO, THREE), ["1 reworded"]),
        ((THREE, ONE, TWO), ["3 moved"]),
        ((ONE, item(2, "2"), item(4, "3"), item(3, "4")), ["4 moved+renumbered", "3 renumbered"]),
        ((ONE, THREE, item(4, "2 (a)")), ["2 dropped", "4 moved"]),
        (
            (ONE, item(5, "2"), item(2, "3", item(4, "3 (a)")), item(3, "4")),
            ["5 added", "2 renumbered", "4 renumbered", "3 renumbered"],
        ),
    ],
)
def test_what_became_of_each_item(after: tuple[AgendaItem, ...], said: list[str]) -> None:
    assert told(changes(AGENDA, after)) == said


def test_a_title_says_in_which_languages_it_was_worded_anew() -> None:
    before = item(1, "1", text=Text.of({"en": "Trade", "fr": "Commerce"}))
    after = item(1, "1", text=Text.of({"en": "Trade", "fr": "Échanges", "ru": "Торговля"}))
    (change,) = changes((before,), (after,))
    assert change.languages == ("fr", "ru")


def test_a_move_says_from_where_to_where() -> None:
    (change,) = changes(AGENDA, (item(1, "1", item(4, "2 (a)")), item(2, "2"), THREE))
    assert (change.was_under, change.under) == ("2", "1")


def test_what_was_dropped_stands_where_it_stood() -> None:
    order = [entry.item.id for entry in marked_up(AGENDA, (THREE, ONE))]
    assert order == [3, 1, 2]
    nested = marked_up(AGENDA, (ONE, item(2, "2"), THREE))
    assert [entry.item.id for entry in nested[1].children] == [4]


@given(
    before=st.permutations(range(1, 7)),
    after=st.permutations(range(1, 7)),
    kept=st.integers(0, 6),
)
def test_the_unmoved_keep_their_order(before: list[int], after: list[int], kept: int) -> None:
    """Law: whoever is not said to have moved stands in both versions in the same order."""
    was = tuple(item(n, str(n)) for n in before)
    now = tuple(item(n, str(n)) for n in after[:kept])
    moved = {c.item for c in changes(was, now) if "moved" in c.kinds}
    stayed = [n for n in before if n in after[:kept] and n not in moved]
    assert stayed == [n for n in after[:kept] if n not in moved]


@given(order=st.permutations(range(1, 7)))
def test_an_agenda_does_not_differ_from_itself(order: list[int]) -> None:
    same = tuple(item(n, str(n)) for n in order)
    assert changes(same, same) == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("provisional", "provisional"),
        ("Adopted", "adopted"),
        ("rev1", "rev1"),
        ("Rev.2", "rev2"),
        ("provisional rev 3", "rev3"),
        ("adopted-rev1", "adopted-rev1"),
        ("Adopted, Rev.1", "adopted-rev1"),
        ("as taken", "taken"),
        ("now", "now"),
    ],
)
def test_a_version_is_named_as_one_types_it(typed: str, name: str) -> None:
    assert read_version(typed) == name


@pytest.mark.parametrize("typed", ["", "first", "rev", "rev0", "draft-rev1", "1"])
def test_what_names_no_version_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="names no version"):
        read_version(typed)


def test_a_revision_is_told_with_its_stage_where_it_is_not_provisional() -> None:
    assert version_name(Stage.PROVISIONAL, 2) == "rev2"
    assert version_name(Stage.ADOPTED, 1) == "adopted-rev1"
