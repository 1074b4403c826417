"""The servers that bench_serve.py compares, each with the same 1,000 events."""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPResponse

BIN = Path(sys.executable).parent
EVENTS = 1_000
FIRST = datetime(2025, 1, 2, 8)  # noqa: DTZ001 - a wall time
ITEM = "Consultations on the implementation of the joint statement"
ITEMS = 9
WANTED = {"Accept": "text/calendar"}  # without it Xandikos sends a page
TOKEN = "B" + "e" * 41 + "n"
BARE = """
import sys, pathlib, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
content = pathlib.Path(sys.argv[2]).read_bytes()
async def feed(request):
    if request.headers.get("if-none-match") == '"e"':
        return Response(status_code=304, headers={"etag": '"e"'})
    return Response(content, media_type="text/calendar", headers={"etag": '"e"'})
app = Starlette(routes=[Route("/feeds/all.ics", feed)])
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
"""
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.err;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;
    types {{ text/calendar ics; }} root {folder}/www;
    server {{ listen 127.0.0.1:{port}; }}
}}
"""

FRONT = """
user root; worker_processes 1; daemon off; pid {folder}/front.pid; error_log {folder}/front.err;
events {{ worker_connections 1024; }}
http {{ keepalive_requests 10000000; sendfile on; tcp_nopush on; include {folder}/deploy.conf; }}
"""
DEPLOY = Path(__file__).parents[2] / "examples" / "deploy"


@dataclass
class Peer:
    """A server of the feed: how it is started, where it hands the feed out, what was measured."""

    name: str
    words: list[str]
    port: int
    path: str
    world: dict[str, str]
    version: str = ""
    behind: list[str] = field(default_factory=list)  # what runs behind it
    etag: str = ""
    found: dict[str, list[float]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the feed is."""
        return f"http://127.0.0.1:{self.port}{self.path}"

    def start(self, stack: ExitStack, folder: Path) -> None:
        """Start it, and wait until it hands the feed out."""
        log = stack.enter_context((folder / f"{self.name.replace(' ', '-')}.log").open("wb"))
        for words in filter(None, (self.behind, self.words)):
            process = subprocess.Popen(words, env=self.world, stdout=log, stderr=log)
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
        with answer_of(self.url, 60) as answer:
            self.etag = answer.headers.get("ETag", "")
            size = len(answer.read())
        assert size > EVENTS * 500, f"{self.name} hands out {size} octets"

    def median(self, case: str) -> float:
        """What was found, in the middle."""
        return statistics.median(self.found.get(case) or [0.0])


def answer_of(url: str, seconds: float = 30) -> HTTPResponse:
    """Return the first good answer, asked for again and again until then."""
    end = time.monotonic() + seconds
    asked = urllib.request.Request(url, headers=WANTED)  # noqa: S310 - our own address
    while True:
        try:
            answer: HTTPResponse = urllib.request.urlopen(asked, timeout=60)  # noqa: S310 - our own
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > end:
                raise
            time.sleep(0.002)
        else:
            return answer


