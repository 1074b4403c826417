"""What must hold of any file whatever: an answer for each component, soon, and no slip."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.reading_ics import plain, read
from tests.reliability.fuzz_ics import LINES, VALUES, broken, failure, seeds
from tracker.domain.incoming import Incoming, IncomingCommitment, IncomingMeeting, Refused
from tracker.domain.text import LONGEST_NOTE, clean
from tracker.errors import Invalid

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = sorted((*CORPUS.glob("*.ics"), *CORPUS.glob("*.vcs")))
NAMES = [path.name for path in FILES]
# Line ends are themselves what these are about.
OWN_ENDS = {"folded-inside-characters.ics", "utf-16.ics"}


def read_all(octets: bytes) -> list[Incoming]:
    try:
        found = list(read(octets).entries)
    except Invalid:
        return []
    slips = [e for e in found if isinstance(e, Refused) and "cannot be read (" in e.reason]
    assert slips == []
    return found


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_file_can_be_cut_anywhere(path: Path) -> None:
    octets = path.read_bytes()
    chance = random.Random(path.name)
    begun = time.process_time()
    for _ in range(25):
        at = chance.randrange(len(octets))
        read_all(octets[:at])
        read_all(octets[at:])
    assert time.process_time() - begun < 60


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_octets_can_be_anything(path: Path) -> None:
    chance = random.Random(path.name)
    octets = bytearray(path.read_bytes())
    for _ in range(40):
        octets[chance.randrange(len(octets))] = chance.randrange(256)
        read_all(bytes(octets))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_line_ends_make_no_difference(path: Path) -> None:
    octets = path.read_bytes()
    if path.name in OWN_ENDS:
        octets = octets.replace(b"\r\n", b"\n")
    else:
        octets = b"\n".join(octets.splitlines()) + b"\n"
    told = [plain(entry) for entry in read_all(octets)]
    for end in (b"\r\n", b"\r", b"\r\r\n"):
        if path.name != "utf-16.ics":
            assert [plain(e) for e in read_all(octets.replace(b"\n", end))] == told


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_text_can_be_kept(path: Path) -> None:
    for entry in read_all(path.read_bytes()):
        if not isinstance(entry, IncomingMeeting | IncomingCommitment):
            continue
        texts = {"title": str(entry.title)}
        if isinstance(entry, IncomingMeeting):
            texts |= {name: getattr(entry, name) or "x" for name in ("place", "url", "uid")}
        for what, words in texts.items():
            assert clean(words, what=what) == words
        if entry.note:
            assert clean(entry.note, what="note", longest=LONGEST_NOTE, lines=True) == entry.note


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_identities_are_told_apart(path: Path) -> None:
    meetings = [e for e in read_all(path.read_bytes()) if isinstance(e, IncomingMeeting)]
    identities = [(m.uid, m.occurrence) for m in meetings if m.uid]
    assert len(identities) == len(set(identities))


NAMED = st.sampled_from(
    ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "UID",
     "SUMMARY", "DESCRIPTION", "STATUS", "CATEGORIES", "GEO", "LOCATION", "CLASS", "SEQUENCE"]
)  # fmt: skip
PARAMETERS = st.sampled_from(
    ["", ";VALUE=DATE", ";TZID=Europe/Paris", ";TZID=Customized Time Zone", ';TZID="(UTC+01:00) X"',
     ";RANGE=THISANDFUTURE", ";ENCODING=QUOTED-PRINTABLE", ";LANGUAGE=fr", ';X="', ";;="]
)  # fmt: skip
TYPED = st.text(max_size=40).map(lambda typed: typed.encode("utf-8", "replace"))
VALUE = st.one_of(st.sampled_from(VALUES), TYPED, st.binary(max_size=40))
LINE = st.one_of(
    st.builds(lambda n, p, v: f"{n}{p}:".encode() + v, NAMED, PARAMETERS, VALUE),
    st.sampled_from(LINES),
    st.binary(max_size=30),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=40), st.sampled_from([b"\r\n", b"\n", b"\r"]))
def test_lines_can_be_anything(lines: list[bytes], end: bytes) -> None:
    octets = end.join([b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", *lines, b"END:VEVENT", b""])
    assert failure(octets) is None


@settings(max_examples=150, deadline=None)
@given(st.integers())
def test_calendars_can_be_broken_in_many_ways_at_once(seed: int) -> None:
    assert failure(broken(random.Random(seed), seeds())) is None
