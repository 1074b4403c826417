"""Whose time zones count: the newest there are, unless somebody chose."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

import pytest
import tzdata  # type: ignore[import-untyped]

from tracker.app import use_newest_zones

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A system's folder of zones, which alone is looked in."""
    before = zoneinfo.TZPATH
    monkeypatch.delenv("PYTHONTZPATH", raising=False)
    zoneinfo.reset_tzpath([str(tmp_path)])
    yield tmp_path
    zoneinfo.reset_tzpath(before)


def says(folder: Path, version: str) -> None:
    (folder / "tzdata.zi").write_text(f"# version {version}\nR A 1 o - Jan 1 0 0 S\n")


def first() -> str:
    return zoneinfo.TZPATH[0]


def test_the_package_counts_where_the_system_is_older(system: Path) -> None:
    says(system, "2019c")
    use_newest_zones()
    use_newest_zones()
    assert first().endswith("tzdata/zoneinfo")
    assert len(zoneinfo.TZPATH) == 2
    assert zoneinfo.ZoneInfo.no_cache("Europe/Paris").key == "Europe/Paris"


@pytest.mark.parametrize("version", [tzdata.IANA_VERSION, "2999a", None])
def test_a_system_that_is_as_new_or_tells_nothing_counts(system: Path, version: str | None) -> None:
    if version:
        says(system, version)
    use_newest_zones()
    assert list(zoneinfo.TZPATH) == [str(system)]


def test_who_chose_is_let_be(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says(system, "2019c")
    monkeypatch.setenv("PYTHONTZPATH", str(system))
    use_newest_zones()
    assert list(zoneinfo.TZPATH) == [str(system)]
