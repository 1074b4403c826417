"""What is packed is whole: the wheel, by itself, shows the demo in an empty folder.

The wheel is built from the checkout, and another from the source archive. It is installed
without its dependencies into an environment of its own, which sees those of the running
one through a .pth file: fetching them again would test the network, not the wheel.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import icalendar
import pytest

from tests.conftest import UNSET, WORLD
from tracker import __version__

ROOT = Path(__file__).parent.parent
NOT_OURS = shutil.ignore_patterns(
    ".*", "__pycache__", "node_modules", "dist", "build", "tracker-demo"
)
pytestmark = pytest.mark.slow


def run(*words: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    ours = {k: v for k, v in os.environ.items() if k not in UNSET and k[:7] != "TRACKER"}
    return subprocess.run(
        words,
        cwd=folder,
        env=ours | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def pip(*words: str | Path, folder: Path) -> None:
    done = run(sys.executable, "-m", "pip", "--disable-pip-version-check", *words, folder=folder)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as it stands, so that a build leaves no trace in it."""
    return Path(
        shutil.copytree(ROOT, tmp_path_factory.mktemp("source") / "tracker", ignore=NOT_OURS)
    )


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `tracker` of an environment that has the wheel and nothing of the checkout."""
    venv = tmp_path_factory.mktemp("venv")
    done = run(sys.executable, "-m", "venv", "--without-pip", venv, folder=venv)
    assert done.returncode == 0, done.stderr
    python = venv / "bin" / "python"
    pip("--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=venv)
    (packages,) = venv.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return venv / "bin" / "tracker"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def test_it_is_the_packed_program_that_runs(program: Path, empty: Path) -> None:
    python = program.with_name("python")
    where = "import tracker; print(tracker.__file__)"
    assert run(python, "-c", where, folder=empty).stdout.startswith(str(program.parent.parent))


def test_the_demo_runs_from_an_empty_folder(program: Path, empty: Path) -> None:
    done = run(program, "demo", folder=empty, **WORLD)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "First session of the AES–Russia Consultations",
    )
    (made,) = empty.iterdir()
    content = (made / "aes-russia.ics").read_bytes()
    assert len(icalendar.Calendar.from_ical(content).walk("VEVENT")) == 4
    checked = run(program, "db", "check", "--db", made / "ledger.sqlite3", folder=empty, **WORLD)
    assert checked.returncode == 0, checked.stderr


def test_catalogues_are_packed(program: Path, empty: Path) -> None:
    done = run(program, "demo", "--lang", "ar", folder=empty, **WORLD)
    assert "الوفود" in done.stdout


def test_templates_and_letters_are_packed(program: Path, empty: Path) -> None:
    """Prints as HTML and PDF need what is no Python."""
    run(program, "demo", folder=empty, **WORLD)
    (made,) = empty.iterdir()
    for name, beginning in (("agenda.html", b"<!DOCTYPE html>"), ("agenda.pdf", b"%PDF-1.7")):
        words = ("print", "aes-russia/1", "-o", made / name, "--db", made / "ledger.sqlite3")
        done = run(program, *words, folder=empty, **WORLD)
        assert (done.returncode, done.stderr) == (0, f"Wrote {made / name}.\n")
        assert (made / name).read_bytes().startswith(beginning)


def test_a_ledger_is_made_and_written(program: Path, empty: Path) -> None:
    world = WORLD | {"TRACKER_DB": str(empty / "ledger.sqlite3")}
    assert run(program, "init", folder=empty, **world).returncode == 0
    done = run(program, "log", "Talks", "--on", "3 April 2025", folder=empty, **world)
    assert (done.returncode, done.stderr[:9]) == (0, "m1 logged")


def test_the_version_is_told(program: Path, empty: Path) -> None:
    done = run(program, "--version", folder=empty)
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["tracker", __version__])


def test_the_wheel_says_what_it_is_and_carries_what_it_needs(source: Path, wheel: Path) -> None:
    names = _names(wheel)
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (archive.read(n).decode() for n in names if n.endswith("/METADATA"))
    assert "Name: diplomatic-tracker\n" in metadata
    assert "\n# tracker\n" in metadata  # the README
    assert "tracker/py.typed" in names
    assert all(f"tracker/schemas/{name}.json" in names for name in ("export", "line", "list"))
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    shared = {n.removeprefix("tracker/_share/") for n in names if n.startswith("tracker/_share/")}
    kept = [p for folder in ("migrations", "examples") for p in (source / folder).rglob("*")]
    assert shared == {str(p.relative_to(source)) for p in kept if p.is_file()}
    ours = re.compile(r"tracker/|diplomatic_tracker-[^/]*\.dist-info/")
    assert [name for name in names if not ours.match(name)] == []


def test_the_source_archive_builds_the_same_wheel(
    source: Path, wheel: Path, tmp_path: Path
) -> None:
    pip("install", "--quiet", "--target", tmp_path / "tools", "hatchling>=1.27", folder=tmp_path)
    archive = _built("sdist", source, tmp_path)
    assert run("tar", "-xzf", archive, "-C", tmp_path, folder=tmp_path).returncode == 0
    rebuilt = _built("wheel", tmp_path / archive.name.removesuffix(".tar.gz"), tmp_path)
    assert set(_names(rebuilt)) == set(_names(wheel))


def _built(what: str, source: Path, folder: Path) -> Path:
    code = f"import hatchling.build as b, sys; print(b.build_{what}(sys.argv[1]))"
    tools = str(folder / "tools")
    done = run(sys.executable, "-c", code, str(folder), folder=source, PYTHONPATH=tools)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()
