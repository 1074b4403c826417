"""What a command says of what it wrote is heard when it is on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.cli.session import Cli
from tracker.errors import Conflict

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_heard_after_the_commit(
    ledger_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = Cli({"db": str(ledger_path)}, [])
    with cli.desk():
        cli.say("added")
        cli.out("data")
        assert capsys.readouterr() == ("", "")
    assert capsys.readouterr() == ("data\n", "added\n")


def test_it_is_never_heard_when_nothing_was_kept(
    ledger_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = Cli({"db": str(ledger_path)}, [])

    def fail() -> None:
        with cli.desk():
            cli.say("added")
            raise Conflict("The disk is full.")

    with pytest.raises(Conflict):
        fail()
    cli.say("Nothing was written.")
    assert capsys.readouterr() == ("", "Nothing was written.\n")
