"""Reading what the revisions say of a record's life: UID, CREATED, LAST-MODIFIED, SEQUENCE.

Each revision has a LAST-MODIFIED for every clearance that notices it (storage/ledger.py),
so what a reader may not notice leaves no trace in any of the stamps.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored, to_stored
from tracker.domain.occasions import Stamp
from tracker.storage.reads.reading import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading


def stamps(reading: Reading, table: str, uids: dict[int, str]) -> dict[int, Stamp]:
    """Return the stamps of sessions or meetings, as far as this reader may notice.

    LAST-MODIFIED is that of the newest noticeable revision of the record or of anything
    shown with it, or the end of an embargo on something of it, if that is later. CREATED
    is when this reader could first see the record, and SEQUENCE counts the moves since.
    """
    own = {row["record_id"]: row for row in _own(reading, table, uids)}
    created = _created(reading, table, own)
    newest = (
        _around(reading, table, uids),
        _behind(reading, table, uids),
        _session_titles(reading, uids) if table == "meetings" else {},
    )
    ended = _ended(reading, table, uids, _EMBARGOED + _EMBARGOED_IN[table])
    return {
        record: Stamp(
            uid=uid,
            created=from_stored(created[record]),
            modified=_modified(
                created[record],
                [own[record]["modified"], *(at.get(record) for at in newest)],
                ended.get(record, ()),
            ),
            sequence=int(own[record]["sequence"] or 0),
        )
        for record, uid in uids.items()
    }


def _modified(created: str, seen: list[str | None], ended: tuple[str, ...]) -> datetime:
    """Return LAST-MODIFIED: of the newest revision, and later by each embargo that ended.

    The end of an embargo is a change like others, though many changes within a second
    may have moved the clock past it already.
    """
    revised = [from_stored(at) + timedelta(seconds=len(ended)) for at in seen if at]
    return max([from_stored(created), *revised, *map(from_stored, ended)])


def _clock(reading: Reading) -> str:
    """Return the column that has LAST-MODIFIED for this reader."""
    return f"modified_{reading.gate.reader.clearance}"


def _newest(rows: Iterable[Row]) -> dict[int, str]:
    return {row["owner"]: row["modified"] for row in rows if row["modified"]}


def _own(reading: Reading, table: str, ids: Iterable[int]) -> list[Row]:
    rank, clock = reading.gate.reader.clearance.rank, _clock(reading)
    return reading.by_ids(
        f"SELECT record_id, min({clock}) AS created, max({clock}) AS modified, "
        "min(modified_confidential) AS logged, "
        f"sum(CASE WHEN moved_level <= {rank} THEN 1 ELSE 0 END) AS sequence "
        f"FROM revisions WHERE record_table = '{table}' AND record_id IN ({{ids}}) "
        "GROUP BY record_id",
        ids,
    )


def _created(reading: Reading, table: str, own: Mapping[int, Row]) -> dict[int, str]:
    """Return when this reader could first see each record.

    That is its first noticeable revision; of what was logged in secret, the end of its
    embargo, or what made public the session or series that holds it.
    """
    found = {record: row["created"] for record, row in own.items() if row["created"]}
    secret = [n for n, row in own.items() if row["created"] != row["logged"]]
    if not secret:
        return found
    lifted = _lifted(reading, table, secret, (_OWN_EMBARGO, *_EMBARGOED_ABOVE[table]))
    above = " UNION ALL ".join(_ABOVE[table])
    opened = _newest(
        reading.by_ids(
            f"SELECT s.owner AS owner, min(r.{_clock(reading)}) AS modified FROM ({above}) s "
            "JOIN revisions r ON r.record_table = s.shown AND r.record_id = s.id "
            "WHERE r.id > (SELECT min(o.id) FROM revisions o "
            f"WHERE o.record_table = '{table}' AND o.record_id = s.owner) GROUP BY s.owner",
            secret,
        )
    )
    for record in secret:
        logged = own[record]["logged"]
        seen = [found[record]] if record in found else []
        if lifted.get(record, "") > logged:
            seen.append(lifted[record])
        found[record] = min(seen) if seen else opened.get(record, logged)
    return found


def _around(reading: Reading, table: str, ids: Iterable[int]) -> dict[int, str]:
    """Return the newest revision among delegations, items, papers and what else hangs on it.

    What has left it counts as well; where else it is listed, and who was invited, is not shown.
    """
    each = " UNION ALL ".join(
        f"SELECT {column} AS owner, {_clock(reading)} AS at FROM revisions "
        f"WHERE {column} IN ({{ids}}) AND record_table NOT IN ('listings', 'invitees')"
        for column in (f"{table[:-1]}_id", f"left_{table[:-1]}_id")
    )
    return _newest(
        reading.by_ids(f"SELECT owner, max(at) AS modified FROM ({each}) x GROUP BY owner", ids)
    )


# The records that a session or meeting shows: whose name, where, by what series. Each is
# (owner, table, id); {column} is session_id or meeting_id, {table} sessions or meetings.
_SHOWN = (
    (
        "SELECT d.{column} AS owner, 'parties' AS shown, d.party_id AS id FROM delegations d "
        "WHERE d.removed = 0 AND d.{column} IN ({ids}) AND {gate:d.}"
    ),
    (
        "SELECT d.{column}, 'people', m.person_id FROM members m "
        "JOIN delegations d ON d.id = m.delegation_id "
        "WHERE m.removed = 0 AND d.removed = 0 AND d.{column} IN ({ids}) AND {gate:d.}"
    ),
    (
        "SELECT d.{column}, 'posts', m.post_id FROM members m "
        "JOIN delegations d ON d.id = m.delegation_id "
        "WHERE m.removed = 0 AND d.removed = 0 AND d.{column} IN ({ids}) AND {gate:d.}"
    ),
    "SELECT x.id, 'places', x.place_id FROM {table} x WHERE x.id IN ({ids})",
    (
        "SELECT x.id, 'places', p.city_id FROM {table} x JOIN places p ON p.id = x.place_id "
        "WHERE x.id IN ({ids})"
    ),
    (
        "SELECT l.{column}, 'documents', l.document_id FROM document_links l "
        "WHERE l.removed = 0 AND l.{column} IN ({ids})"
    ),
    (
        "SELECT i.{column}, 'documents', l.document_id FROM document_links l "
        "JOIN agenda_items i ON i.id = l.item_id "
        "WHERE l.removed = 0 AND i.{column} IN ({ids}) AND {gate:i.}"
    ),
    (
        "SELECT i.{column}, 'parties', i.lead_id FROM agenda_items i "
        "WHERE i.removed = 0 AND i.{column} IN ({ids}) AND {gate:i.}"
    ),
    (
        "SELECT k.{column}, 'parties', o.party_id FROM owners o "
        "JOIN commitments k ON k.id = o.commitment_id "
        "WHERE o.removed = 0 AND k.removed = 0 AND k.{column} IN ({ids}) AND {gate:k.}"
    ),
    (
        "SELECT g.{column}, 'topics', g.topic_id FROM taggings g "
        "WHERE g.removed = 0 AND g.{column} IN ({ids})"
    ),
    (
        "SELECT c.record_id, 'sources', c.source_id FROM claims c "
        "WHERE c.removed = 0 AND c.record_table = '{table}' AND c.record_id IN ({ids}) "
        "AND {gate:c.}"
    ),
)
# What a session shows besides: its host, and what its programme tells of its meetings.
_HELD = "FROM meetings m{join} WHERE m.removed = 0 AND m.session_id IN ({ids}) AND {gate:m.}"
_SHOWN_IN = {
    "meetings": (),
    "sessions": (
        "SELECT n.id, 'parties', n.host_id FROM sessions n WHERE n.id IN ({ids})",
        "SELECT m.session_id, 'places', m.place_id " + _HELD.replace("{join}", ""),
        "SELECT m.session_id, 'places', p.city_id "
        + _HELD.replace("{join}", " JOIN places p ON p.id = m.place_id"),
        "SELECT m.session_id, 'parties', d.party_id "
        + _HELD.replace("{join}", " JOIN delegations d ON d.meeting_id = m.id")
        + " AND d.removed = 0 AND {gate:d.}",
        "SELECT m.session_id, 'people', b.person_id "
        + _HELD.replace(
            "{join}",
            " JOIN delegations d ON d.meeting_id = m.id JOIN members b ON b.delegation_id = d.id",
        )
        + " AND d.removed = 0 AND d.chairs = 1 AND b.removed = 0 AND {gate:d.}",
        "SELECT m.session_id, 'parties', i.lead_id "
        + _HELD.replace("{join}", " JOIN agenda_items i ON i.meeting_id = m.id")
        + " AND i.removed = 0 AND {gate:i.}",
        "SELECT m.session_id, 'documents', l.document_id "
        + _HELD.replace(
            "{join}",
            " JOIN agenda_items i ON i.meeting_id = m.id JOIN document_links l ON l.item_id = i.id",
        )
        + " AND i.removed = 0 AND l.removed = 0 AND {gate:i.}",
    ),
}
_ABOVE = {
    "sessions": (
        (
            "SELECT n.id AS owner, 'series' AS shown, n.series_id AS id "
            "FROM sessions n WHERE n.id IN ({ids})"
        ),
    ),
    "meetings": (
        (
            "SELECT m.id AS owner, 'series' AS shown, n.series_id AS id FROM meetings m "
            "JOIN sessions n ON n.id = m.session_id WHERE m.id IN ({ids})"
        ),
        "SELECT m.id, 'sessions', m.session_id FROM meetings m WHERE m.id IN ({ids})",
    ),
}


def _behind(reading: Reading, table: str, ids: Iterable[int]) -> dict[int, str]:
    """Return the newest revision among the people, posts, places … that each record shows."""
    shown = _for(reading, table, (*_SHOWN, *_SHOWN_IN[table], _ABOVE[table][0]))
    return _newest(
        reading.by_ids(
            f"SELECT s.owner AS owner, max(r.{_clock(reading)}) AS modified FROM ({shown}) s "
            "JOIN revisions r ON r.record_table = s.shown AND r.record_id = s.id "
            "GROUP BY s.owner",
            ids,
        )
    )


def _for(reading: Reading, table: str, statements: tuple[str, ...]) -> str:
    """Return statements as one, for this reader and table."""
    gate = reading.gate
    union = " UNION ALL ".join(statements)
    for prefix in ("d.", "c.", "i.", "k.", "m."):
        admits = gate.admits(prefix, embargo=prefix not in ("d.", "c."))
        union = union.replace(f"{{gate:{prefix}}}", admits)
    over = " AND ".join(
        (
            gate.admits("x.", embargo=False),
            "x.embargo_until IS NOT NULL",
            f"x.embargo_until <= '{to_stored(gate.reader.at)}'",
        )
    )
    union = union.replace("{over}", over).replace("{column}", f"{table[:-1]}_id")
    return union.replace("{table}", table)


# Of the session that holds a meeting, its event shows these; the languages give the alphabet.
_TITLED = (
    *("title", "series_id", "ordinal", "kind", "languages"),
    *("visibility", "embargo_until", "removed"),
)


def _session_titles(reading: Reading, ids: Iterable[int]) -> dict[int, str]:
    """Return the newest revision of the title of each meeting's session.

    Or of the session's rule of precedence, by which the meeting lists delegations too.
    """
    holding = {
        row["id"]: row["session_id"]
        for row in reading.by_ids(
            "SELECT id, session_id FROM meetings WHERE session_id IS NOT NULL AND id IN ({ids})",
            ids,
        )
    }
    rows = reading.by_ids(
        f"SELECT record_id, before, after, {_clock(reading)} AS at FROM revisions "
        f"WHERE record_table = 'sessions' AND {_clock(reading)} IS NOT NULL "
        "AND record_id IN ({ids}) ORDER BY id",
        holding.values(),
    )
    newest = {row["record_id"]: row["at"] for row in rows if _retitles(row)}
    for row in reading.by_ids(
        f"SELECT session_id, max({_clock(reading)}) AS at FROM revisions WHERE "
        "record_table = 'precedences' AND meeting_id IS NULL AND session_id IN ({ids}) "
        "GROUP BY session_id",
        holding.values(),
    ):
        if row["at"]:
            newest[row["session_id"]] = max(row["at"], newest.get(row["session_id"], ""))
    return {meeting: newest[at] for meeting, at in holding.items() if at in newest}


def _retitles(row: Row) -> bool:
    before, after = (json.loads(row[side]) if row[side] else {} for side in ("before", "after"))
    return any(before.get(field) != after.get(field) for field in _TITLED)


# Embargoes, as (owner, end), on what a session or meeting shows once they are over.
_OWN_EMBARGO = (
    "SELECT x.id AS owner, x.embargo_until AS at FROM {table} x WHERE x.id IN ({ids}) AND {over}"
)
_EMBARGOED_ABOVE = {
    "sessions": (
        (
            "SELECT n.id, x.embargo_until FROM sessions n JOIN series x ON x.id = n.series_id "
            "WHERE n.id IN ({ids}) AND {over}"
        ),
    ),
    "meetings": (
        (
            "SELECT n.id, x.embargo_until FROM meetings n JOIN sessions x ON x.id = n.session_id "
            "WHERE n.id IN ({ids}) AND {over}"
        ),
        (
            "SELECT n.id, x.embargo_until FROM meetings n JOIN sessions e ON e.id = n.session_id "
            "JOIN series x ON x.id = e.series_id WHERE n.id IN ({ids}) AND {over}"
        ),
    ),
}
_EMBARGOED = (
    _OWN_EMBARGO,
    (
        "SELECT v.{column}, x.embargo_until FROM version_items x "
        "JOIN agenda_versions v ON v.id = x.version_id "
        "WHERE x.removed = 0 AND v.removed = 0 AND v.{column} IN ({ids}) AND {over}"
    ),
    (
        "SELECT x.{column}, x.embargo_until FROM agenda_items x "
        "WHERE x.removed = 0 AND x.{column} IN ({ids}) AND {over}"
    ),
    (
        "SELECT x.{column}, x.embargo_until FROM commitments x "
        "WHERE x.removed = 0 AND x.{column} IN ({ids}) AND {over}"
    ),
    (
        "SELECT l.{column}, x.embargo_until FROM document_links l "
        "JOIN documents x ON x.id = l.document_id "
        "WHERE l.removed = 0 AND x.removed = 0 AND l.{column} IN ({ids}) AND {over}"
    ),
    (
        "SELECT i.{column}, x.embargo_until FROM document_links l "
        "JOIN documents x ON x.id = l.document_id JOIN agenda_items i ON i.id = l.item_id "
        "WHERE l.removed = 0 AND x.removed = 0 AND i.{column} IN ({ids}) AND {gate:i.} AND {over}"
    ),
)
_EMBARGOED_IN = {
    "meetings": _EMBARGOED_ABOVE["meetings"],
    "sessions": (
        *_EMBARGOED_ABOVE["sessions"],
        (
            "SELECT x.session_id, x.embargo_until FROM meetings x "
            "WHERE x.removed = 0 AND x.session_id IN ({ids}) AND {over}"
        ),
        (
            "SELECT m.session_id, x.embargo_until FROM meetings m "
            "JOIN agenda_items x ON x.meeting_id = m.id WHERE m.removed = 0 "
            "AND x.removed = 0 AND m.session_id IN ({ids}) AND {gate:m.} AND {over}"
        ),
        (
            "SELECT m.session_id, x.embargo_until FROM meetings m "
            "JOIN agenda_items i ON i.meeting_id = m.id JOIN document_links l ON l.item_id = i.id "
            "JOIN documents x ON x.id = l.document_id WHERE m.removed = 0 AND i.removed = 0 "
            "AND l.removed = 0 AND x.removed = 0 AND m.session_id IN ({ids}) "
            "AND {gate:m.} AND {gate:i.} AND {over}"
        ),
    ),
}


def _lifted(
    reading: Reading, table: str, ids: Iterable[int], statements: tuple[str, ...]
) -> dict[int, str]:
    """Return when the last embargo ended that kept something of a record from this reader."""
    return {n: max(ends) for n, ends in _ended(reading, table, ids, statements).items()}


def _ended(
    reading: Reading, table: str, ids: Iterable[int], statements: tuple[str, ...]
) -> dict[int, tuple[str, ...]]:
    """Return when the embargoes ended that kept something of each record from this reader."""
    if reading.gate.reader.sees_internal:
        return {}
    union = _for(reading, table, statements)
    rows = reading.by_ids(f"SELECT DISTINCT owner, at FROM ({union}) x", ids)
    return grouped((row["owner"], row["at"]) for row in rows)
