"""For every key of the settings the value in force and where it is from: a policy, the user's file, the default."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from porchlight.dataclass import dataclass
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.defaults import written_default
from porchlight.settings.export import SECTIONS as EXPORTS
from porchlight.settings.json_schema import NAMED, SECTIONS
from porchlight.settings.policy import Path, Policy
from porchlight.settings.rules import ChannelSettings
from porchlight.settings.schema import ComponentSettings, Section
from porchlight.settings.shown import shown_program, shown_value

Kinds = Mapping[str, type[ComponentSettings] | type[ChannelSettings]]


class Origin(StrEnum):
    """Where a value is from, the strongest first."""

    POLICY = "policy"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Resolved:
    """One key. ``value``: as a settings file would have it, None where nothing is set and there is no default.
    ``source``: which policy; else empty."""

    path: Path
    value: Any
    origin: Origin
    source: str = ""

    @property
    def key(self) -> str:
        """With dots, as people write it."""
        return ".".join(self.path)

    @property
    def shown(self) -> Any:
        """The value without secrets, in the types of JSON."""
        return _shown(self.path[0], ".".join(self.path[1:]), self.value)


def resolve(written: Mapping[str, Any], policy: Policy, components: Kinds, channels: Kinds) -> list[Resolved]:
    """Every key, of a document with the user's settings, in their order: what nobody knows is as it is written."""
    found = []
    for table, model, usual in _tables(policy.over(written), {"components": components, "channels": channels}):
        user = _at(written, table)
        keys = dict.fromkeys((*usual, *(user if isinstance(user, Mapping) else ()), *policy.table(*table)))
        if model is not None:
            known = {info.alias or name: info for name, info in model.model_fields.items()}
            usual = {key: written_default(info) for key, info in known.items()} | usual
            keys = dict.fromkeys((*known, *keys))
        for key in keys:
            path = (*table, key)
            if path in policy.values:
                found.append(Resolved(path, policy.values[path], Origin.POLICY, policy.origins[path]))
            elif isinstance(user, Mapping) and key in user:
                found.append(Resolved(path, user[key], Origin.FILE))
            else:
                found.append(Resolved(path, usual.get(key), Origin.DEFAULT))
    return found


def _tables(
    document: Mapping[str, Any], kinds: Mapping[str, Kinds]
) -> Iterator[tuple[Path, type[Section] | None, dict[str, Any]]]:
    """Each table with its model and the defaults of its own."""
    for section, model in SECTIONS.items():
        yield (section,), model, {}
    for name, model in EXPORTS.items():
        yield ("export", name), model, {}
    for section in (*NAMED, *kinds):
        built_in = BUILT_IN if section == "rules" else {}
        tables = document.get(section)
        for name in dict.fromkeys((*(tables if isinstance(tables, Mapping) else ()), *built_in)):
            kind = _at(document, (section, name, "kind"))
            of_kind = kinds.get(section, {}).get(kind) if isinstance(kind, str) else None
            yield (section, name), NAMED.get(section, of_kind), dict(built_in.get(name, {}))


def _at(document: Any, path: Path) -> Any:
    for name in path:
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def _shown(section: str, key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if section == "actions" and key.endswith(".program") and isinstance(value, list):
        return shown_program([str(one) for one in value])
    if isinstance(value, Mapping):
        return {str(name): _shown(section, f"{key}.{name}", inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(section, f"{key}.{number}", inner) for number, inner in enumerate(value)]
    return shown_value(section, key, value)
