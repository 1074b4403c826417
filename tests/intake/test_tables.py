"""Tables of strangers: what is read, how it was found out, and what is refused where."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.incoming import Delivery, IncomingMeeting, Refused, Repaired
from tracker.domain.parties import Rank
from tracker.domain.status import Status
from tracker.domain.visibility import Visibility
from tracker.errors import Invalid, TrackerError
from tracker.intake.options import ReadingOptions
from tracker.intake.tables import read_table

if TYPE_CHECKING:
    from tracker.domain.incoming import Incoming

NOW = datetime(2025, 3, 31, 9, tzinfo=UTC)


def delivery(content: str | bytes, **said: Any) -> Delivery:
    raw = content.encode() if isinstance(content, str) else content
    defaults: dict[str, Any] = {"name": "visits.csv", "zone": "Africa/Bamako", "language": "en"}
    return read_table(io.BytesIO(raw), ReadingOptions(now=NOW, **{**defaults, **said}))


def read(content: str | bytes, **said: Any) -> list[Incoming]:
    return list(delivery(content, **said).entries)


def meetings(content: str | bytes, **said: Any) -> list[IncomingMeeting]:
    found = read(content, **said)
    assert all(isinstance(each, IncomingMeeting) for each in found), found
    return [each for each in found if isinstance(each, IncomingMeeting)]


def refused(content: str | bytes, **said: Any) -> list[tuple[int, str, str]]:
    found = read(content, **said)
    return [(r.spot.line, r.spot.what, r.reason) for r in found if isinstance(r, Refused)]


def whens(content: str | bytes, **said: Any) -> list[str]:
    return [str(each.when) for each in meetings(content, **said)]


RAGGED = "It has 4 values where the header has 3 columns."
PLAIN = "Title;Date;City;Country\nTalks;3 April 2025;Bamako;Mali\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found_out(encoding: str, separator: str) -> None:
    rows = [["Intitulé", "Début", "Ville"], ["Réunion d’été, à huis clos", "3 avril 2025", "Ségou"]]
    quoted = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    (meeting,) = meetings(quoted.encode(encoding))
    assert meeting.title.get("fr") == "Réunion d’été, à huis clos"
    assert (str(meeting.when), meeting.city) == ("2025-04-03", "Ségou")


@pytest.mark.parametrize(
    ("encoding", "table", "language"),
    [
        ("cp1251", "Название;Дата;Город\nВстреча министров;3 апреля 2025;Москва\n", "ru"),
        ("cp1256", "العنوان;التاريخ;المدينة\nاجتماع الوزراء;3 أبريل 2025;باماكو\n", "ar"),
    ],
)
def test_code_pages_of_other_letters_are_known_by_the_header(
    encoding: str, table: str, language: str
) -> None:
    (meeting,) = meetings(table.encode(encoding))
    assert meeting.title.original == language
    assert str(meeting.when) == "2025-04-03"


def test_letters_that_cannot_be_told_are_asked_for() -> None:
    with pytest.raises(Invalid, match="which letters it is in") as caught:
        delivery("Ххх;Ццц\nВстреча министров;Москва\n".encode("cp1251"))
    assert "--encoding cp1251" in (caught.value.hint or "")
    asked = "Ххх;Ццц\nВстреча;2025-04-03\n".encode("cp1251")
    mapping = (("Ххх", "title:ru"), ("Ццц", "start"))
    assert str(meetings(asked, encoding="cp1251", mapping=mapping)[0].title) == "Встреча"


@pytest.mark.parametrize("encoding", ["klingon", "base64", "", "utf-8\0"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(Invalid, match="no encoding"):
        delivery(PLAIN, encoding=encoding)


def test_an_encoding_that_the_file_is_not_in_is_refused() -> None:
    with pytest.raises(Invalid, match="It is not in utf-16"):
        read(PLAIN, encoding="utf-16")


def test_columns_are_guessed_in_four_languages_and_shown() -> None:
    header = "Name,Начало,heure de début,البلد,Участники,Whatever"
    found = delivery(f"{header}\nTalks,2025-04-03,10:00,Mali,Mali;Niger,x\n")
    assert [(c.name, c.field, c.sample) for c in found.columns] == [
        ("Name", "title", "Talks"),
        ("Начало", "start", "2025-04-03"),
        ("heure de début", "start-time", "10:00"),
        ("البلد", "country", "Mali"),
        ("Участники", "parties", "Mali;Niger"),
        ("Whatever", None, "x"),
    ]
    assert all(column.guessed for column in found.columns)


def test_what_is_said_goes_before_what_is_guessed() -> None:
    table = "Title,Date,Other\nTalks,x,3 April 2025\n"
    mapping = (("other", "start"), ("Date", "-"))
    found = delivery(table, mapping=mapping)
    assert [column.field for column in found.columns] == ["title", None, "start"]
    assert [column.guessed for column in found.columns] == [True, False, False]
    assert whens(table, mapping=mapping) == ["2025-04-03"]


def test_what_to_say_depends_on_what_is_wrong() -> None:
    with pytest.raises(Invalid) as caught:
        delivery("Title,Date\nTalks,2025-04-03\n", separator=";")
    assert "say it with --separator" in (caught.value.hint or "")
    with pytest.raises(Invalid) as caught:
        delivery("id,traveller,role,start_date,end_date,country,locale,remarks\n1,2,3,4,5,6,7,8\n")
    assert "--as travels" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("mapping", "sentence", "hint"),
    [
        ((("Dat", "start"),), "no column “Dat”", "Did you mean “Date”? The columns are: Title, Da"),
        ((("Date", "strat"),), "no field “strat”", "Did you mean start"),
        ((("Date", "start:xyz"),), "“start:xyz”, for the column “Date”", "start:dmy"),
        ((("9", "start"),), "no column “9”", "The columns are"),
        ((("Date", "-"),), "known to say when a meeting is", '--map "Date=start"'),
        ((("Title", "note"),), "known to say what a meeting is called", "=title"),
        ((("Title", "start"), ("Date", "start")), "Two columns are said to be start", ""),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(
    mapping: tuple[tuple[str, str], ...], sentence: str, hint: str
) -> None:
    with pytest.raises(Invalid) as caught:
        delivery("Title,Date,City\nTalks,2025-04-03,Bamako\n", mapping=mapping)
    assert sentence in caught.value.sentence
    assert hint in (caught.value.hint or "")


def test_columns_of_one_name_are_told_apart_and_one_left_out_may_be_missing() -> None:
    table = "Title,Date,Notes,Notes\nTalks,2025-04-03,one,two\n"
    found = delivery(table)
    saved = tuple((column.name, column.field or "-") for column in found.columns)
    assert saved[2:] == (("Notes", "note"), ("Notes (2)", "note"))
    assert meetings(table, mapping=saved)[0].note == "one\ntwo"
    assert len(meetings(table, mapping=(*saved, ("Gone", "-")))) == 1


def test_titles_of_several_languages_make_one_text() -> None:
    (meeting,) = meetings("Title,Titre,title_ru,Date\nTalks,Entretiens,Переговоры,2025-04-03\n")
    assert dict(meeting.title.versions) == {
        "en": "Talks",
        "fr": "Entretiens",
        "ru": "Переговоры",
    }


def test_a_header_may_stand_below_a_title_and_a_table_may_have_none() -> None:
    table = "Programme of visits,,\n,,\nTitle,Date,City\nTalks,2025-04-03,Bamako\n"
    assert whens(table) == ["2025-04-03"]
    bare = "Talks,2025-04-03\nMore talks,2025-04-04\n"
    assert whens(bare, mapping=(("1", "title"), ("2", "start"))) == ["2025-04-03", "2025-04-04"]


def test_the_first_line_of_excel_tells_the_separator() -> None:
    assert whens("sep=|\r\nTitle|Date\r\nTalks, and more|2025-04-03\r\n") == ["2025-04-03"]


def test_places_are_lines_of_the_file_and_rows_of_the_spreadsheet() -> None:
    table = (
        "Title,Date,Notes\n"
        'Talks,2025-04-03,"one\ntwo\nthree"\n'
        "\n"
        ",,\n"
        "More,2025-02-30,\n"
        ",2025-04-03,\n"
        "Talks,2025-04-03,a,b\n"
        "Short,2025-04-03\n"
        "Last,2025-04-05,x\n"
        "Last,2025-04-05,x\n"
    )
    assert refused(table) == [
        (7, "row 5", refused(table)[0][2]),
        (8, "row 6", "It has no title."),
        (9, "row 7", f"{RAGGED} A value with the separator in it is quoted."),
        (10, "row 8", "It has 2 values where the header has 3 columns."),
        (12, "row 10", "It says the same as row 9, a double."),
    ]
    assert "2025-02-30" in refused(table)[0][2]
    first = read(table)[0]
    assert isinstance(first, IncomingMeeting)
    assert (first.spot.line, first.note) == (2, "one\ntwo\nthree")


def test_separators_that_end_each_row_are_no_values_and_those_of_one_row_are() -> None:
    ended = "Title,Date,\nTalks,2025-04-03,,,\nMore,2025-04-04,,,\n"
    assert whens(ended) == ["2025-04-03", "2025-04-04"]
    shifted = "Title;Date;Parties\nTalks;2025-04-03;Mali\nMore;2025-04-04;Niger ; Mali\n"
    assert refused(shifted)[0][:2] == (3, "row 3")
    assert refused("Title,Date,City\nA,2025-04-03,Paris\nB,2025-04-03,Paris,\n")[0][0] == 3
    unnamed = delivery("Title,Date,\nTalks,2025-04-03,x\n").columns
    assert [(column.name, column.field) for column in unnamed][2] == ("3", None)


def test_a_quotation_mark_that_never_closes_costs_its_own_line() -> None:
    good = "".join(f'Talks {n},2025-04-03,"a, b"\n' for n in range(30))
    table = f'Title,Date,City\n{good}Bad,2025-04-03,"Bamako\n{good.replace("Talks", "More")}'
    found = read(table)
    assert [(r.spot.line, r.reason[:30]) for r in found if isinstance(r, Refused)] == [
        (32, "Its quotation marks do not fit")
    ]
    assert sum(isinstance(each, IncomingMeeting) for each in found) == 60


def test_many_quotation_marks_do_not_hold_the_reader_up() -> None:
    table = "Title,Date\n" + 'Talks,"2025-04-03\n' * 20_000
    assert all(isinstance(each, Refused) for each in read(table))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["25/12/2024", "03/04/2025"], ["2024-12-25", "2025-04-03"]),
        (["12/25/2024", "03/04/2025"], ["2024-12-25", "2025-03-04"]),
        (["03.04.2025"], ["2025-04-03"]),
        (["3-4-2025", "13-4-2025"], ["2025-04-03", "2025-04-13"]),
        (["4/3/2025 9:00:00 AM", "4/13/2025 12:30:00 AM"], ["T09:00", "T00:30"]),
        (["2025-04-03 00:00:00", "2025-04-04 00:00:00"], ["2025-04-03", "2025-04-04"]),
        (["2025-04-03 00:00:00", "2025-04-04 10:00:00"], ["T00:00", "T10:00"]),
        (["2025-04-03T10:00:00Z"], ["2025-04-03T10:00[UTC]"]),
        (["2025-04", "second half of May 2025", "1962", "tbc"], ["2025-04", "[2025", "1962", "tb"]),
        (["3 avril 2025", "3 апреля 2025 10:00", "3 أبريل 2025"], ["2025-04-03"] * 3),
        (["14 July 1789"], ["1789-07-14"]),
        (["٢٥/١٢/٢٠٢٤", "٠٣/٠٤/٢٠٢٥"], ["2024-12-25", "2025-04-03"]),
        (["3–4 avril 2025"], ["2025-04-03/2025-04-04"]),
    ],
)
def test_dates_are_read_in_the_order_that_their_column_shows(
    values: list[str], expected: list[str]
) -> None:
    table = "Title,Date\n" + "".join(f"Talks {n},{v}\n" for n, v in enumerate(values))
    for text, part in zip(whens(table), expected, strict=True):
        assert part in text


def test_a_column_that_nothing_decides_is_asked_about() -> None:
    table = "Title,Date\nTalks,03/04/2025\nMore,05/05/2025\n"
    with pytest.raises(Invalid) as caught:
        read(table)
    assert "“03/04/2025” on line 2 may be two dates" in caught.value.sentence
    assert '--map "Date=start:dmy"' in (caught.value.hint or "")
    assert whens(table, mapping=(("Date", "start:dmy"),))[0] == "2025-04-03"
    assert whens(table, mapping=(("Date", "start:mdy"),))[0] == "2025-03-04"


def test_a_column_in_both_orders_is_asked_about() -> None:
    with pytest.raises(Invalid, match="both orders"):
        read("Title,Date\na,25/12/2024\nb,12/25/2024\nc,03/04/2025\n")


def test_one_column_of_dates_speaks_for_another() -> None:
    table = "Title,Start,End\nTalks,03/04/2025,05/04/2025\nMore,09/04/2025,13/04/2025\n"
    assert whens(table) == ["2025-04-03/2025-04-05", "2025-04-09/2025-04-13"]


def test_dates_and_times_stand_in_several_columns() -> None:
    table = (
        "Title,Start Date,Start Time,End Date,End Time\n"
        "a,2025-04-03,10:00,2025-04-03,12:00\n"
        "b,2025-04-03,10:00,,12:00\n"
        "c,2025-04-03,22:00,,01:00\n"
        "d,2025-04-03,10:00-12:30,,\n"
        "e,2025-04-03,,2025-04-05,\n"
        "f,2025-04,,2025-06,\n"
        "g,,,,\n"
        "h,2025-04-03,10:00,,\n"
    )
    found = [each for each in read(table) if isinstance(each, IncomingMeeting)]
    zone = "[Africa/Bamako]"
    assert [str(each.when) for each in found] == [
        f"2025-04-03T10:00/2025-04-03T12:00{zone}",
        f"2025-04-03T10:00/2025-04-03T12:00{zone}",
        f"2025-04-03T22:00/2025-04-04T01:00{zone}",
        f"2025-04-03T10:00/2025-04-03T12:30{zone}",
        "2025-04-03/2025-04-05",
        "2025-04/2025-06",
        "tbc",
        f"2025-04-03T10:00{zone}",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2025-04-05,,2025-04-03,", "2025-04-03, is before the first, 2025-04-05"),
        ("2025-04-03,12:00,2025-04-03,10:00", "is not after the start"),
        ("2025-04-03,,,12:00", "has no time at which it begins"),
        (",10:00,,", "but no day"),
        ("2025-04-03,10:00,2025-04-05,", "do not go together"),
        ("2025-02-30,,,", "2025-02-30"),
        ("31.04.2025,,,", "“31.04.2025”: April 2025 has 30 days"),
        ("03/04/25,,,", "four digits"),
        ("soonish,,,", "soonish"),
        ("2025-04-03,25:00,,", "25:00"),
        ("45750,,,", "45750"),
        ("9999-12-31,,,", "9999"),
    ],
)
def test_dates_that_cannot_be_are_refused_with_their_reason(row: str, reason: str) -> None:
    ((line, _, told),) = refused(f"Title,Start Date,Start Time,End Date,End Time\nTalks,{row}\n")
    assert line == 2
    assert reason in told


def test_a_when_and_its_edges_that_disagree_are_refused() -> None:
    header = "Title,Start,End,When,Zone\n"
    timed = "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]"
    good = (
        f"a,2025-04-03T10:00:00,03/04/2025 12:00,{timed},Europe/Moscow\n"
        "b,2025-04-13,14/04/2025,2025-04-13/2025-04-14,\n"
        "c,,,[2025-05-16..2025-05-31],\n"
        "d,2025-10-26T02:30,,2025-10-26T02:30+01:00[Europe/Paris],Europe/Paris\n"
    )
    assert len(whens(header + good)) == 4
    bad = f"a,2025-04-04T10:00,2025-04-04T12:00,{timed},\nb,2025-05-16,,2025-05,\n"
    moved = timed.replace("04-03", "04-04")
    assert [reason for _, _, reason in refused(header + bad)] == [
        f"Its start and end say {moved}, its when says {timed}; empty what is wrong.",
        "Its start and end say 2025-05-16, its when says 2025-05; empty what is wrong.",
    ]


def test_outlook_saves_a_calendar_as_csv() -> None:
    table = (
        '"Subject","Start Date","Start Time","End Date","End Time","All day event",'
        '"Reminder on/off","Categories","Description","Location","Sensitivity","Private"\r\n'
        '"Talks","4/3/2025","9:00:00 AM","4/3/2025","10:30:00 AM","False","False","Sahel",'
        '"One\r\ntwo","Koulouba Palace","Normal","False"\r\n'
        '"Feast","4/13/2025","12:00:00 AM","4/15/2025","12:00:00 AM","True","False","","","",'
        '"Private","True"\r\n'
    )
    talks, feast = meetings(table)
    assert str(talks.when) == "2025-04-03T09:00/2025-04-03T10:30[Africa/Bamako]"
    assert (talks.place, talks.note, talks.topics) == ("Koulouba Palace", "One\ntwo", ("Sahel",))
    assert talks.visibility is None
    assert (str(feast.when), feast.visibility) == (
        "2025-04-13/2025-04-14",
        Visibility.CONFIDENTIAL,
    )


def test_words_for_kind_status_and_level_are_understood() -> None:
    (meeting,) = meetings(
        "Titre,Date,Type,Statut,Niveau\nVisite,2025-04-03,Visite officielle,Confirmé,Ministre\n"
    )
    assert (meeting.kind, meeting.status, meeting.level) == (
        "visit",
        Status.CONFIRMED,
        Rank.MINISTER,
    )


def test_what_is_not_known_is_left_out_and_told_but_never_a_secret() -> None:
    table = "Title,Date,Kind,Link\nTalks,2025-04-03,jamboree,javascript:alert(1)\n"
    meeting, *remarks = read(table)
    assert isinstance(meeting, IncomingMeeting)
    assert (meeting.kind, meeting.url) == (None, None)
    assert [r.remark for r in remarks if isinstance(r, Repaired)] == [
        "Its kind “jamboree” is not known and is left out.",
        "Its address “javascript:alert(1)” is none of the web and is left out.",
    ]
    assert "visibility" in refused("Title,Date,Visibility\nTalks,2025-04-03,top-top\n")[0][2]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Mali; Niger", ("Mali", "Niger")),
        ("Mali, Niger, mali", ("Mali", "Niger")),
        ("Korea, Republic of, Japan", ("Korea, Republic of", "Japan")),
        ("Korea, Republic of; Japan", ("Korea, Republic of", "Japan")),
        ("Bahamas, The, Korea, South, Mali", ("Bahamas, The", "Korea, South", "Mali")),
        ("Congo, Democratic Republic of the", ("Congo, Democratic Republic of the",)),
        ("Mali\nNiger | Chad", ("Mali", "Niger", "Chad")),
        (" ; , ", ()),
    ],
)
def test_parties_are_told_apart(typed: str, expected: tuple[str, ...]) -> None:
    (meeting,) = meetings(f'Title,Date,Parties\nTalks,2025-04-03,"{typed}"\n')
    assert meeting.parties == expected


def test_people_have_posts_and_parties() -> None:
    (meeting,) = meetings(
        "Title,Date,Person,Role\nTalks,2025-04-03,Abdoulaye Diop (Mali); Lavrov Sergey,Minister\n"
    )
    assert [(p.name, p.party, p.post) for p in meeting.people] == [
        ("Abdoulaye Diop", "Mali", "Minister"),
        ("Lavrov Sergey", None, "Minister"),
    ]


def test_cities_are_kept_or_split() -> None:
    table = 'Title,Date,City\nTour,2025-04-03,"Bamako, Ségou; Gao"\n'
    assert meetings(table)[0].city == "Bamako, Ségou; Gao"
    (split,) = meetings(table, mapping=(("City", "city:split"),))
    assert (split.city, split.note) == ("Bamako", "Also: Ségou, Gao.")


def test_a_zone_that_is_named_counts_and_else_the_place_does() -> None:
    named, floating = meetings(
        "Title,Date,Zone\nA,2025-04-03 10:00,Europe/Moscow\nB,2025-04-03 10:00,\n"
    )
    assert (named.zone, named.floating) == ("Europe/Moscow", False)
    assert (floating.zone, floating.floating) == ("Africa/Bamako", True)
    assert "no time zone" in refused("Title,Date,Zone\nA,2025-04-03 10:00,Mars\n")[0][2]


def test_apostrophes_against_formulas_are_taken_off_and_hidden_signs_left_out() -> None:
    first, _ = read("Title,Date,Notes\n'=Talks,2025-04-03,'tis\u200b said\u202e\n")
    assert isinstance(first, IncomingMeeting)
    assert (str(first.title), first.note) == ("=Talks", "'tis said")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "has no rows"),
        (b"\n\n\n", "has no rows"),
        (b"\xef\xbb\xbf", "has no rows"),
        (b"Title", "when a meeting is"),
        (b"a,b,c\n1,2,3\n", "what a meeting is called"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read(content)


def test_more_rows_than_are_read_are_refused() -> None:
    table = "Title,Date\n" + "".join(f"Talks {n},2025-04-03\n" for n in range(30))
    with pytest.raises(Invalid, match="over 20 rows"):
        read(table, most=20)


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(Invalid, match="Line 2 has over"):
        read("Title,Date\n" + "x" * 1_500_000)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(alphabet='",;\t|\n\r aé0123-/:=\0\ufeff', max_size=200).map(
            lambda body: f"Title,Date,City\n{body}".encode()
        ),
        st.lists(
            st.lists(
                st.sampled_from(
                    ["Talks", "2025-04-03", "03/04/2025", "25/12/2025", "", '"', '"a\nb"', "tbc"]
                )
                | st.text(max_size=8),
                max_size=5,
            ),
            max_size=8,
        ).map(
            lambda rows: ("Title,Date,End,Time,Zone\n" + "\n".join(map(",".join, rows))).encode(
                "utf-8", "surrogatepass"
            )
        ),
    )
)
def test_no_file_makes_the_reader_fail(content: bytes) -> None:
    """Whatever stands in it, each row comes out or is refused, or the file is in a sentence."""
    with suppress(TrackerError):
        for entry in read(content):
            assert entry.spot.line > 0
