"""One rule for every value other than text: it is written without quotation marks. pydantic would accept ``"yes"``
for true, ``"443"`` for a number and ``true`` for 1, and not even consistently."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, cast

from pydantic_core import CoreSchema, PydanticCustomError

_WITHIN: Final = (
    "schema",
    "items_schema",
    "fields",
    "choices",
    "keys_schema",
    "values_schema",
    "steps",
    "definitions",
    "lax_schema",
    "strict_schema",
    "extras_schema",
)
"""Where a core schema holds others (pydantic_core.core_schema)."""


def _require_bool(value: Any) -> Any:
    if not isinstance(value, bool):
        raise _fault("bool", value)
    return value


def _require_integer(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _fault("int", value)
    return value


def _require_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _fault("float", value)
    return value


def _fault(wanted: Literal["bool", "int", "float"], value: object) -> PydanticCustomError:
    """What it means, for people: ``problems.fitting_value``."""
    return PydanticCustomError(
        f"{wanted}_{'quoted' if isinstance(value, str) else 'exact'}", "Input should be another value"
    )


_CHECKS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "bool": _require_bool,
    "int": _require_integer,
    "float": _require_number,
}


def exactly(schema: CoreSchema) -> CoreSchema:
    """The schema of a section, in which only a number is a number, and only true and false are booleans."""
    return cast(CoreSchema, _exact(schema))


def _exact(found: Any) -> Any:
    if isinstance(found, list | tuple):
        return type(found)(_exact(one) for one in found)
    if not isinstance(found, dict):
        return found
    if found.get("type") == "function-before" and found["function"]["function"] in _CHECKS.values():
        return found
    kind = found.get("type")
    if isinstance(kind, str) and (check := _CHECKS.get(kind)):
        return {"type": "function-before", "function": {"type": "no-info", "function": check}, "schema": found}
    if isinstance(kind, str):
        return {key: _exact(value) if key in _WITHIN else value for key, value in found.items()}
    return {key: _exact(value) for key, value in found.items()}  # fields and choices, by their names
