"""A record as a form in $EDITOR: commented, checked, and never lost when it is refused."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from typing import TYPE_CHECKING

import click

from tracker.errors import Invalid, TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.cli.session import Cli
    from tracker.services.meetings import Draft

_HEAD = """\
# One meeting. Lines that begin with # are not read. Leave a line empty if nothing is known.
# Save and close to log it; close without saving, or empty the file, to give up.
"""
_LINES = (
    ("title", "title", "What it is called"),
    ("on", "on", "3 April 2025 10:00-12:00, 3-4 April 2025, second half of May 2025, tbc"),
    ("for", "duration", "How long, if no end is given: 90m, 1h30"),
    ("at", "at", "A city, “Venue, City”, or a place of the ledger"),
    ("room", "room", ""),
    ("with", "parties", "Parties: MLI, RUS or their names"),
    ("chair", "chair", "The party that chairs"),
    ("session", "session", "Such as aes-russia/1"),
    ("kind", "kind", "meeting, plenary, bilateral, working-lunch, courtesy-call, signing, …"),
    ("level", "level", "head-of-state, head-of-government, minister, ambassador, expert, …"),
    ("format", "format", "in-person, online, hybrid"),
    ("access", "access", "open, closed"),
    ("status", "status", "tentative, announced, confirmed, held"),
    ("visibility", "visibility", "public, internal, confidential"),
    ("embargo", "embargo", "Until when a public meeting stays internal"),
    ("topics", "topics", "Several are parted by commas"),
    ("sources", "sources", "Addresses, parted by blanks"),
    ("url", "url", "A page about it"),
    ("note", "note", "An internal note"),
    ("lang", "language", "The language of the title"),
)
_ENTRY = re.compile(r"\s*([a-z]+)\s*:\s*(.*?)\s*\Z")


def fill_in(cli: Cli, draft: Draft, store: Callable[[Draft], None]) -> None:
    """Open the form until what it says can be stored, or it is closed without saving.

    A refused form comes back with the reason on top, and is kept beside the ledger until
    it is logged: the next --edit without other words begins there.
    """
    kept = _kept(cli)
    bare = not any(getattr(draft, name) for _, name, _ in _LINES)
    text = kept.read_text(encoding="utf-8") if bare and kept.exists() else form(draft)
    refused = False
    while True:
        edited = click.edit(text, extension=".tracker")
        if edited is None and refused:
            raise Invalid(
                f"The form still cannot be logged; it is kept at {kept}.",
                hint="Go on with it by: tracker log --edit",
            )
        if edited is None or not _said(edited):
            raise Invalid("The form was closed without saving, or empty; nothing was logged.")
        try:
            store(parsed(edited, type(draft)))
        except TrackerError as fault:
            text, refused = _with_reason(edited, fault), True
            _keep(kept, _without_reason(edited))
        else:
            kept.unlink(missing_ok=True)
            return


def form(draft: Draft) -> str:
    """Return the form of a draft, each line with what may stand there."""
    lines = [_HEAD]
    for label, name, hint in _LINES:
        value = getattr(draft, name)
        given = ", ".join(value) if isinstance(value, tuple) else value or ""
        if hint:
            lines.append(f"# {hint}")
        lines.append(f"{label}: {given}".rstrip())
    return "\n".join(lines) + "\n"


def parsed(text: str, draft: type[Draft]) -> Draft:
    """Return what a form says; raise Invalid, with the line, for what is no line of it."""
    names = {label: name for label, name, _ in _LINES}
    found: dict[str, object] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry = _ENTRY.match(line)
        if entry is None or entry[1] not in names:
            raise Invalid(f"Line {number} of the form, “{line.strip()[:40]}”, is no line of it.")
        if entry[2]:
            found[names[entry[1]]] = _value(names[entry[1]], entry[2])
    known = {field.name for field in fields(draft)}
    return draft(**{k: v for k, v in found.items() if k in known})  # type: ignore[arg-type]


def _value(name: str, words: str) -> object:
    if name == "topics":
        return tuple(part.strip() for part in words.split(",") if part.strip())
    return tuple(words.replace(",", " ").split()) if name == "sources" else words


def _said(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


_REASON = "# REFUSED: "


def _with_reason(text: str, fault: TrackerError) -> str:
    told = " ".join(filter(None, (fault.sentence, fault.hint)))
    return f"{_REASON}{told}\n{_without_reason(text)}"


def _without_reason(text: str) -> str:
    return "".join(x for x in text.splitlines(keepends=True) if not x.startswith(_REASON))


def _keep(path: Path, text: str) -> None:
    """Write a form for its owner's eyes alone: it may be about what is confidential."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _kept(cli: Cli) -> Path:
    """Return where a refused form waits: beside the ledger, one for each user."""
    ledger = cli.app.database.path
    return ledger.with_name(f"{ledger.name}.{os.getuid()}.form")
