"""The JSON Schemas in docs/schemas, and whether a document keeps to its own."""

import importlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1] / "docs"
FOLDER = DOCS / "schemas"
# check-jsonschema brings it; it has no types of its own.
_jsonschema: Any = importlib.import_module("jsonschema")
Validator = _jsonschema.Draft202012Validator


def schema_of(command: str) -> Any:
    return json.loads((FOLDER / f"{command.replace(' ', '-')}.schema.json").read_text(encoding="utf-8"))


def _closed(schema: Any) -> Any:
    """Without room for a key that the schema does not name; for other programs there is room, since keys may come."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(one) for key, one in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed


def _checker() -> Any:
    checker = _jsonschema.FormatChecker(formats=())

    @checker.checks("date-time", raises=ValueError)  # type: ignore[untyped-decorator]
    def is_moment(value: object) -> bool:
        return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None

    return checker


def _no_constant(name: str) -> object:
    raise AssertionError(f"{name} is no JSON")


def conforming(command: str, text: str) -> Any:
    """The document, which is what the command's schema says and nothing else."""
    document = json.loads(text, parse_constant=_no_constant)
    Validator(_closed(schema_of(command)), format_checker=_checker()).validate(document)
    return document
