"""The published schemas, made from the tables and the values that they describe.

`UPDATE_GOLDEN=1 pytest tests/render/test_schemas.py` writes them anew; what then differs
is a change of a contract, and to be looked at as one.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from tracker import domain
from tracker.domain.entries import Entry
from tracker.domain.meetings import Meeting
from tracker.domain.sessions import Session
from tracker.domain.text import LANGUAGE_TAG, Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import When
from tracker.domain.whole import CHANGES, FORMAT, REVISIONS, TABLES, VERSION, Column
from tracker.storage.schema import REASONED, WORKING

Schema: TypeAlias = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
LINE_VERSION = 1
# The words in which values are described, and what else they may be called.
PLAIN: dict[str, Schema] = {
    "Text": {
        "description": "Words by language (BCP 47), the original first.",
        "type": "object",
        "propertyNames": {"pattern": f"^{LANGUAGE_TAG}".replace("\\Z", "$")},
        "additionalProperties": {"type": "string"},
    },
    "Instant": {
        "description": "ISO 8601, in UTC.",
        "type": "string",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$",
    },
    "When": {
        "description": "A date as far as it is known; `text` is exact and can be typed back.",
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "kind": {"enum": ["timed", "all-day", "imprecise", "tbc"]},
            "earliest": {"anyOf": [{"$ref": "#/$defs/Instant"}, {"type": "null"}]},
            "latest": {"anyOf": [{"$ref": "#/$defs/Instant"}, {"type": "null"}]},
        },
        "required": ["text", "kind", "earliest", "latest"],
    },
}
KINDS: dict[str, Schema] = {
    "words": {"type": "string"},
    "lines": {"type": "string"},
    "text": {"$ref": "#/$defs/Text"},
    "list": {"type": "array", "items": {"type": "string"}},
    "objects": {"type": "array", "items": {"type": "object"}},
    "object": {"type": "object"},
    "when": {"type": "string", "description": "A date as it is kept: see the README, Dates."},
    "instant": {"$ref": "#/$defs/Instant"},
    "date": {"type": "string", "format": "date"},
    "zone": {"type": "string", "description": "An IANA time zone."},
    "uid": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "code": {"type": "string", "pattern": "^[A-Z][A-Z0-9-]{1,11}$"},
    "flag": {"type": "boolean"},
    "integer": {"type": "integer"},
    "real": {"type": "number"},
    "references": {"type": "array", "items": {"type": "integer", "minimum": 1}},
}


def schemas() -> dict[str, Schema]:
    """Return every published schema by the name that `tracker schema` knows it by."""
    return {"export": export_schema(), "line": line_schema(), "list": list_schema()}


def written(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def export_schema() -> Schema:
    records = {table: _listed(table, shape, working=True) for table, shape in TABLES.items()}
    history = {
        "changes": _listed("changes", CHANGES, working=False),
        "revisions": _listed("revisions", REVISIONS, working=False),
    }
    return {
        **_head("export", VERSION, "A ledger, as `tracker export json` writes it."),
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "visibility": {"enum": list(map(str, Visibility))},
            "history": _object(history, required=list(history)),
            "records": _object(records, required=list(records)),
        },
        "required": ["format", "version", "visibility", "records"],
        "additionalProperties": False,
        "$defs": {name: PLAIN[name] for name in ("Text", "Instant")},
    }


def _listed(table: str, shape: tuple[Column, ...], *, working: bool) -> Schema:
    hidden = WORKING | {"embargo_until", "link"} | ({"reason"} if table in REASONED else set())
    columns = {"id": {"type": "integer", "minimum": 1}} | {c.name: _column(c) for c in shape}
    required = [name for name in columns if not working or name not in hidden]
    return {"type": "array", "items": _object(columns, required=required)}


def _column(column: Column) -> Schema:
    if column.kind == "choice":
        made: Schema = {"enum": list(column.of)}
    elif column.kind == "reference":
        of = f"The id of one of {column.of[0]}." if column.of else "The id of the record."
        made = {"type": "integer", "minimum": 1, "description": of}
    else:
        made = dict(KINDS[column.kind])
    return {"anyOf": [made, {"type": "null"}]} if column.null else made


def _object(properties: Schema, *, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def line_schema() -> Schema:
    """Return the schema of a line of `tracker export jsonl`."""
    values = _Values()
    either = {"anyOf": [values.of(Session), values.of(Meeting)]}
    told = "A session or a meeting, as `tracker export jsonl` writes it on a line."
    return {**_head("line", LINE_VERSION, told), **either, "$defs": values.definitions()}


def list_schema() -> Schema:
    """Return the schema of what `list`, `next`, `today` and `calendar` print with --json."""
    values = _Values()
    entries = {"type": "array", "items": values.of(Entry)}
    told = "What is on, as `tracker list --json` prints it."
    return {**_head("list", LINE_VERSION, told), **entries, "$defs": values.definitions()}


def _head(name: str, version: int, title: str) -> Schema:
    return {
        "$schema": DRAFT,
        "$id": f"urn:diplomatic-tracker:schema:{name}:{version}",
        "title": title,
    }


class _Values:
    """Schemas of frozen values, each class once; fields may be added to them later."""

    def __init__(self) -> None:
        self._made: dict[str, Schema] = {}
        self._names: dict[str, Any] = {}
        for module in iter_modules(domain.__path__):
            loaded = import_module(f"{domain.__name__}.{module.name}")
            self._names |= {k: v for k, v in vars(loaded).items() if isinstance(v, type)}
        self._names |= {"datetime": datetime, "date": date}

    def definitions(self) -> Schema:
        plain = {name: PLAIN[name] for name in ("Text", "When", "Instant")}
        return {**plain, **dict(sorted(self._made.items()))}

    def of(self, hint: Any) -> Schema:
        """Return the schema of what a field's type is as data."""
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return {"anyOf": [self.of(each) for each in inner]}
        if origin is tuple:
            return {"type": "array", "items": self.of(inner[0])}
        simple = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
        if hint in simple:
            return {"type": simple[hint]}
        if hint is datetime:
            return {"$ref": "#/$defs/Instant"}
        if hint is date:
            return {"type": "string", "format": "date"}
        if issubclass(hint, StrEnum):
            return {"enum": [str(value) for value in hint]}
        if hint is Text or issubclass(hint, When):
            return {"$ref": f"#/$defs/{'Text' if hint is Text else 'When'}"}
        assert isinstance(hint, type)
        assert is_dataclass(hint), hint
        return self._class(hint)

    def _class(self, made: Any) -> Schema:
        name = made.__name__
        if name not in self._made:
            self._made[name] = {}  # what holds itself is met again
            hints = get_type_hints(made, localns=self._names)
            own = {} if not hasattr(made, "ref") else {"ref": {"type": "string"}}
            own |= {f.name: self.of(hints[f.name]) for f in fields(made) if f.name != "ref"}
            summary = (made.__doc__ or "").partition("\n")[0]
            self._made[name] = {
                "description": summary,
                "type": "object",
                "properties": own,
                "required": list(own),
            }
        return {"$ref": f"#/$defs/{name}"}
