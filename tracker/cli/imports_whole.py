"""`tracker import` of our own export: a whole ledger, or a part of one, taken in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.errors import Conflict

if TYPE_CHECKING:
    from tracker.cli.imports_from import Opened
    from tracker.cli.session import Cli
    from tracker.domain.importing import ImportReport


def take_export(cli: Cli, file: Opened, *, source: str | None, dry_run: bool) -> ImportReport:
    """Take an export in, one change; with its history, as the ledger that it was.

    Raises Conflict where it is to be remembered: it is no list that somebody keeps for others.
    """
    from tracker.cli.progress import bar, progress
    from tracker.intake.own_json import read_own
    from tracker.services.whole.taking import take

    if source is not None:
        raise Conflict(
            "An export of tracker’s is taken in once, and is not remembered.",
            hint=f"Say: tracker import {file.name}",
        )

    def said(done: int, _total: int) -> str:
        return f"{bar(file.done())}, {done:,} records"

    with progress(cli, "Reading", said) as tell, cli.desk(keep=not dry_run) as desk:
        report = take(
            desk, read_own(file.content, file.name), file.name, progress=lambda n: tell(n, n)
        )
    return replace(report, dry_run=dry_run)
