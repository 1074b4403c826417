"""`tracker log --edit`: the form, and that a refused one is never lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


def editor(folder: Path, *edits: str) -> str:
    """Return an editor that makes one edit each time it is opened, then none."""
    script = folder / "editor.sh"
    steps = folder / "steps"
    steps.mkdir()
    for number, edit in enumerate(edits):
        (steps / f"{number}.sed").write_text(edit)
    script.write_text(
        "#!/bin/sh\n"
        f"step=$(ls {steps} | head -n 1)\n"
        f'[ -n "$step" ] || exit 0\n'
        f'sed -i -f "{steps}/$step" "$1" && rm "{steps}/$step"\n'
    )
    script.chmod(0o755)
    return str(script)


def test_a_filled_form_is_logged(tracker: Tracker, tmp_path: Path) -> None:
    fill = "s/^title:/title: Talks/\ns/^on:/on: 3 April 2025 10:00/\ns/^with:/with: MLI, RUS/"
    result = tracker("log", "--edit", "--json", EDITOR=editor(tmp_path, fill))
    assert result.code == 0, result.err
    meeting = json.loads(result.out)
    assert meeting["title"] == {"en": "Talks"}
    assert [d["party"]["code"] for d in meeting["delegations"]] == ["MLI", "RUS"]


def test_options_stand_in_the_form_already(tracker: Tracker, tmp_path: Path) -> None:
    fill = "s/^on:/on: tbc/"
    result = tracker("log", "Call", "--edit", "--json", EDITOR=editor(tmp_path, fill))
    assert json.loads(result.out)["title"] == {"en": "Call"}


def test_an_untouched_form_logs_nothing(tracker: Tracker, tmp_path: Path) -> None:
    result = tracker("log", "--edit", EDITOR=editor(tmp_path))
    assert result.code == 4
    assert "nothing was logged" in result.err


def test_closing_a_ready_form_without_saving_logs_nothing(tracker: Tracker, tmp_path: Path) -> None:
    result = tracker("log", "Call", "--on", "tbc", "--edit", EDITOR=editor(tmp_path))
    assert result.code == 4
    assert json.loads(tracker("list", "--json").out) == []


def test_a_refused_form_comes_back_with_the_reason(tracker: Tracker, tmp_path: Path) -> None:
    wrong = "s/^title:/title: Talks/\ns/^on:/on: 3\\/4\\/2025/"
    right = "/REFUSED.*2 ways/d\ns/^on:.*/on: 3 April 2025/"
    result = tracker("log", "--edit", "--json", EDITOR=editor(tmp_path, wrong, right))
    assert result.code == 0, result.err
    assert json.loads(result.out)["when"]["text"] == "2025-04-03"


def test_a_form_given_up_is_where_the_next_begins(tracker: Tracker, tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
    wrong = "s/^title:/title: Talks/\ns/^on:/on: 3\\/4\\/2025/"
    result = tracker("log", "--edit", EDITOR=editor(first, wrong))
    assert result.code == 4
    assert "it is kept at" in result.err
    right = "s/^on:.*/on: 3 April 2025/"
    result = tracker("log", "--edit", "--json", EDITOR=editor(second, right))
    assert json.loads(result.out)["title"] == {"en": "Talks"}
