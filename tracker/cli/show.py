"""`tracker show`: everything about one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import records
from tracker.cli.shape import command, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli


@command(
    "show",
    examples="""
    tracker show aes-russia/1
    tracker show m42 --visibility confidential
    tracker show Mali --lang fr
    tracker show @last --json
    """,
)
@click.argument("ref", metavar="REF|NAME")
@json_option
@visibility_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show everything about one record: its sources and where they disagree, its history."""
    records.show(cli, ref, clearance, as_json=as_json)
