"""Ten thousand requests that nobody should send: no fault, nothing written (F8)."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.web.presses import TOKEN
from tests.web.serving import Server, add_feed, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Tracker

pytestmark = pytest.mark.slow
ALLOWED = {200, 304, 400, 404, 405, 414, 431}
METHODS = (
    *("GET",) * 12, "HEAD", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT",
    "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "MKCALENDAR",
    "SEARCH", "PURGE", "PRI", "BREW", "get", "G\x00T", "", "GET GET", "M-SEARCH", "SUBSCRIBE",
)  # fmt: skip
PARTS = (
    "feeds", "all.ics", "desk.ics", TOKEN, "A" * 43, "sessions", "meetings", "months", "2025-04",
    "9999-99", "fr", "ar", "style.css", "healthz", "readyz", "robots.txt", "..", ".", "", "%2e%2e",
    "%00", "%0d%0aX: y", "%ff", "%zz", "%", "a" * 300, "%e2%80%ae", "\\", "é", "☃", "*", "~", ";a",
    "' OR 1=1 --", "<script>", "{{7*7}}", "${x}", "-1", "0", "1e400", "CON", "a\tb", "\x7f",
)  # fmt: skip
NAMES = (
    "Host", "If-None-Match", "If-Modified-Since", "If-Match", "If-Range", "Range", "Accept",
    "Accept-Encoding", "Accept-Language", "User-Agent", "Cookie", "Authorization", "Origin",
    "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Content-Length",
    "Transfer-Encoding", "Connection", "Upgrade", "Expect", "TE", "Depth", "Destination", "X" * 300,
    "X-HTTP-Method-Override", "X-Original-URL", "Na me", "", "Étoile", "Content-Type",
)  # fmt: skip
VALUES = (
    "", "*", "x", '"x"', 'W/"x", "y"', '"' * 999, "bytes=0-3,5-", "Mon, 31 Mar 2025 09:00:00 GMT",
    "gzip, br;q=0", "chunked", "close", "keep-alive, Upgrade", "websocket", "h2c", "100-continue",
    "-1", "0", "7", "99999999999999999999", "\x00", "\x0b", "é", "a" * 9000, "a\r\n b", "text/html",
    "127.0.0.1", "::ffff:1.2.3.4", "for=x", "infinity", "../../etc/passwd", "\x1b[2J",
)  # fmt: skip


def hostile(chance: random.Random) -> bytes:
    """One request, more or less."""
    method = chance.choice(METHODS)
    path = "/" + "/".join(chance.choices(PARTS, k=chance.randrange(5)))
    if chance.random() < 0.3:
        path = chance.choice(("/feeds/all.ics", f"/feeds/{TOKEN}/desk.ics", "/"))
    if chance.random() < 0.05:
        path = chance.choice(("*", "http://evil.example/", "evil.example:443", "/" + "a" * 20_000))
    if chance.random() < 0.2:
        path += "?" + chance.choice(("", "x=%00", "a" * 500, "?", "#", "token=" + TOKEN))
    version = chance.choice(("HTTP/1.1",) * 12 + ("HTTP/1.0", "HTTP/2.0", "HTTP/9", "", "ICY"))
    lines = [f"{method} {path} {version}"]
    tame = chance.random() < 0.5
    names, values = (NAMES[:13], VALUES[:9]) if tame else (NAMES, VALUES)
    lines += (
        f"{chance.choice(names)}: {chance.choice(values)}"
        for _ in range(chance.choice((0, 1, 2, 3, 5, 150)))
    )
    text = "\r\n".join(lines) + "\r\n\r\n"
    octets = bytearray(text.encode("utf-8", "surrogateescape"))
    if chance.random() < 0.2:
        octets += chance.randbytes(chance.choice((1, 10, 5000)))
    if chance.random() < 0.15 and octets:
        for _ in range(3):
            octets[chance.randrange(len(octets))] = chance.randrange(256)
    return bytes(octets)


@pytest.fixture
def server(ledger_path: Path, tracker: Tracker) -> Iterator[Server]:
    """A ledger with two feeds, served."""
    logged = tracker("log", "Talks", "--on", "2025-04-03T10:00", "--visibility", "public")
    assert logged.code == 0
    add_feed(ledger_path)
    add_feed(ledger_path, "desk", TOKEN)
    with serving(ledger_path) as running:
        yield running


def answered(server: Server, request: bytes) -> list[int]:
    """Send it, close our side, and return the statuses of what comes back."""
    received = b""
    with server.connect() as line:
        try:
            line.sendall(request)
            line.shutdown(1)
            while data := line.recv(65536):
                received += data
        except (ConnectionResetError, BrokenPipeError):  # it had heard enough
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)]


def test_no_request_makes_it_fail_or_write(server: Server, ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    good = server.get("/feeds/all.ics")
    found: Counter[int] = Counter()
    for seed in range(10_000):
        request = hostile(random.Random(seed))
        statuses = answered(server, request)
        assert set(statuses) <= ALLOWED | {100}, (seed, request, statuses)
        found.update(statuses)
    assert found.keys() >= {200, 304, 400, 404, 405, 414, 431}
    assert found.total() > 9_000
    assert server.get("/feeds/all.ics").body == good.body
    assert server.process.poll() is None
    assert server.stop() == 0
    assert ledger_path.read_bytes() == before
    assert "Traceback" not in server.said
    assert TOKEN[:12] not in server.said + server.log.read_text(encoding="utf-8")
    assert all(line["status"] in ALLOWED for line in server.lines)
