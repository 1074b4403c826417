from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.delegations import Function, Role
from tracker.domain.meetings import MeetingKind
from tracker.domain.sources import Standing
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.errors import Invalid
from tracker.intake.session_file import SessionFile, read_session_file
from tracker.intake.yaml_source import MOST_SHOWN, FaultyFile, Mark, Word

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SMALLEST = "language: en\nseries: s\nsession:\n  ordinal: 1\n  title: First\n"


def read(text: str) -> SessionFile:
    return read_session_file(text, name="f.yaml", now=NOW)


def faults_of(text: str) -> list[str]:
    with pytest.raises(FaultyFile) as refused:
        read(text)
    return [line.removeprefix("f.yaml:") for line in refused.value.sentence.splitlines()]


@pytest.fixture(scope="module")
def founding() -> SessionFile:
    return read((EXAMPLES / "aes-russia-1.yaml").read_text("utf-8"))


def test_the_template_reads_without_fault() -> None:
    read((EXAMPLES / "session-template.yaml").read_text("utf-8"))


def test_the_founding_session_was_announced_for_two_days_and_held_on_one(
    founding: SessionFile,
) -> None:
    session = founding.session

    assert (founding.series.slug, session.ordinal) == ("aes-russia", 1)
    assert (session.announced, session.actual) == ("3-4 April 2025", "3 April 2025")
    assert Status.HELD is session.status
    assert Visibility.PUBLIC is founding.visibility


def test_the_founding_delegations_have_their_heads(founding: SessionFile) -> None:
    heads = [(str(d.party), str(d.head.name) if d.head else None) for d in founding.delegations]

    assert heads == [
        ("RUS", "Сергей Лавров"),
        ("MLI", "Abdoulaye Diop"),
        ("BFA", "Karamoko Jean Marie Traoré"),
        ("NER", "Bakary Yaou Sangaré"),
    ]
    wrong = [s.words for d in founding.delegations if d.head for s in d.head.spellings if s.wrong]
    assert wrong == ["Alessandro Diop", "Kaoulis Traoré", "Yacouba Souleiman Bakary"]


def test_no_clock_time_is_invented(founding: SessionFile) -> None:
    for meeting in (founding.session, *founding.meetings, *founding.related):
        for when in (meeting.announced, meeting.confirmed, meeting.actual):
            assert ":" not in (when or "")


def test_the_founding_meetings_and_what_followed(founding: SessionFile) -> None:
    assert [m.key for m in founding.meetings] == ["preparatory", "talks", "press"]
    assert [m.key for m in founding.related] == [
        "sochi", "goita-visit", "goita-putin", "defence", "new-york", "cairo", "bamako",
    ]  # fmt: skip


def test_wrong_claims_are_kept_as_rejected_with_the_reason(founding: SessionFile) -> None:
    rejected = [c for c in founding.claims if c.standing is Standing.REJECTED]

    assert len(rejected) == 5
    assert all(c.reason for c in rejected)
    assert "Wednesday 3 April 2025" in [c.value for c in rejected]


def test_titles_are_in_english_and_french_throughout(founding: SessionFile) -> None:
    file = founding
    titles = [file.series.title, file.session.title, *(i.title for i in file.agenda)]
    titles += [m.title for m in (*file.meetings, *file.related)]
    titles += [d.title for d in file.documents] + [c.title for c in file.commitments]
    assert [str(t) for t in titles if not (t.get("en") and t.get("fr"))] == []


def test_the_smallest_file_has_sensible_defaults() -> None:
    file = read(SMALLEST)

    assert Visibility.INTERNAL is file.visibility
    assert Status.ANNOUNCED is file.session.status
    assert Text((("en", "First"),)) == file.session.title
    assert file.meetings == ()


