"""Options that several commands share, so that every noun takes the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


class Version(click.ParamType[tuple[str, str]]):
    """A text in another language, typed as `fr=Les mots`."""

    name = "LANG=WORDS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the language and the words."""
        if isinstance(value, tuple):
            return value
        language, equals, words = str(value).partition("=")
        if not equals or not language.strip():
            self.fail(f"{value[:40]!r} is not LANG=WORDS, such as fr=Bamako.", param, ctx)
        return language, words


def with_options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a decorator that adds options to a command, in the order given."""

    def add(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def texts_option(name: str, what: str, variable: str | None = None) -> Callable[[Any], Any]:
    """Add `--name fr=…`, repeatable: a text in other languages than the writer's."""
    return click.option(
        f"--{name}",
        variable or name.replace("-", "_"),
        multiple=True,
        type=Version(),
        metavar="LANG=WORDS",
        help=f"{what} in another language, such as fr=…; repeatable.",
    )


def words_option(name: str, variable: str, text: str) -> Callable[[Any], Any]:
    """Add an option that is given as often as wanted, one text each time."""
    return click.option(f"--{name}", variable, multiple=True, metavar="WORDS", help=text)


def note_option(function: Any) -> Any:
    """Add --note to a command that writes."""
    text = "A working note; never shown to the public."
    return click.option("--note", metavar="WORDS", help=text)(function)


def level_option(function: Any) -> Any:
    """Add --visibility to a command that writes: how far the record may go."""
    text = "How far it may go: public, internal or confidential."
    return click.option("--visibility", metavar="LEVEL", help=text)(function)


def embargo_option(function: Any) -> Any:
    """Add --embargo to a command that writes."""
    text = "Until then it stays internal, though it be public."
    return click.option("--embargo", metavar="WHEN", help=text)(function)


def since_option(function: Any) -> Any:
    """Add --since."""
    return click.option("--since", metavar="WHEN", help="From when on.")(function)


def until_option(function: Any) -> Any:
    """Add --until."""
    return click.option("--until", metavar="WHEN", help="Until when.")(function)


def parties_option(
    text: str, flag: str = "--with", variable: str = "parties"
) -> Callable[[Any], Any]:
    """Add an option that names parties: a comma list, or the option several times, or both."""

    def joined(_context: object, _parameter: object, given: tuple[str, ...]) -> str | None:
        return ",".join(given) if given else None

    return click.option(
        flag, variable, metavar="MLI,RUS", multiple=True, callback=joined, help=text
    )
