"""The kinds of fields that a file has, read from words that know their place.

Each is a type that pydantic checks; what is wrong is said in a sentence and placed by the
word that was read. What spans a file (keys and the references to them) is kept in Reading.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from tracker.domain.agenda import ItemStatus, OutcomeMode, label_key
from tracker.domain.commitments import CommitmentStatus
from tracker.domain.delegations import Function, Role
from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.folding import fold, similar
from tracker.domain.meetings import Access, MeetingKind
from tracker.domain.occasions import Format
from tracker.domain.parties import PartyKind, Rank, party_code
from tracker.domain.sessions import SessionKind
from tracker.domain.sources import SourceKind, Standing
from tracker.domain.status import Status
from tracker.domain.text import LONGEST_NOTE, Text, clean, language_tag
from tracker.domain.topics import slug
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import zone_of
from tracker.domain.when_grammar import read_when
from tracker.errors import Invalid
from tracker.intake.yaml_source import Fault, Mapping, Mark, Nothing, Sequence, Word, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.intake.yaml_source import Node

# Likening a word to those known takes time, which a file of faults must not have for the asking.
LONGEST_COMPARED = 80
MOST_COMPARED = 1_000
MOST_GUESSES = 100
_LATER = timedelta(days=1_000)  # another weekday, month and year
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


class TargetKind(StrEnum):
    """What a claim, a document or a commitment of the file can belong to."""

    SERIES = "series"
    SESSION = "session"
    MEETING = "meeting"
    ITEM = "item"
    DOCUMENT = "document"
    COMMITMENT = "commitment"
    PERSON = "person"
    PARTY = "party"


@frozen
class Target:
    """A record of the file: `meeting talks`, `item 2 (a)`, `person Sergey Lavrov`, `session`.

    `key` is in the form in which it is compared: a label as `label_key` has it, a person's
    name folded, a party as written; empty for the series and the session.
    """

    kind: TargetKind
    key: str
    words: Word


@dataclass(slots=True)
class Reading:
    """What a file's fields share while they are read."""

    now: datetime
    language: str
    zone: str
    faults: list[Fault] = field(default_factory=list)
    _preferred: dict[tuple[str, str, str], Mark] = field(default_factory=dict)
    _defined: dict[tuple[str, str], Word] = field(default_factory=dict)
    _whens: dict[tuple[str, str], bool] = field(default_factory=dict)
    _guesses: int = 0
    _referred: list[tuple[str, str, Word]] = field(default_factory=list)

    def fault(self, place: Word | Mark, sentence: str) -> None:
        """Keep a fault and go on."""
        self.faults.append(Fault.at(place, sentence))

    def define(self, kind: str, key: str, word: Word, *, once: bool = True) -> None:
        """Note that the file holds a record of that key; twice is a fault if `once`."""
        first = self._defined.setdefault((kind, key), word)
        if once and first is not word:
            line = first.mark.line
            self.fault(word, f"The {kind} {quoted(word)} is given twice, first on line {line}.")

    def prefer(self, about: Target, named: Word) -> None:
        """Note that one claim on a field is preferred; two are a fault."""
        first = self._preferred.setdefault((about.kind, about.key, named), named.mark)
        if first is not named.mark:
            sentence = f"Another claim on this field is preferred, on line {first.line}."
            self.fault(named, sentence)

    def refer(self, kind: str, key: str, word: Word) -> None:
        """Note that the file names a record, to be looked up when all of it is read."""
        self._referred.append((kind, key, word))

    def look_up(self) -> None:
        """Keep a fault for every name that no record of the file answers to."""
        known: dict[str, list[str]] = {}
        for (kind, _), word in self._defined.items():
            known.setdefault(kind, []).append(str(word))
        for kind, key, word in self._referred:
            if (kind, key) not in self._defined:
                guess = self.guess(word, known.get(kind, []))
                self.fault(word, f"No {kind} {quoted(word)} is in this file{guess or '.'}")

    def guess(self, typed: str, known: list[str], *, limit: int = 2) -> str:
        """Return how a sentence ends that asks for what may be meant; empty without a guess."""
        if self._guesses >= MOST_GUESSES:
            return ""
        self._guesses += 1
        near = similar(typed[:LONGEST_COMPARED], known[:MOST_COMPARED], limit=limit)
        return f"; did you mean {' or '.join(near)}?" if near else ""

    def depends_on_now(self, words: str, zone: str) -> bool:
        """Return whether a date means another day when read later; raise Invalid if it is none."""
        if (words, zone) not in self._whens:
            now, later = (
                read_when(words, now=now, zone=zone) for now in (self.now, self.now + _LATER)
            )
            self._whens[words, zone] = now != later
        return self._whens[words, zone]


