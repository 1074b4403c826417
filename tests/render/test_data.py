"""JSON: what scripts may rely on in every record."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.render.feed import MOSCOW, meeting
from tracker.domain.text import Text
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, When
from tracker.render.data import as_data, when_data


@pytest.mark.parametrize(
    ("when", "data"),
    [
        (
            Timed(datetime(2025, 4, 3, 10), datetime(2025, 4, 3, 12), "Europe/Moscow"),  # noqa: DTZ001
            {
                "text": "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]",
                "kind": "timed",
                "earliest": "2025-04-03T07:00:00Z",
                "latest": "2025-04-03T09:00:00Z",
            },
        ),
        (
            AllDay(date(2025, 4, 3), date(2025, 4, 4)),
            {
                "text": "2025-04-03/2025-04-04",
                "kind": "all-day",
                "earliest": "2025-04-03T00:00:00Z",
                "latest": "2025-04-05T00:00:00Z",
            },
        ),
        (
            Imprecise("2025-04"),
            {
                "text": "2025-04",
                "kind": "imprecise",
                "earliest": "2025-04-01T00:00:00Z",
                "latest": "2025-05-01T00:00:00Z",
            },
        ),
        (ToBeConfirmed(), {"text": "tbc", "kind": "tbc", "earliest": None, "latest": None}),
    ],
)
def test_a_when_is_an_object_of_these_four(when: When, data: dict[str, str | None]) -> None:
    assert when_data(when) == data


def test_whole_days_begin_where_the_meeting_is() -> None:
    record = meeting(when=AllDay(date(2025, 4, 3), date(2025, 4, 3)), place=MOSCOW)
    assert as_data(record)["when"]["earliest"] == "2025-04-02T21:00:00Z"


def test_a_text_is_an_object_of_its_languages_the_original_first() -> None:
    assert list(as_data(Text.of({"fr": "Entretiens", "en": "Talks"}))) == ["fr", "en"]


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no JSON form"):
        as_data(object())
