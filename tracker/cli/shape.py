"""The shape that every command has: shared options anywhere, help that begins with examples.

click, and nothing else heavy: this is on the way of `--help`.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from click.shell_completion import CompletionItem

    from tracker.cli.session import Cli

# Options that every command takes, in any place: name, metavar, variable, help.
SHARED: tuple[tuple[str, str, str, str], ...] = (
    ("db", "FILE", "TRACKER_DB", "The ledger file."),
    ("lang", "TAG", "TRACKER_LANG", "Language of prints and of what is typed: en, fr, ru, ar."),
    ("zone", "ZONE", "TRACKER_ZONE", "Your own time zone, such as Europe/Paris."),
    ("author", "NAME", "TRACKER_AUTHOR", "Who writes, for the history."),
    ("color", "WHEN", "", "Colour and boxes: auto, always or never."),
)
COLOURS = ("auto", "always", "never")
SWITCHES = (
    ("quiet", "-q", "Say nothing but what was asked for."),
    ("no_input", None, "Never ask, even at a terminal."),
    ("no_pager", None, "Do not page what is longer than the screen."),
    ("debug", None, "Show a traceback when the program itself fails."),
)


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value and parameter.name is not None:
        context.find_root().ensure_object(dict)[parameter.name] = value


def _shared_options(taken: set[str]) -> Iterable[click.Option]:
    for name, metavar, variable, text in SHARED:
        if name not in taken:
            note = f"{text}  [{variable}]" if variable else text
            yield click.Option(
                [f"--{name}"],
                metavar=metavar,
                type=click.Choice(COLOURS) if name == "color" else None,
                help=note,
                expose_value=False,
                callback=_remember,
            )
    for name, short, text in SWITCHES:
        if name not in taken:
            flags = [f"--{name.replace('_', '-')}", *([short] if short else [])]
            yield click.Option(
                flags, is_flag=True, help=text, expose_value=False, callback=_remember
            )


# Parameters whose words a shell may complete, by name; see tracker.cli.completion.
COMPLETED = {
    "ref": "records",
    "other": "records",
    "session": "sessions",
    "sessions": "sessions",
    "feed": "feeds",
    "series": "series",
    "party": "parties",
    "parties": "parties",
    "chair": "parties",
    "topics": "topics",
    "status": "status",
    "statuses": "status",
    "level": "level",
    "levels": "level",
    "visibility": "visibility",
    "zone": "zone",
    "lang": "lang",
    "language": "lang",
}


class _Completed(click.types.StringParamType):
    """A text that a shell may complete."""

    def __init__(self, what: str) -> None:
        self.what = what

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return what may be typed here; without a ledger, nothing."""
        from tracker.cli.completion import offered

        several = param.name == "parties"
        return offered(ctx, self.what, incomplete, several=several)


_PAUSE = re.compile(r"((?:[^(,;:]|\([^)]*\))+)[,;:] ")


class _Examples(click.Command):
    """A command whose help begins with examples and which takes the shared options."""

    def __init__(self, *args: Any, examples: str = "", **extra: Any) -> None:
        extra.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*args, **extra)
        self.examples = examples
        # A command's own option, such as log's --zone, stands for itself.
        taken = {flag.lstrip("-") for parameter in self.params for flag in parameter.opts}
        self.params += _shared_options(taken)
        for parameter in self.params:
            if parameter.type is click.STRING and parameter.name in COMPLETED:
                parameter.type = _Completed(COMPLETED[parameter.name])

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence; of one too long what stands before its first pause."""
        said = super().get_short_help_str(limit=1_000)
        if len(said) <= limit:
            return said
        first = _PAUSE.match(said)
        return f"{first[1]}." if first else super().get_short_help_str(limit)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the usage, the text and the options."""
        if self.examples:
            with formatter.section("Examples"):
                formatter.write(
                    "".join(f"  {line.strip()}\n" for line in self.examples.strip().splitlines())
                )
            formatter.write_paragraph()
        super().format_help(ctx, formatter)


class Command(_Examples):
    """One command."""


class Group(_Examples, click.Group):
    """A noun with its verbs."""

    command_class = Command

    def command(self, *args: Any, **extra: Any) -> Callable[[Any], Command]:  # type: ignore[override]
        """Register a verb."""
        return super().command(*args, **extra)  # type: ignore[no-any-return]


class LazyGroup(Group):
    """The root: its commands are loaded only when they are called."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load and return one command."""
        if cmd_name not in self.table:
            return None
        module, _, _ = self.table[cmd_name]
        loaded = import_module(f"tracker.cli.{module}")
        # list, next and print would hide Python's own: there the function has a dash more.
        found = getattr(loaded, f"{cmd_name}_", None) or getattr(loaded, cmd_name)
        assert isinstance(found, click.Command)  # noqa: S101
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; of one that there is not, say which may be meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as unknown:  # click knows only commands that are loaded
            raise click.NoSuchCommand(args[0], possibilities=self.table, ctx=ctx) from unknown

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that go on from `incomplete`, without loading any."""
        from click.shell_completion import CompletionItem

        names = [name for name in self.table if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self.table[name][2]) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write every command with its line, by section, without loading any."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, (_, section, text) in self.table.items():
            sections.setdefault(section, []).append((name, text))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows, col_max=14)


def command(name: str | None = None, *, examples: str, **extra: Any) -> Callable[[Any], Command]:
    """Make a command of a function whose first argument is the Cli."""
    return click.command(name, cls=Command, examples=examples, **extra)


def group(name: str, *, examples: str, help: str, **extra: Any) -> Group:  # noqa: A002 - click's word
    """Make a noun to hang verbs on."""
    return Group(name, examples=examples, help=help, no_args_is_help=True, **extra)


def json_option(function: Any) -> Any:
    """Add --json to a command that reads."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def visibility_option(function: Any) -> Any:
    """Add --visibility to a command that reads: how far up it may read."""
    return click.option(
        "--visibility",
        "clearance",
        type=click.Choice(["public", "internal", "confidential"]),
        default="internal",
        show_default=True,
        help="Show records up to this level.",
    )(function)


def pass_cli(function: Any) -> Any:
    """Hand the Cli to a command as its first argument."""
    from functools import update_wrapper

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        context = click.get_current_context()
        return function(cli_of(context), *args, **kwargs)

    return update_wrapper(wrapped, function)


def cli_of(context: click.Context) -> Cli:
    """Return this run's Cli, made when first asked for."""
    from tracker.cli.session import Cli

    root = context.find_root()
    flags = root.ensure_object(dict)
    if "cli" not in root.meta:
        root.meta["cli"] = Cli(flags, root.meta.get("arguments", []))
    found = root.meta["cli"]
    assert isinstance(found, Cli)  # noqa: S101
    return found