def reading(info: ValidationInfo) -> Reading:
    """Return what the file's fields share."""
    shared = info.context
    assert isinstance(shared, Reading)  # noqa: S101  (read_session_file is the only way in)
    return shared


def refuse(sentence: str) -> NoReturn:
    """Refuse the word being read, with a sentence."""
    raise PydanticCustomError("fault", "{sentence}", {"sentence": sentence})


def as_word(node: Node) -> Word:
    """Return a node that is a word; refuse any other."""
    if isinstance(node, Word):
        return node
    refuse("Here a single value is expected, not a list or a group of keys.")


def _tried(word: Word, read: Callable[[str], str]) -> Word:
    try:
        return Word(read(word), word.mark)
    except Invalid as error:
        refuse(_told(error))


def _told(error: Invalid) -> str:
    return f"{error.sentence} {error.hint}" if error.hint else error.sentence


def _line(node: Node) -> Word:
    return _tried(as_word(node), lambda w: clean(w, what="text"))


def _note(node: Node) -> Word:
    return _tried(as_word(node), lambda w: clean(w, what="note", longest=LONGEST_NOTE, lines=True))


def _text(node: Node, info: ValidationInfo) -> Text:
    shared = reading(info)
    if isinstance(node, Word):
        return Text(((shared.language, str(_line(node))),))
    if not isinstance(node, Mapping):
        refuse("Here words are expected, or languages with words, such as en: … and fr: ….")
    versions: dict[str, str] = {}
    for key, words in node.entries.values():
        if isinstance(words, Nothing):
            continue
        try:
            tag = language_tag(key)
        except Invalid as error:
            shared.fault(key, error.sentence)
            continue
        if tag in versions:
            shared.fault(key, f"The language {tag} is given twice.")
        try:
            versions[tag] = clean(as_word(words), what="text")
        except (Invalid, PydanticCustomError) as error:
            shared.fault(words.mark, getattr(error, "sentence", None) or str(error))
    return Text.of(versions)


def _name(node: Node, info: ValidationInfo) -> Text:
    text = _text(node, info)
    for _, words in text:
        mark = node.mark
        reading(info).define("person", fold(words), Word(words, mark), once=False)
    return text


def _when(node: Node, info: ValidationInfo) -> Word:
    word = _line(node)
    shared = reading(info)
    place = info.data.get("place")
    zone = info.data.get("zone") or (place.zone if place else None) or shared.zone
    try:
        depends = shared.depends_on_now(word, zone)
    except Invalid as error:
        refuse(_told(error))
    if depends:
        refuse(f"{quoted(word)} depends on the day it is read; write the day, month and year.")
    return word


@lru_cache(maxsize=1)
def _zones() -> list[str]:  # from the disk, which takes 5 ms
    return sorted(zoneinfo.available_timezones())


def _zone(node: Node, info: ValidationInfo) -> Word:
    word = as_word(node)
    try:
        zone_of(word)
    except Invalid:
        guess = reading(info).guess(word, _zones(), limit=1)
        refuse(f"{quoted(word)} is not an IANA zone{guess or ', such as Africa/Bamako.'}")
    return word


