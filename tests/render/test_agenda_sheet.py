"""The agenda summary says what is recorded, in order, and lists what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import pytest

from tests.founding import (
    APRIL_2,
    COMMITMENTS,
    DELEGATIONS,
    HELD,
    MEETINGS,
    MOSCOW,
    NIGER,
    SERIES,
    SESSION,
    TODAY,
)
from tracker.domain.agenda import ItemStatus, OutcomeMode
from tracker.domain.commitments import CommitmentStatus
from tracker.domain.delegations import Delegation, Role
from tracker.domain.occasions import Whens
from tracker.domain.sessions import Session, SessionKind
from tracker.domain.sources import Standing
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, parse_when
from tracker.errors import Invalid
from tracker.render.agenda_sheet import meeting_sheet, session_sheet
from tracker.render.sheet import (
    Block,
    Direction,
    Entry,
    Facts,
    Heading,
    Masthead,
    Outline,
    Sheet,
    Table,
    plain,
)

if TYPE_CHECKING:
    from tracker.domain.meetings import Meeting

B = TypeVar("B", bound=Block)
TALKS = MEETINGS[1]
MORNING = Timed(datetime(2025, 4, 3, 10), datetime(2025, 4, 3, 12), "Europe/Moscow")  # noqa: DTZ001


def sheet(session: Session = SESSION, language: str = "en", zone: str | None = None) -> Sheet:
    return session_sheet(session, language=language, today=TODAY, reader_zone=zone)


def facts(of: Sheet) -> dict[str, list[str]]:
    block = next(b for b in of.blocks if isinstance(b, Facts))
    return {fact.label: [plain(said) for said in fact.lines] for fact in block.facts}


def under(of: Sheet, heading: str, kind: type[B]) -> B:
    """Return the first block of a kind that stands under a heading."""
    titles = [plain(b.line) if isinstance(b, Heading) else None for b in of.blocks]
    rest = of.blocks[titles.index(heading) :]
    return next(b for b in rest if isinstance(b, kind))


def headings(of: Sheet) -> list[str]:
    return [plain(b.line) for b in of.blocks if isinstance(b, Heading)]


def told(entries: tuple[Entry, ...]) -> list[tuple[str, list[str]]]:
    return [(plain(e.line), [plain(note) for note in e.notes]) for e in entries]


def doubts(of: Sheet) -> list[tuple[str, list[str]]]:
    return told(under(of, "Not known or disputed", Outline).entries)


def with_meetings(*meetings: Meeting) -> Session:
    return replace(SESSION, meetings=meetings)


def titled(meeting: Meeting, title: str, **changes: object) -> Meeting:
    return replace(meeting, title=Text((("en", title),)), **changes)  # type: ignore[arg-type]


def test_sections_stand_in_the_order_in_which_one_reads() -> None:
    assert headings(sheet()) == [
        "Delegations",
        "Programme",
        "Wednesday 2 April 2025",
        "Thursday 3 April 2025",
        "Agenda",
        "Outcome documents",
        "Commitments",
        "Not known or disputed",
        "Sources",
    ]


def test_the_date_held_stands_beside_the_date_announced() -> None:
    said = facts(sheet())

    assert (said["When"], said["Announced date"], said["Status"]) == (
        ["Thursday 3 April 2025"],
        ["3–4 April 2025"],
        ["Held"],
    )


def test_both_clocks_are_told_where_they_differ() -> None:
    session = replace(SESSION, when=MORNING, whens=Whens(confirmed=MORNING))

    away = facts(sheet(session, zone="Africa/Bamako"))
    home = facts(sheet(session, zone="Europe/Moscow"))

    assert away["When"] == ["Thursday 3 April 2025, 10:00–12:00"]
    assert away["Your time"] == ["07:00–09:00 (Bamako)"]
    assert away["Time zone"] == ["Europe/Moscow (UTC+3)", "Yours: Africa/Bamako (UTC+0)"]
    assert "Your time" not in home
    assert home["Time zone"] == ["Europe/Moscow (UTC+3)"]


def test_a_date_by_other_clocks_is_told_by_those_of_the_place() -> None:
    by_paris = parse_when("2025-04-03T10:00/2025-04-03T11:30[Europe/Paris]")
    meeting = replace(TALKS, when=by_paris, whens=Whens(by_paris), place=MOSCOW)

    at_place = facts(meeting_sheet(meeting, language="en", today=TODAY))
    nowhere = facts(meeting_sheet(replace(meeting, place=None), language="en", today=TODAY))

    assert at_place["When"] == ["Thursday 3 April 2025, 11:00–12:30"]
    assert at_place["Time zone"] == ["Europe/Moscow (UTC+3)"]
    assert nowhere["When"] == ["Thursday 3 April 2025, 10:00–11:30"]
    assert nowhere["Time zone"] == ["Europe/Paris (UTC+2)"]


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid):
        sheet(zone="Europe/Moskow")


def test_a_session_without_title_is_named_by_its_number_and_series() -> None:
    session = replace(SESSION, title=Text(), ordinal=2, kind=SessionKind.EXTRAORDINARY)
    masthead = sheet(session, "fr").blocks[0]

    assert isinstance(masthead, Masthead)
    assert plain(masthead.title) == "Deuxième session extraordinaire"
    assert [plain(said) for said in masthead.over] == ["Consultations AES–Russie"]


def test_the_most_secret_part_marks_the_sheet() -> None:
    secret = replace(COMMITMENTS[0], visibility=Visibility.CONFIDENTIAL)
    masthead = sheet(replace(SESSION, commitments=(secret,)), "ru").blocks[0]

    assert isinstance(masthead, Masthead)
    assert plain(masthead.over[0]) == "Конфиденциально"


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Delegations"), ("fr", "Délégations"), ("ru", "Делегации"), ("ar", "الوفود")],
)
def test_delegations_stand_in_the_order_in_which_they_come(language: str, heading: str) -> None:
    """The order of precedence is one for all languages: the reads have it, not the prints."""
    turned = replace(SESSION, delegations=DELEGATIONS[::-1])
    listed, other = (
        [plain(e.line) for e in under(sheet(of, language), heading, Outline).entries]
        for of in (SESSION, turned)
    )
    assert listed == other[::-1]


def test_heads_are_named_with_their_offices() -> None:
    entries = under(sheet(language="fr"), "Délégations", Outline).entries

    assert told(entries[:1]) == [
        (
            "Fédération de Russie (hôte, coprésidence)",
            [
                (
                    "Chef de délégation\u00a0: Sergueï Lavrov, "
                    "Ministre des affaires étrangères de la Fédération de Russie"
                )
            ],
        )
    ]


def test_a_delegation_without_head_says_so_and_is_listed_in_doubt() -> None:
    nobody = Delegation(9, NIGER, Role.OBSERVER)
    of = sheet(replace(SESSION, delegations=(*DELEGATIONS[:1], nobody)))

    assert told(under(of, "Delegations", Outline).entries)[1] == (
        "Republic of the Niger (observer)",
        ["Head of delegation: not named"],
    )
    assert ("Heads of delegation not named: Niger", []) in doubts(of)


def test_the_programme_goes_by_the_clocks_of_the_place() -> None:
    late = Timed(datetime(2025, 4, 2, 23), datetime(2025, 4, 3, 0, 30), "Africa/Bamako")  # noqa: DTZ001
    of = sheet(
        with_meetings(
            titled(TALKS, "Untimed"),
            titled(TALKS, "Night", when=late),
            titled(TALKS, "Morning", when=MORNING),
        )
    )

    timed = under(of, "Thursday 3 April 2025", Outline)
    untimed = of.blocks[of.blocks.index(timed) + 1]
    assert isinstance(untimed, Outline)
    assert [(e.label, plain(e.line)) for e in timed.entries] == [
        ("02:00–03:30", "Night (plenary meeting)"),
        ("10:00–12:00", "Morning (plenary meeting)"),
    ]
    assert plain(untimed.lead) == "Time not known:"
    assert ("Clock times not known: Untimed", []) in doubts(of)


def test_french_hours_are_written_the_french_way() -> None:
    of = sheet(with_meetings(replace(TALKS, when=MORNING)), "fr")

    label = under(of, "Jeudi 3 avril 2025", Outline).entries[0].label
    assert label == "10\u202fh\u202f00–12\u202fh\u202f00"


def test_imprecise_meetings_come_after_and_undated_ones_last() -> None:
    of = sheet(
        with_meetings(
            titled(TALKS, "Some day", when=ToBeConfirmed()),
            titled(TALKS, "In May", when=Imprecise("2025-05")),
            titled(TALKS, "First", when=AllDay(APRIL_2, APRIL_2)),
        )
    )

    assert headings(of)[2:5] == [
        "Wednesday 2 April 2025",
        "Day not known",
        "Date to be confirmed",
    ]
    in_may = told(under(of, "Day not known", Outline).entries)[0]
    assert in_may[1][0].startswith("When: May 2025")


def test_a_cancelled_meeting_is_struck_out_and_says_so() -> None:
    of = sheet(with_meetings(replace(TALKS, status=Status.CANCELLED, reason="Fog")))
    entry = under(of, "Thursday 3 April 2025", Outline).entries[0]

    assert entry.line[0].strike
    assert plain(entry.line).endswith("(plenary meeting, cancelled)")
    assert "Reason: Fog" in [plain(note) for note in entry.notes]


def test_only_what_differs_from_the_session_is_repeated() -> None:
    preparatory = told(under(sheet(), "Wednesday 2 April 2025", Outline).entries)[0]

    assert preparatory == (
        "Preparatory meeting of the ministers of the Confederation (closed session)",
        [
            "Place: Moscow",
            "Chair: Abdoulaye Diop",
            "Delegations: Burkina Faso, Mali, Niger",
            "Note: Three ministers in closed session, then widened to the experts.",
        ],
    )


def test_agenda_labels_are_verbatim_and_sub_items_nested() -> None:
    entries = under(sheet(), "Agenda", Outline).entries

    assert [e.label for e in entries] == ["1", "2", "3", "4"]
    assert [e.label for e in entries[1].children] == ["2 (a)", "2 (b)"]
    assert [plain(note) for note in entries[0].notes] == ["Outcome: discussed"]


def test_an_outcome_says_how_it_was_reached() -> None:
    outcome = Text((("en", "Agreed."),))
    item = replace(SESSION.agenda[0], outcome=outcome, mode=OutcomeMode.CONSENSUS)
    entry = under(sheet(replace(SESSION, agenda=(item,))), "Agenda", Outline).entries[0]

    assert [plain(note) for note in entry.notes] == ["Outcome (by consensus): Agreed."]


def test_an_agenda_that_nobody_adopted_is_provisional() -> None:
    item = replace(SESSION.agenda[0], status=ItemStatus.PROVISIONAL)

    assert "Ordre du jour provisoire" in headings(sheet(replace(SESSION, agenda=(item,)), "fr"))


def test_commitments_say_who_when_and_that_they_are_overdue() -> None:
    rows = under(sheet(), "Commitments", Table).rows

    assert [plain(cell) for cell in rows[0][1:]] == [
        "Mali, Burkina Faso, Niger, Russia",
        "April 2026 (day to be confirmed)",
        "open, overdue",
    ]
    assert [plain(cell) for cell in rows[1][1:]] == ["Russia", "no date set", "under way"]


def test_a_commitment_that_was_kept_says_when() -> None:
    done = replace(COMMITMENTS[0], status=CommitmentStatus.DONE, done_on=date(2026, 5, 1))
    rows = under(sheet(replace(SESSION, commitments=(done,))), "Commitments", Table).rows

    assert plain(rows[0][3]) == "done, 1 May 2026"


def test_disputes_name_who_says_what_and_what_is_preferred() -> None:
    assert doubts(sheet())[2:] == [
        (
            "Dates held",
            [
                (
                    "news-pravda.com [2]: Thursday 3 April 2025 "
                    "(preferred: the joint statement itself is dated that day)"
                ),
                (
                    "fasomali.com [3]: 3–4 April 2025 "
                    "(rejected: no page says what was done on 4 April)"
                ),
            ],
        ),
        (
            "Day of the week",
            ["africaho.bj [4]: “Wednesday” (rejected: 3 April 2025 was a Thursday)"],
        ),
        (
            "Names known to be misspelt",
            [
                "Karamoko Jean Marie Traoré: “Kaoulis Traoré” (machine translation)",
                "Abdoulaye Diop: “Alessandro Diop” (machine translation)",
                "Bakary Yaou Sangaré: “Yacouba Souleiman Bakary” (machine translation)",
            ],
        ),
    ]


def test_claims_about_another_record_name_it() -> None:
    claim = replace(SESSION.claims[3], record="m2", standing=Standing.OPEN, reason=None)
    of = sheet(replace(SESSION, claims=(claim,)))

    assert (
        "Day of the week: Talks of the four ministers of foreign affairs",
        ["africaho.bj [4]: “Wednesday” (not settled)"],
    ) in doubts(of)


def test_agreed_claims_are_no_dispute() -> None:
    of = sheet(replace(SESSION, claims=SESSION.claims[:2]))

    assert not [title for title, _ in doubts(of) if "ates" in title]


def test_a_bare_session_says_what_is_missing_and_invents_nothing() -> None:
    bare = Session(
        id=2,
        series=SERIES,
        ordinal=2,
        kind=SessionKind.REGULAR,
        title=Text(),
        status=Status.ANNOUNCED,
        visibility=Visibility.PUBLIC,
        when=Imprecise("2026"),
    )
    of = sheet(bare)

    assert headings(of) == ["Not known or disputed"]
    assert [title for title, _ in doubts(of)] == [
        "The exact date is not known.",
        "The place is not known.",
        "No delegation is recorded.",
        "No agenda is recorded.",
        "No source is recorded.",
        "The host is not known.",
        "The working languages are not known.",
    ]


def test_a_meeting_has_a_sheet_of_its_own() -> None:
    meeting = replace(TALKS, session_title=SESSION.title, delegations=DELEGATIONS, place=MOSCOW)
    of = meeting_sheet(meeting, language="en", today=TODAY)

    assert isinstance(of.blocks[0], Masthead)
    assert [plain(said) for said in of.blocks[0].over] == [str(SESSION.title.get("en"))]
    assert facts(of) == {
        "When": ["Thursday 3 April 2025"],
        "Place": ["Moscow"],
        "Time zone": ["Europe/Moscow (UTC+3)"],
        "Kind": ["Plenary meeting"],
        "Chair": ["Russia, Mali"],
        "Status": ["Held"],
    }
    assert doubts(of)[:2] == [
        ("No clock time is known.", []),
        ("The venue is not known (Moscow).", []),
    ]


def test_texts_are_marked_where_they_are_not_in_the_reader_s_language() -> None:
    of = sheet(language="ru")
    title = under(of, "Повестка дня", Outline).entries[0].line[0]
    head = under(of, "Делегации", Outline).entries[1].notes[0]

    assert (title.language, title.fallback) == ("en", True)
    assert [s.words for s in head if s.fallback] == [
        "Minister of Foreign Affairs, Regional Cooperation and Burkinabe Abroad of Burkina Faso"
    ]


def test_a_name_that_the_reader_can_read_is_not_marked() -> None:
    head = under(sheet(language="en"), "Delegations", Outline).entries[2].notes[0]
    arabic = under(sheet(language="ar"), "الوفود", Outline).entries[2].notes[0]

    assert not any(span.fallback for span in head)
    assert any(span.fallback and span.words == "Abdoulaye Diop" for span in arabic)


def test_an_arabic_sheet_runs_from_right_to_left() -> None:
    assert sheet(language="ar").direction is Direction.RTL


def test_a_moved_meeting_keeps_its_old_date() -> None:
    moved = replace(TALKS, whens=Whens(announced=AllDay(APRIL_2, APRIL_2), actual=HELD))
    notes = told(under(sheet(with_meetings(moved)), "Thursday 3 April 2025", Outline).entries)[0][1]

    assert "Announced date: Wednesday 2 April 2025" in notes
