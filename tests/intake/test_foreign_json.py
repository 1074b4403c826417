"""Other programs' JSON: what comes out of each file of the corpus, and what is refused where."""

from __future__ import annotations

import io
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.incoming import Incoming, IncomingMeeting, Refused, Repaired
from tracker.domain.status import Status
from tracker.errors import Invalid
from tracker.intake.foreign_json import read_json
from tracker.intake.foreign_json.dates import clock
from tracker.intake.foreign_json.scanning import LONGEST_OBJECT
from tracker.intake.options import ReadingOptions
from tracker.render.data import as_data

CORPUS = Path(__file__).parent.parent / "corpus" / "json"
FILES = sorted(path for path in CORPUS.iterdir() if not path.name.endswith(".expected.json"))
OPTIONS = ReadingOptions(
    name="file.json", zone="Europe/Berlin", language="en", now=datetime(2025, 3, 31, 9, tzinfo=UTC)
)


def read(content: str | bytes, options: ReadingOptions = OPTIONS) -> list[Incoming]:
    octets = content.encode() if isinstance(content, str) else content
    return list(read_json(io.BytesIO(octets), options).entries)


def told(entry: Incoming) -> dict[str, Any]:
    """What an entry says, without what it does not."""
    return {"is": type(entry).__name__, **_without_empty(as_data(entry))}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        each = {key: _without_empty(inner) for key, inner in value.items()}
        return {k: v for k, v in each.items() if v not in (None, "", [], {}, False)}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_comes_out_of_a_file(path: Path) -> None:
    entries = [told(entry) for entry in read(path.read_bytes())]
    expected = path.with_suffix(".expected.json")
    now = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(now, encoding="utf-8")
    assert now == expected.read_text(encoding="utf-8")


def test_a_deferred_meeting_and_what_takes_its_place_are_one() -> None:
    entries = read((CORPUS / "legistar.json").read_bytes())
    moved, *others = [e for e in entries if isinstance(e, IncomingMeeting)]
    assert moved.former == (
        "A0000000-0000-0000-0000-000000005001",
        "A0000000-0000-0000-0000-000000005002",
    )
    assert str(moved.postponed_from) == "2025-01-16T09:30[Europe/Berlin]"
    assert (str(moved.when), moved.status) == (
        "2025-01-23T13:00[Europe/Berlin]",
        Status.CONFIRMED,
    )
    assert not any(other.former for other in others)


