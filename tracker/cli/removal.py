"""Taking one kind of record off every list, as `tracker remove` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.cli.session import Cli


def take_off(cli: Cli, ref: str, table: str, *, yes: bool) -> None:
    """Remove a record of that table, once a person or --yes agrees; raise for another record."""
    from tracker.cli.edit import remove
    from tracker.services.references import find_in

    with cli.app.reading("confidential") as reading:
        of = find_in(reading, ref, table, author=cli.app.author)
    click.get_current_context().invoke(remove, ref=of.short, yes=yes)
