"""The access log: one line of JSON a request on stdout, without secrets, never in the way.

The server only puts what it knows aside; a thread makes the lines and writes them, so
that a full pipe or a slow disk under the log holds nobody up. What is too much is
counted and left out, and the count is told.
"""

from __future__ import annotations

import ipaddress
import os
import re
import threading
import time
from collections import deque
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.domain.quoting import quoted
from tracker.web.addresses import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_MOST_WAITING: Final = 50_000
_LINES_AT_ONCE: Final = 200
_GATHER: Final = 0.1  # seconds
_CONTROLS: Final = re.compile(r"[^\x20-\x7e]+")
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{32,}")
_LONGEST_AGENT: Final = 120
UNIX: Final = "unix"


class Seen(NamedTuple):
    """One request, as the server saw it."""

    began: float  # seconds since 1970
    seconds: float
    method: str
    path: bytes
    status: int
    octets: int
    client: str | None
    headers: Sequence[tuple[bytes, bytes]]
    conditional: bool
    stale: bool


class Proxies:
    """Who may say on whose behalf a request comes: addresses, networks, `unix` for the socket."""

    def __init__(self, named: Iterable[str] = ()) -> None:
        """Raise ValueError, with a sentence, for what is no address, no network and not `unix`."""
        names = tuple(named)
        self._unix = UNIX in names
        self._networks = [_network(name) for name in names if name != UNIX]

    def client(self, peer: str | None, forwarded: str | None) -> str | None:
        """Return who asked: the last hop of X-Forwarded-For that no trusted proxy is."""
        if not forwarded or not self._trusts(peer):
            return peer
        for hop in reversed(forwarded.split(",")):
            address = _address(hop.strip())
            if address is None:  # what follows is anybody's invention
                return peer
            if not self._trusts(address):
                return address
            peer = address
        return peer

    def _trusts(self, peer: str | None) -> bool:
        if not peer:
            return self._unix
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def _network(name: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(name)
    except ValueError:
        told = quoted(name)
    try:
        whole = ipaddress.ip_network(name, strict=False)
    except ValueError:
        raise ValueError(
            f"{told} is no proxy; give an address such as 127.0.0.1, a network such as "
            "10.0.0.0/8, or unix for whoever is at the socket."
        ) from None
    address = name.partition("/")[0]
    raise ValueError(f"{told} begins inside a network; give {whole} for all of it, or {address}.")


def _address(text: str) -> str | None:
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


class AccessLog:
    """The lines that wait, and the thread that writes them."""

    def __init__(
        self,
        proxies: Proxies,
        *,
        write: Callable[[bytes], None],
        complain: Callable[[str], None],
    ) -> None:
        self._proxies = proxies
        self._write = write
        self._complain = complain
        self._waiting: deque[Seen] = deque()
        self._dropped = 0
        self._asleep = True
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="access log", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def close(self, timeout: float = 5) -> None:
        """Write what waits, for as long as that."""
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def add(self, seen: Seen) -> None:
        """Put a request aside to be written; costs a microsecond and never waits."""
        if len(self._waiting) >= _MOST_WAITING:
            self._dropped += 1
            return
        self._waiting.append(seen)
        if self._asleep:
            self._asleep = False
            self._wake.set()

    def _run(self) -> None:
        while not self._closing.is_set() or self._waiting:
            self._asleep = True  # before the look: whoever adds after it wakes us
            if not self._waiting:
                self._wake.wait()
            self._asleep = False
            self._wake.clear()
            self._closing.wait(_GATHER)
            if not self._drain():
                return

    def _drain(self) -> bool:
        """Write all that waits; tell whether anybody reads it."""
        while self._waiting:
            lines: list[str] = []
            while self._waiting and len(lines) < _LINES_AT_ONCE:
                lines.append(self._line(self._waiting.popleft()))
            try:
                self._write("".join(lines).encode())
            except OSError as fault:
                self._complain(
                    f"The access log cannot be written, and ends here: {fault.strerror}."
                )
                self._waiting = deque(maxlen=0)
                return False
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            self._complain(f"The access log was too slow: {dropped} requests are not in it.")
        return True

    def _line(self, seen: Seen) -> str:
        agent = forwarded = None
        for name, value in seen.headers:
            if name == b"user-agent":
                agent = value
            elif name == b"x-forwarded-for":
                forwarded = value if forwarded is None else forwarded + b"," + value
        hops = forwarded.decode("latin-1") if forwarded else None
        client = _quoted(self._proxies.client(seen.client, hops))
        milliseconds = int(seen.began * 1000)
        more = ', "stale": true' if seen.stale else ""
        return (
            f'{{"time": "{_second(milliseconds // 1000)}.{milliseconds % 1000:03}Z", '
            f'"method": {_quoted(seen.method)}, "path": {_path(seen.path)}, '
            f'"status": {seen.status}, "octets": {seen.octets}, "ms": {seen.seconds * 1000:.2f}, '
            f'"client": {client}, "agent": {_agent(agent)}, '
            f'"conditional": {"true" if seen.conditional else "false"}{more}}}\n'
        )


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


@lru_cache(maxsize=1024)
def _quoted(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


@lru_cache(maxsize=1024)
def _path(raw: bytes) -> str:
    return encode_basestring(_CONTROLS.sub(_letters, shown(raw)))


def _letters(found: re.Match[str]) -> str:
    """Keep letters of any script; what steers a terminal becomes a question mark."""
    return "".join(each if each.isprintable() else "?" for each in found[0])


@lru_cache(maxsize=1024)
def _agent(value: bytes | None) -> str:
    """Return a client's name for itself, cut, without controls and whatever looks secret."""
    if value is None:
        return "null"
    text = _CONTROLS.sub("?", value.decode("latin-1"))
    return encode_basestring(_SECRET.sub("…", text)[:_LONGEST_AGENT])


def without_secrets(text: str) -> str:
    """Return a sentence for the operator on one line, with what looks like a token hidden."""
    return _SECRET.sub("…", " ".join(text.split()))


def to_stdout(lock: int | None = None) -> Callable[[bytes], None]:
    """Return what writes whole lines on stdout; `lock` is a file that several writers share."""

    def write(lines: bytes) -> None:
        if lock is None:
            _write_all(lines)
            return
        import fcntl

        fcntl.lockf(lock, fcntl.LOCK_EX)
        try:
            _write_all(lines)
        finally:
            fcntl.lockf(lock, fcntl.LOCK_UN)

    return write


def _write_all(lines: bytes) -> None:
    rest: Any = memoryview(lines)
    while rest:
        rest = rest[os.write(1, rest) :]
