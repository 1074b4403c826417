"""What is sent: the messages of each answer, made once and sent as often as asked for."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.web.addresses import is_secret
from tracker.web.conditions import is_known

if TYPE_CHECKING:
    from tracker.publish.published import Published

Header = tuple[bytes, bytes]

OK: Final = 200
NOT_MODIFIED: Final = 304
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SAFE: Final[tuple[Header, ...]] = (
    (b"referrer-policy", b"no-referrer"),  # an address may be a secret
    (b"x-content-type-options", b"nosniff"),
)
_PAGE_POLICY: Final = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Answer(NamedTuple):
    """A whole answer: its status, the two messages of ASGI, and the octets of its body."""

    status: int
    start: dict[str, Any]
    body: dict[str, Any]
    octets: int


class Prepared:
    """One published thing with its three answers: whole, without its body, and not modified."""

    __slots__ = ("_etag", "_head", "_known", "_whole", "published")

    def __init__(self, published: Published, path: str) -> None:
        self.published = published
        self._etag = published.etag.encode("ascii")
        content, length = published.content, len(published.content)
        headers = _headers(published, path)
        self._whole = _answer(published.status, headers, content)
        # Starts alike: a HEAD tells the length that the GET would have (RFC 9110, 9.3.2).
        self._head = Answer(published.status, self._whole.start, _body(b""), 0)
        assert self._whole.octets == length  # noqa: S101
        kept = [each for each in headers if each[0] in _KEPT_IN_304]
        self._known = Answer(NOT_MODIFIED, _start(NOT_MODIFIED, kept), _body(b""), 0)

    def to(self, method: str, *, tags: bytes | None, since: bytes | None) -> Answer:
        """Return the answer to a GET or HEAD with these conditions."""
        if (
            (tags is not None or since is not None)
            and self.published.status == OK
            and is_known(self._etag, self.published.modified, tags=tags, since=since)
        ):
            return self._known
        return self._head if method == "HEAD" else self._whole


# RFC 9110, 15.4.5: what a 200 would have said of caching, and no more; a secret stays unlisted.
_KEPT_IN_304: Final = frozenset({b"etag", b"last-modified", b"cache-control", b"x-robots-tag"})


def _headers(published: Published, path: str) -> list[Header]:
    modified = format_datetime(published.modified.astimezone(UTC), usegmt=True)
    headers: list[Header] = [
        (b"content-type", published.media_type.encode("ascii")),
        (b"content-length", str(len(published.content)).encode("ascii")),
        (b"cache-control", published.cache_control.encode("ascii")),
    ]
    if published.status == OK:
        headers += [
            (b"etag", published.etag.encode("ascii")),
            (b"last-modified", modified.encode("ascii")),
        ]
    if published.filename and _FILE_NAME.fullmatch(published.filename):
        named = f'inline; filename="{published.filename}"'
        headers.append((b"content-disposition", named.encode("ascii")))
    headers += _SAFE
    if published.media_type.startswith("text/html"):
        headers.append((b"content-security-policy", _PAGE_POLICY))
    if is_secret(path):
        headers.append((b"x-robots-tag", b"noindex"))
    return headers


def plain(status: int, text: str = "", *more: Header) -> Answer:
    """Return a short answer that nobody keeps: a line of text, or nothing at all."""
    content = f"{text}\n".encode() if text else b""
    headers: list[Header] = [(b"content-length", str(len(content)).encode())]
    if content:
        headers.append((b"content-type", b"text/plain; charset=utf-8"))
    return _answer(status, [*headers, (b"cache-control", b"no-store"), *_SAFE, *more], content)


def bare(answer: Answer) -> Answer:
    """Return an answer as it is to a HEAD."""
    return Answer(answer.status, answer.start, _body(b""), 0)


def _answer(status: int, headers: list[Header], content: bytes) -> Answer:
    return Answer(status, _start(status, headers), _body(content), len(content))


def _start(status: int, headers: list[Header]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _body(content: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content}


METHOD_NOT_ALLOWED: Final = plain(405, "", (b"allow", b"GET, HEAD"))
NOT_FOUND: Final = plain(404, "There is nothing here.")
UNAVAILABLE: Final = plain(503, "Not just now: ask again in a minute.", (b"retry-after", b"60"))
LIVE: Final = plain(200, "live")
READY: Final = plain(200, "ready")
NOT_READY: Final = plain(503, "not ready")
# Google takes no feed that robots.txt disallows; what is secret says noindex itself.
ROBOTS: Final = plain(200, "User-agent: *\nDisallow:")
