"""Reading what a WebDAV server says of several resources at once (RFC 4918, 13).

A stranger's XML: read piece by piece, one resource at a time, with a bound to its size,
and without a document type, by which a few hundred octets become gigabytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError, XMLParser

from tracker.domain.values import frozen
from tracker.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DAV: Final = "{DAV:}"
CALDAV: Final = "{urn:ietf:params:xml:ns:caldav}"
_DEEPEST: Final = 50
_OK: Final = re.compile(r"HTTP/\S+ 2\d\d")


@frozen
class Resource:
    """One resource as a server describes it.

    `texts` are its properties that have words in them, by name; `names` all elements
    within its properties, and `hrefs` the addresses in each property. Properties that
    the server does not have, or does not show, are not there; a resource that is not
    there itself has a `status` such as 404.
    """

    href: str
    status: int | None
    texts: dict[str, str]
    names: frozenset[str]
    hrefs: dict[str, str]


def resources(pieces: Iterable[bytes], host: str) -> Iterator[Resource]:
    """Yield the resources of a multistatus body as it comes in; raise Unavailable for another."""
    reader = _Reader()
    parser = XMLParser(target=reader)  # noqa: S314 - the target refuses what makes XML dangerous
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from reader.taken()
        parser.close()
    except (ParseError, ValueError, LookupError) as fault:  # also an unknown encoding
        raise Unavailable(f"{host} answers with something that is no list of what it has.") from (
            fault
        )
    yield from reader.taken()


class _Reader:
    """Takes elements as they begin and end, and makes resources of them."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._words: list[str] = []
        self._done: list[Resource] = []
        self._begin()
        self._begin_properties()

    def taken(self) -> list[Resource]:
        """Return the resources that have ended since this was last asked."""
        done, self._done = self._done, []
        return done

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse a document type: no WebDAV server has use for one."""
        raise ValueError

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if len(self._path) >= _DEEPEST or (not self._path and tag != f"{DAV}multistatus"):
            raise ValueError
        self._path.append(tag)
        self._words = []
        if tag == f"{DAV}response":
            self._begin()
        elif tag == f"{DAV}propstat":
            self._begin_properties()

    def data(self, words: str) -> None:
        """Take some words."""
        self._words.append(words)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        words, self._words = "".join(self._words).strip(), []
        self._path.pop()
        where = self._path[-1] if self._path else ""
        if f"{DAV}prop" in self._path:
            self._property(tag, words)
        elif tag == f"{DAV}status" and where == f"{DAV}propstat":
            self._is_had = bool(_OK.match(words))
        elif tag == f"{DAV}propstat" and self._is_had:
            self._texts |= self._pending_texts
            self._names |= self._pending_names
            self._hrefs |= self._pending_hrefs
        elif tag == f"{DAV}href" and where == f"{DAV}response":
            self._href = words
        elif tag == f"{DAV}status" and where == f"{DAV}response":
            found = re.match(r"HTTP/\S+ (\d{3})", words)
            self._status = int(found.group(1)) if found else None
        elif tag == f"{DAV}response":
            names = frozenset(self._names)
            self._done.append(Resource(self._href, self._status, self._texts, names, self._hrefs))

    def close(self) -> None:
        """Take the end of the document."""

    def _property(self, tag: str, words: str) -> None:
        within = self._path[self._path.index(f"{DAV}prop") + 1 :]
        self._pending_names.add(tag)
        if not within and words:
            self._pending_texts[tag] = words
        elif within and tag == f"{DAV}href":
            self._pending_hrefs.setdefault(within[0], words)

    def _begin(self) -> None:
        self._href, self._status = "", None
        self._texts: dict[str, str] = {}
        self._names: set[str] = set()
        self._hrefs: dict[str, str] = {}

    def _begin_properties(self) -> None:
        self._is_had = True
        self._pending_texts: dict[str, str] = {}
        self._pending_names: set[str] = set()
        self._pending_hrefs: dict[str, str] = {}
