"""Changes the settings file: one table or section at a time, comments kept, nobody's work overwritten. Each change
names what it expects; where the file differs by now, SettingsConflict is raised and nothing is written. A file is
replaced whole or not at all."""

import codecs
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from functools import lru_cache
from typing import Any, TypeVar

import tomlkit
from tomlkit.items import Item, Table

from porchlight.dataclass import dataclass
from porchlight.intake.files import NotOurs, put_whole, require_owned_place
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.errors import SettingsConflict, SettingsError
from porchlight.settings.template import EMPTY
from porchlight.settings.toml import NotSettings, parse_kept, parse_plain, read_bytes, text_of

_T = TypeVar("_T")

Values = Mapping[str, Any]
"""Keys and plain TOML values of a table."""
_NAMED_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "components": (("components", "depends_on"), ("paths", "taken_by"), ("paths", "passed_on_by")),
    "channels": (("rules", "channels"),),
    "actions": (("rules", "action"),),
}
"""Which keys of which sections name an item of a section. Lists that mean "all" when empty are not among them:
removing the last name would widen them."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A removed table, with all that is needed to restore it."""

    section: str
    name: str
    values: Mapping[str, Any]
    named_by: tuple[tuple[str, str, str, Any], ...]
    """What referred to it: section, table, key, and the previous value."""


def read_item(path: str, section: str, name: str) -> dict[str, Any] | None:
    """The contents of one table such as ``components.page``; None: not in the file. Raises SettingsError."""
    tables = _contents(path).get(section)
    found: dict[str, Any] | None = deepcopy(tables.get(name)) if isinstance(tables, Mapping) else None
    return found


def read_section(path: str, name: str) -> dict[str, Any]:
    """The contents of a section such as ``monitor``. Raises SettingsError."""
    return deepcopy(_contents(path).get(name)) or {}


def _contents(path: str) -> Mapping[str, Any]:
    """The file without its comments, which takes a fifth of the time. Raises SettingsError."""
    return _read(path, _parsed) or {}


@lru_cache(maxsize=1)
def _parsed(raw: bytes) -> Mapping[str, Any]:
    """Each part of a window asks for its own table: of five thousand components, all of them are parsed once."""
    return parse_plain(text_of(raw))


def put_item(path: str, section: str, name: str, values: Values, *, expected: Values | None) -> None:
    """Write one table, new where ``expected`` is None. Raises SettingsConflict or SettingsError."""
    if expected is not None and _put_alone(path, section, name, values, expected):
        return
    document = read_document(path)
    tables = _tables(document, section)
    _expect(_plain(tables.get(name)), expected, name)
    table = tables.get(name)
    if isinstance(table, Table):
        update_table(table, values)
    else:
        update_table(_new_table(document, section, name), values)
    write_document(path, document)


_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


def _put_alone(path: str, section: str, name: str, values: Values, expected: Values) -> bool:
    """Change a table without reading the comments of all others, which takes seconds for thousands of them; return
    whether that is done. It is where the table stands in one part, and the whole is exactly what it has to be."""
    try:
        raw = read_bytes(path)
        before, text = _parsed(raw), text_of(raw)
    except (OSError, NotSettings):
        return False  # the long way says what is wrong
    tables = before.get(section)
    if not isinstance(tables, Mapping) or tables.get(name) != expected or not _BARE.fullmatch(name):
        return False
    headers = list(re.finditer(rf"^\[{section}\.{name}\][^\n]*\n", text, re.MULTILINE))
    if len(headers) != 1 or raw.startswith(codecs.BOM_UTF8):
        return False
    begin = headers[0].start()
    following = _HEADER.search(text, headers[0].end())
    end = len(text) if following is None else following.start()
    try:
        part = parse_kept(text[begin:end].encode())
        update_table(part[section][name], values)
        changed = f"{text[:begin]}{tomlkit.dumps(part)}{text[end:]}"
        after = _parsed(changed.encode())
    except NotSettings:  # a line in a text of several lines that looks like a header, say
        return False
    if after != {**before, section: {**tables, name: _parsed_alike(values)}}:
        return False
    _write(path, changed)
    return True


def _parsed_alike(values: Values) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


@dataclass(frozen=True, slots=True)
class Put:
    """One of several tables that are written together; ``expected`` None: it is new."""

    section: str
    name: str
    values: Values
    expected: Values | None


def put_items(path: str, puts: Sequence[Put], *, backup: str) -> None:
    """Write several tables, all or none; the previous file is kept as ``backup``. Raises SettingsConflict or
    SettingsError."""
    document = read_document(path)
    for put in puts:
        tables = _tables(document, put.section)
        _expect(_plain(tables.get(put.name)), put.expected, put.name)
        table = tables.get(put.name)
        update_table(table if isinstance(table, Table) else _new_table(document, put.section, put.name), put.values)
    try:
        if os.path.exists(path):
            put_whole(backup, read_bytes(path))
    except OSError as error:
        raise SettingsError(
            english(msg("The settings cannot be copied ({error}).", error=str(error.strerror))),
            english(msg("The copy would be {path}.", path=backup)),
        ) from error
    write_document(path, document)


