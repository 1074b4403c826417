"""What comes in, bounded: uvicorn's HTTP protocol with limits on sizes and times.

uvicorn's own has none for httptools, and llhttp has none either: a client could send one
header for ever. Bodies are read past and thrown away, as nothing here takes any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TARGET: Final = 8 * 1024  # octets of path and query: 414 beyond
LARGEST_HEAD: Final = 64 * 1024  # octets of a request before its body: 431 beyond
MOST_HEADERS: Final = 100
LARGEST_BODY: Final = 16 * 1024 * 1024  # what is thrown away before the line is cut
SLOWEST_REQUEST: Final = 30.0  # seconds from its first octet to its last
SLOWEST_READER: Final = 60.0  # seconds in which a client takes nothing of what is sent
_LINGER: Final = 2.0  # seconds to read past what is refused, or its sender misses the answer
_PHRASES: Final = {
    400: "Bad Request",
    414: "URI Too Long",
    431: "Request Header Fields Too Large",
}


class _Refused(Exception):
    """A request that goes beyond a bound; stops the parser."""


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    # Told of every request that never reaches the application: client, status.
    refused: Callable[[str | None, int], None] | None = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._head = 0  # octets of the request that is being read, until its body
        self._in_head = True
        self._body = 0
        self._since = self.loop.time()  # of the first octet that is not a whole request yet
        self._waits = True
        self._unread = 0
        self._unread_since = 0.0
        self._status = 400
        self._over = False

    def data_received(self, data: bytes) -> None:
        """Take what came, as long as it stays within the bounds."""
        if self._over:
            return
        if self._in_head:
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > LARGEST_HEAD and not self._over:
            self._status = 414 if len(self.url) > LONGEST_TARGET else 431
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin to count a request."""
        super().on_message_begin()
        self._since, self._waits = self.loop.time(), True

    def on_headers_complete(self) -> None:
        """Hand a request to the application, unless it is too large."""
        self._in_head = False
        if self._head > LONGEST_TARGET:
            self._refuse_large()
        if len(self.headers) > MOST_HEADERS:
            self._status = 431
            raise _Refused
        super().on_headers_complete()

    def _refuse_large(self) -> None:
        if len(self.url) > LONGEST_TARGET:
            self._status = 414
            raise _Refused
        if sum(len(name) + len(value) + 4 for name, value in self.headers) > LARGEST_HEAD:
            self._status = 431
            raise _Refused

    def on_body(self, body: bytes) -> None:
        """Throw a body away, up to a bound."""
        self._body += len(body)
        if self._body > LARGEST_BODY:
            self.transport.abort()

    def on_message_complete(self) -> None:
        """Be ready for the next request."""
        super().on_message_complete()
        self._head, self._in_head, self._body, self._waits = 0, True, 0, False

    def send_400_response(self, msg: str) -> None:
        """Say once what is wrong with a request, and close when its sender can have read it."""
        del msg
        self._over = True
        if self.refused is not None:
            self.refused(self.client[0] if self.client else None, self._status)
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()  # an answer is under way; a second would cut into it
            return
        phrase = _PHRASES[self._status]
        date = b"".join(b"%b: %b\r\n" % pair for pair in self.server_state.default_headers)
        head = (
            f"HTTP/1.1 {self._status} {phrase}\r\n"
            "content-type: text/plain; charset=utf-8\r\n"
            f"content-length: {len(phrase) + 1}\r\n"
            "cache-control: no-store\r\nconnection: close\r\n"
        )
        self.transport.write(head.encode() + date + f"\r\n{phrase}\n".encode())
        self.transport.write_eof()
        self.loop.call_later(_LINGER, self.transport.abort)

    def _unsupported_upgrade_warning(self) -> None:
        """Answer as if no upgrade had been offered (RFC 9110, 7.8)."""

    def look_after(self, now: float) -> None:
        """Close when the client has been too slow; called every few seconds."""
        if self._waits and now - self._since > SLOWEST_REQUEST:
            self.transport.abort()
            return
        unread = self.transport.get_write_buffer_size()
        if not unread or unread != self._unread:
            self._unread, self._unread_since = unread, now
        elif now - self._unread_since > SLOWEST_READER:
            self.transport.abort()
