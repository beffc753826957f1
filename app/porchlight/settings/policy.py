"""Managed settings: what an organisation sets for its computers comes before the user's file, and is locked there.

For each key the strongest source that has it counts: a policy of the computer, a policy of the user (Windows and
macOS), the user's file, the default. Where policies are (docs/managed-settings.md):

- Linux: ``/etc/porchlight/policy.toml``, which only root may change;
- macOS: the managed preferences that a configuration profile installs for ``org.porchlight.Porchlight``;
- Windows: ``Software\\Policies\\Porchlight`` in HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER.

On macOS and Windows the value ``Settings`` may hold a whole settings file as text, for what is no single value.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.settings.describe import Described
from porchlight.settings.problems import Problem
from porchlight.settings.toml import NotSettings, parse_plain, read_bytes, text_of

if TYPE_CHECKING:
    from porchlight.settings.schema import Section

APP: Final = "org.porchlight.Porchlight"
LINUX_FILE: Final = "/etc/porchlight/policy.toml"
WINDOWS_KEY: Final = r"Software\Policies\Porchlight"
_MANAGED: Final = "/Library/Managed Preferences/{}"
WHOLE: Final = "Settings"
"""The name of the value that holds a whole settings file."""
_NAMED: Final = frozenset(
    {"components", "channels", "paths", "rules", "maintenance", "calendar", "actions", "export"}
)
"""Sections whose keys are a level deeper, below an id."""
_DEEPEST: Final = 6
_MOST_VALUES: Final = 5000
_OTHERS: Final = 0o022
_OF_PROFILE: Final = "Payload"
"""What the keys begin with that macOS puts beside the settings of a profile."""

Path = tuple[str, ...]
"""A key: ``("monitor", "interval")`` or ``("components", "website", "interval")``."""


@dataclass(frozen=True, slots=True)
class Source:
    """One policy as it was found. ``name``: where it is, for whoever manages the computer."""

    name: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Policy:
    """All policies of this computer together."""

    values: Mapping[Path, Any] = field(default_factory=dict)
    origins: Mapping[Path, str] = field(default_factory=dict)
    """By the same keys, the name of the source."""
    problems: tuple[Problem, ...] = ()

    def locks(self, *path: str) -> bool:
        """Whether a key, or something of a table, is set here."""
        return any(key[: len(path)] == path for key in self.values)

    def table(self, *path: str) -> dict[str, Any]:
        """What is set of one table, by key."""
        return {key[-1]: value for key, value in self.values.items() if key[:-1] == path}

    def shadowed(self, document: Mapping[str, Any]) -> list[Path]:
        """The keys of a settings file that do not count, since they are set here."""
        return [path for path, _ in _leaves(document) if path in self.values]

    def over(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """A settings file with these values in place of its own."""
        merged = dict(document)
        for path, value in self.values.items():
            table = merged
            for name in path[:-1]:
                inner = table.get(name)
                table[name] = table = dict(inner) if isinstance(inner, Mapping) else {}
            table[path[-1]] = value
        return merged


NO_POLICY: Final = Policy()


def system_policy() -> Policy:
    """The policies of this computer. Never raises: one that cannot be used is left out, and its Problem says why."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for name, read in _READERS.get(sys.platform, _READERS["linux"]):
        try:
            document = read()
        except FileNotFoundError:
            continue
        except NotSettings as error:
            problems.append(_unusable(name, error.fault))
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
            problems.append(_unusable(name, msg("It cannot be read ({error}).", error=reason)))
        else:
            sources.append(Source(name, document))
    return combined(sources, problems)


def combined(sources: Sequence[Source], problems: Sequence[Problem] = ()) -> Policy:
    """Several policies as one, the strongest first."""
    values: dict[Path, Any] = {}
    origins: dict[Path, str] = {}
    faults = list(problems)
    for source in sources:
        for path, value in _leaves(source.document):
            if len(values) >= _MOST_VALUES:
                faults.append(_unusable(source.name, msg("It has too many values.")))
                break
            if not any(path[:length] in values for length in range(1, len(path) + 1)):
                values[path] = value
                origins[path] = source.name
    return Policy(values, origins, tuple(faults))


