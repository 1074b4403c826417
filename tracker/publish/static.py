"""The public feeds and pages as files, for any web server: the very bytes that ours gives."""

from __future__ import annotations

import json
from contextlib import suppress
from http import HTTPStatus
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen
from tracker.errors import Conflict, TrackerError, Unavailable
from tracker.publish.published import STYLESHEET
from tracker.render.pages.paths import HOME, NOT_FOUND, file_of
from tracker.storage.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tracker.publish.press import Press

# Which files are ours, so that others in the folder are let be.
_LIST: Final = ".tracker-site.json"
_LONGEST: Final = 255  # octets that a file system takes in one name
_NOT_READ: Final = "The ledger cannot be read just now"


@frozen
class Built:
    """What a build did: files in all, those that changed, those no longer there."""

    files: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def build_site(press: Press, folder: Path) -> Built:
    """Write every public feed and page below a folder; touch only files that differ.

    Each file is replaced in one step as soon as it is made, and what it links to is written
    before it. Raises Conflict, before anything is written, where a file that is not ours or
    a link is in the way, and Unavailable when the folder cannot be written or the ledger
    cannot be read; if that is found out on the way, it says how far it came.
    """
    named = {file_of(path): path for path in (*press.paths(), NOT_FOUND)}
    paths = {name: path for name, path in named.items() if _is_below(name)}
    _require_ledger(press, paths.values())
    try:
        ours = _listed(folder)
        for name in sorted({_LIST, *paths, *ours}):
            _require_place(folder, name, is_wanted=name == _LIST or name in paths, ours=ours)
        folder.mkdir(parents=True, exist_ok=True)
        return _build(press, folder, paths, ours)
    except OSError as fault:
        raise Unavailable(f"{folder} cannot be written: {fault.strerror}.") from fault


def _build(press: Press, folder: Path, paths: dict[str, str], ours: set[str]) -> Built:
    """Write each file as it is made, so that one at a time is in memory."""
    _write_list(folder, ours | paths.keys())
    files: set[str] = set()
    changed: list[str] = []
    try:
        for name in _in_order(paths):
            content = _content(press, paths[name])
            if content is None:
                continue
            _require_place(folder, name, is_wanted=True, ours={*ours, name})
            files.add(name)
            if _written(folder / name, content):
                changed.append(name)
    except TrackerError as fault:
        _write_list(folder, ours | files)
        if not isinstance(fault, Unavailable):
            raise
        number = f"{len(changed)} file{'' if len(changed) == 1 else 's'}"
        raise Unavailable(
            f"{_NOT_READ}; {number} had been written, and the others were left as they were."
        ) from fault
    removed = [name for name in sorted(ours - files) if _removed(folder, name)]
    _write_list(folder, files)
    return Built(len(files), tuple(changed), tuple(removed))


def _require_ledger(press: Press, paths: Iterable[str]) -> None:
    """Raise Unavailable unless every feed and the first page are those of this moment."""
    for path in (*(path for path in paths if path.endswith(".ics")), HOME):
        if press.find(path).stale:
            raise Unavailable(f"{_NOT_READ}; the files were left as they were.")


def _content(press: Press, path: str) -> bytes | None:
    """Return what stands at a path now, or None; raise Unavailable for what stood there before."""
    made = press.find(path)
    if made.stale:
        raise Unavailable(f"{_NOT_READ}.")
    return made.content if made.status == HTTPStatus.OK or path == NOT_FOUND else None


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
    changed = replace_file(path, content, through_links=False)
    if changed:
        path.chmod(0o644)  # whatever serves the files runs as somebody else
    return changed


def _removed(folder: Path, name: str) -> bool:
    """Remove a file of ours and the folders that it leaves empty; return whether it was there."""
    path = folder / name
    at, mode = _reached(folder, name)
    is_there = at == path and S_ISREG(mode)
    if is_there:
        path.unlink(missing_ok=True)
    for above in path.parents:
        with suppress(FileNotFoundError, NotADirectoryError):
            if above == folder or any(above.iterdir()):
                break
            above.rmdir()
    return is_there


def _reached(folder: Path, name: str) -> tuple[Path, int]:
    """Return how much of the way to a file there is, and the mode of what is at its end.

    Raises Conflict for a link on the way or at its end: what is behind it is not below
    the folder. The folder itself may be one.
    """
    at, mode = folder, 0
    for part in name.split("/"):
        below = at / part
        try:
            mode = below.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            break
        if S_ISLNK(mode):
            raise Conflict(
                f"{below} is a link, and tracker writes and removes nothing through links.",
                hint="Remove the link, or name another folder; DIR itself may be a link.",
            )
        at = below
    return at, mode


def _require_place(folder: Path, name: str, *, is_wanted: bool, ours: set[str]) -> None:
    """Raise Conflict for a link in the way, and, if the file is wanted, for what is not ours."""
    at, mode = _reached(folder, name)
    is_ours = name in ours or name == _LIST
    is_free = (is_ours and S_ISREG(mode)) if at == folder / name else S_ISDIR(mode)
    if is_wanted and at != folder and not is_free:
        raise Conflict(
            f"{at} is there already, and tracker did not write it.",
            hint="Name an empty folder, or one that tracker feed build wrote before.",
        )


def _listed(folder: Path) -> set[str]:
    """Return the names of our files; raise Conflict for a list that is not as we write it."""
    path = folder / _LIST
    at, mode = _reached(folder, _LIST)
    if at != path or not S_ISREG(mode):
        return set()
    try:
        names = json.loads(path.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        names = None
    if not isinstance(names, list) or not all(map(_is_below, names)):
        raise Conflict(
            f"{path}, the list of what tracker wrote there, cannot be read.",
            hint="Empty the folder, or name another.",
        )
    return set(names)


def _is_below(name: object) -> bool:
    """Return whether that can be the name of a file of ours."""
    if not isinstance(name, str) or not name.isascii() or not name.isprintable():
        return False
    return all(part not in ("", ".", "..") and len(part) <= _LONGEST for part in name.split("/"))


def _write_list(folder: Path, names: Iterable[str]) -> None:
    told = {"files": sorted(names)}
    content = f"{json.dumps(told, indent=1)}\n".encode()
    replace_file(folder / _LIST, content, through_links=False)
