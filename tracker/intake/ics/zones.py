"""Which IANA zone a TZID means, and the clock by which its times are read.

In this order: the IANA's own name, also behind a prefix; a name of Windows; a plain offset;
what the file's VTIMEZONE says that it is; the zone whose clocks its rules agree with; its
rules alone, by which times become UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.domain.when import Timed, clock_state, put_forward, zone_of
from tracker.errors import Invalid
from tracker.intake.ics.times import NOTHING, read_offset
from tracker.intake.ics.windows_zones import WINDOWS_ZONES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.intake.ics.definitions import Definition

UTC_NAMES: Final = frozenset({"UTC", "Z", "GMT", "ZULU", "ETC/UTC", "UCT", "UNIVERSAL"})
LONGEST_TZID: Final = 200
_MOST_TZIDS: Final = 5_000
_MOST_COMPARED: Final = 50  # definitions of one file, which takes its time
_OFFSET_NAME: Final = re.compile(
    r"\(?(?:UTC|GMT|Etc/GMT)?\s*([+-][0-9]{1,2}(?::?[0-9]{2})?)\)?(?:\s+\(?Standard\)?)?"
)
_HOUR: Final = timedelta(hours=1)
_STRIDE: Final = timedelta(days=4)  # finer than any two zones' changes of clocks lie apart
# Of zones with equal clocks the first is taken; the rest of the world is asked after these.
_FIRST_ASKED: Final = ("Europe/Paris", "Europe/London", "Europe/Moscow", "America/New_York")


@frozen
class Clock:
    """The clock of a time in the file, and the zone in which that time is kept.

    Its times are the home's own, unless they have a fixed `offset` or the file's `rules`.
    """

    home: str
    offset: timedelta | None = None
    rules: Definition | None = None

    def kept(self, wall: datetime) -> datetime:
        """Return a wall time of this clock as the home's."""
        if self.offset is None and self.rules is None:
            return wall
        return self.instant(wall).astimezone(zone_of(self.home)).replace(tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """Return the instant, in UTC, of a wall time of this clock."""
        if self.rules is not None:
            return (wall - self.rules.offset_at(wall)).replace(tzinfo=UTC)
        if self.offset is not None:
            return (wall - self.offset).replace(tzinfo=UTC)
        return wall.replace(tzinfo=zone_of(self.home)).astimezone(UTC)

    def wall(self, instant: datetime) -> datetime:
        """Return what this clock shows at an instant."""
        if self.rules is not None:
            rough = instant.replace(tzinfo=None)
            shown = rough + self.rules.offset_at(rough)
            return rough + self.rules.offset_at(shown)
        if self.offset is not None:
            return instant.astimezone(UTC).replace(tzinfo=None) + self.offset
        return instant.astimezone(zone_of(self.home)).replace(tzinfo=None)

    def timed(
        self, start: datetime, end: datetime | None, repaired: Callable[[str], None]
    ) -> Timed:
        """Return the when between two wall times of this clock.

        What does not exist or is not certain on the home's clock is put right, and said.
        """
        first = self.kept(start)
        last = None if end is None else self.kept(end)
        try:
            made = Timed(first, last, self.home)
        except Invalid:
            first = self._existing(first, repaired)
            last = None if last is None else self._existing(last, repaired)
            if last is not None and _instant(last, self.home) <= _instant(first, self.home):
                last = None
            made = Timed(first, last, self.home)
        if self.offset is None and self.rules is None:
            self._tell_doubled(made, repaired)
        return made

    def _existing(self, wall: datetime, repaired: Callable[[str], None]) -> datetime:
        there = put_forward(wall, zone_of(self.home))
        if there == wall:
            return wall
        day = "" if there.date() == wall.date() else f" on {there.date()}"
        repaired(
            f"Clocks in {self.home} skip {wall:%H:%M} on {wall.date()}: "
            f"{there:%H:%M}{day} is taken for it."
        )
        return there

    def _tell_doubled(self, when: Timed, repaired: Callable[[str], None]) -> None:
        for wall in (when.start, when.end):
            # Clocks are set back at night, and only then is it worth the asking.
            if wall is None or 4 <= wall.hour < 23:  # noqa: PLR2004
                continue
            if clock_state(wall, zone_of(self.home)) == "doubled":
                repaired(
                    f"{wall:%H:%M} comes twice on {wall.date()} in {self.home}: the first is taken."
                )


def _instant(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=zone_of(zone)).astimezone(UTC)


class Zones:
    """The clocks of a file's TZIDs."""

    def __init__(self, definitions: Mapping[str, Definition], home: str, now: date) -> None:
        """Take the file's VTIMEZONEs by name, the reader's own zone, and the day."""
        self._definitions = definitions
        self._home = home
        self._now = now
        self._compared = 0
        self._clocks: dict[str, tuple[Clock | None, str]] = {}

    def clock(self, tzid: str) -> tuple[Clock | None, str]:
        """Return the clock of a TZID and a remark on how it was found, empty where plain.

        None for the clock where nothing is known of the zone.
        """
        found = self._clocks.get(tzid)
        if found is None:
            if len(self._clocks) > _MOST_TZIDS:
                self._clocks.clear()
            found = self._clocks[tzid] = self._found(tzid[:LONGEST_TZID].strip().strip("\"'"))
        return found

    def _found(self, tzid: str) -> tuple[Clock | None, str]:
        if tzid.upper() in UTC_NAMES:
            return Clock("UTC"), ""
        named = named_zone(tzid)
        if named:
            return Clock(named), ""
        definition = self._definitions.get(tzid)
        if definition and definition.location and (named := named_zone(definition.location)):
            return Clock(named), ""
        if definition and definition.observances and self._compared < _MOST_COMPARED:
            self._compared += 1
            return self._by_rules(tzid, definition)
        offset = _plain_offset(tzid)
        if offset is not None:
            return fixed(offset), ""
        city = named_city(tzid)
        if city:
            return Clock(city), f"The zone {quoted(tzid)} is read as {city}, which it names."
        return None, ""

    def _by_rules(self, tzid: str, definition: Definition) -> tuple[Clock, str]:
        city = named_city(tzid)
        asked = dict.fromkeys([*filter(None, (city, self._home)), *_FIRST_ASKED, *_common_zones()])
        alike = _alike(definition, asked, self._now)
        if alike:
            return Clock(alike), f"The zone {quoted(tzid)} is read as {alike}: its clocks agree."
        if len({o.after for o in definition.observances}) == 1:
            clock = fixed(definition.observances[0].after)
        else:
            clock = Clock("UTC", rules=definition)
        kept = "" if clock.home == "UTC" else f", kept as {clock.home}"
        return clock, (
            f"No zone has the clocks that the file gives {quoted(tzid)}: "
            f"its times are those of the file{kept or ', kept in UTC'}."
        )


def fixed(offset: timedelta) -> Clock:
    """Return the clock that is always as far from UTC; kept in UTC when not in whole hours."""
    if offset == NOTHING:
        return Clock("UTC")
    if offset % _HOUR == NOTHING and -12 * _HOUR <= offset <= 14 * _HOUR:
        return Clock(f"Etc/GMT{-(offset // _HOUR):+d}")
    return Clock("UTC", offset=offset)


def named_zone(name: str) -> str | None:
    """Return the IANA zone that a name is, or ends in behind a prefix; None for no such."""
    trimmed = name.strip("/ ")
    windows = _windows().get(trimmed.casefold())
    if windows:
        return windows
    parts = trimmed.split("/")
    for first in range(max(len(parts) - 3, 0), len(parts)):
        tail = "/".join(parts[first:])
        # A single word behind a prefix, such as “Standard” or “Israel”, is none for certain.
        if first and first == len(parts) - 1:
            break
        found = _all_zones().get(tail.replace(" ", "_").casefold())
        if found:
            return found
    return None


def named_city(name: str) -> str | None:
    """Return the zone of a city among those that a display name lists, as Outlook's do."""
    for word in re.split(r"[(),/;]", name):
        found = _by_city().get(word.strip().replace(" ", "_").casefold())
        if found:
            return found
    return None


@cache
def _windows() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_ZONES.items()}


