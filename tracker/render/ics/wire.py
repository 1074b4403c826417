"""The one door through which values reach the wire, so that no text can become a property."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from icalendar.prop import vText

LONGEST_UID: Final = 100
LONGEST_URL: Final = 2_000
# Octets of a TEXT as written. calcurse reads 8,191 of a line, and leaves the whole event out
# when they end within an escape; and one long record must not make a whole feed too long.
LONGEST_TEXT: Final = 8_000
_MORE: Final = "…"

# What ends a line somewhere: a client that meets it raw ends the property there.
_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls break parsers; embeddings, overrides and lone surrogates break displays and UTF-8;
# U+FEFF is taken for a byte order mark.
_UNFIT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ud800-\udfff]")
_UID: Final = re.compile(r"[A-Za-z0-9@._-]+")
_URL: Final = re.compile(r"https?://[!#$%&'()*+,./0-9:;=?@A-Z_a-z~\[\]-]+")
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_SPACES: Final = re.compile("[ \t\n]+")  # not the blanks that keep 10 h 00 together


def cleaned(words: str) -> str:
    """Return words fit for a TEXT value: LF for every line end, no controls but HTAB."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", words)).strip()


def one_line(words: str) -> str:
    """Return words fit for a value that clients show on one line."""
    return _SPACES.sub(" ", cleaned(words)).strip()


def text(words: str) -> vText:
    """Return a TEXT value whose words, cleaned already, are escaped as RFC 5545, 3.3.11 says.

    Words of more than LONGEST_TEXT octets end where a word does, in an ellipsis.
    """
    written: vText = _text_class()(_shortened(words))
    return written


def _shortened(words: str) -> str:
    if len(_escaped(words)) <= LONGEST_TEXT:
        return words
    left = LONGEST_TEXT - len(_MORE.encode())
    sizes = accumulate(len(_escaped(sign)) for sign in words)
    fits = words[: next(n for n, size in enumerate(sizes) if size > left)]
    whole = fits[: max(fits.rfind(" "), fits.rfind("\n"))].rstrip()
    return (whole if len(whole) > len(fits) // 2 else fits) + _MORE


def _escaped(words: str) -> bytes:
    escaped = words.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
    return escaped.replace("\n", r"\n").encode()


@cache
def _text_class() -> type[vText]:
    # Made on first use: icalendar takes 100 ms to import, which no list should pay.
    from icalendar.prop import vText

    class ExactText(vText):
        r"""A TEXT whose `\N` stays what was written; icalendar's own makes it a line break."""

        def to_ical(self) -> bytes:
            return _escaped(self)

    return ExactText


def is_uid(uid: str) -> bool:
    """Return whether a UID may be written as it stands: short, ASCII, nothing to escape."""
    return len(uid) <= LONGEST_UID and _UID.fullmatch(uid) is not None


def web_address(url: str | None) -> str | None:
    """Return an http(s) URL in ASCII, or None for anything that is not wholly one."""
    if not url or len(url) > LONGEST_URL or not _URL.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    # A name and password in an address would travel to every subscriber.
    return url if parts.hostname and parts.username is None else None


def is_word(word: str) -> bool:
    """Return whether a category is a plain ASCII word, as slugs are."""
    return _WORD.fullmatch(word) is not None
