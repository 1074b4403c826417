"""Keeping delegations: which party is at a session or meeting, who heads it, who is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.delegations import Function, Role
from tracker.domain.folding import fold, folded, similar
from tracker.domain.parties import Rank
from tracker.domain.quoting import quoted
from tracker.domain.text import Text, clean
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import parse_when
from tracker.errors import Conflict, NotFound
from tracker.services import lookup, people, removal
from tracker.services.desk import note, value_of
from tracker.services.drafts import clearable, filled
from tracker.services.references import Reference, find_in, label_of
from tracker.storage.door import one
from tracker.storage.reads.parties import posts as read_posts

if TYPE_CHECKING:
    from tracker.domain.parties import Post
    from tracker.services.desk import Desk


@frozen
class DelegationDraft:
    """What a person said of a delegation, as typed; None where they said nothing."""

    role: str | None = None
    head: str | None = None
    new_person: bool | None = None
    level: str | None = None
    chairs: bool | None = None
    credentials: str | None = None
    visibility: str | None = None
    note: str | None = None


@frozen
class MemberDraft:
    """What a person said of a member, as typed; None where they said nothing."""

    function: str | None = None
    post: str | None = None
    title: str | None = None
    new_person: bool = False


def add(desk: Desk, of: Reference, typed_party: str, draft: DelegationDraft) -> int:
    """Store the delegation of a party at a session or meeting and return its id.

    Raises Conflict when the party has one there already.
    """
    party = lookup.party(desk, typed_party)
    column = f"{of.table[:-1]}_id"
    known = one(
        desk.reading.rows(
            "SELECT id FROM delegations "
            f"WHERE removed = 0 AND {column} = :id AND party_id = :party",
            {"id": of.id, "party": party},
        )
    )
    if known is not None:
        short = label_of(desk.reading, "parties", party)
        raise Conflict(
            f"{short} has a delegation at {of.short} already.",
            hint=f"Correct it with: tracker delegation edit {of.short}@{short}",
        )
    level = desk.ledger.row(of.table, of.id)["visibility"]
    columns = {"role": Role.PARTICIPANT, "visibility": level, **_columns(draft)}
    delegation = desk.ledger.insert("delegations", {column: of.id, "party_id": party, **columns})
    _head(desk, delegation, draft)
    desk.ledger.about("delegations", delegation)
    return delegation


def edit(desk: Desk, delegation: int, draft: DelegationDraft) -> bool:
    """Correct what a draft names of a delegation; return whether anything differs."""
    before = desk.ledger.written
    desk.ledger.update("delegations", delegation, _columns(draft))
    _head(desk, delegation, draft)
    if desk.ledger.written != before:
        desk.ledger.about("delegations", delegation)
    return desk.ledger.written != before


def set_member(desk: Desk, delegation: int, typed: str, draft: MemberDraft) -> tuple[int, bool]:
    """Put a person in a delegation, or correct how they are in it.

    Returns the person's id and whether anything differs. The post that brings them is the
    one typed, else the only one that they hold for the party at that time.
    """
    before = desk.ledger.written
    person = find_person(desk, typed, new=draft.new_person)
    values = filled({"function": value_of(Function, draft.function, what="function")})
    if draft.title is not None:
        values["title"] = _title(desk, draft.title)
    if draft.post is not None:
        values["post_id"] = _post(desk, delegation, person, draft.post)
    _seat(desk, delegation, person, values)
    if desk.ledger.written != before:
        desk.ledger.about("delegations", delegation)
    return person, desk.ledger.written != before


def remove_member(desk: Desk, delegation: int, typed: str) -> int:
    """Take a person out of a delegation and return their id; raise NotFound for one not in it."""
    person = find_person(desk, typed, new=False)
    known = _seat_of(desk, delegation, person)
    if known is None:
        raise NotFound(f"p{person} is not in {reference(desk, delegation)}.")
    removal.remove(desk, Reference("members", known["id"], f"p{person}"))
    desk.ledger.about("delegations", delegation)
    return person


def find_person(desk: Desk, typed: str, *, new: bool) -> int:
    """Return the id of a person by reference, name or spelling, in any script.

    With `new` it is somebody whom the ledger does not have yet, and who is stored. Raises
    NotFound with those who are near, and Conflict when `new` is said of someone known.
    """
    try:
        known = find_in(desk.reading, typed, "people", author=desk.author).id
    except NotFound as unknown:
        if new and not typed.strip().startswith("@"):
            return people.add(desk, people.PersonDraft(name=typed))
        raise NotFound(
            unknown.sentence,
            hint=" ".join(filter(None, (unknown.hint, "Somebody new: say so with --new."))),
        ) from unknown
    if new:
        raise Conflict(f"{quoted(typed)} is known already: p{known}.", hint="Leave out --new.")
    return known


def post_for(desk: Desk, delegation: int, person: int) -> int | None:
    """Return the only post that a person holds for a delegation's party at its time, or None."""
    held = [post.id for post in _posts(desk, delegation, person) if _holds(desk, delegation, post)]
    return held[0] if len(held) == 1 else None


