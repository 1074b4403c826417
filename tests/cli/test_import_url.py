"""`tracker import URL`: asked again only for what was modified, and never within by accident."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Tracker

EVENT = """BEGIN:VEVENT
UID:{number}@example.org
DTSTAMP:20250101T000000Z
DTSTART:202504{number:02}T090000Z
DTEND:202504{number:02}T100000Z
SUMMARY:Talks {number}
END:VEVENT
"""


def calendar(*numbers: int) -> bytes:
    events = "".join(EVENT.format(number=n) for n in numbers)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{events}END:VCALENDAR\n".encode()


class Publisher:
    """A server of one calendar, which says when it was not modified."""

    def __init__(self, port: int) -> None:
        self.content = calendar(3, 4)
        self.answers: list[int] = []
        self.host = f"127.0.0.1:{port}"
        self.url = f"http://{self.host}/calendar.ics"


class _Handler(BaseHTTPRequestHandler):
    publisher: ClassVar[Publisher]

    def do_GET(self) -> None:
        content = self.publisher.content
        etag = f'"{hashlib.sha256(content).hexdigest()[:8]}"'
        same = self.headers.get("If-None-Match") == etag
        code = 404 if not content else 304 if same else 200
        self.publisher.answers.append(code)
        self.send_response(code)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", "0" if code != 200 else str(len(content)))
        self.end_headers()
        if code == 200:
            self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        return


@contextmanager
def publishing() -> Iterator[Publisher]:
    class Handler(_Handler):
        """One for each publisher."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.publisher = Publisher(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Handler.publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as started:
        yield started


def test_what_lies_within_is_asked_only_by_name(tracker: Tracker, publisher: Publisher) -> None:
    refused = tracker("import", publisher.url)
    assert (refused.code, publisher.answers) == (4, [])
    taken = tracker("import", publisher.url, "--source", "x", "--allow-host", publisher.host)
    assert (taken.code, publisher.answers) == (0, [200])
    assert tracker("import", "--source", "x").code == 0  # it was remembered with its host


def test_what_was_not_modified_is_not_read_again(tracker: Tracker, publisher: Publisher) -> None:
    allowed = {"TRACKER_IMPORT_HOSTS": publisher.host}
    tracker("import", publisher.url, "--source", "parliament", **allowed)

    again = tracker("import", "--source", "parliament", **allowed)
    assert again.err == "parliament: not modified since it was last read.\n"
    publisher.content = calendar(3, 4, 5)
    assert "1 new, 2 unchanged" in tracker("import", "--all", **allowed).err
    assert "not modified" in tracker("import", "--all", **allowed).err
    assert publisher.answers == [200, 304, 200, 304]


def test_what_was_taken_back_is_asked_for_whole(tracker: Tracker, publisher: Publisher) -> None:
    allowed = {"TRACKER_IMPORT_HOSTS": publisher.host}
    tracker("import", publisher.url, "--source", "parliament", **allowed)
    publisher.content = calendar(3, 4, 5)
    tracker("import", "--all", **allowed)
    tracker("undo")
    assert "1 new, 2 unchanged" in tracker("import", "--all", **allowed).err
    assert publisher.answers == [200, 200, 200]


def test_theirs_is_asked_for_though_it_was_not_modified(
    tracker: Tracker, publisher: Publisher
) -> None:
    allowed = {"TRACKER_IMPORT_HOSTS": publisher.host}
    tracker("import", publisher.url, "--source", "parliament", **allowed)
    tracker("edit", "m1", "--title", "Ours")
    done = tracker("import", "--source", "parliament", "--theirs", **allowed)
    assert "title Ours → Talks 3" in done.err


def test_one_address_that_fails_keeps_none_of_the_others(
    tracker: Tracker, publisher: Publisher
) -> None:
    with publishing() as other:
        allowed = {"TRACKER_IMPORT_HOSTS": f"{publisher.host},{other.host}"}
        tracker("import", publisher.url, "--source", "a", **allowed)
        other.content = calendar(6)
        tracker("import", other.url, "--source", "b", **allowed)
        publisher.content, other.content = b"", calendar(6, 7)
        done = tracker("import", "--all", "--json", **allowed)
    assert done.code == 1
    assert "a: " in done.err
    assert [report["source"] for report in json.loads(done.out)] == ["b"]


def test_the_list_tells_no_secret_of_an_address(tracker: Tracker, publisher: Publisher) -> None:
    allowed = {"TRACKER_IMPORT_HOSTS": publisher.host}
    tracker("import", f"{publisher.url}?token=secret", "--source", "x", **allowed)
    assert "secret" not in tracker("import", "--list").out
