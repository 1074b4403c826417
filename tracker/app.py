"""The composition root: settings, clock and database become one App, made once a run."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import config
from tracker.domain.quoting import quoted
from tracker.domain.text import language_tag
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Invalid
from tracker.storage.database import Database

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tracker.storage.ledger import Ledger
    from tracker.storage.reads.reading import Reading

LANGUAGES = ("en", "fr", "ru", "ar")


@dataclass(frozen=True)
class App:
    """What a command needs of the world."""

    settings: config.Settings
    command_line: str = "tracker"

    def __post_init__(self) -> None:
        """Take the newest rules of the world's clocks that this machine has."""
        use_newest_zones()

    @cached_property
    def now(self) -> datetime:
        """The instant of this run (aware)."""
        fixed = self.settings["now"]
        if fixed is None:
            return datetime.now(UTC)
        try:
            instant = datetime.fromisoformat(fixed)
        except ValueError as fault:
            raise Invalid(f"TRACKER_NOW is “{fixed[:40]}”; say 2025-04-03T10:00Z.") from fault
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)

    @cached_property
    def zone(self) -> str:
        """The reader's own zone, an IANA name."""
        from tracker.domain.when import zone_of

        named = self.settings["zone"] or os.environ.get("TZ", "").lstrip(":")
        return zone_of(named).key if named else _system_zone()

    @cached_property
    def language(self) -> str:
        """The language of prints and of what is typed."""
        named = self.settings["lang"]
        if named and "," in named:
            raise Invalid(
                f"{quoted(named)} is more than one language: two stand side by side in prints "
                "only (tracker print REF --lang fr,ru)."
            )
        if named:
            return _spoken(named)
        for variable in ("LC_ALL", "LC_TIME", "LC_MESSAGES", "LANG"):
            tag = os.environ.get(variable, "").partition("_")[0].partition(".")[0].lower()
            if tag:
                return tag if tag in LANGUAGES else "en"
        return "en"

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The language of a print, or the two that stand side by side in it."""
        named = self.settings["lang"] or ""
        if "," not in named:
            return (self.language,)
        tags = [_spoken(part) for part in named.split(",")]
        if len(tags) != 2:  # noqa: PLR2004 - side by side
            raise Invalid(f"{quoted(named)} names {len(tags)} languages; two stand side by side.")
        if tags[0] == tags[1]:
            raise Invalid(f"{quoted(named)} names one language twice; say two, such as fr,ru.")
        return tuple(tags)

    @cached_property
    def author(self) -> str:
        """Who writes: as configured, else the system's user."""
        named = self.settings["author"]
        if named:
            from tracker.domain.text import clean

            return clean(named, what="author", longest=200)
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError):  # a container's user may have no name
            return f"uid {os.getuid()}"

    @cached_property
    def database(self) -> Database:
        """The ledger that the settings name."""
        named = self.settings["db"]
        return Database(Path(named).expanduser() if named else config.default_ledger())

    def reader(self, visibility: str | None = None, *, working: bool = True) -> Reader:
        """Return a reader cleared up to `visibility`; the operator's default is internal.

        One who is not `working` with the ledger gets no notes nor other working fields.
        """
        return Reader(Visibility(visibility or Visibility.INTERNAL), self.now, working)

    def reading(
        self, visibility: str | None = None, *, working: bool = True
    ) -> AbstractContextManager[Reading]:
        """Open the ledger for reading, for a reader of that clearance."""
        return self.database.reading(self.reader(visibility, working=working))

    def writing(self, *, keep: bool = True) -> AbstractContextManager[Ledger]:
        """Open the ledger for this command's writes: one block, one change, or only a trial."""
        from tracker.storage.ledger import Command

        command = Command(self.author, self.command_line, self.now)
        return self.database.writing(command, keep=keep)


def use_newest_zones() -> None:
    """Read time zones from the package `tzdata` where the system's are older.

    Governments move their clocks with weeks of notice, and a system may be years behind.
    Whoever sets PYTHONTZPATH has chosen, and is let be.
    """
    import zoneinfo

    if "PYTHONTZPATH" in os.environ:
        return
    import tzdata  # type: ignore[import-untyped]  # it says its version and no more

    package = Path(tzdata.__file__).parent / "zoneinfo"
    if str(package) not in zoneinfo.TZPATH and _system_zones() < tzdata.IANA_VERSION:
        zoneinfo.reset_tzpath([str(package), *zoneinfo.TZPATH])


def _system_zones() -> str:
    """Return the version of the system's time zones, such as 2025b; the newest if it tells none."""
    import zoneinfo

    for folder in zoneinfo.TZPATH:
        try:
            with open(f"{folder}/tzdata.zi", encoding="ascii") as file:  # noqa: PTH123 - on every list's way
                return file.readline().removeprefix("# version ").strip()
        except (OSError, ValueError):
            continue
    return "9999"


def _spoken(named: str) -> str:
    """Return the language of ours that is named; raise Invalid for any other."""
    try:
        tag = language_tag(named).split("-")[0]
    except Invalid:
        tag = ""
    if tag not in LANGUAGES:
        raise Invalid(f"tracker speaks {', '.join(LANGUAGES)}, not {quoted(named)}.")
    return tag


def _system_zone() -> str:
    """Return the system's IANA zone as Debian and systemd keep it, else UTC."""
    try:
        target = os.path.realpath("/etc/localtime")
    except OSError:
        return "UTC"
    name = target.partition("zoneinfo/")[2]
    if name.startswith(("posix", "right")) or name in ("", "Etc/UTC", "Etc/UCT", "Universal"):
        return "UTC"
    return name
