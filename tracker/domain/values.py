"""The frozen dataclass that nearly every value is, made in a quarter of the time.

`dataclass(frozen=True, slots=True)` writes and compiles six methods, half a millisecond a
class, and a print loads some eighty classes. Here `__init__` alone is compiled; the other
methods are the same few functions for all.

So a frozen class is `@frozen`, in every room. `dataclass` itself is for what changes, and for
what `frozen` does not know: `field(...)`, `order=True`, no slots.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@overload
def frozen(made: type[T], /) -> type[T]: ...


@overload
def frozen(*, kw_only: bool) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True)
def frozen(made: type[T] | None = None, /, *, kw_only: bool = False) -> object:
    """Return a class as a frozen dataclass with slots, compared and hashed by its fields.

    A class that has its own way to compare keeps it. Fields take defaults, but none that is
    made anew for each instance: that is for `dataclass` itself.
    """
    if made is None:
        return lambda later: _value(later, kw_only=kw_only)
    return _value(made, kw_only=kw_only)


def _value(plain: type[T], *, kw_only: bool) -> type[T]:
    plain.__doc__ = plain.__doc__ or plain.__name__  # or its signature is spelled out, in 3 ms
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(plain)
    made.__init__ = _initializer(made)
    made.__setattr__ = made.__delattr__ = _refused
    made.__setstate__ = _restored
    names = [each.name for each in fields(made)]
    if not _is_own(made.__repr__):
        made.__repr__ = _said
    if names and not _is_own(made.__eq__):
        made.__eq__, made.__hash__ = _comparison(attrgetter(*names))
    return made  # type: ignore[no-any-return]


def _is_own(method: object) -> bool:
    """Return whether a class wrote a method itself: it is neither `object`'s nor made here."""
    return getattr(method, "__module__", __name__) != __name__


def _initializer(made: type[Any]) -> Callable[..., None]:
    """Return `__init__`: fields as parameters, those by name last, `__post_init__` at the end."""
    world: dict[str, Any] = {"_set": object.__setattr__}
    parameters: dict[bool, list[str]] = {False: ["self"], True: []}
    body = []
    for each in fields(made):
        default = ""
        if each.default is not MISSING:
            world[f"_{each.name}"] = each.default
            default = f"=_{each.name}"
        parameters[bool(each.kw_only)].append(f"{each.name}{default}")
        body.append(f" _set(self,{each.name!r},{each.name})")
    if hasattr(made, "__post_init__"):
        body.append(" self.__post_init__()")
    by_name = ["*", *parameters[True]] if parameters[True] else []
    head = f"def __init__({','.join(parameters[False] + by_name)}):"
    exec("\n".join([head, *(body or [" pass"])]), world)  # noqa: S102 - as dataclass does, from names alone
    written: Callable[..., None] = world["__init__"]
    return written


def _comparison(
    values: Callable[[object], object],
) -> tuple[Callable[[object, object], object], Callable[[object], int]]:
    def equals(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: object) -> int:
        return hash(values(self))

    return equals, hashed


def _said(self: Any) -> str:
    told = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
    return f"{type(self).__qualname__}({told})"


def _refused(self: object, name: str, _value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__name__} is a value: its {name} stays as it is.")


def _restored(self: object, state: tuple[None, dict[str, object]]) -> None:
    """Take the fields of a copy, as `copy` hands them over."""
    for name, held in state[1].items():
        object.__setattr__(self, name, held)
