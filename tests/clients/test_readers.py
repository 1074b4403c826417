"""Calendars of everything that may be in one, through every reader that can be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clients.corpus import ZONES, feeds
from tests.clients.readers import READERS, Reader
from tests.clients.servers import vdirsyncer, vdirsyncer_configuration, web_server
from tests.clients.tools import peer
from tests.peers import read_with_icalendar

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

EVERY_READER = pytest.mark.parametrize("reader", READERS, ids=[r.name for r in READERS])


def test_the_calendars_hold_what_hurts() -> None:
    content = b"".join(feed.content for feed in feeds()).replace(b"\r\n ", b"").decode()
    assert len(feeds()) == 50
    assert len(ZONES) >= 40
    assert all(f"TZID={zone}:" in content for zone in ZONES if not zone.endswith("UTC"))
    assert {e["status"] for f in feeds() for e in f.events} == {
        "TENTATIVE",
        "CONFIRMED",
        "CANCELLED",
    }


@pytest.mark.slow
@EVERY_READER
def test_reader_reads_every_event_as_it_is_meant(reader: Reader, tmp_path: Path) -> None:
    files = [tmp_path / f"{feed.name}.ics" for feed in feeds()]
    for feed, file in zip(feeds(), files, strict=True):
        file.write_bytes(feed.content)
    for feed, read in zip(feeds(), reader.read(files), strict=True):
        assert (feed.name, reader.told(feed.events)) == (feed.name, reader.told(read))


@pytest.mark.slow
@EVERY_READER
def test_reader_reads_the_founding_session_as_it_was_exported(
    reader: Reader, tracker: Tracker, founding_ledger: Path, tmp_path: Path
) -> None:
    file = tmp_path / "founding.ics"
    assert tracker("export", "ics", "--visibility", "internal", "-o", str(file)).code == 0
    expected = read_with_icalendar(file.read_bytes())
    assert len(expected) > 1
    assert reader.told(expected) == reader.told(reader.read([file])[0])


@pytest.mark.slow
def test_vdirsyncer_finds_nothing_to_do_the_second_time(tmp_path: Path) -> None:
    program, web = peer("vdirsyncer"), tmp_path / "web"
    web.mkdir()
    for feed in feeds()[:10]:
        (web / f"{feed.name}.ics").write_bytes(feed.content)
    with web_server(web) as address:
        urls = [f"{address}/{file.name}" for file in sorted(web.iterdir())]
        configuration, kept = vdirsyncer_configuration(tmp_path, urls)
        vdirsyncer(program, configuration, "discover")
        assert "Copying" in vdirsyncer(program, configuration, "sync")
        first = _stamps(kept)
        again = vdirsyncer(program, configuration, "sync")
    assert not {"Copying", "Deleting"} & set(again.split())
    assert len(first) == sum(len(feed.events) for feed in feeds()[:10])
    assert first == _stamps(kept)


def _stamps(folders: list[Path]) -> dict[Path, int]:
    return {item: item.stat().st_mtime_ns for folder in folders for item in folder.glob("*.ics")}
