"""The JSON Schema of a settings file, from its models: for completion and hints in editors, in English."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from porchlight.language.english import english
from porchlight.model.component import ID_PATTERN
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.defaults import written_default
from porchlight.settings.describe import description_of
from porchlight.settings.export import SECTIONS as EXPORTS
from porchlight.settings.gift_paths import PathSettings
from porchlight.settings.report import DAY_NAMES, ReportSettings, short_day
from porchlight.settings.rules import (
    ActionSettings,
    AlertsSettings,
    CalendarSettings,
    ChannelSettings,
    HeartbeatSettings,
    MaintenanceSettings,
    RuleSettings,
    as_list,
    clock_time,
    never_as_none,
)
from porchlight.settings.schema import (
    ComponentSettings,
    DesktopSettings,
    IngestSettings,
    MonitorSettings,
    Section,
    parse_duration,
)
from porchlight.settings.status_page import StatusPageSettings
from porchlight.settings.updates import UpdateSettings

SECTIONS: Final[Mapping[str, type[Section]]] = {
    "monitor": MonitorSettings,
    "desktop": DesktopSettings,
    "updates": UpdateSettings,
    "ingest": IngestSettings,
    "report": ReportSettings,
    "status_page": StatusPageSettings,
    "alerts": AlertsSettings,
    "heartbeat": HeartbeatSettings,
}
"""The sections that are one table."""
NAMED: Final[Mapping[str, type[Section]]] = {
    "paths": PathSettings,
    "rules": RuleSettings,
    "maintenance": MaintenanceSettings,
    "calendar": CalendarSettings,
    "actions": ActionSettings,
}
"""The sections that are tables by their ids, but those with kinds."""
_DURATION: Final = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*(ms|s|m|h|d)?\s*$"},
    ]
}
_ELSEWHERE: Final = ("ge", "gt", "le", "lt")
"""Limits that pydantic leaves where JSON Schema knows none."""


def schema_of(
    components: Mapping[str, type[ComponentSettings]], channels: Mapping[str, type[ChannelSettings]]
) -> dict[str, Any]:
    """With these kinds, by their names."""
    models = [*SECTIONS.values(), *NAMED.values(), *EXPORTS.values(), *components.values(), *channels.values()]
    unique = dict.fromkeys(models)
    refs, found = models_json_schema([(model, "validation") for model in unique], schema_generator=_Generator)
    definitions: dict[str, Any] = found["$defs"]

    def at(model: type[Section]) -> dict[str, Any]:
        return dict(refs[model, "validation"])

    def by_kind(kinds: Mapping[str, type[Section]]) -> dict[str, Any]:
        named = [{"properties": {"kind": {"const": name}}, "required": ["kind"]} for name in kinds]
        ours = [{"allOf": [at(model), only]} for model, only in zip(kinds.values(), named, strict=True)]
        plugin = {"properties": {"kind": {"type": "string", "not": {"enum": list(kinds)}}}, "required": ["kind"]}
        return _by_id({"oneOf": [*ours, plugin]})

    sections = {name: at(model) for name, model in SECTIONS.items()}
    sections |= {name: _by_id(at(model)) for name, model in NAMED.items()}
    rule = definitions[at(RuleSettings)["$ref"].rpartition("/")[2]]
    definitions["BuiltInRule"] = {key: value for key, value in rule.items() if key != "required"}
    sections["rules"]["properties"] = {name: {"$ref": "#/$defs/BuiltInRule"} for name in BUILT_IN}
    sections["components"] = by_kind(components)
    sections["channels"] = by_kind(channels)
    sections["export"] = _closed({name: at(model) for name, model in EXPORTS.items()})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Porchlight's settings",
        "description": "The settings file of Porchlight (TOML). Printed by: porchlight config schema",
        **_closed(dict(sorted(sections.items()))),
        "$defs": definitions,
    }


def _written(schema: dict[str, Any]) -> dict[str, Any]:
    """Without null, for which TOML has no word."""
    schema = {key: value for key, value in schema.items() if key not in _ELSEWHERE}
    if "anyOf" in schema:
        ones = [_written(one) for one in schema.pop("anyOf") if one != {"type": "null"}]
        schema |= ones[0] if len(ones) == 1 else {"anyOf": ones}
    return schema


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _by_id(item: dict[str, Any]) -> dict[str, Any]:
    names = {"pattern": f"^{ID_PATTERN.pattern}$"}
    return {"type": "object", "propertyNames": names, "additionalProperties": item}


class _Generator(GenerateJsonSchema):
    """pydantic's, which does not know what our own validators accept beside the type itself."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """With what each setting says of itself."""
        found = super().model_schema(schema)
        found.pop("description", None)  # of the class, for those who read the code
        model: type[Section] = schema["cls"]
        for name, info in model.model_fields.items():
            key = info.alias or name
            described = description_of(name, info)
            setting = found["properties"][key]
            setting.pop("default", None)
            setting = _written(setting)
            plain = {"allOf": [setting]} if "$ref" in setting else setting
            plain |= {"title": english(described.label), "description": english(described.description)}
            default = written_default(info)
            if default is not None:
                plain["default"] = default
            if described.example is not None:
                plain["examples"] = [described.example]
            found["properties"][key] = plain
        return found

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        """Without what the class says to those who read the code."""
        return {
            key: value for key, value in super().enum_schema(schema).items() if key not in ("title", "description")
        }

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """What our validators accept, as it is written in TOML."""
        function: Callable[..., Any] = schema["function"]["function"]
        inner = super().function_before_schema(schema)
        if function is parse_duration:
            return dict(_DURATION)
        if function is clock_time:
            return {"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}
        if function is never_as_none:
            return {"anyOf": [inner, {"const": "never"}]}
        if function is short_day:
            return {"anyOf": [inner, {"enum": list(DAY_NAMES)}]}
        if function is as_list:
            return {"anyOf": [inner["items"], inner]}
        return inner
