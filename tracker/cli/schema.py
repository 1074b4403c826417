"""`tracker schema`: the JSON Schemas of what this program writes as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.shape import command, pass_cli

if TYPE_CHECKING:
    from tracker.cli.session import Cli

NAMES = ("export", "line", "list")


@command(
    "schema",
    examples="""
    tracker schema
    tracker schema line
    """,
)
@click.argument("name", type=click.Choice(NAMES), default="export")
@pass_cli
def schema(cli: Cli, name: str) -> None:
    """Print a JSON Schema (draft 2020-12): of the export, of a line of jsonl, or of lists.

    Its $id ends in its version. Lines and lists may get more fields under the same version;
    whatever else changes raises it.
    """
    from importlib.resources import files

    cli.out((files("tracker.schemas") / f"{name}.json").read_text(encoding="utf-8"))
