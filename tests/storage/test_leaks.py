"""A word in every field of every hidden record: no read for the public ever sings it."""

from __future__ import annotations

import json
from datetime import timedelta
from email import message_from_string
from functools import partial
from importlib import import_module
from inspect import getmembers, isfunction, signature
from itertools import count
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, cast

import click
import pytest
from sqlalchemy import Text as TextColumn

from tests.conftest import NOW, Tracker, desk_at
from tests.hidden import CANARY, HIDDEN, hide_notes, hide_records
from tests.publish.worlds import feed_row
from tests.storage.test_gate import PUBLIC, READS
from tracker.cli.root import root
from tracker.domain.entries import Filter
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import TrackerError
from tracker.services.dossiers import gather
from tracker.services.references import PREFIXES, find
from tracker.services.suggestions import suggestions
from tracker.storage import reads, tables
from tracker.storage.database import Database
from tracker.storage.reads import (
    appearances,
    calendar,
    documents,
    history,
    parties,
    places,
    sessions,
    sources,
)
from tracker.storage.schema import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tracker.storage.door import WritingDoor
    from tracker.storage.ledger import Ledger
    from tracker.storage.reads.reading import Reading

# Columns whose words are free, and what a canary looks like there.
PLAIN = frozenset(
    {
        "credentials", "display_name", "label", "note", "origin", "pattern", "prefix",
        "publisher", "reason", "room", "sort_name", "symbol", "value",
        "address", "content", "etag", "event_uid", "foreign_uid", "last_modified", "location",
        "occurrence", "rule",
    }
)  # fmt: skip
UNIQUE = frozenset({"code", "slug", "token_hash"})
ADDRESSES = frozenset({"link", "url"})
TEXTS = frozenset({"formal_name", "name", "outcome", "title"})
# Those whose words are of a fixed list, dates, zones, languages, or made by the ledger.
CODED = frozenset(
    {
        "access", "basis", "cancelled", "country", "dated", "distribution", "done_on",
        "due", "embargo_until",
        "ends_at", "field", "format", "function", "host", "iso2", "issued_at", "kind", "language",
        "languages", "level", "mode", "placed", "published", "rank", "record_table", "relation",
        "retrieved_at", "revoked_at", "role", "since", "stage", "standing", "starts_at", "status",
        "uid", "until", "visibility", "wanted", "when_actual", "when_announced", "when_confirmed",
        "zone", "digest", "expanded_until", "matching", "method", "options", "read_at", "said",
        "sent_at", "starts",
    }
)  # fmt: skip
_numbers = count()


def canary_for(column: str) -> str | None:
    """Return words for a column of text, each its own; None where words are not free."""
    own = f"{CANARY} {column} {next(_numbers)}"
    if column in PLAIN:
        return own
    if column in UNIQUE:
        return f"{CANARY.lower()}-{next(_numbers)}"
    if column in ADDRESSES:
        return f"https://{CANARY}.example/{next(_numbers)}"
    if column in TEXTS:
        return json.dumps({"en": own, "fr": f"{own} en français"})
    if column == "aliases":
        return json.dumps([own])
    if column == "spellings":
        return json.dumps([{"words": own, "wrong": True, "note": own}])
    assert column in CODED, f"say of column {column} whether its words are free"
    return None