def test_one_stands_for_a_list_of_one_and_a_word_for_a_record() -> None:
    file = read(SMALLEST + "delegations: MLI\nmeetings: {title: T, chairs: MLI, place: Bamako}\n")

    assert (file.delegations[0].role, file.delegations[0].party) == (Role.PARTICIPANT, "MLI")
    meeting = file.meetings[0]
    assert meeting.chairs == ("MLI",)
    assert meeting.place is not None
    assert Text((("en", "Bamako"),)) == meeting.place.name


@pytest.mark.parametrize(
    ("status", "field"),
    [("held", "actual"), ("confirmed", "confirmed"), ("announced", "announced")],
)
def test_when_is_the_date_that_the_status_speaks_of(status: str, field: str) -> None:
    file = read(SMALLEST + f"meetings: [{{title: T, status: {status}, when: 3 April 2025}}]")

    assert getattr(file.meetings[0], field) == "3 April 2025"


def test_an_actual_date_means_held() -> None:
    assert Status.HELD is read(SMALLEST + "  actual: 3 April 2025\n").session.status


def test_choices_are_read_as_people_write_them() -> None:
    file = read(SMALLEST + "meetings: [{title: T, kind: Working Lunch}]")

    assert MeetingKind.WORKING_LUNCH is file.meetings[0].kind


def test_the_head_comes_first_among_the_people() -> None:
    file = read(SMALLEST + "delegations: [{party: MLI, head: A, members: [B]}]")

    people = [(function, str(m.name)) for function, m in file.delegations[0].people()]
    assert people == [(Function.HEAD, "A"), (Function.MEMBER, "B")]


def test_a_word_keeps_its_place_for_those_who_store_it() -> None:
    party = read(SMALLEST + "delegations:\n  - party: XYZ\n").delegations[0].party

    assert isinstance(party, Word)
    assert Mark(7, 12, "delegations[1].party") == party.mark


