"""The public feeds and pages as files, for any web server: the very bytes that ours gives."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from tracker.errors import Conflict, Unavailable
from tracker.publish.published import STYLESHEET
from tracker.render.pages.paths import NOT_FOUND, file_of
from tracker.storage.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tracker.publish.press import Press

# Which files are ours, so that others in the folder are let be.
_LIST: Final = ".tracker-site.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: files in all, those that changed, those no longer there."""

    files: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def build_site(press: Press, folder: Path) -> Built:
    """Write every public feed and page below a folder; touch only files that differ.

    Each file is replaced in one step, and what it links to is written before it. Raises
    Conflict, before anything is written, where a file that is not ours is in the way, and
    Unavailable when the folder cannot be written or the ledger cannot be read.
    """
    contents = {file_of(path): press.find(path) for path in press.paths()}
    stale = [name for name, made in contents.items() if made.stale]
    if stale:
        raise Unavailable("The ledger cannot be read just now; the files were left as they are.")
    files = {name: made.content for name, made in contents.items() if made.status == HTTPStatus.OK}
    files[file_of(NOT_FOUND)] = press.find(NOT_FOUND).content
    try:
        ours = _listed(folder)
        _require_free(folder, files.keys() - ours)
        folder.mkdir(parents=True, exist_ok=True)
        _write_list(folder, ours | files.keys())
        changed = [name for name in _in_order(files) if _written(folder / name, files[name])]
        removed = [name for name in sorted(ours - files.keys()) if _removed(folder, name)]
        _write_list(folder, files.keys())
    except OSError as fault:
        raise Unavailable(f"{folder} cannot be written: {fault.strerror}.") from fault
    return Built(len(files), tuple(changed), tuple(removed))


def _in_order(files: Iterable[str]) -> list[str]:
    """Return the style sheet and feeds, then the pages, and last the pages that lead to them."""
    style = STYLESHEET.removeprefix("/")

    def rank(name: str) -> tuple[int, str]:
        if name == style or name.endswith(".ics"):
            return 0, name
        return (2 if name.count("/") <= 1 and name.endswith("index.html") else 1), name

    return sorted(files, key=rank)


def _written(path: Path, content: bytes) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    changed = replace_file(path, content)
    if changed:
        path.chmod(0o644)  # whatever serves the files runs as somebody else
    return changed


def _removed(folder: Path, name: str) -> bool:
    path = folder / name
    path.unlink(missing_ok=True)
    for above in path.parents:
        if above == folder or any(above.iterdir()):
            break
        above.rmdir()
    return True


def _require_free(folder: Path, names: Iterable[str]) -> None:
    for name in sorted(names):
        if (folder / name).exists():
            raise Conflict(
                f"{folder / name} is there already, and tracker did not write it.",
                hint="Name an empty folder, or one that tracker feed build wrote before.",
            )


def _listed(folder: Path) -> set[str]:
    path = folder / _LIST
    if not path.is_file():
        return set()
    try:
        names = json.loads(path.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError) as fault:
        raise Conflict(
            f"{path}, the list of what tracker wrote there, cannot be read; remove it."
        ) from fault
    return {name for name in names if isinstance(name, str) and _is_below(name)}


def _is_below(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def _write_list(folder: Path, names: Iterable[str]) -> None:
    told = {"files": sorted(names)}
    replace_file(folder / _LIST, f"{json.dumps(told, indent=1)}\n".encode())