class Choir:
    """A ledger in which every free field that a record leaves empty is filled with a canary."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.sung: set[str] = set()

    @property
    def door(self) -> WritingDoor:
        return self._ledger.door

    def insert(self, table: str, values: dict[str, Any]) -> int:
        self.sung.add(table)
        texts = (
            c.name for c in tables.feeds.metadata.tables[table].c if isinstance(c.type, TextColumn)
        )
        canaries = {name: canary_for(name) for name in texts if name not in values}
        filled = {name: words for name, words in canaries.items() if words is not None}
        return self._ledger.insert(table, {**filled, **values})


def sing(ledger: Ledger, how: dict[str, Any]) -> set[str]:
    """Hide records of every table, with canaries in every free field; return the tables."""
    choir = Choir(ledger)
    hide_records(cast("Ledger", choir), how)
    level = {"visibility": "internal" if "embargo_until" in how else how["visibility"]}
    months = {"past_months": 1, "future_months": 1}
    feed = {"language": "en", "cancelled": "mark", **months, **level}
    number = choir.insert("feeds", feed)
    choir.insert("subscribers", {"feed_id": number, "issued_at": "2025-01-01T00:00:00Z"})
    (meeting,) = ledger.door.rows("SELECT max(id) AS id FROM meetings")
    at = {"meeting_id": meeting["id"]}
    rule = {"basis": "alphabetical", "language": "en", "host": "first"}
    choir.insert("precedences", {**at, **rule})
    choir.insert("agenda_schemes", at)
    circulated = {"stage": "provisional", "revision": 0, "dated": "2025-04-01"}
    version = choir.insert("agenda_versions", {**at, **circulated, **level})
    items = ledger.door.rows("SELECT id FROM agenda_items WHERE meeting_id = :meeting_id", at)
    line = {"version_id": version, "item_id": items[0]["id"], "position": 1, "status": "proposed"}
    choir.insert("version_items", line)
    sing_of_exchange(choir, at, level)
    # What was circulated to all, with items that are hidden by now.
    version = ledger.insert(
        "agenda_versions", {"session_id": 1, **circulated, "visibility": "public"}
    )
    for row in ledger.door.rows("SELECT id, title FROM agenda_items WHERE session_id = 1"):
        item = {"item_id": row["id"], "title": row["title"], "visibility": "public"}
        ledger.insert("version_items", {**line, **item, "version_id": version, "label": "1"})
    return choir.sung


def sing_of_exchange(choir: Choir, at: dict[str, Any], level: dict[str, Any]) -> None:
    """Hide what is exchanged with others: an import, a rule, a listing and an invitation."""
    read = {"format": "ics", "matching": "uid", "location": f"https://{CANARY}.example/"}
    number = choir.insert("imports", {**read, **level})
    rule = choir.insert("recurrences", {"import_id": number, "starts": "2025-04-03", **level})
    said = {"said": json.dumps({"title": CANARY}), "digest": "0", **level}
    choir.insert("listings", {"import_id": number, "recurrence_id": rule, **at, **said})
    told = {"method": "request", "sequence": 0, "language": "en", "digest": "0"}
    choir.insert("invitees", {**at, **told, "sent_at": "2025-01-01T00:00:00Z", **level})


@pytest.fixture(params=HIDDEN)
def cage(request: pytest.FixtureRequest, founding_ledger: Path) -> Path:
    """The founding example with hidden records, and notes, that sing."""
    with desk_at(founding_ledger, now=NOW + timedelta(hours=1)) as desk:
        assert sing(desk.ledger, HIDDEN[request.param]) == RECORDS
        hide_notes(desk.ledger)
        desk.ledger.insert("feeds", feed_row("songs"))
    return founding_ledger


def is_sung(heard: str) -> bool:
    return CANARY.lower() in heard.lower() or "ZZC" in heard


# Of what is public; what each command is asked for beside the reads of test_gate.
ASKED = (
    ("feed", "list"),
    ("feed", "list", "--json"),
    ("feed", "show", "songs"),
    ("feed", "show", "songs", "--json"),
    ("feed", "preview", "songs"),
    ("feed", "preview", "songs", "--json"),
    ("series", "list", "--json"),
    ("series", "show", "aes-russia"),
    ("session", "list"),
    ("session", "list", "--json"),
    ("session", "show", "aes-russia/1", "--json"),
    ("delegation", "list", "aes-russia/1", "--json"),
    ("delegation", "list", "m1"),
    ("delegation", "order", "aes-russia/1"),
    ("check", "translations", "aes-russia/1"),
    ("check", "translations", "aes-russia/1", "--json"),
    ("delegation", "show", "aes-russia/1@MLI", "--json"),
    ("agenda", "list", "aes-russia/1"),
    ("agenda", "list", "aes-russia/1", "--json"),
    ("agenda", "list", "m1"),
    ("agenda", "versions", "aes-russia/1", "--json"),
    ("agenda", "show", "aes-russia/1", "--version", "provisional"),
    ("agenda", "show", "aes-russia/1", "--version", "provisional", "--json"),
    ("agenda", "diff", "aes-russia/1", "provisional", "provisional", "--json"),
    ("document", "list"),
    ("document", "list", "--for", "aes-russia/1", "--json"),
    ("document", "show", "d1"),
    ("commitment", "show", "c1"),
    ("party", "list"),
    ("party", "list", "--lang", "fr"),
    ("party", "show", "MLI"),
    ("party", "show", "AES", "--json"),
    ("person", "list"),
    ("person", "show", "p1"),
    ("post", "list"),
    ("post", "list", "--party", "MLI", "--json"),
    ("post", "show", "post1"),
    ("place", "list"),
    ("place", "show", "pl1"),
    ("topic", "list"),
    ("source", "list"),
    ("source", "show", "src1"),
    ("claim", "list", "src1", "--json"),
    ("claim", "show", "cl1", "--json"),
    ("list", "--all", "--topic", "security", "--json"),
    ("export", "ics", "--party", "MLI"),
    ("export", "json", "--series", "aes-russia"),
    ("export", "jsonl", "--series", "aes-russia"),
    ("export", "csv"),
    ("check", "doubles"),
    ("check", "doubles", "--json"),
    ("invite", "m1", "--to", "a@x.example", "--from", "b@x.example"),  # was held: see below
    ("publish", "http://127.0.0.1:9/calendar/"),  # nobody is there; see tests/publish
    ("export", "jcal"),
    ("export", "markdown"),
    ("history",),
    ("changes", "--since", "2025-01-01"),
    ("calendar", "April 2025", "--lang", "ar"),
)
# Of what is not, or mistyped: what is near may not be named either.
MISSED = (
    ("person", "show", "canar"),
    ("person", "show", "Zzcanar name"),
    ("party", "show", "ZZX"),
    ("post", "list", "--party", "ZZX"),
    ("topic", "list", "--lang", "ru"),
    ("list", "--topic", "zcanary"),
    ("list", "--party", "ZZKANARY"),
    ("series", "show", "zcanary-1"),
    ("place", "show", "Zcanary place"),
    ("delegation", "show", "aes-russia/1@ZZX"),
    ("delegation", "show", "m1@Zcanary name"),
    ("agenda", "list", "zcanary/1"),
    ("print", "aes-russia/1:zzz"),
    ("show", "@last"),
)


def test_no_command_that_reads_sings(tracker: Tracker, cage: Path) -> None:
    assert cage.exists()
    lines = [*READS, *((*line, *PUBLIC) for line in (*ASKED, *MISSED))]
    answers = {line: tracker(*line) for line in lines}
    assert [line for line in lines if is_sung(answers[line].out + answers[line].err)] == []
    assert {answers[line].code for line in lines[: len(READS)]} == {0}


def test_no_reference_to_what_is_hidden_is_answered(tracker: Tracker, cage: Path) -> None:
    """Of every number of every kind: the answer has no canary, found or not."""
    with Database(cage).reading(Reader(Visibility.CONFIDENTIAL, NOW)) as reading:
        newest = {
            prefix: reading.rows(f"SELECT max(id) AS id FROM {table}")[0]["id"]
            for prefix, table in PREFIXES.items()
        }
    for prefix, last in newest.items():
        for verb in ("show", "history"):
            found = tracker(verb, f"{prefix}{last}", "--json", *PUBLIC)
            assert (found.code, found.out) == (3, ""), (verb, prefix)
            assert not is_sung(found.err)


def test_no_invitation_sings(tracker: Tracker, cage: Path) -> None:
    """Of what is public, told on the public level: its text and its calendar, decoded."""
    with desk_at(cage, now=NOW + timedelta(hours=2)) as desk:
        for table in ("sessions", "meetings"):
            for row in desk.reading.rows(f"SELECT id FROM {table} WHERE removed = 0"):
                desk.ledger.update(table, row["id"], {"status": "confirmed"})
    whom = ("--to", "a@x.example", "--from", "b@x.example")
    refs = ["aes-russia/1", *(f"m{number}" for number in range(1, 60))]
    sent = [tracker("invite", ref, *whom, *PUBLIC) for ref in refs]
    messages = [message_from_string(each.out) for each in sent if each.code == 0]
    assert len(messages) >= 4
    parts = [part for message in messages for part in message.walk() if not part.is_multipart()]
    texts = [str(part.get_payload(decode=True), "utf-8") for part in parts]  # type: ignore[arg-type]
    assert "BEGIN:VEVENT" in "".join(texts)
    assert not any(is_sung(text) for text in texts)


def test_every_command_that_reads_is_among_those_that_were_listened_to() -> None:
    heard = {word for line in (*READS, *ASKED) for word in ((line[0],), line[:2])}
    assert [path for path in reading_commands(root, ()) if path not in heard] == []


def reading_commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command that may be told for whom it reads."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from reading_commands(found, (*path, name))
        elif found and any(parameter.name == "clearance" for parameter in found.params):
            yield (*path, name)


def test_completion_does_not_sing(tracker: Tracker, cage: Path) -> None:
    assert cage.exists()
    offers = {}
    for words in (("list", *PUBLIC, "--party", ""), ("list", *PUBLIC, "--topic", "")):
        asked = {"COMP_WORDS": " ".join(["tracker", *words]), "COMP_CWORD": str(len(words))}
        for shell in ("bash_complete", "zsh_complete"):
            offers[words, shell] = tracker(_TRACKER_COMPLETE=shell, **asked).out
    assert "MLI" in offers[("list", *PUBLIC, "--party", ""), "bash_complete"]
    assert [line for line, offer in offers.items() if is_sung(offer)] == []


def gathered(reading: Reading) -> list[object]:
    """Return the dossier of every record that a reference finds."""
    found: list[object] = []
    for prefix, table in PREFIXES.items():
        for row in reading.rows(f"SELECT id FROM {table}"):
            try:
                found.append(gather(reading, find(reading, f"{prefix}{row['id']}")))
            except TrackerError as fault:
                found.append((fault.sentence, fault.hint))
    return found


def each(read: Callable[[Reading, int], object], table: str, reading: Reading) -> list[object]:
    """Return what is read of every record of a table, hidden ones too."""
    return [read(reading, row["id"]) for row in reading.rows(f"SELECT id FROM {table}")]


def of_places(reading: Reading) -> object:
    return appearances.at_places(reading, [r["id"] for r in reading.rows("SELECT id FROM places")])


# What is asked without saying which records, or of one that need not have been seen before.
OPEN: dict[str, Callable[[Reading], object]] = {
    "appearances.at_places": of_places,
    "appearances.in_series": partial(each, appearances.in_series, "series"),
    "appearances.of_party": partial(each, appearances.of_party, "parties"),
    "appearances.of_person": partial(each, appearances.of_person, "people"),
    "appearances.on_topic": partial(each, appearances.on_topic, "topics"),
    "calendar.entries": lambda reading: calendar.entries(reading, Filter()),
    "documents.commitments": documents.commitments,
    "documents.documents": documents.documents,
    "history.changes": history.changes,
    "history.redoable": lambda reading: history.redoable(reading, 100),
    "history.undoable": lambda reading: history.undoable(reading, 100),
    "parties.all_parties": parties.all_parties,
    "parties.all_people": parties.all_people,
    "parties.all_posts": parties.all_posts,
    "parties.holders_of": partial(each, parties.holders_of, "parties"),
    "parties.memberships": partial(each, parties.memberships, "parties"),
    "places.all_places": places.all_places,
    "places.all_topics": places.all_topics,
    "sessions.series": sessions.series,
    "sources.claims_by": partial(each, sources.claims_by, "sources"),
    "sources.sources": sources.sources,
    "dossiers.gather": gathered,
    "suggestions.records": lambda reading: suggestions(reading, "records", "", "en"),
    "suggestions.sessions": lambda reading: suggestions(reading, "sessions", "", "en"),
    "suggestions.series": lambda reading: suggestions(reading, "series", "", "en"),
    "suggestions.parties": lambda reading: suggestions(reading, "parties", "", "en"),
    "suggestions.topics": lambda reading: suggestions(reading, "topics", "", "en"),
}


def lists() -> dict[str, Callable[[Reading], object]]:
    """Return every function of the reads that needs nothing but a reading: lists of all."""
    modules = [import_module(f"{reads.__name__}.{m.name}") for m in iter_modules(reads.__path__)]
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in modules
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if asks_for_all(function)
    }


def asks_for_all(function: Callable[..., object]) -> bool:
    first, *rest = signature(function).parameters.values() or (None,)
    if first is None or first.name != "reading":
        return False
    return all(parameter.default is not parameter.empty for parameter in rest if parameter)


def test_no_read_that_asks_for_itself_sings(cage: Path) -> None:
    with Database(cage).reading(Reader(Visibility.PUBLIC, NOW)) as reading:
        heard = {name: repr(read(reading)) for name, read in (lists() | OPEN).items()}
    assert [name for name in heard if is_sung(heard[name])] == []


def test_those_who_are_cleared_hear_it(cage: Path) -> None:
    """Otherwise the tests above would pass for nothing."""
    with Database(cage).reading(Reader(Visibility.CONFIDENTIAL, NOW)) as reading:
        deaf = [name for name, read in OPEN.items() if not is_sung(repr(read(reading)))]
    assert deaf == ["history.redoable"]  # nothing was taken back
