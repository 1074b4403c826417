"""What `tracker print` prints: the kinds of print, read as far as the reader may see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.audiences import Audience
    from tracker.domain.meetings import Meeting
    from tracker.domain.prints import PrintKind, View
    from tracker.domain.sessions import Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Sheet
    from tracker.services.references import Reference
    from tracker.storage.reads.reading import Reading as Ledger

# As in tracker.domain.prints, which --help need not load.
KINDS = (
    "summary", "agenda", "annotated", "brief", "delegations", "programme", "record", "calendar",
)  # fmt: skip


@frozen
class Print:
    """What a print shows, and what of it the reader may not see, in words.

    `kept` is, in words too, what is not for its audience though the reader sees it. Of what
    is for one's own delegation, `ours` is the session or meeting with all its notes.
    """

    view: View
    kind: PrintKind
    withheld: str
    clearance: str
    audience: Audience | None = None
    kept: str = ""
    ours: Session | Meeting | None = None

    @property
    def data(self) -> Any:
        """The print as plain data for JSON."""
        from tracker.render.prints.making import print_data

        return print_data(self.view, self.kind)

    @property
    def is_complete(self) -> bool:
        """Whether what is lacking may be said to be not known.

        A print for the public or for other delegations never says it: whether it does would
        tell them whether something is withheld.
        """
        told_little = self.clearance == "public" or self.audience == "partner"
        return not self.withheld and not told_little

    def sheet(self, reading: Reading) -> Sheet:
        """Return the print as a sheet for a reader."""
        from tracker.render.prints.making import print_sheet

        if self.audience is None:
            return print_sheet(self.view, self.kind, reading, complete=self.is_complete)
        from tracker.render.sections.ours import for_participants, with_ours

        # Others have no use for our clocks, and ours stand in the frame.
        theirs = replace(reading, reader_zone=None)
        sheet = print_sheet(self.view, self.kind, theirs, complete=self.is_complete)
        if self.audience == "partner":
            return for_participants(sheet, reading)
        return with_ours(sheet, self.ours, reading) if self.ours else sheet


def read_print(
    cli: Cli,
    ref: str,
    clearance: str,
    *,
    kind: str | None,
    version: str | None,
    audience: Audience | None = None,
) -> Print:
    """Return what a print of a reference shows; raise Invalid for what cannot be printed so."""
    from tracker.domain.prints import Period, PrintKind
    from tracker.services import prints

    if version is not None and kind != "agenda":
        raise Invalid("--version is of an agenda: add --kind agenda.")
    clocks = prints.Clocks(cli.app.now, cli.app.zone, cli.app.author)
    working = audience is None or audience.sees_working
    with cli.app.reading(clearance, working=working) as reading:
        of = prints.subject(reading, ref, clocks)
        wanted = prints.kind_of(of, kind)
        view: View
        if isinstance(of, Period):
            _refuse_audience(audience)
            read = prints.calendar if wanted is PrintKind.CALENDAR else prints.days
            view, withheld = read(reading, of, cli.app.zone)
        elif of.table in ("series", "parties"):
            _refuse_audience(audience)
            view, withheld = prints.overview(reading, of)
        elif wanted is PrintKind.AGENDA:
            view, withheld = _agenda(reading, of, version, audience)
        else:
            view, withheld = prints.occasion(reading, of, wanted)
        made = Print(view, wanted, withheld, clearance, audience)
        return made if isinstance(of, Period) else _for_audience(made, reading, of)


def _refuse_audience(audience: Audience | None) -> None:
    if audience in ("partner", "internal"):
        raise Invalid(
            f"--for {audience} is for the print of a session or a meeting, which has "
            "delegations; of anything else say --visibility."
        )


def _for_audience(made: Print, reading: Ledger, of: Reference) -> Print:
    """Return a print of a session or a meeting with what its audience gets of it."""
    if made.audience is None:
        return made
    from tracker.domain.audiences import Audience, without_working
    from tracker.domain.meetings import Meeting
    from tracker.domain.prints import CirculatedAgenda, PrintKind
    from tracker.domain.sessions import Session
    from tracker.services.audiences import shared_with_partners
    from tracker.services.prints import occasion

    if made.audience is Audience.PUBLIC:
        return made
    record = made.view.of if isinstance(made.view, CirculatedAgenda) else made.view
    assert isinstance(record, Session | Meeting)  # noqa: S101 - others are refused before
    ours: Session | Meeting | None = None
    kept = ""
    if made.audience is Audience.PARTNER:
        record, kept = shared_with_partners(reading, record)
    else:
        # An agenda that is handed out has no notes; whoever speaks to it needs them.
        noted = made.kind is PrintKind.AGENDA
        ours = occasion(reading, of, PrintKind.SUMMARY)[0] if noted else record
        record = without_working(record)
    view: View = record
    if isinstance(made.view, CirculatedAgenda):
        view = replace(made.view, of=record, version=replace(made.view.version, note=None))
    return replace(made, view=view, kept=kept, ours=ours)


def _agenda(
    reading: Ledger, of: Reference, typed: str | None, audience: Audience | None
) -> tuple[View, str]:
    """Return the version that is asked for, else the newest; without any, as it stands."""
    from tracker.domain.agenda_versions import NOW, read_version
    from tracker.domain.prints import CirculatedAgenda, PrintKind
    from tracker.services.agenda_versions import find_version, newest
    from tracker.services.audiences import told_of_agenda
    from tracker.services.prints import occasion

    record, withheld = occasion(reading, of, PrintKind.AGENDA)
    if typed is not None and read_version(typed) == NOW:
        return record, withheld
    told = told_of_agenda(reading, record) if audience == "partner" else reading
    version = newest(told, of) if typed is None else find_version(told, of, typed)
    return (CirculatedAgenda(record, version) if version else record), withheld


def reader_of(cli: Cli, language: str) -> Reading:
    """Return for whom a print is made: a language, the day and the clock of this run."""
    from tracker.render.language import spoken
    from tracker.render.sections.reading import Reading

    zone = cli.app.zone
    today = cli.app.now.astimezone(ZoneInfo(zone)).date()
    return Reading(spoken(language), today, None, zone)
