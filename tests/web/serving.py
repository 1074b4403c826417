"""The server as a process of its own, on a real ledger: started, asked, stopped."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.conftest import desk_at
from tests.reliability.programs import PROGRAM, world
from tests.web.asking import Reply
from tracker.domain.feeds import hash_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONG = 120.0  # seconds: how long anything may take on a busy machine
_WHERE = re.compile(r"Serving .* at (?:http://127\.0\.0\.1:(\d+)/|unix:(\S+));")


@dataclass(frozen=True)
class Server:
    """A server that listens."""

    process: subprocess.Popen[bytes]
    port: int
    unix: str | None
    log: Path
    talk: Path

    def connect(self) -> socket.socket:
        """Return a new connection."""
        if self.unix:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(LONG)
            line.connect(self.unix)
            return line
        return socket.create_connection(("127.0.0.1", self.port), LONG)

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """Return the answer to one request on a connection of its own."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        client.sock = self.connect()
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            client.request(method, path, headers=named)
            answer = client.getresponse()
            received = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, received, answer.read())
        finally:
            client.close()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop; return how it ended."""
        self.process.send_signal(number)
        return self.process.wait(LONG)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The access log as far as it is written."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    @property
    def said(self) -> str:
        """What it told the operator."""
        return self.talk.read_text(encoding="utf-8")


@contextmanager
def serving(
    ledger: Path,
    *words: str,
    place: tuple[str, ...] = ("--port", "0"),
    starter: tuple[str, ...] = (),
    fds: tuple[int, ...] = (),
    **variables: str,
) -> Iterator[Server]:
    """Serve a ledger, at a port of its own unless `words` or `place` say another.

    `starter` is what runs the program, `fds` the file descriptors that it is left.
    """
    folder = ledger.parent
    log, talk = folder / "access.log", folder / "talk.txt"
    place = () if "--unix" in words else place
    with log.open("wb") as out, talk.open("wb") as err:
        process = subprocess.Popen(
            [*starter, *PROGRAM, "serve", *place, *words],
            pass_fds=fds,
            env=world(ledger, **variables),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    try:
        found = wait_for(lambda: _told_where(process, talk))
        yield Server(process, int(found[1] or 0), found[2], log, talk)
    finally:
        process.kill()
        process.wait(LONG)


def _told_where(process: subprocess.Popen[bytes], talk: Path) -> re.Match[str] | None:
    said = talk.read_text(encoding="utf-8")
    assert process.poll() is None, said
    return _WHERE.search(said)


def wait_for(question: Callable[[], Any]) -> Any:
    """Return the first true answer; fail when there is none in a long time."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.02)
    raise AssertionError("it did not come")


def add_feed(ledger: Path, slug: str = "all", token: str | None = None) -> None:
    """Give a ledger a public feed of everything, or one with a secret address."""
    with desk_at(ledger) as desk:
        feed = desk.ledger.insert(
            "feeds",
            {
                "slug": slug,
                "title": '{"en": "All"}',
                "language": "en",
                "cancelled": "mark",
                "past_months": 3,
                "future_months": 18,
                "visibility": "internal" if token else "public",
            },
        )
        if token:
            holder = {"feed_id": feed, "label": "desk", "token_hash": hash_of(token)}
            desk.ledger.insert("subscribers", holder | {"issued_at": "2025-03-31T09:00:00Z"})


def add_meetings(ledger: Path, number: int) -> None:
    """Log public meetings with long titles, so that a feed of them is some 1.5 kB for each."""
    with desk_at(ledger) as desk:
        for each in range(number):
            desk.ledger.insert(
                "meetings",
                {
                    "title": f'{{"en": "Talks {each} {"on " * 500}"}}',
                    "kind": "meeting",
                    "status": "announced",
                    "zone": "UTC",
                    "visibility": "public",
                    "when_announced": "2025-04-03T10:00/2025-04-03T11:00[UTC]",
                },
            )


def summaries(content: bytes) -> list[str]:
    """The titles of a calendar's events."""
    return re.findall(r"^SUMMARY:(.*)\r$", content.decode(), flags=re.MULTILINE)