def _columns(draft: DelegationDraft) -> dict[str, Any]:
    return {
        **filled(
            {
                "role": value_of(Role, draft.role, what="role"),
                "visibility": value_of(Visibility, draft.visibility, what="visibility"),
                "chairs": None if draft.chairs is None else int(draft.chairs),
            }
        ),
        **clearable(
            {
                "level": (draft.level, lambda typed: value_of(Rank, typed, what="level")),
                "credentials": (draft.credentials, lambda typed: clean(typed, what="credentials")),
                "note": (draft.note, note),
            }
        ),
    }


def _head(desk: Desk, delegation: int, draft: DelegationDraft) -> None:
    """Give a delegation the head that was typed; said empty, it has none."""
    if draft.head is None:
        return
    if draft.head.strip():
        person = find_person(desk, draft.head, new=bool(draft.new_person))
        _seat(desk, delegation, person, {"function": Function.HEAD})
    else:
        _stand_down(desk, delegation)


def _seat(desk: Desk, delegation: int, person: int, values: dict[str, Any]) -> None:
    """Store or correct a person's place in a delegation; it has one head."""
    if values.get("function") == Function.HEAD:
        _stand_down(desk, delegation, but=person)
    known = _seat_of(desk, delegation, person)
    if known is not None:
        desk.ledger.update("members", known["id"], values)
        return
    held = {"function": Function.MEMBER, "post_id": post_for(desk, delegation, person)}
    place = {"delegation_id": delegation, "person_id": person}
    desk.ledger.insert("members", {**place, **held, **values})


def _seat_of(desk: Desk, delegation: int, person: int) -> Any:
    return one(
        desk.reading.rows(
            "SELECT id FROM members WHERE removed = 0 AND delegation_id = :delegation "
            "AND person_id = :person",
            {"delegation": delegation, "person": person},
        )
    )


def _stand_down(desk: Desk, delegation: int, but: int | None = None) -> None:
    """Make whoever heads a delegation a member of it."""
    for row in desk.reading.rows(
        "SELECT id, person_id FROM members WHERE removed = 0 AND function = 'head' "
        "AND delegation_id = :delegation",
        {"delegation": delegation},
    ):
        if row["person_id"] != but:
            desk.ledger.update("members", row["id"], {"function": Function.MEMBER})


def _title(desk: Desk, typed: str) -> str:
    return (desk.text(typed, what="title") if typed.strip() else Text()).stored()


def _post(desk: Desk, delegation: int, person: int, typed: str) -> int | None:
    """Return the post that was typed, by reference or title; said empty, there is none."""
    if not typed.strip():
        return None
    held = {post.id: post for post in _posts(desk, delegation, person)}
    named = [p.id for p in held.values() if fold(typed) in folded(p.title)]
    if len(named) == 1:
        return named[0]
    if typed.strip().lower() in {f"post{post}" for post in held}:
        return int(typed.strip()[len("post") :])
    titles = [words for post in held.values() for _, words in post.title]
    near = similar(typed, titles, 1)
    if near:
        hint: str | None = f"Did you mean {quoted(near[0])}?"
    elif held:
        hint = f"There are {', '.join(f'post{i} {quoted(str(p.title))}' for i, p in held.items())}."
    else:
        hint = f'Say: tracker post add p{person} PARTY "{typed.strip()[:60]}"'
    raise NotFound(f"p{person} holds no post {quoted(typed)} for that party.", hint=hint)


def _posts(desk: Desk, delegation: int, person: int) -> list[Post]:
    """Return the posts that a person holds, or held, for a delegation's party."""
    party = desk.ledger.row("delegations", delegation)["party_id"]
    rows = desk.reading.rows(
        "SELECT id FROM posts WHERE removed = 0 AND person_id = :person AND party_id = :party",
        {"person": person, "party": party},
    )
    return list(read_posts(desk.reading, [row["id"] for row in rows]).values())


def _holds(desk: Desk, delegation: int, post: Post) -> bool:
    """Return whether a post may be held when the delegation meets, as far as dates are known."""
    row = desk.ledger.row("delegations", delegation)
    table = "sessions" if row["session_id"] is not None else "meetings"
    of = desk.ledger.row(table, row[f"{table[:-1]}_id"])
    kept = of["when_actual"] or of["when_confirmed"] or of["when_announced"]
    first, last = parse_when(kept).days() if kept else (None, None)
    begins = post.since.days()[0] if post.since else None
    ends = post.until.days()[1] if post.until else None
    too_early = last is not None and begins is not None and last < begins
    too_late = first is not None and ends is not None and first > ends
    return not too_early and not too_late


def reference(desk: Desk, delegation: int) -> str:
    """Return a delegation's reference as one types it: aes-russia/1@MLI."""
    row = desk.ledger.row("delegations", delegation)
    table = "sessions" if row["session_id"] is not None else "meetings"
    of = label_of(desk.reading, table, row[f"{table[:-1]}_id"])
    return f"{of}@{label_of(desk.reading, 'parties', row['party_id'])}"
