"""What is handed out, and by which name it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.domain.feeds import hash_of
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from tracker.storage.kept import Finished

CALENDAR: Final = "text/calendar; charset=utf-8"
PAGE: Final = "text/html; charset=utf-8"
STYLE: Final = "text/css; charset=utf-8"
PUBLIC, PRIVATE = "public, max-age=300", "private, max-age=300"
NOTICE: Final = "notice"
STYLESHEET: Final = "/style.css"
_SECRET_PATH: Final = re.compile(r"/feeds/([^/]+)/([^/]+)\.ics")
_OPEN_PATH: Final = re.compile(r"/feeds/([^/]+)\.ics")
_SECRET, _ENDED = "secret ", "ended "  # blanks stand in no path


@frozen
class Published:
    """Something to hand out.

    `etag` is strong, with its quotes; `modified` is when these bytes came to be (aware,
    whole seconds); from `until` on time alone may have changed them. `stale` are the last
    good bytes while the ledger cannot be read. `of_nobody` is what stands at any secret
    address that is none: anybody can invent as many of them as they like.
    """

    content: bytes
    media_type: str
    etag: str
    modified: datetime
    until: datetime
    cache_control: str
    filename: str | None = None
    status: int = 200
    stale: bool = False
    of_nobody: bool = False


def name_of(
    path: str, addresses: Mapping[str, str], ended: Collection[str]
) -> tuple[str, str | None]:
    """Return by which name what stands at a path is made, and the hash of a secret used.

    `addresses` are the feeds of secret addresses by their hash, `ended` the public ones
    that are no longer. The secret says which feed it is, the name after it is for people.
    Whether an address was never one, or is one no longer, cannot be told from outside:
    both are the notice.
    """
    if found := _SECRET_PATH.fullmatch(path):
        token = hash_of(found[1])
        slug = addresses.get(token)
        return (f"{_SECRET}{slug}", token) if slug else (NOTICE, None)
    if (found := _OPEN_PATH.fullmatch(path)) and found[1] in ended:
        return f"{_ENDED}{found[1]}", None
    whole = path.endswith("/") or "." in path  # a page is the same without the slash
    return (path if whole else f"{path}/"), None


def feed_of(name: str) -> str:
    """Return the short name of the feed that a name is of, or nothing."""
    found = _OPEN_PATH.fullmatch(name)
    return found[1] if found else name.partition(" ")[2]


def is_secret(name: str) -> bool:
    """Return whether a name is only for the holders of secret addresses."""
    return name == NOTICE or name.startswith(_SECRET)


def is_notice(name: str) -> bool:
    """Return whether a name is of an address that is none any longer."""
    return name == NOTICE or name.startswith(_ENDED)


def published(name: str, made: Finished, *, stale: bool = False) -> Published:
    """Return finished bytes as they are handed out under their name."""
    is_feed = is_secret(name) or is_notice(name) or name.endswith(".ics")
    return Published(
        content=made.content,
        media_type=CALENDAR if is_feed else STYLE if name == STYLESHEET else PAGE,
        etag=etag_of(made.hash),
        modified=made.modified,
        until=made.until,
        cache_control=PRIVATE if is_secret(name) else PUBLIC,
        filename=f"{feed_of(name) or 'calendar'}.ics" if is_feed else None,
        stale=stale,
        of_nobody=name == NOTICE,
    )


def etag_of(digest: str) -> str:
    """Return the strong entity tag of bytes with that SHA-256."""
    return f'"{digest[:32]}"'
