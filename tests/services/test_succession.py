"""The next session of a series, and the items that stand on every agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.domain.delegations import Role
from tracker.domain.standing import standing_items
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Conflict, Invalid
from tracker.services import (
    agenda,
    agenda_numbering,
    agenda_versions,
    commitments,
    delegations,
    documents,
    meetings,
    precedence,
    sessions,
    succession,
)
from tracker.services.agenda import ItemDraft
from tracker.services.agenda_versions import VersionDraft
from tracker.services.commitments import CommitmentDraft
from tracker.services.delegations import DelegationDraft
from tracker.services.documents import DocumentDraft
from tracker.services.precedence import OrderDraft
from tracker.services.references import Reference, find_in
from tracker.services.sessions import SessionDraft
from tracker.services.standing import add_standing
from tracker.storage.gate import Gate
from tracker.storage.reads.agenda import agendas_of
from tracker.storage.reads.carried import carried_to
from tracker.storage.reads.precedence import rules_of
from tracker.storage.reads.reading import Reading
from tracker.storage.reads.sessions import sessions as read

if TYPE_CHECKING:
    from tracker.domain.sessions import Session
    from tracker.services.desk import Desk


NOTHING_SAID = SessionDraft()


@pytest.fixture
def first(desk: Desk) -> Reference:
    series = sessions.add_series(desk, sessions.SeriesDraft(slug="talks", title="Talks"))
    draft = SessionDraft(
        on="3 April 2025",
        host="RUS",
        parties="RUS,NER,MLI,BFA",
        languages="fr,ru",
        level="minister",
    )
    return Reference("sessions", sessions.add(desk, series, draft), "talks/1")


def after(desk: Desk, last: Reference, draft: SessionDraft = NOTHING_SAID) -> Session:
    made = succession.add_after(desk, last.id, draft)
    (session,) = read(desk.reading, [made.session])
    return session


def of(session: Session) -> Reference:
    return Reference("sessions", session.id, session.ref)


def titles(desk: Desk, where: Reference, language: str = "en") -> list[str]:
    tops = agendas_of(desk.reading, f"{where.table[:-1]}_id", [where.id]).get(where.id, ())
    return [f"{top.label} {top.title.get(language)}" for top in tops]


def test_the_next_session_has_the_next_number_and_the_same_parties(
    desk: Desk, first: Reference
) -> None:
    made = after(desk, first)
    assert made.ref == "talks/2"
    assert [d.party.code for d in made.delegations] == ["MLI", "BFA", "RUS", "NER"]
    assert (made.languages, str(made.level), str(made.when)) == (("fr", "ru"), "minister", "tbc")


def test_the_host_rotates_by_the_alphabet_of_the_session(desk: Desk, first: Reference) -> None:
    last, hosts = first, []
    for _ in range(4):
        made = after(desk, last)
        assert made.host is not None
        hosts.append(made.host.code)
        assert [d.party.code for d in made.delegations if d.role is Role.HOST] == hosts[-1:]
        last = of(made)
    assert hosts == ["MLI", "NER", "BFA", "RUS"]


def test_what_is_said_goes_before_what_the_last_session_tells(desk: Desk, first: Reference) -> None:
    draft = SessionDraft(
        on="May 2026", host="NER", parties="NER,RUS", languages="en", level="expert"
    )
    made = after(desk, first, draft)
    assert made.host is not None
    assert made.host.code == "NER"
    assert {d.party.code for d in made.delegations} == {"NER", "RUS"}
    assert (made.languages, str(made.level)) == (("en",), "expert")
    assert after(desk, of(made), SessionDraft(host="")).host is None


def test_a_number_that_is_taken_is_refused(desk: Desk, first: Reference) -> None:
    after(desk, first)
    with pytest.raises(Conflict, match="talks/2 is recorded already"):
        after(desk, first)


def test_an_extraordinary_session_has_a_count_of_its_own(desk: Desk, first: Reference) -> None:
    assert after(desk, first, SessionDraft(extraordinary=True)).ref == "talks/x1"


def test_another_series_is_refused(desk: Desk, first: Reference) -> None:
    sessions.add_series(desk, sessions.SeriesDraft(slug="other", title="Other"))
    succession.require_series(desk, "talks", first.id)
    with pytest.raises(Invalid, match="talks/1 is of another series; leave out other"):
        succession.require_series(desk, "other", first.id)


def test_observers_come_again_and_nobody_is_less_secret_than_before(
    desk: Desk, first: Reference
) -> None:
    delegations.add(desk, first, "EGY", DelegationDraft(role="observer", visibility="confidential"))
    hidden = find_in(desk.reading, "talks/1@MLI", "delegations").id
    delegations.edit(desk, hidden, DelegationDraft(visibility="confidential"))
    made = after(desk, first)
    levels = {d.party.code: (str(d.role), str(d.visibility)) for d in made.delegations}
    assert levels["EGY"] == ("observer", "confidential")
    assert levels["MLI"] == ("participant", "confidential")
    assert made.host is not None
    assert made.host.code == "NER"  # Mali's turn, but its presence is more secret than the session


def test_the_order_is_carried_and_the_lot_is_drawn_anew(desk: Desk, first: Reference) -> None:
    precedence.set_order(
        desk, first, OrderDraft(by="alphabetical", language="ru", start="NER", alternat=True)
    )
    made = after(desk, first)
    rule = rules_of(desk.reading, "session_id", [made.id])[made.id]
    assert (rule.language, rule.start, rule.alternat, rule.is_set) == ("ru", None, True, True)


def test_an_order_by_hand_is_not_carried(desk: Desk, first: Reference) -> None:
    precedence.set_order(desk, first, OrderDraft(by="hand", placed="MLI", reason="Agreed"))
    made = after(desk, first)
    assert not rules_of(desk.reading, "session_id", [made.id])[made.id].is_set


def test_the_agenda_begins_with_the_standing_items(desk: Desk, first: Reference) -> None:
    record = documents.add(desk, DocumentDraft(title="Record", kind="summary-record"))
    documents.link(desk, record, first)
    made = after(desk, first)
    assert titles(desk, of(made)) == [
        "1 Opening of the session",
        "2 Adoption of the agenda",
        "3 Approval of the record of the previous session",
        "4 Other matters",
        "5 Date and place of the next session",
    ]
    assert made.agenda[0].title.original == "fr"
    assert [str(paper.document.title) for paper in made.agenda[2].papers] == ["Record"]


def test_standing_items_stand_around_those_there_are(desk: Desk, first: Reference) -> None:
    for title in ("Trade", "Other matters"):
        agenda.add(desk, first, ItemDraft(title=title))
    assert len(add_standing(desk, first)) == 3
    assert titles(desk, first, "en") == [
        "1 Opening of the session", "2 Adoption of the agenda", "3 Trade", "4 Other matters",
        "5 Date and place of the next session",
    ]  # fmt: skip
    assert add_standing(desk, first) == []


def test_on_a_circulated_agenda_labels_stay(desk: Desk, first: Reference) -> None:
    agenda.add(desk, first, ItemDraft(title="Trade"))
    agenda_versions.circulate(desk, first, None, VersionDraft())
    add_standing(desk, first)
    assert "1 Trade" in titles(desk, first)
    labels = [top.label for top in agendas_of(desk.reading, "session_id", [first.id])[first.id]]
    assert labels == ["2", "2 bis", "1", "3", "4"]


def test_an_agenda_labelled_by_hand_takes_no_standing_items(desk: Desk, first: Reference) -> None:
    agenda_numbering.renumber(desk, first, "hand")
    with pytest.raises(Invalid, match="labelled by hand"):
        add_standing(desk, first)


def test_a_meeting_has_standing_items_of_its_own(desk: Desk) -> None:
    number = meetings.log(desk, meetings.Draft(title="Talks", on="3 April 2025"))
    where = Reference("meetings", number, f"m{number}")
    add_standing(desk, where)
    assert titles(desk, where, "ru") == [
        "1 Открытие заседания", "2 Утверждение повестки дня", "3 Прочие вопросы",
        "4 Сроки и место проведения следующего заседания",
    ]  # fmt: skip


@pytest.mark.parametrize("of_session", [True, False])
def test_every_standing_item_is_in_four_languages(of_session: bool) -> None:
    for item in standing_items(of_session=of_session, follows=True, original="ar"):
        assert item.title.original == "ar"
        assert {tag for tag, _ in item.title} == {"en", "fr", "ru", "ar"}


def promise(desk: Desk, title: str, at: str) -> int:
    return commitments.add(desk, CommitmentDraft(title=title, by="RUS", at=at))


def carried(reading: Reading, session: Session) -> list[str]:
    return [str(each.title) for each in carried_to(reading, session.id)]


def test_what_was_promised_comes_up_again_until_it_is_done(desk: Desk, first: Reference) -> None:
    sitting = meetings.log(desk, meetings.Draft(title="P", on="3 April 2025", session="talks/1"))
    kept = promise(desk, "Kept", "talks/1")
    promise(desk, "Open", f"m{sitting}")
    dropped = promise(desk, "Dropped", "talks/1")
    commitments.drop(desk, dropped, "Overtaken")
    second = after(desk, first)
    commitments.done(desk, kept, "today")
    promise(desk, "Newer", "talks/2")
    third = after(desk, of(second))
    assert carried(desk.reading, second) == ["Kept", "Open", "Dropped"]
    assert carried(desk.reading, third) == ["Open", "Newer"]
    (oldest,) = read(desk.reading, [first.id])
    assert carried(desk.reading, oldest) == []


def test_a_promise_is_carried_only_to_those_who_may_see_it(desk: Desk, first: Reference) -> None:
    secret = promise(desk, "Secret", "talks/1")
    commitments.edit(desk, secret, CommitmentDraft(visibility="confidential"))
    promise(desk, "Open", "talks/1")
    second = after(desk, first)
    internal = Reading(desk.ledger.door, Gate(Reader(Visibility.INTERNAL, desk.now)))
    public = Reading(desk.ledger.door, Gate(Reader(Visibility.PUBLIC, desk.now)))
    assert carried(internal, second) == ["Open"]
    assert carried(public, second) == []
