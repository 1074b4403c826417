"""The readers, each a row of one table: what it is, how it reads, and what it cannot say."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import vobject

from tests.clients.servers import ask, radicale, vdirsyncer, vdirsyncer_configuration, web_server
from tests.clients.tools import answered, debian, peer, said_by
from tests.peers import READER, node_module, read_with_icalendar, read_with_vobject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.clients.corpus import Event

Reads = list[list[dict[str, Any]]]
_LINES: Final = re.DOTALL | re.MULTILINE
_ALL: Final = ("uid", "start", "end", "summary", "status")


def as_written(words: str) -> str:
    return words


def without_false_breaks(words: str) -> str:
    r"""Return words in which a backslash and an n, and what a careless reader makes of it, are one.

    RFC 5545, 3.3.11 writes a backslash as two. These readers look for `\n` first, and so find
    a line break in the second backslash and the n of `C:\\new`, which is `C:\new`.
    """
    return re.sub(r"\\[nN]|\\?\n", "⏎", words)


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that reads calendars: files in, a list of events for each file out."""

    name: str
    read: Callable[[list[Path]], Reads]
    says: tuple[str, ...] = _ALL
    words: Callable[[str], str] = as_written

    def told(self, events: list[Event] | tuple[Event, ...]) -> list[tuple[str, ...]]:
        """Return the events in order, as far as the reader can tell them."""
        rows = [{**event, "summary": self.words(event["summary"])} for event in events]
        return sorted(tuple(row[name] for name in self.says) for row in rows)


def _with_vobject(files: list[Path]) -> Reads:
    zones = vars(vobject.icalendar)["__tzidMap"]
    at_first, read = dict(zones), []
    for file in files:
        read.append(read_with_vobject(file.read_bytes()))
        # For a process's life it believes the first definition of a zone that it met.
        zones.clear()
        zones.update(at_first)
    return read


def _with_icalendar(files: list[Path]) -> Reads:
    return [read_with_icalendar(file.read_bytes()) for file in files]


def _with_ical_js(files: list[Path]) -> Reads:
    module = node_module("ical.js", "dist/ical.js")
    return _in_node(READER, module, files)


def _with_node_ical(files: list[Path]) -> Reads:
    module = node_module("node-ical", "node-ical.js")
    return _in_node(Path(__file__).parent / "peers" / "read_node_ical.mjs", module, files)


def _in_node(script: Path, module: Path, files: list[Path]) -> Reads:
    return answered(
        ["node", str(script), str(module), *map(str, files)], {**os.environ, "TZ": "UTC"}
    )


def _with_libical(files: list[Path]) -> Reads:
    debian("ical", "libical3")
    return said_by("read_libical", files)


def _with_calcurse(files: list[Path]) -> Reads:
    debian("calcurse", "calcurse")
    return said_by("read_calcurse", files)


def _with_vdirsyncer(files: list[Path]) -> Reads:
    """Return what vdirsyncer keeps of the files that it finds on a web server."""
    program = peer("vdirsyncer")
    with tempfile.TemporaryDirectory() as name, web_server(files[0].parent) as address:
        urls = [f"{address}/{file.name}" for file in files]
        configuration, kept = vdirsyncer_configuration(Path(name), urls)
        vdirsyncer(program, configuration, "discover")
        vdirsyncer(program, configuration, "sync")
        return [read_with_icalendar(_in_one(folder.glob("*.ics"))) for folder in kept]


def _in_one(files: Iterable[Path]) -> bytes:
    """Return a calendar of the events of all files, without their definitions of zones."""
    events = [
        re.findall(rb"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n", file.read_bytes(), _LINES)
        for file in files
    ]
    return (
        b"BEGIN:VCALENDAR\n"
        + b"".join(event for found in events for event in found)
        + b"END:VCALENDAR\n"
    )


def _with_radicale(files: list[Path]) -> Reads:
    """Return what Radicale answers of the collections that it was given."""
    answers = []
    with tempfile.TemporaryDirectory() as name, radicale(peer("python"), Path(name)) as server:
        for file in files:
            path = f"/officer/{file.stem}/"
            assert ask(server, "PUT", path, file.read_bytes())[0] == 201
            status, body = ask(server, "GET", path)
            assert status == 200
            answers.append(read_with_icalendar(body))
    return answers


READERS: Final = (
    Reader("icalendar", _with_icalendar, words=without_false_breaks),
    Reader("vobject", _with_vobject),
    Reader("ics", lambda files: said_by("read_ics", files), words=without_false_breaks),
    Reader("ical", lambda files: said_by("read_ical", files)),
    Reader("ical.js", _with_ical_js),
    Reader("node-ical", _with_node_ical, words=without_false_breaks),
    Reader("libical", _with_libical),
    Reader("khal", lambda files: said_by("read_khal", files), words=without_false_breaks),
    # It has days, hours and a title, and keeps nothing else.
    Reader("calcurse", _with_calcurse, says=("start", "end", "summary")),
    # Of a calendar on the web it makes UIDs anew, each from the hash of its event.
    Reader("vdirsyncer", _with_vdirsyncer, says=_ALL[1:], words=without_false_breaks),
    Reader("radicale", _with_radicale, words=without_false_breaks),
)
