"""A sheet as PDF: what poppler reads back is the sheet, in order, tagged, and words only."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.founding import SESSION, TODAY
from tests.poppler import (
    fonts_of,
    info_of,
    lines_of,
    pages_of,
    structure_of,
    text_of,
    words_from_left,
)
from tests.stress import sessions
from tracker.domain.visibility import Visibility
from tracker.errors import Unavailable
from tracker.render import pdf as printing
from tracker.render.agenda_sheet import session_sheet
from tracker.render.pdf import Paper, pdf_sheet
from tracker.render.pdf.letters import FONTS, letters, missing_letters, shown
from tracker.render.sheet import (
    SECTION,
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
    plain,
)
from tracker.render.terminal.door import safe, without_isolates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.domain.sessions import Session

LANGUAGES = ("en", "fr", "ru", "ar")
MARKUP = "#let x = 1 $a^b$ *b* _i_ `c` <l> @r \\ // /* */ = - + ~ [ ] { } \" ' \n<b>&amp;</b>"
hostile = st.text(
    st.one_of(
        st.sampled_from(MARKUP),
        st.sampled_from("aéяش\u202e\u2066\u200b\u200d\u0301\u064b🕊\x1b"),
        st.characters(),
    ),
    min_size=1,
    max_size=60,
)


def printed(session: Session, language: str = "en") -> bytes:
    return pdf_sheet(sheet_for(session, language), day=TODAY)


def sheet_for(session: Session, language: str) -> Sheet:
    return session_sheet(session, language=language, today=TODAY, reader_zone="Africa/Bamako")


def sheet_of(*blocks: Block, title: str = "Sheet", language: str = "en") -> Sheet:
    direction = Direction.RTL if language == "ar" else Direction.LTR
    return Sheet(title, language, direction, blocks)


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]+", "", without_isolates(words))


def words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the words of blocks in the order in which they are read."""
    for block in blocks:
        match block:
            case Masthead(title, over, under):
                yield from map(said, (*over, title, *under))
            case Heading(of) | Note(of):
                yield said(of)
            case Paragraph(lines):
                yield from map(said, lines)
            case Facts(facts):
                for fact in facts:
                    yield from (fact.label, *map(said, fact.lines))
            case Table(head, rows):
                yield from (*head, *(said(cell) for row in rows for cell in row))
            case Outline(entries, lead):
                yield said(lead)
                yield from (words for entry in entries for words in entry_words(entry))


def entry_words(entry: Entry) -> Iterator[str]:
    yield entry.label or "•"
    yield from map(said, (entry.line, *entry.notes))
    for child in entry.children:
        yield from entry_words(child)


def said(of: Line) -> str:
    """Return the words of a line with the tags that mark a fallback."""
    return "".join(f"{s.words}[{s.language}]" if s.fallback else s.words for s in of)


def body_of(pdf: bytes, sheet: Sheet) -> str:
    """Return the words of all pages, without what is repeated at their heads and feet."""
    foot = squeezed(plain(sheet.blocks[-1].line)) if isinstance(sheet.blocks[-1], Note) else ""
    pages = pages_of(pdf)
    out = []
    for number, page in enumerate(pages, start=1):
        rows = page.strip("\n").split("\n")
        heads = rows[0].endswith(str(len(pages))) or rows[0].startswith(sheet.title[:20])
        assert heads, rows[0]
        text = squeezed(page)
        first = {"en": "Page{}of{}", "fr": "Page{}sur{}", "ru": "Стр.{}из{}"}[sheet.language]
        before, found, after = text.partition(first.format(number, len(pages)))
        assert found, text[:80]
        assert (before == "") is (number == 1)
        out.append(after.removesuffix(foot))
    return "".join(out)


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
@pytest.mark.parametrize("name", ["founding", "empty", "imprecise", "crowded", "endless"])
def test_the_words_are_read_in_the_order_of_the_sheet(name: str, language: str) -> None:
    sheet = sheet_for(sessions()[name], language)
    expected = squeezed("".join(words_of(sheet.blocks[:-1])))

    read = body_of(pdf_sheet(sheet, day=TODAY), sheet)

    assert heads_left_out(read, sheet) == heads_left_out(expected, sheet)


