"""Keeping people, the spellings of their names, and the posts they hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.folding import fold, folded
from tracker.domain.parties import Rank
from tracker.domain.quoting import quoted
from tracker.domain.text import Text, clean
from tracker.domain.values import frozen
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services.desk import note, value_of
from tracker.services.drafts import clearable, filled, period, text_column
from tracker.services.references import find_by_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions
    from tracker.storage.door import Row

LONGEST_NAME = 300


@frozen
class PersonDraft:
    """What a person said of a person, as typed; None where they said nothing."""

    name: str | None = None
    names_in: Versions = ()
    sort_name: str | None = None
    spellings: tuple[str, ...] = ()
    wrong_spellings: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    note: str | None = None


@frozen
class PostDraft:
    """What a person said of a post, as typed; None where they said nothing."""

    title: str | None = None
    titles_in: Versions = ()
    rank: str | None = None
    since: str | None = None
    until: str | None = None


def add(desk: Desk, draft: PersonDraft, *, namesake: bool = False) -> int:
    """Store a person and return their id.

    Raises Conflict when one of that name is known, unless this is a `namesake`.
    """
    values = _columns(desk, _NOBODY, draft)
    if not namesake:
        names = [words for _, words in Text.read(values["name"])]
        _require_new(desk, [*names, *draft.spellings])
    person = desk.ledger.insert("people", values)
    desk.ledger.about("people", person)
    return person


_NOBODY = {"name": "{}", "spellings": "[]"}


def _require_new(desk: Desk, names: Iterable[str]) -> None:
    for name in names:
        try:
            known = find_by_name(desk.reading, name, "people").short
        except NotFound:
            continue
        except Conflict as several:
            raise Conflict(several.sentence, hint=_NAMESAKE) from None
        raise Conflict(f"{quoted(name)} is already the name of {known}.", hint=_NAMESAKE)


_NAMESAKE = "If this is somebody else of that name, add: --namesake"


def edit(desk: Desk, person: int, draft: PersonDraft) -> bool:
    """Correct what a draft names of a person; return whether anything differs."""
    changed = desk.ledger.update(
        "people", person, _columns(desk, desk.ledger.row("people", person), draft)
    )
    if changed:
        desk.ledger.about("people", person)
    return changed


def _columns(desk: Desk, row: Row, draft: PersonDraft) -> dict[str, Any]:
    name = text_column(desk, Text.read(row["name"]), draft.name, draft.names_in, what="name")
    return {
        **filled({"name": name, "spellings": _spellings(row["spellings"], draft)}),
        **clearable({"sort_name": (draft.sort_name, _sort_name), "note": (draft.note, note)}),
    }


def _sort_name(typed: str) -> str:
    return clean(typed, what="name to sort by", longest=LONGEST_NAME)


def _spellings(kept: str, draft: PersonDraft) -> str | None:
    """Return the spellings with what was typed, as they are kept; None if nothing was."""
    if not (draft.spellings or draft.wrong_spellings or draft.dropped):
        return None
    found = {fold(s["words"]): s for s in json.loads(kept)}
    for words in draft.dropped:
        if found.pop(fold(words), None) is None:
            raise Invalid(f"There is no spelling {quoted(words)} to take out.")
    for wrong, typed in ((False, draft.spellings), (True, draft.wrong_spellings)):
        for words in typed:
            cleaned = clean(words, what="spelling", longest=LONGEST_NAME)
            remark = found.get(fold(words), {}).get("note")
            found[fold(words)] = {"words": cleaned, "wrong": wrong, "note": remark}
    return json.dumps(list(found.values()), ensure_ascii=False)


def add_post(desk: Desk, person: int, party: int, draft: PostDraft) -> int:
    """Store an office that a person holds for a party and return its id.

    Raises Conflict when the person holds an office of that title there already.
    """
    values = _post_columns(desk, _NO_POST, draft)
    wanted = folded(Text.read(values["title"]))
    for row in desk.reading.rows(
        "SELECT id, title FROM posts WHERE removed = 0 AND until IS NULL "
        "AND person_id = :person AND party_id = :party",
        {"person": person, "party": party},
    ):
        if wanted & folded(Text.read(row["title"])):
            raise Conflict(
                f"p{person} holds that office already: post{row['id']}.",
                hint=f"End it with: tracker post end post{row['id']} WHEN",
            )
    post = desk.ledger.insert("posts", {"person_id": person, "party_id": party, **values})
    desk.ledger.about("posts", post)
    return post


_NO_POST = {"title": "{}", "since": None, "until": None}


def edit_post(desk: Desk, post: int, draft: PostDraft) -> bool:
    """Correct what a draft names of a post; return whether anything differs."""
    row = desk.ledger.row("posts", post)
    changed = desk.ledger.update("posts", post, _post_columns(desk, row, draft))
    if changed:
        desk.ledger.about("posts", post)
    return changed


def end_post(desk: Desk, post: int, typed: str | None) -> bool:
    """Say until when a post was held, until today when nobody says; return whether it differs.

    Raises Invalid for an end that is not known or lies before the beginning.
    """
    if typed is not None and period(desk, None, typed)["until"] is None:
        raise Invalid("A post that ended needs its end; say when, such as “March 2025”.")
    return edit_post(desk, post, PostDraft(until=typed or "today"))


def _post_columns(desk: Desk, row: Row, draft: PostDraft) -> dict[str, Any]:
    title = text_column(desk, Text.read(row["title"]), draft.title, draft.titles_in, what="title")
    return {
        **filled({"title": title}),
        **clearable({"rank": (draft.rank, _rank)}),
        **period(desk, draft.since, draft.until, row),
    }


def _rank(typed: str) -> str | None:
    return value_of(Rank, typed, what="rank")
