"""Tables that are given out: what stands in them, that none of it runs, that it comes back."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.whens import whens
from tracker.domain.delegations import Delegation
from tracker.domain.guarding import guarded, unguarded
from tracker.domain.incoming import IncomingMeeting
from tracker.domain.meetings import Meeting, MeetingKind
from tracker.domain.parties import Party, PartyKind
from tracker.domain.places import Place
from tracker.domain.status import Status
from tracker.domain.text import Text, clean, without_unwelcome
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, When
from tracker.errors import Invalid
from tracker.intake.options import ReadingOptions
from tracker.intake.tables import read_table
from tracker.render.csv import COLUMNS, TableOptions, table

NOW = datetime(2025, 3, 31, 9, tzinfo=UTC)
THE_DAY = AllDay(date(2025, 4, 3), date(2025, 4, 3))
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x",
    "=cmd|' /C calc'!A0", '=HYPERLINK("https://example.org")', "a;=1+1;b", "a\t=1+1", "a\n=1",
    "  =1", "'=1", "a|@x", "\u00a0=1",
]  # fmt: skip


def meeting(title: str, when: When = THE_DAY, **said: object) -> Meeting:
    return Meeting(
        id=1,
        title=Text.of({"en": title}),
        status=Status.CONFIRMED,
        visibility=Visibility.PUBLIC,
        kind=MeetingKind.VISIT,
        when=when,
        **said,  # type: ignore[arg-type]
    )


def written(*records: Meeting, **said: object) -> bytes:
    return b"".join(table(records, TableOptions(**said)))  # type: ignore[arg-type]


def cells(content: bytes, separator: str = ",") -> list[dict[str, str]]:
    text = io.StringIO(content.decode(), newline="")
    return list(csv.DictReader(text, delimiter=separator, strict=True))


def read_back(content: bytes) -> IncomingMeeting:
    options = ReadingOptions(name="out.csv", zone="UTC", language="en", now=NOW)
    (found,) = read_table(io.BytesIO(content), options).entries
    assert isinstance(found, IncomingMeeting), found
    return found


@pytest.mark.parametrize("value", FORMULAS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_cell_runs_in_a_spreadsheet_of_any_country(value: str, separator: str) -> None:
    line = guarded(value).replace("\r", "\n")
    for part in line.replace("\t", ";").replace("|", ";").replace("\n", ";").split(";"):
        assert not part.lstrip("\u00a0 ").startswith(tuple("=+-@＝＋－＠"))
    (row,) = cells(written(meeting(value), separator=separator), separator)
    assert (row["title"], unguarded(row["title"])) == (guarded(value), value)


@given(st.text(alphabet="'=+-@\t\r\n;| ＝a", max_size=12))
def test_what_is_guarded_comes_back_as_it_was(value: str) -> None:
    assert unguarded(guarded(value)) == value


def test_a_plain_table_has_every_value_as_it_is() -> None:
    (row,) = cells(written(meeting("=1+1"), plain=True))
    assert row["title"] == "=1+1"


def test_the_columns_are_a_contract() -> None:
    content = written(meeting("Talks, and “more”\nof it"))
    assert content.startswith(
        b"ref,uid,title,kind,status,start,end,when,in_words,zone,place,city,country,room,"
        b"parties,people,level,topics,session,series,visibility,url,note\r\n"
    )
    assert b'm1,,"Talks, and' in content
    assert content.endswith(b"\r\n")
    (row,) = cells(content)
    assert tuple(row) == COLUMNS
    assert (row["start"], row["end"], row["in_words"]) == (
        *("2025-04-03", "2025-04-03"),
        "Thursday 3 April 2025",
    )


def test_no_meetings_make_a_header_alone_and_a_mark_stands_first() -> None:
    assert len(written().splitlines()) == 1
    assert written(mark=True).startswith(b"\xef\xbb\xbfref,")
    assert cells(written(meeting("Talks"), separator="\t"), "\t")


def _titles() -> st.SearchStrategy[str]:
    words = st.text(max_size=40) | st.sampled_from(FORMULAS)
    return words.map(lambda typed: re.sub(r"\s", " ", without_unwelcome(typed))).filter(
        _can_be_kept
    )


def _can_be_kept(title: str) -> bool:
    try:
        return clean(title, what="title") == title
    except Invalid:
        return False


names = st.sampled_from(["Bamako", "Hôtel de l’Amitié", "Дом приёмов", "قصر", 'The "Palace"; hall'])
codes = st.lists(st.sampled_from(["MLI", "RUS", "AES", "SUN", "A-B"]), unique=True, max_size=4)


@given(_titles(), whens, names, st.none() | names, codes, st.booleans())
def test_what_is_written_is_read_back(
    title: str, when: When, city: str, venue: str | None, parties: list[str], plain: bool
) -> None:
    """Title, when, parties and place come back, plain or guarded, whatever stands in them."""
    assume(not plain or unguarded(title) == title)
    town = Place(id=1, name=Text.of({"en": city}), zone="Africa/Bamako", country="MLI")
    place = Place(id=2, name=Text.of({"en": venue}), zone=town.zone, city=town) if venue else town
    made = meeting(
        title,
        when,
        place=place,
        delegations=tuple(
            Delegation(n, Party(n, code, PartyKind.STATE, Text.of({"en": code})))
            for n, code in enumerate(parties)
        ),
    )
    back = read_back(written(made, plain=plain))
    assert (str(back.title), str(back.when)) == (title, str(when))
    assert back.parties == tuple(parties)
    assert (back.place, back.city, back.country) == (str(place.rendition("en")), city, "MLI")
    assert (back.kind, back.status, back.visibility) == ("visit", "confirmed", "public")
