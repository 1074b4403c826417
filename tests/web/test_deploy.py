"""examples/deploy as it stands: nginx before the server, and the unit that runs it."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import EXAMPLE
from tests.peers import needed
from tests.web.asking import Reply
from tests.web.presses import TOKEN
from tests.web.serving import LONG, Server, add_feed, serving, summaries, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Tracker

pytestmark = pytest.mark.slow
DEPLOY = EXAMPLE.parent / "deploy"
SECRET = f"/feeds/{TOKEN}/desk.ics"
URL = "https://calendar.example.org"
# Around the file: what Debian's /etc/nginx/nginx.conf would say.
MAIN = """
{user} daemon off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/error.log;
events {{ worker_connections 256; }}
http {{
    default_type application/octet-stream;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
    include {home}/tracker.conf;
}}
"""
# Four seconds are five minutes here: waiting for what the server says would take too long.
SHORT = "proxy_ignore_headers Cache-Control; proxy_cache_valid 200 4s; proxy_cache_revalidate on;"


@dataclass(frozen=True)
class Front:
    """nginx before a server."""

    port: int
    home: Path

    def get(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Reply:
        """Return the answer to one request."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)) as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            client.request(method, path, body=body or None, headers=named)
            answer = client.getresponse()
            received = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, received, answer.read())

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its access log."""
        text = (self.home / "access.log").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    @property
    def octets(self) -> bytes:
        """Everything that it has written anywhere."""
        files = (path for path in self.home.rglob("*") if path.is_file())
        return b"".join(path.read_bytes() for path in files)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


def configured(home: Path, unix: Path, port: int) -> str:
    """The file as it stands, but for its paths, ports and certificates."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for here, there in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("/run/tracker/tracker.sock", str(unix)),
        ("/var/cache/nginx/tracker", f"{home}/cache"),
        ("/var/log/nginx/tracker.log", f"{home}/access.log"),
        ("proxy_cache_revalidate on;", SHORT),
    ):
        assert here in text
        text = text.replace(here, there)
    return re.sub(r"^ *ssl_certificate\S* .*\n", "", text, flags=re.MULTILINE)