@cache
def _all_zones() -> dict[str, str]:
    known = available_timezones()
    return {name.casefold(): name for name in known if _is_zone(name)}


def _is_zone(name: str) -> bool:
    return not name.startswith(("posix", "right", "localtime", "Factory"))


@cache
def _by_city() -> dict[str, str]:
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Pacific/")
    zones = sorted(name for name in _all_zones().values() if name.startswith(regions))
    return {name.rpartition("/")[2].casefold(): name for name in zones}


@cache
def _common_zones() -> tuple[str, ...]:
    return tuple(dict.fromkeys(WINDOWS_ZONES.values()))


def _plain_offset(name: str) -> timedelta | None:
    found = _OFFSET_NAME.fullmatch(name.strip())
    if found is None:
        return None
    try:
        return read_offset(found[1])
    except Invalid:
        return None


def _alike(definition: Definition, candidates: Iterable[str], now: date) -> str | None:
    """Return the first zone whose offsets are the definition's through the years it tells of."""
    probes = [
        datetime(year, 1, 1, 12) + n * _STRIDE  # noqa: DTZ001 - a wall time
        for year in definition.years(now)
        if date.min.year < year < date.max.year
        for n in range(91)
    ]
    try:
        offsets = [(wall, definition.offset_at(wall)) for wall in probes]
    except (OverflowError, ValueError):
        return None
    for name in candidates:
        try:
            zone = zone_of(name)
        except Invalid:
            continue
        if all(wall.replace(tzinfo=zone).utcoffset() == offset for wall, offset in offsets):
            return name
    return None
