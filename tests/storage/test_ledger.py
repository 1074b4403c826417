"""The one door for writes: a row with its revision, and the way back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, desk_at
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Conflict, NotFound, TrackerError
from tracker.services import history, meetings, removal, scheduling
from tracker.services.meetings import Draft
from tracker.services.references import Reference
from tracker.storage import health
from tracker.storage.database import Database
from tracker.storage.ledger import Command
from tracker.storage.reads.stamps import stamps
from tracker.storage.schema import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.domain.occasions import Stamp
    from tracker.services.desk import Desk

TALKS = Draft(title="Talks", on="10 April 2025 10:00-12:00", at="Moscow", parties="MLI,RUS")


def rows(path: Path, statement: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(statement)]


def records(path: Path) -> str:
    """Every row of every table of records, as one text."""
    return json.dumps(
        {table: rows(path, f"SELECT * FROM {table} ORDER BY id") for table in sorted(RECORDS)},
        ensure_ascii=False,
    )


def count(path: Path, table: str) -> int:
    return int(rows(path, f"SELECT count(*) AS n FROM {table}")[0]["n"])


def log_talks(path: Path) -> Reference:
    with desk_at(path) as desk:
        number = meetings.log(desk, TALKS)
    return Reference("meetings", number, f"m{number}")


def stamp(path: Path, of: Reference, clearance: Visibility = Visibility.INTERNAL) -> Stamp:
    with Database(path).reading(Reader(clearance, NOW)) as reading:
        return stamps(reading, of.table, {of.id: "uid"})[of.id]


class Broken(Exception):
    """What goes wrong in the middle of a command."""


def fail_after(_done: object) -> None:
    raise Broken


def test_a_row_and_its_revision_are_stored_together(ledger_path: Path) -> None:
    of = log_talks(ledger_path)
    (row,) = rows(ledger_path, "SELECT * FROM meetings")
    (revision,) = rows(ledger_path, "SELECT * FROM revisions WHERE record_table = 'meetings'")
    assert (revision["record_id"], revision["before"]) == (of.id, None)
    assert json.loads(revision["after"]) == row


def test_one_command_is_one_change(ledger_path: Path) -> None:
    log_talks(ledger_path)
    (change,) = rows(ledger_path, "SELECT * FROM changes")
    assert {r["change_id"] for r in rows(ledger_path, "SELECT change_id FROM revisions")} == {
        change["id"]
    }


def test_an_exception_takes_everything_back(ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    with pytest.raises(Broken), desk_at(ledger_path) as desk:
        fail_after(meetings.log(desk, TALKS))
    assert ledger_path.read_bytes() == before


def test_an_exception_inside_is_survived_only_by_whole_transactions(ledger_path: Path) -> None:
    """Who catches a fault inside the block commits what was done before and after it."""
    with desk_at(ledger_path) as desk:
        meetings.log(desk, TALKS)
        with pytest.raises(NotFound):
            desk.ledger.row("meetings", 999)
        meetings.log(desk, TALKS)
    assert count(ledger_path, "meetings") == 2
    assert count(ledger_path, "changes") == 1


def test_a_second_writer_waits_for_the_first(ledger_path: Path) -> None:
    """Blocks do not nest: what is open for writing is held, and the other is refused in time."""
    with (
        desk_at(ledger_path),
        closing(sqlite3.connect(ledger_path, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_what_changes_nothing_leaves_no_change(ledger_path: Path) -> None:
    of = log_talks(ledger_path)
    with desk_at(ledger_path) as desk:
        assert not desk.ledger.update("meetings", of.id, {"kind": "meeting"})
    assert count(ledger_path, "changes") == 1


def test_an_unknown_table_is_no_place_to_write(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.ledger.insert("changes", {"at": "2025-04-03T10:00:00Z"})


def test_an_unknown_column_name_is_never_put_in_a_statement(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.ledger.insert("topics", {"slug) VALUES ('x'); --": "y"})


def test_undo_restores_the_row(ledger_path: Path) -> None:
    of = log_talks(ledger_path)
    before = records(ledger_path)
    with desk_at(ledger_path) as desk:
        scheduling.move(desk, of, "11 April 2025 9:00")
    assert records(ledger_path) != before
    with desk_at(ledger_path) as desk:
        history.undo(desk, 1)
    assert records(ledger_path) == before


def test_a_change_that_a_later_one_touched_cannot_be_taken_back(ledger_path: Path) -> None:
    of = log_talks(ledger_path)
    with desk_at(ledger_path) as desk:
        scheduling.move(desk, of, "11 April 2025 9:00")
    before = ledger_path.read_bytes()
    with pytest.raises(Conflict), desk_at(ledger_path) as desk:
        desk.ledger.take_back(1)
    assert ledger_path.read_bytes() == before


def test_a_change_is_taken_back_once(ledger_path: Path) -> None:
    log_talks(ledger_path)
    with desk_at(ledger_path) as desk:
        history.undo(desk, 1)
    with pytest.raises(Conflict), desk_at(ledger_path) as desk:
        history.undo(desk, 1)


def test_an_id_is_never_given_twice(ledger_path: Path) -> None:
    first = log_talks(ledger_path)
    with desk_at(ledger_path) as desk:
        history.undo(desk, 1)
    assert log_talks(ledger_path).id != first.id


RESCHEDULING: dict[str, Callable[[Desk, Reference], object]] = {
    "start": lambda desk, of: scheduling.move(desk, of, "10 April 2025 11:00-12:00"),
    "end": lambda desk, of: scheduling.move(desk, of, "10 April 2025 10:00-13:00"),
    "zone": lambda desk, of: meetings.edit(desk, of.id, Draft(zone="Africa/Bamako")),
    "place": lambda desk, of: meetings.edit(desk, of.id, Draft(at="Bamako")),
    "status": scheduling.confirm,
    "cancelled": lambda desk, of: scheduling.cancel(desk, of, reason="no quorum"),
    "postponed": lambda desk, of: scheduling.postpone(desk, of, None, reason="illness"),
}
STAYING: dict[str, Callable[[Desk, Reference], object]] = {
    "title": lambda desk, of: meetings.edit(desk, of.id, Draft(title="Consultations")),
    "party": lambda desk, of: meetings.edit(desk, of.id, Draft(parties="NER")),
    "room": lambda desk, of: meetings.edit(desk, of.id, Draft(room="Blue room")),
    "kind": lambda desk, of: meetings.edit(desk, of.id, Draft(kind="bilateral")),
    "topic": lambda desk, of: meetings.edit(desk, of.id, Draft(topics=("trade",))),
    "visibility": lambda desk, of: meetings.edit(desk, of.id, Draft(visibility="public")),
}


@pytest.mark.parametrize("field", RESCHEDULING)
def test_sequence_rises_when_the_meeting_moves(ledger_path: Path, field: str) -> None:
    of = log_talks(ledger_path)
    with desk_at(ledger_path) as desk:
        RESCHEDULING[field](desk, of)
    assert stamp(ledger_path, of).sequence == 1


@pytest.mark.parametrize("field", STAYING)
def test_sequence_stays_when_only_words_change(ledger_path: Path, field: str) -> None:
    of = log_talks(ledger_path)
    first = stamp(ledger_path, of)
    with desk_at(ledger_path) as desk:
        STAYING[field](desk, of)
    then = stamp(ledger_path, of)
    assert then.sequence == 0
    assert then.modified > first.modified


def test_a_note_is_noticed_only_by_those_cleared_for_notes(ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        number = meetings.log(desk, Draft(title="Talks", on="May 2025", visibility="public"))
    of = Reference("meetings", number, f"m{number}")
    first = stamp(ledger_path, of, Visibility.PUBLIC)
    with desk_at(ledger_path) as desk:
        meetings.edit(desk, of.id, Draft(note="Bring the file."))
    assert stamp(ledger_path, of, Visibility.PUBLIC) == first
    assert stamp(ledger_path, of).modified > first.modified


@pytest.mark.parametrize("jump", [timedelta(0), timedelta(days=-1), timedelta(days=400)])
def test_last_modified_rises_whatever_the_clock_does(ledger_path: Path, jump: timedelta) -> None:
    of = log_talks(ledger_path)
    seen = [stamp(ledger_path, of).modified]
    for hour in (11, 12, 13):
        with desk_at(ledger_path, now=NOW + jump) as desk:
            scheduling.move(desk, of, f"12 April 2027 {hour}:00")
        seen.append(stamp(ledger_path, of).modified)
    assert seen == sorted(set(seen))


def test_history_goes_forward_though_the_clock_is_set_back(ledger_path: Path) -> None:
    of = log_talks(ledger_path)
    with desk_at(ledger_path, now=NOW - timedelta(days=1)) as desk:
        scheduling.confirm(desk, of)
    first, second = (row["at"] for row in rows(ledger_path, "SELECT at FROM changes ORDER BY id"))
    assert first <= second


# Chains: whatever was done, in whatever order, the way back leads to where it began.

FOUNDING = 1  # the change that stored the example, which stays

DAYS = st.dates(datetime(2025, 3, 1, tzinfo=UTC).date(), datetime(2025, 6, 1, tzinfo=UTC).date())
WHENS = st.one_of(
    DAYS.map(str),
    st.builds("{}T{:02}:00".format, DAYS, st.integers(0, 23)),
    st.sampled_from(["May 2025", "second half of May 2025", "tbc", "3-4 April 2025", "2026"]),
)
DRAFTS = st.builds(
    Draft,
    title=st.sampled_from(["Talks", "Entretiens", "محادثات"]),
    on=WHENS,
    at=st.sampled_from([None, "Moscow", "Bamako", "Blue room, Niamey"]),
    parties=st.sampled_from([None, "MLI,RUS", "AES", "BFA"]),
    topics=st.sampled_from([(), ("trade",)]),
    sources=st.sampled_from([(), ("https://example.org/news",)]),
    session=st.sampled_from([None, "aes-russia/1"]),
    visibility=st.sampled_from([None, "public", "confidential"]),
)
EDITS = st.builds(
    Draft,
    title=st.sampled_from([None, "Consultations"]),
    at=st.sampled_from([None, "Ouagadougou"]),
    zone=st.sampled_from([None, "Asia/Tokyo"]),
    parties=st.sampled_from([None, "NER"]),
    chair=st.sampled_from([None, "MLI"]),
    note=st.sampled_from([None, "Ask again."]),
)
STEPS = st.one_of(
    st.tuples(st.just("log"), DRAFTS),
    st.tuples(st.just("edit"), EDITS),
    st.tuples(st.sampled_from(["move", "confirm", "postpone", "held"]), WHENS),
    st.tuples(st.sampled_from(["cancel", "remove", "remove session", "postpone", "undo"])),
)
CHAINS = st.lists(
    st.tuples(STEPS, st.integers(0, 9), st.sampled_from([0, 0, 1, -3600, 86_400])),
    min_size=1,
    max_size=12,
)


def standing(desk: Desk) -> int:
    """How many commands there are, after the founding one, that nobody has taken back."""
    (found,) = desk.reading.rows(
        f"SELECT count(*) AS n FROM changes c WHERE undoes IS NULL AND id > {FOUNDING} "
        "AND NOT EXISTS (SELECT 1 FROM changes u WHERE u.undoes = c.id)"
    )
    return int(found["n"])


VERBS: dict[str, Callable[..., object]] = {
    "move": scheduling.move,
    "confirm": scheduling.confirm,
    "held": scheduling.held,
    "postpone": lambda desk, of, typed=None: scheduling.postpone(desk, of, typed, reason="ill"),
    "cancel": lambda desk, of: scheduling.cancel(desk, of, reason="no quorum"),
    "remove": removal.remove,
    "remove session": removal.remove,
    "edit": lambda desk, of, draft: of.table == "meetings" and meetings.edit(desk, of.id, draft),
}


def take_step(desk: Desk, step: tuple[Any, ...], choice: int) -> None:
    verb, *given = step
    if verb == "log":
        meetings.log(desk, *given)
    elif verb == "undo":
        if standing(desk):
            history.undo(desk, 1)
    else:
        table = "sessions" if verb == "remove session" or choice == 0 else "meetings"
        live = desk.reading.rows(f"SELECT id FROM {table} WHERE removed = 0 ORDER BY id")
        if live:
            number = live[choice % len(live)]["id"]
            VERBS[verb](desk, Reference(table, number, f"{table} {number}"), *given)


def carry_out(path: Path, chain: list[tuple[tuple[Any, ...], int, int]]) -> None:
    """Every step is a command of its own; one that is refused must leave nothing behind."""
    now = NOW
    for step, choice, later in chain:
        now += timedelta(seconds=later)
        before = records(path)
        try:
            with desk_at(path, now=now) as desk:
                take_step(desk, step, choice)
        except TrackerError:
            assert records(path) == before


def require_rising_stamps(path: Path) -> None:
    """LAST-MODIFIED rises from command to command; the UID stays."""
    seen: dict[tuple[str, int], tuple[int, str]] = {}
    uids: dict[tuple[str, int], str] = {}
    for row in rows(path, "SELECT * FROM revisions ORDER BY id"):
        owners = {(row["record_table"], row["record_id"])}
        owners |= {(f"{o}s", row[f"{o}_id"]) for o in ("session", "meeting") if row[f"{o}_id"]}
        for record in owners:
            change, modified = seen.get(record, (row["change_id"], ""))
            assert change == row["change_id"] or modified < row["modified_confidential"]
            newest = max(modified, row["modified_confidential"])
            seen[record] = (row["change_id"], newest)
        for side in filter(None, (row["before"], row["after"])):
            uid = json.loads(side).get("uid")
            key = (row["record_table"], row["record_id"])
            assert uids.setdefault(key, uid) == uid


@given(chain=CHAINS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_undoing_every_command_restores_the_exact_rows(
    founding_template: Path, tmp_path: Path, chain: list[tuple[tuple[Any, ...], int, int]]
) -> None:
    path = tmp_path / "chain.sqlite3"
    shutil.copyfile(founding_template, path)
    before, history_before = records(path), count(path, "revisions")
    carry_out(path, chain)
    with desk_at(path) as desk:
        if standing(desk):
            history.undo(desk, standing(desk))
    assert records(path) == before
    assert health.check(Database(path)) == ()
    require_rising_stamps(path)
    own = "SELECT count(*) AS n FROM revisions r JOIN changes c ON c.id = r.change_id WHERE "
    done = rows(path, own + f"c.undoes IS NULL AND c.id > {FOUNDING}")[0]["n"]
    assert count(path, "revisions") - history_before == 2 * done


def test_a_command_says_who_and_what(ledger_path: Path) -> None:
    command = Command("Awa Traoré", "tracker log Talks", NOW)
    with Database(ledger_path).writing(command) as ledger:
        ledger.insert("topics", {"slug": "trade", "name": "{}"})
    (change,) = rows(ledger_path, "SELECT author, command, at FROM changes")
    assert change["author"] == "Awa Traoré"
    assert change["command"] == "tracker log Talks"
    assert change["at"].startswith("2025-03-31T09:00:00")
