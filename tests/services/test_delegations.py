"""Delegations: one of a party at each session, with one head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.domain.delegations import Function, Role
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import delegations, people, sessions
from tracker.services.delegations import DelegationDraft, MemberDraft
from tracker.services.references import Reference
from tracker.storage.reads.delegations import delegations as read

if TYPE_CHECKING:
    from tracker.services.desk import Desk

DIOP = DelegationDraft(head="Abdoulaye Diop", new_person=True)


@pytest.fixture
def of(desk: Desk) -> Reference:
    series = sessions.add_series(desk, sessions.SeriesDraft(slug="talks", title="Talks"))
    number = sessions.add(desk, series, sessions.SessionDraft(on="3 April 2025"))
    return Reference("sessions", number, "talks/1")


@pytest.fixture
def mali(desk: Desk, of: Reference) -> int:
    return delegations.add(desk, of, "Mali", DIOP)


def seats(desk: Desk, delegation: int) -> dict[str, Function]:
    members = read(desk.reading, [delegation])[delegation].members
    return {str(member.person.name): member.function for member in members}


def post(desk: Desk, delegation: int, title: str, **years: str) -> int:
    party = desk.ledger.row("delegations", delegation)["party_id"]
    draft = people.PostDraft(title=title, **years)  # type: ignore[arg-type]
    return people.add_post(desk, delegations.find_person(desk, "Diop", new=False), party, draft)


def test_a_head_who_is_new_is_stored(desk: Desk, mali: int) -> None:
    assert seats(desk, mali) == {"Abdoulaye Diop": Function.HEAD}


def test_somebody_nobody_knows_is_not_made_by_mistake(desk: Desk, of: Reference) -> None:
    with pytest.raises(NotFound) as told:
        delegations.add(desk, of, "MLI", DelegationDraft(head="Abdoulaye Diop"))
    assert told.value.hint == "Somebody new: say so with --new."


def test_somebody_known_is_not_made_twice(desk: Desk, mali: int) -> None:
    with pytest.raises(Conflict, match="“abdoulaye DIOP” is known already: p1"):
        delegations.set_member(desk, mali, "abdoulaye DIOP", MemberDraft(new_person=True))


def test_a_party_has_one_delegation(desk: Desk, of: Reference, mali: int) -> None:
    with pytest.raises(Conflict, match="MLI has a delegation at talks/1 already"):
        delegations.add(desk, of, "MLI", DelegationDraft())
    assert mali


def test_a_former_head_stays_as_a_member(desk: Desk, mali: int) -> None:
    delegations.edit(desk, mali, DelegationDraft(head="A. Touré", new_person=True))
    assert seats(desk, mali) == {"A. Touré": Function.HEAD, "Abdoulaye Diop": Function.MEMBER}


def test_a_head_said_empty_is_a_member(desk: Desk, mali: int) -> None:
    delegations.edit(desk, mali, DelegationDraft(head=""))
    assert seats(desk, mali) == {"Abdoulaye Diop": Function.MEMBER}


def test_a_member_is_put_in_once_and_corrected(desk: Desk, mali: int) -> None:
    delegations.set_member(desk, mali, "A. Touré", MemberDraft(new_person=True))
    _, changed = delegations.set_member(desk, mali, "a. toure", MemberDraft(function="Expert"))
    _, again = delegations.set_member(desk, mali, "p2", MemberDraft(function="expert"))
    assert (changed, again) == (True, False)
    assert seats(desk, mali)["A. Touré"] is Function.EXPERT


def test_the_only_post_for_the_party_brings_its_holder(
    desk: Desk, of: Reference, mali: int
) -> None:
    minister = post(desk, mali, "Minister")
    niger = delegations.add(desk, of, "NER", DelegationDraft(head="p1"))
    assert delegations.post_for(desk, mali, 1) == minister
    assert delegations.post_for(desk, niger, 1) is None


def test_a_post_that_was_over_brings_nobody(desk: Desk, mali: int) -> None:
    post(desk, mali, "Ambassador", since="2010", until="2017")
    minister = post(desk, mali, "Minister", since="2020")
    post(desk, mali, "Prime Minister", since="2026")
    assert delegations.post_for(desk, mali, 1) == minister


def test_a_post_is_named_by_its_title_or_reference(desk: Desk, mali: int) -> None:
    minister, chief = post(desk, mali, "Minister"), post(desk, mali, "Chief negotiator")
    for typed, expected in (("MINISTER", minister), (f"post{chief}", chief), ("", None)):
        delegations.set_member(desk, mali, "p1", MemberDraft(post=typed))
        held = read(desk.reading, [mali])[mali].members[0].post
        assert (held.id if held else None) == expected


def test_a_post_that_is_not_held_is_refused_with_the_nearest(desk: Desk, mali: int) -> None:
    post(desk, mali, "Minister")
    with pytest.raises(NotFound) as told:
        delegations.set_member(desk, mali, "p1", MemberDraft(post="Minster"))
    assert told.value.hint == "Did you mean “Minister”?"


def test_a_member_may_leave(desk: Desk, mali: int) -> None:
    assert delegations.remove_member(desk, mali, "Diop") == 1
    assert seats(desk, mali) == {}
    with pytest.raises(NotFound, match="p1 is not in talks/1@MLI"):
        delegations.remove_member(desk, mali, "Diop")


def test_what_a_delegation_is_may_be_corrected(desk: Desk, mali: int) -> None:
    draft = DelegationDraft(role="host", level="minister", chairs=True, credentials="Full powers")
    assert delegations.edit(desk, mali, draft)
    assert not delegations.edit(desk, mali, draft)
    found = read(desk.reading, [mali])[mali]
    assert (found.role, found.chairs, found.credentials) == (Role.HOST, True, "Full powers")


def test_a_role_that_is_none_is_refused_with_the_roles(desk: Desk, mali: int) -> None:
    with pytest.raises(Invalid, match=r"“hst” is no role\. Did you mean host\?"):
        delegations.edit(desk, mali, DelegationDraft(role="hst"))
