"""In which encoding a table is written, and what parts its values."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

from tracker.domain.quoting import quoted
from tracker.errors import Invalid
from tracker.intake.tables.headers import recognised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_NAMED: Final = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PART: Final = 1 << 20
_HEAD: Final = 1 << 16
_TRIED: Final = 50  # rows
_RUNS: Final = re.compile(rb"[\xc0-\xff]+")
# In Latin letters those beyond ASCII stand alone or in pairs; Cyrillic and Arabic ones in words.
_WORD: Final = 3
_FOREIGN: Final = ("cp1251", "cp1256")


def encoding_of(content: BinaryIO, asked: str | None, name: str) -> str:
    """Return the encoding of a file, read from its beginning; it is left there.

    Marks at the beginning tell, then whether all of it is UTF-8, then whether it has the
    zeros of UTF-16. What remains is of one of Windows' code pages: the western one, or the
    one in which the header has words that we know. Raises Invalid where that cannot be told,
    and for an encoding that was asked for and does not exist.
    """
    if asked is not None:
        return _known_encoding(asked)
    head = content.read(_HEAD)
    content.seek(0)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    return "utf-8" if _is_utf8(content) else _code_page(head, name)


def _known_encoding(asked: str) -> str:
    try:
        codec = codecs.lookup(asked.strip())
        codec.decode(b"")
    except (LookupError, ValueError, TypeError):
        codec = None
    if codec is None or not getattr(codec, "_is_text_encoding", True):
        raise Invalid(
            f"There is no encoding {quoted(asked)}.",
            hint="Name one such as utf-8, utf-16, cp1252, cp1251 or cp1256.",
        )
    return codec.name


def _is_utf8(content: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := content.read(_PART):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        content.seek(0)
    return True


def _code_page(head: bytes, name: str) -> str:
    runs = _RUNS.findall(head)
    if sum(map(len, runs)) < _WORD * max(len(runs), 1):
        return "cp1252"
    for page in _FOREIGN:
        first = head.decode(page, errors="replace").lstrip().partition("\n")[0]
        if any(map(recognised, re.split(r"[,;\t|]", first.replace('"', "")))):
            return page
    raise Invalid(
        f"{quoted(name)} is not in Unicode, and which letters it is in cannot be told.",
        hint="Say it: --encoding cp1251 for Cyrillic letters, cp1256 for Arabic ones, cp1252 else.",
    )


@contextmanager
def opened(content: BinaryIO, encoding: str) -> Iterator[TextIO]:
    """Give the text of a file from its beginning; the file itself stays open after it.

    Line ends stay as they are. What cannot be decoded becomes U+FFFD, for rows to tell of;
    raises Invalid where nothing can.
    """
    content.seek(0)
    text = io.TextIOWrapper(content, encoding=encoding, errors="replace", newline="")
    try:
        yield text
    except UnicodeError as fault:
        raise Invalid(
            f"It is not in {encoding}: {fault}.", hint="Try without --encoding."
        ) from None
    finally:
        text.detach()


def separator_of(head: str, asked: str | None) -> str:
    """Return what parts the values: what was asked for, or what makes the most even table.

    Of several, that under which the header has the most names that we know.
    """
    if asked is not None:
        separator = _NAMED.get(asked.strip().lower(), asked)
        if len(separator) != 1 or separator in '"\r\n' or separator.isalnum():
            raise Invalid(
                f"{quoted(asked)} cannot part values.",
                hint="Name a sign such as , or ; or |, or say tab.",
            )
        return separator
    told = re.match(r"sep=(.)\r?\n", head)  # Excel's own first line
    return told[1] if told else max(SEPARATORS, key=lambda sign: _evenness(head, sign))


def _evenness(head: str, sign: str) -> tuple[int, float, int]:
    """Return how good a table a sign makes: names known, share of even rows, columns."""
    rows = []
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=sign, skipinitialspace=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _TRIED:
                break
    except csv.Error:
        return 0, 0.0, 0
    if not rows:
        return 0, 0.0, 0
    columns, even = Counter(map(len, rows)).most_common(1)[0]
    if columns == 1:
        return 0, 0.0, 1
    known = max(sum(map(bool, map(recognised, row))) for row in rows[:10])
    return known, even / len(rows), columns
