"""`tracker completion`: the script that makes a shell complete our words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.shape import command, pass_cli

if TYPE_CHECKING:
    from tracker.cli.session import Cli


@command(
    "completion",
    examples="""
    tracker completion bash > ~/.local/share/bash-completion/completions/tracker
    tracker completion zsh > ~/.zfunc/_tracker
    tracker completion fish > ~/.config/fish/completions/tracker.fish
    """,
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@pass_cli
def completion(cli: Cli, shell: str) -> None:
    """Print the completion script of a SHELL."""
    from click.shell_completion import get_completion_class

    from tracker.cli.root import root

    script = get_completion_class(shell)
    assert script is not None  # noqa: S101 - the three are click's own
    cli.out(script(root, {}, "tracker", "_TRACKER_COMPLETE").source())
