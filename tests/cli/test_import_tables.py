"""Tables in and out as one types it: a stranger's, one of a known make, and our own come back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Tracker

TRAVELS = Path(__file__).parent.parent / "intake" / "travels.csv"
MINISTRY = (
    "Objet;Date de début;Heure;Lieu;Pays participants;Statut\r\n"
    "Consultations;03/04/2025;10:00;Hôtel de l’Amitié, Bamako;Mali, Tchécoslovaquie;Confirmé\r\n"
    "Dîner;13/04/2025;19:30;Niamey;Niger, Sylvanie;annoncé\r\n"
    "Réunion;31/04/2025;;Ouagadougou;Burkina;\r\n"
)


@pytest.fixture
def ministry(ledger_path: Path) -> Path:
    path = ledger_path.parent / "ministère.csv"
    path.write_bytes(MINISTRY.encode("cp1252"))
    return path


def listed(tracker: Tracker) -> list[list[str]]:
    found = json.loads(tracker("list", "--all", "--json").out)
    return [[entry["when"]["text"], *entry["parties"]] for entry in found]


def test_a_ministrys_table_is_read_without_a_word_about_it(
    tracker: Tracker, ministry: Path
) -> None:
    done = tracker("import", ministry.name, TRACKER_LANG="fr")
    assert done.code == 0
    assert "Read ministère.csv: 2 new, 1 refused." in done.err
    assert "“Pays participants” is parties" in done.err
    assert "party “Sylvanie”" in done.err
    assert "line 4, row 4 “Réunion”: “31/04/2025”: April 2025 has 30 days" in done.err
    assert listed(tracker) == [
        ["2025-04-03T10:00[Africa/Bamako]", "MLI", "CSK"],
        ["2025-04-13T19:30[Africa/Niamey]", "NER"],
    ]


def test_a_guess_is_kept_with_a_remembered_import(tracker: Tracker, ministry: Path) -> None:
    tracker("import", ministry.name, "--source", "ministry", "--map", "Statut=-,Lieu=city")
    again = tracker("import", "--source", "ministry")
    assert "Read ministry: 2 unchanged, 1 refused." in again.err
    assert "Its columns" not in again.err
    ministry.write_bytes(ministry.read_bytes().replace(b"Statut", b"Note"))
    assert "“Note” is note" in tracker("import", "--source", "ministry", "--map", "Note=note").err


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("Lieux=city", "Did you mean “Lieu”?"),
        ("Lieu=citty", "Did you mean city"),
        ("Statut", "is not COLUMN=FIELD"),
    ],
)
def test_a_wrong_mapping_does_nothing(
    tracker: Tracker, ministry: Path, mapping: str, sentence: str
) -> None:
    done = tracker("import", ministry.name, "--map", mapping)
    assert done.code in (2, 4)
    assert sentence in done.err
    assert listed(tracker) == []


def test_a_workbook_is_refused_with_what_to_do(tracker: Tracker, ledger_path: Path) -> None:
    (ledger_path.parent / "visits.xlsx").write_bytes(b"PK\x03\x04whatever")
    done = tracker("import", "visits.xlsx")
    assert done.code == 4
    assert "is a workbook" in done.err
    assert "save the sheet as “CSV UTF-8”" in done.err


def test_travels_are_visits_with_their_travellers(tracker: Tracker) -> None:
    done = tracker("import", str(TRAVELS), "--as", "travels")
    assert done.code == 0
    assert "27 new, 4 refused." in done.err
    assert "Not recognised" not in done.err
    people = json.loads(tracker("person", "list", "--json").out)
    assert len(people) == 3
    shown = tracker("show", "m10").out
    assert "Visit of Basil Quill to the U.S.S.R." in shown
    assert "Secretary of State of the United States" in shown
    assert "Moscow" in shown
    found = json.loads(tracker("list", "--party", "SUN", "--all", "--json").out)
    assert [entry["when"]["text"] for entry in found] == [
        "1945-02-03/1945-02-12",
        "1972-05-22/1972-05-30",
    ]


def test_travels_read_again_change_nothing_and_are_taken_back_at_once(tracker: Tracker) -> None:
    words = ("import", str(TRAVELS), "--as", "travels")
    tracker(*words)
    assert "Nothing here differs, so nothing was written." in tracker(*words).err
    assert tracker("undo").code == 0
    assert listed(tracker) == []
    assert json.loads(tracker("person", "list", "--json").out) == []


def test_our_own_table_comes_back_unchanged_in_any_language(
    tracker: Tracker, founding_ledger: Path
) -> None:
    for language in ("en", "fr", "ru", "ar"):
        for more in ((), ("--plain",), ("--separator", ";", "--bom")):
            tracker("export", "csv", "--lang", language, "-o", "own.csv", *more)
            again = tracker("import", "own.csv")
            assert "Nothing here differs, so nothing was written." in again.err, again.err


def test_what_was_corrected_in_a_spreadsheet_is_taken_over(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("export", "csv", "-o", "own.csv")
    path = founding_ledger.parent / "own.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    visit = next(row for row in rows if row["ref"] == "m5")
    visit |= {
        "place": "Saint Petersburg",
        "city": "",
        "parties": "RUS; MLI; NER",
        "topics": "trade",
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(visit), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    done = tracker("import", "own.csv")
    assert "Read own.csv: 1 changed, 10 unchanged." in done.err
    assert "place Moscow → Saint Petersburg" in done.err
    entry = next(e for e in json.loads(tracker("list", "--all", "--json").out) if e["ref"] == "m5")
    assert entry["place"]["en"] == "Saint Petersburg"
    assert set(entry["parties"]) == {"RUS", "MLI", "NER"}


def test_a_table_of_another_ledger_is_taken_whole(
    tracker: Tracker, founding_ledger: Path, template: Path
) -> None:
    own = tracker("export", "csv").out
    Path("whole.csv").write_text(own, encoding="utf-8", newline="")
    founding_ledger.write_bytes(template.read_bytes())
    assert "11 new." in tracker("import", "whole.csv", now="2026-06-01T09:00Z").err
    there = list(csv.DictReader(own.splitlines()))
    here = list(csv.DictReader(tracker("export", "csv").out.splitlines()))
    same = ("title", "when", "place", "city", "country", "status", "url", "topics")
    assert [[row[c] for c in same] for row in here] == [[row[c] for c in same] for row in there]
    parties = [[set(row["parties"].split("; ")) for row in rows] for rows in (here, there)]
    assert parties[0] == parties[1]  # the host goes first where there is one


@pytest.mark.parametrize(("sign", "code"), [("tab", 0), ("x", 4), ("", 4), (",,", 4)])
def test_what_parts_the_values_is_one_of_four(tracker: Tracker, sign: str, code: int) -> None:
    assert tracker("export", "csv", "--separator", sign).code == code


def test_a_public_table_has_no_notes(tracker: Tracker) -> None:
    tracker("log", "Talks", "--on", "2025-04-03", "--visibility", "public", "--note", "CANARY")
    assert "CANARY" in tracker("export", "csv").out
    assert "CANARY" not in tracker("export", "csv", "--visibility", "public").out