def free_port() -> int:
    """Return a port that nobody listens at just now."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


def make_ledger(path: Path) -> None:
    """Fill a ledger through its own door: public meetings, a public feed, a secret address."""
    from tracker.domain.feeds import hash_of
    from tracker.storage.database import Database
    from tracker.storage.ledger import Command

    database = Database(path)
    database.create()
    with database.writing(Command("bench", "bench", datetime(2025, 3, 31, tzinfo=UTC))) as ledger:
        for i in range(EVENTS):
            start = FIRST + timedelta(hours=12 * i)
            meeting = ledger.insert("meetings", _meeting(i, start))
            for position in range(1, ITEMS + 1):
                ledger.insert("agenda_items", _item(meeting, position))
        feed = {
            "title": '{"en": "All"}',
            "language": "en",
            "cancelled": "mark",
            "past_months": 3,
            "future_months": 18,
        }
        ledger.insert("feeds", feed | {"slug": "all", "visibility": "public"})
        own = ledger.insert("feeds", feed | {"slug": "desk", "visibility": "internal"})
        for number, revoked in ((0, None), (1, "2025-03-31T09:00:00Z")):
            holder = {"feed_id": own, "label": str(number), "issued_at": "2025-03-31T09:00:00Z"}
            token = TOKEN if not number else TOKEN[::-1]
            ledger.insert(
                "subscribers", holder | {"token_hash": hash_of(token), "revoked_at": revoked}
            )


def _meeting(number: int, start: datetime) -> dict[str, str]:
    end = start + timedelta(hours=1)
    return {
        "title": f'{{"en": "Consultations number {number}"}}',
        "kind": "meeting",
        "status": "announced",
        "zone": "Europe/Moscow",
        "visibility": "public",
        "when_announced": f"{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}[Europe/Moscow]",
    }


def _item(meeting: int, position: int) -> dict[str, str | int]:
    return {
        "meeting_id": meeting,
        "position": position,
        "label": str(position),
        "title": f'{{"en": "{ITEM}"}}',
        "status": "proposed",
        "visibility": "public",
    }


def peers(folder: Path) -> list[Peer]:
    """Make what each hands out; return those that are installed, ours first."""
    world = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    ledger = folder / "ledger.sqlite3"
    make_ledger(ledger)
    port = free_port()
    own = {"TRACKER_DB": str(ledger), "TRACKER_NOW": "2025-04-01T00:00Z", "TRACKER_ZONE": "UTC"}
    own |= {"TRACKER_URL": "https://calendar.example.org"}
    ours = Peer(
        "tracker serve",
        [str(BIN / "tracker"), "serve", "--port", str(port)],
        port,
        "/feeds/all.ics",
        world | own,
        version("diplomatic-tracker"),
    )
    with ExitStack() as stack:
        ours.start(stack, folder)
        with answer_of(ours.url) as answer:
            content = answer.read()
    plain = _nginx(folder, content, world)
    found = [ours, plain, _bare(folder, world), _front(folder, ours, plain)]
    return [*found, *_dav(folder, content, world)]


def _nginx(folder: Path, content: bytes, world: dict[str, str]) -> Peer:
    file = folder / "www" / "feeds" / "all.ics"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port), encoding="utf-8")
    for each in (folder, *file.parents[:2]):
        each.chmod(0o755)
    told = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
    words = ["nginx", "-c", str(config)]
    return Peer("nginx", words, port, "/feeds/all.ics", world, told.rpartition("/")[2].strip())


def _front(folder: Path, ours: Peer, plain: Peer) -> Peer:
    """Return nginx as in examples/deploy, but for its paths and TLS, before a server of ours."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    port, unix = free_port(), folder / "t.sock"
    for here, there in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("/run/tracker/tracker.sock", str(unix)),
        ("/var/cache/nginx/tracker", f"{folder}/cache"),
        ("/var/log/nginx/tracker.log", f"{folder}/access.log"),
    ):
        text = text.replace(here, there)
    text = re.sub(r"^ *ssl_certificate\S* .*\n", "", text, flags=re.MULTILINE)
    (folder / "deploy.conf").write_text(text, encoding="utf-8")
    config = folder / "front.conf"
    config.write_text(FRONT.format(folder=folder), encoding="utf-8")
    behind = [ours.words[0], "serve", "--unix", str(unix), "--trust-proxy", "unix"]
    words = ["nginx", "-c", str(config)]
    return Peer("nginx before tracker", words, port, ours.path, ours.world, plain.version, behind)


def _bare(folder: Path, world: dict[str, str]) -> Peer:
    port = free_port()
    file = str(folder / "www" / "feeds" / "all.ics")
    words = [sys.executable, "-c", BARE, str(port), file]
    return Peer("bare Starlette", words, port, "/feeds/all.ics", world, version("starlette"))


def _dav(folder: Path, content: bytes, world: dict[str, str]) -> list[Peer]:
    """Return the two CalDAV servers with the feed's events, a file each."""
    head, *events = re.split(rb"(?=BEGIN:VEVENT\r\n)", content.removesuffix(b"END:VCALENDAR\r\n"))
    files = {f"{n}.ics": head + event + b"END:VCALENDAR\r\n" for n, event in enumerate(events)}
    found = []
    with suppress(PackageNotFoundError):
        found.append(_radicale(folder, files, world, version("radicale")))
    with suppress(PackageNotFoundError):
        found.append(_xandikos(folder, files, world, version("xandikos")))
    return found


def _radicale(
    folder: Path, files: Mapping[str, bytes], world: dict[str, str], edition: str
) -> Peer:
    home = folder / "radicale" / "collection-root" / "desk" / "all"
    home.mkdir(parents=True)
    (home / ".Radicale.props").write_text('{"tag": "VCALENDAR"}', encoding="utf-8")
    _write(home, files)
    port = free_port()
    config = folder / "radicale.conf"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n"
        f"[rights]\ntype = from_file\nfile = {folder}/radicale.rights\n"
        f"[storage]\nfilesystem_folder = {folder}/radicale\n",
        encoding="utf-8",
    )
    rights = "[all]\nuser: .*\ncollection: .*\npermissions: RrWwi\n"
    (folder / "radicale.rights").write_text(rights, encoding="utf-8")
    words = [sys.executable, "-m", "radicale", "--config", str(config)]
    return Peer("Radicale", words, port, "/desk/all/", world, edition)


def _xandikos(
    folder: Path, files: Mapping[str, bytes], world: dict[str, str], edition: str
) -> Peer:
    home = folder / "xandikos"
    words = [str(BIN / "xandikos"), "serve", "-d", str(home), "--defaults", "-l", "127.0.0.1"]
    port = free_port()
    words += ["-p", str(port)]
    path = "/user/calendars/calendar/"
    peer = Peer("Xandikos", words, port, path, world, edition)
    with ExitStack() as stack:
        log = stack.enter_context((folder / "xandikos-first.log").open("wb"))
        process = subprocess.Popen(words, env=world, stdout=log, stderr=log)
        stack.callback(process.wait, 30)
        stack.callback(process.terminate)
        answer_of(peer.url).close()
    calendar = home / "user" / "calendars" / "calendar"
    _write(calendar, files)
    git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for step in (["add", "."], ["commit", "-q", "-m", "events"]):
        subprocess.run([*git, *step], cwd=calendar, check=True, env=world)
    return peer


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)
