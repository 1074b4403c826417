"""The tables of what stands behind a print: precedence, numbering, circulated agendas."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer

from tracker.storage.columns import (
    flag,
    json,
    levels,
    one_of,
    ref,
    table,
    unique,
    visibility,
    words,
)

# The rule of a session is that of its meetings, but for those that have one of their own.
precedences = table(
    "precedences",
    ref("sessions", "session_id"),
    ref("meetings", "meeting_id"),
    words("basis", null=False),
    words("language", null=False),
    ref("parties", "start_id"),
    words("host", null=False),
    flag("alternat"),
    json("placed", "[]"),  # ids of parties
    words("reason"),
    flag("removed"),
    one_of("session_id", "meeting_id"),
    CheckConstraint("basis IN ('alphabetical', 'rank', 'hand')", name="basis"),
    CheckConstraint("host IN ('first', 'last', 'in-turn')", name="host"),
    unique("uq_precedences_session_id", "session_id"),
    unique("uq_precedences_meeting_id", "meeting_id"),
)

agenda_schemes = table(
    "agenda_schemes",
    ref("sessions", "session_id"),
    ref("meetings", "meeting_id"),
    words("pattern", null=False),
    flag("removed"),
    one_of("session_id", "meeting_id"),
    unique("uq_agenda_schemes_session_id", "session_id"),
    unique("uq_agenda_schemes_meeting_id", "meeting_id"),
)

agenda_versions = table(
    "agenda_versions",
    ref("sessions", "session_id"),
    ref("meetings", "meeting_id"),
    words("stage", null=False),
    Column("revision", Integer, nullable=False),
    words("dated", null=False),
    words("language"),
    words("distribution"),
    words("symbol"),
    words("note"),
    visibility(),
    flag("removed"),
    levels(),
    one_of("session_id", "meeting_id"),
    CheckConstraint("stage IN ('preliminary', 'provisional', 'adopted', 'taken')", name="stage"),
    CheckConstraint("revision >= 0", name="revision"),
)

# What was circulated is never rewritten: a trigger sees to that.
version_items = table(
    "version_items",
    ref("agenda_versions", "version_id", null=False),
    ref("agenda_items", "item_id", null=False),
    ref("agenda_items", "parent_id"),
    Column("position", Integer, nullable=False),
    words("label", null=False),
    json("title", "{}"),
    words("status", null=False),
    visibility("public"),
    words("embargo_until"),
    flag("removed"),
    levels(),
)