def heads_left_out(words: str, sheet: Sheet) -> str:
    """Return the words without those of a table's head, which every page of it repeats."""
    for block in sheet.blocks:
        if isinstance(block, Table):
            words = words.replace(squeezed("".join(block.head)), "")
    return words


def test_arabic_lines_are_read_from_right_to_left() -> None:
    sheet = sheet_for(SESSION, "ar")
    pdf = pdf_sheet(sheet, day=TODAY)
    read = [squeezed(row) for row in lines_of(pdf)]

    assert squeezed(sheet.title) in read
    headings = [
        squeezed(plain(b.line))
        for b in sheet.blocks
        if isinstance(b, Heading) and b.level == SECTION
    ]
    places = [read.index(words) for words in headings if words in read]
    assert len(places) == len(headings)
    assert places == sorted(places)
    assert "3–4" in words_from_left(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_print_is_tagged_titled_and_dated(language: str) -> None:
    sheet = sheet_for(SESSION, language)
    pdf = pdf_sheet(sheet, day=TODAY)
    info = info_of(pdf)

    assert info["Tagged"] == "yes"
    assert info["Title"] == sheet.title
    assert info["CreationDate"] == "Sun Nov 22 00:00:00 2026 UTC"
    assert info["Page size"] == "595.276 x 841.89 pts (A4)"
    assert squeezed(info["Subject"]) == squeezed(plain(sheet.blocks[-1].line))  # type: ignore[union-attr]
    assert f"/Lang({language})".encode() in pdf.replace(b" ", b"")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_tags_tell_sections_lists_tables_and_links() -> None:
    tree = structure_of(printed(SESSION))
    sections = [b for b in sheet_for(SESSION, "en").blocks if isinstance(b, Heading)]
    top = [plain(b.line) for b in sections if b.level == SECTION]

    assert re.findall(r'^  H1 "(.*?)"', tree, re.MULTILINE) == top
    assert re.findall(r'^  H2 "(.*?)"', tree, re.MULTILINE) == [
        plain(b.line) for b in sections if b.level > SECTION
    ]
    assert {"L", "LI", "Lbl", "LBody", "Table", "THead", "TH", "TD", "Link"} <= set(
        re.findall(r"^ +(\w+)", tree, re.MULTILINE)
    )


def test_every_letter_comes_from_our_own_fonts() -> None:
    sheet = sheet_of(Paragraph((line("Latin Ω Я", island("مالي"), " → ✓"),)))
    assert fonts_of(pdf_sheet(sheet, day=TODAY)) == {
        "NotoSans-Regular",
        "NotoNaskhArabic-Regular",
        "NotoSansMath-Regular",
        "NotoSansSymbols2-Regular",
    }


def test_letter_paper_is_letter_paper() -> None:
    pdf = pdf_sheet(sheet_for(SESSION, "en"), day=TODAY, paper=Paper.LETTER)
    assert info_of(pdf)["Page size"] == "612 x 792 pts (letter)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["founding", "endless", "crowded", "long", "imprecise"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(name: str, language: str) -> None:
    sheet = sheet_for(sessions()[name], language)
    headings = {squeezed(plain(b.line)) for b in sheet.blocks if isinstance(b, Heading)}
    leads = {squeezed(plain(b.lead)) for b in sheet.blocks if isinstance(b, Outline)} - {""}
    foot = squeezed(plain(sheet.blocks[-1].line))  # type: ignore[union-attr]

    pages = "\n".join(lines_of(pdf_sheet(sheet, day=TODAY))).split("\f")
    for page in pages:
        rows = [row for row in map(squeezed, page.splitlines()) if row and row != foot]
        assert not rows or rows[-1] not in headings | leads


def test_every_page_of_what_is_not_public_says_so() -> None:
    session = replace(sessions()["crowded"], visibility=Visibility.CONFIDENTIAL)
    pages = pages_of(printed(session, "fr"))
    assert len(pages) > 5
    assert all(page.rstrip().endswith("Confidentiel") for page in pages)
    assert "Confidentiel" not in text_of(printed(sessions()["crowded"], "fr"))


def test_no_row_of_a_table_is_split() -> None:
    rows = tuple(
        (line(f"Row {n} begins, goes on for long enough to need several lines, and ends {n}."),)
        for n in range(60)
    )
    blocks: list[Block] = [Table(("Row", "More"), tuple((*row, line("x " * 40)) for row in rows))]
    pages = pages_of(pdf_sheet(sheet_of(*blocks), day=TODAY))
    assert len(pages) > 2
    for page in pages:
        assert re.findall(r"Row (\d+) begins", page) == re.findall(r"ends (\d+)\.", page)
        assert "More" in page  # the head is repeated


def test_a_row_longer_than_a_page_goes_on_overleaf() -> None:
    long = " ".join(f"w{n}" for n in range(3000))
    blocks: list[Block] = [
        Table(("Row",), ((line(long),),)),
        Facts((Fact("Fact", (line(long),)),)),
        Outline((Entry(line(long), "1"),)),
    ]
    text = text_of(pdf_sheet(sheet_of(*blocks), day=TODAY))
    assert len(re.findall(r"\bw2999\b", text)) == 3


def test_no_paragraph_leaves_a_line_alone() -> None:
    words = " ".join(["word"] * 75)
    for count in range(30, 50):
        said_once = tuple(Paragraph((line(f"{n:02} {words}"),)) for n in range(count))
        first, *_ = pages_of(pdf_sheet(sheet_of(*said_once), day=TODAY))
        last = first.strip().rpartition("\n")[2]
        assert not re.match(r"\d\d ", last)


def test_a_title_too_long_for_the_head_is_cut_there_at_a_word() -> None:
    session = sessions()["long"]
    _, second, *_ = pages_of(printed(session))
    assert second.startswith("Exchange of views on the state of implementation of the decisions")
    assert "…" in second.split("\n")[0]


def test_scripts_that_meet_in_a_line_stand_in_their_order() -> None:
    text = "Signing of the “Меморандум” (مذكرة تفاهم) → annex 1"
    seen = words_from_left(pdf_sheet(sheet_of(Paragraph((line(island(text)),))), day=TODAY))
    turned = "تفاهم"[::-1], "مذكرة"[::-1]
    assert " ".join(seen[4:]) == "Signing of the “Меморандум” ({} {}) → annex 1".format(*turned)


def test_a_time_is_not_turned_around_in_an_arabic_line() -> None:
    time = Span("10:00–12:30", direction=Direction.LTR)
    sheet = sheet_of(Paragraph((line("الساعة ", time, " في القاعة"),)), language="ar")
    seen = words_from_left(pdf_sheet(sheet, day=TODAY))
    assert seen[4:] == ["القاعة"[::-1], "في"[::-1], "10:00–12:30", "الساعة"[::-1]]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_sheet_and_day_give_the_same_bytes_in_every_process(language: str) -> None:
    code = (
        "import sys, hashlib; from tests.founding import SESSION, TODAY;"
        "from tracker.render.agenda_sheet import session_sheet;"
        "from tracker.render.pdf import pdf_sheet;"
        f"sheet = session_sheet(SESSION, language='{language}', today=TODAY);"
        "print(hashlib.sha256(pdf_sheet(sheet, day=TODAY)).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": epoch},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed, zone, epoch in (("0", "UTC", "0"), ("4242", "Asia/Tokyo", "1700000000"))
    }
    assert len(told) == 1


