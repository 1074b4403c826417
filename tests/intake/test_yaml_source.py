from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Invalid
from tracker.intake.yaml_source import (
    DEEPEST,
    LARGEST,
    LONGEST_LINE,
    MOST_NODES,
    MOST_SHOWN,
    Fault,
    FaultyFile,
    Mapping,
    Nothing,
    Sequence,
    Word,
    quoted,
    read_yaml,
)


def root_of(text: str) -> Mapping:
    root, faults = read_yaml(text, name="x.yaml")
    assert faults == []
    assert isinstance(root, Mapping)
    return root


def faults_of(text: str) -> list[str]:
    try:
        _, faults = read_yaml(text, name="x.yaml")
    except FaultyFile as error:
        faults = list(error.faults)
    return [f"{fault.line}:{fault.column}: {fault.sentence}" for fault in faults]


@pytest.mark.parametrize("typed", ["NO", "10:30", "2025-04-03", "0123", "1e3", "on", "=", "12_000"])
def test_plain_words_stay_as_typed(typed: str) -> None:
    assert typed == root_of(f"a: {typed}").get("a")


@pytest.mark.parametrize("blank", ["", "~", "null"])
def test_blank_values_are_nothing(blank: str) -> None:
    root = root_of(f"a: {blank}\nb: [x, {blank or '~'}]")

    assert root.get("a") is None
    assert isinstance(root.entries["a"][1], Nothing)
    items = root.get("b")
    assert isinstance(items, Sequence)
    assert items.items == ("x",)


def test_quoted_null_is_a_word() -> None:
    assert root_of('a: "null"').get("a") == "null"


def test_words_know_where_they_stand() -> None:
    root = root_of("a:\n  - b: x\n  - b: 'é y'\n")

    items = root.get("a")
    assert isinstance(items, Sequence)
    second = items.items[1]
    assert isinstance(second, Mapping)
    word = second.get("b")
    assert isinstance(word, Word)
    assert (word.mark.line, word.mark.column, word.mark.where) == (3, 8, "a[2].b")


def test_windows_line_ends_and_a_byte_order_mark_are_welcome() -> None:
    assert root_of("\ufeffa: x\r\nb: y\r\n").get("b") == "y"


def test_faults_that_do_not_stop_the_reading_come_together() -> None:
    text = "a: &x 1\nb: *x\nc: !!int 3\na: 2\n? [d]\n: 4\n"

    assert faults_of(text) == [
        "1:4: Anchors (&name) are not read here; take it out.",
        "2:4: Aliases (*name) are not read here; write the value out.",
        "3:4: Tags (!name) are not read here; take it out.",
        "4:1: “a” is given twice, first on line 1.",
        "5:3: A key must be a word.",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: The file is empty."),
        ("# only\n", "1:1: The file is empty."),
        ("a: b: c", "1:5: This is not YAML: mapping values are not allowed here."),
        ("a: 1\nb: \x07", "2:4: The file holds a control character (U+0007)."),
        ("a: 1\n---\nb: 2\n", "2:1: A second document begins here; one file holds one."),
        ("\n" * 3 + "x" * 20_001, "4:1: The line is longer than 20,000 characters."),
        ('a: "\\U7fffffff"', "1:1: This is not YAML that can be read."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, fault: str) -> None:
    assert [fault] == faults_of(text)


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * LONGEST_LINE,
        "- " * (LONGEST_LINE // 2),
        "\n".join(" " * i + "a:" for i in range(DEEPEST + 2)),
        "- x\n" * (MOST_NODES + 1),
        "x" * (LARGEST + 1),
        "a: !" + "x" * LONGEST_LINE,
        "- !" + "x" * (LONGEST_LINE - 10) + "\n- b: [",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "a:\n" + "  x\n" * 400_000 + "*",
        "? " * (LONGEST_LINE // 2),
    ],
    ids=lambda bomb: bomb[:8].encode("unicode_escape").decode(),
)
def test_bombs_are_refused_in_time(bomb: str) -> None:
    start = time.process_time()

    assert faults_of(bomb)
    assert time.process_time() - start < 10


def test_a_faulty_file_lists_its_faults_in_order_and_cuts_the_list() -> None:
    error = FaultyFile("x.yaml", [Fault(n, 1, "", "Wrong.") for n in range(MOST_SHOWN + 5, 0, -1)])

    lines = error.sentence.splitlines()
    assert lines[0] == "x.yaml:1:1: Wrong."
    assert lines[-1] == "x.yaml: and 5 more faults."
    assert len(error.faults) == MOST_SHOWN + 5


def test_quoted_texts_are_short_and_tame() -> None:
    assert quoted("\x1b[31mred") == "“\N{REPLACEMENT CHARACTER}[31mred”"
    assert len(quoted("x" * 1_000)) == 62


@given(st.text() | st.text(alphabet="ab:-[]{},&*!|>'\"#%@?~ \n\t\\x\x85\u2028\ufeff\ud800"))
def test_any_text_is_read_or_invalid(text: str) -> None:
    with contextlib.suppress(Invalid):
        read_yaml(text, name="x.yaml")
