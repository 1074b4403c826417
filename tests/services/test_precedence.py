"""Orders of precedence: kept with a session, followed by its meetings, taken back by undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.domain.precedence import Basis
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Invalid, NotFound
from tracker.services import delegations, meetings, precedence, removal, sessions
from tracker.services.delegations import DelegationDraft
from tracker.services.precedence import OrderDraft
from tracker.services.references import Reference
from tracker.storage.gate import Gate
from tracker.storage.reads.delegations import delegations_of
from tracker.storage.reads.precedence import rules_of
from tracker.storage.reads.reading import Reading

if TYPE_CHECKING:
    from tracker.services.desk import Desk


@pytest.fixture
def of(desk: Desk) -> Reference:
    series = sessions.add_series(desk, sessions.SeriesDraft(slug="talks", title="Talks"))
    draft = sessions.SessionDraft(on="3 April 2025", host="NER", parties="RUS,NER,MLI,BFA")
    return Reference("sessions", sessions.add(desk, series, draft), "talks/1")


@pytest.fixture
def sitting(desk: Desk, of: Reference) -> Reference:
    draft = meetings.Draft(title="Plenary", on="3 April 2025", session=of.short, parties="RUS,MLI")
    return Reference("meetings", meetings.log(desk, draft), "m1")


def order(desk: Desk, of: Reference) -> str:
    column = f"{of.table[:-1]}_id"
    return " ".join(d.party.code for d in delegations_of(desk.reading, column, [of.id])[of.id])


def test_the_usual_order_is_the_host_and_then_the_alphabet(desk: Desk, of: Reference) -> None:
    assert order(desk, of) == "NER BFA MLI RUS"


def test_the_usual_alphabet_is_of_the_first_working_language(
    desk: Desk, of: Reference, sitting: Reference
) -> None:
    sessions.edit(desk, of.id, sessions.SessionDraft(languages="fr,ru"))
    assert order(desk, of) == "NER BFA RUS MLI"
    assert order(desk, sitting) == "RUS MLI"


def test_a_rule_is_kept_and_changed_in_parts(desk: Desk, of: Reference) -> None:
    assert precedence.set_order(desk, of, OrderDraft(by="alphabetical", language="fr", start="RUS"))
    assert order(desk, of) == "RUS MLI NER BFA"
    assert precedence.set_order(desk, of, OrderDraft(host="last"))
    assert order(desk, of) == "RUS MLI BFA NER"
    assert precedence.set_order(desk, of, OrderDraft(start=""))
    assert order(desk, of) == "BFA RUS MLI NER"
    assert not precedence.set_order(desk, of, OrderDraft(host="last"))


def test_a_meeting_follows_its_session_until_it_has_its_own(
    desk: Desk, of: Reference, sitting: Reference
) -> None:
    precedence.set_order(desk, of, OrderDraft(by="alphabetical", start="RUS"))
    assert order(desk, sitting) == "RUS MLI"
    precedence.set_order(desk, sitting, OrderDraft(by="hand", placed="MLI,RUS", reason="Chair"))
    assert order(desk, sitting) == "MLI RUS"
    precedence.set_order(desk, sitting, OrderDraft(by="usual"))
    assert order(desk, sitting) == "RUS MLI"


def test_who_comes_later_has_a_place_at_once(desk: Desk, of: Reference) -> None:
    precedence.set_order(desk, of, OrderDraft(by="alphabetical", language="en"))
    delegations.add(desk, of, "EGY", DelegationDraft())
    assert order(desk, of) == "BFA EGY MLI NER RUS"


def test_the_reason_is_not_for_the_public(desk: Desk, of: Reference) -> None:
    precedence.set_order(desk, of, OrderDraft(by="hand", placed="RUS", reason="They insist"))
    public = Reading(desk.ledger.door, Gate(Reader(Visibility.PUBLIC, desk.now)))
    assert rules_of(desk.reading, "session_id", [of.id])[of.id].reason == "They insist"
    assert rules_of(public, "session_id", [of.id])[of.id].reason is None


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (OrderDraft(by="lot"), "“lot” is no order"),
        (OrderDraft(by="alphabetical", language="zh"), "Names are not kept in “zh”"),
        (OrderDraft(by="rank", start="MLI"), "lot says with whom"),
        (OrderDraft(by="hand", reason="x"), "Say the order by hand"),
        (OrderDraft(by="hand", placed="MLI"), "needs a reason"),
        (OrderDraft(by="hand", placed="MLI,Mali", reason="x"), "MLI is named twice"),
        (OrderDraft(by="hand", placed="MLI", reason="x", host="first"), "leave out --host"),
        (OrderDraft(placed="MLI,RUS"), "only with --by hand"),
        (OrderDraft(by="usual", host="first"), "needs nothing else"),
        (OrderDraft(host="middle"), "no place for the host"),
    ],
)
def test_what_does_not_go_together_is_refused(
    desk: Desk, of: Reference, draft: OrderDraft, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        precedence.set_order(desk, of, draft)
    assert not rules_of(desk.reading, "session_id", [of.id])[of.id].is_set


def test_by_hand_only_those_who_are_there_are_placed(desk: Desk, of: Reference) -> None:
    draft = OrderDraft(by="hand", placed="FRA", reason="x")
    with pytest.raises(NotFound, match="“FRA” has no delegation at talks/1"):
        precedence.set_order(desk, of, draft)


def test_a_rule_goes_with_its_session(desk: Desk, of: Reference) -> None:
    precedence.set_order(desk, of, OrderDraft(by="rank"))
    removal.remove(desk, of)
    assert [row["removed"] for row in desk.reading.rows("SELECT removed FROM precedences")] == [1]


def test_a_rule_is_taken_back_whole(desk: Desk, of: Reference) -> None:
    precedence.set_order(desk, of, OrderDraft(by="rank"))
    change = desk.ledger.change
    assert change is not None
    assert rules_of(desk.reading, "session_id", [of.id])[of.id].basis is Basis.RANK
    desk.ledger.take_back(change)
    assert desk.reading.rows("SELECT id FROM precedences") == []
