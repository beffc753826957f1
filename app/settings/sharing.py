"""Settings from one computer for another: what is of use to all, without what is one person's or one computer's.

Settings hold no secrets, so nothing secret can leave; what is exported names the credentials that are needed.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import tomlkit

from app.model.errors import SettingsError
from app.settings.edit import read_document, write_document
from app.settings.toml import NotSettings, parse_kept

PERSONAL: Final = ("desktop", "ingest", "updates")
"""Sections that stay on their computer: how the windows look, the port of its programs, what its user was asked."""
_PERSONAL_KEYS: Final = {"report": ("folder",)}
ONE_TABLE: Final = ("monitor", "report", "alerts", "heartbeat")
"""Sections that are one table each; all others hold tables by name."""


class Step(StrEnum):
    """What an import does with one table."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One table such as ``components.page`` (``monitor`` for a section that is one)."""

    table: str
    step: Step


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """What an import would do; ``document`` is what would be written."""

    changes: tuple[Change, ...]
    document: tomlkit.TOMLDocument

    @property
    def wanted(self) -> list[Change]:
        """All that is not as it is already."""
        return [one for one in self.changes if one.step is not Step.SAME]


def exported(path: str, credentials: Iterable[str], day: str) -> str:
    """The settings at ``path`` for others, as TOML with its comments. ``credentials`` are the names that they need,
    ``day`` is written at the top. Lines end with a line feed alone, whatever they did: whoever writes them to a file
    on Windows adds the rest. Raises SettingsError."""
    document = read_document(path)
    for section in PERSONAL:
        document.pop(section, None)
    for section, keys in _PERSONAL_KEYS.items():
        table: Any = document.get(section, {})
        for key in keys:
            table.pop(key, None)
    names = sorted(set(credentials))
    head = [f"# Porchlight's settings, exported on {day}. There are no credentials in here."]
    if names:
        head.append(f"# Whoever imports them stores these: {', '.join(names)}")
    return "\n".join(head) + "\n\n" + tomlkit.dumps(document).replace("\r\n", "\n").lstrip("\n")


def read_shared(raw: bytes) -> tomlkit.TOMLDocument:
    """What somebody exported. Raises SettingsError for what is none."""
    remedy = "Choose a file that “porchlight settings export” wrote."
    try:
        return parse_kept(raw)
    except NotSettings as error:
        raise SettingsError(f"The file is no settings file: {error.fault}.", remedy) from error


def plan_shared(path: str, given: tomlkit.TOMLDocument, *, replace: bool = False, viewer: bool = False) -> SharedPlan:
    """What taking over ``given`` into the settings at ``path`` would do. ``replace``: what is not in it goes, but for
    what is this computer's own; ``viewer``: the windows are for looking only then. Raises SettingsError."""
    document = read_document(path)
    changes: list[Change] = []
    for section, content in given.items():
        if section in PERSONAL:
            continue
        if section in ONE_TABLE or not isinstance(content, Mapping):
            kept = {key: found for key in _PERSONAL_KEYS.get(section, ()) if (found := _get(document, section, key))}
            changes.append(_take(document, section, None, content, kept))
            continue
        for name, table in content.items():
            changes.append(_take(document, section, name, table, {}))
    if replace:
        changes += _left_out(document, given)
    if viewer:
        desktop: Any = document.setdefault("desktop", tomlkit.table())
        step = Step.SAME if desktop.get("viewer") is True else Step.CHANGED
        desktop["viewer"] = True
        changes.append(Change("desktop", step))
    return SharedPlan(tuple(changes), document)


def apply_shared(path: str, plan: SharedPlan) -> str | None:
    """Write it in one go; returns where the settings are as they were before, None where there were none. Raises
    SettingsError."""
    backup = None
    if os.path.exists(path):
        backup = f"{path}.before-import"
        try:
            shutil.copyfile(path, backup)
            with suppress(OSError):
                os.chmod(backup, 0o600)
        except OSError as error:
            raise SettingsError(f"A copy of the settings could not be made ({error.strerror}).") from error
    write_document(path, plan.document)
    return backup


def _take(
    document: tomlkit.TOMLDocument, section: str, name: str | None, table: Any, kept: Mapping[str, Any]
) -> Change:
    """Put one table in place; ``kept`` are its keys that are this computer's own."""
    holder: Any = document
    key, said = section, section
    if name is not None:
        if section not in document:
            document[section] = tomlkit.table(is_super_table=True)
        holder, key, said = document[section], name, f"{section}.{name}"
    before = holder.get(key)
    wanted = {**_plain(table), **kept} if isinstance(table, Mapping) else _plain(table)
    if before is not None and _plain(before) == wanted:
        return Change(said, Step.SAME)
    holder[key] = table
    for own, value in kept.items():
        holder[key][own] = value
    return Change(said, Step.ADDED if before is None else Step.CHANGED)


def _left_out(document: tomlkit.TOMLDocument, given: tomlkit.TOMLDocument) -> list[Change]:
    """Take out what is in ours alone."""
    found = []
    for section in [one for one in document if one not in PERSONAL]:
        ours: Any = document[section]
        if section in ONE_TABLE or not isinstance(ours, MutableMapping):
            if section not in given:
                del document[section]
                found.append(Change(section, Step.REMOVED))
            continue
        theirs: Any = given.get(section, {})
        for name in [one for one in ours if one not in theirs]:
            del ours[name]
            found.append(Change(f"{section}.{name}", Step.REMOVED))
        if not ours:
            del document[section]
    return found


def _get(document: tomlkit.TOMLDocument, section: str, key: str) -> Any:
    table: Any = document.get(section, {})
    return table.get(key)


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item