def test_a_page_of_several_is_not_the_whole_list() -> None:
    page = (CORPUS / "oparl-page.json").read_bytes()
    assert not read_json(io.BytesIO(page), OPTIONS).whole
    assert read_json(io.BytesIO(b'[{"title": "T", "start": "2025"}]'), OPTIONS).whole


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[", "line 1, column 2: the file ends before its ]; it was cut short"),
        ('[{"title": "T"', "the file ends in the middle of it; it was cut short"),
        ('[{"title": "T"} {"title": "U"}]', "line 1, column 17: a comma or ] must stand here"),
        ('[{"title": "T"},\n]', "line 2, column 1: nothing follows the comma"),
        ('[{"title": "T"}]\n\n{}', "line 3, column 1: something follows the end"),
        ("[{'title': 'T'}]", "line 1, column 3: [0]: expecting property name"),
        ('{"data": [{"title": "T",}]}', "data[0]: expecting property name"),
        ("{data: []}", "line 1, column 2: a name in double quotes must stand here"),
        ('{"data" []}', "line 1, column 9: a colon must follow the name"),
        ('"words"', "here an object {…} or a list […] of them must begin"),
        ("[" * 100_000, "nested too deep"),
        ("[" + "[" * 60 + "]" * 61, "[0] is nested more than 40 deep"),
        (b'[{"title": "caf\xe9"}]', "not in UTF-8"),
        ('[{"title": "' + "x" * (LONGEST_OBJECT + 10) + '"}]', "4,000,000"),
        ('[{"title": "no end, ' + "x" * (LONGEST_OBJECT + 10), "a text has no end"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(content: str | bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(content)
    assert sentence in caught.value.sentence
    assert caught.value.sentence.startswith("“file.json” cannot be read as JSON: line ")
    assert len(caught.value.sentence) < 250


@pytest.mark.parametrize(
    ("content", "line", "what", "reason"),
    [
        ('[\n{"title": "T", "start": Infinity}]', 2, "[0]", "Infinity is no number in JSON."),
        ('[{"title": "T", "n": 1e999}]', 1, "[0]", "The number 1e999 is too large."),
        (f'[{{"title": "T", "n": {"9" * 5_000}}}]', 1, "[0]", "too large."),
        ('{"data":\n [1,\n null]}', 2, "data[0]", "must stand here, not the number 1."),
        ('[{"a": {"b": 1, "b": 2}}]', 1, "[0]", "“b” is given twice."),
        ('[{"title": "T", "start": "2025-02-30"}]', 1, "[0]", "There is no 2025-02-30"),
        ('[{"title": "T", "start": []}]', 1, "[0]", "It has no start."),
        ('[{"title": "T", "start": {"x": 1}}]', 1, "[0]", "Its start is no date."),
        ('[{"title": {"en": 1}, "start": "2025"}]', 1, "[0]", "It has no title"),
    ],
)
def test_an_object_that_cannot_be_taken_is_named_with_its_place(
    content: str, line: int, what: str, reason: str
) -> None:
    refused = next(e for e in read(content) if isinstance(e, Refused))
    assert (refused.spot.line, refused.spot.what) == (line, what)
    assert reason in refused.reason


def test_encodings_and_marks_of_byte_order_are_read() -> None:
    text = '[{"title": "Été", "start": "2025-04-03"}]'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
        octets = text.encode(encoding)
        octets = b"\xff\xfe" + octets if encoding == "utf-16-le" else octets
        (found,) = read(octets)
        assert isinstance(found, IncomingMeeting)
        assert str(found.title) == "Été"


def test_more_entries_than_asked_for_are_refused() -> None:
    options = ReadingOptions(name="f.json", zone="UTC", language="en", now=OPTIONS.now, most=2)
    with pytest.raises(Invalid, match="more than 2 entries"):
        read(json.dumps([{"title": "T", "start": "2025"}] * 3), options)


def test_lines_are_right_far_into_a_large_file() -> None:
    rows = [{"title": f"T{i} {'é' * 700}", "start": "2025-04-03"} for i in range(2_000)]
    rows[1_777]["start"] = "never"
    text = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"
    (refused,) = [e for e in read(text) if isinstance(e, Refused)]
    assert (refused.spot.line, refused.spot.what) == (1_779, "[1777]")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("9:30 AM", "09:30"), ("12:00 AM", "00:00"), ("12:00 PM", "12:00"), ("6 p.m.", "18:00"),
        ("6:05pm", "18:05"), ("18:30", "18:30"), ("18.30", "18:30"), ("18:30:00", "18:30"),
        ("noon", "12:00"), ("13:00 PM", None), ("25:00", None), ("TBD", None), ("", None),
        ("6", None), ("10:61", None),
    ],
)  # fmt: skip
def test_hours_in_words(words: str, found: str | None) -> None:
    made = clock(words)
    assert (None if made is None else f"{made:%H:%M}") == found


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
TELLING = st.sampled_from(
    ["2025-04-03", "2025-04-03T10:00:00Z", "9:30 AM", "Deferred", "cancelled",
     "2025-03-30T02:30", "9999-12-31T23:59:00+14:00", "0001-01-01"]
)  # fmt: skip
NAMES = st.text(max_size=8)
VALUES = st.recursive(
    PLAIN | TELLING,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["type", "name", "title", "start", "end", "start_date", "end_date", "location", "agendaItem",
     "cancelled", "meetingState", "EventId", "EventDate", "EventTime", "EventBodyName", "id",
     "EventItems", "EventComment", "status", "agenda", "participants", "documents", "sources",
     "timezone", "all_day", "when", "whens", "stamp", "ref", "deleted", "keyword"]
)  # fmt: skip


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=8), max_size=4), st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_objects_hold_each_is_taken_or_told(
    rows: list[dict[str, Any]], oparl: bool
) -> None:
    if oparl:
        rows = [{**row, "type": "https://schema.oparl.org/1.1/Meeting"} for row in rows]
    for entry in read(json.dumps(rows)):
        assert isinstance(entry, IncomingMeeting | Refused | Repaired)
        assert entry.spot.line == 1
        if isinstance(entry, IncomingMeeting):
            assert str(entry.title)
            as_data(entry)


@given(st.binary(max_size=60) | st.text(alphabet='[]{}",:\\ntrue0123.eE-+ \n', max_size=80))
@settings(max_examples=300, deadline=None)
def test_no_file_is_a_traceback(content: bytes | str) -> None:
    with suppress(Invalid):
        read(content)


def test_an_hour_that_clocks_skip_is_told() -> None:
    taken, repaired = read('[{"title": "Talks", "start": "2025-03-30T02:30"}]')
    assert isinstance(taken, IncomingMeeting)
    assert str(taken.when) == "2025-03-30T03:30[Europe/Berlin]"
    assert isinstance(repaired, Repaired)
    assert "skip 02:30 on 2025-03-30: 03:30 is taken for it" in repaired.remark