def places(of: Line) -> list[Block]:
    """Return every place of a sheet in which a user's words may stand."""
    return [
        Masthead(of, over=(of,), under=(of,)),
        Heading(of),
        Paragraph((of,)),
        Facts((Fact("Place", (of,)),)),
        Outline((Entry(of, notes=(of,), children=(Entry(of),)),)),
        Table(("Head", "Other"), ((of, of),)),
        Note(of),
    ]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(hostile, st.sampled_from(["en", "ar"]), st.booleans())
def test_hostile_words_are_set_in_every_place(text: str, language: str, struck: bool) -> None:
    of = line(replace(island(text), emphasis=Emphasis.STRONG, strike=struck))
    sheet = sheet_of(*places(of), title=text, language=language)
    assert info_of(pdf_sheet(sheet, day=TODAY))["JavaScript"] == "no"


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(st.sampled_from(MARKUP), min_size=1, max_size=60))
def test_markup_is_shown_and_not_obeyed(text: str) -> None:
    said_plainly = line(island(text))
    sheet = sheet_of(Paragraph((said_plainly,)), title=text)
    (page,) = pages_of(pdf_sheet(sheet, day=TODAY))
    assert squeezed(page) == "Page1of1" + squeezed(safe(text))


@pytest.mark.parametrize("label", ["#set text(red)", "2 (a)", "A" * 400, "٢ (أ)", "\x1b[31m"])
def test_labels_are_verbatim(label: str) -> None:
    (page,) = pages_of(pdf_sheet(sheet_of(Outline((Entry(line("Item"), label),))), day=TODAY))
    expected = "٢" if label.startswith("٢") else squeezed(safe(label))
    assert expected in squeezed(page)
    assert "Item" in page


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://a.b/ c"])
def test_what_is_no_web_address_leads_nowhere(link: str) -> None:
    pdf = pdf_sheet(sheet_of(Paragraph((line(address(link)),))), day=TODAY)
    assert b"/URI" not in pdf
    assert squeezed(link) in squeezed(text_of(pdf))


