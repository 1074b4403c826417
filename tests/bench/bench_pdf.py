"""A ten-page PDF beside WeasyPrint's: `python tests/bench/bench_pdf.py --weasyprint PYTHON`.

PYTHON is the interpreter of an environment of its own that has WeasyPrint; it sets the HTML
print of the same sheet. Each print is made in a process of its own, since typst remembers what
it has set before: `all` is that process from nothing, `set` the print in it. Medians; the
ratio is to be trusted, figures are not.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))  # the founding example, which is not in the wheel

from tests.founding import SESSION, TODAY  # noqa: E402 - after the path
from tests.stress import endless_agenda  # noqa: E402
from tracker.render.agenda_sheet import session_sheet  # noqa: E402
from tracker.render.html import document_html  # noqa: E402

if TYPE_CHECKING:
    from tracker.render.sheet import Sheet

ITEMS = 135  # of which ten pages are made
OURS = """
import sys; sys.path.insert(0, {root!r})
import typst
from tests.bench.bench_pdf import TODAY, sheet
from tracker.render.pdf import pdf_sheet
told = sheet({language!r})
made = lambda: pdf_sheet(told, day=TODAY)
"""
THEIRS = """
from pathlib import Path
from weasyprint import HTML
told = Path({html!r}).read_text()
made = lambda: HTML(string=told).write_pdf()
"""
TIMED = """
import time, sys
began = time.perf_counter()
pdf = made()
print(time.perf_counter() - began, file=sys.stderr)
sys.stdout.buffer.write(pdf)
"""


def sheet(language: str) -> Sheet:
    """Return the sheet that both set."""
    session = replace(SESSION, agenda=endless_agenda(ITEMS))
    return session_sheet(session, language=language, today=TODAY)


def measured(python: str, code: str, runs: int) -> tuple[float, float, int]:
    """Return seconds of a whole process, seconds of the print in it, and the pages."""
    whole, alone, pages = [], [], 0
    for _ in range(runs):
        began = time.perf_counter()
        done = subprocess.run([python, "-c", code + TIMED], check=True, capture_output=True)
        whole.append(time.perf_counter() - began)
        alone.append(float(done.stderr.split()[-1]))
        info = subprocess.run(["pdfinfo", "-"], input=done.stdout, check=True, capture_output=True)
        found = re.search(rb"Pages: +(\d+)", info.stdout)
        pages = int(found[1]) if found else 0
    return statistics.median(whole), statistics.median(alone), pages


def main() -> None:
    """Measure both in each language and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weasyprint", required=True, metavar="PYTHON")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    print(f"{'':4}{'':12}{'pages':>6}{'all s':>9}{'set s':>9}")
    for language in ("en", "ar"):
        with tempfile.TemporaryDirectory() as folder:
            html = Path(folder) / "print.html"
            html.write_text(document_html(sheet(language)), encoding="utf-8")
            ours = OURS.format(root=str(ROOT), language=language)
            theirs = THEIRS.format(html=str(html))
            one = measured(sys.executable, ours, asked.runs)
            two = measured(asked.weasyprint, theirs, asked.runs)
        for name, (whole, alone, pages) in (("tracker", one), ("WeasyPrint", two)):
            print(f"{language:4}{name:12}{pages:6}{whole:9.3f}{alone:9.3f}")
        print(f"{language:4}{'ratio':12}{'':6}{one[0] / two[0]:9.3f}{one[1] / two[1]:9.3f}")


if __name__ == "__main__":
    main()
