"""Files that are no ledgers, disks that are full, streams that are shut: one sentence each."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.reliability.programs import (
    LOG,
    PROGRAM,
    bound_by_permissions,
    call,
    faults,
    small_disk,
    tell,
    titles,
    world,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Tracker

READS = (("list", "--all"), ("next",), ("export", "ics"), ("history",), ("db", "check"))
WRITES = (LOG, ("undo",), ("db", "upgrade"))


def one_sentence(found: subprocess.CompletedProcess[str], code: int) -> str:
    """The sentence by which a program refused, which may have a hint below it."""
    assert found.returncode == code, found.stderr
    assert found.stdout == ""
    assert "Traceback" not in found.stderr
    assert "program failed" not in found.stderr
    sentence, *hint = found.stderr.splitlines()
    assert sentence.startswith("tracker: ")
    assert sentence.endswith(".")
    assert len(hint) <= 1
    return sentence


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def letters(path: Path) -> None:
    path.write_text("Dear colleague,\n" * 1000, encoding="utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_programs(path: Path) -> None:
    path.unlink()
    tell(path, "CREATE TABLE bookmarks (url TEXT)")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def beheaded(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def newer(path: Path) -> None:
    tell(path, "UPDATE alembic_version SET version_num = '9998'")


def unfinished(path: Path) -> None:
    tell(path, "DELETE FROM alembic_version")


BROKEN: dict[Callable[[Path], None], tuple[int, str]] = {
    missing: (3, "There is no ledger at"),
    folder: (1, "is a folder, not a ledger"),
    letters: (1, "it is no SQLite database"),
    empty: (1, "not a tracker ledger"),
    another_programs: (1, "not a tracker ledger"),
    beheaded: (1, "it is no SQLite database"),
    newer: (1, "newer than this program's"),
    unfinished: (1, "has schema none"),
}
# `db` looks at files that the daily commands refuse.
SEES_IT = {(newer, "check"), (unfinished, "check"), (unfinished, "upgrade")}
REFUSED = [
    pytest.param(harm, words, id=f"{harm.__name__}-{' '.join(words)}")
    for harm in BROKEN
    for words in READS + WRITES
    if (harm, words[-1]) not in SEES_IT
]


@pytest.mark.slow
@pytest.mark.parametrize("words", [READS[0], LOG, ("export", "ics")], ids=" ".join)
@pytest.mark.parametrize("harm", BROKEN, ids=lambda harm: harm.__name__)
def test_a_broken_ledger_is_refused_in_a_process(
    founding_ledger: Path, harm: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    harm(founding_ledger)
    code, part = BROKEN[harm]
    assert part in one_sentence(call(founding_ledger, *words), code)


@pytest.mark.parametrize(("harm", "words"), REFUSED)
def test_a_broken_ledger_is_refused_in_one_sentence(
    tracker: Tracker, founding_ledger: Path, harm: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    harm(founding_ledger)
    before = founding_ledger.read_bytes() if founding_ledger.is_file() else b""
    code, part = BROKEN[harm]
    found = tracker(*words)
    assert (found.code, found.out) == (code, "")
    assert part in found.err
    assert "program failed" not in found.err
    assert (founding_ledger.read_bytes() if founding_ledger.is_file() else b"") == before


@pytest.mark.parametrize("words", READS + WRITES, ids=" ".join)
def test_a_truncated_ledger_never_makes_the_program_fail(
    tracker: Tracker, founding_ledger: Path, words: tuple[str, ...]
) -> None:
    truncated(founding_ledger)
    found = tracker(*words)
    assert found.code in (0, 1)
    assert "program failed" not in found.err


def test_damage_is_found(tracker: Tracker, founding_ledger: Path) -> None:
    truncated(founding_ledger)
    found = tracker("db", "check")
    assert found.code == 1
    assert "damaged" in found.out + found.err


@pytest.mark.slow
def test_flipped_bytes_never_make_the_program_fail(tracker: Tracker, founding_ledger: Path) -> None:
    """Read or refused in a sentence, whatever byte is another."""
    whole = founding_ledger.read_bytes()
    chance = random.Random(2025)
    commands = [*READS, LOG, ("print", "aes-russia/1"), ("db", "status"), ("move", "m2", "2025-05")]
    for number in range(300):
        harmed = bytearray(whole)
        for _ in range(chance.choice((1, 1, 20))):
            harmed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        founding_ledger.write_bytes(harmed)
        found = tracker(*commands[number % len(commands)])
        assert found.code in (0, 1, 3, 5), found.err
        assert "program failed" not in found.err, commands[number % len(commands)]


@pytest.mark.slow
def test_flipped_bytes_in_a_record_are_found(tracker: Tracker, founding_ledger: Path) -> None:
    """What a record says is what its newest revision says, or `db check` tells."""
    whole, word = founding_ledger.read_bytes(), b"Moscow"
    assert whole.count(word) > 1
    at = whole.find(word)
    while at >= 0:
        founding_ledger.write_bytes(whole[:at] + b"Cos" + whole[at + 3 :])
        assert tracker("db", "check").code == 1
        at = whole.find(word, at + 1)


# Permissions.


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def bound(ledger: Path, *words: str, **extra: Any) -> subprocess.CompletedProcess[str]:
    return call(ledger, *words, preexec_fn=bound_by_permissions, **extra)


@pytest.mark.slow
@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_a_read_only_ledger_in_a_read_only_folder_is_read(
    founding_ledger: Path, words: tuple[str, ...]
) -> None:
    with mode(founding_ledger, 0o444), mode(founding_ledger.parent, 0o555):
        assert bound(founding_ledger, *words).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("words", [LOG, ("undo",)], ids=" ".join)
def test_a_read_only_ledger_is_not_written(founding_ledger: Path, words: tuple[str, ...]) -> None:
    before = founding_ledger.read_bytes()
    with mode(founding_ledger, 0o444):
        assert "read-only" in one_sentence(bound(founding_ledger, *words), 1)
    assert founding_ledger.read_bytes() == before


@pytest.mark.slow
def test_a_ledger_in_a_read_only_folder_is_not_written(founding_ledger: Path) -> None:
    """There would be no room for its journal."""
    before = founding_ledger.read_bytes()
    with mode(founding_ledger.parent, 0o555):
        one_sentence(bound(founding_ledger, *LOG), 1)
    assert founding_ledger.read_bytes() == before


@pytest.mark.slow
def test_a_ledger_that_one_may_not_read_is_refused(founding_ledger: Path) -> None:
    with mode(founding_ledger, 0o000):
        assert "may not be read" in one_sentence(bound(founding_ledger, "list"), 1)


@pytest.mark.slow
def test_no_ledger_is_made_in_a_read_only_folder(tmp_path: Path) -> None:
    with mode(tmp_path, 0o555):
        assert "No ledger can be made" in one_sentence(
            bound(tmp_path / "new.sqlite3", "init", env=world(tmp_path / "new.sqlite3")), 1
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_export_to_a_read_only_folder_is_refused(founding_ledger: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    with mode(closed, 0o555):
        found = bound(founding_ledger, "export", "ics", "-o", str(closed / "calendar.ics"))
    assert "cannot be written" in one_sentence(found, 1)
    assert list(closed.iterdir()) == []


# Full disks.


@pytest.mark.slow
@pytest.mark.parametrize("words", [LOG, ("move", "m2", "30 March 2025"), ("undo",)], ids=" ".join)
def test_a_full_disk_leaves_the_ledger_as_it_was(
    founding_ledger: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        ledger = disk / "ledger.sqlite3"
        shutil.copyfile(founding_ledger, ledger)
        before = ledger.read_bytes()
        filler = disk / "filler"
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, os.statvfs(disk).f_bavail * 4096)
        refused = call(ledger, *words)
        assert "disk is full" in one_sentence(refused, 1)
        assert ledger.read_bytes() == before
        assert faults(ledger) == ()
        assert call(ledger, "list", "--all").returncode == 0
        filler.unlink()
        assert call(ledger, *words).returncode == 0


@pytest.mark.slow
def test_a_backup_that_does_not_fit_leaves_nothing(founding_ledger: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "200k") as disk:
        one_sentence(call(founding_ledger, "db", "backup", str(disk / "copy")), 1)
        assert list(disk.iterdir()) == []


@pytest.mark.slow
def test_an_export_that_does_not_fit_keeps_the_old_file(
    founding_ledger: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "8k") as disk:
        target = disk / "ledger.json"
        target.write_text("as it was")
        refused = call(founding_ledger, "export", "json", "-o", str(target))
        assert "No space left" in one_sentence(refused, 1)
        assert [(path.name, path.read_text()) for path in disk.iterdir()] == [
            ("ledger.json", "as it was")
        ]


@pytest.mark.slow
def test_a_file_that_may_not_grow_is_told_in_a_sentence(founding_ledger: Path) -> None:
    """The limit that a shell's `ulimit -f` sets: not a full disk, but a failing one."""
    before = founding_ledger.read_bytes()
    limit = len(before)

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    note = "An account of it. " * 1000
    refused = call(founding_ledger, *LOG, "--note", note, preexec_fn=starve)
    one_sentence(refused, 1)
    assert founding_ledger.read_bytes() == before
    assert faults(founding_ledger) == ()
    assert call(founding_ledger, *LOG, "--note", note).returncode == 0


