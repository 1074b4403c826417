"""Entering a whole session from a file: everything it says, or nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from tracker.domain.agenda import label_key
from tracker.domain.claim_fields import DATES, claim_field
from tracker.domain.delegations import Role
from tracker.domain.documents import Relation
from tracker.domain.folding import folded
from tracker.domain.instants import to_stored
from tracker.domain.parties import PartyKind
from tracker.domain.refs import session_ref
from tracker.domain.sources import Standing
from tracker.domain.text import Text
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility, strictest
from tracker.errors import Conflict, Invalid
from tracker.intake.fields import TargetKind
from tracker.intake.yaml_source import Fault, FaultyFile
from tracker.services import lookup
from tracker.services.agenda import STEP, free_label
from tracker.services.delegations import post_for
from tracker.services.desk import json_list
from tracker.services.drafts import filled, require_order
from tracker.services.levels import level_of
from tracker.services.meetings import tag
from tracker.services.session_names import Names
from tracker.storage.door import one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.domain.delegations import Function
    from tracker.intake import session_file as entries
    from tracker.intake.fields import Target
    from tracker.intake.yaml_source import Word
    from tracker.services.desk import Desk

# What the file's words for a record's kind are called in the ledger.
_TABLES = {
    TargetKind.SERIES: "series",
    TargetKind.SESSION: "sessions",
    TargetKind.MEETING: "meetings",
    TargetKind.ITEM: "agenda_items",
    TargetKind.DOCUMENT: "documents",
    TargetKind.COMMITMENT: "commitments",
    TargetKind.PERSON: "people",
    TargetKind.PARTY: "parties",
}
_LINKED = {TargetKind.SESSION: "session_id", TargetKind.MEETING: "meeting_id"}
_LINKED |= {TargetKind.ITEM: "item_id"}


@frozen
class Stored:
    """The session that was stored, and how much came with it."""

    session: int
    meetings: int
    items: int
    documents: int
    commitments: int
    sources: int


def store(desk: Desk, file: entries.SessionFile, *, name: str) -> Stored:
    """Store everything that a file says and return what came of it; `name` is the file's.

    What the ledger knows already (parties, people, places, a series, sources by address) is
    used, and gains the names that are new. Raises Conflict when the session is recorded
    already and FaultyFile, with every fault and its place, for what cannot be.
    """
    _require_new(desk, file)
    desk = replace(desk, language=file.language)  # words without a language are in the file's
    names = Names(desk)
    _look_up(names, file)
    _tell(names, name)
    filing = _Filing(names, file)
    stored = filing.store()
    _tell(names, name)
    desk.ledger.about("sessions", stored.session)
    return stored


def _tell(names: Names, name: str) -> None:
    if names.faults:
        raise FaultyFile(name, names.faults)


def _require_new(desk: Desk, file: entries.SessionFile) -> None:
    session = file.session
    if desk.reading.rows(
        "SELECT 1 FROM sessions n JOIN series s ON s.id = n.series_id WHERE n.removed = 0 "
        "AND s.slug = :slug AND n.ordinal = :ordinal AND n.kind = :kind",
        {"slug": str(file.series.slug), "ordinal": session.ordinal, "kind": str(session.kind)},
    ):
        ref = session_ref(file.series.slug, session.ordinal, session.kind)
        raise Conflict(
            f"{ref} is recorded already; nothing was added to it.",
            hint=f"See it with: tracker session show {ref}",
        )


def _look_up(names: Names, file: entries.SessionFile) -> None:
    """Find or store every party, person and place of a file, and read its dates."""
    for party in file.parties:
        with names.telling(party.mark):
            _store_party(names.desk, party)
    names.parties(tuple(_party_words(file)))
    for person in file.people:
        names.meet(person)
    for member in _members(file):
        names.meet(member)
    for topic in file.topics:
        lookup.name_topic(names.desk, topic.slug, topic.name)
    series = _series_level(names.desk, file)
    session = _level(names.desk, file, file.session, series)
    around = names.settle(file.session, session)
    for meeting in file.meetings:
        names.settle(meeting, _level(names.desk, file, meeting, session), around)
    for meeting in file.related:
        names.settle(meeting, _level(names.desk, file, meeting))


def _series_level(desk: Desk, file: entries.SessionFile) -> Visibility:
    known = one(
        desk.reading.rows(
            "SELECT * FROM series WHERE removed = 0 AND slug = :slug",
            {"slug": str(file.series.slug)},
        )
    )
    own = {"visibility": file.series.visibility or file.visibility}
    return level_of(desk, "series", dict(known) if known else own)


def _level(
    desk: Desk,
    file: entries.SessionFile,
    of: entries.Occasion,
    around: Visibility = Visibility.PUBLIC,
) -> Visibility:
    """Return the level at which a session or meeting of a file will be seen."""
    embargo_until = to_stored(of.embargo) if of.embargo else None
    own = {"visibility": of.visibility or file.visibility, "embargo_until": embargo_until}
    return strictest([level_of(desk, "", own), around])


def _store_party(desk: Desk, party: entries.Party) -> None:
    """Store a party that the ledger does not have; what it has is left as it stands."""
    if desk.reading.rows(
        "SELECT 1 FROM parties WHERE removed = 0 AND code = :code", {"code": str(party.code)}
    ):
        return
    desk.ledger.insert(
        "parties",
        {
            "code": party.code,
            "kind": party.kind,
            "iso2": _alpha2(party),
            "name": party.name.stored(),
            "formal_name": party.formal_name.stored(),
            "aliases": json_list(party.aliases),
            "note": party.note,
        },
    )


def _alpha2(party: entries.Party) -> str | None:
    if party.kind is not PartyKind.STATE:
        return None
    from tracker.reference.states import state_by_code

    state = state_by_code(party.code)
    return state.alpha2 if state else None


def _gatherings(file: entries.SessionFile) -> Iterator[entries.Delegation]:
    yield from file.delegations
    for meeting in chain(file.meetings, file.related):
        yield from meeting.delegations


def _members(file: entries.SessionFile) -> Iterator[entries.Member]:
    for delegation in _gatherings(file):
        yield from (member for _, member in delegation.people())


def _party_words(file: entries.SessionFile) -> Iterator[Word]:
    yield from file.series.parties
    yield from (member.party for party in file.parties for member in party.members)
    yield from (post.party for person in file.people for post in person.posts)
    if file.session.host:
        yield file.session.host
    yield from (delegation.party for delegation in _gatherings(file))
    for meeting in chain(file.meetings, file.related):
        yield from (*meeting.parties, *meeting.chairs)
    yield from (item.lead for item in _items(file.agenda) if item.lead)
    yield from (owner for commitment in file.commitments for owner in commitment.owners)
    yield from (_rest(c.about) for c in file.claims if c.about.kind is TargetKind.PARTY)


def _items(items: Iterable[entries.Item]) -> Iterator[entries.Item]:
    for item in items:
        yield item
        yield from _items(item.items)


def _rest(target: Target) -> Word:
    """Return the name in `party AES`, where it stands."""
    return type(target.words)(target.key, target.words.mark)


class _Filing:
    """The records of one file while they are stored, by the words that name them in it."""

    def __init__(self, names: Names, file: entries.SessionFile) -> None:
        self._names = names
        self._desk = names.desk
        self._insert = names.desk.ledger.insert
        self._file = file
        self._visible = file.visibility
        self._stored: dict[tuple[TargetKind, str], int] = {}
        self._sources: dict[str, int] = {}
        self._items: list[tuple[entries.Item, int]] = []
        self._labels = {label_key(item.label) for item in _items(file.agenda) if item.label}

    def store(self) -> Stored:
        """Store the records in the order in which they name each other."""
        file = self._file
        for party in file.parties:
            self._memberships(party)
        for person in file.people:
            for post in person.posts:
                self._post(self._names.people[person.mark], post)
        for source in file.sources:
            self._sources[source.key] = self._source(source)
        session = self._session()
        for meeting in file.meetings:
            self._meeting(meeting, session)
        for meeting in file.related:
            self._meeting(meeting, None)
        self._agenda(session, file.agenda, None, None)
        for document in file.documents:
            self._document(document)
        for commitment in file.commitments:
            self._commitment(commitment)
        self._papers()
        for claim in file.claims:
            with self._names.telling(claim.about.words):
                self._claim(claim)
        return Stored(
            session=session,
            meetings=len(file.meetings) + len(file.related),
            items=len(self._items),
            documents=len(file.documents),
            commitments=len(file.commitments),
            sources=len(file.sources),
        )

    def _memberships(self, party: entries.Party) -> None:
        organisation = self._names.party(party.code)
        for membership in party.members:
            pair = {
                "member_id": self._names.party(membership.party),
                "organisation_id": organisation,
            }
            if not self._known("memberships", pair):
                since, until = self._period(membership)
                self._insert("memberships", {**pair, "since": since, "until": until})

    def _period(
        self, of: entries.Membership | entries.Post | entries.Member
    ) -> tuple[str | None, str | None]:
        since, until = self._names.date(of.since), self._names.date(of.until)
        with self._names.telling(of.mark):
            require_order(since, until)
        return since, until

    def _known(self, table: str, columns: dict[str, Any]) -> int | None:
        """Return a record with just these values, or None."""
        conditions = " AND ".join(f"{column} = :{column}" for column in columns)
        row = one(
            self._desk.reading.rows(
                f"SELECT id FROM {table} WHERE removed = 0 AND {conditions}", columns
            )
        )
        return int(row["id"]) if row else None

    def _post(self, person: int, post: entries.Post) -> int:
        period = self._period(post)
        return self._office(person, self._names.party(post.party), post.title, post.rank, period)

    def _office(
        self,
        person: int,
        party: int,
        title: Text,
        rank: str | None,
        period: tuple[str | None, str | None],
    ) -> int:
        """Return the post of that title, in any of its languages, stored when it is new."""
        wanted = folded(title)
        for row in self._desk.reading.rows(
            "SELECT id, title FROM posts WHERE removed = 0 AND person_id = :person "
            "AND party_id = :party",
            {"person": person, "party": party},
        ):
            if wanted & folded(Text.read(row["title"])):
                return int(row["id"])
        since, until = period
        held = {"person_id": person, "party_id": party, "since": since, "until": until}
        return self._insert("posts", {**held, "title": title.stored(), "rank": rank})

    def _source(self, source: entries.Source) -> int:
        known = self._known("sources", {"url": str(source.url)}) if source.url else None
        return known or self._insert(
            "sources",
            {
                "kind": source.kind,
                "url": source.url,
                "title": source.title.stored(),
                "publisher": source.publisher,
                "language": source.language,
                "published": self._names.date(source.published),
                "retrieved_at": to_stored(source.retrieved) if source.retrieved else None,
                "visibility": source.visibility or self._visible,
                "note": source.note,
            },
        )

    def _series(self) -> int:
        series = self._file.series
        known = self._known("series", {"slug": str(series.slug)})
        if known is None and not series.title:
            sentence = f"The ledger has no series {series.slug} yet, so it needs a title here."
            self._names.faults.append(Fault.at(series.slug, sentence))
        return known or self._insert(
            "series",
            {
                "slug": series.slug,
                "title": series.title.stored(),
                "visibility": series.visibility or self._visible,
                "note": series.note,
            },
        )

    def _occasion(self, of: entries.Occasion) -> dict[str, Any]:
        """Return the columns that sessions and meetings share."""
        setting = self._names.settings[of.mark]
        return {
            "title": of.title.stored(),
            "status": of.status,
            **setting.whens,
            "zone": setting.zone,
            "place_id": setting.place,
            "format": of.format,
            "level": of.level,
            "languages": json_list(of.languages),
            "reason": of.reason,
            "url": of.url,
            "note": of.note,
            "visibility": of.visibility or self._visible,
            "embargo_until": to_stored(of.embargo) if of.embargo else None,
        }

    def _session(self) -> int:
        series, of = self._series(), self._file.session
        session = self._insert(
            "sessions",
            {
                "series_id": series,
                "ordinal": of.ordinal,
                "kind": of.kind,
                "host_id": self._names.party(of.host) if of.host else None,
                **self._occasion(of),
            },
        )
        self._stored[TargetKind.SERIES, ""] = series
        self._stored[TargetKind.SESSION, ""] = session
        self._around("sessions", session, of)
        for delegation in self._file.delegations:
            self._delegation("session_id", session, delegation)
        return session

    def _meeting(self, of: entries.Meeting, session: int | None) -> None:
        meeting = self._insert(
            "meetings",
            {
                "session_id": session,
                "kind": of.kind,
                "access": of.access,
                "room": of.room,
                **self._occasion(of),
            },
        )
        if of.key:
            self._stored[TargetKind.MEETING, of.key] = meeting
        self._around("meetings", meeting, of)
        chairs = self._names.parties(of.chairs)
        for delegation in of.delegations:
            chairing = self._names.party(delegation.party) in chairs
            self._delegation("meeting_id", meeting, delegation, chairs=chairing)
        present = {self._names.party(each.party) for each in of.delegations}
        for party in self._names.parties((*of.parties, *of.chairs)):
            if party not in present:
                self._insert("delegations", self._simple(meeting, party, chairs=party in chairs))

    def _simple(self, meeting: int, party: int, *, chairs: bool) -> dict[str, Any]:
        """Return the delegation of a party of which no more is said than that it was there."""
        return {
            "meeting_id": meeting,
            "party_id": party,
            "role": Role.PARTICIPANT,
            "chairs": int(chairs),
            "visibility": self._visible,
        }

    def _around(self, table: str, record: int, of: entries.Occasion) -> None:
        for topic in of.topics:
            tag(self._desk, f"{table[:-1]}_id", record, topic)
        for key in dict.fromkeys(of.sources):
            said = {"field": "record", "value": "mentioned", "standing": Standing.SUPPORTING}
            self._claimed(self._sources[key], table, record, said)

    def _delegation(
        self, column: str, owner: int, of: entries.Delegation, *, chairs: bool = False
    ) -> None:
        party = self._names.party(of.party)
        delegation = self._insert(
            "delegations",
            {
                column: owner,
                "party_id": party,
                "role": of.role,
                "level": of.level,
                "chairs": int(of.chairs or chairs),
                "credentials": of.credentials,
                "visibility": of.visibility or self._visible,
                "note": of.note,
            },
        )
        met: set[int] = set()
        for function, member in of.people():
            person = self._names.people[member.mark]
            with self._names.telling(member.mark):
                if person in met:
                    raise Invalid(f"p{person} is in this delegation already.")
                met.add(person)
                self._member(delegation, party, function, member)

    def _member(
        self, delegation: int, party: int, function: Function, member: entries.Member
    ) -> None:
        person = self._names.people[member.mark]
        if member.post:
            period = self._period(member)
            post: int | None = self._office(person, party, member.post, member.rank, period)
        else:
            post = post_for(self._desk, delegation, person)
        self._insert(
            "members",
            {
                "delegation_id": delegation,
                "person_id": person,
                "post_id": post,
                "function": function,
            },
        )

    def _agenda(
        self,
        session: int,
        items: Sequence[entries.Item],
        parent: int | None,
        above: str | None,
    ) -> None:
        before: list[str] = []
        for number, item in enumerate(items, start=1):
            label = item.label or free_label(self._labels, before, above)
            self._labels.add(label_key(label))
            before.append(label)
            new = self._insert(
                "agenda_items",
                {
                    "session_id": session,
                    "parent_id": parent,
                    "position": number * STEP,
                    "label": label,
                    "title": item.title.stored(),
                    "origin": item.origin,
                    "status": item.status,
                    "lead_id": self._names.party(item.lead) if item.lead else None,
                    "outcome": item.outcome.stored(),
                    "mode": item.mode,
                    "note": item.note,
                    "visibility": item.visibility or self._visible,
                },
            )
            self._stored[TargetKind.ITEM, label_key(label)] = new
            self._items.append((item, new))
            self._agenda(session, item.items, new, label)

    def _document(self, of: entries.Document) -> None:
        document = self._insert(
            "documents",
            {
                "title": of.title.stored(),
                "kind": of.kind,
                "symbol": of.symbol,
                "language": of.language,
                "dated": self._names.date(of.dated),
                "link": of.link,
                "note": of.note,
                "visibility": of.visibility or self._visible,
            },
        )
        self._stored[TargetKind.DOCUMENT, of.key] = document
        for link in of.links:
            with self._names.telling(link.to.words):
                column = self._linked(link.to, "A document is linked with")
                self._link(document, {column: self._record(link.to)}, link.relation)

    def _linked(self, target: Target, what: str) -> str:
        """Return the column for a target; raise Invalid for one that there is no column for."""
        column = _LINKED.get(target.kind)
        if column is None:
            raise Invalid(f"{what} the session, a meeting or an item, not a {target.kind}.")
        return column

    def _link(self, document: int, to: dict[str, int], relation: Relation) -> None:
        link = {"document_id": document, "relation": str(relation), **to}
        if self._known("document_links", link) is None:
            self._insert("document_links", link)

    def _papers(self) -> None:
        for item, stored in self._items:
            for key in item.papers:
                document = self._stored[TargetKind.DOCUMENT, key]
                self._link(document, {"item_id": stored}, Relation.PAPER)

    def _commitment(self, of: entries.Commitment) -> None:
        made_at = {"session_id": self._stored[TargetKind.SESSION, ""]}
        if of.made_at:
            with self._names.telling(of.made_at.words):
                column = self._linked(of.made_at, "A commitment is made at")
                # An item is the session's: a promise made on it was made at the session.
                above = made_at if of.made_at.kind is TargetKind.ITEM else {}
                made_at = {**above, column: self._record(of.made_at)}
        commitment = self._insert(
            "commitments",
            {
                "title": of.title.stored(),
                "status": of.status,
                "due": self._names.date(of.due),
                "done_on": str(of.done_on) if of.done_on else None,
                "note": of.note,
                "visibility": of.visibility or self._visible,
                **made_at,
            },
        )
        if of.key:
            self._stored[TargetKind.COMMITMENT, of.key] = commitment
        for party in self._names.parties(of.owners):
            self._insert("owners", {"commitment_id": commitment, "party_id": party})

    def _record(self, target: Target) -> int:
        """Return the id of a record that the file names; the reader saw that it is there."""
        if target.kind is TargetKind.PARTY:
            return self._names.party(_rest(target))
        if target.kind is TargetKind.PERSON:
            person = self._names.person_named(target.key)
            if person is None:
                raise Conflict("Several people go by that name; use one that is theirs alone.")
            return person
        return self._stored[target.kind, target.key]

    def _claim(self, of: entries.Claim) -> None:
        table = _TABLES[of.about.kind]
        field = claim_field(table, of.field)
        if field is None:
            raise Invalid(f"Nothing can be claimed of the “{of.field}” of a {of.about.kind}.")
        said = {"field": field, "value": self._value(field, of.value), "standing": of.standing}
        said |= filled({"reason": of.reason})
        self._claimed(self._sources[of.source], table, self._record(of.about), said)

    def _value(self, field: str, word: Word) -> str:
        """Return a date as dates are kept; what is no date, being claimed, stays as it was said."""
        if field in DATES:
            try:
                return str(self._desk.when(word))
            except Invalid:
                pass
        return str(word)

    def _claimed(self, source: int, table: str, record: int, said: dict[str, str]) -> None:
        about = {"source_id": source, "record_table": table, "record_id": record}
        self._insert("claims", {**about, **said, "visibility": self._visible})
