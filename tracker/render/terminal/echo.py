"""What is said after a command that wrote: the reference made and what was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.status import Status
from tracker.domain.visibility import Visibility
from tracker.domain.when import Timed, zone_of
from tracker.render.dates import say_echo, say_when
from tracker.render.language import capital, term, translator

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session


def echo(
    verb: str,
    record: Meeting | Session,
    *,
    zone_of_reader: str,
    now: datetime,
    language: str = "en",
) -> str:
    """Return the line that says what became of a meeting or session.

    `m42 logged: Thursday 3 April 2025, 10:00–12:00 Europe/Moscow; your time 07:00–09:00
    UTC. Moscow. Announced. MLI, RUS.` Its level is said when it is not internal.
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
    parts += [codes] if codes else []
    if record.visibility is not Visibility.INTERNAL:
        until = record.embargo if record.embargo and record.embargo > now else None
        parts.append(_level(record.visibility, until, zone_of_reader, language))
    return ". ".join(parts) + "."


def _level(level: Visibility, until: datetime | None, zone: str, language: str) -> str:
    """Return `Public`, or from when on it is so."""
    said = capital(term(level, language))
    if level is not Visibility.PUBLIC or until is None:
        return said
    wall = until.astimezone(zone_of(zone)).replace(tzinfo=None, second=0, microsecond=0)
    when = f"{say_when(Timed(wall, None, zone), language, style='short')} {zone}"
    return translator(language).gettext("{level} from {when}").format(level=said, when=when)
