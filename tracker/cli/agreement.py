"""A person's yes, or --yes in its place, before what others notice or what goes for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.cli.session import Cli

yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


def agreed(
    cli: Cli,
    question: str,
    *,
    refusal: str,
    shown: Iterable[str] = (),
    hint: str = "Add --yes to be taken at your word.",
) -> bool:
    """Show what it is about, ask, and return the answer.

    Raises Invalid with the refusal where nobody can answer.
    """
    from tracker.errors import Invalid
    from tracker.render.terminal.door import safe

    if not cli.asks:
        raise Invalid(refusal, hint=hint)
    for line in shown:
        cli.say(line)
    return click.confirm(safe(question), err=True)
