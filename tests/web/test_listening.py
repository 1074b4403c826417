"""Where the server listens, and what it says when it cannot."""

from __future__ import annotations

import socket
import stat
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tracker.errors import Conflict, TrackerError, Unavailable
from tracker.web.listening import address_of, on_port, on_unix, remove

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: a socket's path has 107 octets at most."""
    with TemporaryDirectory(prefix="tracker-") as name:
        yield Path(name)


def test_a_free_port_is_taken_when_asked_for_none() -> None:
    with closing(on_port("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert port > 0
        assert address_of(listener) == f"http://127.0.0.1:{port}/"
        with pytest.raises(Unavailable, match=rf"^Port {port} of 127\.0\.0\.1 is in use"):
            on_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("no.such.host.invalid", "There is no host"),
        ("a" * 300, "There is no host"),
        ("198.51.100.77", "is not an address of this machine"),
    ],
)
def test_a_host_that_is_not_ours_is_refused(host: str, said: str) -> None:
    with pytest.raises(TrackerError, match=said):
        on_port(host, 0)


def test_a_socket_is_for_its_user_and_group_alone(folder: Path) -> None:
    path = folder / "tracker.sock"
    with closing(on_unix(path)) as listener:
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        assert address_of(listener) == f"unix:{path}"
        with pytest.raises(Conflict, match="already listens"):
            on_unix(path)


def test_a_socket_left_behind_is_replaced(folder: Path) -> None:
    path = folder / "tracker.sock"
    on_unix(path).close()
    assert path.exists()
    with closing(on_unix(path)), closing(socket.socket(socket.AF_UNIX)) as client:
        client.connect(str(path))


def test_what_is_no_socket_is_left_as_it_is(folder: Path) -> None:
    path = folder / "tracker.sock"
    path.write_text("dear", encoding="utf-8")
    with pytest.raises(Conflict, match="something else"):
        on_unix(path)
    assert path.read_text(encoding="utf-8") == "dear"
    (folder / "link").symlink_to(path)
    with pytest.raises(Conflict, match="something else"):
        on_unix(folder / "link")


@pytest.mark.parametrize("name", ["missing/tracker.sock", "x" * 200])
def test_a_place_that_cannot_be_is_told(folder: Path, name: str) -> None:
    with pytest.raises(Unavailable, match="socket"):
        on_unix(folder / name)


def test_only_its_own_socket_is_taken_away(folder: Path) -> None:
    path = folder / "tracker.sock"
    on_unix(path).close()
    remove(path, path.stat().st_ino + 1)
    assert path.exists()
    remove(path, path.stat().st_ino)
    assert not path.exists()