def remove_item(path: str, section: str, name: str, *, expected: Values) -> Removed:
    """Remove one table, and its name from what refers to it. Raises SettingsConflict or SettingsError."""
    document = read_document(path)
    tables = _tables(document, section)
    _expect(_plain(tables.get(name)), expected, name)
    del tables[name]
    named_by = []
    for other_section, key in _NAMED_BY.get(section, ()):
        for other, table in _tables(document, other_section).items():
            found = _plain(table.get(key)) if isinstance(table, Table) else None
            if found == name:
                del table[key]
            elif isinstance(found, list) and name in found:
                table[key] = [one for one in found if one != name]
            else:
                continue
            named_by.append((other_section, other, key, found))
    write_document(path, document)
    return Removed(section, name, dict(expected), tuple(named_by))


def bring_back(path: str, removed: Removed) -> None:
    """Undo ``remove_item``; references to it are restored, unless they were changed meanwhile. Raises
    SettingsConflict where another one of that name exists by now, or SettingsError."""
    document = read_document(path)
    _expect(_plain(_tables(document, removed.section).get(removed.name)), None, removed.name)
    update_table(_new_table(document, removed.section, removed.name), removed.values)
    for section, name, key, before in removed.named_by:
        table = _tables(document, section).get(name)
        if not isinstance(table, Table):
            continue
        left = [one for one in before if one != removed.name] if isinstance(before, list) else None
        if _plain(table.get(key)) == left:
            table[key] = before
    write_document(path, document)


def change_item(path: str, section: str, name: str, key: str, value: Any) -> None:
    """Write one key of one table such as ``rules.slow-response``, new where there is none. Raises SettingsError."""
    document = read_document(path)
    table = _tables(document, section).get(name)
    if table is None:
        table = _new_table(document, section, name)
    table[key] = value
    write_document(path, document)


def put_section(path: str, name: str, values: Values, *, expected: Values) -> None:
    """Write a section whole. Raises SettingsConflict or SettingsError."""
    document = read_document(path)
    _expect(_plain(document.get(name)) or {}, expected, name)
    table = document.get(name)
    if isinstance(table, Table):
        update_table(table, values)
    elif values:
        fresh = tomlkit.table()
        update_table(fresh, values)
        document[name] = fresh
    write_document(path, document)


def _expect(found: object, expected: Values | None, name: str) -> None:
    if found != (None if expected is None else dict(expected)):
        raise SettingsConflict(
            english(msg("“{name}” was changed in the settings file while you were editing it.", name=name)),
            english(msg("Look at what it says now, then make your change again.")),
        )


def update_table(table: Table, values: Values) -> None:
    """Give a table these values. Only differences are written, so that comments and the order of keys stay."""
    before = _plain(table)
    for key in before or {}:
        if key not in values:
            del table[key]
    for key, value in values.items():
        if before is None or before.get(key) != value or key not in before:
            table[key] = list(value) if isinstance(value, tuple) else value


def _tables(document: tomlkit.TOMLDocument, section: str) -> Any:
    """The tables of a section, whether written as one or in parts; empty where there is none."""
    return document.get(section, {})


def _new_table(document: tomlkit.TOMLDocument, section: str, name: str) -> Table:
    if section not in document:
        document[section] = tomlkit.table(is_super_table=True)
    tables: Any = document[section]
    tables[name] = tomlkit.table()
    table: Table = tables[name]
    return table


def _plain(item: Any) -> Any:
    return item.unwrap() if isinstance(item, Item) or hasattr(item, "unwrap") else item


def read_document(path: str) -> tomlkit.TOMLDocument:
    """The file with its comments; empty where there is none. Raises SettingsError."""
    document = _read(path, parse_kept)
    return tomlkit.parse(EMPTY) if document is None else document


def _read(path: str, parse: Callable[[bytes], _T]) -> _T | None:
    """What is in the file; None: there is none. Raises SettingsError."""
    try:
        return parse(read_bytes(path))
    except FileNotFoundError:
        return None
    except NotSettings as error:
        raise SettingsError(
            english(msg("The settings file cannot be changed here. {problem}", problem=error.fault)),
            english(msg("Correct it in an editor first.")),
            command=english(msg("“porchlight config check” names the fault.")),
        ) from error
    except OSError as error:
        raise SettingsError(
            english(msg("The settings file cannot be read ({error}).", error=str(error.strerror))),
            english(msg("It is {path}.", path=path)),
        ) from error


def write_document(path: str, document: tomlkit.TOMLDocument) -> None:
    """Whole or not at all. Raises SettingsError."""
    _write(path, tomlkit.dumps(document))


def _write(path: str, text: str) -> None:
    target = os.path.realpath(path)  # a link stays a link
    folder = os.path.dirname(target)
    temporary = ""
    try:
        require_owned_place(target)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".porchlight-", suffix=".toml")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            os.chmod(temporary, os.stat(target).st_mode & 0o777)
        os.replace(temporary, target)
    except NotOurs as error:
        raise SettingsError(
            english(msg("{problem} Nothing was written.", problem=error.text)),
            english(msg("Run Porchlight as the user who owns it.")),
        ) from error
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise SettingsError(
            english(msg("The settings file cannot be written ({error}).", error=str(error.strerror))),
            english(msg("It is {path}.", path=path)),
        ) from error
