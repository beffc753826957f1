"""Changing the settings file: one component or section at a time, comments kept, nobody's work overwritten.

Each change names what it found before; where the file says something else by now, SettingsConflict is raised and
nothing is written. A file is replaced whole or not at all.
"""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item, Table

from app.model.errors import SettingsConflict, SettingsError
from app.settings.template import EMPTY

Values = Mapping[str, Any]
"""Keys and plain TOML values of a table."""


def read_component(path: str, component_id: str) -> dict[str, Any] | None:
    """What the file says of a component; None where it says nothing. Raises SettingsError."""
    found: dict[str, Any] | None = _plain(_components(_read(path)).get(component_id))
    return found


def read_section(path: str, name: str) -> dict[str, Any]:
    """What the file says in a section such as ``monitor``. Raises SettingsError."""
    return _plain(_read(path).get(name)) or {}


def put_component(path: str, component_id: str, values: Values, *, expected: Values | None) -> None:
    """Write a component, new where ``expected`` is None. Raises SettingsConflict or SettingsError."""
    document = _read(path)
    components = _components(document)
    _expect(_plain(components.get(component_id)), expected, component_id)
    table = components.get(component_id)
    if isinstance(table, Table):
        _update(table, values)
    else:
        if "components" not in document:
            components = tomlkit.table(is_super_table=True)
            document["components"] = components
        fresh = tomlkit.table()
        _update(fresh, values)
        components[component_id] = fresh
    _write(path, document)


def remove_component(path: str, component_id: str, *, expected: Values) -> None:
    """Take a component out, and its id out of what depends on it. Raises SettingsConflict or SettingsError."""
    document = _read(path)
    components = _components(document)
    _expect(_plain(components.get(component_id)), expected, component_id)
    del components[component_id]
    for other in components.values():
        parents = _plain(other.get("depends_on")) if isinstance(other, Table) else None
        if isinstance(parents, list) and component_id in parents:
            other["depends_on"] = [parent for parent in parents if parent != component_id]
    _write(path, document)


def change_item(path: str, section: str, name: str, key: str, value: Any) -> None:
    """Write one key of one table such as ``rules.slow-response``, new where there is none. Raises SettingsError."""
    document = _read(path)
    tables = document.get(section)
    if tables is None:
        tables = tomlkit.table(is_super_table=True)
        document[section] = tables
    table = tables.get(name)
    if table is None:
        table = tomlkit.table()
        tables[name] = table
    table[key] = value
    _write(path, document)


def put_section(path: str, name: str, values: Values, *, expected: Values) -> None:
    """Write a section whole. Raises SettingsConflict or SettingsError."""
    document = _read(path)
    _expect(_plain(document.get(name)) or {}, expected, name)
    table = document.get(name)
    if isinstance(table, Table):
        _update(table, values)
    elif values:
        fresh = tomlkit.table()
        _update(fresh, values)
        document[name] = fresh
    _write(path, document)


def _expect(found: object, expected: Values | None, name: str) -> None:
    if found != (None if expected is None else dict(expected)):
        raise SettingsConflict(
            f"“{name}” was changed in the settings file while you were editing it.",
            "Look at what it says now, then make your change again.",
        )


def _update(table: Table, values: Values) -> None:
    """Only what differs is written, so that comments and the order of keys stay."""
    before = _plain(table)
    for key in before or {}:
        if key not in values:
            del table[key]
    for key, value in values.items():
        if before is None or before.get(key) != value or key not in before:
            table[key] = list(value) if isinstance(value, tuple) else value


def _components(document: tomlkit.TOMLDocument) -> Any:
    """The table of components, whether written as one or in parts; empty where there is none."""
    return document.get("components", {})


def _plain(item: Any) -> Any:
    return item.unwrap() if isinstance(item, Item) or hasattr(item, "unwrap") else item


def _read(path: str) -> tomlkit.TOMLDocument:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return tomlkit.parse(file.read())
    except FileNotFoundError:
        return tomlkit.parse(EMPTY)
    except (TOMLKitError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(
            "The settings file cannot be changed here, because it is not valid TOML.",
            "Correct it in an editor first: “porchlight config check” names the fault.",
        ) from error
    except OSError as error:
        raise SettingsError(f"The settings file cannot be read ({error.strerror}).", f"It is {path}.") from error


def _write(path: str, document: tomlkit.TOMLDocument) -> None:
    target = os.path.realpath(path)  # a link stays one
    folder = os.path.dirname(target)
    temporary = ""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".porchlight-", suffix=".toml")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            os.chmod(temporary, os.stat(target).st_mode & 0o777)
        os.replace(temporary, target)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise SettingsError(f"The settings file cannot be written ({error.strerror}).", f"It is {path}.") from error
