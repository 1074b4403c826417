"""A Radicale of a module's own, the way to it, and an officer who publishes there."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.clients.servers import radicale
from tests.clients.tools import peer
from tests.publish.in_between import Between, between
from tests.publish.officers import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPConnection

    from tests.conftest import Tracker

USERS = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HTTPConnection]:
    folder = tmp_path_factory.mktemp("radicale") / "collections"
    with radicale(peer("python"), folder) as connection:
        yield connection


@pytest.fixture
def way(server: HTTPConnection) -> Iterator[Between]:
    with between(server.port, f"officer{next(USERS)}") as known:
        yield known


@pytest.fixture
def officer(tracker: Tracker, way: Between, server: HTTPConnection) -> Desk:
    desk = Desk(tracker, way, server)
    desk.raw("PROPFIND", f"/{way.user}/")  # whoever comes in has a home
    return desk


@pytest.fixture
def published(officer: Desk) -> Desk:
    """Three public talks, which lie there."""
    for number in (1, 2, 3):
        officer.log(f"Talks {number}", f"{number} April 2025 10:00")
    assert officer.publish("--create").code == 0
    return officer
