"""What `tracker print` prints: the kinds of print, read as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.prints import PrintKind, View
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Sheet
    from tracker.services.references import Reference
    from tracker.storage.reads.reading import Reading as Ledger

# As in tracker.domain.prints, which --help need not load.
KINDS = ("summary", "agenda", "brief", "delegations", "programme", "record", "calendar")


@dataclass(frozen=True, slots=True)
class Print:
    """What a print shows, and what of it the reader may not see, in words."""

    view: View
    kind: PrintKind
    withheld: str
    clearance: str

    @property
    def data(self) -> Any:
        """The print as plain data for JSON."""
        from tracker.render.prints.making import print_data

        return print_data(self.view, self.kind)

    def sheet(self, reading: Reading) -> Sheet:
        """Return the print as a sheet for a reader."""
        from tracker.render.prints.making import print_sheet

        # A print for the public never says what is missing: whether it does would tell them
        # whether something is withheld.
        complete = not self.withheld and self.clearance != "public"
        return print_sheet(self.view, self.kind, reading, complete=complete)


def read_print(
    cli: Cli, ref: str, clearance: str, *, kind: str | None, version: str | None
) -> Print:
    """Return what a print of a reference shows; raise Invalid for what cannot be printed so."""
    from tracker.domain.prints import Period, PrintKind
    from tracker.services import prints

    if version is not None and kind != "agenda":
        raise Invalid("--version is of an agenda: add --kind agenda.")
    clocks = prints.Clocks(cli.app.now, cli.app.zone, cli.app.author)
    with cli.app.reading(clearance) as reading:
        of = prints.subject(reading, ref, clocks)
        wanted = prints.kind_of(of, kind)
        view: View
        if isinstance(of, Period):
            read = prints.calendar if wanted is PrintKind.CALENDAR else prints.days
            view, withheld = read(reading, of, cli.app.zone)
        elif of.table in ("series", "parties"):
            view, withheld = prints.overview(reading, of)
        elif wanted is PrintKind.AGENDA:
            view, withheld = _agenda(reading, of, version)
        else:
            view, withheld = prints.occasion(reading, of, wanted)
    return Print(view, wanted, withheld, clearance)


def _agenda(reading: Ledger, of: Reference, typed: str | None) -> tuple[View, str]:
    """Return the version that is asked for, else the newest; without any, as it stands."""
    from tracker.domain.agenda_versions import NOW, read_version
    from tracker.domain.prints import CirculatedAgenda, PrintKind
    from tracker.services.agenda_versions import find_version, newest
    from tracker.services.prints import occasion

    record, withheld = occasion(reading, of, PrintKind.AGENDA)
    if typed is not None and read_version(typed) == NOW:
        return record, withheld
    version = newest(reading, of) if typed is None else find_version(reading, of, typed)
    return (CirculatedAgenda(record, version) if version else record), withheld


def reader_of(cli: Cli) -> Reading:
    """Return for whom a print is made: the language, the day and the clock of this run."""
    from tracker.render.language import spoken
    from tracker.render.sections.reading import Reading

    zone = cli.app.zone
    today = cli.app.now.astimezone(ZoneInfo(zone)).date()
    return Reading(spoken(cli.app.language), today, None, zone)
