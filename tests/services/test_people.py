"""People: names in scripts, spellings right and wrong, posts from and to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.domain.parties import Rank, Spelling
from tracker.errors import Conflict, Invalid
from tracker.services import lookup, people
from tracker.services.people import PersonDraft, PostDraft
from tracker.services.references import find_in
from tracker.storage.reads.parties import people as read

if TYPE_CHECKING:
    from tracker.domain.parties import Person
    from tracker.services.desk import Desk


def person(desk: Desk, number: int) -> Person:
    return read(desk.reading, [number])[number]


@pytest.fixture
def diop(desk: Desk) -> int:
    draft = PersonDraft(
        name="Abdoulaye Diop", names_in=(("ru", "Абдулай Диоп"),), spellings=("A. Diop",)
    )
    return people.add(desk, draft)


@pytest.mark.parametrize("typed", ["p1", "abdoulaye diop", "Абдулай Диоп", "a diop"])
def test_a_person_answers_to_every_name(desk: Desk, diop: int, typed: str) -> None:
    assert find_in(desk.reading, typed, "people").id == diop


def test_a_spelling_becomes_wrong_and_right_again(desk: Desk, diop: int) -> None:
    people.edit(desk, diop, PersonDraft(wrong_spellings=("A. DIOP",)))
    assert person(desk, diop).spellings == (Spelling("A. DIOP", wrong=True),)
    people.edit(desk, diop, PersonDraft(spellings=("A. Diop",)))
    assert person(desk, diop).spellings == (Spelling("A. Diop"),)


def test_one_language_s_name_is_corrected_without_the_others(desk: Desk, diop: int) -> None:
    people.edit(desk, diop, PersonDraft(names_in=(("ru", "Абдулайе Диоп"), ("ar", "ديوب"))))
    assert dict(person(desk, diop).name.versions) == {
        "en": "Abdoulaye Diop",
        "ru": "Абдулайе Диоп",
        "ar": "ديوب",
    }
    people.edit(desk, diop, PersonDraft(names_in=(("ru", ""), ("en", ""))))
    assert dict(person(desk, diop).name.versions) == {"ar": "ديوب"}
    with pytest.raises(Invalid, match="Nothing would be left of the name"):
        people.edit(desk, diop, PersonDraft(names_in=(("ar", ""),)))


def test_a_namesake_is_meant_or_refused(desk: Desk, diop: int) -> None:
    with pytest.raises(Conflict, match=f"already the name of p{diop}"):
        people.add(desk, PersonDraft(name="Someone", spellings=("Abdoulaye DIOP",)))
    assert people.add(desk, PersonDraft(name="Abdoulaye Diop"), namesake=True) != diop


def test_a_post_is_held_from_and_to(desk: Desk, diop: int) -> None:
    mali = lookup.party(desk, "MLI")
    post = people.add_post(
        desk, diop, mali, PostDraft(title="Minister", rank="Minister", since="2020")
    )
    assert people.end_post(desk, post, "March 2025")
    (held,) = person(desk, diop).posts
    assert (held.rank, str(held.since), str(held.until)) == (Rank.MINISTER, "2020", "2025-03")
    assert people.edit_post(desk, post, PostDraft(rank="", until="tbc"))
    (held,) = person(desk, diop).posts
    assert (held.rank, held.until) == (None, None)


def test_the_same_post_is_held_twice_only_one_after_the_other(desk: Desk, diop: int) -> None:
    mali = lookup.party(desk, "MLI")
    first = people.add_post(desk, diop, mali, PostDraft(title="Minister", until="2017"))
    second = people.add_post(desk, diop, mali, PostDraft(title="Minister", since="2020"))
    assert first != second
    with pytest.raises(Conflict, match=f"post{second}"):
        people.add_post(desk, diop, mali, PostDraft(title="MINISTER"))
