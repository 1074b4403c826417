"""`tracker completion`: the script that makes a shell complete our words, and the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from tracker.cli.shape import cli_of, command, pass_cli

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from tracker.cli.session import Cli
    from tracker.services.suggestions import Named, Suggestion

VARIABLE = "_TRACKER_COMPLETE"  # by which a shell asks for words; its script sets it


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
    cli.out(script(root, {}, "tracker", VARIABLE).source())


def answer(instruction: str) -> int:
    """Print the words that a shell asked for; return the exit code."""
    from click.shell_completion import shell_complete

    from tracker.cli.root import root

    return int(shell_complete(root, {}, "tracker", VARIABLE, instruction))


def offered(
    context: click.Context, what: str, typed: str, *, several: bool
) -> list[CompletionItem]:
    """Return the words that go on from what was typed; `several` are parted by commas."""
    from click.shell_completion import CompletionItem

    from tracker.render.terminal.door import safe

    before, comma, begun = typed.rpartition(",") if several else ("", "", typed)
    try:
        found = _words(cli_of(context), what, begun, context.params.get("clearance"))
    except Exception:  # noqa: BLE001 - whoever presses Tab is not to be answered with a fault
        return []
    return [
        CompletionItem(f"{before}{comma}{word}", help=safe(title) or None) for word, title in found
    ]


def _words(cli: Cli, what: str, begun: str, clearance: str | None) -> list[Suggestion]:
    fixed = _fixed(what)
    if fixed is not None:
        return [(word, "") for word in fixed if word.lower().startswith(begun.lower())]
    from tracker.services.suggestions import suggestions

    with cli.app.reading(clearance) as reading:
        return suggestions(reading, cast("Named", what), begun, cli.app.language)


def _fixed(what: str) -> list[str] | None:
    """Return the words that are the same in every ledger, or None."""
    if what == "zone":
        from zoneinfo import available_timezones

        return sorted(available_timezones())
    if what == "lang":
        from tracker.app import LANGUAGES

        return list(LANGUAGES)
    if what == "status":
        from tracker.domain.status import Status

        return [str(status) for status in Status]
    if what == "level":
        from tracker.domain.parties import Rank

        return [str(rank) for rank in Rank]
    if what == "visibility":
        from tracker.domain.visibility import Visibility

        return [str(level) for level in Visibility]
    return None
