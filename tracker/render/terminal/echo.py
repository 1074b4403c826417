"""What is said after a command that wrote: the reference made and what was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.status import Status
from tracker.render.dates import say_echo
from tracker.render.language import capital, term

if TYPE_CHECKING:
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session


def echo(verb: str, record: Meeting | Session, *, zone_of_reader: str, language: str = "en") -> str:
    """Return the line that says what became of a meeting or session.

    `m42 logged: Thursday 3 April 2025, 10:00–12:00 Europe/Moscow; your time 07:00–09:00
    UTC. Moscow. Announced. MLI, RUS.`
    """
    when = say_echo(record.when, zone_of_reader=zone_of_reader, language=language)
    if record.status is Status.POSTPONED:
        when = f"no new date yet; it was set for {when}"
    parts = [f"{record.ref} {verb}: {when}"]
    if record.place is not None:
        country = f" ({record.place.country})" if record.place.country else ""
        parts.append(record.place.rendition(language).words + country)
    parts.append(capital(term(record.status, language)))
    codes = ", ".join(d.party.code for d in record.delegations)
    return ". ".join([*parts, codes] if codes else parts) + "."
