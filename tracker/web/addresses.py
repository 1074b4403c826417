"""The paths that are asked for: one spelling each, and what of them a log may show."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes

LONGEST_PATH: Final = 1024  # octets, far above the 200 characters of the longest address of ours
_BAD: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\%\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_TOKEN_FEED: Final = re.compile(r"/feeds/[^/]+/[^/]+")
_OPEN_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.@%-]*")  # a slug, a UID, a month: no secret
_SHORT: Final = 15  # a segment up to this long gives nothing of a secret away
_LONGEST_SHOWN: Final = 200


def canonical(raw: bytes, root: str = "") -> str | None:
    """Return the one spelling of a path as it came, below `root` or not; None for odd ones.

    Odd is what no link of ours has: an empty or dotted segment, an encoded slash, an
    octet that is no UTF-8, a control character, a relative or overlong path.
    """
    if not raw.startswith(b"/") or len(raw) > LONGEST_PATH or b"%2f" in raw.lower():
        return None
    try:
        path = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return None
    if root and (path == root or path.startswith(f"{root}/")):
        path = path[len(root) :] or "/"
    *folders, last = path[1:].split("/")
    if _BAD.search(path) or "" in folders or not {".", ".."}.isdisjoint((*folders, last)):
        return None
    return quote(path, safe="/")


def is_secret(path: str) -> bool:
    """Whether a canonical path is a feed's secret address, or would be one."""
    return _TOKEN_FEED.fullmatch(path) is not None


def shown(raw: bytes) -> str:
    """Return what a log may show of a path: no secret, nor any part of one.

    Below `feeds` every folder is hidden, whoever misspelt what; elsewhere a long segment
    that does not look like a name of ours.
    """
    path = unquote_to_bytes(raw.partition(b"?")[0]).decode(errors="replace")
    folders = path.split("/")
    hidden = "/".join(
        _hidden(name, in_feeds="feeds" in folders[:at], is_last=at == len(folders) - 1)
        for at, name in enumerate(folders)
    )
    return hidden if len(hidden) <= _LONGEST_SHOWN else f"{hidden[:_LONGEST_SHOWN]}…"


def _hidden(name: str, *, in_feeds: bool, is_last: bool) -> str:
    is_open = _OPEN_NAME.fullmatch(name) is not None
    if in_feeds:
        return name if is_last and (is_open or not name) else "…"
    return name if is_open or len(name) <= _SHORT else "…"
