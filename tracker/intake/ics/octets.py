"""The octets of a calendar file as whole lines, parted by LF alone, within bounds.

Whatever the file ends its lines with, and in whichever Unicode form it is, what comes out is
in UTF-8 or in an older encoding that holds ASCII, without byte order marks. Nothing is kept
but the lines at hand, so that memory does not grow with the file.
"""

from __future__ import annotations

import codecs
import os
from io import BytesIO
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from tracker.domain.quoting import quoted
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST: Final = 250_000_000  # octets: 200,000 events of more than a kilobyte
LONGEST_HELD: Final = 1_000_000  # octets of one line as it stands in the file; the rest is dropped
_CHUNK: Final = 1 << 18
_IN_MEMORY: Final = 1 << 23
_UTF_16: Final = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"B\0": "utf-16-le",  # BEGIN without a mark
    b"\0B": "utf-16-be",
}
_BOM: Final = codecs.BOM_UTF8


def opened(content: bytes | BinaryIO, name: str) -> BinaryIO:
    """Return the content as a file that can be read twice; raise Invalid when it is too large.

    UTF-16 becomes UTF-8. Where the content is such a file already, it is the one returned;
    any other is the caller's to close.
    """
    file = BytesIO(content) if isinstance(content, bytes) else content
    if not file.seekable():
        file = _copied(file, "utf-8", name)
    size = file.seek(0, os.SEEK_END)
    if size > LARGEST:
        raise _too_large(name)
    file.seek(0)
    encoding = _UTF_16.get(file.read(2))
    file.seek(0)
    return _copied(file, encoding, name) if encoding else file


def _copied(file: BinaryIO, encoding: str, name: str) -> BinaryIO:
    copy: BinaryIO = BytesIO()
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    plain = encoding == "utf-8"  # kept as it is, octet by octet
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > LARGEST:
            copy.close()
            raise _too_large(name)
        if size > _IN_MEMORY and isinstance(copy, BytesIO):
            held, copy = copy.getvalue(), cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - closed by the reader
            copy.write(held)
        copy.write(chunk if plain else decoder.decode(chunk).encode("utf-8", "replace"))
    return copy


def _too_large(name: str) -> Invalid:
    return Invalid(
        f"{quoted(name)} has more than {LARGEST // 1_000_000} MB.",
        hint="Split it by years, and import one after the other.",
    )


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file from its beginning in pieces that end where a line does.

    A line of more than LONGEST_HELD octets comes out shortened, but longer than anything
    that is read of it.
    """
    file.seek(0)
    held: list[bytes] = []
    size = 0
    while chunk := file.read(_CHUNK):
        lines = _with_plain_ends(chunk, file)
        end = lines.rfind(b"\n") + 1
        if end:
            yield b"".join([*held, lines[:end]])
            held, size = [lines[end:]], len(lines) - end
        elif size < LONGEST_HELD:
            held.append(lines)
            size += len(lines)
    if size:
        yield b"".join([*held, b"\n"])


def _with_plain_ends(chunk: bytes, file: BinaryIO) -> bytes:
    if chunk.endswith(b"\r"):  # its LF may be the next octet
        following = file.read(1)
        if following == b"\n":
            chunk += following
        elif following:
            file.seek(-1, os.SEEK_CUR)
    if b"\r" in chunk:
        chunk = chunk.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return chunk.replace(_BOM, b"")
