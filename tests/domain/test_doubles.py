"""Which meetings are probably one, and which are not."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.whens import whens
from tracker.domain import doubles as module
from tracker.domain.doubles import Double, Evidence, doubles
from tracker.domain.entries import Entry
from tracker.domain.text import Text
from tracker.domain.when import ToBeConfirmed, When, parse_when

TIMED = "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]"
MOSCOW, KREMLIN = Text.of({"en": "Moscow"}), Text.of({"en": "Kremlin"})


def entry(number: int, when: str = TIMED, **fields: Any) -> Entry:
    """Return a meeting of Mali and Russia in Moscow, with whatever the test is about."""
    return _entry(number, parse_when(when), **fields)


def _entry(number: int, when: When, **fields: Any) -> Entry:
    start, end = when.bounds("Europe/Moscow")
    given_fields: dict[str, Any] = {
        "title": Text.of({"en": "Plenary talks"}),
        "kind": "meeting",
        "parties": ("MLI", "RUS"),
        "place": MOSCOW,
        **fields,
    }
    return Entry(
        id=number, ref=f"m{number}", occasion="meeting", status="announced",
        visibility="internal", when=when, zone="Europe/Moscow", starts_at=start, ends_at=end,
        **given_fields,
    )  # fmt: skip


def pair(**fields: Any) -> Double | None:
    """Return what becomes of the plain meeting and one that differs in some fields."""
    found = doubles([entry(1), entry(2, **fields)])
    return found[0] if found else None


def words(**languages: str) -> Text:
    return Text.of(languages)


ONE: dict[str, dict[str, Any]] = {
    "logged twice": {},
    "in two languages": {"title": words(fr="Entretiens pléniers")},
    "in two scripts": {"title": words(ru="Пленарное заседание")},
    "with a slip": {"title": words(en="Plenary tallks")},
    "with more words": {"title": words(en="Plenary talks on trade")},
    "at another hour": {"when": "2025-04-03T11:00/2025-04-03T13:00[Europe/Moscow]"},
    "in another zone": {"when": "2025-04-03T09:00/2025-04-03T11:00[Europe/Paris]"},
    "the end not known": {"when": "2025-04-03T10:00[Europe/Moscow]"},
    "the day alone": {"when": "2025-04-03", "title": words(fr="Entretiens")},
    "the month alone": {"when": "2025-04"},
    "no date": {"when": "tbc"},
    "a venue told": {"place": KREMLIN, "city": MOSCOW},
    "a party more": {"parties": ("MLI", "RUS", "BFA")},
    "parties not told": {"parties": ()},
    "no place": {"place": Text()},
}
TWO: dict[str, dict[str, Any]] = {
    "the week after": {"when": "2025-04-10T10:00/2025-04-10T12:00[Europe/Moscow]"},
    "another month": {"when": "2025-05"},
    "other parties": {"parties": ("BFA", "NER")},
    "another city": {"place": words(en="Bamako"), "parties": ()},
    "another number": {
        "title": words(en="Plenary talks 2"),
        "when": "2025-04-03T15:00/2025-04-03T17:00[Europe/Moscow]",
    },
    "another subject": {
        "title": words(en="Plenary talks on trade and energy"),
        "when": "2025-04-03T15:00/2025-04-03T17:00[Europe/Moscow]",
        "parties": (),
    },
    "another thing at the time": {"title": words(en="Signing ceremony"), "kind": "signing"},
}


@pytest.mark.parametrize("case", ONE)
def test_what_is_probably_one_is_found(case: str) -> None:
    assert pair(**ONE[case]) is not None


@pytest.mark.parametrize("case", TWO)
def test_what_is_two_is_let_be(case: str) -> None:
    assert pair(**TWO[case]) is None


def test_why_is_told() -> None:
    found = pair(title=words(en="Plenary talk"))
    assert found is not None
    assert found.evidence == (
        Evidence.SAME_TIME,
        Evidence.SAME_PARTIES,
        Evidence.LIKE_TITLE,
        Evidence.SAME_CITY,
    )


def test_sittings_of_one_session_are_apart() -> None:
    """Whoever logged them told them apart, unless at one time under one title."""
    held = {"session": "aes-russia/1"}
    morning, afternoon = entry(1, **held), entry(2, "2025-04-03T14:00[Europe/Moscow]", **held)
    assert doubles([morning, afternoon]) == ()
    assert doubles([morning, entry(2, title=words(en="Restricted talks"), **held)]) == ()
    assert len(doubles([morning, entry(2, **held)])) == 1


def test_the_likeliest_comes_first() -> None:
    found = doubles([entry(1), entry(2, "2025-04"), entry(3)])
    assert (found[0].first.ref, found[0].second.ref) == ("m1", "m3")


def test_a_crowd_at_one_time_is_not_compared_one_by_one() -> None:
    crowd = [
        entry(n, title=words(en=f"Round {chr(97 + n % 26)}{n} table"), parties=(), place=Text())
        for n in range(3_000)
    ]
    compared = module._candidates([module._known(each) for each in crowd])
    assert len(compared) < 20 * len(crowd)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            whens,
            st.sampled_from(["Plenary talks", "Talks", "Working lunch", ""]),
            st.sets(st.sampled_from(["MLI", "RUS", "BFA"])),
        ),
        max_size=8,
    )
)
def test_nothing_is_missed_that_is_one_by_the_rule(
    drawn: list[tuple[When, str, set[str]]],
) -> None:
    """What is left out of the comparison for speed would not have been a pair."""
    entries = [
        _entry(n, when, title=words(en=title) if title else Text(), parties=tuple(sorted(parties)))
        for n, (when, title, parties) in enumerate(drawn)
    ]
    known = [module._known(each) for each in entries]
    every = {
        (one.entry.id, other.entry.id)
        for one, other in combinations(known, 2)
        if module._weighed(one, other)[1] >= module.ENOUGH
        and (Evidence.SAME_TITLE in module._weighed(one, other)[0])
    }
    found = {(double.first.id, double.second.id) for double in doubles(entries)}
    assert every <= found


def test_dates_without_bounds_are_no_fault() -> None:
    assert doubles([_entry(1, ToBeConfirmed()), _entry(2, parse_when("2025-04/.."))]) != ()
