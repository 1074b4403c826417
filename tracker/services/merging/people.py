"""Two people who are one: names and spellings of both, their posts, and where they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.folding import fold, folded
from tracker.domain.merging import Taken
from tracker.domain.text import Text
from tracker.services.merging.bench import notes_joined, share_words, texts_joined
from tracker.services.merging.parts import unite_members

if TYPE_CHECKING:
    from tracker.services.merging.bench import Bench, Row

FIELDS = ("name", "sort-name")


def merge_people(bench: Bench) -> None:
    """Make one person of two: every name and spelling of the other finds the one that stays."""
    mine, theirs = bench.row(bench.kept), bench.row(bench.gone)
    values: dict[str, Any] = {"note": notes_joined(mine["note"], theirs["note"])}
    values["name"] = joined_name(bench, mine, theirs)
    values["spellings"] = _spellings(mine, theirs, values["name"])
    if bench.choose("sort-name", mine["sort_name"], theirs["sort_name"]):
        values["sort_name"] = theirs["sort_name"]
    bench.desk.ledger.update("people", bench.kept.id, values)
    _join_posts(bench)
    _join_memberships(bench)
    bench.claims("people", bench.gone.id, bench.kept.id)
    bench.desk.ledger.remove("people", bench.gone.id)


def joined_name(bench: Bench, mine: Row, theirs: Row) -> str:
    """Return a name in all languages of both; in one that both have, as the first says."""
    ours, other = Text.read(mine["name"]), Text.read(theirs["name"])
    if any(ours.get(tag) not in (None, words) for tag, words in other):
        if bench.choose("name", ours, other):
            return texts_joined(theirs["name"], mine["name"])
    elif any(ours.get(tag) is None for tag, _ in other):
        bench.taken.append(Taken("name", other))
    return texts_joined(mine["name"], theirs["name"])


def _spellings(mine: Row, theirs: Row, name: str) -> str:
    """Return the spellings of both, and the names that are not the name any more."""
    found = json.loads(mine["spellings"])
    known = {fold(each["words"]) for each in found} | folded(Text.read(name))
    names = [words for row in (mine, theirs) for _, words in Text.read(row["name"])]
    others = [
        *json.loads(theirs["spellings"]),
        *({"words": words, "wrong": False, "note": None} for words in names),
    ]
    for each in others:
        if fold(each["words"]) not in known:
            known.add(fold(each["words"]))
            found.append(each)
    return json.dumps(found, ensure_ascii=False)


def _join_posts(bench: Bench) -> None:
    there = bench.live("posts", "person_id", bench.kept.id)
    for row in bench.live("posts", "person_id", bench.gone.id):
        mine = next((each for each in there if _is_same_post(each, row)), None)
        if mine is None:
            bench.move("posts", row["id"], {"person_id": bench.kept.id})
            continue
        for member in bench.live("members", "post_id", row["id"]):
            bench.desk.ledger.update("members", member["id"], {"post_id": mine["id"]})
        values = bench.blanks(f"post{mine['id']}", mine, row, ("rank", "since", "until"))
        title = texts_joined(mine["title"], row["title"])
        bench.unite("posts", mine, row, {**values, "title": title})


def _is_same_post(one: Row, other: Row) -> bool:
    """Return whether two posts of one person are one: at other times it is another."""
    apart = any(
        one[side] and other[side] and one[side] != other[side] for side in ("since", "until")
    )
    same_party = one["party_id"] == other["party_id"]
    return same_party and not apart and share_words(one["title"], other["title"])


def _join_memberships(bench: Bench) -> None:
    there = {row["delegation_id"]: row for row in bench.live("members", "person_id", bench.kept.id)}
    for row in bench.live("members", "person_id", bench.gone.id):
        mine = there.get(row["delegation_id"])
        if mine is None:
            bench.move("members", row["id"], {"person_id": bench.kept.id})
        else:
            unite_members(bench, mine, row)
