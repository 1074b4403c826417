"""A sheet as HTML: read back by a parser, it says what the sheet says and does nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.founding import SESSION, TODAY
from tests.golden import same_as_golden
from tracker.domain.text import Text
from tracker.render.agenda_sheet import session_sheet
from tracker.render.html import blocks_html, document_html
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

if TYPE_CHECKING:
    from tracker.domain.sessions import Session

LANGUAGES = ("en", "fr", "ru", "ar")
SIGNS = "<>&\"'/=!-[]{}%#\\;:() \n\tabscript"
hostile = st.text(
    st.one_of(
        st.sampled_from(SIGNS), st.sampled_from("aé\u202e\u2066\u200bش🕊\x1b"), st.characters()
    ),
    min_size=1,
    max_size=80,
)
ATTACKS = (
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "<!--",
    "]]>&lt;script&gt;",
    '" onmouseover="alert(1)',
    "\\3c script\\3e ",
)
VOID = {"meta", "br"}


@dataclass
class Read(HTMLParser):
    """What a parser makes of HTML: its words, its elements, their attributes."""

    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str | None]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        return squeezed("".join(self.words))


def read(html: str) -> Read:
    reader = Read()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", without_isolates(words))


def sheet_of(*blocks: Block, title: str = "Sheet", language: str = "en") -> Sheet:
    direction = Direction.RTL if language == "ar" else Direction.LTR
    return Sheet(title, language, direction, blocks)


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_founding_session_is_written_as_it_was(language: str) -> None:
    sheet = session_sheet(SESSION, language=language, today=TODAY, reader_zone="Africa/Bamako")
    written = document_html(sheet)
    letters = re.compile(r"<style>.*</style>|sha256-[A-Za-z0-9+/=]+", re.DOTALL)
    same_as_golden(letters.sub("…", written), f"founding.{language}.html")


@given(hostile, st.integers(0, 6), st.booleans())
def test_hostile_words_are_read_back_as_they_were(text: str, place: int, strong: bool) -> None:
    emphasis = Emphasis.STRONG if strong else Emphasis.QUIET
    said = line(replace(island(text), emphasis=emphasis))
    plain = read(blocks_html([places(line("x"))[place]], "en"))
    seen = read(blocks_html([places(said)[place]], "en"))

    shown = squeezed(safe(text))
    outline = f"•{shown}{shown}•{shown}"
    expected = {4: f"Place{shown}{shown}", 5: outline, 6: f"HeadOther{shown}{shown}"}
    assert seen.text == expected.get(place, shown)
    allowed = {"bdi", "strong", "span", "br"}
    assert [t for t in seen.tags if t not in allowed] == [t for t in plain.tags if t not in allowed]
    assert not seen.comments


@given(hostile)
def test_hostile_labels_are_read_back_as_they_were(label: str) -> None:
    seen = read(blocks_html([Outline((Entry(line("Item"), label),))], "en"))
    assert seen.text == (squeezed(safe(label)) or "•") + "Item"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_session_of_attacks_is_the_same_page_with_other_words(attack: str, language: str) -> None:
    plain = read(document_html(session_sheet(_named("Talks"), language=language, today=TODAY)))
    html = document_html(session_sheet(_named(attack), language=language, today=TODAY))
    seen = read(html)

    assert seen.tags == plain.tags
    assert [a[:2] for a in seen.attributes] == [a[:2] for a in plain.attributes]
    assert squeezed(safe(attack)) in seen.text
    assert "script" not in seen.tags
    assert not seen.comments


def _named(title: str) -> Session:
    text = Text((("und", title),))
    return replace(SESSION, title=text, note=title)


@given(hostile)
def test_a_title_in_the_margin_ends_neither_its_string_nor_the_style(title: str) -> None:
    html = document_html(sheet_of(Masthead(line("x")), title=title))
    style = html.partition("<style>")[2].partition("</style>")[0]
    margins = style.rpartition("@page")[2]
    assert re.fullmatch(
        r' \{\n  @bottom-left \{ content: "(\\[0-9a-f]+ |[A-Za-z0-9 ])*"; \}\n'
        r'  @bottom-right \{ content: "Page " counter\(page\) " of " counter\(pages\); \}\n'
        r'  @top-right \{ content: ""; font-weight: bold; \}\n\}\n',
        margins,
    )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://example.org/ x",
        'https://example.org/"x',
        "//example.org",
        "papers/statement.pdf",
    ],
)
def test_what_is_no_web_address_is_shown_and_leads_nowhere(link: str) -> None:
    seen = read(blocks_html([Paragraph((line(address(link)),))], "en"))
    assert (seen.text, "a" in seen.tags) == (squeezed(link), False)


def test_a_web_address_leads_there_and_does_not_say_from_where() -> None:
    shown = blocks_html(
        [Paragraph((line(Span("A paper", link="https://example.org/a?b&c")),))], "en"
    )
    assert '<a href="https://example.org/a?b&amp;c" rel="noreferrer">A paper</a>' in shown


def test_headings_can_be_lowered_under_a_page_s_own() -> None:
    blocks: list[Block] = [
        Masthead(line("Session")),
        Heading(line("Agenda")),
        Heading(line("Day"), 3),
    ]
    tags = read(blocks_html(blocks, "en", shift=1)).tags
    assert [tag for tag in tags if re.fullmatch(r"h\d", tag)] == ["h2", "h3", "h4"]


def test_a_fallback_is_marked_and_its_language_told() -> None:
    span = Span("Réunion", "fr", Direction.LTR, fallback=True)
    shown = blocks_html([Paragraph((line(span),))], "en")
    assert '<bdi dir="ltr" lang="fr">Réunion</bdi>' in shown
    assert '<bdi dir="ltr" class="fallback">[fr]</bdi>' in shown


def test_what_is_struck_out_is_struck_out() -> None:
    shown = blocks_html([Paragraph((line(Span("Lunch", strike=True)),))], "en")
    assert "<s>Lunch</s>" in shown


def test_columns_and_rows_are_headed() -> None:
    table = Table(("Promise", "Due"), ((line("Meet"), line("2026")),))
    seen = read(blocks_html([table], "en"))
    assert [a for a in seen.attributes if a[1] == "scope"] == [
        ("th", "scope", "col"),
        ("th", "scope", "col"),
        ("th", "scope", "row"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_needs_nothing_and_runs_nothing(language: str) -> None:
    seen = read(document_html(session_sheet(SESSION, language=language, today=TODAY)))
    assert not {"script", "link", "img", "iframe", "object"} & set(seen.tags)
    names = {name for _, name, _ in seen.attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"style", "src"})
    assert ("html", "lang", language) in seen.attributes
    assert ("html", "dir", "rtl" if language == "ar" else "ltr") in seen.attributes
