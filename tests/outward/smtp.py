"""A mail server on loopback that keeps what it is handed, and refuses what it is told to."""

from __future__ import annotations

import socketserver
import threading
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator


@dataclass
class Kept:
    """What a server was handed: envelopes with their messages, and who logged in."""

    port: int = 0
    envelopes: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class Manners:
    """How a server behaves: whom it refuses, what it offers, when it hangs up."""

    refused: frozenset[str] = frozenset()
    message_refused: bool = False
    password: str | None = None
    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None
    drops_after: int | None = None


class _Talk(socketserver.StreamRequestHandler):
    kept: Kept
    manners: Manners
    secure = False
    sender = ""
    to: list[str]

    def answer(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        if self.manners.tls is not None:
            self.wrap(self.manners.tls)
        self.answer("220 here")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if self.obey(verb.upper(), rest):
                return

    def finish(self) -> None:
        super().finish()
        if self.secure:
            self.connection.close()

    def obey(self, verb: str, rest: str) -> bool:
        """Do as told; return whether to hang up."""
        if verb in ("EHLO", "HELO"):
            self.offer()
        elif verb == "STARTTLS":
            self.encrypt()
        elif verb == "AUTH":
            self.let_in(rest)
        elif verb == "MAIL":
            self.sender, self.to = rest[5:].split(">", maxsplit=1)[0].strip("<"), []
            self.answer("250 ok")
        elif verb == "RCPT":
            self.take_recipient(rest[3:].strip("<>"))
        elif verb == "DATA":
            return self.take_message()
        else:
            self.answer("221 bye" if verb == "QUIT" else "250 ok")
        return verb == "QUIT"

    def offer(self) -> None:
        starttls = self.manners.starttls is not None and not self.secure
        offers = ["STARTTLS"] if starttls else []
        offers += ["AUTH PLAIN"] if self.manners.password else []
        words = ["here", *offers]
        for number, word in enumerate(words):
            self.answer(f"250{' ' if number == len(words) - 1 else '-'}{word}")

    def encrypt(self) -> None:
        assert self.manners.starttls is not None
        self.answer("220 go on")
        self.wrap(self.manners.starttls)

    def wrap(self, context: ssl.SSLContext) -> None:
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.secure = True

    def let_in(self, rest: str) -> None:
        _, user, password = b64decode(rest.split()[1]).decode().split("\0")
        self.kept.logins.append((user, password))
        self.answer("235 ok" if password == self.manners.password else "535 no")

    def take_recipient(self, address: str) -> None:
        if address in self.manners.refused:
            self.answer("550 no such person")
        else:
            self.to.append(address)
            self.answer("250 ok")

    def take_message(self) -> bool:
        self.answer("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.manners.drops_after == len(self.kept.envelopes):
            return True
        if self.manners.message_refused:
            self.answer("554 too much")
            return False
        self.kept.envelopes.append((self.sender, tuple(self.to), b"".join(lines)))
        self.kept.encrypted.append(self.secure)
        self.answer("250 taken")
        return False


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that hang up."""


@contextmanager
def mail_server(manners: Manners | None = None) -> Iterator[Kept]:
    """A server at 127.0.0.1, for as long as the block."""
    kept = Kept()
    talk = type("Talk", (_Talk,), {"kept": kept, "manners": manners or Manners()})
    with _Server(("127.0.0.1", 0), talk) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()
