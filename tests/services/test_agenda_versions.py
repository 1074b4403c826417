"""Circulated agendas: each stage is kept as it was, for those who may see it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import agenda, agenda_numbering, agenda_versions, removal, sessions
from tracker.services.agenda import ItemDraft, Spot
from tracker.services.agenda_versions import VersionDraft
from tracker.services.references import Reference, label_of
from tracker.storage.gate import Gate
from tracker.storage.reads.agenda import agendas_of
from tracker.storage.reads.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.agenda import AgendaItem
    from tracker.services.desk import Desk

NONE = VersionDraft()


@pytest.fixture
def of(desk: Desk) -> Reference:
    series = sessions.add_series(desk, sessions.SeriesDraft(slug="talks", title="Talks"))
    draft = sessions.SessionDraft(on="tbc", visibility="public")
    number = sessions.add(desk, series, draft)
    desk.ledger.update("series", series, {"visibility": "public"})
    of = Reference("sessions", number, "talks/1")
    for title in ("Opening", "Trade", "Other matters"):
        agenda.add(desk, of, ItemDraft(title=title))
    agenda.add(desk, of, ItemDraft(title="Customs"), Spot(under="2"))
    return of


def item(desk: Desk, of: Reference, label: str) -> int:
    return agenda.item_in(desk, of, label)


def told(items: Iterable[AgendaItem]) -> list[str]:
    return [f"{each.label} {each.title}" for top in items for _, each in top.walk()]


def kept(reading: Reading, of: Reference, name: str) -> list[str]:
    return told(agenda_versions.find_version(reading, of, name).items)


def now(desk: Desk, of: Reference) -> list[str]:
    return told(agendas_of(desk.reading, "session_id", [of.id])[of.id])


FIRST = ["1 Opening", "2 Trade", "2 (a) Customs", "3 Other matters"]


def test_what_was_circulated_stays_whatever_becomes_of_the_items(desk: Desk, of: Reference) -> None:
    agenda_versions.circulate(desk, of, None, NONE)
    agenda.edit(desk, item(desk, of, "1"), ItemDraft(title="Opening of the session", label="0"))
    agenda.move(desk, item(desk, of, "3"), Spot(before="2"))
    removal.remove(desk, Reference("agenda_items", item(desk, of, "2a"), "talks/1:2a"))
    agenda_numbering.renumber(desk, of)
    assert now(desk, of) == ["1 Opening of the session", "2 Other matters", "3 Trade"]
    assert kept(desk.reading, of, "provisional") == FIRST


def test_an_agenda_comes_from_stage_to_stage(desk: Desk, of: Reference) -> None:
    stages = [agenda_versions.circulate(desk, of, "preliminary", NONE).ref]
    stages.append(agenda_versions.circulate(desk, of, None, NONE).ref)
    for title in ("One more", "Another"):
        agenda.add(desk, of, ItemDraft(title=title))
        stages.append(agenda_versions.revise(desk, of, NONE).ref)
    stages.append(agenda_versions.adopt(desk, of, NONE).ref)
    agenda.add(desk, of, ItemDraft(title="Urgent"))
    stages.append(agenda_versions.revise(desk, of, NONE).ref)
    stages.append(agenda_versions.take(desk, of, NONE).ref)
    assert stages == [
        "preliminary", "provisional", "rev1", "rev2", "adopted", "adopted-rev1", "taken",
    ]  # fmt: skip
    newest = agenda_versions.newest(desk.reading, of)
    assert newest is not None
    assert newest.ref == "taken"


def test_items_are_adopted_with_their_agenda(desk: Desk, of: Reference) -> None:
    agenda.edit(desk, item(desk, of, "3"), ItemDraft(status="withdrawn"))
    agenda.edit(desk, item(desk, of, "1"), ItemDraft(status="proposed"))
    found = agenda_versions.adopt(desk, of, NONE)
    statuses = [str(each.status) for top in found.items for _, each in top.walk()]
    assert statuses == ["adopted", "adopted", "adopted", "withdrawn"]
    assert desk.ledger.row("agenda_items", item(desk, of, "1"))["status"] == "adopted"


def test_a_version_keeps_what_its_masthead_says(desk: Desk, of: Reference) -> None:
    agenda.edit(desk, item(desk, of, "1"), ItemDraft(titles_in=(("fr", "Ouverture"),)))
    draft = VersionDraft(
        on="20 March 2025",
        language="fr",
        distribution="limited",
        symbol="TALKS/1/1",
        note="By mail",
    )
    found = agenda_versions.circulate(desk, of, None, draft)
    said = (str(found.dated), found.language, found.distribution, found.symbol, found.note)
    assert said == ("2025-03-20", "fr", "limited", "TALKS/1/1", "By mail")
    assert found.items[0].title.get("fr") == "Ouverture"
    assert agenda_versions.adopt(desk, of, NONE).language == "en"


@pytest.mark.parametrize(
    ("verbs", "said"),
    [
        (("circulate", "circulate"), "is provisional already"),
        (("circulate", "preliminary"), "is provisional already"),
        (("adopt", "circulate"), "is adopted already"),
        (("adopt", "adopt"), "is adopted already"),
        (("take", "adopt"), "is taken already"),
        (("take", "take"), "is taken already"),
        (("revise",), "none to revise"),
        (("circulate", "revise"), "Nothing differs"),
    ],
)
def test_a_stage_that_is_passed_does_not_come_again(
    desk: Desk, of: Reference, verbs: tuple[str, ...], said: str
) -> None:
    do = {
        "circulate": lambda: agenda_versions.circulate(desk, of, None, NONE),
        "preliminary": lambda: agenda_versions.circulate(desk, of, "preliminary", NONE),
        "revise": lambda: agenda_versions.revise(desk, of, NONE),
        "adopt": lambda: agenda_versions.adopt(desk, of, NONE),
        "take": lambda: agenda_versions.take(desk, of, NONE),
    }
    for verb in verbs[:-1]:
        do[verb]()
    with pytest.raises(Conflict, match=said):
        do[verbs[-1]]()


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (VersionDraft(on="March 2025"), "is not one day"),
        (VersionDraft(distribution="secret"), "no distribution"),
        (VersionDraft(visibility="secret"), "no visibility"),
        (VersionDraft(language="french!"), "language"),
    ],
)
def test_what_is_wrong_with_a_version_is_refused(
    desk: Desk, of: Reference, draft: VersionDraft, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        agenda_versions.circulate(desk, of, None, draft)


def test_an_empty_agenda_is_not_circulated(desk: Desk, of: Reference) -> None:
    other = Reference("sessions", sessions.add(desk, 1, sessions.SessionDraft(on="tbc")), "talks/2")
    assert label_of(desk.reading, "sessions", other.id) == "talks/2"
    with pytest.raises(Invalid, match="nothing on the agenda of talks/2 yet"):
        agenda_versions.adopt(desk, other, NONE)


def test_a_version_that_is_not_there_is_told_with_those_that_are(desk: Desk, of: Reference) -> None:
    agenda_versions.circulate(desk, of, None, NONE)
    with pytest.raises(NotFound, match="no agenda “adopted”; circulated are: provisional"):
        agenda_versions.find_version(desk.reading, of, "adopted")


def public(desk: Desk) -> Reading:
    return Reading(desk.ledger.door, Gate(Reader(Visibility.PUBLIC, desk.now)))


def test_an_item_that_was_secret_then_stays_so_in_that_version(desk: Desk, of: Reference) -> None:
    secret = item(desk, of, "2")
    agenda.edit(desk, secret, ItemDraft(visibility="confidential"))
    agenda_versions.circulate(desk, of, None, NONE)
    agenda.edit(desk, secret, ItemDraft(visibility="public", title="Trade, in public"))
    agenda_versions.revise(desk, of, NONE)
    assert kept(public(desk), of, "provisional") == ["1 Opening", "3 Other matters"]
    assert kept(public(desk), of, "rev1")[1] == "2 Trade, in public"


def test_an_item_that_is_secret_now_is_so_in_every_version(desk: Desk, of: Reference) -> None:
    agenda_versions.circulate(desk, of, None, NONE)
    agenda.edit(desk, item(desk, of, "2"), ItemDraft(visibility="internal"))
    assert kept(public(desk), of, "provisional") == ["1 Opening", "3 Other matters"]
    assert kept(desk.reading, of, "provisional") == FIRST


def test_an_item_under_embargo_is_under_it_in_every_version(desk: Desk, of: Reference) -> None:
    agenda.edit(desk, item(desk, of, "1"), ItemDraft(embargo="1 April 2025"))
    agenda_versions.circulate(desk, of, None, NONE)
    agenda.edit(desk, item(desk, of, "1"), ItemDraft(embargo=""))
    assert kept(public(desk), of, "provisional")[0] == "2 Trade"


def test_a_version_has_a_level_of_its_own(desk: Desk, of: Reference) -> None:
    agenda_versions.circulate(desk, of, None, VersionDraft(visibility="internal"))
    assert agenda_versions.newest(public(desk), of) is None
    assert agenda_versions.newest(desk.reading, of) is not None


def test_a_circulated_agenda_is_never_rewritten(desk: Desk, of: Reference) -> None:
    agenda_versions.circulate(desk, of, None, NONE)
    row = desk.reading.rows("SELECT id FROM version_items")[0]
    with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        desk.ledger.update("version_items", row["id"], {"label": "9"})


def test_what_was_circulated_is_taken_back_and_brought_again(desk: Desk, of: Reference) -> None:
    desk.ledger._change = None
    agenda_versions.adopt(desk, of, NONE)
    change = desk.ledger.change
    assert change is not None
    desk.ledger.take_back(change)
    assert agenda_versions.newest(desk.reading, of) is None
    assert desk.ledger.row("agenda_items", item(desk, of, "1"))["status"] == "provisional"
    assert desk.ledger.change is not None
    desk.ledger.take_back(desk.ledger.change)
    assert kept(desk.reading, of, "adopted") == FIRST


def test_a_label_that_was_circulated_is_not_given_to_another_item(
    desk: Desk, of: Reference
) -> None:
    agenda_versions.circulate(desk, of, None, NONE)
    agenda.edit(desk, item(desk, of, "3"), ItemDraft(label="9"))
    removal.remove(desk, Reference("agenda_items", item(desk, of, "9"), "talks/1:9"))
    agenda.add(desk, of, ItemDraft(title="New"))
    assert now(desk, of)[-1] == "10 New"


def test_what_comes_between_two_items_is_bis(desk: Desk, of: Reference) -> None:
    for _ in range(2):
        agenda.add(desk, of, ItemDraft(title="New"), Spot(after="2"))
    agenda.add(desk, of, ItemDraft(title="Third"), Spot(after="2bis"))
    labels = [said.split(" ")[:2] for said in now(desk, of)]
    assert [" ".join(pair) for pair in labels][3:6] == ["2 ter", "2 bis", "2 quater"]


def test_numbering_anew_goes_by_the_order(desk: Desk, of: Reference) -> None:
    agenda.add(desk, of, ItemDraft(title="New"), Spot(after="1"))
    found = agenda_numbering.renumber(desk, of)
    assert [(r.before, r.after) for r in found] == [
        ("1 bis", "2"), ("2", "3"), ("2 (a)", "3 (a)"), ("3", "4"),
    ]  # fmt: skip
    assert agenda_numbering.renumber(desk, of) == []


def test_a_scheme_is_kept_for_items_that_come_later(desk: Desk, of: Reference) -> None:
    agenda_numbering.renumber(desk, of, "decimal")
    agenda.add(desk, of, ItemDraft(title="New"), Spot(under="2"))
    agenda.add(desk, of, ItemDraft(title="Deep"), Spot(under="2.1"))
    assert [said.split(" ")[0] for said in now(desk, of)] == ["1", "2", "2.1", "2.1.1", "2.2", "3"]


def test_three_levels_are_numbered_as_at_the_united_nations(desk: Desk, of: Reference) -> None:
    agenda.add(desk, of, ItemDraft(title="Deep"), Spot(under="2a"))
    assert now(desk, of)[3] == "2 (a) (i) Deep"


def test_by_hand_every_label_is_asked_for(desk: Desk, of: Reference) -> None:
    assert agenda_numbering.renumber(desk, of, "hand") == []
    with pytest.raises(Invalid, match="by hand; give a --label"):
        agenda.add(desk, of, ItemDraft(title="New"))
    with pytest.raises(Invalid, match="by hand; say a --scheme"):
        agenda_numbering.renumber(desk, of)
    agenda.add(desk, of, ItemDraft(title="New", label="Annex"))
    assert now(desk, of)[-1] == "Annex New"


def test_an_item_is_taken_out_of_the_one_it_is_below(desk: Desk, of: Reference) -> None:
    assert agenda.move(desk, item(desk, of, "2a"), Spot(out=True))
    assert now(desk, of) == ["1 Opening", "2 Trade", "2 (a) Customs", "3 Other matters"]
    assert desk.ledger.row("agenda_items", item(desk, of, "2a"))["parent_id"] is None
    with pytest.raises(Invalid, match="at the top already"):
        agenda.move(desk, item(desk, of, "2a"), Spot(out=True))


def test_versions_go_with_their_session(desk: Desk, of: Reference) -> None:
    agenda_versions.circulate(desk, of, None, NONE)
    parts = removal.said(removal.remove(desk, of))
    assert parts.endswith("1 circulated agenda")