def _leaves(document: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for section, table in document.items():
        if not isinstance(table, Mapping):
            yield (section,), table
            continue
        for key, value in table.items():
            if section in _NAMED and isinstance(value, Mapping):
                for name, inner in value.items():
                    yield (section, key, name), inner
            else:
                yield (section, key), value


def _unusable(name: str, why: Text) -> Problem:
    what = msg("The settings that your organisation made for this computer cannot be used. {why}", why=why)
    return Problem("", what, ASK, command=msg("They are in {place}.", place=name))


ASK: Final = msg("Please tell whoever manages this computer.")
LOCKED: Final = msg("Set by your organisation.")
WHOLE_FILE: Final = Described(
    msg("Settings file"),
    msg(
        "A whole settings file as text: components, channels, rules and all that has no setting of its own here. "
        "Where both say something, the single setting is used."
    ),
)
"""Of the value ``Settings``, for the templates of policies."""


# -- where they are


def _of_linux() -> dict[str, Any]:
    return trusted_file(LINUX_FILE, owner=0)


def trusted_file(path: str, *, owner: int) -> dict[str, Any]:
    """A policy in a file that only ``owner`` may change, its folder included. Raises FileNotFoundError, OSError or
    NotSettings."""
    raw = read_bytes(path)
    for one in (path, os.path.dirname(path)):
        found = os.stat(one)
        if found.st_uid != owner or found.st_mode & _OTHERS:
            raise NotSettings(msg("Other users may change it."), ASK)
    return parse_plain(text_of(raw))


def from_property_list(raw: bytes) -> dict[str, Any]:
    """A policy in the managed preferences of macOS. Raises ValueError or NotSettings."""
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        found = plistlib.loads(raw)
    except (ExpatError, plistlib.InvalidFileException, OverflowError, RecursionError, TypeError, KeyError) as error:
        raise ValueError(type(error).__name__) from error
    if not isinstance(found, dict):
        raise NotSettings(msg("It is not a table."), ASK)
    return with_whole({key: value for key, value in plain(found).items() if not key.startswith(_OF_PROFILE)})


def with_whole(document: dict[str, Any]) -> dict[str, Any]:
    """A policy whose value ``Settings`` holds a settings file as text: single values come before that. Raises
    NotSettings."""
    whole = document.pop(WHOLE, None)
    if whole is None:
        return document
    if isinstance(whole, list):  # lines
        whole = "\n".join(str(line) for line in whole)
    if not isinstance(whole, str):
        raise NotSettings(msg("It is not text."), ASK)
    parsed = parse_plain(text_of(whole.encode()))
    return dict(combined([Source("", document), Source("", parsed)]).over({}))


def plain(value: Any, deep: int = 0) -> Any:
    """A value as a settings file could have it; what has no place there is left out. Raises ValueError for one that
    is nested too deep."""
    if deep > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, Mapping):
        return {str(key): plain(inner, deep + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner, deep + 1) for inner in value]
    if isinstance(value, bytes):
        raise ValueError("binary data")
    return value


if sys.platform == "win32":
    import winreg

    def _of_registry(root: int) -> dict[str, Any]:
        with winreg.OpenKey(root, WINDOWS_KEY) as key:
            return with_whole(_registry_tables(key))

    def _registry_tables(key: winreg.HKEYType, deep: int = 0) -> dict[str, Any]:
        if deep > _DEEPEST:
            raise ValueError("nested too deep")
        tables, values, _ = winreg.QueryInfoKey(key)
        found: dict[str, Any] = {}
        for index in range(min(values, _MOST_VALUES)):
            name, value, kind = winreg.EnumValue(key, index)
            if kind in (winreg.REG_SZ, winreg.REG_DWORD, winreg.REG_QWORD, winreg.REG_MULTI_SZ):
                found[name] = value
        for index in range(min(tables, _MOST_VALUES)):
            name = winreg.EnumKey(key, index)
            with winreg.OpenKey(key, name) as inner:
                found[name] = _registry_tables(inner, deep + 1)
        return found

    def _of_computer() -> dict[str, Any]:
        return switches(_of_registry(winreg.HKEY_LOCAL_MACHINE))

    def _of_user() -> dict[str, Any]:
        return switches(_of_registry(winreg.HKEY_CURRENT_USER))

else:

    def _of_computer() -> dict[str, Any]:
        return _managed(_MANAGED.format(f"{APP}.plist"))

    def _of_user() -> dict[str, Any]:
        import getpass

        return _managed(_MANAGED.format(f"{getpass.getuser()}/{APP}.plist"))

    def _managed(path: str) -> dict[str, Any]:
        return from_property_list(read_bytes(path))


def switches(document: dict[str, Any]) -> dict[str, Any]:
    """The registry knows no truth values: 0 and 1 where a setting is one."""
    from porchlight.settings.export import SECTIONS as EXPORTS
    from porchlight.settings.json_schema import SECTIONS

    fitted = dict(document)
    for section, model in SECTIONS.items():
        fitted[section] = _switched(fitted.get(section), model)
    if isinstance(exports := fitted.get("export"), dict):
        fitted["export"] = {name: _switched(table, EXPORTS.get(name)) for name, table in exports.items()}
    return {section: table for section, table in fitted.items() if table is not None}


def _switched(table: Any, model: "type[Section] | None") -> Any:
    if model is None or not isinstance(table, dict):
        return table
    truths = {info.alias or name for name, info in model.model_fields.items() if info.annotation is bool}
    return {key: bool(value) if key in truths and value in (0, 1) else value for key, value in table.items()}


_READERS: Final = {
    "linux": ((LINUX_FILE, _of_linux),),
    "darwin": (
        (_MANAGED.format(f"{APP}.plist"), _of_computer),
        (_MANAGED.format(f"USER/{APP}.plist"), _of_user),
    ),
    "win32": ((f"HKLM\\{WINDOWS_KEY}", _of_computer), (f"HKCU\\{WINDOWS_KEY}", _of_user)),
}
"""By system, the strongest first."""
