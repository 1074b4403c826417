"""Header fields of a mail message, in ASCII whatever is in them (RFC 5322, RFC 2047).

The standard library's own, when it folds a name of several words in other letters, loses
the blanks between them.
"""

from __future__ import annotations

import re
from email.header import Header
from typing import TYPE_CHECKING, Final

from tracker.render.ics.wire import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.mailboxes import Mailbox

_LONGEST: Final = 76  # of an encoded line (RFC 2047, 2)
_PLAIN: Final = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")


def text_header(name: str, words: str) -> str:
    """Return a header field of words, folded, with its CRLF."""
    plain = one_line(words)
    if not _is_short_ascii(plain):
        plain = _encoded(plain, len(name) + 2)
    return f"{name}: {plain}\r\n"


def mailbox_header(name: str, mailboxes: Iterable[Mailbox]) -> str:
    """Return a header field of mailboxes, a line or more for each, with its CRLF."""
    return f"{name}: " + ",\r\n ".join(_mailbox(each, len(name) + 2) for each in mailboxes) + "\r\n"


def _mailbox(mailbox: Mailbox, used: int) -> str:
    name = one_line(mailbox.name)
    if not name:
        return mailbox.address
    if not _is_short_ascii(name):
        return f"{_encoded(name, used)}\r\n <{mailbox.address}>"
    if not _PLAIN.fullmatch(name):
        escaped = name.replace("\\", r"\\").replace('"', r"\"")
        name = f'"{escaped}"'
    return f"{name} <{mailbox.address}>"


def _is_short_ascii(words: str) -> bool:
    """Return whether words may stand as they are: none could be taken for encoded ones."""
    return words.isascii() and len(words) < _LONGEST and "=?" not in words


def _encoded(words: str, used: int) -> str:
    """Return words as encoded ones, after `used` signs in the first line."""
    written = Header(words, "utf-8", maxlinelen=_LONGEST, header_name=" " * max(used - 2, 0))
    return written.encode(linesep="\r\n")
