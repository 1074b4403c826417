from __future__ import annotations

import io

import pytest

from tests.intake.reading_ics import entries, event, meetings, read, reasons, remarks, whens
from tracker.domain.incoming import IncomingCommitment, IncomingMeeting
from tracker.domain.status import Status
from tracker.domain.visibility import Visibility
from tracker.errors import Invalid

PARIS = "DTSTART;TZID=Europe/Paris:"
OUTLOOK_DAY = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"


def test_a_meeting_is_read_with_what_is_told_of_it() -> None:
    (met,) = meetings(
        event(
            "DTSTART;TZID=Europe/Moscow:20250403T100000",
            "DTEND;TZID=Europe/Moscow:20250403T120000",
            "SUMMARY;LANGUAGE=fr:Consultations\\, premier tour",
            "LOCATION:MFA\\, Moscow",
            "GEO:55.7525;37.5847",
            "URL:https://example.org/talks",
            "CATEGORIES:Sahel,Security\\, regional",
            "DESCRIPTION:First line\\nSecond\\; line",
            "STATUS:TENTATIVE",
            "CLASS:CONFIDENTIAL",
        )
    )
    assert str(met.when) == "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]"
    assert dict(met.title) == {"fr": "Consultations, premier tour"}
    assert (met.place, met.url) == ("MFA, Moscow", "https://example.org/talks")
    assert (met.latitude, met.longitude) == (55.7525, 37.5847)
    assert met.topics == ("Sahel", "Security, regional")
    assert met.note == "First line\nSecond; line"
    assert (met.status, met.visibility) == (Status.TENTATIVE, Visibility.CONFIDENTIAL)
    assert (met.uid, met.occurrence, met.floating) == ("a@example.org", None, False)


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        (["DTSTART;VALUE=DATE:20250403", "DTEND;VALUE=DATE:20250405"], "2025-04-03/2025-04-04"),
        (["DTSTART;VALUE=DATE:20250403"], "2025-04-03"),
        (["DTSTART:20250403"], "2025-04-03"),
        (["DTSTART;VALUE=DATE:20250403", "DTEND;VALUE=DATE:20250403"], "2025-04-03"),
        (["DTSTART;VALUE=DATE:20250403", "DURATION:P2D"], "2025-04-03/2025-04-04"),
        (["DTSTART:20250403T080000Z"], "2025-04-03T08:00[UTC]"),
        (["DTSTART:20250403T080000Z", "DURATION:PT90M"], "2025-04-03T08:00/2025-04-03T09:30[UTC]"),
        ([f"{PARIS}20250403T080000", f"{PARIS}20250403T080000"], "2025-04-03T08:00[Europe/Paris]"),
        (["DTSTART:20250403T000000", "DTEND:20250403T235959"], "2025-04-03"),
        (["DTSTART:2025-04-03T08:00:00+02:00"], "2025-04-03T06:00[UTC]"),
        (["DTSTART:20250403T000000", "DTEND:20250404T000000", OUTLOOK_DAY], "2025-04-03"),
        (
            ["DTSTART;TZID=Europe/Paris:20250403T230000", "DTEND;TZID=Asia/Tokyo:20250404T080000"],
            "2025-04-03T23:00/2025-04-04T01:00[Europe/Paris]",
        ),
    ],
)  # fmt: skip
def test_start_and_end_make_a_when(lines: list[str], when: str) -> None:
    assert whens(event(*lines)) == [when]


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        ('"Europe/Paris"', "Europe/Paris"),
        ("/mozilla.org/20050126_1/Europe/Paris", "Europe/Paris"),
        ("/example.org/Tzfile/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("Romance Standard Time", "Europe/Paris"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome"', "Europe/Amsterdam"),
        ("GMT+0300", "Etc/GMT-3"),
        ("UTC", "UTC"),
    ],
)  # fmt: skip
def test_a_zone_is_known_by_many_names(tzid: str, zone: str) -> None:
    found = whens(event(f"DTSTART;TZID={tzid}:20250403T100000"))
    assert found == [f"2025-04-03T10:00[{zone}]"]


