"""What a shell may offer while a reference or a name is typed: short words, each with its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tracker.domain.folding import fold
from tracker.domain.refs import session_ref
from tracker.domain.text import Text
from tracker.storage.reads.presence import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading

Named: TypeAlias = Literal["records", "sessions", "series", "parties", "topics", "feeds"]
Suggestion: TypeAlias = tuple[str, str]

MOST: Final = 50  # a longer list helps nobody who presses Tab
# No titles that the reader may not see: every SELECT has the gate's condition in it.
_SESSIONS = """
SELECT series, ordinal, session_kind AS kind, title FROM calendar
 WHERE occasion = 'session' AND {seen} ORDER BY starts_at DESC, id DESC LIMIT {most}
"""
_MEETINGS = """
SELECT id, title FROM calendar
 WHERE occasion = 'meeting' AND CAST(id AS TEXT) LIKE :digits AND {seen}
 ORDER BY id DESC LIMIT {most}
"""
_SERIES = "SELECT slug AS word, title FROM series WHERE removed = 0 AND {seen} ORDER BY slug"
_FEEDS = "SELECT slug AS word, title FROM feeds WHERE removed = 0 AND {seen} ORDER BY slug"
_PARTIES = """
SELECT code AS word, name AS title FROM parties WHERE removed = 0 AND {seen} ORDER BY code
"""
_TOPICS = """
SELECT slug AS word, name AS title FROM topics WHERE removed = 0 AND {seen} ORDER BY slug
"""


def suggestions(reading: Reading, what: Named, typed: str, language: str) -> list[Suggestion]:
    """Return words that go on from what was typed, with what each stands for."""
    if what == "records":
        found = [*_sessions(reading, language), ("@last", ""), *_meetings(reading, typed, language)]
    elif what == "sessions":
        found = _sessions(reading, language)
    else:
        found = _named(reading, what, language)
    begun = fold(typed)
    return [(word, title) for word, title in found if fold(word).startswith(begun)][:MOST]


def _sessions(reading: Reading, language: str) -> list[Suggestion]:
    rows = reading.rows(_SESSIONS.format(seen=reading.gate.admits("", "series_"), most=MOST))
    return [(session_ref(r["series"], r["ordinal"], r["kind"]), _title(r, language)) for r in rows]


def _meetings(reading: Reading, typed: str, language: str) -> list[Suggestion]:
    begun = typed.lower()
    if begun[:1] not in ("", "m") or not (begun[1:] == "" or begun[1:].isdecimal()):
        return []
    seen = reading.gate.admits("", "session_", "series_")
    statement = _MEETINGS.format(seen=seen, most=MOST)
    rows = reading.rows(statement, {"digits": f"{begun[1:]}%"})
    return [(f"m{r['id']}", _title(r, language)) for r in rows]


def _named(reading: Reading, what: Named, language: str) -> list[Suggestion]:
    if what in ("series", "feeds"):
        statement = _SERIES if what == "series" else _FEEDS
        seen = reading.gate.admits("", embargo=what == "series")
        rows: Iterable[Row] = reading.rows(statement.format(seen=seen))
    else:
        statement, table = (_PARTIES, "parties") if what == "parties" else (_TOPICS, "topics")
        rows = reading.rows(statement.format(seen=named(reading.gate, table, table)))
    return [(r["word"], _title(r, language)) for r in rows]


def _title(row: Row, language: str) -> str:
    return Text.read(row["title"]).rendition(language).words
