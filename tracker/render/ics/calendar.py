"""A calendar file: a header, the zones it speaks of, its events in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker import __version__
from tracker.domain.feeds import CancelledPolicy
from tracker.domain.values import frozen
from tracker.errors import Invalid, TrackerError
from tracker.render.ics.event import component
from tracker.render.ics.wire import cleaned, one_line, text, web_address
from tracker.render.language import translator
from tracker.render.vtimezone import vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO, TypeAlias

    from tracker.domain.feeds import KeptComponent
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.domain.text import Text

    _Windows: TypeAlias = dict[str, tuple[date, date]]  # of each zone, its first and last day

_FOOTER: Final = "END:VCALENDAR\r\n"
_PRODUCT: Final = f"-//diplomatic-tracker//{__version__}//EN"
_AFTERLIFE: Final = timedelta(days=30)
_SHORTEST_REFRESH: Final = timedelta(minutes=15)
_ZONE_OF_NOTHING: Final = "Etc/UTC"


def calendar_name(title: Text, language: str) -> str:
    """Return what a calendar file is called: by its title, where it has one, in a language."""
    return str(title.rendition(language)) or translator(language).gettext("Diplomatic calendar")


@frozen
class CalendarOptions:
    """What a file is called and which events it takes.

    `today` is the reader's day, from which the 30 days of a cancelled meeting count;
    `single` makes the download of one event, which names no calendar. `url` is the
    address of the feed, and must hold no secret: every subscriber's export repeats it.
    """

    name: str
    today: date
    language: str = "en"
    description: str = ""
    cancelled: CancelledPolicy = CancelledPolicy.MARK
    imprecise: bool = True
    prefix: str = ""
    url: str | None = None
    refresh: timedelta = timedelta(hours=1)
    colour: str = "steelblue"
    single: bool = False


@frozen
class CalendarFile:
    """The parts of a calendar file in order, and each record that is not in it with the reason."""

    parts: Iterable[bytes]
    events: int
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def content(self) -> bytes:
        """All of it, for what is small."""
        return b"".join(self.parts)


def calendar(
    records: Iterable[Session | Meeting], options: CalendarOptions, shelf: IO[bytes] | None = None
) -> CalendarFile:
    """Return the records as a calendar file. A record that cannot be written is left out.

    Each event is set down on the `shelf`, an empty file, as its record comes by, and is
    fetched from there by the parts: however many there are, few are in memory.
    """
    shelf = shelf or BytesIO()
    placed: dict[str, _Placed] = {}
    left_out: list[tuple[str, str]] = []
    windows: _Windows = {}
    at = 0
    for record in records:
        try:
            made = component(record, options.language, options.prefix)
            other = placed.get(made.uid)
            twice = other and other.ref != made.ref and f"{other.ref} has the same UID."
            why = withheld(made, options) or twice
        except TrackerError as fault:
            why = fault.sentence
        except Exception as fault:  # noqa: BLE001 - one bad row must not cost all the others
            why = f"It cannot be written ({type(fault).__name__}: {one_line(str(fault))})."
        if why:
            left_out.append((record.ref, why))
        elif made.uid not in placed:
            shelf.write(made.text)
            placed[made.uid] = _Placed(made.start, made.ref, at, len(made.text))
            at += len(made.text)
            _widen(windows, made)
    order = [placed[uid] for uid in sorted(placed, key=lambda uid: (placed[uid].start, uid))]
    head = _head(options, windows, empty=not order)
    return CalendarFile(_Parts(head, shelf, order), len(order), tuple(sorted(left_out)))


class _Placed(NamedTuple):
    """Where on the shelf an event lies, and what it is sorted by."""

    start: datetime
    ref: str
    at: int
    length: int


@frozen
class _Parts:
    """The parts of a file whose events lie on a shelf; they can be gone through again."""

    head: bytes
    shelf: IO[bytes]
    order: list[_Placed]

    def __iter__(self) -> Iterator[bytes]:
        yield self.head
        for each in self.order:
            self.shelf.seek(each.at)
            yield self.shelf.read(each.length)
        yield _FOOTER.encode()


def withheld(made: KeptComponent, options: CalendarOptions) -> str | None:
    """Return why these options leave a component out of the file; None when they take it."""
    if made.imprecise and not options.imprecise:
        return "Its date is not precise."
    if made.called_off and options.cancelled is CancelledPolicy.DROP:
        return "It was called off."
    today = datetime.combine(options.today, time.min, UTC)
    gone = made.called_off and made.end + _AFTERLIFE < today
    if gone and options.cancelled is CancelledPolicy.MARK:
        return "It was called off more than 30 days ago."
    return None


def assemble(components: Iterable[KeptComponent], options: CalendarOptions) -> bytes:
    """Return the file: the same bytes for the same components, in whatever order they come.

    Takes the components as they are: ask `withheld` first. Raises Invalid when two of them
    have one UID. A file without events still has a VTIMEZONE, since RFC 5545 wants at
    least one component.
    """
    ordered = sorted(components, key=lambda c: (c.start, c.uid))
    if len({c.uid for c in ordered}) < len(ordered):
        raise Invalid("Two events of the calendar have the same UID.")
    windows: _Windows = {}
    for made in ordered:
        _widen(windows, made)
    head = _head(options, windows, empty=not ordered)
    return b"".join([head, *(c.text for c in ordered), _FOOTER.encode()])


def _widen(windows: _Windows, made: KeptComponent) -> None:
    """Let the days for which a zone is told take in an event."""
    if made.zone:
        first, last = windows.get(made.zone, (date.max, date.min))
        windows[made.zone] = min(first, made.start.date()), max(last, made.end.date())


def _head(options: CalendarOptions, windows: _Windows, *, empty: bool) -> bytes:
    """Return what stands before the events: each zone right from its first event to its last."""
    told = {_ZONE_OF_NOTHING: (options.today, options.today)} if empty else windows
    zones = [vtimezone(zone, *told[zone]) for zone in sorted(told)]
    return "".join([_header(options), *zones]).encode()


def _header(options: CalendarOptions) -> str:
    from icalendar import Calendar
    from icalendar.prop import vDuration

    header = Calendar()
    header.add("VERSION", "2.0")
    header.add("PRODID", _PRODUCT)
    header.add("CALSCALE", "GREGORIAN")
    if not options.single:
        # icalendar knows neither NAME nor the X- properties, and would not escape a bare str.
        name = text(one_line(options.name))
        header.add("NAME", name)
        header.add("X-WR-CALNAME", name)
        if options.description:
            header.add("X-WR-CALDESC", text(cleaned(options.description)))
        refresh = vDuration(max(options.refresh, _SHORTEST_REFRESH))
        header.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
        header.add("X-PUBLISHED-TTL", vDuration(refresh.td))
        if web_address(options.url):
            header.add("SOURCE", options.url, parameters={"VALUE": "URI"})
        if options.colour.isascii() and options.colour.isalpha():
            header.add("COLOR", options.colour.lower())
    written: str = header.to_ical(sorted=False).decode()
    return written.removesuffix(_FOOTER)
