"""The published schemas are true: of the values, of the tables, and of what is written."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import desk_at
from tests.hidden import HIDDEN, hide_notes, hide_records
from tests.publish.worlds import feed_row
from tests.schemas import schemas, written

if TYPE_CHECKING:
    from tests.conftest import Tracker

NAMES = ("export", "line", "list")
LEVELS = ("public", "internal", "confidential")


def kept(name: str) -> Path:
    return Path(str(files("tracker.schemas") / f"{name}.json"))


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(kept(name).read_text(encoding="utf-8")))


@pytest.fixture
def full(founding_ledger: Path) -> Path:
    """The founding example with records of every kind."""
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN["confidential"])
        hide_notes(desk.ledger)
        desk.ledger.insert("feeds", feed_row("songs"))
    return founding_ledger


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_that_of_the_values_and_tables(name: str) -> None:
    now = written(schemas()[name])
    if os.environ.get("UPDATE_GOLDEN"):
        kept(name).write_text(now, encoding="utf-8")
    assert now == kept(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_and_is_printed(tracker: Tracker, name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])
    done = tracker("schema", name)
    assert (done.code, done.err) == (0, "")
    assert done.out == kept(name).read_text(encoding="utf-8")


def test_the_export_is_what_is_printed_unasked(tracker: Tracker) -> None:
    assert tracker("schema").out == tracker("schema", "export").out
    assert json.loads(tracker("schema").out)["$id"] == "urn:diplomatic-tracker:schema:export:2"


def test_a_schema_that_there_is_not_is_named(tracker: Tracker) -> None:
    done = tracker("schema", "calendar")
    assert (done.code, done.out) == (2, "")
    assert "'export', 'line', 'list'" in done.err


@pytest.mark.parametrize("level", LEVELS)
def test_exports_are_as_the_schema_says(tracker: Tracker, full: Path, level: str) -> None:
    whole = json.loads(tracker("export", "json", "--visibility", level).out)
    validator("export").validate(whole)
    lines = tracker("export", "jsonl", "--visibility", level).out.splitlines()
    assert len(lines) > 5
    for line in lines:
        validator("line").validate(json.loads(line))
    validator("list").validate(
        json.loads(tracker("list", "--all", "--json", "--visibility", level).out)
    )


def test_a_history_is_as_the_schema_says(tracker: Tracker, full: Path) -> None:
    words = ("export", "json", "--visibility", "confidential", "--with-history")
    validator("export").validate(json.loads(tracker(*words).out))


def _without(key: str) -> Any:
    return lambda record: record.pop(key)


@pytest.mark.parametrize(
    "alter",
    [
        lambda record: record.update(status="soon"),
        lambda record: record.update(colour="red"),
        lambda record: record.update(title="Talks"),
        lambda record: record.update(title={"Talks!": "x"}),
        lambda record: record.update(removed=0),
        _without("uid"),
    ],
)
def test_what_is_no_export_is_not_taken_for_one(
    tracker: Tracker, founding_ledger: Path, alter: Any
) -> None:
    whole = json.loads(tracker("export", "json").out)
    alter(whole["records"]["meetings"][0])
    assert not validator("export").is_valid(whole)