def test_times_without_a_zone_are_the_readers_and_marked_as_such() -> None:
    content = event("DTSTART:20250403T100000")
    (met,) = meetings(content, zone="Africa/Bamako")
    assert (str(met.when), met.floating) == ("2025-04-03T10:00[Africa/Bamako]", True)
    assert remarks(content, zone="Africa/Bamako") == [
        (
            "Times that name no zone are those of the place where it is known, else of "
            "Africa/Bamako, here and further on."
        )
    ]


def test_the_calendars_zone_is_that_of_its_floating_times_and_of_its_utc_times() -> None:
    zone = ("X-WR-TIMEZONE:Europe/Moscow",)
    assert whens(event("DTSTART:20250403T100000", calendar=zone)) == [
        "2025-04-03T10:00[Europe/Moscow]"
    ]
    assert whens(event("DTSTART:20250403T070000Z", calendar=zone)) == [
        "2025-04-03T10:00[Europe/Moscow]"
    ]


def test_a_time_in_utc_that_names_a_zone_too_is_kept_in_that_zone() -> None:
    content = event("DTSTART;TZID=Africa/Bamako:20250403T100000Z")
    assert whens(content) == ["2025-04-03T10:00[Africa/Bamako]"]
    assert len(remarks(content)) == 1


def test_what_clocks_skip_or_go_through_twice_is_put_right_and_said() -> None:
    skipped = event(f"{PARIS}20250330T023000")
    assert whens(skipped) == ["2025-03-30T03:30[Europe/Paris]"]
    assert remarks(skipped) == [
        "Clocks in Europe/Paris skip 02:30 on 2025-03-30: 03:30 is taken for it."
    ]
    doubled = event(f"{PARIS}20251026T023000")
    assert whens(doubled) == ["2025-10-26T02:30+02:00[Europe/Paris]"]
    assert remarks(doubled) == [
        "02:30 comes twice on 2025-10-26 in Europe/Paris: the first is taken."
    ]


def test_an_end_before_the_start_is_left_out_and_said() -> None:
    content = event(f"{PARIS}20250403T100000", "DTEND;TZID=Europe/Paris:20250403T090000")
    assert whens(content) == ["2025-04-03T10:00[Europe/Paris]"]
    assert remarks(content) == [
        "It ends at 09:00 on 2025-04-03, before it starts: the end is left out."
    ]


@pytest.mark.parametrize("bytes_of", [
    lambda text: text.encode(),
    lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode("utf-16-be"),
    lambda text: text.encode("cp1252"),
    lambda text: text.encode().replace(b"\r\n", b"\n"),
    lambda text: text.encode().replace(b"\r\n", b"\r"),
    lambda text: text.encode().replace(b"\r\n", b"\r\r\n"),
    lambda text: text.encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9"),
    lambda text: text.encode().replace(b"\r\n", b"\r\n\r\n"),
])  # fmt: skip
def test_encodings_and_line_ends_do_not_matter(bytes_of) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    content = bytes_of(event(f"{PARIS}20250403T100000", "SUMMARY:Rencontre à l’Élysée, été"))
    assert [str(met.title) for met in meetings(content)] == ["Rencontre à l’Élysée, été"]


def test_an_encoding_that_is_known_can_be_named() -> None:
    content = event(f"{PARIS}20250403T100000", "SUMMARY:Переговоры").encode("cp1251")
    assert [str(m.title) for m in meetings(content, encoding="cp1251")] == ["Переговоры"]
    with pytest.raises(Invalid, match="no encoding"):
        read(content, encoding="runes")


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp1251", "Переговоры в МИД"),
        ("koi8-r", "Переговоры в МИД"),
        ("cp1256", "المشاورات السياسية مع وزارة الخارجية"),
        ("cp1252", "Réunion à Nîmes"),
    ],
)
def test_an_encoding_that_is_not_named_is_found_out(encoding: str, title: str) -> None:
    content = event(f"{PARIS}20250403T100000", f"SUMMARY:{title}").encode(encoding)
    assert [str(met.title) for met in meetings(content)] == [title]
    assert remarks(content) == [
        f"What is not in UTF-8 is read as {encoding}; name another with --encoding."
    ]