def _url(node: Node) -> Word:
    word = _line(node)
    try:
        parts = urlsplit(word)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in word:
        refuse(f"{quoted(word)} is not an address that begins with https:// or http://.")
    return word


def _instant(node: Node) -> datetime:
    word = as_word(node)
    try:
        instant = datetime.fromisoformat(word)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        refuse(f"{quoted(word)} is not an instant such as 2025-04-03T18:00+03:00.")
    return instant


def _day(node: Node) -> date:
    word = as_word(node)
    try:
        return date.fromisoformat(word)
    except ValueError:
        refuse(f"{quoted(word)} is not a day such as 2025-04-03.")


def _yes_no(node: Node) -> bool:
    word = as_word(node)
    if word.lower() not in _YES_NO:
        refuse(f"{quoted(word)} is neither yes nor no.")
    return _YES_NO[word.lower()]


def _ordinal(node: Node) -> int:
    word = as_word(node)
    if not (word.isascii() and word.isdigit() and len(word) <= 4 and int(word) > 0):  # noqa: PLR2004
        refuse(f"{quoted(word)} is not a number of a session: 1, 2, 3 ….")
    return int(word)


def _degrees(most: int) -> PlainValidator:
    def read(node: Node) -> float:
        word = as_word(node)
        try:
            degrees = float(word)
        except ValueError:
            degrees = float("nan")
        if not -most <= degrees <= most:
            refuse(f"{quoted(word)} is not a number of degrees from -{most} to {most}.")
        return degrees

    return PlainValidator(read)


def _choice(kind: type[StrEnum], what: str) -> PlainValidator:
    folded = {fold(member): member for member in kind}
    there_are = f"; there are {', '.join(kind)}."

    def read(node: Node, info: ValidationInfo) -> StrEnum:
        word = as_word(node)
        if fold(word) not in folded:
            guess = reading(info).guess(word, list(kind))
            refuse(f"{quoted(word)} is not {what}{guess or there_are}")
        return folded[fold(word)]

    return PlainValidator(read)


def _language(node: Node) -> Word:
    return _tried(as_word(node), language_tag)


def _party_code(node: Node, info: ValidationInfo) -> Word:
    word = _tried(as_word(node), party_code)
    reading(info).define("party", word, word)
    return word


def _key(kind: str) -> PlainValidator:
    def read(node: Node, info: ValidationInfo) -> Word:
        word = _tried(as_word(node), lambda w: slug(w, what="key"))
        reading(info).define(kind, word, word)
        return word

    return PlainValidator(read)


def _ref(kind: str) -> PlainValidator:
    def read(node: Node, info: ValidationInfo) -> Word:
        word = _line(node)
        reading(info).refer(kind, word, word)
        return word

    return PlainValidator(read)


def _label(node: Node, info: ValidationInfo) -> Word:
    word = _tried(as_word(node), lambda w: clean(w, what="label", longest=40))
    if not label_key(word):
        refuse(f"{quoted(word)} has neither letter nor digit, so nobody could refer to it.")
    reading(info).define("item", label_key(word), word)
    return word


def _target(node: Node, info: ValidationInfo) -> Target:
    word = _line(node)
    named, _, rest = word.partition(" ")
    kinds = [str(kind) for kind in TargetKind]
    if named not in kinds:
        refuse(
            f"{quoted(word)} names no record: write session, meeting KEY, item LABEL, "
            f"person NAME, party CODE, document KEY, commitment KEY or series."
        )
    kind, rest = TargetKind(named), rest.strip()
    if (kind in (TargetKind.SERIES, TargetKind.SESSION)) == bool(rest):
        refuse(f"{quoted(word)} should be {kind}{'' if rest else ' and its key or name'}.")
    keys = {TargetKind.ITEM: label_key, TargetKind.PERSON: fold}
    key = keys.get(kind, str)(rest)
    if rest and kind is not TargetKind.PARTY:  # a party may be known to the ledger alone
        reading(info).refer(str(kind), key, Word(rest, word.mark))
    return Target(kind, key, word)


