"""The program itself as a server: what is sent, what is said, how it stops (FEED.md, H rows)."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.reliability.programs import call, tell, world
from tests.test_layers import HEAVY, STYLES
from tests.web.presses import TOKEN
from tests.web.serving import LONG, Server, add_feed, add_meetings, serving, summaries, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Tracker

pytestmark = pytest.mark.slow
URL = "https://calendar.example"
SECRET = f"/feeds/{TOKEN}/desk.ics"
LOG = ("log", "Talks", "--on", "2025-04-03T10:00", "--visibility", "public")


@pytest.fixture
def fed(ledger_path: Path, tracker: Tracker) -> Path:
    """A ledger with one public meeting, a public feed and one with a secret address."""
    assert tracker(*LOG).code == 0
    add_feed(ledger_path)
    add_feed(ledger_path, "desk", TOKEN)
    return ledger_path


@pytest.fixture
def server(fed: Path) -> Iterator[Server]:
    """That ledger, served."""
    with serving(fed) as running:
        yield running


def test_a_subscriber_gets_the_feed_and_then_only_its_changes(
    server: Server, tracker: Tracker
) -> None:
    first = server.get("/feeds/all.ics")
    assert first.status == 200
    assert summaries(first.body) == ["Talks"]
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["content-disposition"] == 'inline; filename="all.ics"'
    known = server.get("/feeds/all.ics", If_None_Match=first.headers["etag"])
    assert (known.status, known.body) == (304, b"")
    assert known.headers["etag"] == first.headers["etag"]
    assert tracker("edit", "m1", "--title", "Consultations").code == 0
    changed = server.get("/feeds/all.ics", If_None_Match=first.headers["etag"])
    assert changed.status == 200
    assert summaries(changed.body) == ["Consultations"]
    assert changed.headers["etag"] != first.headers["etag"]


def test_the_way_that_thunderbird_asks_is_answered(server: Server) -> None:
    """HEAD, PROPFIND three times, GET; later a PUT, which must create nothing (FEED.md, H4)."""
    whole = server.get("/feeds/all.ics")
    head = server.get("/feeds/all.ics", "HEAD")
    assert (head.status, head.body) == (200, b"")
    same = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in same} == {
        k: v for k, v in whole.headers.items() if k not in same
    }
    for method in ("PROPFIND", "PROPFIND", "PROPFIND", "PUT", "OPTIONS", "REPORT", "DELETE"):
        reply = server.get("/feeds/all.ics", method, If_Match="nothing")
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert server.get("/feeds/all.ics").body == whole.body


def test_one_connection_serves_many_requests_and_pipelines(server: Server) -> None:
    with server.connect() as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 30)
        received = b""
        while received.count(b"live\n") < 30:
            received += line.recv(65536)
    assert received.count(b"HTTP/1.1 200 OK") == 30


def test_an_offer_of_an_upgrade_is_passed_over(server: Server) -> None:
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"
    with server.connect() as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + offer)
        assert line.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_every_answer_has_one_date_and_names_no_program(server: Server) -> None:
    for path in ("/", "/feeds/all.ics", "/nothing", "/healthz"):
        headers = server.get(path).headers
        assert "date" in headers
        assert "server" not in headers


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 400_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 90_000 + b"\r\n", 431),
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ],
    ids=["url", "middling-url", "header", "many", "very-many", "nonsense", "tls", "octets"],
)
def test_what_is_too_large_or_no_request_is_refused_in_words(
    server: Server, request_: bytes, status: int
) -> None:
    with server.connect() as line:
        line.sendall(request_)
        received = b""
        while data := line.recv(65536):
            received += data
    assert received.startswith(b"HTTP/1.1 %d " % status)
    assert b"connection: close" in received
    assert server.get("/healthz").status == 200


def test_a_large_body_is_read_past_and_the_connection_lives_on(server: Server) -> None:
    with server.connect() as line:
        size = 2_000_000
        line.sendall(b"PUT /feeds/all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size)
        line.sendall(b"x" * size)
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        received = b""
        while b"live\n" not in received:
            received += line.recv(65536)
    assert received.startswith(b"HTTP/1.1 405 Method Not Allowed")


def test_no_secret_is_in_any_log_nor_in_the_process_list(server: Server, fed: Path) -> None:
    """RELIABILITY.md, S3. What is revoked is told apart from nothing."""
    assert summaries(server.get(SECRET).body) == ["Talks"]
    for path in (f"/feeds/{TOKEN}/all.ics", f"/{TOKEN}", f"/feeds/{TOKEN}", f"//feeds/{TOKEN}/x"):
        server.get(path)
        server.get(path, "PROPFIND", Referer=f"https://x.example/{TOKEN}", User_Agent=TOKEN)
    tell(fed, "DROP TABLE subscribers")
    server.get(f"/feeds/{TOKEN}/desk.ics?again={TOKEN}")
    processes = _command_lines()
    assert server.stop() == 0
    kept = b"".join(path.read_bytes() for path in fed.parent.iterdir() if path.is_file())
    for part in (TOKEN, TOKEN[:12], TOKEN[-30:]):
        assert part.encode() not in kept + processes
    assert server.lines[0]["path"] == "/feeds/…/desk.ics"
    assert len(server.lines) == 10


def _command_lines() -> bytes:
    """What `ps` would show of every process."""
    found = b""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended since
            found += path.read_bytes()
    return found


def test_secret_addresses_that_open_nothing_are_all_alike(server: Server, fed: Path) -> None:
    """Unknown, cut, revoked: same status, body and headers (FEED.md, L5)."""
    assert summaries(server.get(SECRET).body) == ["Talks"]
    unknown = server.get(f"/feeds/{'A' * 43}/desk.ics")
    cut = server.get(f"/feeds/{TOKEN[:-1]}/desk.ics")
    tell(fed, "UPDATE subscribers SET revoked_at = '2025-03-31T09:00:00Z'")
    revoked = server.get(SECRET)
    assert summaries(revoked.body) != ["Talks"]
    for reply in (unknown, cut, revoked):
        reply.headers.pop("date")
    assert unknown == cut == revoked
    assert unknown.headers["x-robots-tag"] == "noindex"
    assert unknown.headers["cache-control"].startswith("private")


def test_the_ledger_is_read_only_to_the_server(server: Server, fed: Path) -> None:
    before = fed.read_bytes()
    for path in ("/", "/feeds/all.ics", SECRET, "/months/2025-04/", "/nothing"):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            server.get(path, method)
    assert server.stop() == 0
    assert fed.read_bytes() == before


def changed(*lines: str) -> tuple[str, ...]:
    """A starter that runs lines of Python before the program."""
    run = ("from tracker.cli.root import run", "sys.exit(run(sys.argv[4:]))")
    return (sys.executable, "-c", "\n".join(("import sys", *lines, *run)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_finishes_its_answers(fed: Path, number: int) -> None:
    add_meetings(fed, 200)  # forty such answers fit into no socket's buffer
    starter = changed("from tracker.web import server", f"server._GRACE = {LONG}")
    with serving(fed, starter=starter) as server:
        size = len(server.get("/feeds/all.ics").body)
        with server.connect() as line:
            line.sendall(b"GET /feeds/all.ics HTTP/1.1\r\nHost: x\r\n\r\n" * 40)
            line.recv(1, socket.MSG_PEEK)  # it has them all, and has begun
            server.process.send_signal(number)
            wait_for(lambda: not _listens(server))
            received = _until_closed(line)
        assert received.count(b"END:VCALENDAR\r\n") == 40
        assert len(received) > 40 * size
        assert server.process.wait(LONG) == 0
        assert len(server.lines) == 41
        assert "Traceback" not in server.said


def _listens(server: Server) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", server.port)) == 0


def test_a_client_that_reads_nothing_does_not_keep_it_from_stopping(server: Server) -> None:
    server.get("/feeds/all.ics")
    with server.connect(), server.connect() as half:
        half.sendall(b"GET / HTT")
        assert server.stop() == 0


def test_several_workers_share_the_work_and_are_replaced(fed: Path) -> None:
    with serving(fed, "--workers", "2") as server:
        whole = server.get("/feeds/all.ics")
        assert {server.get("/feeds/all.ics").body for _ in range(20)} == {whole.body}
        workers = wait_for(lambda: found if len(found := _children(server)) == 2 else None)
        os.kill(workers[0], signal.SIGKILL)
        wait_for(lambda: len(set(_children(server)) - {workers[0]}) == 2)
        assert {server.get("/feeds/all.ics").body for _ in range(20)} == {whole.body}
        assert "A worker ended (-9); another takes its place." in server.said
        assert server.stop() == 0
        assert len(server.lines) >= 20  # who is killed takes a tenth of a second with it
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_workers_do_not_outlive_their_parent(fed: Path) -> None:
    with serving(fed, "--workers", "2") as server:
        workers = wait_for(lambda: found if len(found := _children(server)) == 2 else None)
        server.process.kill()
        server.process.wait(LONG)
        wait_for(lambda: not any(_is_alive(pid) for pid in workers))


def test_workers_whose_parent_is_gone_before_they_have_begun_end_too(fed: Path) -> None:
    slow = changed(
        "import os, time",
        "fork = os.fork",
        "os.fork = lambda: fork() or time.sleep(1) or 0",
    )
    with serving(fed, "--workers", "2", starter=slow) as server:
        workers = wait_for(lambda: found if len(found := _children(server)) == 2 else None)
        server.process.kill()
        server.process.wait(LONG)
        wait_for(lambda: not any(_is_alive(pid) for pid in workers))


def _children(server: Server) -> list[int]:
    pid = server.process.pid
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_a_unix_socket_is_served_and_taken_away(fed: Path) -> None:
    with TemporaryDirectory(prefix="tracker-") as name:
        path = Path(name) / "tracker.sock"
        with serving(fed, "--unix", str(path), "--trust-proxy", "unix") as server:
            assert stat.S_IMODE(path.stat().st_mode) == 0o660
            assert server.get("/feeds/all.ics", X_Forwarded_For="203.0.113.9").status == 200
            assert server.stop() == 0
            assert not path.exists()
            assert server.lines[0]["client"] == "203.0.113.9"


def test_a_site_below_a_path_links_there(fed: Path) -> None:
    url = "https://mfa.example/calendar"
    with serving(fed, "--root-path", "/calendar", TRACKER_URL=url) as server:
        below, above = server.get("/calendar/"), server.get("/")
        assert below.body == above.body
        assert b'href="/calendar/' in below.body
        assert server.get("/calendar/feeds/all.ics").status == 200
        assert "127.0.0.1" not in below.body.decode()


def test_forwarded_headers_of_strangers_are_not_believed(server: Server) -> None:
    server.get("/healthz", X_Forwarded_For="203.0.113.9", X_Forwarded_Host="evil.example")
    body = server.get("/", X_Forwarded_Host="evil.example", Host="evil.example").body
    assert b"evil" not in body
    assert server.stop() == 0
    assert {line["client"] for line in server.lines} == {"127.0.0.1"}


def test_readiness_tells_of_the_ledger_and_life_does_not(server: Server, fed: Path) -> None:
    assert server.get("/readyz").status == 200
    fed.rename(fed.with_name("away.sqlite3"))
    for _ in range(2):
        reply = server.get("/readyz")
        assert (reply.status, reply.body) == (503, b"not ready\n")
    assert server.get("/healthz").status == 200
    server.stop()
    assert server.said.count("There is no ledger at") == 1


def test_it_greets_with_its_place(fed: Path) -> None:
    with serving(fed) as server:
        greeting, hint = server.said.splitlines()
        assert greeting == (
            f"Serving 2 feeds and the pages of {fed} at http://127.0.0.1:{server.port}/; "
            "stop with Ctrl-C."
        )
        assert "TRACKER_URL=" in hint
    with serving(fed, TRACKER_URL=URL) as server:
        assert len(server.said.splitlines()) == 1


def test_it_greets_without_feeds_or_a_ledger(ledger_path: Path) -> None:
    with serving(ledger_path, TRACKER_URL=URL) as server:
        assert "tracker feed add" in server.said.splitlines()[1]
    ledger_path.unlink()
    with serving(ledger_path, TRACKER_URL=URL) as server:
        assert server.said.splitlines()[1].startswith(f"There is no ledger at {ledger_path}.")
        assert server.get("/healthz").status == 200
        assert server.get("/feeds/all.ics").status == 503


def test_who_sends_or_reads_too_slowly_is_let_go(fed: Path) -> None:
    """With half a minute made a second and a half, so that the test does not last."""
    add_meetings(fed, 200)
    impatient = changed(
        "from tracker.web import protocol, server",
        "protocol.SLOWEST_REQUEST = protocol.SLOWEST_READER = 1.5",
        "server._LOOK_EVERY = 2",
    )
    with serving(fed, starter=impatient) as server:
        with server.connect() as silent, server.connect() as half, server.connect() as trickle:
            half.sendall(b"GET / HTT")
            trickle.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx")
            assert _until_closed(silent) == b""
            assert _until_closed(half) == b""
            assert _until_closed(trickle).startswith(b"HTTP/1.1 405 ")
        with server.connect() as deaf:
            deaf.sendall(b"GET /feeds/all.ics HTTP/1.1\r\nHost: x\r\n\r\n" * 60)
            deaf.recv(1, socket.MSG_PEEK)
            wait_for(lambda: not _holds_a_line(server))
            received = len(_until_closed(deaf))
        assert received < 50 * len(server.get("/feeds/all.ics").body)
        with server.connect() as patient:  # between two requests it may take its time
            for pause in (3, 0):
                patient.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                answer = b""
                while b"live\n" not in answer:
                    answer += patient.recv(65536)
                time.sleep(pause)


def _holds_a_line(server: Server) -> bool:
    """Whether a connection is the server's still: proc(5), /proc/net/tcp."""
    _, *lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()
    ours = [row for row in map(str.split, lines) if row[1].endswith(f":{server.port:04X}")]
    return any(
        state != "0A" and inode != "0" for _, _, _, state, *_, inode in (r[:10] for r in ours)
    )


