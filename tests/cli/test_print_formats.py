"""`tracker print` in its formats: by name, by the end of a file's name, whole or not at all."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import WORLD
from tests.poppler import info_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

BEGINNINGS = {
    "agenda.pdf": b"%PDF-1.7",
    "agenda.PDF": b"%PDF-1.7",
    "agenda.html": b"<!DOCTYPE html>",
    "agenda.htm": b"<!DOCTYPE html>",
    "agenda.md": b"# First session",
    "agenda.json": b"{\n",
    "agenda.txt": "First session of the AES–Russia Consultations\n═".encode(),
    "agenda": "First session of the AES–Russia Consultations\n═".encode(),
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_the_end_of_a_name_says_the_format(
    tracker: Tracker, founding_ledger: Path, tmp_path: Path, name: str
) -> None:
    result = tracker("print", "aes-russia/1", "-o", str(tmp_path / name))
    assert (result.code, result.out) == (0, ""), result.err
    assert result.err == f"Wrote {tmp_path / name}.\n"
    assert (tmp_path / name).read_bytes().startswith(BEGINNINGS[name])
    assert not list(tmp_path.glob("*.new"))


def test_a_format_that_is_named_stands_whatever_the_file_is_called(
    tracker: Tracker, founding_ledger: Path, tmp_path: Path
) -> None:
    target = tmp_path / "agenda.pdf"
    tracker("print", "aes-russia/1", "--format", "markdown", "-o", str(target))
    assert target.read_bytes().startswith(b"# First session")


@pytest.mark.parametrize("name", ["a.xyz", "a.docx", "agenda.pdf.gz", "agenda.3"])
def test_an_end_that_says_no_format_is_refused_unless_one_is_named(
    tracker: Tracker, founding_ledger: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    result = tracker("print", "aes-russia/1", "-o", str(target))
    assert (result.code, result.out, target.exists()) == (4, "", False)
    assert f"ends in “{target.suffix}” says no format that there is." in result.err
    assert "End it in .htm, .html, .json, .markdown, .md, .pdf, .txt; or say --format." in (
        result.err
    )
    assert tracker("print", "aes-russia/1", "--format", "html", "-o", str(target)).code == 0
    assert target.read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("words", [("print", "m1"), ("print", "m1", "--json"), ("export", "json")])
def test_where_it_was_written_is_said_of_files_only(
    tracker: Tracker, tmp_path: Path, words: tuple[str, ...]
) -> None:
    tracker("log", "Talks", "--on", "3 April 2025")
    target = tmp_path / "talks.json"
    assert tracker(*words, "-o", str(target)).err == f"Wrote {target}.\n"
    assert tracker(*words, "-o", "-").err == ""
    assert tracker(*words, "-q", "-o", str(target)).err == ""


def test_html_goes_to_a_pipe(tracker: Tracker, founding_ledger: Path) -> None:
    without, with_dash = (
        tracker("print", "aes-russia/1", "--format", "html", *more).out
        for more in ((), ("-o", "-"))
    )
    assert without == with_dash
    assert without.startswith("<!DOCTYPE html>")


def test_json_by_either_name_is_the_same(tracker: Tracker, founding_ledger: Path) -> None:
    by_format = tracker("print", "aes-russia/1", "--format", "json").out
    assert by_format == tracker("print", "aes-russia/1", "--json").out
    assert json.loads(by_format)["ref"] == "aes-russia/1"


def test_two_formats_at_once_are_refused(tracker: Tracker, founding_ledger: Path) -> None:
    result = tracker("print", "aes-russia/1", "--json", "--format", "pdf")
    assert (result.code, result.out) == (4, "")
    assert "--json and --format pdf say different things" in result.err


def test_paper_is_refused_where_there_is_none(tracker: Tracker, founding_ledger: Path) -> None:
    result = tracker("print", "aes-russia/1", "--paper", "letter")
    assert (result.code, result.out) == (4, "")
    assert "--paper is for PDF prints" in result.err


def test_a_pdf_is_written_on_the_paper_asked_for(
    tracker: Tracker, founding_ledger: Path, tmp_path: Path
) -> None:
    for paper in ("a4", "letter"):
        target = tmp_path / f"{paper}.pdf"
        tracker("print", "aes-russia/1", "-o", str(target), "--paper", paper)
        assert f"({paper})" in info_of(target.read_bytes())["Page size"].lower()


def test_letters_that_a_pdf_lacks_are_told(tracker: Tracker, tmp_path: Path) -> None:
    tracker("log", "Talks 会谈", "--on", "3 April 2025")
    result = tracker("print", "m1", "-o", str(tmp_path / "agenda.pdf"))
    assert result.code == 0
    assert result.err.startswith(
        "The letters of PDF prints lack 会谈: boxes stand for them. HTML shows them.\n"
    )


def test_a_pdf_never_fills_a_terminal(founding_ledger: Path) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "print", "aes-russia/1", "--format", "pdf"],
        env=os.environ | WORLD | {"TRACKER_DB": str(founding_ledger)},
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )
    os.close(theirs)
    try:
        assert os.read(ours, 100) == b""
    except OSError:  # Linux: nothing was written before the other end was closed
        pass
    finally:
        os.close(ours)
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert "name a file with -o FILE" in done.stderr


def test_a_folder_that_is_not_there_is_one_sentence(
    tracker: Tracker, founding_ledger: Path, tmp_path: Path
) -> None:
    result = tracker("print", "aes-russia/1", "-o", str(tmp_path / "no" / "agenda.pdf"))
    assert result.code == 1
    assert result.err.count("\n") == 1
