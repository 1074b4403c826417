"""Where an import comes from: a file, a pipe, an address; as a file at its beginning."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import click

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid, NotFound, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cli.session import Cli

_IN_MEMORY = 16_000_000
_MOST = 1_000_000_000  # octets from what has no end of its own
_PIECE = 1 << 16


@frozen(kw_only=True)
class Opened:
    """What is to be read, what it is called, and what its server said of this state of it."""

    content: BinaryIO
    name: str
    size: int
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False

    def done(self) -> float:
        """Return how much of it has been read, from 0 to 1."""
        try:
            return self.content.tell() / self.size if self.size else 0.0
        except ValueError:  # it is closed: all of it has
            return 1.0


def is_address(location: str) -> bool:
    """Return whether a location is an address on the web rather than a file's path."""
    return "://" in location or location.lower().startswith(("webcal:", "http:", "https:"))


def is_gone(location: str) -> bool:
    """Return whether a location is that of a file which is not there."""
    if is_address(location):
        return False
    try:
        Path(location).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # opening it will say what it is
        return False
    return False


def kept_location(location: str) -> str:
    """Return a location so that it is found again from any folder."""
    if location == "-" or is_address(location):
        return location
    return str(Path(location).expanduser().absolute())


@contextmanager
def opened(
    cli: Cli,
    location: str,
    *,
    hosts: tuple[str, ...] = (),
    etag: str | None = None,
    last_modified: str | None = None,
) -> Iterator[Opened]:
    """Open what an import is to read; raise NotFound, Invalid or Unavailable."""
    if location == "-":
        if sys.stdin.isatty():
            raise click.UsageError(
                "Nothing is piped in. Say: curl https://example.org/calendar.ics | tracker import -"
            )
        with _spooled(sys.stdin.buffer, "stdin") as content:
            yield Opened(content=content, name="stdin", size=_size(content))
    elif location.lower().startswith("file:"):
        raise Invalid("A file of this machine is named by its path, without file://.")
    elif is_address(location):
        from tracker.outward.fetching import fetch
        from tracker.outward.hosts import Allowed

        allow = Allowed.of([*hosts, cli.app.settings["import_hosts"] or ""])
        found = fetch(location, allow=allow, etag=etag, last_modified=last_modified)
        with found.content as file:
            yield Opened(
                content=file,
                name=location,
                size=_size(found.content),
                etag=found.etag,
                last_modified=found.last_modified,
                not_modified=found.not_modified,
            )
    else:
        with _file(location) as content:
            yield Opened(content=content, name=location, size=_size(content))


@contextmanager
def _file(location: str) -> Iterator[BinaryIO]:
    path = Path(location).expanduser()
    try:
        file = path.open("rb")
    except IsADirectoryError as fault:
        raise Invalid(f"{quoted(location)} is a folder.", hint="Name a file in it.") from fault
    except OSError as fault:
        if fault.errno in (errno.ENOENT, errno.ENAMETOOLONG):  # none can have such a name
            raise NotFound(f"There is no file {quoted(location)}.") from fault
        raise Unavailable(f"{quoted(location)} cannot be read: {fault.strerror}.") from fault
    with file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            yield file
            return
        with _spooled(file, location) as content:  # a pipe or a device
            yield content


@contextmanager
def _spooled(stream: IO[bytes], name: str) -> Iterator[BinaryIO]:
    """Keep what comes from a stream, so that one can look at it twice."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        taken = 0
        while piece := stream.read(_PIECE):
            taken += len(piece)
            if taken > _MOST:
                raise Invalid(f"{name} is larger than {_MOST:,} bytes, the most of an import.")
            file.write(piece)
        file.seek(0)
        yield cast("BinaryIO", file)


def _size(content: IO[bytes]) -> int:
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return size
