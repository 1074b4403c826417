"""Talking to one server again and again: one connection, one user, bounded patience.

What is asked is safe to ask twice, since every write says what it expects to find; so a
connection that broke, or a server that is busy, is asked again, a few times.
"""

from __future__ import annotations

import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid, Unavailable
from tracker.outward.challenges import Authority
from tracker.outward.connection import Deadline, PinnedConnection, reasons
from tracker.outward.fetching import USER_AGENT
from tracker.outward.hosts import addresses, is_loopback, system_addresses

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from tracker.outward.credentials import Credentials
    from tracker.outward.hosts import Allowed, Resolve, Target

_PIECE: Final = 1 << 16
_MOST_OCTETS: Final = 100_000_000
_LONGEST_ETAG: Final = 1000
_CHALLENGES: Final = 2  # that are answered for one request: the first, and one gone stale
LATER: Final = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
# What a DAV server names as its reason (RFC 4918, 16): an element without content, or words.
_CONDITION: Final = re.compile(rb"<(?:[\w-]+:)?([a-z]+(?:-[a-z]+)+)\b[^<>]*/>")
_MESSAGE: Final = re.compile(rb"<(?:[\w-]+:)?message>([^<>]+)</")


@frozen
class Patience:
    """How long a server may take for one answer, and how long to wait between attempts.

    In seconds. One that asks for a longer pause than the longest is not asked again.
    """

    answer: float = 120.0
    pauses: tuple[float, ...] = (1.0, 4.0)
    longest_pause: float = 30.0


PATIENT: Final = Patience()


@frozen
class Answer:
    """What a server said; `location` only where it leads on."""

    status: int
    etag: str | None
    location: str | None
    body: bytes

    @property
    def said(self) -> str:
        """The status in words."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)

    @property
    def reason(self) -> str:
        """What the server gives as its reason, in its own words; empty for nothing."""
        condition, message = _CONDITION.search(self.body), _MESSAGE.search(self.body)
        if condition:
            return condition.group(1).decode()
        return quoted(message.group(1).decode(errors="replace").strip()) if message else ""


def fit_etag(said: str | None) -> str | None:
    """Return an ETag that can be said back in a header; None for what cannot."""
    is_fit = said and said.isascii() and said.isprintable() and len(said) <= _LONGEST_ETAG
    return said if is_fit else None


class Conversation:
    """A server and its user. Raises Unavailable for whatever keeps an answer from coming."""

    def __init__(
        self,
        target: Target,
        credentials: Credentials | None,
        trusted: Allowed,
        *,
        patience: Patience = PATIENT,
        resolve: Resolve = system_addresses,
    ) -> None:
        self._target = target
        self._authority = Authority(credentials)
        self._trusted = trusted
        self._patience = patience
        self._resolve = resolve
        self._addresses: tuple[str, ...] = ()
        self._connection: PinnedConnection | None = None
        self._has_answered = False

    @property
    def user(self) -> str | None:
        """Who we say that we are; None for nobody."""
        return self._authority.user

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Return the server's answer, whatever its status; raise Unavailable for none."""
        pauses = iter(self._patience.pauses)
        challenged = 0
        while True:
            was_open = self._connection is not None
            try:
                got, challenges, later = self._once(method, path, body, headers)
            except Unavailable:
                self.close()
                pause = 0.0 if was_open else next(pauses, None)
                if pause is None or not self._has_answered:
                    raise
            else:
                self._has_answered = True
                challenged += got.status == HTTPStatus.UNAUTHORIZED
                is_asked = got.status == HTTPStatus.UNAUTHORIZED and challenged <= _CHALLENGES
                if is_asked and self._authority.hear(challenges):
                    continue
                pause = next(pauses, None) if got.status in LATER else None
                if pause is None or later > self._patience.longest_pause:
                    return got
                pause = max(pause, later)
            time.sleep(pause)

    def _once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[Answer, list[str], float]:
        connection = self._connected()
        connection.deadline = Deadline(self._patience.answer)
        said = {
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "identity",
            **headers,
            **self._authority.header(method, path),
        }
        with reasons(connection):
            connection.request(method, path, body, said)
            got = connection.getresponse()
            content = self._body(got)
        location = got.getheader("Location") if 300 <= got.status < 400 else None  # noqa: PLR2004
        answer = Answer(
            got.status,
            fit_etag(got.getheader("ETag")),
            urljoin(self._target.at(path).url, location) if location else None,
            content,
        )
        later = got.getheader("Retry-After", "0")
        seconds = float(later) if later.isdecimal() else 0.0
        return answer, got.msg.get_all("WWW-Authenticate", []), seconds

    def _body(self, got: HTTPResponse) -> bytes:
        pieces: list[bytes] = []
        octets = 0
        while piece := got.read(_PIECE):
            pieces.append(piece)
            octets += len(piece)
            if octets > _MOST_OCTETS:
                self.close()
                raise Unavailable(
                    f"{quoted(self._target.host)} sends more than {_MOST_OCTETS / 1e6:g} MB."
                )
        if got.length:
            self.close()
            raise Unavailable(f"{quoted(self._target.host)} broke off in the middle of an answer.")
        return b"".join(pieces)

    def _connected(self) -> PinnedConnection:
        """Return the connection; a password is told over https, or where it cannot be heard."""
        if self._connection is None:
            deadline = Deadline(self._patience.answer)
            self._addresses = self._addresses or addresses(
                self._target, self._resolve, self._patience.answer
            )
            is_here = all(map(is_loopback, self._addresses))
            if (
                self._target.scheme != "https"
                and not is_here
                and not self._trusted.has(self._target)
            ):
                raise Invalid(
                    f"Over http anybody on the way to {quoted(self._target.host)} could read "
                    "your password and change what is put there.",
                    hint=f"Use https://, or, if you trust the way: "
                    f"--allow-host {self._target.as_allowed}",
                )
            self._connection = PinnedConnection(self._target, self._addresses, deadline)
        return self._connection
