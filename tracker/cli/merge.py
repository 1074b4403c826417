"""`tracker merge`: two records of one thing become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.agreement import agreed, yes_option
from tracker.cli.shape import command, json_option, pass_cli
from tracker.render.terminal.door import safe

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.merging import Merged


@command(
    "merge",
    examples="""
    tracker merge m42 m57
    tracker merge m42 m57 --take when --take title
    tracker merge p3 p12 --dry-run
    """,
)
@click.argument("ref")
@click.argument("other")
@click.option(
    "--take", "wanted", metavar="FIELD", multiple=True, help="As OTHER says it; repeatable."
)
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@yes_option
@json_option
@pass_cli
def merge(
    cli: Cli,
    ref: str,
    other: str,
    *,
    wanted: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Join OTHER into REF, which stays: two meetings, people or places that are one in truth.

    What only one of them says is kept, and so is all that belongs to them; where they
    differ, REF is right but for --take. The UIDs and sources of OTHER find REF from now on,
    so that no import makes it again. The stricter level counts for both. Undo brings both
    back as they were.
    """
    if dry_run:
        merged = _merged(cli, ref, other, wanted, keep=False)
        _print(cli, merged, as_json=as_json)
        cli.say(f"Would merge {_told(merged)}; nothing was done.")
        return
    if not yes and not _agreed(cli, ref, other, wanted):
        cli.say("Nothing was merged.")
        return
    merged = _merged(cli, ref, other, wanted)
    for line in _lines(cli, merged) if yes else ():
        cli.say(f"  {line}")
    cli.say(f"Merged {_told(merged)}; to take it back: tracker undo")
    if as_json:
        _print(cli, merged, as_json=True)


def _agreed(cli: Cli, ref: str, other: str, wanted: tuple[str, ...]) -> bool:
    """Show what would be done and ask; refuse where nobody can answer."""
    merged = _merged(cli, ref, other, wanted, keep=False)
    return agreed(
        cli,
        f"Merge {_told(merged)}?",
        refusal=f"Nothing was merged: {merged.gone} into {merged.kept} needs a yes.",
        shown=(f"  {line}" for line in _lines(cli, merged)),
        hint="Add --yes to be taken at your word, or --dry-run to see what would be done.",
    )


def _merged(
    cli: Cli, ref: str, other: str, wanted: tuple[str, ...], *, keep: bool = True
) -> Merged:
    """Return what a merge makes; what is not to be kept is only tried."""
    from tracker.services.merging.joining import merge as join

    with cli.desk(keep=keep) as desk:
        return join(desk, ref, other, wanted)


def _print(cli: Cli, merged: Merged, *, as_json: bool) -> None:
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(merged))
        return
    for line in _lines(cli, merged):
        cli.out(safe(line))


def _lines(cli: Cli, merged: Merged) -> list[str]:
    from tracker.render.terminal.merging import merging_said

    return merging_said(merged, cli.app.language)


def _told(merged: Merged) -> str:
    """Return “m57 into m42, with 2 delegations, 1 of both united”."""
    from tracker.services.removal import said

    moved = said([(table, 0) for table, number in merged.moved for _ in range(number)])
    united = sum(number for _, number in merged.united)
    more = f"{united} of both united" if united else ""
    parts = ", ".join(part for part in (moved, more) if part)
    return f"{merged.gone} into {merged.kept}" + (f", with {parts}" if parts else "")
