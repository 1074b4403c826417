"""One connection to one address that was looked at, with an end to everybody's patience.

A socket's timeout is for one octet: who sends one every few seconds holds it for ever.
Here every wait is bounded by one deadline, from the name to the last octet.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any, Final, cast

from tracker.domain.quoting import quoted
from tracker.errors import TrackerError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.outward.hosts import Target

_GREETING: Final = 10.0  # seconds in which an address must answer, where there are several


class Deadline:
    """The moment at which waiting ends, on the clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise TimeoutError when none are."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class PinnedConnection(HTTPConnection):
    """A connection to a target at addresses that were looked at, and at no other.

    The name is still what the server is asked for, by Host and by TLS, and what its
    certificate must be for. `deadline` may be set anew for each request.
    """

    def __init__(self, target: Target, addresses: Sequence[str], deadline: Deadline) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443 if target.scheme == "https" else 80
        self.target = target
        self.addresses = tuple(addresses)
        self.deadline = deadline
        self._context: ssl.SSLContext | None = None  # whom we believe, read once

    def connect(self) -> None:
        """Connect to the first of the addresses that answers; raise OSError of the last."""
        for address in self.addresses:
            is_last = address == self.addresses[-1]
            left = self.deadline.left()
            patience = left if is_last else min(_GREETING, left)
            try:
                plain = socket.create_connection((address, self.port), timeout=patience)
            except OSError:
                if is_last:
                    raise
            else:
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                # http.client asks of a socket only what _Patient has.
                self.sock = cast("socket.socket", _Patient(self._secured(plain), self))
                return

    def _secured(self, plain: socket.socket) -> socket.socket:
        if self.target.scheme != "https":
            return plain
        try:
            plain.settimeout(self.deadline.left())
            self._context = self._context or ssl.create_default_context()
            return self._context.wrap_socket(plain, server_hostname=self.target.host)
        except BaseException:
            plain.close()
            raise


class _Patient:
    """A socket, as far as http.client uses one, that keeps to its connection's deadline."""

    def __init__(self, sock: socket.socket, connection: PinnedConnection) -> None:
        self._sock = sock
        self._connection = connection

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(self._connection.deadline.left())
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        # The raw file keeps the socket open until it is closed itself.
        raw = self._sock.makefile("rb", buffering=0)
        return io.BufferedReader(_Incoming(raw, self._sock, self._connection))

    def close(self) -> None:
        self._sock.close()


class _Incoming(io.RawIOBase):
    """What comes in, as long as there is time."""

    def __init__(
        self, raw: io.RawIOBase, sock: socket.socket, connection: PinnedConnection
    ) -> None:
        self._raw = raw
        self._sock = sock
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._connection.deadline.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def answer(
    connection: PinnedConnection, method: str, headers: dict[str, str], body: bytes | None = None
) -> HTTPResponse:
    """Send a request for the connection's target; return the answer as far as its headers.

    Raises Unavailable with what went wrong on the way.
    """
    with reasons(connection):
        connection.request(method, connection.target.path, body, headers)
        return connection.getresponse()


@contextmanager
def reasons(connection: PinnedConnection) -> Iterator[None]:
    """Tell what goes wrong on a connection in one sentence."""
    try:
        yield
    except (OSError, HTTPException) as fault:
        raise _told(fault, connection) from fault


def _told(fault: OSError | HTTPException, connection: PinnedConnection) -> TrackerError:
    host = quoted(connection.target.host)
    if isinstance(fault, TimeoutError):
        seconds = f"{connection.deadline.seconds:.0f} seconds"
        return Unavailable(f"{host} did not answer, or not to the end, within {seconds}.")
    if isinstance(fault, ssl.SSLCertVerificationError):
        return Unavailable(
            f"{host} cannot show that it is {host}: {fault.verify_message}.",
            hint="If your own authority vouches for it, name its certificates in SSL_CERT_FILE.",
        )
    if isinstance(fault, ssl.SSLError):
        reason = (fault.reason or "no reason given").replace("_", " ").lower()
        return Unavailable(f"{host} does not speak https as it should: {reason}.")
    if isinstance(fault, ConnectionRefusedError):
        return Unavailable(f"{host} takes no connection at port {connection.port}.")
    if isinstance(fault, OSError):
        return Unavailable(f"{host} cannot be reached: {fault.strerror or 'it broke off'}.")
    return Unavailable(f"{host} does not speak HTTP as it should ({type(fault).__name__}).")
