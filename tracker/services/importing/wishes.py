"""What was asked for beside a file, and what an import may use while it runs."""

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
class Bench:
    """Where an import works: the desk, the names it has met, what was asked for."""

    desk: Desk
    names: Names
    wishes: Wishes
