"""A whole session from one YAML file: its series, delegations, agenda, sources and all.

The shape is the model below; examples/session-template.yaml shows it to those who write.
What only the ledger can say (is this party known, which zone has that city) is left to the
service that stores the session: every word it meets here still has its `mark`, so that it
can raise FaultyFile with the place, too.
"""

# No postponed annotations here: pydantic reads them when a class is made.
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from tracker.domain.agenda import ItemStatus
from tracker.domain.commitments import CommitmentStatus
from tracker.domain.delegations import Function, Role
from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.meetings import MeetingKind
from tracker.domain.parties import PartyKind
from tracker.domain.sessions import SessionKind
from tracker.domain.sources import SourceKind, Standing
from tracker.domain.status import Status
from tracker.domain.text import UNDETERMINED, Text, language_tag
from tracker.domain.visibility import Visibility
from tracker.domain.when import zone_of
from tracker.errors import Invalid
from tracker.intake import fields as f
from tracker.intake.yaml_source import (
    Fault,
    FaultyFile,
    Mapping,
    Mark,
    Node,
    Nothing,
    Word,
    quoted,
    read_yaml,
)


class Entry(BaseModel):
    """A record of the file; `mark` is where it begins."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    shorthand: ClassVar[str | None] = None  # the field that a word alone stands for

    mark: Mark

    @model_validator(mode="before")
    @classmethod
    def _open(cls, node: Node, info: ValidationInfo) -> dict[str, Any]:
        if isinstance(node, Word) and cls.shorthand:
            return {"mark": node.mark, cls.shorthand: node}
        if not isinstance(node, Mapping):
            f.refuse("Here keys and values are expected, such as “title: …”.")
        shared = f.reading(info)
        given = dict(node.entries)
        cls._expand(given, shared)
        known = [name for name in cls.model_fields if name != "mark"]
        for name, (key, _) in given.items():
            if name not in known:
                ending = shared.guess(key, known) or f"; what there may be: {', '.join(known)}."
                shared.fault(key, f"{quoted(key)} is not known here{ending}")
        values = {
            name: value
            for name, (_, value) in given.items()
            if name in known and not isinstance(value, Nothing)
        }
        for name in known:  # pydantic does not know where; see _faults
            if cls.model_fields[name].is_required() and name not in values:
                place = given[name][0] if name in given else node.mark
                shared.fault(place, f"“{name}” is missing here.")
        return {"mark": node.mark, **values}

    @classmethod
    def _expand(cls, given: dict[str, tuple[Word, Node]], shared: f.Reading) -> None:
        """Put what a shorter key says under its full one."""


class Place(Entry):
    """A city, or a venue with its city; the name alone will do."""

    shorthand = "name"

    name: f.Wording
    city: f.Line | None = None
    country: f.Line | None = None
    zone: f.Zone | None = None
    latitude: f.Latitude | None = None
    longitude: f.Longitude | None = None
    aliases: f.Many[f.Line] = ()


class Topic(Entry):
    """A subject by its short name, with the words that prints use for it."""

    slug: f.Slug
    name: f.Wording


class Spelling(Entry):
    """Another way in which a name was written; `wrong` when it is a mistake."""

    shorthand = "words"

    words: f.Line
    wrong: f.YesNo = False
    note: f.Note | None = None


class Post(Entry):
    """An office that a person holds for a party, from and to."""

    party: f.Line
    title: f.Wording
    rank: f.ARank | None = None
    since: f.WhenWords | None = None
    until: f.WhenWords | None = None


class Person(Entry):
    """A person who is named in the file without being in a delegation."""

    shorthand = "name"

    name: f.Name
    sort_name: f.Line | None = None
    spellings: f.Many[Spelling] = ()
    posts: f.Many[Post] = ()
    note: f.Note | None = None


class Member(Entry):
    """A person in a delegation; `post` is the title of the office held for its party."""

    shorthand = "name"

    name: f.Name
    sort_name: f.Line | None = None
    spellings: f.Many[Spelling] = ()
    function: f.AFunction = Function.MEMBER
    post: f.Wording = Text()
    rank: f.ARank | None = None
    since: f.WhenWords | None = None
    until: f.WhenWords | None = None
    note: f.Note | None = None


class Delegation(Entry):
    """A party at the session or meeting. `people()` gives the head first."""

    shorthand = "party"

    party: f.Line
    role: f.ARole = Role.PARTICIPANT
    level: f.ARank | None = None
    chairs: f.YesNo = False
    head: Member | None = None
    members: f.Many[Member] = ()
    credentials: f.Line | None = None
    visibility: f.AVisibility | None = None
    note: f.Note | None = None

    def people(self) -> Iterator[tuple[Function, Member]]:
        """Yield the head and the members, each with the function that holds."""
        if self.head:
            yield Function.HEAD, self.head
        yield from ((member.function, member) for member in self.members)

    @field_validator("members")
    @classmethod
    def _one_head(cls, members: tuple[Member, ...], info: ValidationInfo) -> tuple[Member, ...]:
        heads = [m for m in members if m.function is Function.HEAD]
        for member in heads if info.data.get("head") else heads[1:]:
            f.reading(info).fault(member.mark, "A delegation has one head; this is a second.")
        return members


@field_validator("delegations", mode="before")
def _each_party_once(nodes: Node, info: ValidationInfo) -> Node:
    f.once(nodes, "party", info)
    return nodes


class Item(Entry):
    """A thing to be discussed; without a label it is given the next one."""

    shorthand = "title"

    label: f.Label | None = None
    title: f.Wording
    items: f.Many["Item"] = ()
    origin: f.Line | None = None
    lead: f.Line | None = None
    status: f.AnItemStatus = ItemStatus.PROVISIONAL
    outcome: f.Wording = Text()
    mode: f.AnOutcomeMode | None = None
    papers: f.Many[f.DocumentRef] = ()
    visibility: f.AVisibility | None = None
    note: f.Note | None = None


class Occasion(Entry):
    """What a session and a meeting have in common. Whens are words, read and found right.

    `when` in a file is short for the date that its status speaks of: held, confirmed, or
    announced. A timed one is read again by the storing service, in the place's zone.
    """

    title: f.Wording
    zone: f.Zone | None = None
    place: Place | None = None
    announced: f.WhenWords | None = None
    confirmed: f.WhenWords | None = None
    actual: f.WhenWords | None = None
    status: f.AStatus = Field(
        default_factory=lambda data: Status.HELD if data.get("actual") else Status.ANNOUNCED
    )
    format: f.AFormat | None = None
    level: f.ARank | None = None
    languages: f.Many[f.Language] = ()
    topics: f.Many[f.Slug] = ()
    sources: f.Many[f.SourceRef] = ()
    reason: f.Line | None = None
    url: f.Url | None = None
    note: f.Note | None = None
    visibility: f.AVisibility | None = None
    embargo: f.Instant | None = None

    @classmethod
    def _expand(cls, given: dict[str, tuple[Word, Node]], shared: f.Reading) -> None:
        if "when" not in given:
            return
        key, value = given.pop("when")
        _, status = given.get("status", (None, None))
        meant = {"held": "actual", "confirmed": "confirmed"}.get(str(status), "announced")
        if meant in given:
            shared.fault(key, f"“when” and “{meant}” say the same thing here; keep one.")
        else:
            given[meant] = (key, value)

    @field_validator("status")
    @classmethod
    def _held_if_actual(cls, status: Status, info: ValidationInfo) -> Status:
        actual = info.data.get("actual")
        if actual and status is not Status.HELD:
            sentence = f"It has an actual date, so its status is held, not {status}."
            f.reading(info).fault(actual, sentence)
        return status


class Meeting(Occasion):
    """One sitting or encounter; `parties` are those of whom no more is said."""

    key: f.MeetingKey | None = None
    kind: f.AMeetingKind = MeetingKind.MEETING
    access: f.AnAccess | None = None
    room: f.Line | None = None
    chairs: f.Many[f.Line] = ()
    parties: f.Many[f.Line] = ()
    delegations: f.Many[Delegation] = ()

    _parties_once = _each_party_once


class Session(Occasion):
    """The session itself."""

    ordinal: f.Ordinal
    kind: f.ASessionKind = SessionKind.REGULAR
    host: f.Line | None = None


class Series(Entry):
    """The mechanism that the session is an edition of."""

    shorthand = "slug"

    slug: f.Slug
    title: f.Wording = Text()
    parties: f.Many[f.Line] = ()
    visibility: f.AVisibility | None = None
    note: f.Note | None = None


class Link(Entry):
    """What a document is to a record of the file."""

    shorthand = "to"

    to: f.AnyTarget
    relation: f.ARelation = Relation.OUTCOME


class Document(Entry):
    """A paper; an item may also name it among its `papers`."""

    key: f.DocumentKey
    title: f.Wording
    kind: f.ADocumentKind = DocumentKind.OTHER
    symbol: f.Line | None = None
    language: f.Language | None = None
    dated: f.WhenWords | None = None
    link: f.Line | None = None
    links: f.Many[Link] = ()
    visibility: f.AVisibility | None = None
    note: f.Note | None = None


class Commitment(Entry):
    """A promise; made at the session unless `made_at` names a meeting."""

    key: f.CommitmentKey | None = None
    title: f.Wording
    owners: f.Many[f.Line] = ()
    due: f.WhenWords | None = None
    status: f.ACommitmentStatus = CommitmentStatus.OPEN
    done_on: f.Day | None = None
    made_at: f.AnyTarget | None = None
    visibility: f.AVisibility | None = None
    note: f.Note | None = None


class Source(Entry):
    """A publication."""

    key: f.SourceKey
    kind: f.ASourceKind = SourceKind.OTHER
    url: f.Url | None = None
    title: f.Wording = Text()
    publisher: f.Line | None = None
    language: f.Language | None = None
    published: f.WhenWords | None = None
    retrieved: f.Instant | None = None
    visibility: f.AVisibility | None = None
    note: f.Note | None = None


class Claim(Entry):
    """A source says that `field` of a record is `value`."""

    source: f.SourceRef
    about: f.AnyTarget
    field: f.Line
    value: f.Line
    reason: f.Note | None = None
    standing: f.AStanding = Standing.OPEN

    @field_validator("standing")
    @classmethod
    def _says_why(cls, standing: Standing, info: ValidationInfo) -> Standing:
        value = info.data.get("value")
        decided = standing in (Standing.PREFERRED, Standing.REJECTED)
        if decided and value and "reason" in info.data and not info.data["reason"]:
            f.reading(info).fault(value, f"This claim is {standing}; give the reason.")
        about, field = info.data.get("about"), info.data.get("field")
        if standing is Standing.PREFERRED and about and field:
            f.reading(info).prefer(about, field)
        return standing


class Membership(Entry):
    """A member of an organisation, from and to."""

    shorthand = "party"

    party: f.Line
    since: f.WhenWords | None = None
    until: f.WhenWords | None = None


class Party(Entry):
    """A state or an organisation that the ledger may not know yet."""

    code: f.PartyCode
    kind: f.APartyKind = PartyKind.ORGANISATION
    name: f.Wording
    formal_name: f.Wording = Text()
    aliases: f.Many[f.Line] = ()
    members: f.Many[Membership] = ()
    note: f.Note | None = None


class SessionFile(Entry):
    """One session and what it needs. `language` is that of texts given without one.

    `visibility` holds for every record that does not say its own. `related` are meetings
    outside the session; their keys are in one count with those of `meetings`.
    """

    language: f.Language
    visibility: f.AVisibility = Visibility.INTERNAL
    parties: f.Many[Party] = ()
    people: f.Many[Person] = ()
    topics: f.Many[Topic] = ()
    series: Series
    session: Session
    delegations: f.Many[Delegation] = ()
    meetings: f.Many[Meeting] = ()
    agenda: f.Many[Item] = ()
    documents: f.Many[Document] = ()
    commitments: f.Many[Commitment] = ()
    sources: f.Many[Source] = ()
    claims: f.Many[Claim] = ()
    related: f.Many[Meeting] = ()

    _parties_once = _each_party_once


def read_session_file(text: str, *, name: str, now: datetime) -> SessionFile:
    """Return the session that a YAML text describes.

    `name` is what faults call the file, `now` an aware instant, needed only to find dates
    that lean on the day of reading, such as “tomorrow”, which a file may not hold. Raises
    FaultyFile with every fault.
    """
    root, faults = read_yaml(text, name=name)
    shared = f.Reading(now=now, language=_language(root), zone=_zone(root), faults=faults)
    found = None
    try:
        found = SessionFile.model_validate(root, context=shared)
    except ValidationError as error:
        faults.extend(_faults(error))
    shared.look_up()
    if found is None or faults:
        raise FaultyFile(name, faults)
    return found


def _language(root: Node) -> str:
    named = root.get("language") if isinstance(root, Mapping) else None
    if isinstance(named, Word):
        with suppress(Invalid):  # told where the field is read
            return language_tag(named)
    return UNDETERMINED


def _zone(root: Node) -> str:
    """Return the session's zone where the file says it, in which its meetings' whens are read."""
    session = root.get("session") if isinstance(root, Mapping) else None
    place = session.get("place") if isinstance(session, Mapping) else None
    for group in (session, place):
        named = group.get("zone") if isinstance(group, Mapping) else None
        if isinstance(named, Word):
            with suppress(Invalid):
                return zone_of(named).key
    return "UTC"


def _faults(error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        if detail["type"] == "fault":  # pydantic's own were told when the record was opened
            place = detail["input"]
            yield Fault.at(place if isinstance(place, Word) else place.mark, detail["msg"])
