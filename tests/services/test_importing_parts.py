"""What belongs to a meeting that is taken in: who is there, where, agenda, papers, level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import desk_at
from tests.services.deliveries import (
    TALKS,
    meeting,
    only,
    rows,
    taken,
)
from tracker.domain.commitments import CommitmentStatus
from tracker.domain.incoming import (
    Attending,
    IncomingCommitment,
    IncomingItem,
    IncomingPaper,
    Spot,
)
from tracker.domain.parties import Rank
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import parse_when
from tracker.services import lookup
from tracker.services.meetings import present, tag, untag

if TYPE_CHECKING:
    from pathlib import Path


def test_parties_and_people_are_found_or_made_once(ledger_path: Path) -> None:
    minister = Attending(name="Abdoulaye Diop", party="Mali", post="Minister", rank=Rank.MINISTER)
    aide = Attending(name="A. Keïta", party="MLI")
    nobody = Attending(name="Somebody")
    entry = meeting(3, parties=("Mali", "Russia", "Ruritania"), people=(minister, aide, nobody))

    report = taken(ledger_path, entry, meeting(4, people=(minister,)))

    assert rows(
        ledger_path,
        "SELECT d.meeting_id, p.code FROM delegations d JOIN parties p ON p.id = d.party_id "
        "ORDER BY d.id",
    ) == [(1, "MLI"), (1, "RUS"), (2, "MLI")]
    assert rows(ledger_path, "SELECT person_id, function, post_id FROM members") == [
        (1, "head", 1),
        (2, "member", None),
        (1, "head", 1),
    ]
    assert [(u.kind, u.words) for u in report.unrecognised] == [
        ("party", "Ruritania"),
        ("person", "Somebody"),
    ]


def test_sets_merge_as_sets(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, parties=("MLI", "RUS"), topics=("transit", "trade")))
    with desk_at(ledger_path) as desk:
        present(desk, "meeting_id", 1, lookup.party(desk, "NER"))
        untag(desk, "meeting_id", 1, "trade")
        tag(desk, "meeting_id", 1, "defence")
    taken(ledger_path, meeting(3, parties=("MLI", "BFA"), topics=("transit", "trade", "water")))

    assert rows(
        ledger_path,
        "SELECT p.code FROM delegations d JOIN parties p ON p.id = d.party_id "
        "WHERE d.removed = 0 ORDER BY p.code",
    ) == [("BFA",), ("MLI",), ("NER",)]
    assert rows(
        ledger_path,
        "SELECT t.slug FROM taggings g JOIN topics t ON t.id = g.topic_id "
        "WHERE g.removed = 0 ORDER BY t.slug",
    ) == [("defence",), ("transit",), ("water",)]


def test_what_every_meeting_of_an_import_is_given(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, parties=("RUS",)), parties=("MLI",), topics=("transit",))
    taken(ledger_path, meeting(3, parties=("NER",)), parties=("MLI",), topics=("transit",))
    assert rows(
        ledger_path,
        "SELECT p.code FROM delegations d JOIN parties p ON p.id = d.party_id "
        "WHERE d.removed = 0 ORDER BY p.code",
    ) == [("MLI",), ("NER",)]
    assert rows(ledger_path, "SELECT count(*) FROM taggings WHERE removed = 0") == [(1,)]


def item(title: str, label: str = "", **said: Any) -> IncomingItem:
    return IncomingItem(title=Text.of({"en": title}), label=label, **said)


def agenda(ledger: Path) -> list[tuple[Any, ...]]:
    return rows(
        ledger,
        "SELECT label, json_extract(title, '$.en') FROM agenda_items WHERE removed = 0 "
        "ORDER BY parent_id IS NOT NULL, position",
    )


def test_an_agenda_is_merged_item_by_item(ledger_path: Path) -> None:
    paper = IncomingPaper(title=Text.of({"en": "Draft"}), link="https://example.org/draft.pdf")
    first = (item("Opening", "1"), item("Transit", "2", papers=(paper,), items=(item("Rail"),)))
    taken(ledger_path, meeting(3, agenda=(*first, item("Closing", "3"))))
    assert agenda(ledger_path) == [
        ("1", "Opening"),
        ("2", "Transit"),
        ("3", "Closing"),
        ("2 (a)", "Rail"),
    ]
    then = (item("Opening", "1"), item("Transit of goods", "2", items=(item("Road"),)))
    report = taken(ledger_path, meeting(3, agenda=(*then, item("Any other business", "4"))))

    assert [c.field for c in report.changed[0].changes] == ["agenda"]
    assert agenda(ledger_path) == [
        ("1", "Opening"),
        ("2", "Transit of goods"),
        ("4", "Any other business"),
        ("2 (b)", "Road"),
    ]
    assert rows(ledger_path, "SELECT removed FROM document_links") == [(1,)]


def test_a_paper_of_one_address_is_one_document(ledger_path: Path) -> None:
    paper = IncomingPaper(title=Text.of({"en": "Draft"}), link="https://example.org/draft.pdf")
    local = IncomingPaper(title=Text.of({"en": "Local"}), link="C:\\drafts\\2.doc")
    taken(ledger_path, meeting(3, papers=(paper, local)), meeting(4, TALKS, papers=(paper,)))
    assert rows(ledger_path, "SELECT link FROM documents ORDER BY id") == [
        ("https://example.org/draft.pdf",),
        (None,),
    ]
    assert rows(ledger_path, "SELECT count(*) FROM document_links") == [(3,)]


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("Moscow", [("Moscow", None)]),
        ("Palais des Nations, Geneva", [("Palais des Nations", "Geneva")]),
        ("Rue de la Loi 155, 1048 Bruxelles, Belgique", [("Rue de la Loi 155", "Brussels")]),
        ("Salle 3", []),
        ("https://meet.example.org/x", []),
        ("Online", []),
    ],
)
def test_a_place_is_one_that_somebody_knows_or_words(
    ledger_path: Path, place: str, kept: list[tuple[str, str | None]]
) -> None:
    taken(ledger_path, meeting(3, place=place))
    found = rows(
        ledger_path,
        "SELECT p.name, c.name FROM meetings m JOIN places p ON p.id = m.place_id "
        "LEFT JOIN places c ON c.id = p.city_id",
    )
    assert [tuple(str(Text.read(n)) if n else None for n in row) for row in found] == kept
    assert only(ledger_path, "room") == (None if kept else place)


def test_a_city_in_a_column_of_its_own(ledger_path: Path) -> None:
    taken(ledger_path, meeting(3, place="Kremlin", city="Moscow", country="Russia", room="Hall 2"))
    assert rows(
        ledger_path, "SELECT json_extract(name, '$.und') FROM places WHERE city_id > 0"
    ) == [("Kremlin",)]
    assert only(ledger_path, "room") == "Hall 2"


@pytest.mark.parametrize(
    ("city", "country", "place"),
    [
        ("Seoul", "Korea, Republic of", "Seoul, KOR"),
        ("Leningrad", "U.S.S.R.", "Saint Petersburg, RUS"),
        ("Belgrade", "Yugoslavia", "Belgrade, SRB"),
        ("Kingston (Jamaica)", "United Kingdom", "Kingston, JAM"),
        ("Halifax (Nova Scotia)", "Canada", "Halifax, CAN"),
        ("Bali", "Indonesia", None),  # an Indian town is called so
        ("Balboa", "Panama", None),  # and a Colombian one
        ("Moscow", "Ruritania", "Moscow, RUS"),
    ],
)
def test_a_city_lies_in_the_country_that_is_said(
    ledger_path: Path, city: str, country: str, place: str | None
) -> None:
    taken(ledger_path, meeting(place=None, city=city, country=country))
    found = rows(
        ledger_path,
        "SELECT json_extract(p.name, '$.en') || ', ' || p.country, m.room FROM meetings m "
        "LEFT JOIN places p ON p.id = m.place_id",
    )
    assert found == [(place, None if place else f"{city}, {country}")]


def test_a_venue_that_ends_with_its_city_is_not_in_it_twice(ledger_path: Path) -> None:
    taken(ledger_path, meeting(place="Kremlin, Moscow", city="Moscow", country="RUS"))
    venues = "SELECT json_extract(name, '$.und') FROM places WHERE city_id > 0"
    assert rows(ledger_path, venues) == [("Kremlin",)]


def test_a_thing_to_be_done_is_a_commitment(ledger_path: Path) -> None:
    todo = IncomingCommitment(
        spot=Spot(1, "VTODO 1"),
        title=Text.of({"en": "Send the draft"}),
        uid="todo@example.org",
        due=parse_when("2025-05-01"),
        owners=("MLI",),
    )
    taken(ledger_path, todo)
    done = replace(todo, status=CommitmentStatus.DONE, done_on=date(2025, 4, 30))
    report = taken(ledger_path, done)
    assert [c.field for c in report.changed[0].changes] == ["status", "done_on"]
    assert rows(ledger_path, "SELECT status, due, done_on FROM commitments") == [
        ("done", "2025-05-01", "2025-04-30")
    ]
    assert rows(ledger_path, "SELECT count(*) FROM owners") == [(1,)]


# How far it may go.


@pytest.mark.parametrize(
    ("said", "asked", "kept"),
    [
        (Visibility.PUBLIC, Visibility.INTERNAL, "internal"),
        (Visibility.PUBLIC, Visibility.PUBLIC, "public"),
        (Visibility.CONFIDENTIAL, Visibility.PUBLIC, "confidential"),
        (None, Visibility.PUBLIC, "public"),
        (None, Visibility.INTERNAL, "internal"),
    ],
)
def test_a_file_makes_nothing_more_public_than_was_asked_for(
    ledger_path: Path, said: Visibility | None, asked: Visibility, kept: str
) -> None:
    taken(ledger_path, meeting(3, visibility=said), visibility=asked)
    assert only(ledger_path, "visibility") == kept


def test_a_whole_delegation_that_is_no_longer_named_goes(ledger_path: Path) -> None:
    pair = (Attending(name="A. Diop", party="MLI"), Attending(name="A. Keïta", party="MLI"))
    taken(ledger_path, meeting(3, people=pair, parties=("RUS",)))
    report = taken(ledger_path, meeting(3, parties=("RUS",)))
    assert [c.field for c in report.changed[0].changes] == ["people"]
    assert rows(ledger_path, "SELECT removed FROM delegations ORDER BY id") == [(0,), (1,)]
    assert rows(ledger_path, "SELECT removed FROM members") == [(1,), (1,)]
