"""Feeds: kept as said, faithful to what they name; of a secret address only a hash is kept."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import NOW, desk_at
from tracker.domain.feeds import TOKEN, CancelledPolicy, hash_of
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import feeds, history, sessions, topics
from tracker.services.feeds import FeedDraft
from tracker.storage.database import Database
from tracker.storage.reads import feeds as reads
from tracker.storage.reads.history import changes

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.feeds import Feed
    from tracker.services.desk import Desk

SERIES = sessions.SeriesDraft


def draft(slug: str = "desk", **said: Any) -> FeedDraft:
    return FeedDraft(slug=slug, title="Our desk", **said)


def stored(desk: Desk, slug: str = "desk") -> Feed:
    return feeds.find(desk.reading, slug)


@pytest.fixture
def talks(desk: Desk) -> int:
    """A series with its first session, and a topic."""
    series = sessions.add_series(desk, SERIES(slug="talks", title="Talks"))
    sessions.add(desk, series, sessions.SessionDraft(on="tbc"))
    topics.add(desk, "trade", "Trade", ())
    return series


def test_a_new_feed_is_internal_in_the_writers_language_and_takes_all(desk: Desk) -> None:
    made = feeds.add(desk, draft())
    assert made == stored(desk)
    assert (made.visibility, made.language) == (Visibility.INTERNAL, "en")
    assert (made.cancelled, made.imprecise, made.prefix) == (CancelledPolicy.MARK, True, "")
    assert (made.past_months, made.future_months) == (3, 18)
    assert not any((made.wanted.series, made.wanted.parties, made.wanted.occasion))


def test_what_a_feed_takes_is_kept_as_the_ledger_calls_it(desk: Desk, talks: int) -> None:
    wanted = feeds.add(
        desk,
        draft(
            series=("Talks",),
            sessions=("TALKS/1",),
            parties=("Mali, russia", "MLI"),
            topics=("trade",),
            kinds=("Working Lunch", "session"),
            levels=("Minister",),
            statuses=("HELD",),
            only="Meetings",
        ),
    ).wanted
    assert wanted.series == ("talks",)
    assert wanted.sessions == ("talks/1",)
    assert wanted.parties == ("MLI", "RUS")  # that nobody had met before
    assert wanted.topics == ("trade",)
    assert wanted.kinds == ("working-lunch", "regular", "extraordinary")
    assert (wanted.levels, wanted.statuses, wanted.occasion) == (
        ("minister",),
        ("held",),
        "meeting",
    )


@pytest.mark.parametrize("option", ["series", "parties", "kinds"])
@pytest.mark.parametrize("typed", ["", "  "])
def test_a_new_feed_does_not_take_more_for_an_empty_filter(
    desk: Desk, option: str, typed: str
) -> None:
    with pytest.raises(Invalid, match="is empty, so the feed would take more than you named"):
        feeds.add(desk, replace(draft(), **{option: (typed,)}))  # type: ignore[arg-type]


def test_a_comma_names_no_party(desk: Desk) -> None:
    feeds.add(desk, draft(parties=("MLI",)))
    with pytest.raises(Invalid, match="names no party"):
        feeds.edit(desk, "desk", FeedDraft(parties=(",",)))


def test_a_correction_says_whether_anything_differs(desk: Desk) -> None:
    feeds.add(desk, draft(parties=("MLI",), note="For the press"))
    same, changed = feeds.edit(desk, "DESK", FeedDraft(parties=("Mali",), past=3))
    assert (same, changed) == (stored(desk), False)
    other, changed = feeds.edit(desk, "desk", FeedDraft(parties=("",), note="", prefix=" AES: "))
    assert changed
    assert (other.wanted.parties, other.note, other.prefix) == ((), None, "AES: ")
    assert feeds.edit(desk, "desk", FeedDraft(prefix=" "))[0].prefix == ""


@pytest.mark.parametrize(
    ("slug", "good"),
    [
        ("a", True), ("aes-russia-2025", True), ("x" * 60, True), (" Desk ", True),
        ("x" * 61, False), ("-a", False), ("a--b", False), ("a/b", False), ("a.ics", False),
        ("été", False), ("a\n", True), ("a b", False), ("..", False), ("%61", False),
    ],
)  # fmt: skip
def test_a_short_name_is_part_of_an_address(desk: Desk, slug: str, good: bool) -> None:
    if good:
        assert feeds.add(desk, draft(slug)).slug == slug.strip().lower()
        return
    with pytest.raises(Invalid, match="is no short name for a feed"):
        feeds.add(desk, draft(slug))


def test_a_short_name_is_free_again_when_its_feed_is_removed(desk: Desk) -> None:
    first = feeds.add(desk, draft())
    with pytest.raises(Conflict, match="already a feed desk"):
        feeds.add(desk, draft("DESK"))
    feeds.remove(desk, "desk")
    assert feeds.add(desk, draft()).id != first.id


# What feeds name may get another name.


def test_feeds_follow_a_series_its_sessions_and_topics_to_new_names(desk: Desk, talks: int) -> None:
    sessions.add_series(desk, SERIES(slug="talks-2", title="Others"))
    names = draft(series=("talks", "talks-2"), sessions=("talks/1",), topics=("trade",))
    feeds.add(desk, names)
    feeds.add(desk, draft("other", parties=("MLI",)))
    before = stored(desk, "other")
    sessions.edit_series(desk, talks, SERIES(slug="consultations"))
    (topic,) = desk.reading.rows("SELECT id FROM topics WHERE slug = 'trade'")
    topics.edit(desk, topic["id"], short="commerce", name=None, names_in=())
    wanted = stored(desk).wanted
    assert wanted.series == ("consultations", "talks-2")
    assert wanted.sessions == ("consultations/1",)
    assert wanted.topics == ("commerce",)
    assert stored(desk, "other") == before


def test_feeds_follow_a_session_to_another_number(desk: Desk, talks: int) -> None:
    second = sessions.add(desk, talks, sessions.SessionDraft(on="tbc"))
    feeds.add(desk, draft(sessions=("talks/2",)))
    sessions.edit(desk, second, sessions.SessionDraft(ordinal=12))
    assert stored(desk).wanted.sessions == ("talks/12",)


def test_a_new_name_and_the_feeds_that_follow_are_one_undo(ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        series = sessions.add_series(desk, SERIES(slug="talks", title="Talks"))
        feeds.add(desk, draft(series=("talks",)))
    with desk_at(ledger_path) as desk:
        sessions.edit_series(desk, series, SERIES(slug="consultations"))
    with desk_at(ledger_path) as desk:
        history.undo(desk, 1)
        assert stored(desk).wanted.series == ("talks",)


@pytest.mark.parametrize(
    ("level", "embargo", "ceiling", "closed"),
    [
        ("internal", None, "public", "it is not open to the public yet"),
        ("public", "2025-04-30", "public", "it is not open to the public yet"),
        ("public", None, "public", None),
        ("confidential", None, "internal", "it is not open to internal readers yet"),
        ("confidential", None, "confidential", None),
        ("public", "2025-04-30", "internal", None),
    ],
)
def test_what_a_feed_can_have_nothing_of_is_said(
    desk: Desk, level: str, embargo: str | None, ceiling: str, closed: str | None
) -> None:
    sessions.add_series(desk, SERIES("talks", "Talks", visibility=level, embargo=embargo))
    made = feeds.add(desk, draft(series=("talks",), visibility=ceiling))
    said = [f"Nothing of talks is in feed desk: {closed}."] if closed else []
    assert feeds.closed(desk.reading, made) == said


def test_a_series_that_was_removed_is_said_to_be(desk: Desk, talks: int) -> None:
    made = feeds.add(desk, draft(series=("talks",)))
    desk.ledger.remove("series", talks)
    assert feeds.closed(desk.reading, made) == ["Nothing of talks is in feed desk: it was removed."]


# Secret addresses.


def test_an_address_is_256_random_bits_of_which_a_hash_is_kept(desk: Desk) -> None:
    feeds.add(desk, draft())
    tokens = {feeds.issue(desk, "desk", f"{n}").token for n in range(50)}
    assert len(tokens) == 50
    assert all(TOKEN.fullmatch(token) for token in tokens)
    held = feeds.holders(desk.reading, stored(desk))
    assert {h.token_hash for h in held} == {hash_of(token) for token in tokens}
    kept = [str(dict(row)) for row in desk.reading.rows("SELECT * FROM subscribers")]
    kept += [str(dict(row)) for row in desk.reading.rows("SELECT * FROM revisions")]
    assert not any(token in row for token in tokens for row in kept)


def test_everybody_has_one_address_at_a_time(desk: Desk) -> None:
    feeds.add(desk, draft())
    first = feeds.issue(desk, "desk", " Ann ")
    with pytest.raises(Conflict, match="“Ann” has an address of desk already"):
        feeds.issue(desk, "desk", "Ann")
    second = feeds.rotate(desk, "desk", "Ann")
    assert second.token != first.token
    (held,) = feeds.holders(desk.reading, stored(desk))
    assert (held.label, held.token_hash) == ("Ann", hash_of(second.token))
    feeds.revoke(desk, "desk", "Ann")
    assert feeds.holders(desk.reading, stored(desk)) == ()
    with pytest.raises(Conflict, match="revoked already"):
        feeds.revoke(desk, "desk", "Ann")
    third = feeds.issue(desk, "desk", "Ann")
    all_of_ann = reads.subscribers(desk.reading, stored(desk).id)
    assert [h.revoked is None for h in all_of_ann] == [False, False, True]
    assert len({first.token, second.token, third.token}) == 3


def test_who_has_none_is_told_who_is_near(desk: Desk) -> None:
    feeds.add(desk, draft())
    feeds.issue(desk, "desk", "Ann, phone")
    with pytest.raises(NotFound, match=re.escape("Did you mean “Ann, phone”?")):
        feeds.revoke(desk, "desk", "Ann phone")
    with pytest.raises(NotFound, match=r"“Zoe” has no address of desk\.\Z"):
        feeds.rotate(desk, "desk", "Zoe")


def test_a_public_feed_has_no_secrets_to_give(desk: Desk) -> None:
    feeds.add(desk, draft(visibility="public"))
    with pytest.raises(Conflict, match="everybody has the same address"):
        feeds.issue(desk, "desk", "Ann")


@pytest.mark.parametrize("label", ["", "  ", "\x1b]0;x\x07", "x" * 101])
def test_a_label_is_words(desk: Desk, label: str) -> None:
    feeds.add(desk, draft())
    with pytest.raises(Invalid):
        feeds.issue(desk, "desk", label)


def test_a_removed_feed_takes_its_addresses_along_and_undo_brings_them_back(
    ledger_path: Path,
) -> None:
    with desk_at(ledger_path) as desk:
        feeds.add(desk, draft())
        token = feeds.issue(desk, "desk", "Ann").token
    with desk_at(ledger_path) as desk:
        feeds.remove(desk, "desk")
        assert reads.subscribers(desk.reading) == ()
        with pytest.raises(NotFound):
            stored(desk)
    with desk_at(ledger_path) as desk:
        history.undo(desk, 1)
        (held,) = feeds.holders(desk.reading, stored(desk))
        assert held.token_hash == hash_of(token)


def test_no_reader_of_the_history_is_told_a_hash(ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        feeds.add(desk, draft())
        issued = [feeds.issue(desk, "desk", "Ann"), feeds.rotate(desk, "desk", "Ann")]
    for level in Visibility:
        with Database(ledger_path).reading(Reader(level, NOW)) as reading:
            told = str(changes(reading))
        assert ("Ann" in told) is (level is not Visibility.PUBLIC)
        for each in issued:
            assert each.token not in told
            assert hash_of(each.token) not in told


def test_who_reads_the_history_in_another_tool_meets_no_hash(ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        feeds.add(desk, draft())
        issued = feeds.issue(desk, "desk", "Ann")
        feeds.revoke(desk, "desk", "Ann")
    with closing(sqlite3.connect(ledger_path)) as connection:
        rows = connection.execute("SELECT record_table, before, after FROM history").fetchall()
    told = [(table, *(json.loads(side or "null") for side in sides)) for table, *sides in rows]
    (_, _, feed), (_, nothing, given), (_, before, after) = told
    assert (feed["slug"], nothing, before) == ("desk", None, given)
    assert (given["label"], after["label"]) == ("Ann", "Ann")
    assert (given["revoked_at"], after["revoked_at"]) == (None, "2025-03-31T09:00:00Z")
    assert hash_of(issued.token) not in str(rows)


# Which readers see a feed, and what becomes of its address.


def test_a_reader_sees_feeds_up_to_their_level_in_order_of_name(ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        for slug, level in (("c", "public"), ("b", "internal"), ("a", "confidential")):
            feeds.add(desk, draft(slug, visibility=level, note="Ours"))
            if level != "public":
                feeds.issue(desk, slug, "Ann")
    seen = {}
    for level in Visibility:
        with Database(ledger_path).reading(Reader(level, NOW)) as reading:
            found = reads.feeds(reading)
            seen[str(level)] = [f.slug for f in found], len(reads.subscribers(reading))
            assert {f.note for f in found} == {None if level is Visibility.PUBLIC else "Ours"}
            assert reads.feeds(reading, ["c", "nothing"]) == found[-1:]
    assert seen == {
        "public": (["c"], 0),
        "internal": (["b", "c"], 1),
        "confidential": (["a", "b", "c"], 2),
    }


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        ({"visibility": "internal"}, {"desk"}),
        ({"slug": "other"}, {"desk"}),
        ({"title": "Another title", "language": "fr"}, set()),
        (None, {"desk"}),
    ],
)
def test_an_address_that_was_public_is_known_to_have_ended(
    ledger_path: Path, said: dict[str, str] | None, ended: set[str]
) -> None:
    later = NOW + timedelta(days=3)
    with desk_at(ledger_path) as desk:
        feeds.add(desk, draft(visibility="public"))
        feeds.add(desk, draft("quiet"))
    with desk_at(ledger_path, now=later) as desk:
        if said is None:
            feeds.remove(desk, "desk")
        else:
            feeds.edit(desk, "desk", FeedDraft(**said))  # type: ignore[arg-type]
        feeds.remove(desk, "quiet")
    with desk_at(ledger_path, now=later) as desk:
        before, after = (reads.withdrawn(desk.reading, t) for t in (NOW, later))
        assert before == dict.fromkeys(ended, later)
        assert after == {}
        if said == {"visibility": "internal"}:
            feeds.edit(desk, "desk", FeedDraft(visibility="public"))
        elif ended:
            feeds.add(desk, draft(visibility="public"))
        assert reads.withdrawn(desk.reading, NOW) == {}


def test_what_is_said_otherwise_is_known_since_when(ledger_path: Path) -> None:
    later = NOW + timedelta(days=3)
    with desk_at(ledger_path) as desk:
        feeds.add(desk, draft())
    with desk_at(ledger_path, now=later) as desk:
        feeds.edit(desk, "desk", FeedDraft(title="T", past=1, parties=("MLI",)))
        assert stored(desk).restyled is None
        feeds.edit(desk, "desk", FeedDraft(prefix="AES:"))
        assert stored(desk).restyled == later
