"""`tracker print --for`: what the press, the other delegations and one's own head get."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tests.hidden import CANARY, HIDDEN, hide_notes, hide_records

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

KINDS = ("summary", "agenda", "brief", "delegations", "programme", "record")
FORMS = ("terminal", "markdown", "html", "json")
# Each of these words is in a record that only one's own delegation may have.
OURS = ("our note", "our aim", "our reason", "full powers", "our coordination", "our paper")
CLOSED = ("our dinner",)  # confidential
SHARED = ("Plenary talks", "Security in the region", "Russia")


def talks(level: str) -> list[tuple[str, ...]]:
    """Return the commands that log a session of that level, with what is shared and what ours."""
    on = ("--at", "Moscow", "--session", "talks/1")
    return [
        ("series", "add", "talks", "Talks", "--visibility", "public"),
        ("session", "add", "talks", "--title", "Spring talks", "--on", "3 April 2025",
         "--at", "Moscow", "--with", "RUS,MLI", "--note", "our note", "--visibility", level),
        ("log", "Plenary talks", "--on", "3 April 2025 10:00-12:00", *on, "--note", "our note"),
        ("log", "On our coordination", "--on", "3 April 2025 09:00", *on, "--with", "MLI",
         "--visibility", "internal"),
        ("log", "Then our dinner", "--on", "3 April 2025 19:00", *on, "--visibility",
         "confidential"),
        ("move", "m1", "3 April 2025 11:00-13:00", "--reason", "our reason"),
        ("agenda", "add", "talks/1", "Security in the region", "--note", "our aim"),
        ("delegation", "edit", "talks/1@RUS", "--credentials", "full powers"),
        ("document", "add", "On our paper", "--kind", "non-paper", "--for", "talks/1",
         "--visibility", "internal"),
        ("commitment", "add", "Do what is our aim", "--at", "talks/1", "--by", "RUS",
         "--visibility", "internal"),
    ]  # fmt: skip


def logged(tracker: Tracker, level: str) -> None:
    for words in talks(level):
        done = tracker(*words)
        assert done.code == 0, done.err


@pytest.mark.parametrize("level", ["public", "internal"])
@pytest.mark.parametrize(("kind", "form"), list(product(KINDS, FORMS)))
def test_other_delegations_get_what_is_shared_and_nothing_of_ours(
    tracker: Tracker, level: str, kind: str, form: str
) -> None:
    logged(tracker, level)
    wanted = ("print", "talks/1", "--kind", kind, "--format", form)
    partner = tracker(*wanted, "--for", "partner")
    internal = tracker(*wanted, "--for", "internal")

    assert (partner.code, internal.code) == (0, 0), partner.err
    assert [words for words in (*OURS, *CLOSED) if words in partner.out] == []
    assert [words for words in CLOSED if words in internal.out] == []


def test_each_audience_gets_what_is_for_it(tracker: Tracker) -> None:
    logged(tracker, "internal")
    told = {
        audience: tracker("print", "talks/1", "--for", audience, TRACKER_ZONE="Africa/Bamako")
        for audience in ("public", "partner", "internal")
    }

    assert (told["public"].code, told["public"].out) == (3, "")
    assert [words for words in SHARED if words not in told["partner"].out] == []
    assert [words for words in (*SHARED, *OURS) if words not in told["internal"].out] == []
    assert told["partner"].out.startswith("For participants only\n")
    assert told["internal"].out.startswith("Internal\n")
    assert "Your time" not in told["partner"].out


def test_what_is_kept_back_is_counted_beside_the_page(tracker: Tracker) -> None:
    logged(tracker, "internal")
    told = tracker("print", "talks/1", "--for", "partner")

    assert told.err == (
        "Withheld, being above internal: 1 meeting.\n"
        "Withheld, being not for the other delegations: 1 document, 1 commitment, 1 meeting.\n"
        "Notes, speaking points, reasons and credentials are left out.\n"
    )
    assert "ithheld" not in told.out
    assert "not known" not in told.out.lower()


def test_what_is_ours_stands_in_a_frame_and_nowhere_else(tracker: Tracker) -> None:
    logged(tracker, "internal")
    page = tracker("print", "talks/1", "--for", "internal", TRACKER_ZONE="Africa/Bamako").out
    rows = page.splitlines()
    opens, closes = (next(i for i, r in enumerate(rows) if r.startswith(s)) for s in "┌└")
    frame, outside = "\n".join(rows[opens:closes]), "\n".join(rows[:opens] + rows[closes:])
    noted = ("our note", "our aim", "our reason", "full powers", "Your time: 08:00–10:00 (Bamako)")

    assert rows[opens + 1] == "│ For our delegation only"
    assert [words for words in noted if words not in frame] == []
    assert [words for words in ("our note", "our reason", "full powers") if words in outside] == []
    assert closes == len(rows) - 3  # the note on the sheet itself comes last


@pytest.mark.parametrize("form", FORMS)
def test_the_frame_is_in_every_form_and_in_two_languages(tracker: Tracker, form: str) -> None:
    logged(tracker, "internal")
    wanted = ("print", "talks/1", "--for", "internal", "--kind", "agenda", "--format", form)
    page = tracker(*wanted, "--lang", "fr,ar").out

    assert "Réservé à notre délégation" in page
    assert "لوفدنا فقط" in page
    assert page.count("our aim") == 2


def test_an_agenda_for_our_own_head_has_its_speaking_points(tracker: Tracker) -> None:
    logged(tracker, "internal")
    agenda = ("print", "talks/1", "--kind", "agenda")

    assert "our aim" not in tracker(*agenda).out
    assert "our aim" in tracker(*agenda, "--for", "internal").out


def test_a_meeting_of_some_delegations_is_for_partners_when_it_is_public(tracker: Tracker) -> None:
    logged(tracker, "internal")
    tracker("edit", "m2", "--visibility", "public")

    assert "our coordination" in tracker("print", "talks/1", "--for", "partner").out


def test_a_meeting_that_names_every_delegation_is_for_all_of_them(tracker: Tracker) -> None:
    logged(tracker, "public")
    told = ("--session", "talks/1", "--visibility", "internal")
    tracker("log", "Heads only", "--on", "3 April 2025 15:00", "--with", "RUS,MLI", *told)
    tracker("log", "Not said who", "--on", "3 April 2025 16:00", *told)
    page = tracker("print", "talks/1", "--for", "partner").out

    assert "Heads only" in page
    assert "Not said who" not in page


def test_an_internal_agenda_of_a_public_session_is_not_for_partners(tracker: Tracker) -> None:
    logged(tracker, "public")
    done = tracker("agenda", "circulate", "talks/1", "--visibility", "internal")
    assert done.code == 0, done.err
    wanted = ("print", "talks/1", "--kind", "agenda")

    assert "provisional" in json.loads(tracker(*wanted, "--json").out)["version"]["stage"]
    assert "version" not in json.loads(tracker(*wanted, "--json", "--for", "partner").out)


@pytest.mark.parametrize("how", HIDDEN)
@pytest.mark.parametrize(("form", "lang"), list(product(FORMS, ("en", "en,ar"))))
def test_the_public_gets_the_same_bytes_whatever_is_hidden(
    tracker: Tracker, founding_ledger: Path, how: str, form: str, lang: str
) -> None:
    wanted = ("print", "aes-russia/1", "--for", "public", "--format", form, "--lang", lang)
    before = tracker(*wanted).out
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN[how])
        hide_notes(desk.ledger)

    assert before
    assert tracker(*wanted).out == before


@pytest.mark.parametrize(("how", "form"), list(product(HIDDEN, FORMS)))
def test_nothing_that_is_more_secret_than_a_public_session_is_for_partners(
    tracker: Tracker, founding_ledger: Path, how: str, form: str
) -> None:
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN[how])
        hide_notes(desk.ledger)
    for kind in KINDS:
        wanted = ("--kind", kind, "--for", "partner", "--format", form)
        told = tracker("print", "aes-russia/1", *wanted)
        assert (told.code, CANARY in told.out) == (0, False), (kind, told.out)


@pytest.mark.parametrize(
    ("audience", "level"),
    [
        ("public", "internal"),
        ("public", "confidential"),
        ("partner", "public"),
        ("partner", "confidential"),
        ("internal", "public"),
        ("internal", "confidential"),
    ],
)
def test_two_levels_at_once_are_refused(
    tracker: Tracker, founding_ledger: Path, audience: str, level: str
) -> None:
    done = tracker("print", "aes-russia/1", "--for", audience, "--visibility", level)

    assert (done.code, done.out) == (4, "")
    assert done.err.endswith(f"--visibility {level} says otherwise: leave one out.\n")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("level", ["public", "internal"])
def test_the_level_that_an_audience_has_may_be_said(
    tracker: Tracker, founding_ledger: Path, level: str
) -> None:
    done = tracker("print", "aes-russia/1", "--for", level, "--visibility", level)

    assert done.code == 0


@pytest.mark.parametrize("of", ["2025-04", "MLI", "aes-russia"])
@pytest.mark.parametrize("audience", ["partner", "internal"])
def test_only_what_has_delegations_is_printed_for_them(
    tracker: Tracker, founding_ledger: Path, of: str, audience: str
) -> None:
    done = tracker("print", of, "--for", audience)

    assert (done.code, done.out) == (4, "")
    assert f"--for {audience} is for the print of a session or a meeting" in done.err


@pytest.mark.parametrize(
    "lang", ["fr,de", "fr,fr", "fr,ru,ar", "fr,", ",", "fr,fr-ML", "fr,\u202e"]
)
def test_two_languages_that_are_not_ours_are_refused_in_a_sentence(
    tracker: Tracker, founding_ledger: Path, lang: str
) -> None:
    done = tracker("print", "aes-russia/1", "--lang", lang)

    assert (done.code, done.out) == (4, "")
    assert done.err.count("\n") == 1
    assert "\u202e" not in done.err


@pytest.mark.parametrize("command", [("list",), ("show", "aes-russia/1"), ("next",)])
def test_only_prints_stand_in_two_languages(
    tracker: Tracker, founding_ledger: Path, command: tuple[str, ...]
) -> None:
    done = tracker(*command, "--lang", "fr,ru")

    assert (done.code, done.out) == (4, "")
    assert "two stand side by side in prints only" in done.err


def test_a_title_is_in_one_language(tracker: Tracker) -> None:
    done = tracker("log", "Talks", "--on", "tbc", "--lang", "fr,ru")

    assert (done.code, done.out) == (4, "")
    assert done.err == "tracker: “fr,ru” is not a language tag such as en, fr, ru or ar.\n"


@pytest.mark.parametrize("of", ["aes-russia/1", "m1", "aes-russia", "MLI", "2025-04", "2025"])
def test_every_print_stands_in_two_languages(
    tracker: Tracker, founding_ledger: Path, of: str
) -> None:
    for form in FORMS:
        done = tracker("print", of, "--lang", "ru,ar", "--format", form)
        assert done.code == 0, done.err
        assert "2025" in done.out


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("of", ["aes-russia/1", "m1", "aes-russia", "MLI", "2025-04", "2025"])
def test_every_print_has_the_same_shape_in_two_languages(
    tracker: Tracker, founding_ledger: Path, of: str, kind: str
) -> None:
    """What stands beside it is the counterpart: of the same kind, with the same label."""
    wanted = ("--kind", kind) if "/" in of or of == "m1" else ()
    done = tracker("print", of, *wanted, "--lang", "fr,ar", "--json")

    for pair in json.loads(done.out)["pairs"]:
        assert pair["fr"] is not None
        assert pair["ar"] is not None
        if pair["kind"] == "entry" and ":" not in pair["ar"]["label"]:
            assert pair["fr"]["label"] == pair["ar"]["label"]


def test_the_environment_names_two_languages_too(tracker: Tracker, founding_ledger: Path) -> None:
    done = tracker("print", "aes-russia/1", TRACKER_LANG="fr,ru", COLUMNS="140")

    assert "Délégations" in done.out
    assert "│ Делегации" in done.out
