"""`tracker publish`: sessions and meetings in a collection on a CalDAV server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from tracker.cli.calendar import choice_options
from tracker.cli.shape import command, json_option, pass_cli
from tracker.errors import Conflict, NotFound, TrackerError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.cli.session import Cli
    from tracker.outward.hosts import Target
    from tracker.publish.collections import Published, Wish
    from tracker.services.publishing import Left, Step

_LONGEST: Final = 60  # of a title in a line; --json has all of it
_LEVELS: Final = ("public", "internal", "confidential")


@command(
    "publish",
    examples="""
    tracker publish https://dav.example.org/awa/meetings/ --dry-run
    tracker publish https://dav.example.org/awa/meetings/ --series aes-russia --create
    tracker publish https://dav.example.org/awa/meetings/ --overwrite m12
    tracker publish --all
    """,
)
@click.argument("url", required=False)
@choice_options
@click.option(
    "--visibility",
    "clearance",
    type=click.Choice(_LEVELS),
    help="Records up to this level.  [default: public]",
)
@click.option("--all", "everything", is_flag=True, help="Every collection, as it was last chosen.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("--create", is_flag=True, help="Make the collection if it is not there.")
@click.option(
    "--overwrite",
    metavar="REF",
    multiple=True,
    help="Put ours in the place of what others did there; all for every one.",
)
@click.option("--withdraw", is_flag=True, help="Delete there what was put there, and forget it.")
@click.option("--forget", is_flag=True, help="Forget the address; what is there stays there.")
@click.option(
    "--allow-host",
    metavar="NAME[:PORT]",
    multiple=True,
    help="Talk to this host over http, though it is another machine.",
)
@json_option
@pass_cli
def publish(
    cli: Cli, url: str | None, *, everything: bool, forget: bool, as_json: bool, **said: Any
) -> None:
    """Put sessions and meetings into a collection on a CalDAV server, one event each.

    What is new is created, what changed is replaced, what is no longer chosen is deleted.
    Events that others changed or deleted there, and events that are not from here, stay as
    they are. What was chosen for a collection is remembered, with its language.

    User and password are taken from ~/.netrc, or from TRACKER_CALDAV_USER and
    TRACKER_CALDAV_PASSWORD.
    """
    from tracker.outward.hosts import target_of

    if everything == (url is not None) or (everything and forget):
        raise click.UsageError(_which(cli))
    if url is not None and forget:
        _forget(cli, target_of(url))
        return
    if url is not None:
        told = [_one(cli, _wish(cli, target_of(url), said), as_json=as_json)]
    else:
        told = _all(cli, said, as_json=as_json)
    if as_json:
        cli.json([_as_data(one, dry_run=said["dry_run"]) for one in told])
    _require_agreement(told)


def _wish(cli: Cli, target: Target, said: dict[str, Any], *, named: bool = True) -> Wish:
    from tracker.publish.collections import CHOICE, Wish

    return Wish(
        target=target,
        choice=said if any(said[name] for name in CHOICE) else None,
        language=cli.flags.get("lang") and cli.app.language,
        overwrite=frozenset(said["overwrite"]),
        allowed=said["allow_host"],
        create=said["create"],
        withdraw=said["withdraw"],
        dry_run=said["dry_run"],
        password_given=named,
    )


def _one(cli: Cli, wish: Wish, *, as_json: bool) -> Published:
    from tracker.cli.calendar import chosen
    from tracker.cli.progress import progress
    from tracker.publish.collections import publish as bring_up_to_date

    with progress(cli, "Publishing") as tell:
        told = bring_up_to_date(
            cli.app, wish, lambda reading, choice: chosen(cli, reading, dict(choice)), tell
        )
    _say(cli, told, wish, as_json=as_json)
    return told


def _all(cli: Cli, said: dict[str, Any], *, as_json: bool) -> list[Published]:
    """Publish to every collection that is known; one that fails keeps no other from its turn."""
    from tracker.outward.hosts import target_of
    from tracker.publish.collections import CHOICE, known_collections

    if cli.flags.get("lang") or any(
        said[name] for name in (*CHOICE, "overwrite", "withdraw", "create")
    ):
        raise click.UsageError("With --all each collection gets what was chosen for it before.")
    told: list[Published] = []
    failed: list[TrackerError] = []
    known = [target_of(url) for url in known_collections(cli.app)]
    is_one_server = len({target.origin for target in known}) == 1
    for target in known:
        try:
            wish = _wish(cli, target, said, named=is_one_server)
            told.append(_one(cli, wish, as_json=as_json))
        except TrackerError as fault:
            failed.append(fault)
            cli.say(f"{target.url}: {fault.sentence}")
            if fault.hint:
                cli.say(fault.hint)
    if not known:
        cli.say("Nothing is published anywhere yet; begin with: tracker publish URL")
    if failed:
        raise Unavailable(
            f"{len(failed)} of {len(known)} collections could not be brought up to date."
        )
    return told


def _forget(cli: Cli, target: Target) -> None:
    from tracker.publish.collections import forget

    url = target.folder.url
    if not forget(cli.app, target):
        raise NotFound(f"Nothing was published to {url} from this ledger.")
    cli.say(f"{url} is forgotten; what is there stays there.")


def _which(cli: Cli) -> str:
    from tracker.publish.collections import known_collections

    known = known_collections(cli.app)
    said = "Name the address of one collection, or say --all for every one that is known."
    return "\n".join([said, *(f"  {url}" for url in known)])


def _say(cli: Cli, told: Published, wish: Wish, *, as_json: bool) -> None:
    """Say what was done: a line for each event on stdout, the rest on stderr."""
    from tracker.render.terminal.tables import first_lines

    outcome = told.outcome
    verbs = _WOULD if wish.dry_run else _DONE
    if told.made:
        cli.say(f"{told.url} {'would be' if wish.dry_run else 'was'} made.")
    if not as_json:
        lines = [
            *first_lines(outcome.done, lambda step: f"{verbs[step.act]} {_called(step)}"),
            *first_lines(outcome.conflicts, lambda left: f"left {_called(left)}: {left.why}"),
            *first_lines(outcome.refused, lambda left: f"refused {_called(left)}: {left.why}"),
        ]
        for line in lines:
            cli.out(line)
    counts = {act: sum(step.act == act for step in outcome.done) for act in verbs}
    said = ", ".join(f"{verbs[act]} {count:,}" for act, count in counts.items() if count)
    cli.say(
        f"{told.url}: {said or 'nothing to do'}; {outcome.unchanged:,} as they were "
        f"({told.visibility}, {told.language})."
    )
    for reason in told.withheld:
        cli.say(f"Withheld, being above what is published: {reason}.")
    for each in told.plan.unwritten:
        cli.say(f"Left out {each.ref}: {each.why}")


_DONE: Final = {"create": "created", "update": "updated", "delete": "deleted"}
_WOULD: Final = {act: f"would {act}" for act in _DONE}


def _called(of: Step | Left) -> str:
    from tracker.domain.text import shortened
    from tracker.render.terminal.door import safe

    return safe(f"{of.ref} {shortened(of.title, _LONGEST)}".rstrip())


def _as_data(told: Published, *, dry_run: bool) -> dict[str, Any]:
    def items(found: Iterable[Step]) -> list[dict[str, str]]:
        return [_item(step) for step in found]

    def left(found: Iterable[Left]) -> list[dict[str, str]]:
        return [{**_item(each), "why": each.why} for each in found]

    outcome = told.outcome
    return {
        "collection": told.url,
        "language": told.language,
        "visibility": told.visibility,
        "dry_run": dry_run,
        "made": told.made,
        **{
            name: items(step for step in outcome.done if step.act == act)
            for act, name in _DONE.items()
        },
        "unchanged": outcome.unchanged,
        "conflicts": left(outcome.conflicts),
        "refused": left(outcome.refused),
        "left_out": [{"ref": each.ref, "why": each.why} for each in told.plan.unwritten],
        "withheld": list(told.withheld),
    }


def _item(of: Step | Left) -> dict[str, str]:
    return {"ref": of.ref, "title": of.title, "uid": of.uid, "href": of.href}


def _require_agreement(told: list[Published]) -> None:
    left = sum(len(one.outcome.conflicts) for one in told)
    refused = sum(len(one.outcome.refused) for one in told)
    if left:
        events = "1 event is" if left == 1 else f"{left} events are"
        raise Conflict(
            f"{events} not there as here, by others' hand, and left so.",
            hint="To put ours in their place: tracker publish URL --overwrite REF",
        )
    if refused:
        raise Unavailable(
            f"The server did not take {'1 event' if refused == 1 else f'{refused} events'}."
        )
