"""A collection on a CalDAV server (RFC 4791): what is there, and putting and deleting items.

Every write says what it expects to find (RFC 9110, 13.1): If-None-Match for what is to be
new, If-Match with the ETag that was seen for what is to be replaced or deleted. So what
somebody else did in between is never undone unseen.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid, NotFound, TrackerError, Unavailable
from tracker.outward.conversation import LATER, fit_etag
from tracker.outward.hosts import plain_path
from tracker.outward.multistatus import CALDAV, DAV, resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.outward.conversation import Answer, Conversation
    from tracker.outward.hosts import Target
    from tracker.outward.multistatus import Resource

_ITEMS_A_TIME: Final = 100
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_XML: Final = {"Content-Type": "application/xml; charset=utf-8"}
_WHO: Final = (
    "Put user and password into ~/.netrc (machine HOST login USER password PASSWORD), or into "
    "TRACKER_CALDAV_USER and TRACKER_CALDAV_PASSWORD."
)
_SAID = '<?xml version="1.0" encoding="utf-8"?>'
_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
_LOOK: Final = (
    f"{_SAID}<d:propfind {_SPACES}><d:prop><d:resourcetype/><d:displayname/>"
    "<d:current-user-principal/><c:calendar-home-set/></d:prop></d:propfind>"
)
_LIST: Final = (
    f"{_SAID}<d:propfind {_SPACES}><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>"
)
_ETAG: Final = f"{_SAID}<d:propfind {_SPACES}><d:prop><d:getetag/></d:prop></d:propfind>"
_READ: Final = (
    f"{_SAID}<c:calendar-multiget {_SPACES}><d:prop><d:getetag/><c:calendar-data/></d:prop>"
    "{hrefs}</c:calendar-multiget>"
)
_MAKE: Final = (
    f"{_SAID}<c:mkcalendar {_SPACES}><d:set><d:prop><d:displayname>{{name}}</d:displayname>"
    '<c:supported-calendar-component-set><c:comp name="VEVENT"/>'
    "</c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>"
)


class Refused(TrackerError):
    """A server does not take one item; others it may take."""


class Changed(TrackerError):
    """What is there is not what was expected: nothing was written."""


@frozen
class Item:
    """An item as it lies on a server."""

    href: str
    etag: str | None
    content: bytes


class Collection:
    """One collection, over one connection that is kept open. Addresses of items are paths."""

    def __init__(self, target: Target, talk: Conversation) -> None:
        self.target = target.folder
        self._talk = talk
        self._has_moved = False  # a server leads on once, not on and on
        self._host = quoted(target.host)

    @property
    def path(self) -> str:
        """The collection's own path, with a slash at its end."""
        return self.target.path

    @property
    def url(self) -> str:
        """The collection's whole address."""
        return self.target.url

    def is_there(self) -> bool:
        """Return whether there is a calendar at this address.

        Follows the server to another path of its own. Raises Invalid when something else
        is there, and names the calendars that there are.
        """
        found = next(iter(self._propfind(self.path, _LOOK, depth=0, missing=True)), None)
        if found is None:
            return False
        if f"{CALDAV}calendar" not in found.names:
            raise Invalid(
                f"What is at {self.url} is no calendar.", hint=self._calendars_said(found)
            )
        return True

    def make(self, name: str) -> None:
        """Make the collection; raise Refused where the server does not let one."""
        body = _MAKE.replace("{name}", escape(name)).encode()
        answer = self._talk.ask("MKCALENDAR", self.path, body, _XML)
        if answer.status != HTTPStatus.CREATED:
            self._require_open(answer)
            raise Refused(
                f"{self._host} makes no calendar at {self.path} ({answer.said}).",
                hint="Make it in the server's own way, and publish then.",
            )

    def missing(self) -> NotFound:
        """Return the error that says that there is nothing at the address, and what there is."""
        said = "Make it with --create."
        try:
            root = next(iter(self._propfind("/", _LOOK, depth=0, missing=True)), None)
            said = self._calendars_said(root) if root else said
        except TrackerError:
            pass
        return NotFound(f"There is no calendar at {self.url}.", hint=said)

    def etags(self) -> dict[str, str | None]:
        """Return the ETag of each item in the collection, by its path."""
        found = self._propfind(self.path, _LIST, depth=1)
        return {
            path: _etag(one)
            for one in found
            if f"{DAV}collection" not in one.names and (path := self._below(one.href))
        }

    def read(self, hrefs: Sequence[str]) -> Iterator[Item]:
        """Yield items as they lie there; one that is no longer there is not yielded."""
        for start in range(0, len(hrefs), _ITEMS_A_TIME):
            asked = hrefs[start : start + _ITEMS_A_TIME]
            body = _READ.replace(
                "{hrefs}", "".join(f"<d:href>{escape(href)}</d:href>" for href in asked)
            )
            for one in self._resources("REPORT", self.path, body, {"Depth": "0"}):
                content = one.texts.get(f"{CALDAV}calendar-data")
                path = self._below(one.href)
                if content and path:
                    yield Item(path, _etag(one), content.encode())

    def put(self, href: str, content: bytes, etag: str | None) -> str | None:
        """Put an item where the one with that ETag lies, or none at all; return its new ETag.

        None is returned where the server keeps it in other words than ours. Raises Changed
        when something else is there, Refused when the server does not take it.
        """
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        headers = {**condition, "Content-Type": "text/calendar; charset=utf-8"}
        answer = self._talk.ask("PUT", href, content, headers)
        if answer.status in (HTTPStatus.CREATED, HTTPStatus.NO_CONTENT, HTTPStatus.OK):
            return answer.etag
        self._require_written(answer)
        raise Refused(self._refused(answer))

    def delete(self, href: str, etag: str) -> None:
        """Delete the item with that ETag; one that is gone already is deleted.

        Raises Changed when it is another one by now.
        """
        answer = self._talk.ask("DELETE", href, None, {"If-Match": etag})
        if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES or answer.status in _GONE:
            return
        self._require_written(answer)
        raise Refused(self._refused(answer))

    def etag(self, href: str) -> str | None:
        """Return the ETag of one item, None where it is not there or has none."""
        found = next(iter(self._propfind(href, _ETAG, depth=0, missing=True)), None)
        return _etag(found) if found else None

    def href(self, name: str) -> str:
        """Return the path that an item of that name has in the collection."""
        return self.path + plain_path(name)

    def _below(self, href: str) -> str | None:
        """Return the path of something right in the collection; None for anything else."""
        try:
            there = urlsplit(urljoin(self.url, href))
        except ValueError:
            return None
        path = plain_path(there.path)
        name = path.removeprefix(self.path)
        is_ours = f"{there.scheme}://{there.netloc}".lower() == self.target.origin
        return path if is_ours and path != name and name and "/" not in name else None

    def _calendars_said(self, at: Resource) -> str:
        """Return in words which calendars a server has for us, as far as it tells."""
        try:
            home = at.hrefs.get(f"{CALDAV}calendar-home-set") or self._home(at)
            found = list(self._propfind(self._own_path(home), _LOOK, depth=1)) if home else []
        except TrackerError:
            found = []
        calendars = sorted(
            (urljoin(self.url, one.href), one.texts.get(f"{DAV}displayname", ""))
            for one in found
            if f"{CALDAV}calendar" in one.names
        )
        if not calendars:
            return "Make one there with --create, or name the address of one."
        lines = [f"  {url}  {' '.join(name.split())[:60]}".rstrip() for url, name in calendars[:20]]
        return "\n".join(["There are these:", *lines])

    def _home(self, at: Resource) -> str | None:
        principal = at.hrefs.get(f"{DAV}current-user-principal")
        if principal is None:
            answer = self._talk.ask(
                "PROPFIND", "/.well-known/caldav", _LOOK.encode(), {"Depth": "0", **_XML}
            )
            if not answer.location:
                return None
            own = self._own_path(answer.location)
            root = next(iter(self._propfind(own, _LOOK, depth=0)), None)
            principal = root.hrefs.get(f"{DAV}current-user-principal") if root else None
        if principal is None:
            return None
        own = self._own_path(principal)
        found = next(iter(self._propfind(own, _LOOK, depth=0)), None)
        return found.hrefs.get(f"{CALDAV}calendar-home-set") if found else None

    def _own_path(self, href: str) -> str:
        """Return the path of an address on this very server; raise Unavailable for another."""
        there = urlsplit(urljoin(self.url, href))
        if f"{there.scheme}://{there.netloc}".lower() != self.target.origin:
            raise Unavailable(
                f"{self._host} leads on to {quoted(there.hostname or '')}, which was not named.",
                hint="If it is the right one, publish there.",
            )
        return plain_path(there.path) or "/"

    def _propfind(
        self, path: str, body: str, *, depth: int, missing: bool = False
    ) -> Iterator[Resource]:
        yield from self._resources("PROPFIND", path, body, {"Depth": str(depth)}, missing=missing)

    def _resources(
        self, method: str, path: str, body: str, headers: dict[str, str], *, missing: bool = False
    ) -> Iterator[Resource]:
        """Ask for a list; with `missing`, nothing is no error."""
        answer = self._talk.ask(method, path, body.encode(), {**headers, **_XML})
        if answer.location and path == self.path:
            moved = self._own_path(answer.location).rstrip("/") + "/"
            if moved != self.path and not self._has_moved:
                self._has_moved = True
                self.target = self.target.at(moved)
                yield from self._resources(method, moved, body, headers, missing=missing)
                return
        if missing and answer.status in _GONE:
            return
        if answer.status != HTTPStatus.MULTI_STATUS:
            self._require_open(answer)
            raise Unavailable(f"{self._host} does not speak CalDAV at {path} ({answer.said}).")
        found = resources([answer.body], self._host)
        yield from (one for one in found if one.status not in _GONE)

    def _require_open(self, answer: Answer) -> None:
        """Raise Unavailable where a server does not let us in, or not now."""
        user = quoted(self._talk.user) if self._talk.user else "just anybody"
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise Unavailable(
                f"{self._host} does not let {user} in (401).",
                hint=_WHO if self._talk.user is None else "Are the user and the password right?",
            )
        if answer.status == HTTPStatus.FORBIDDEN:
            raise Unavailable(f"{self._host} does not let {user} at {self.path} (403).")
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in LATER:
            raise Unavailable(f"{self._host} cannot serve just now ({answer.said}).")

    def _require_written(self, answer: Answer) -> None:
        """Raise what an answer to a write means, unless it is about this one item alone."""
        if answer.status == HTTPStatus.PRECONDITION_FAILED:
            raise Changed("Something else is there by now.")
        if answer.status == HTTPStatus.INSUFFICIENT_STORAGE:
            raise Unavailable(f"{self._host} has no room left (507).")
        if answer.status in _GONE:
            raise Unavailable(f"The calendar at {self.url} is no longer there ({answer.status}).")
        is_broken = answer.status == HTTPStatus.INTERNAL_SERVER_ERROR  # often of one item alone
        if not is_broken and not answer.reason:
            self._require_open(answer)

    def _refused(self, answer: Answer) -> str:
        reason = f": {answer.reason}" if answer.reason else ""
        return f"{self._host} does not take it ({answer.said}{reason})."


def _etag(found: Resource) -> str | None:
    return fit_etag(found.texts.get(f"{DAV}getetag"))
