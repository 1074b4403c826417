"""What is asked for with an import, as it is saved under its name."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.services import lookup
from tracker.services.desk import value_of
from tracker.services.importing.wishes import Wishes
from tracker.services.references import find_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.services.desk import Desk


@frozen(kw_only=True)
class Asked:
    """How a file is to be read, and what its entries are given; None or empty: not said.

    `zone` and `language` are those of times and words that name none; `hosts` may be asked
    though they lie within our own network.
    """

    format: str | None = None
    preset: str | None = None
    encoding: str | None = None
    separator: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    zone: str | None = None
    language: str | None = None
    visibility: str | None = None
    session: str | None = None
    parties: str | None = None
    topics: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def over(self, saved: Asked) -> Asked:
        """Return what was saved with what is said now in its stead.

        What was said of a table does not count for another format.
        """
        if self.format and self.format != saved.format:
            saved = replace(saved, preset=None, separator=None, mapping=())
        said = {f.name: v for f in fields(self) if (v := getattr(self, f.name))}
        return replace(saved, **said)

    def stored(self) -> dict[str, Any]:
        """Return what is said as plain data, to be saved."""
        return {
            f.name: [list(p) for p in v] if f.name == "mapping" else v
            for f in fields(self)
            if (v := getattr(self, f.name))
        }

    @staticmethod
    def read(saved: Mapping[str, Any]) -> Asked:
        """Return what was saved."""
        lists = {n: tuple(saved[n]) for n in ("topics", "hosts") if n in saved}
        pairs = tuple((str(column), str(field)) for column, field in saved.get("mapping", ()))
        known = {f.name for f in fields(Asked)}
        return Asked(**{n: v for n, v in saved.items() if n in known} | lists | {"mapping": pairs})


def wishes_of(desk: Desk, asked: Asked, *, theirs: bool) -> Wishes:
    """Return what every entry is given; raise NotFound or Invalid for what cannot be."""
    session = None
    if asked.session:
        session = find_in(desk.reading, asked.session, "sessions", author=desk.author).id
    parties = [name.strip() for name in (asked.parties or "").split(",") if name.strip()]
    for party in parties:
        lookup.party(desk, party)  # one that is mistyped is told before anything is read
    level = value_of(Visibility, asked.visibility or Visibility.INTERNAL, what="visibility")
    return Wishes(
        visibility=Visibility(level or Visibility.INTERNAL),
        session=session,
        parties=tuple(parties),
        topics=asked.topics,
        theirs=theirs,
    )