def test_a_web_address_leads_there() -> None:
    pdf = pdf_sheet(sheet_of(Paragraph((line(address("https://example.org/a?b")),))), day=TODAY)
    assert b"(https://example.org/a?b)" in pdf


def test_what_our_letters_lack_is_a_box_and_told() -> None:
    sheet = sheet_of(Paragraph((line("Talks 会谈 🕊 会"),)), title="Talks")
    assert missing_letters(sheet) == "会谈🕊"
    assert "Talks □□ □ □" in text_of(pdf_sheet(sheet, day=TODAY))


def test_what_the_list_of_letters_promises_is_there() -> None:
    """Without a box: PDF/UA is refused where a single sign is not there."""
    seen = sorted(c for c in letters() if c.isprintable() and not c.isspace())
    assert "".join(map(shown, seen)) == "".join(seen)
    text = " ".join(seen)
    data: dict[str, Any] = {"rows": [text[i : i + 60] for i in range(0, len(text), 60)]}
    source = b"#for row in json(bytes(sys.inputs.d)).rows { par(row) }"
    faces = "#set text(font: ({}))\n#set document(title: [x])\n".format(
        ", ".join(f'"{name}"' for name in sorted(_families()))
    )
    made = typst.compile(
        faces.encode() + source,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"d": json.dumps(data)},
        pdf_standards=["ua-1"],
    )
    assert made.startswith(b"%PDF")


def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONTS],
    )


def _families() -> list[str]:
    return _fonts().families()


def test_a_word_that_no_single_face_can_set_is_set_all_the_same() -> None:
    sheet = sheet_of(Paragraph((line("ب\u0301"),)))
    assert info_of(pdf_sheet(sheet, day=TODAY))["Tagged"] == "yes"


def test_where_typst_is_missing_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Unavailable, match="PDF prints need typst"):
        printed(SESSION)


def test_what_typst_refuses_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "print.typ"
    broken.write_text("#panic()", encoding="utf-8")
    monkeypatch.setattr(printing, "_TEMPLATE", broken)
    monkeypatch.setattr(printing, "_HERE", tmp_path)
    with pytest.raises(Unavailable, match="The PDF cannot be made"):
        printed(SESSION)