def _until_closed(line: socket.socket) -> bytes:
    received = bytearray()
    with suppress(ConnectionResetError):
        while data := line.recv(65536):
            received += data
    return bytes(received)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--host", "no.such.host.invalid"), 1, "There is no host"),
        (("--host", "198.51.100.77"), 1, "is not an address of this machine"),
        (("--unix", "/nonexistent/x.sock"), 1, "No socket can be made"),
        (("--unix", "/tmp/x.sock", "--port", "1"), 2, "takes the place"),  # noqa: S108
        (("--port", "65536"), 2, "65535"),
        (("--workers", "0"), 2, "1<=x<=64"),
        (("--trust-proxy", "foo"), 4, "--trust-proxy: “foo” is no proxy; give an address"),
        (("--trust-proxy", "10.0.0.5/8"), 4, "give 10.0.0.0/8 for all of it, or 10.0.0.5."),
        (("--root-path", "/a b"), 4, "--root-path"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    ledger_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = call(ledger_path, "serve", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_told(server: Server, fed: Path) -> None:
    done = call(fed, "serve", "--port", str(server.port))
    assert done.returncode == 1
    assert f"Port {server.port} of 127.0.0.1 is in use" in done.stderr


def test_an_address_that_is_none_is_told_before_anything_is_served(fed: Path) -> None:
    done = call(fed, "serve", "--port", "0", "--workers", "2", env=world(fed, TRACKER_URL="x"))
    assert done.returncode == 4
    assert "TRACKER_URL is “x”, which is no address of a site" in done.stderr
    assert "Serving" not in done.stderr


def test_without_the_extra_it_says_what_to_install(ledger_path: Path) -> None:
    hide = (
        "import importlib.util as u, sys; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'uvicorn' else real(name, *a)\n"
        "from tracker.cli.root import run; sys.exit(run(['serve']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", hide],
        env=world(ledger_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "tracker: tracker serve needs uvicorn, which a plain install leaves out.",
        "Install them with: pip install 'diplomatic-tracker[serve]'",
    ]


def test_kept_bytes_are_served_without_what_makes_them(fed: Path) -> None:
    """A cold start loads nothing heavy where what is asked for is kept beside the ledger."""
    loaded, replies = [], []
    for _ in range(2):
        with serving(fed, TRACKER_URL=URL, PYTHONPROFILEIMPORTTIME="1") as server:
            replies.append(server.get("/feeds/all.ics"))
            assert server.stop() == 0
            loaded.append({line.rpartition("|")[2].strip() for line in server.said.splitlines()})
    for reply in replies:
        reply.headers.pop("date")
    assert replies[0] == replies[1]
    assert "icalendar" in loaded[0]
    assert loaded[1].isdisjoint(HEAVY | STYLES | {"jinja2", "typst"})