SOURCED = SMALLEST + "sources: [{key: tass}]\n"
FAULTY = {
    "unknown key": (
        SMALLEST + "  statsu: held\n",
        "6:3: “statsu” is not known here; did you mean status?",
    ),
    "unknown key at the top": (
        SMALLEST + "meeting: []\n",
        "6:1: “meeting” is not known here; did you mean meetings?",
    ),
    "unknown choice": (
        SMALLEST + "  status: confirmd\n",
        "6:11: “confirmd” is not a status; did you mean confirmed?",
    ),
    "choice like no other": (
        SMALLEST + "visibility: qqq\n",
        "6:13: “qqq” is not a visibility; there are public, internal, confidential.",
    ),
    "missing": (
        "language: en\nseries: s\nsession:\n  title: First\n",
        "4:3: “ordinal” is missing here.",
    ),
    "left blank": (
        "language: en\nseries: s\nsession:\n  ordinal: 1\n  title:\n",
        "5:3: “title” is missing here.",
    ),
    "a list where a word is": (
        SMALLEST + "  host: [MLI]\n",
        "6:9: Here a single value is expected, not a list or a group of keys.",
    ),
    "a word where keys are": (
        "language: en\nseries: s\nsession: First\n",
        "3:10: Here keys and values are expected, such as “title: …”.",
    ),
    "not keys at all": (
        "- a\n",
        "1:1: Here keys and values are expected, such as “title: …”.",
    ),
    "ordinal": (
        SMALLEST.replace("ordinal: 1", "ordinal: first"),
        "4:12: “first” is not a number of a session: 1, 2, 3 ….",
    ),
    "relative date": (
        SMALLEST + "  announced: tomorrow\n",
        "6:14: “tomorrow” depends on the day it is read; write the day, month and year.",
    ),
    "when and its field": (
        SMALLEST + "  when: 2025\n  announced: 2025\n",
        "6:3: “when” and “announced” say the same thing here; keep one.",
    ),
    "actual but not held": (
        SMALLEST + "  actual: 3 April 2025\n  status: cancelled\n",
        "6:11: It has an actual date, so its status is held, not cancelled.",
    ),
    "zone": (
        SMALLEST + "  zone: Europe/Moskow\n",
        "6:9: “Europe/Moskow” is not an IANA zone; did you mean Europe/Moscow?",
    ),
    "language": (
        SMALLEST.replace("title: First", "title: {english!: First}"),
        "5:11: “english!” is not a language tag such as en, fr, ru or ar.",
    ),
    "a language twice": (
        SMALLEST.replace("title: First", "title: {en: First, EN: Second}"),
        "5:22: The language en is given twice.",
    ),
    "control character in a text": (
        SMALLEST.replace("title: First", r'title: {fr: "a\eb"}'),
        "5:15: The text holds a control character (U+001B) at position 2; take it out.",
    ),
    "several lines": (
        SMALLEST.replace("title: First", "title: |\n    a\n    b"),
        "5:10: The text must stand on one line.",
    ),
    "too long": (
        SMALLEST.replace("First", "x" * 10_000),
        "5:10: The text has 10,000 characters; 2,000 are the most.",
    ),
    "address": (
        SMALLEST + "  url: ftp://example.org\n",
        "6:8: “ftp://example.org” is not an address that begins with https:// or http://.",
    ),
    "embargo without offset": (
        SMALLEST + "  embargo: 2025-04-03T18:00\n",
        "6:12: “2025-04-03T18:00” is not an instant such as 2025-04-03T18:00+03:00.",
    ),
    "latitude": (
        SMALLEST + "  place: {name: X, latitude: 91}\n",
        "6:30: “91” is not a number of degrees from -90 to 90.",
    ),
    "yes or no": (
        SMALLEST + "delegations: [{party: MLI, chairs: maybe}]\n",
        "6:36: “maybe” is neither yes nor no.",
    ),
    "slug": (
        SMALLEST.replace("series: s", "series: A B"),
        (
            "2:9: “A B” cannot be a short name: lower-case letters, digits and single hyphens, "
            "beginning with a letter, at most 60, such as aes-russia."
        ),
    ),
    "two heads": (
        SMALLEST + "delegations: [{party: MLI, head: A, members: [{name: B, function: head}]}]\n",
        "6:47: A delegation has one head; this is a second.",
    ),
    "a party twice": (
        SMALLEST + "delegations:\n  - MLI\n  - party: mli\n",
        "8:12: “mli” is given twice, first on line 7.",
    ),
    "a party twice on one line": (
        SMALLEST + "delegations: [MLI, MLI]\n",
        "6:20: “MLI” is given twice, first on line 6.",
    ),
    "a key twice": (
        SMALLEST + "meetings: [{key: a, title: A}]\nrelated: [{key: a, title: B}]\n",
        "7:17: The meeting “a” is given twice, first on line 6.",
    ),
    "a label twice": (
        SMALLEST + "agenda:\n  - {label: 2 (a), title: A}\n  - {label: 2A, title: B}\n",
        "8:13: The item “2A” is given twice, first on line 7.",
    ),
    "a label of signs": (
        SMALLEST + "agenda: [{label: '()', title: A}]\n",
        "6:18: “()” has neither letter nor digit, so nobody could refer to it.",
    ),
    "unknown source": (
        SOURCED + "claims: [{source: tas, about: session, field: place, value: X}]\n",
        "7:19: No source “tas” is in this file; did you mean tass?",
    ),
    "unknown meeting": (
        SOURCED + "claims: [{source: tass, about: meeting x, field: place, value: X}]\n",
        "7:32: No meeting “x” is in this file.",
    ),
    "unknown paper": (
        SMALLEST + "agenda: [{title: A, papers: note}]\n",
        "6:29: No document “note” is in this file.",
    ),
    "no such kind of record": (
        SOURCED + "claims: [{source: tass, about: talks, field: place, value: X}]\n",
        (
            "7:32: “talks” names no record: write session, meeting KEY, item LABEL, "
            "person NAME, party CODE, document KEY, commitment KEY or series."
        ),
    ),
    "a record without its key": (
        SOURCED + "claims: [{source: tass, about: meeting, field: place, value: X}]\n",
        "7:32: “meeting” should be meeting and its key or name.",
    ),
    "rejected without a reason": (
        SOURCED
        + "claims: [{source: tass, about: session, field: f, value: X, standing: rejected}]\n",
        "7:58: This claim is rejected; give the reason.",
    ),
    "two preferred": (
        SOURCED + "claims:\n"
        "  - {source: tass, about: session, field: f, value: X, standing: preferred, reason: r}\n"
        "  - {source: tass, about: session, field: f, value: Y, standing: preferred, reason: r}\n",
        "9:43: Another claim on this field is preferred, on line 8.",
    ),
}


