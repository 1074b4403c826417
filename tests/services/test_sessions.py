"""Series and their numbered sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.domain.delegations import Role
from tracker.domain.status import Status
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import sessions
from tracker.services.sessions import SeriesDraft, SessionDraft
from tracker.storage.reads.sessions import sessions as read

if TYPE_CHECKING:
    from tracker.domain.sessions import Session
    from tracker.services.desk import Desk


@pytest.fixture
def series(desk: Desk) -> int:
    return sessions.add_series(desk, SeriesDraft(slug="talks", title="Talks"))


def add(desk: Desk, series: int, draft: SessionDraft) -> Session:
    (found,) = read(desk.reading, [sessions.add(desk, series, draft)])
    return found


def test_a_series_has_its_title_in_several_languages(desk: Desk) -> None:
    draft = SeriesDraft(slug="talks", title="Talks", titles_in=(("fr", "Pourparlers"),))
    row = desk.ledger.row("series", sessions.add_series(desk, draft))
    assert row["title"] == '{"en": "Talks", "fr": "Pourparlers"}'


def test_a_short_name_in_use_is_refused(desk: Desk, series: int) -> None:
    with pytest.raises(Conflict, match="already a series talks: “Talks”"):
        sessions.add_series(desk, SeriesDraft(slug="Talks", title="Other"))
    assert series


@pytest.mark.parametrize("typed", ["AES Russia", "", "1st", "-x", "a--b", "é", "x" * 61, "m42"])
def test_what_cannot_be_a_short_name_is_refused(desk: Desk, typed: str) -> None:
    with pytest.raises(Invalid):
        sessions.add_series(desk, SeriesDraft(slug=typed, title="Talks"))


def test_a_series_may_be_given_another_short_name(desk: Desk, series: int) -> None:
    assert sessions.edit_series(desk, series, SeriesDraft(slug="dialogue"))
    assert sessions.find_series(desk, "dialogue") == series
    assert not sessions.edit_series(desk, series, SeriesDraft(slug="dialogue"))


def test_a_series_that_is_not_there_is_not_made(desk: Desk, series: int) -> None:
    with pytest.raises(NotFound) as near:
        sessions.find_series(desk, "talk")
    with pytest.raises(NotFound) as far:
        sessions.find_series(desk, "zzz")
    assert near.value.hint == "Did you mean talks?"
    assert far.value.hint == "Make it with: tracker series add SHORT-NAME TITLE"
    assert series


def test_the_next_ordinal_is_given_when_none_is_said(desk: Desk, series: int) -> None:
    drafts = (
        SessionDraft(on="tbc"),
        SessionDraft(on="tbc", ordinal=7),
        SessionDraft(on="tbc"),
        SessionDraft(on="tbc", extraordinary=True),
    )
    refs = [add(desk, series, draft).ref for draft in drafts]
    assert refs == ["talks/1", "talks/7", "talks/8", "talks/x1"]


def test_an_ordinal_that_is_taken_is_refused(desk: Desk, series: int) -> None:
    add(desk, series, SessionDraft(on="tbc"))
    with pytest.raises(Conflict, match="talks/1 is recorded already"):
        sessions.add(desk, series, SessionDraft(on="tbc", ordinal=1))


def test_a_session_is_in_the_zone_of_its_place(desk: Desk, series: int) -> None:
    found = add(desk, series, SessionDraft(on="3 April 2025 10:00", at="Moscow"))
    assert str(found.when) == "2025-04-03T10:00[Europe/Moscow]"


@pytest.mark.parametrize(
    ("on", "status"), [("3 April 2025", Status.ANNOUNCED), ("3 March 2025", Status.HELD)]
)
def test_a_status_that_is_not_said_follows_from_the_date(
    desk: Desk, series: int, on: str, status: Status
) -> None:
    assert add(desk, series, SessionDraft(on=on)).status is status


def test_a_session_without_a_date_is_refused(desk: Desk, series: int) -> None:
    with pytest.raises(Invalid, match="--on tbc if nobody knows"):
        sessions.add(desk, series, SessionDraft())


def test_the_host_among_those_present_is_there_as_host(desk: Desk, series: int) -> None:
    found = add(desk, series, SessionDraft(on="tbc", host="Mali", parties="MLI,RUS"))
    roles = {d.party.code: d.role for d in found.delegations}
    assert roles == {"MLI": Role.HOST, "RUS": Role.PARTICIPANT}


def test_a_session_is_as_visible_as_its_series(desk: Desk) -> None:
    draft = SeriesDraft(slug="quiet", title="Quiet", visibility="confidential")
    series = sessions.add_series(desk, draft)
    assert add(desk, series, SessionDraft(on="tbc")).visibility == "confidential"


def test_what_is_said_empty_is_taken_away(desk: Desk, series: int) -> None:
    draft = SessionDraft(on="tbc", host="MLI", level="minister", languages="fr,ru", note="Call.")
    found = add(desk, series, draft)
    sessions.edit(desk, found.id, SessionDraft(host="", level="", languages="", note=""))
    (after,) = read(desk.reading, [found.id])
    assert (after.host, after.level, after.languages, after.note) == (None, None, (), None)


def test_another_place_keeps_the_wall_time(desk: Desk, series: int) -> None:
    found = add(desk, series, SessionDraft(on="3 April 2025 10:00", at="Moscow"))
    sessions.edit(desk, found.id, SessionDraft(at="Bamako"))
    (after,) = read(desk.reading, [found.id])
    assert str(after.when) == "2025-04-03T10:00[Africa/Bamako]"


def test_an_edit_that_says_nothing_new_writes_nothing(desk: Desk, series: int) -> None:
    found = add(desk, series, SessionDraft(on="tbc", parties="MLI", topics=("trade",)))
    again = SessionDraft(parties="Mali", topics=("Trade",), ordinal=1)
    before = desk.reading.rows("SELECT count(*) AS n FROM revisions")[0]["n"]
    sessions.edit(desk, found.id, again)
    assert desk.reading.rows("SELECT count(*) AS n FROM revisions")[0]["n"] == before


def test_a_host_that_is_named_later_is_there_as_host(desk: Desk, series: int) -> None:
    found = add(desk, series, SessionDraft(on="tbc", parties="MLI,RUS"))
    sessions.edit(desk, found.id, SessionDraft(host="RUS"))
    (after,) = read(desk.reading, [found.id])
    roles = {d.party.code: d.role for d in after.delegations}
    assert roles == {"MLI": Role.PARTICIPANT, "RUS": Role.HOST}
