"""Parties, the people who act for them, and the posts they hold."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.domain.when import When

# What reads as a short reference of another record: m42, p7, d5 …
_REFERENCE = re.compile(r"(M|P|D|C|PL|SRC|CL|POST|DEL|I|T)\d+\Z")
CODE = re.compile(r"[A-Z][A-Z0-9-]{1,11}\Z")


class PartyKind(StrEnum):
    """What a party is in law."""

    STATE = "state"
    ORGANISATION = "organisation"
    OTHER = "other"


class Rank(StrEnum):
    """The rank of a post, highest first: protocol reads it in this order."""

    HEAD_OF_STATE = "head-of-state"
    HEAD_OF_GOVERNMENT = "head-of-government"
    DEPUTY_HEAD = "deputy-head"
    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    AMBASSADOR = "ambassador"
    DIRECTOR = "director"
    EXPERT = "expert"

    @property
    def order(self) -> int:
        """0 for the highest rank."""
        return list(Rank).index(self)


@frozen
class Party:
    """A state or an organisation that can be represented."""

    id: int
    code: str
    kind: PartyKind
    name: Text
    formal_name: Text = Text()
    iso2: str | None = None
    aliases: tuple[str, ...] = ()
    note: str | None = None


@frozen
class Membership:
    """A party's membership of an organisation, from and to; open where nobody said."""

    id: int
    member: Party
    organisation: Party
    since: When | None = None
    until: When | None = None


@frozen
class Spelling:
    """Another way in which a name was written, kept so that search finds it."""

    words: str
    wrong: bool = False
    note: str | None = None


@frozen
class Post:
    """An office that a person holds for a party, from and to."""

    id: int
    title: Text
    rank: Rank | None
    party: Party
    person_id: int
    since: When | None = None
    until: When | None = None


@frozen
class Person:
    """A human, named in as many scripts as are known."""

    id: int
    name: Text
    sort_name: str | None = None
    spellings: tuple[Spelling, ...] = ()
    posts: tuple[Post, ...] = ()
    note: str | None = None

    @property
    def ref(self) -> str:
        """The short reference, p7."""
        return f"p{self.id}"


def party_code(typed: str) -> str:
    """Return a party's code in upper case; raise Invalid when it cannot be one."""
    code = typed.strip().upper()
    if _REFERENCE.match(code):
        raise Invalid(
            f"“{code}” cannot be a party code: it is how a record is referred to; "
            f"{code[:1]}-{code[1:]} would do."
        )
    if not CODE.match(code):
        raise Invalid(
            f"“{typed[:40]}” is not a party code: 2 to 12 letters, digits or hyphens, "
            "beginning with a letter, such as MLI or AES."
        )
    return code
