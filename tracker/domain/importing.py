"""What an import did to the ledger, or would do: new, changed, kept, gone, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.incoming import Refused, Repaired, Spot


@frozen
class FieldChange:
    """One field before and after, in words; dates are canonical. None: nothing."""

    field: str
    before: str | None
    after: str | None


@frozen
class Taken:
    """An entry of the file and the record that it is here.

    `changes` are what the file changed in it; `kept` is what a person here changed as well:
    there `before` is what stays, and `after` what the file says.
    """

    ref: str
    title: str
    when: str | None
    spot: Spot
    changes: tuple[FieldChange, ...] = ()
    kept: tuple[FieldChange, ...] = ()


@frozen
class Listed:
    """A record that an import lists no longer, or lists again; `past`: it is over anyway."""

    ref: str
    title: str
    when: str | None
    past: bool = False


@frozen
class Unrecognised:
    """Words that name no party, person or topic that is known here, and how often they stand."""

    kind: str
    words: str
    times: int


@frozen(kw_only=True)
class ImportReport:
    """What came of one import.

    `source` is the name under which it is remembered; `change` the number in the history,
    None when nothing was written. `doubles` stand twice in the file and were taken once.
    `learned` says that the file's identities are new on every reading, so that records
    are found by what they are. `restored` says that a whole ledger came with its history,
    which no single change here stands for.
    """

    name: str
    format: str
    source: str | None = None
    calendar: str = ""
    dry_run: bool = False
    not_modified: bool = False
    learned: bool = False
    restored: bool = False
    change: int | None = None
    new: tuple[Taken, ...] = ()
    changed: tuple[Taken, ...] = ()
    kept: tuple[Taken, ...] = ()
    unchanged: int = 0
    gone: tuple[Listed, ...] = ()
    again: tuple[Listed, ...] = ()
    doubles: tuple[Refused, ...] = ()
    refused: tuple[Refused, ...] = ()
    repaired: tuple[Repaired, ...] = ()
    unrecognised: tuple[Unrecognised, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether anything in the ledger differs from before."""
        return self.change is not None or self.restored


@frozen(kw_only=True)
class RememberedImport:
    """A calendar, table or data set that is read again and again, under a name."""

    id: int
    slug: str
    location: str
    format: str
    matching: str
    listed: int
    gone: int
    etag: str | None = None
    last_modified: str | None = None
    read_at: datetime | None = None
