"""JSON: values as plain data. The names of fields are a contract with scripts.

A text is an object of language to words, the original first; a *when* is an object with
its canonical `text`, its `kind`, and its UTC bounds `earliest` and `latest` where known;
instants are ISO 8601 in UTC. What is not known is null.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from tracker.domain.text import Text
from tracker.domain.when import When


def as_data(value: Any, zone: str = "UTC") -> Any:
    """Return a domain value as plain data for JSON: objects, lists, strings, numbers, null.

    Whole days begin in the zone of the record or of its place; where neither says, in `zone`.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, StrEnum | str):
        return str(value)
    if isinstance(value, When):
        return when_data(value, zone)
    if isinstance(value, Text):
        return dict(value.versions)
    if isinstance(value, datetime):
        return instant_data(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [as_data(item, zone) for item in value]
    if isinstance(value, dict):
        return {str(key): as_data(item, zone) for key, item in value.items()}
    if is_dataclass(value):
        return _fields(value, _zone_of(value) or zone)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def when_data(when: When, zone: str = "UTC") -> dict[str, Any]:
    """Return a *when* as data; `zone` is the place's, in which whole days begin."""
    earliest, latest = when.bounds(getattr(when, "zone", zone))
    return {
        "text": str(when),
        "kind": when.kind,
        "earliest": instant_data(earliest) if earliest else None,
        "latest": instant_data(latest) if latest else None,
    }


def instant_data(instant: datetime) -> str:
    """Return an aware instant as ISO 8601 in UTC."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _fields(value: Any, zone: str) -> dict[str, Any]:
    ref = getattr(value, "ref", None)
    data: dict[str, Any] = {"ref": ref} if isinstance(ref, str) else {}
    for field in fields(value):
        if field.name != "ref":
            data[field.name] = as_data(getattr(value, field.name), zone)
    return data


def _zone_of(value: Any) -> str | None:
    zone = getattr(value, "zone", None) or getattr(getattr(value, "place", None), "zone", None)
    return zone if isinstance(zone, str) else None