# Streams and surroundings.


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [("list", "--all"), ("--help",), ("export", "json"), ("history", "--json"), ("party", "list")],
    ids=" ".join,
)
def test_a_reader_who_leaves_early_is_no_fault(
    founding_ledger: Path, words: tuple[str, ...]
) -> None:
    """`tracker … | head`."""
    with subprocess.Popen(
        [*PROGRAM, *words],
        env=world(founding_ledger),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert "Traceback" not in said
    assert "Broken" not in said
    assert "failed" not in said
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("words", [("list", "--all"), LOG, ("--help",)], ids=" ".join)
@pytest.mark.parametrize("stream", [0, 1, 2])
def test_a_closed_stream_is_no_fault(
    founding_ledger: Path, stream: int, words: tuple[str, ...]
) -> None:
    """`tracker … >&-`: what was asked for is done, and no traceback is left anywhere."""
    found = call(founding_ledger, *words, preexec_fn=lambda: os.close(stream))
    assert found.returncode == 0, found.stderr
    assert "Traceback" not in found.stderr
    assert "failed" not in found.stderr
    assert ("Talks" in titles(founding_ledger)) is (words == LOG)


@pytest.mark.slow
@pytest.mark.parametrize("words", [("list", "--all"), ("export", "ics")], ids=" ".join)
def test_a_full_device_for_stdout_is_told(founding_ledger: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        found = call(founding_ledger, *words, stdout=full)
    assert found.returncode == 1
    assert "No space left" in found.stderr
    assert "Traceback" not in found.stderr
    assert "program failed" not in found.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "surroundings",
    [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii", "C"],
)
@pytest.mark.parametrize(
    "words",
    [
        ("list", "--all", "--lang", "ru"),
        ("print", "aes-russia/1", "--lang", "ar"),
        ("export", "json"),
        ("log", "Встреча", "--on", "2025-04-03"),
        ("log", "Talks", "--on", "вчера"),
    ],
    ids=" ".join,
)
def test_a_terminal_without_letters_gets_their_codes(
    founding_ledger: Path, words: tuple[str, ...], surroundings: dict[str, str]
) -> None:
    found = call(founding_ledger, *words, env=world(founding_ledger, **surroundings))
    assert found.returncode in (0, 4)
    assert "Traceback" not in found.stderr
    assert "failed" not in found.stderr


@pytest.mark.slow
def test_without_a_home_the_named_ledger_is_used(founding_ledger: Path) -> None:
    surroundings = world(founding_ledger)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        del surroundings[name]
    assert call(founding_ledger, *LOG, env=surroundings).returncode == 0


@pytest.mark.slow
def test_without_a_terminal_what_is_missing_is_told(founding_ledger: Path) -> None:
    before = founding_ledger.read_bytes()
    assert "needs a date" in one_sentence(call(founding_ledger, "log", "Talks"), 4)
    assert founding_ledger.read_bytes() == before


@pytest.mark.slow
def test_a_working_folder_that_is_gone_is_no_fault(founding_ledger: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys\nos.rmdir(os.getcwd())\nfrom tracker.cli import main\nmain()\n"
    found = subprocess.run(
        [sys.executable, "-c", code, "list", "--all"],
        env=world(founding_ledger),
        cwd=gone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in found.stderr
    assert found.returncode == 0, found.stderr


def test_a_ledger_that_another_holds_is_told_of(
    tracker: Tracker, ledger_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.storage import sqlite_file

    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.1)
    monkeypatch.setattr(sqlite_file, "SAFETY", sqlite_file.SAFETY[:1])
    with closing(sqlite3.connect(ledger_path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        found = tracker(*LOG)
    assert found.code == 1
    assert "Another program holds the ledger" in found.err
    assert "database is locked" not in found.err