def once(nodes: Node, key: str, info: ValidationInfo) -> None:
    """Keep a fault for each group of a list whose `key` an earlier one has, too."""
    firsts: dict[str, Mark] = {}
    for node in _many(nodes):
        word = node.get(key) if isinstance(node, Mapping) else node
        if isinstance(word, Word):
            first = firsts.setdefault(fold(word), word.mark)
            if first is not word.mark:
                sentence = f"{quoted(word)} is given twice, first on line {first.line}."
                reading(info).fault(word, sentence)


def _many(node: Node) -> tuple[Node, ...]:
    """Let one stand for a list of one: `parties: MLI`."""
    return node.items if isinstance(node, Sequence) else (node,)


Line = Annotated[Word, PlainValidator(_line)]
Note = Annotated[Word, PlainValidator(_note)]
Wording = Annotated[Text, PlainValidator(_text)]
Name = Annotated[Text, PlainValidator(_name)]
WhenWords = Annotated[Word, PlainValidator(_when)]
Zone = Annotated[Word, PlainValidator(_zone)]
Url = Annotated[Word, PlainValidator(_url)]
Instant = Annotated[datetime, PlainValidator(_instant)]
Day = Annotated[date, PlainValidator(_day)]
YesNo = Annotated[bool, PlainValidator(_yes_no)]
Ordinal = Annotated[int, PlainValidator(_ordinal)]
Latitude = Annotated[float, _degrees(90)]
Longitude = Annotated[float, _degrees(180)]
Language = Annotated[Word, PlainValidator(_language)]
Slug = Annotated[Word, PlainValidator(lambda node: _tried(as_word(node), slug))]
Label = Annotated[Word, PlainValidator(_label)]
PartyCode = Annotated[Word, PlainValidator(_party_code)]
AnyTarget = Annotated[Target, PlainValidator(_target)]

MeetingKey = Annotated[Word, _key("meeting")]
DocumentKey = Annotated[Word, _key("document")]
CommitmentKey = Annotated[Word, _key("commitment")]
SourceKey = Annotated[Word, _key("source")]
DocumentRef = Annotated[Word, _ref("document")]
SourceRef = Annotated[Word, _ref("source")]

AStatus = Annotated[Status, _choice(Status, "a status")]
AVisibility = Annotated[Visibility, _choice(Visibility, "a visibility")]
ASessionKind = Annotated[SessionKind, _choice(SessionKind, "a kind of session")]
AMeetingKind = Annotated[MeetingKind, _choice(MeetingKind, "a kind of meeting")]
APartyKind = Annotated[PartyKind, _choice(PartyKind, "a kind of party")]
ADocumentKind = Annotated[DocumentKind, _choice(DocumentKind, "a kind of document")]
ASourceKind = Annotated[SourceKind, _choice(SourceKind, "a kind of source")]
AFormat = Annotated[Format, _choice(Format, "a format")]
AnAccess = Annotated[Access, _choice(Access, "an access")]
ARank = Annotated[Rank, _choice(Rank, "a rank")]
ARole = Annotated[Role, _choice(Role, "a role")]
AFunction = Annotated[Function, _choice(Function, "a function")]
AnItemStatus = Annotated[ItemStatus, _choice(ItemStatus, "a status of an item")]
AnOutcomeMode = Annotated[OutcomeMode, _choice(OutcomeMode, "a mode of an outcome")]
ARelation = Annotated[Relation, _choice(Relation, "a relation")]
ACommitmentStatus = Annotated[CommitmentStatus, _choice(CommitmentStatus, "a commitment's status")]
AStanding = Annotated[Standing, _choice(Standing, "a standing")]

_T = TypeVar("_T")
Many = Annotated[tuple[_T, ...], BeforeValidator(_many)]
