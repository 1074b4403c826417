"""Laws of merging: nothing is left behind, nothing gets more open, and undo is exact."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.test_merge import dump
from tests.conftest import desk_at
from tracker.domain.visibility import Visibility
from tracker.services import agenda, history, meetings, sessions
from tracker.services.agenda import ItemDraft, Spot
from tracker.services.levels import level_of
from tracker.services.meetings import Draft
from tracker.services.merging.joining import merge
from tracker.services.references import Reference

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.services.desk import Desk

HANGING = (
    *("delegations", "agenda_items", "agenda_schemes", "agenda_versions", "commitments"),
    *("document_links", "taggings", "precedences", "listings", "invitees"),
)
LEVELS = st.sampled_from([str(level) for level in Visibility])
WORDS = st.sampled_from(["Trade", "Transit", "Energy", "Visas"])


@st.composite
def a_meeting(draw: st.DrawFn) -> tuple[Draft, list[tuple[str, str]]]:
    """A meeting as it may have been logged, and the items of its agenda with their levels."""
    chosen: dict[str, Any] = {
        "title": draw(st.sampled_from(["Talks", "Plenary talks", "Signing"])),
        "on": draw(st.sampled_from(["tbc", "April 2025", "3 April 2025", "3 April 2025 10:00"])),
        "at": draw(st.sampled_from([None, "Moscow", "Kremlin, Moscow", "Bamako"])),
        "room": draw(st.sampled_from([None, "Hall"])),
        "parties": draw(st.sampled_from([None, "MLI", "MLI,RUS", "RUS,BFA"])),
        "session": draw(st.sampled_from([None, "open/1", "closed/1"])),
        "kind": draw(st.sampled_from([None, "plenary", "signing"])),
        "visibility": draw(LEVELS),
        "embargo": draw(st.sampled_from([None, "1 May 2025", "2 May 2025"])),
        "topics": tuple(draw(st.sets(WORDS, max_size=2))),
        "sources": tuple(f"https://example.org/{n}" for n in draw(st.sets(st.integers(1, 3)))),
        "note": draw(st.sampled_from([None, "A note"])),
    }
    return Draft(**chosen), draw(st.lists(st.tuples(WORDS, LEVELS), max_size=4, unique=True))


def log(desk: Desk, draft: Draft, items: list[tuple[str, str]]) -> Reference:
    number = meetings.log(desk, draft)
    of = Reference("meetings", number, f"m{number}")
    for title, level in items:
        agenda.add(desk, of, ItemDraft(title=title, visibility=level), Spot())
    return of


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=a_meeting(), other=a_meeting())
def test_a_merge_loses_nothing_opens_nothing_and_is_taken_back(
    template: Path,
    tmp_path: Path,
    one: tuple[Draft, list[tuple[str, str]]],
    other: tuple[Draft, list[tuple[str, str]]],
) -> None:
    path = tmp_path / "ledger.sqlite3"
    shutil.copyfile(template, path)
    with desk_at(path) as desk:
        for slug, level in (("open", "public"), ("closed", "confidential")):
            series = sessions.add_series(
                desk, sessions.SeriesDraft(slug=slug, title=slug, visibility=level)
            )
            sessions.add(desk, series, sessions.SessionDraft(on="3 April 2025", visibility=level))
        kept, gone = log(desk, *one), log(desk, *other)
    before = dump(path)
    with desk_at(path) as desk:
        was = [_level(desk, each.id) for each in (kept, gone)]
        merge(desk, kept.short, gone.short)
        assert _level(desk, kept.id) == max(was, key=lambda level: level.rank)
        left = {table: _live(desk, table, gone.id) for table in HANGING}
        assert not any(left.values()), left
        parties = {d["party_id"] for d in _live(desk, "delegations", kept.id)}
        assert len(parties) == len(_live(desk, "delegations", kept.id))
        labels = [row["label"] for row in _live(desk, "agenda_items", kept.id)]
        assert len(set(labels)) == len(labels)
        titles = {title for title, _ in (*one[1], *other[1])}
        assert len({row["title"] for row in _live(desk, "agenda_items", kept.id)}) == len(titles)
    with desk_at(path) as desk:
        history.undo(desk, 1)
    assert dump(path) == before


def _level(desk: Desk, meeting: int) -> Visibility:
    return level_of(desk, "meetings", desk.ledger.row("meetings", meeting))


def _live(desk: Desk, table: str, meeting: int) -> list[Any]:
    rows = desk.reading.rows(
        f"SELECT * FROM {table} WHERE removed = 0 AND meeting_id = :id", {"id": meeting}
    )
    return list(rows)
