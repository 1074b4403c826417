"""Places: known cities, venues, and what moves when a zone was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import lookup, meetings, places
from tracker.services.meetings import Draft
from tracker.services.places import PlaceDraft

if TYPE_CHECKING:
    from tracker.services.desk import Desk


def test_a_known_city_brings_its_zone_and_names(desk: Desk) -> None:
    row = desk.ledger.row("places", places.add(desk, PlaceDraft(name="bamako")))
    assert (row["zone"], row["country"]) == ("Africa/Bamako", "MLI")
    assert "Бамако" in row["name"]


def test_a_city_keeps_the_names_by_which_it_was_called_and_no_others(desk: Desk) -> None:
    place = lookup.place(desk, "Moscow")
    assert desk.ledger.row("places", place)["aliases"] == "[]"
    for spelling in ("Moskau", "moskau", "Moscou"):
        assert lookup.place(desk, spelling) == place
    assert desk.ledger.row("places", place)["aliases"] == '["Moskau"]'
    other = lookup.place(desk, "Bombay")
    assert desk.ledger.row("places", other)["aliases"] == '["Bombay"]'


@pytest.mark.parametrize(("typed", "near"), [("Bamacko", "Bamako"), ("Qwxzy", "")])
def test_who_names_no_place_is_told_how_to_make_one(desk: Desk, typed: str, near: str) -> None:
    with pytest.raises(NotFound, match="No city is known") as unknown:
        lookup.place(desk, typed)
    hint = str(unknown.value.hint)
    assert near in hint
    assert hint.endswith("ake it with: tracker place add NAME --in CITY (or --zone ZONE)")


@pytest.mark.parametrize(("typed", "near"), [("Malli", "Mali"), ("Qwxzy", "")])
def test_who_names_no_party_is_told_how_to_make_one(desk: Desk, typed: str, near: str) -> None:
    with pytest.raises(NotFound, match="There is no party") as unknown:
        lookup.party(desk, typed)
    hint = str(unknown.value.hint)
    assert near in hint
    assert hint.endswith("ake it with: tracker party add CODE NAME")


def test_a_venue_has_its_city_s_zone(desk: Desk) -> None:
    venue = places.add(desk, PlaceDraft(name="Kremlin", city="Moscow", aliases=("Кремль",)))
    row = desk.ledger.row("places", venue)
    assert (row["zone"], row["country"], row["aliases"]) == ("Europe/Moscow", "RUS", '["Кремль"]')


def test_a_name_is_taken_only_where_it_is(desk: Desk) -> None:
    places.add(desk, PlaceDraft(name="Foreign Ministry", city="Moscow"))
    with pytest.raises(Conflict, match="already such a place"):
        places.add(desk, PlaceDraft(name="FOREIGN MINISTRY", city="Moscow"))
    assert places.add(desk, PlaceDraft(name="Foreign Ministry", city="Bamako"))


def test_a_corrected_zone_moves_venues_and_meetings_whose_hours_stay(desk: Desk) -> None:
    kidal = places.add(desk, PlaceDraft(name="Kidal", zone="Africa/Bamako", country="Mali"))
    hall = places.add(desk, PlaceDraft(name="Town hall", city="Kidal"))
    at_hall = meetings.log(desk, Draft(title="Talks", on="3 April 2025 10:00", at="Town hall"))
    elsewhere = meetings.log(desk, Draft(title="Talks", on="3 April 2025 10:00", at="Bamako"))

    assert places.edit(desk, kidal, PlaceDraft(zone="Africa/Algiers")) == (True, 1)

    assert desk.ledger.row("places", hall)["zone"] == "Africa/Algiers"
    moved, kept = (desk.ledger.row("meetings", m) for m in (at_hall, elsewhere))
    assert moved["when_announced"] == "2025-04-03T10:00[Africa/Algiers]"
    assert moved["starts_at"] == "2025-04-03T09:00:00Z"
    assert kept["when_announced"] == "2025-04-03T10:00[Africa/Bamako]"


def test_a_zone_with_a_gap_at_that_hour_is_refused(desk: Desk) -> None:
    place = places.add(desk, PlaceDraft(name="Camp", zone="UTC"))
    meetings.log(desk, Draft(title="Call", on="30 March 2025 02:30", at="Camp"))
    with pytest.raises(Invalid, match="skip"):
        places.edit(desk, place, PlaceDraft(zone="Europe/Paris"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12.65,-8.0", (12.65, -8.0)),
        (" 12.65 ; -8 ", (12.65, -8.0)),
        ("-90 180", (-90.0, 180.0)),
        ("", (None, None)),
    ],
)
def test_coordinates(desk: Desk, typed: str, found: tuple[float | None, float | None]) -> None:
    place = places.add(desk, PlaceDraft(name="Camp", zone="UTC", coordinates=typed))
    row = desk.ledger.row("places", place)
    assert (row["latitude"], row["longitude"]) == found


@pytest.mark.parametrize("typed", ["12", "12,13,14", "north", "90.1,0", "0,180.5", "nan,0"])
def test_what_are_no_coordinates(desk: Desk, typed: str) -> None:
    with pytest.raises(Invalid, match="no latitude and longitude"):
        places.add(desk, PlaceDraft(name="Camp", zone="UTC", coordinates=typed))