def test_an_occurrence_that_is_only_called_off_keeps_its_date() -> None:
    called_off = "UID:a\nRECURRENCE-ID:20250404T100000Z\nSTATUS:CANCELLED\nSUMMARY:Talks"
    weekly = "UID:a\nSUMMARY:Talks\nDTSTART:20250403T100000Z\nRRULE:FREQ=DAILY;COUNT=2"
    both = "".join(f"BEGIN:VEVENT\n{lines}\nEND:VEVENT\n" for lines in (weekly, called_off))
    found = meetings(f"BEGIN:VCALENDAR\n{both}END:VCALENDAR\n")
    assert [(str(met.when), met.status) for met in found] == [
        ("2025-04-03T10:00[UTC]", None),
        ("2025-04-04T10:00[UTC]", Status.CANCELLED),
    ]


def test_lines_that_should_have_been_folded_are_put_together() -> None:
    content = event(f"{PARIS}20250403T100000", "DESCRIPTION:One\nAgenda: two\nthree")
    (met,) = meetings(content)
    assert met.note == "One\nAgenda: two\nthree"


def test_what_is_no_calendar_is_refused_as_a_whole() -> None:
    for content in (b"", b"<html></html>", b"\x00\xff" * 100):
        with pytest.raises(Invalid, match="holds no calendar"):
            read(content)


def test_what_is_not_kept_is_named_with_its_line() -> None:
    content = event(f"{PARIS}20250403T100000").replace(
        "END:VCALENDAR", "BEGIN:VJOURNAL\r\nEND:VJOURNAL\r\nEND:VCALENDAR"
    )
    assert reasons(content) == ["It is a journal entry, which a ledger does not keep."]
    refused = entries(content)[-1]
    assert refused.spot.line == 8


def test_a_file_that_ends_too_early_is_not_whole_and_says_so() -> None:
    content = event(f"{PARIS}20250403T100000").encode()
    assert read(content).whole
    cut = content[: content.index(b"END:VEVENT")]
    assert not read(cut).whole
    assert reasons(cut) == [
        "The file ends in the middle of it.",
        "The file ends before its calendar does: what followed is not known.",
    ]


def test_a_todo_is_a_commitment() -> None:
    content = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:t\nSUMMARY:Send the note\n"
        "DUE;VALUE=DATE:20250410\nSTATUS:COMPLETED\nCOMPLETED:20250409T080000Z\n"
        "END:VTODO\nEND:VCALENDAR\n"
    )
    (made,) = entries(content)
    assert isinstance(made, IncomingCommitment)
    assert (str(made.due), str(made.done_on), made.status.value) == (
        "2025-04-10",
        "2025-04-09",
        "done",
    )


def test_the_content_may_be_a_pipe_that_cannot_be_read_twice() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    content = event(f"{PARIS}20250403T100000").encode()
    (met,) = entries(Pipe(content))
    assert isinstance(met, IncomingMeeting)


def test_of_two_changes_to_one_occurrence_the_newer_is_taken() -> None:
    def change(sequence: int, title: str) -> str:
        return (
            "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20250404T100000Z\nDTSTART:20250404T110000Z\n"
            f"SEQUENCE:{sequence}\nSUMMARY:{title}\nEND:VEVENT\n"
        )

    daily = (
        "BEGIN:VEVENT\nUID:a\nSUMMARY:Talks\nDTSTART:20250403T100000Z\n"
        "RRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n"
    )
    content = f"BEGIN:VCALENDAR\n{change(1, 'Older')}{daily}{change(2, 'Newer')}END:VCALENDAR\n"
    assert [str(met.title) for met in meetings(content)] == ["Talks", "Newer"]
    assert reasons(content) == ["Another change of the same occurrence stands in the file."]
