"""Values: frozen dataclasses whose methods are not compiled one by one."""

from __future__ import annotations

import ast
import copy
from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass, replace
from pathlib import Path

import pytest

import tracker
from tracker.domain.values import frozen


@frozen
class Seat:
    """A place at a table."""

    party: str
    number: int = 1


@frozen(kw_only=True)
class Chair(Seat):
    """A seat that someone presides from."""

    person: str


@frozen
class Known:
    """One that refuses what it should not hold, and compares in its own way."""

    name: str

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self.name.lower() == other.name.lower()

    def __hash__(self) -> int:
        return hash(self.name.lower())


@dataclass(frozen=True, slots=True)
class Usual:
    """What the standard library makes of the same fields."""

    party: str
    number: int = 1


def test_it_is_a_dataclass_with_slots() -> None:
    assert [each.name for each in fields(Chair)] == ["party", "number", "person"]
    assert not hasattr(Seat("MLI"), "__dict__")
    assert replace(Seat("MLI"), number=2) == Seat("MLI", 2)
    assert is_dataclass(Seat)


def test_it_is_compared_hashed_and_shown_as_the_standard_one_is() -> None:
    assert Seat("MLI") == Seat("MLI", 1)
    assert Seat("MLI") != Seat("RUS")
    assert Seat("MLI") != object()
    assert len({Seat("MLI"), Seat("MLI"), Seat("RUS")}) == 2
    assert repr(Seat("MLI")) == repr(Usual("MLI")).replace("Usual", "Seat")


def test_one_that_has_more_fields_is_told_apart_by_them_too() -> None:
    assert Chair("MLI", person="Diop") == Chair("MLI", person="Diop")
    assert Chair("MLI", person="Diop") != Chair("MLI", person="Keïta")
    assert repr(Chair("MLI", person="Diop")) == "Chair(party='MLI', number=1, person='Diop')"


def test_fields_by_name_come_after_the_others() -> None:
    assert Chair("MLI", person="Diop") == Chair("MLI", 1, person="Diop")
    with pytest.raises(TypeError):
        Chair("MLI", 1, "Diop")  # type: ignore[call-arg]


def test_no_field_is_set_anew_nor_taken_away() -> None:
    seat = Seat("MLI")
    with pytest.raises(FrozenInstanceError, match="its number stays"):
        seat.number = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del seat.party


def test_a_class_keeps_its_own_check_and_comparison() -> None:
    assert Known("Mali") == Known("MALI")
    assert len({Known("Mali"), Known("MALI")}) == 1
    with pytest.raises(ValueError):  # noqa: PT011 - our own, a few lines up
        Known("")


def test_a_copy_is_equal() -> None:
    chair = Chair("MLI", person="Diop")
    assert copy.deepcopy(chair) == chair


@pytest.mark.parametrize(
    "written", ["frozen=True, slots=True", "frozen=True, slots=True, kw_only=True"]
)
def test_the_standard_one_is_written_only_where_ours_does_not_do(written: str) -> None:
    """A class that lays a field out by `field(...)` needs the standard library's."""
    needless = [
        f"{path.name}: {each.name}"
        for path in Path(tracker.__file__).parent.rglob("*.py")
        if f"@dataclass({written})" in (source := path.read_text(encoding="utf-8"))
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.ClassDef)
        and f"dataclass({written})" in map(ast.unparse, each.decorator_list)
        and "= field(" not in ast.unparse(each)
    ]
    assert needless == []
