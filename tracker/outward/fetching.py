"""Fetching a calendar, table or data set from its address: who may be asked, and how much.

The address was typed or remembered; what it leads to is a stranger's. Nothing within our
own networks is asked unless it is allowed by name, on no detour either; the size and the
time have an end; and what arrives is a file, read by nobody here.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from urllib.parse import urljoin

from tracker import __version__
from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid, NotFound, TrackerError, Unavailable
from tracker.outward.connection import Deadline, PinnedConnection, answer, reasons
from tracker.outward.credentials import from_netrc
from tracker.outward.hosts import NOBODY, checked_addresses, system_addresses, target_of

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from tracker.outward.hosts import Allowed, Resolve, Target

USER_AGENT: Final = f"tracker/{__version__}"
_REDIRECTS: Final = 5
_PIECE: Final = 1 << 16
_IN_MEMORY: Final = 1 << 20
_LONGEST_HEADER: Final = 1000
_MOVED: Final = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)


@frozen
class Limits:
    """How much may come, and in how many seconds all of it must have come."""

    octets: int = 50_000_000
    seconds: float = 60.0


@frozen(kw_only=True)
class Fetched:
    """What stands at an address, as a file at its beginning; nothing where it is not modified.

    `url` is where it was found after any redirects. `etag` and `last_modified` are to be
    given back the next time.
    """

    content: BinaryIO
    url: str
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False
    content_type: str | None = None


def fetch(
    url: str,
    *,
    allow: Allowed = NOBODY,
    etag: str | None = None,
    last_modified: str | None = None,
    limits: Limits = Limits(),
    resolve: Resolve = system_addresses,
) -> Fetched:
    """Return what stands at a web address, unless it is as it was at the last time.

    Raises Invalid for an address that is not asked: another scheme, a password in it, a
    host within a network that `allow` does not name; NotFound when nothing stands there;
    Unavailable when it does not come, is too large or takes too long.
    """
    conditions = _conditions(etag, last_modified)
    deadline = Deadline(limits.seconds)
    first = target = target_of(url)
    for _ in range(_REDIRECTS + 1):
        connection = _connected(target, allow, resolve, deadline)
        headers = {**_HEADERS, **conditions, **_authority(target, first)}
        with closing(connection), closing(answer(connection, "GET", headers)) as got:
            if got.status not in _MOVED:
                return _taken(got, connection, is_conditional=bool(conditions), limits=limits)
            target = _redirected(got, target)
    raise Unavailable(f"{quoted(first.host)} leads on and on, more than {_REDIRECTS} times.")


_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/calendar, application/json, text/csv, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    said = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in said.items() if value and value.isprintable()}


def _connected(
    target: Target, allow: Allowed, resolve: Resolve, deadline: Deadline
) -> PinnedConnection:
    try:
        left = deadline.left()
    except TimeoutError:
        raise Unavailable(
            f"{quoted(target.host)} was not reached within {deadline.seconds:.0f} seconds."
        ) from None
    return PinnedConnection(target, checked_addresses(target, allow, resolve, left), deadline)


def _authority(target: Target, first: Target) -> dict[str, str]:
    """Return our password for the host that was named, and for no other; never in the open."""
    if target.origin != first.origin or target.scheme != "https":
        return {}
    found = from_netrc(target.host)
    return {"Authorization": found.header} if found else {}


def _redirected(got: HTTPResponse, target: Target) -> Target:
    host = quoted(target.host)
    location = got.getheader("Location", "")
    if not location:
        raise Unavailable(f"{host} leads on ({got.status}), and does not say where.")
    try:
        moved = target_of(urljoin(target.url, location))
    except (TrackerError, ValueError) as fault:
        said = fault.sentence if isinstance(fault, TrackerError) else "It cannot be read."
        raise Invalid(f"{host} leads on to what is not asked: {said}") from fault
    if target.scheme == "https" and moved.scheme == "http":
        raise Invalid(
            f"{host} leads on from https to http, to {quoted(moved.host)}, where anybody on "
            "the way could change what arrives."
        )
    return moved


def _taken(
    got: HTTPResponse, connection: PinnedConnection, *, is_conditional: bool, limits: Limits
) -> Fetched:
    """Return the answer with its content; raise what its status means."""
    url = connection.target.url
    is_unchanged = got.status == HTTPStatus.NOT_MODIFIED and is_conditional
    if not is_unchanged:
        _require_content(got, connection.target, limits)
    spool = cast("BinaryIO", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - given back open
    try:
        if not is_unchanged:
            _spool(got, connection, spool, limits)
        spool.seek(0)
    except BaseException:
        spool.close()
        raise
    return Fetched(
        content=spool,
        url=url,
        etag=_header(got, "ETag"),
        last_modified=_header(got, "Last-Modified"),
        not_modified=is_unchanged,
        content_type=_header(got, "Content-Type"),
    )


def _require_content(got: HTTPResponse, target: Target, limits: Limits) -> None:
    host = quoted(target.host)
    status = got.status
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise Unavailable(
            f"{host} does not show this address to just anybody ({status}).",
            hint=f"Put user and password into ~/.netrc (machine {target.host} login USER "
            "password PASSWORD); they are sent over https alone.",
        )
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise NotFound(f"There is nothing at this address of {host} ({status}).")
    if status != HTTPStatus.OK:
        later = got.getheader("Retry-After", "")
        is_told = later.isdecimal() and len(later) <= len("999999")
        when = f", and asks to be tried again in {later} seconds" if is_told else ""
        raise Unavailable(f"{host} answered with {status} {_reason(got)}{when}.")
    coding = got.getheader("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Unavailable(f"{host} sends {quoted(coding)}, although it was asked for plain octets.")
    if got.length is not None and got.length > limits.octets:
        raise _too_large(host, limits)


def _spool(
    got: HTTPResponse, connection: PinnedConnection, spool: BinaryIO, limits: Limits
) -> None:
    host = quoted(connection.target.host)
    octets = 0
    while True:
        with reasons(connection):
            piece = got.read(_PIECE)
        if not piece:
            break
        octets += len(piece)
        if octets > limits.octets:
            raise _too_large(host, limits)
        try:
            spool.write(piece)
        except OSError as fault:
            folder = tempfile.gettempdir()
            raise Unavailable(
                f"What was fetched cannot be kept in {folder}: {fault.strerror}."
            ) from fault
    if got.length:  # http.client says nothing when what was announced does not come
        raise Unavailable(f"{host} broke off after {octets:,} octets, {got.length:,} too early.")


def _too_large(host: str, limits: Limits) -> Unavailable:
    return Unavailable(f"{host} sends more than {limits.octets / 1e6:g} MB.")


def _reason(got: HTTPResponse) -> str:
    try:
        return HTTPStatus(got.status).phrase
    except ValueError:
        return quoted(got.reason or "")


def _header(got: HTTPResponse, name: str) -> str | None:
    value = got.getheader(name, "").strip()
    is_kept = value.isascii() and value.isprintable() and len(value) <= _LONGEST_HEADER
    return value if value and is_kept else None
