"""PDF files as poppler's tools read them: words in order, tags, pages as pictures.

The tools are looked for on the PATH. Where they are missing a test is skipped, and fails
where they must be (CI).
"""

from __future__ import annotations

import re
import subprocess
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from tests.peers import needed

if TYPE_CHECKING:
    from pathlib import Path

# Marks that pdftotext sets around words that run from right to left.
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


class Box(NamedTuple):
    """The room that a word takes on a page."""

    left: float
    top: float
    right: float
    foot: float
    words: str


def _run(tool: str, *words: str, pdf: bytes) -> bytes:
    program = needed(tool, "poppler-utils")
    done = subprocess.run(
        [program, *words], input=pdf, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def text_of(pdf: bytes) -> str:
    """Return the words in the order of the file, which is that of reading; pages by form feeds.

    Words that run from right to left stand in the order of the page: see `lines_of`.
    """
    return _MARKS.sub("", _run("pdftotext", "-raw", "-", "-", pdf=pdf).decode())


def pages_of(pdf: bytes) -> list[str]:
    """Return the words of each page, in the order of the file."""
    return text_of(pdf).split("\f")[:-1]


def lines_of(pdf: bytes) -> list[str]:
    """Return the lines as they are read from the page, in whatever direction."""
    return _MARKS.sub("", _run("pdftotext", "-", "-", pdf=pdf).decode()).splitlines()


def boxes_of(pdf: bytes) -> list[Box]:
    """Return the room of each word on the page, in points."""
    boxes = _run("pdftotext", "-bbox", "-", "-", pdf=pdf).decode()
    number = r"([\d.]+)"
    word = rf'<word xMin="{number}" yMin="{number}" xMax="{number}" yMax="{number}">(.*)</word>'
    found = re.findall(word, boxes)
    return [
        Box(float(left), float(top), float(right), float(foot), unescape(words))
        for left, top, right, foot, words in found
    ]


def words_from_left(pdf: bytes) -> list[str]:
    """Return the words as they stand, from left to right, their signs too; rows from the top."""
    rows = sorted(
        (round((box.top + box.foot) / 24), box.left, box.words)  # a line is 12 points high
        for box in boxes_of(pdf)
    )
    return [words for _, _, words in rows]


def info_of(pdf: bytes) -> dict[str, str]:
    """Return what the file says of itself."""
    rows = _run("pdfinfo", "-", pdf=pdf).decode().splitlines()
    return {name: value.strip() for name, _, value in (row.partition(":") for row in rows)}


def structure_of(pdf: bytes) -> str:
    """Return the tree of tags with their words."""
    return _MARKS.sub("", _run("pdfinfo", "-struct-text", "-", pdf=pdf).decode(errors="replace"))


def fonts_of(pdf: bytes) -> set[str]:
    """Return the names of the fonts within, without the tag of their subset."""
    rows = _run("pdffonts", "-", pdf=pdf).decode().splitlines()[2:]
    return {row.split()[0].partition("+")[2] for row in rows}


def pictures_of(pdf: bytes, folder: Path, *, dots: int) -> list[Path]:
    """Return the pages as grey pictures (PGM) of so many dots an inch."""
    (folder / "print.pdf").write_bytes(pdf)
    _run(
        "pdftoppm", "-gray", "-r", str(dots), str(folder / "print.pdf"), str(folder / "p"), pdf=b""
    )
    return sorted(folder.glob("p-*.pgm"))
