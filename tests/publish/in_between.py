"""What stands between us and a real server: it counts what is asked, and lets things go wrong."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN = ("Transfer-Encoding", "Connection", "Content-Length", "Date", "Server")


class Fault(Protocol):
    """Told of a request, it answers in the server's place, or not (None)."""

    def __call__(self, method: str, path: str, headers: dict[str, str]) -> Answer | None: ...


@dataclass
class Answer:
    """An answer in the place of the server's; `drop` says nothing at all.

    With `after` the server has done what it was asked before.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drop: bool = False
    after: bool = False


@dataclass
class Between:
    """An address that leads to the server."""

    port: int
    user: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def url(self, collection: str = "meetings") -> str:
        return f"http://127.0.0.1:{self.port}/{self.user}/{collection}/"

    def count(self, method: str) -> int:
        return sum(asked == method for asked, _ in self.asked)


@contextmanager
def between(server_port: int, user: str) -> Iterator[Between]:
    """Listen on loopback, and pass on what is asked to a server there."""
    known = Between(0, user)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = dict(self.headers.items())
            known.asked.append((self.command, self.path))
            said = next(
                (a for f in list(known.faults) if (a := f(self.command, self.path, headers))), None
            )
            if said is None or said.after:
                status, back, content = self.asked_there(body, headers)
            if said is not None and said.drop:
                self.close_connection = True
                return
            if said is not None:
                status, back, content = said.status, said.headers, said.body
            self.send_response(status)
            for name, value in back.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def asked_there(
            self, body: bytes, headers: dict[str, str]
        ) -> tuple[int, dict[str, str], bytes]:
            there = HTTPConnection("127.0.0.1", server_port, timeout=30)
            try:
                there.request(self.command, self.path, body, headers)
                got = there.getresponse()
                content = got.read()
                back = {n: v for n, v in got.getheaders() if n not in _OWN}
                return got.status, back, content
            finally:
                there.close()

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
            pass

    for method in ("GET", "PUT", "DELETE", "PROPFIND", "REPORT", "MKCALENDAR"):
        setattr(Handler, f"do_{method}", Handler.pass_on)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        known.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()
