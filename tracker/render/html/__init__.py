"""A sheet as HTML: fragments for any page, and one self-contained file.

Words of the ledger's users only ever pass through autoescape, and links only as http(s)
addresses. There is no script and no inline style, so that a page may forbid both.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.render.html.spans import label_html, line_html, words_html
from tracker.render.isolates import FSI, PDI
from tracker.render.language import labelled
from tracker.render.parallel import ParallelSheet, in_frames
from tracker.render.running import marking, page_of, running_title, title_line
from tracker.render.sheet import (
    Box,
    Direction,
    Facts,
    Grid,
    Heading,
    Masthead,
    Note,
    Outline,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.render.parallel import Pair
    from tracker.render.sheet import Block, Entry, Sheet

BASE_CSS: Final = Path(__file__).with_name("base.css")
_PRINT_CSS: Final = Path(__file__).with_name("print.css")
_PARALLEL_CSS: Final = Path(__file__).with_name("parallel.css")
_TEMPLATES: Final = Path(__file__).with_name("templates")
_KINDS: Final = {
    Masthead: "masthead",
    Heading: "heading",
    Paragraph: "paragraph",
    Note: "note",
    Facts: "facts",
    Table: "table",
    Grid: "grid",
    Outline: "outline",
    Box: "box",
}
_DEEPEST: Final = 6  # h6
_WIDEST_LABEL: Final = 18  # widths of labels for which base.css has a class
# What is written by its number in a CSS string, so that no sign ends it or its element.
_CSS_SIGNS: Final = re.compile(r"[^A-Za-z0-9 ]")


def blocks_html(blocks: Iterable[Block], language: str, *, shift: int = 0) -> Markup:
    """Return blocks as HTML in order, for a page in `language` that has base.css.

    `shift` lowers the headings: with 1 the masthead's title is an h2.
    """
    template = _environment().get_template("blocks.html")
    listed = [(_KINDS[type(block)], block) for block in blocks]
    filled = template.render(blocks=listed, shift=shift, language=language)
    return Markup(filled)  # noqa: S704 - the template is ours, and autoescape is on


def document_html(sheet: Sheet | ParallelSheet) -> str:
    """Return the sheet as one HTML file that needs no other, on paper and on a screen.

    Two languages stand in two columns, on a narrow screen one after the other.
    """
    in_two = isinstance(sheet, ParallelSheet)
    main = sheet.first if isinstance(sheet, ParallelSheet) else sheet
    sheets = (_PRINT_CSS, _PARALLEL_CSS) if in_two else (_PRINT_CSS,)
    parts = (part.read_text(encoding="utf-8") for part in sheets)
    style = "\n".join((base_css(), *parts, _margins(sheet)))
    digest = b64encode(sha256(style.encode()).digest()).decode()
    body = (
        _pairs_html(sheet)
        if isinstance(sheet, ParallelSheet)
        else blocks_html(sheet.blocks, sheet.language)
    )
    return (
        _environment()
        .get_template("document.html")
        .render(
            sheet=main,
            in_two=in_two,
            title=title_line(main),
            body=body,
            style=Markup(style),  # noqa: S704 - ours; what is the sheet's is escaped for CSS
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'",
        )
    )


def _pairs_html(sheet: ParallelSheet) -> Markup:
    runs = [(boxed, [_sides(pair, sheet) for pair in run]) for boxed, run in in_frames(sheet.pairs)]
    template = _environment().get_template("parallel.html")
    filled = template.render(runs=runs, sheets=(sheet.first, sheet.second))
    return Markup(filled)  # noqa: S704 - the template is ours, and autoescape is on


def _sides(pair: Pair, sheet: ParallelSheet) -> tuple[Pair, list[Markup | Block]]:
    """Return a pair with what stands on its sides: an entry as it is, anything else as HTML."""
    sides = zip((pair.first, pair.second), (sheet.first, sheet.second), strict=True)
    return pair, [
        block
        if isinstance(block, Outline) and pair.hangs
        else blocks_html((block,) if block else (), of.language)
        for block, of in sides
    ]


@cache
def base_css() -> str:
    """Return the stylesheet that fragments need, the same for every page and print."""
    return BASE_CSS.read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return templates_in(
        _TEMPLATES,
        line=line_html,
        words=words_html,
        label=label_html,
        labelled=labelled,
        hang=_hang,
        level=_level,
        blocks=blocks_html,
    )


def templates_in(folder: Path, **filters: Callable[..., object]) -> Environment:
    """Return a folder's templates with their filters.

    Here, and nowhere else, it is settled that everything is escaped and nothing may be missing.
    """
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= filters
    return made


def _level(level: int, shift: int) -> int:
    return min(max(level + shift, 1), _DEEPEST)


def _hang(block: Outline | Entry) -> int:
    """Return how many figures wide the labels of these entries are, at most."""
    entries = block.entries if isinstance(block, Outline) else block.children
    widest = max((len(entry.label) for entry in entries), default=0)
    return min(max(widest, 1), _WIDEST_LABEL)


def _margins(of: Sheet | ParallelSheet) -> str:
    """Return the running foot of printed pages, for browsers that set one."""
    sheet = of.first if isinstance(of, ParallelSheet) else of
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    foot = " ".join(counters.get(part) or _css_string(part) for part in page_of(sheet.language))
    title = _css_string(f"{FSI}{running_title(sheet)}{PDI}")
    begin, end = ("left", "right") if sheet.direction is Direction.LTR else ("right", "left")
    return (
        f"@page {{\n  @bottom-{begin} {{ content: {title}; }}\n"
        f"  @bottom-{end} {{ content: {foot}; }}\n"
        f"  @top-{end} {{ content: {_css_string(marking(of))}; font-weight: bold; }}\n}}\n"
    )


def _css_string(words: str) -> str:
    """Return words as a CSS string that can end neither itself nor its element."""
    return '"' + _CSS_SIGNS.sub(lambda sign: f"\\{ord(sign[0]):x} ", words) + '"'
