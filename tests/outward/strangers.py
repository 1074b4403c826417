"""Servers on loopback that behave as strangers' do: well, slowly, endlessly, falsely."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nEND:VCALENDAR\r\n"


@dataclass
class Stranger:
    """A server that answers each request with what it was told to; counts its connections."""

    port: int
    requests: list[str] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def stranger(
    answer: Callable[[str], Iterable[bytes]],
    *,
    at: tuple[str, int] = ("127.0.0.1", 0),
    secured: ssl.SSLContext | None = None,
) -> Iterator[Stranger]:
    """Serve on loopback: `answer` is told the head of a request and gives the pieces to send."""
    with socket.create_server(at) as listening:
        listening.settimeout(0.05)
        known = Stranger(listening.getsockname()[1])
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                with suppress(TimeoutError):
                    taken, _ = listening.accept()
                    known.connections += 1
                    threads.append(threading.Thread(target=serve, args=(taken,)))
                    threads[-1].start()

        def serve(plain: socket.socket) -> None:
            with plain, suppress(OSError):
                plain.settimeout(10)
                taken = secured.wrap_socket(plain, server_side=True) if secured else plain
                with taken:
                    head = b""
                    while b"\r\n\r\n" not in head:
                        piece = taken.recv(4096)
                        if not piece:
                            return
                        head += piece
                    known.requests.append(head.decode())
                    for part in answer(head.decode()):
                        if ended.is_set():
                            return
                        taken.sendall(part)

        threads = [threading.Thread(target=accept)]
        threads[0].start()
        try:
            yield known
        finally:
            ended.set()
            for thread in threads:
                thread.join()


def ok(body: bytes = CALENDAR, **headers: str) -> list[bytes]:
    """Return an answer with a body, its length announced."""
    return [head(200, **{"Content-Length": str(len(body)), **headers}), body]


def head(status: int, **headers: str) -> bytes:
    """Return the head of an answer; underscores in the names of headers are hyphens."""
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()]
    return f"HTTP/1.1 {status} So\r\n{''.join(lines)}\r\n".encode()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for a name; return a server's context, and the file to trust."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", str(key), "-out", str(made), "-subj", f"/CN={name}"),
            *("-addext", f"subjectAltName=DNS:{name}"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context, made
