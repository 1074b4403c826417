"""The folder of files: nothing outside it is touched, and what is half done is told."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tests.publish.worlds import World, feeds
from tracker.errors import Conflict, Unavailable
from tracker.publish.static import build_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker
    from tracker.publish.published import Published

LIST = ".tracker-site.json"


@pytest.fixture
def world(tracker: Tracker, ledger_path: Path) -> World:
    made = World(tracker, ledger_path, 0, ledger_path.with_name("kept"))
    feeds(made)
    for title in ("Opening talks", "Closing talks"):
        made.do("log", title, "--on", "3 April 2025 10:00-12:00", "--visibility", "public")
    return made


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "www").mkdir()
    return tmp_path / "www/site"


def snapshot(folder: Path) -> dict[str, bytes | Path]:
    """Return everything below a folder: files by content, links by what they point at."""
    return {
        str(path.relative_to(folder)): path.readlink() if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("index.html", "nothing"),
        ("index.html", "file"),
        ("feeds", "nothing"),
        ("feeds", "folder"),
        ("feeds/all.ics", "file"),
        ("meetings", "folder"),
        (LIST, "nothing"),
        (LIST, "file"),
    ],
)
@pytest.mark.parametrize("is_built", [False, True], ids=["new", "built before"])
def test_nothing_is_written_or_removed_through_a_link(
    world: World, site: Path, *, link: str, is_built: bool, kind: str
) -> None:
    at, outside = site / link, site.with_name("outside")
    if is_built:
        build_site(world.press, site)
    at.parent.mkdir(parents=True, exist_ok=True)
    if at.exists():
        at.rename(site.with_name("was"))
    if kind == "file":
        outside.write_text('{"files": []}')
    elif kind == "folder":
        outside.mkdir()
        (outside / "all.ics").write_text("theirs")
    at.symlink_to(outside)
    world.do("move", "m1", "3 May 2025 10:00")
    before = snapshot(site.parent)
    with pytest.raises(Conflict, match="is a link") as refused:
        build_site(world.press, site)
    assert str(at) in refused.value.sentence
    assert snapshot(site.parent) == before
    at.unlink()
    if link != LIST:  # without it what was built is nobody's
        build_site(world.press, site)
        assert (site / "feeds/all.ics").read_bytes() == world.feed("all")


def test_what_is_withdrawn_does_not_stay_behind_a_link_unnoticed(
    world: World, site: Path, tmp_path: Path
) -> None:
    build_site(world.press, site)
    (site / "meetings").rename(tmp_path / "elsewhere")
    (site / "meetings").symlink_to(tmp_path / "elsewhere")
    for ref in ("m1", "m2"):
        world.do("edit", ref, "--visibility", "internal")
    with pytest.raises(Conflict, match="meetings is a link"):
        build_site(world.press, site)
    (site / "meetings").unlink()
    removed = build_site(world.press, site).removed
    assert not [name for name in removed if name.startswith("meetings/")]
    assert len([name for name in removed if name.startswith("fr/meetings/")]) == 2
    assert "meetings/" not in (site / LIST).read_text()


def test_the_folder_itself_may_be_a_link(world: World, site: Path, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    site.symlink_to(tmp_path / "release")
    build_site(world.press, site)
    assert build_site(world.press, site).changed == ()
    assert (tmp_path / "release/feeds/all.ics").read_bytes() == world.feed("all")


def test_a_link_laid_where_a_draft_will_be_is_not_followed(
    world: World, site: Path, tmp_path: Path
) -> None:
    (site / "feeds").mkdir(parents=True)
    (site / f"feeds/.all.ics.{os.getpid()}.new").symlink_to(tmp_path / "outside")
    build_site(world.press, site)
    assert not (tmp_path / "outside").exists()
    assert (site / "feeds/all.ics").read_bytes() == world.feed("all")


@pytest.mark.parametrize("name", ["meetings", "feeds/all.ics"])
def test_what_is_no_file_or_folder_of_ours_is_found_before_anything_is_written(
    world: World, site: Path, name: str
) -> None:
    (site / "feeds").mkdir(parents=True)
    if name == "meetings":
        (site / name).write_text("mine")
    else:
        os.mkfifo(site / name)
    with pytest.raises(Conflict, match=f"{name} is there already"):
        build_site(world.press, site)
    assert [path for path in site.rglob("*") if not path.is_dir()] == [site / name]


def test_files_that_somebody_removed_are_no_obstacle(world: World, site: Path) -> None:
    build_site(world.press, site)
    pages = sorted((site / "meetings").iterdir())
    for page in pages:
        (page / "index.html").unlink()
        page.rmdir()
    (site / "meetings").rmdir()
    (site / "meetings").write_text("mine")
    for ref in ("m1", "m2"):
        world.do("edit", ref, "--visibility", "internal")
    built = build_site(world.press, site)
    assert not [name for name in built.removed if name.startswith("meetings/")]
    assert (site / "meetings").read_text() == "mine"
    assert build_site(world.press, site).removed == ()


NO_LISTS = (
    '{"files": 5}',
    '{"files": null}',
    '{"files": "abc"}',
    '{"files": [""]}',
    '{"files": ["."]}',
    '{"files": ["../x"]}',
    '{"files": ["/etc/hosts"]}',
    '{"files": ["a\\u0000b"]}',
    '{"files": ["\\ud800"]}',
    '{"files": [["x"]]}',
    f'{{"files": ["{"a" * 300}"]}}',
    "null",
    "[]",
    "[" * 100_000,
    "",
    "\xff",
)


def test_a_list_that_is_none_of_ours_is_told_in_a_sentence(world: World, site: Path) -> None:
    build_site(world.press, site)
    world.do("move", "m1", "3 May 2025 10:00")
    for text in NO_LISTS:
        (site / LIST).write_text(text, encoding="latin-1")
        before = snapshot(site)
        with pytest.raises(Conflict, match="the list of what tracker wrote there, cannot be read"):
            build_site(world.press, site)
        assert snapshot(site) == before, text[:30]


def test_a_list_may_name_what_lies_below_a_file(world: World, site: Path) -> None:
    build_site(world.press, site)
    names = json.loads((site / LIST).read_text())["files"]
    (site / LIST).write_text(json.dumps({"files": [*names, "index.html/x", "months", "never/x"]}))
    assert build_site(world.press, site).removed == ()
    assert json.loads((site / LIST).read_text())["files"] == names


def test_a_page_that_no_browser_asks_for_takes_no_other_pages_place(
    world: World, site: Path
) -> None:
    with desk_at(world.path, now=world.now) as desk:
        desk.ledger.update("meetings", 1, {"uid": ".."})
    build_site(world.press, site)
    assert (site / "index.html").read_bytes() == world.press.find("/").content
    assert len(list((site / "meetings").iterdir())) == 1
    assert build_site(world.press, site).changed == ()


class Watched:
    """A press that counts how many pages are asked for, and fails from one of them on."""

    def __init__(self, world: World, site: Path, fails_at: int | None = None) -> None:
        self.press, self.paths, self.site, self.fails_at = (
            world.press,
            world.press.paths,
            site,
            fails_at,
        )
        self.asked = self.most_ahead = 0

    def find(self, path: str) -> Published:
        if path.startswith("/meetings/"):
            self.asked += 1
            written = len(list(self.site.glob("meetings/*/index.html")))
            self.most_ahead = max(self.most_ahead, self.asked - written)
            if self.asked == self.fails_at:
                raise Unavailable("The ledger cannot be read just now; please try again later.")
        return self.press.find(path)


def test_a_page_is_written_before_the_next_is_made(world: World, site: Path) -> None:
    """So that a large site is never in memory."""
    for number in range(4):
        world.do("log", f"Talks {number}", "--on", "9 April 2025", "--visibility", "public")
    watched = Watched(world, site)
    built = build_site(watched, site)  # type: ignore[arg-type]
    assert watched.asked == 6
    assert built.files == len(built.changed) > 12
    assert watched.most_ahead == 1


def test_a_ledger_that_fails_on_the_way_is_told_with_how_far_it_came(
    world: World, site: Path
) -> None:
    with pytest.raises(Unavailable) as failed:
        build_site(Watched(world, site, fails_at=2), site)  # type: ignore[arg-type]
    written = set(snapshot(site)) - {LIST}
    assert any(name.startswith("meetings/") for name in written)
    assert failed.value.sentence == (
        f"The ledger cannot be read just now; {len(written)} files had been written, "
        "and the others were left as they were."
    )
    assert set(json.loads((site / LIST).read_text())["files"]) == written
    built = build_site(world.press, site)
    assert not written & set(built.changed)
    assert len(written) + len(built.changed) == built.files
