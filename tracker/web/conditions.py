"""Whether a client already has it: conditional requests after RFC 9110, section 13."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_TAG: Final = re.compile(rb'[ \t,]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)')
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1
    )
}
_MONTH: Final = rb"(?P<month>[A-Z][a-z]{2})"
_CLOCK: Final = rb"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
# The three forms that a recipient must read (RFC 9110, 5.6.7); the first is the one in use.
_DATES: Final = tuple(
    re.compile(form)
    for form in (
        rb"[A-Z][a-z]{2}, (?P<day>\d\d) " + _MONTH + rb" (?P<year>\d{4}) " + _CLOCK + b" GMT",
        rb"[A-Z][a-z]{5,8}, (?P<day>\d\d)-" + _MONTH + rb"-(?P<year>\d\d) " + _CLOCK + b" GMT",
        rb"[A-Z][a-z]{2} " + _MONTH + rb" (?P<day>[ \d]\d) " + _CLOCK + rb" (?P<year>\d{4})",
    )
)
_CENTURY_TURNS: Final = 70  # a year of two digits from here on is of the last century
_LEAP: Final = 59


def is_known(etag: bytes, modified: datetime, *, tags: bytes | None, since: bytes | None) -> bool:
    """Whether a GET or HEAD is answered 304.

    `tags` is If-None-Match (several lines joined by commas), compared weakly; where it is
    given, `since`, If-Modified-Since, counts for nothing.
    """
    if tags is not None:
        return tags == etag or _among(etag, tags)
    if since is not None:
        instant = http_date(since)
        return instant is not None and modified <= instant
    return False


def _among(etag: bytes, tags: bytes) -> bool:
    tags = tags.strip()
    if tags == b"*":
        return True
    at = 0
    while found := _TAG.match(tags, at):
        if found[1] == etag:
            return True
        at = found.end()
    return False


def http_date(text: bytes) -> datetime | None:
    """Return the instant that an HTTP date names, None where it is none."""
    found = next((match for form in _DATES if (match := form.fullmatch(text.strip()))), None)
    if found is None or found["month"] not in _MONTHS:
        return None
    year = int(found["year"])
    if len(found["year"]) == len("94"):
        year += 1900 if year >= _CENTURY_TURNS else 2000
    try:
        return datetime(
            year,
            _MONTHS[found["month"]],
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            min(int(found["second"]), _LEAP),
            tzinfo=UTC,
        )
    except ValueError:
        return None