@pytest.mark.parametrize(("text", "fault"), FAULTY.values(), ids=FAULTY)
def test_a_fault_is_told_with_its_place(text: str, fault: str) -> None:
    assert [fault] == faults_of(text)


@pytest.mark.parametrize(
    "many",
    [
        "claims: [" + "{source: nobody, about: meeting nowhere}, " * 3_000 + "]",
        "meetings:\n" + "".join(f"- {{titel: a, zone: Z{n}}}\n" for n in range(3_000)),
        "sources:\n" + "".join(f"- {{key: k{n}, kind: x{n}}}\n" for n in range(3_000)),
    ],
    ids=["references", "zones", "choices"],
)
def test_thousands_of_faults_are_told_in_time(many: str) -> None:
    start = time.process_time()

    assert len(faults_of(SMALLEST + many.replace(", {", ",\n {"))) == MOST_SHOWN + 1
    assert time.process_time() - start < 10


@pytest.mark.parametrize("when", ["31 February 2025", "4-3 April 2025", "sometime", "3/4/2025"])
def test_a_date_that_cannot_be_is_refused_at_its_place(when: str) -> None:
    (fault,) = faults_of(SMALLEST + f"  announced: {when}\n")

    assert fault.startswith("6:14: ")


def test_a_time_that_the_place_skips_is_refused() -> None:
    timed = "  place: {name: Paris, zone: Europe/Paris}\n  announced: 30 March 2025 2:30\n"

    (fault,) = faults_of(SMALLEST + timed)
    assert fault.startswith("7:14: ")


def test_every_fault_of_a_file_is_told_in_one_run_in_order() -> None:
    text = """\
language: en
series: {slug: S S}
session:
  titel: First
  status: hold
  announced: tomorrow
  announced: 2025
meetings:
  - {title: &a A, kind: plenery}
claims:
  - {source: tass, about: meeting x, field: f, value: v}
"""
    places = [fault.split(" ")[0] for fault in faults_of(text)]

    assert places == [
        "2:16:", "4:3:", "4:3:", "4:3:", "5:11:", "6:14:", "7:3:", "9:13:", "9:25:",
        "11:14:", "11:27:",
    ]  # fmt: skip


def test_person_claims_find_any_spelling_of_the_name_given() -> None:
    text = (
        SOURCED + "people: [{name: {fr: Bakary Sangaré}}]\n"
        "claims: [{source: tass, about: person bakary sangare, field: name, value: X}]\n"
    )
    assert read(text).claims[0].about.key == "bakary sangare"


@given(st.text())
def test_any_text_reads_or_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        read(text)


_KEYS = st.sampled_from([*SessionFile.model_fields, "title", "when", "zone", "name", "key"])
_WORDS = st.text("ab1:&*é \x1b", max_size=8) | st.sampled_from(["tbc", "session", "2025"])
_VALUES = st.recursive(
    _WORDS, lambda v: st.lists(v, max_size=3) | st.dictionaries(_KEYS, v, max_size=3), max_leaves=12
)


@given(st.dictionaries(_KEYS, _VALUES))
def test_any_shape_reads_or_is_invalid(shape: dict[str, object]) -> None:
    import json

    with pytest.raises(Invalid):
        read(json.dumps(shape, ensure_ascii=False))