@contextmanager
def fronted(unix: Path, home: Path) -> Iterator[Front]:
    """Run nginx with the example's configuration before a socket."""
    program, port = needed("nginx", "nginx-light"), free_port()
    (home / "tracker.conf").write_text(configured(home, unix, port), encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (home / "nginx.conf").write_text(MAIN.format(user=user, home=home), encoding="utf-8")
    checked = subprocess.run(
        [program, "-t", "-c", home / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    process = subprocess.Popen(
        [program, "-c", home / "nginx.conf"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: _listens(port))
        yield Front(port, home)
    finally:
        process.terminate()
        process.wait(LONG)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def handed(ledger: Path, listener: socket.socket, words: list[str]) -> Iterator[Server]:
    """Serve at a socket as systemd hands it over: file descriptor 3, and who it is for."""
    fd = listener.fileno()
    code = (
        "import os, sys\n"
        f"os.dup2({fd}, 3)\n"
        "os.environ |= {'LISTEN_PID': str(os.getpid()), 'LISTEN_FDS': '1'}\n"
        "os.execv(sys.argv[1], sys.argv[1:])\n"
    )
    starter = (sys.executable, "-c", code)
    with serving(ledger, *words, TRACKER_URL=URL, place=(), starter=starter, fds=(fd,)) as server:
        yield server


@pytest.fixture
def site(ledger_path: Path, tracker: Tracker) -> Iterator[tuple[Front, Server]]:
    """A ledger with a public feed and a secret one, served, with nginx before it."""
    logged = tracker("log", "Talks", "--on", "2025-04-03T10:00", "--visibility", "public")
    assert logged.code == 0
    add_feed(ledger_path)
    add_feed(ledger_path, "desk", TOKEN)
    with TemporaryDirectory(prefix="tracker-") as name:
        unix, home = Path(name) / "t.sock", Path(name) / "nginx"
        home.mkdir()
        words = ("--unix", str(unix), "--trust-proxy", "unix")
        with serving(ledger_path, *words, TRACKER_URL=URL) as server, fronted(unix, home) as front:
            yield front, server


def expire() -> None:
    time.sleep(5.1)


def test_nginx_hands_a_feed_out_as_the_server_does(site: tuple[Front, Server]) -> None:
    front, server = site
    for path in ("/feeds/all.ics", SECRET, "/", "/style.css", "/nothing"):
        direct, through = server.get(path), front.get(path)
        for reply in (direct, through):
            for name in ("date", "connection", "server"):
                reply.headers.pop(name, None)
        assert through == direct
    etag = front.get("/feeds/all.ics").headers["etag"]
    known = front.get("/feeds/all.ics", If_None_Match=etag)
    assert (known.status, known.body, known.headers["etag"]) == (304, b"", etag)
    head = front.get("/feeds/all.ics", "HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", etag)
    for method in ("PUT", "PROPFIND", "OPTIONS", "POST", "DELETE"):
        refused = front.get("/feeds/all.ics", method, body=b"x" * 1_500_000)
        assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


def test_nginx_asks_once_and_then_only_whether_it_is_still_the_same(
    site: tuple[Front, Server], tracker: Tracker
) -> None:
    front, server = site
    replies = [front.get("/feeds/all.ics") for _ in range(5)]
    assert len({reply.body for reply in replies}) == 1
    wait_for(lambda: len(front.lines) == 5)
    assert [line["cache"] for line in front.lines] == ["MISS", "HIT", "HIT", "HIT", "HIT"]
    expire()
    assert front.get("/feeds/all.ics").body == replies[0].body
    wait_for(lambda: [line["status"] for line in server.lines] == [200, 304])
    assert server.lines[-1]["conditional"] is True
    assert tracker("edit", "m1", "--title", "Consultations").code == 0
    expire()
    wait_for(lambda: summaries(front.get("/feeds/all.ics").body) == ["Consultations"])


def test_nginx_goes_on_when_the_server_is_gone(site: tuple[Front, Server]) -> None:
    front, server = site
    before = {path: front.get(path) for path in ("/feeds/all.ics", "/", "/style.css")}
    server.process.kill()
    server.process.wait(LONG)
    expire()
    for path, good in before.items():
        for _ in range(3):
            reply = front.get(path)
            assert (reply.status, reply.body) == (200, good.body)
            assert reply.headers["etag"] == good.headers["etag"]


def test_nginx_neither_keeps_nor_shows_a_secret(site: tuple[Front, Server]) -> None:
    front, server = site
    for _ in range(3):
        assert summaries(front.get(SECRET).body) == ["Talks"]
    for path in (f"/feeds/{TOKEN}/all.ics", f"//feeds//{TOKEN}//x", f"/x/../feeds/{TOKEN}/x"):
        front.get(path)
        front.get(f"{path}?token={TOKEN}", Referer=f"https://x.example{SECRET}")
    front.get(f"/feeds/{TOKEN}")
    front.get(f"/{TOKEN}")
    server.process.kill()
    server.process.wait(LONG)
    assert front.get(SECRET).status == 502
    wait_for(lambda: len(front.lines) == 12)
    assert TOKEN[:12].encode() not in front.octets
    assert b"desk.ics" not in front.octets
    assert {line["cache"] for line in front.lines[:3]} == {""}
    assert {line["path"] for line in front.lines[:3]} == {"/feeds/…"}


def test_nginx_tells_the_server_who_asks_and_nobody_else_can(site: tuple[Front, Server]) -> None:
    front, server = site
    front.get(SECRET, X_Forwarded_For="203.0.113.66")
    wait_for(lambda: server.lines)
    assert server.lines[0]["client"] == "127.0.0.1"


def test_an_odd_spelling_takes_the_place_of_no_good_one(site: tuple[Front, Server]) -> None:
    front, _ = site
    for path in ("//feeds/all.ics", "/feeds//all.ics", "/x/../feeds//all.ics", "/feeds/all.ics/"):
        front.get(path)
    for path in ("/feeds/all.ics", "/feeds/all.ics?x=1", "/feeds/all.ics?x=2"):
        assert summaries(front.get(path).body) == ["Talks"]
    wait_for(lambda: len(front.lines) == 7)
    assert [line["cache"] for line in front.lines[-3:]] == ["MISS", "HIT", "HIT"]


def test_the_units_are_sound_and_hardened(tmp_path: Path) -> None:
    """`systemd-analyze security` calls 0.4 safe; 10 is a service with all that the machine has."""
    program = needed("systemd-analyze", "systemd")
    units = [tmp_path / name for name in ("tracker.service", "tracker.socket")]
    for unit in units:
        text = (DEPLOY / unit.name).read_text(encoding="utf-8")
        unit.write_text(text.replace("/opt/tracker/bin/tracker", "/bin/true"), encoding="utf-8")
    verified = subprocess.run(
        [program, "verify", *units], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
    judged = subprocess.run(
        [program, "security", "--offline=yes", "--no-pager", units[0]],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged.stdout)
    assert level is not None, judged.stderr
    assert float(level[1]) <= 1.0


def test_the_units_command_serves_at_the_socket_that_it_is_handed(
    ledger_path: Path, tracker: Tracker
) -> None:
    """And whoever connects while it is restarted waits, and is answered."""
    text = (DEPLOY / "tracker.service").read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=/opt/tracker/bin/tracker serve (.*)$", text, re.MULTILINE)
    assert command is not None
    with TemporaryDirectory(prefix="tracker-") as name, closing(socket.socket(socket.AF_UNIX)) as s:
        s.bind(f"{name}/t.sock")
        s.listen(128)
        with handed(ledger_path, s, command[1].split()) as server:
            assert server.get("/healthz", X_Forwarded_For="203.0.113.9").status == 200
            assert server.stop() == 0
            assert server.lines[0]["client"] == "203.0.113.9"
        with server.connect() as waiting:
            waiting.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            with handed(ledger_path, s, command[1].split()):
                assert waiting.recv(65536).startswith(b"HTTP/1.1 200 OK")
