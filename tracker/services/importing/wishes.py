"""What is known of an import beside its file: what was asked for, and what it works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility

if TYPE_CHECKING:
    from tracker.services.desk import Desk
    from tracker.services.importing.names import Names


@frozen(kw_only=True)
class Wishes:
    """What every entry is given: how far it may go at most, and what the file does not say.

    `session` is the id of the one that meetings are put into. With `theirs` the file's word
    goes before what a person here has made of it.
    """

    visibility: Visibility = Visibility.INTERNAL
    session: int | None = None
    parties: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    theirs: bool = False


@frozen
class Origin:
    """The remembered import that a file is read for: its id, name and how it is matched."""

    id: int
    slug: str
    matching: str = "uid"


@frozen
class Bench:
    """Where an import works: the desk, the names it has met, what was asked for."""

    desk: Desk
    names: Names
    wishes: Wishes
