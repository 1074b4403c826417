"""A sheet as Markdown: read back by a parser, it says what the sheet says."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.founding import SESSION, TODAY
from tests.golden import same_as_golden
from tracker.domain.text import Text
from tracker.render.agenda_sheet import session_sheet
from tracker.render.markdown import markdown_sheet
from tracker.render.sheet import (
    Block,
    Direction,
    Emphasis,
    Entry,
    Fact,
    Facts,
    Heading,
    Line,
    Masthead,
    Note,
    Outline,
    Paragraph,
    Sheet,
    Span,
    Table,
    address,
    island,
    line,
)
from tracker.render.terminal.door import safe, without_isolates

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
SIGNS = "\\`*_{}[]<>()#+-.!|~&=:@^$/\"'1234567890 \n\t"
hostile = st.text(
    st.one_of(st.sampled_from(SIGNS), st.sampled_from("aé\u202e\u200bش\x1b"), st.characters()),
    min_size=1,
    max_size=80,
)


def sheet_of(*blocks: Block, direction: Direction = Direction.LTR) -> Sheet:
    return Sheet("", "ar" if direction is Direction.RTL else "en", direction, blocks)


def words(of: str) -> str:
    return re.sub(r"\s+", "", without_isolates(of))


def read_back(markdown: str) -> tuple[str, set[str]]:
    """Return the words that a reader of the rendered Markdown sees, and the marks met."""
    seen: list[str] = []
    marks: set[str] = set()
    for token in PARSER.parse(markdown):
        marks.add(token.type)
        for inline in token.children or ():
            seen.append(inline.content)
            marks.add(inline.type)
        if token.type in ("fence", "code_block", "html_block"):
            seen.append(token.content)
    return words("".join(seen)), marks


def places(said: Line) -> list[Block]:
    """Return every place of a sheet in which a user's words may stand."""
    return [
        Masthead(said),
        Heading(said),
        Paragraph((said,)),
        Note(said),
        Facts((Fact("Place", (said, said)),)),
        Outline((Entry(said, notes=(said,), children=(Entry(said),)),)),
        Table(("Head", "Other"), ((said, said),)),
    ]


@given(hostile, st.integers(0, 6), st.booleans())
def test_hostile_words_are_read_back_as_they_were(text: str, place: int, strong: bool) -> None:
    emphasis = Emphasis.STRONG if strong else Emphasis.PLAIN
    said = line(replace(island(text), emphasis=emphasis))
    expected = words(safe(text))

    seen, marks = read_back(markdown_sheet(sheet_of(places(said)[place])))

    frame = {4: "Place:", 6: "HeadOther"}.get(place, "")
    times = {4: 2, 5: 3, 6: 2}.get(place, 1)
    assert seen == frame + expected * times
    assert not marks & {"link_open", "image", "html_inline", "html_block", "code_inline", "fence"}
    assert not marks & {"em_open", "s_open", "code_block", "ordered_list_open", "hr"}


@given(hostile)
def test_hostile_labels_are_read_back_as_they_were(label: str) -> None:
    seen, _ = read_back(markdown_sheet(sheet_of(Outline((Entry(line("Item"), label),)))))

    assert seen == words(safe(label)) + "Item"


@given(hostile)
def test_a_session_of_hostile_words_keeps_its_headings(title: str) -> None:
    note = Text((("und", title),))
    plain = session_sheet(SESSION, language="en", today=TODAY)
    session = replace(SESSION, title=note, note=title)

    written = markdown_sheet(session_sheet(session, language="en", today=TODAY))

    assert headings(written)[1:] == headings(markdown_sheet(plain))[1:]


def headings(markdown: str) -> list[str]:
    tokens = PARSER.parse(markdown)
    return [b.content for a, b in pairwise(tokens) if a.type == "heading_open"]


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
def test_the_founding_session_is_written_as_it_was(language: str) -> None:
    sheet = session_sheet(SESSION, language=language, today=TODAY, reader_zone="Africa/Bamako")

    same_as_golden(markdown_sheet(sheet), f"founding.{language}.md")


def test_only_web_addresses_become_links() -> None:
    sheet = sheet_of(
        Paragraph(
            (
                line(address("https://tass.com/politics/1938625")),
                line(address("javascript:alert(1)")),
                line(Span("TASS", link="https://tass.com/a_b")),
                line(address("https://example.org/<b>")),
            )
        )
    )

    links = [
        inline.attrs["href"]
        for token in PARSER.parse(markdown_sheet(sheet))
        for inline in token.children or ()
        if inline.type == "link_open"
    ]
    assert links == ["https://tass.com/politics/1938625", "https://tass.com/a_b"]


def test_struck_and_foreign_words_are_marked() -> None:
    title = Span("Titre", "fr", fallback=True, strike=True)

    assert markdown_sheet(sheet_of(Paragraph(((title,),)))) == "~~Titre~~\u00a0\\[fr\\]\n"


def test_a_right_to_left_sheet_says_so() -> None:
    written = markdown_sheet(sheet_of(Paragraph((line("نص"),)), direction=Direction.RTL))

    assert written == '<div dir="rtl" lang="ar">\n\nنص\n\n</div>\n'
