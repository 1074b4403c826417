"""The SQL views in Datasette: rows as JSON, on loopback, read only."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError

import pytest

from tests.clients.tools import peer
from tracker.storage.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Tracker

PATIENCE = 40.0  # seconds, for a machine that does much else


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """Serve a ledger as the README says, and yield the address of its database."""
    program = peer("datasette")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(program), "--immutable", str(ledger), "--host", "127.0.0.1", "--port", str(port)]
    world = {**os.environ, "HOME": str(ledger.parent), "DATASETTE_SECRET": "x"}
    with subprocess.Popen(
        command, env=world, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/-/versions.json", server)
            yield f"{address}/ledger"
        finally:
            server.terminate()
            server.communicate(timeout=10)


def _wait(address: str, server: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - loopback
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("datasette did not answer")


def fetched(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - loopback
        return json.load(answer)


@pytest.mark.slow
def test_datasette_serves_every_view_and_writes_nothing(
    tracker: Tracker, founding_ledger: Path
) -> None:
    before = founding_ledger.read_bytes()
    ours = json.loads(tracker("list", "--all", "--json").out)
    with served(founding_ledger) as database:
        rows = fetched(f"{database}/calendar.json?_shape=array&_sort=starts_at&_size=max")
        assert {(row["occasion"], row["id"]) for row in rows} == {
            (entry["occasion"], entry["id"]) for entry in ours
        }
        told = {(entry["occasion"], entry["id"]): entry for entry in ours}
        for row in rows:
            entry = told[row["occasion"], row["id"]]
            assert json.loads(row["title"]) == entry["title"]
            assert (row["when_text"], row["starts_at"]) == (
                entry["when"]["text"],
                entry["starts_at"],
            )
        for view in VIEWS:
            found = fetched(f"{database}/{view.name}.json?_shape=arrays")
            assert found["columns"] == [each.column for each in view.columns]
        asked = "select+status,count(*)+as+n+from+calendar+group+by+status"
        counted = fetched(f"{database}.json?sql={asked}&_shape=array")
        assert counted == [{"status": "held", "n": 11}]
        with pytest.raises(HTTPError):
            fetched(f"{database}.json?sql=delete+from+meetings")
    assert founding_ledger.read_bytes() == before
