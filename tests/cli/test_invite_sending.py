"""`tracker invite --send`: only after a yes, and what is kept is what was sent."""

from __future__ import annotations

import os
import pty
import sqlite3
import subprocess
import sys
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import WORLD
from tests.outward.smtp import Kept, Manners, mail_server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Result, Tracker

AWA, IVAN, OMAR = "awa@example.org", "ivan@example.org", "omar@example.org"
ALL = ("--to", AWA, "--to", IVAN, "--to", OMAR)


@pytest.fixture
def run(tracker: Tracker) -> Tracker:
    """The program on one meeting, m1."""
    tracker("log", "Plenary talks", "--on", "3 April 2025 10:00-12:00", "--at", "Moscow")
    return tracker


def settings(kept: Kept) -> dict[str, str]:
    return {
        "TRACKER_MAIL_FROM": "protocol@mali.example",
        "TRACKER_SMTP_HOST": "127.0.0.1",
        "TRACKER_SMTP_PORT": str(kept.port),
    }


def send(run: Tracker, kept: Kept, *words: str, **more: Any) -> Result:
    return run("invite", "m1", "--send", "-y", *words, **{**settings(kept), **more})


def invited(path: Path) -> dict[str, tuple[str, int]]:
    with sqlite3.connect(path) as ledger:
        rows = ledger.execute("SELECT address, method, sequence FROM invitees WHERE removed = 0")
        found = {address: (method, sequence) for address, method, sequence in rows}
    ledger.close()
    return found


def _sequence(content: bytes) -> int:
    parts = message_from_bytes(content, policy=SMTP).walk()
    (calendar,) = (p for p in parts if p.get_content_type() == "text/calendar")
    payload = calendar.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return int(payload.partition(b"SEQUENCE:")[2].split()[0])


def test_each_gets_a_message_of_their_own(run: Tracker, ledger_path: Path) -> None:
    with mail_server() as kept:
        result = send(run, kept, *ALL)
    assert (result.code, result.out) == (0, "")
    assert [to for _, to, _ in kept.envelopes] == [(AWA,), (IVAN,), (OMAR,)]
    for _, (address,), content in kept.envelopes:
        message = message_from_bytes(content, policy=SMTP)
        assert message["To"] == address
        others = {AWA, IVAN, OMAR} - {address}
        assert not any(other.encode() in content for other in others)
    assert invited(ledger_path) == dict.fromkeys((AWA, IVAN, OMAR), ("request", 0))
    assert "Sent to awa@example.org." in result.err


def test_without_a_yes_nothing_is_sent_nor_kept(run: Tracker, ledger_path: Path) -> None:
    with mail_server() as kept:
        result = run("invite", "m1", "--send", *ALL, **settings(kept))
    assert result.code == 4
    assert result.err.startswith(
        f"tracker: Nothing was sent: 3 messages through 127.0.0.1:{kept.port} need a yes."
    )
    assert kept.envelopes == []
    assert invited(ledger_path) == {}


def test_who_was_refused_is_told_and_not_kept(run: Tracker, ledger_path: Path) -> None:
    with mail_server(Manners(refused=frozenset({IVAN}))) as kept:
        result = send(run, kept, *ALL)
    assert result.code == 1
    assert "Not taken for ivan@example.org: 550 no such person" in result.err
    assert result.err.splitlines()[-1] == ("tracker: 1 of 3 did not get it: ivan@example.org.")
    assert set(invited(ledger_path)) == {AWA, OMAR}


def test_of_one_message_to_all_those_are_kept_who_got_it(run: Tracker, ledger_path: Path) -> None:
    with mail_server(Manners(refused=frozenset({IVAN}))) as kept:
        assert send(run, kept, *ALL, "--together").code == 1
    assert [to for _, to, _ in kept.envelopes] == [(AWA, OMAR)]
    assert set(invited(ledger_path)) == {AWA, OMAR}


def test_when_the_connection_breaks_those_before_are_kept(run: Tracker, ledger_path: Path) -> None:
    with mail_server(Manners(drops_after=1)) as kept:
        result = send(run, kept, *ALL)
    assert result.code == 1
    assert "It is not known whether ivan@example.org got it." in result.err
    assert result.err.splitlines()[-1] == (
        "tracker: 2 of 3 did not get it: ivan@example.org, omar@example.org."
    )
    assert set(invited(ledger_path)) == {AWA}
    with mail_server() as later:
        assert send(run, later, "--to", IVAN, "--to", OMAR).code == 0
    assert set(invited(ledger_path)) == {AWA, IVAN, OMAR}


def test_a_change_goes_to_those_who_were_invited(run: Tracker, ledger_path: Path) -> None:
    with mail_server() as kept:
        send(run, kept, *ALL)
        assert "know it as it stands" in send(run, kept).err
        run("move", "m1", "4 April 2025")
        send(run, kept)
    assert len(kept.envelopes) == 6
    assert invited(ledger_path) == dict.fromkeys((AWA, IVAN, OMAR), ("request", 1))


def test_undo_says_that_what_was_sent_stays_sent(run: Tracker, ledger_path: Path) -> None:
    with mail_server() as kept:
        send(run, kept, "--to", AWA)
        run("move", "m1", "4 April 2025 10:00-12:00")
        send(run, kept)
        undone = run("undo", "2")
        assert undone.err.splitlines()[-1] == (
            "What awa@example.org was sent about m1 is not called back; tell them how it "
            "stands with: tracker invite m1 --to awa@example.org"
        )
        moved = kept.envelopes[-1][2]
        send(run, kept, "--to", AWA)
    assert "not called back" not in run("redo").err
    told = [_sequence(content) for content in (moved, kept.envelopes[-1][2])]
    assert told[0] < told[1]


def test_a_server_that_cannot_be_reached_is_told(run: Tracker, ledger_path: Path) -> None:
    with mail_server() as kept:
        pass
    result = send(run, kept, *ALL)
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "cannot be reached" in result.err
    assert invited(ledger_path) == {}


def test_the_feed_is_no_newer_for_an_invitation(run: Tracker) -> None:
    before = run("export", "ics").out
    with mail_server() as kept:
        send(run, kept, *ALL)
    assert run("export", "ics").out == before


def test_a_person_sees_what_goes_out_and_says_no(run: Tracker, ledger_path: Path) -> None:
    with mail_server() as kept:
        code, seen = _at_a_terminal(ledger_path, settings(kept), b"n\n")
    assert code == 0
    assert "Subject: Invitation: Plenary talks" in seen
    assert "You are invited to the following." in seen
    assert f"Invitation to {AWA}" in seen
    assert f"through 127.0.0.1:{kept.port}" in seen
    assert "Nothing was sent." in seen
    assert kept.envelopes == []


def _at_a_terminal(ledger: Path, more: dict[str, str], typed: bytes) -> tuple[int, str]:
    """Run `invite --send` at a terminal of its own; return its exit code and what was seen."""
    ours, theirs = pty.openpty()
    world = os.environ | WORLD | more | {"TRACKER_DB": str(ledger), "TERM": "dumb"}
    words = ["invite", "m1", "--to", AWA, "--send"]
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=world,
    ) as process:
        os.close(theirs)
        os.write(ours, typed)
        seen = b""
        while True:
            try:
                read = os.read(ours, 4096)
            except OSError:  # Linux's way of saying that the other end is shut
                break
            if not read:
                break
            seen += read
    os.close(ours)
    return process.returncode, seen.decode().replace("\r\n", "\n")
