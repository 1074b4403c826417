"""The SQL views: a contract with everybody who opens the file in another tool.

The columns of a view stay, in this order; others may be added at the end. The migrations
make the views, and a test compares the two.
"""

from __future__ import annotations

from typing import Final

from tracker.domain.values import frozen


@frozen
class Meaning:
    """A column of a view, and what it tells."""

    column: str
    tells: str


@frozen
class View:
    """A view: what a row of it is, and its columns."""

    name: str
    row: str
    columns: tuple[Meaning, ...]


def _view(name: str, row: str, **columns: str) -> View:
    return View(name, row, tuple(Meaning(column, tells) for column, tells in columns.items()))


_TEXT: Final = "as JSON, language to words, the original first"
_LEVEL: Final = "public, internal or confidential"
_UNTIL: Final = "until when it counts as internal though it is public; else null"

VIEWS: Final = (
    _view(
        "calendar",
        "a session or a meeting",
        occasion="session or meeting",
        id="its number: that of m42 is 42; sessions and meetings are counted apart",
        session_id="the session, or that of the meeting; null outside of sessions",
        series="the short name of the series, such as aes-russia",
        ordinal="the number of the session in its series",
        session_kind="regular or extraordinary",
        title=f"the title, {_TEXT}",
        series_title=f"the title of the series, {_TEXT}",
        kind="the kind of meeting, such as bilateral; of a session regular or extraordinary",
        status="announced, tentative, confirmed, postponed, cancelled or held",
        level="the level of representation, such as minister",
        visibility=_LEVEL,
        embargo_until=_UNTIL,
        session_visibility="that of a meeting's session; nobody sees the meeting who does not "
        "see the session",
        session_embargo_until="that of a meeting's session",
        series_visibility="that of the series",
        series_embargo_until="that of the series",
        when_text="the date that counts, exactly as it is known: see Dates",
        zone="the IANA zone of the date: that of the place, unless it was told by other clocks",
        starts_at="the start in UTC; the earliest possible one of a date that is not precise",
        ends_at="the end in UTC, or the latest possible one",
        span_days="how many days it takes, rounded up",
        place=f"the name of the place, {_TEXT}",
        place_visibility="that of the place",
        city=f"the name of a venue's city, {_TEXT}",
        city_visibility="that of the city",
        country="the ISO 3166-1 code of the country, two letters",
        room="the room",
    ),
    _view(
        "participants",
        "a member of a delegation, or a delegation without any",
        delegation_id="the number of the delegation",
        session_id="the session at which it is; null at a meeting",
        meeting_id="the meeting at which it is; null at a session",
        party="the code of the party, such as MLI",
        party_name=f"the name of the party, {_TEXT}",
        role="host, participant, mediator, observer or guest",
        visibility="that of the delegation",
        person=f"the name of the member, {_TEXT}; null where none is known",
        function="head, deputy-head, member, adviser, expert, interpreter or note-taker",
        post=f"the title of the office, {_TEXT}",
        rank="the rank of the office, such as minister",
    ),
    _view(
        "agenda",
        "an item",
        id="the number of the item",
        session_id="the session whose agenda it is on; null for that of a meeting",
        meeting_id="the meeting whose agenda it is on; null for that of a session",
        parent_id="the item below which it stands",
        position="its place in the order of the agenda",
        label="the label verbatim, such as 2 (a)",
        title=f"the title, {_TEXT}",
        status="proposed, provisional, adopted, withdrawn, deferred or concluded",
        lead_party="the code of the party that leads it",
        outcome=f"what came of it, {_TEXT}",
        mode="how that was reached, such as by-consensus",
        visibility=_LEVEL,
        embargo_until=_UNTIL,
    ),
    _view(
        "history",
        "one change of one record",
        id="the number of the revision",
        change_id="the number of the change, as in tracker history; several records may be "
        "changed by one command",
        at="when, in UTC",
        author="who",
        command="what was typed",
        undoes="the number of the change that this one took back",
        record_table="the table of the record",
        record_id="the number of the record",
        before="the record before, as JSON; null where it was added",
        after="the record after, as JSON; null where it was taken back",
        level="0 where the public notices the change, 1 where only readers of what is internal "
        "do, 2 for what is confidential",
    ),
    _view(
        "listed",
        "a session, meeting or commitment as one import lists it",
        id="the number of the listing",
        import_name="the name under which the import is remembered; null for a file that was "
        "read once",
        location="the file or address that is read",
        record_table="sessions, meetings or commitments",
        record_id="the number of the record",
        title=f"the title of the record, {_TEXT}",
        foreign_uid="its identity there",
        occurrence="which of several with one identity: the start that a rule gave it",
        still="1 while the import lists it, 0 when it did not the last time",
        visibility="that of the listing",
        record_visibility="that of the record",
    ),
)
