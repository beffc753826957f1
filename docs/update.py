"""``make docs``: write the tables of settings in the documentation, and their JSON Schema, from the models.

A table stands between ``<!-- settings: … -->`` and ``<!-- end -->``: of a section (``monitor``), of what kinds of
components or channels add to it (``components http``), of what all of them have (``components``), or of all kinds
with what they are for (``kinds``), what they read (``access``), the parts of their credentials (``credentials``),
what they measure (``measures``) and what has been proven of them (``quality``).
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "app"), str(HERE)]

import reference  # noqa: E402 - the script may be run from anywhere
from quality import quality  # noqa: E402

from porchlight.language.english import english  # noqa: E402
from porchlight.runtime.kinds import (  # noqa: E402
    apprise_services,
    channel_kinds,
    component_kinds,
    known_kinds,
    settings_schema,
)
from porchlight.settings.credential_form import CredentialForm, forms_of  # noqa: E402
from porchlight.settings.defaults import written_default  # noqa: E402
from porchlight.settings.describe import description_of, without_none  # noqa: E402
from porchlight.settings.export import SECTIONS as EXPORTS  # noqa: E402
from porchlight.settings.json_schema import NAMED, SECTIONS  # noqa: E402
from porchlight.settings.rules import Adjustment, ChannelSettings, QuietHours  # noqa: E402
from porchlight.settings.schema import ComponentSettings, Section  # noqa: E402

PAGES = ("settings.md", "alerts.md", "integrations.md")
SCHEMA = HERE / "schemas" / "settings.schema.json"
_TABLE = re.compile(r"(?<=<!-- settings: )(?P<what>[^>]+?)( -->\n).*?(?=<!-- end -->)", re.DOTALL)
_MODELS: Mapping[str, type[Section]] = {
    **SECTIONS,
    **NAMED,
    **{f"export.{name}": model for name, model in EXPORTS.items()},
    "alerts.quiet_hours": QuietHours,
    "calendar.rules": Adjustment,
    "components": ComponentSettings,
    "channels": ChannelSettings,
}


def main() -> None:
    """Write all of them."""
    for page in PAGES:
        path = HERE / page
        path.write_text(updated(path.read_text(encoding="utf-8")), encoding="utf-8")
    for page, made in reference.PAGES.items():
        (HERE / page).write_text(made(), encoding="utf-8")
    SCHEMA.write_text(json.dumps(settings_schema(), indent=2) + "\n", encoding="utf-8")


def updated(page: str) -> str:
    """A page with its tables as they are now."""
    return _TABLE.sub(lambda found: f"{found['what']}{found[2]}{table(found['what'])}", page)


def table(what: str) -> str:
    """One table, as Markdown."""
    section, *names = what.split()
    if section in _OF_KINDS:
        heading, rows = _OF_KINDS[section]
        return _rows(heading, rows())
    if not names:
        heading = ("key", "default", "")
        return _rows(heading, (_row(name, info) for name, info in _MODELS[section].model_fields.items()))
    kinds = component_kinds() if section == "components" else channel_kinds()
    common = {name for name in _MODELS[section].model_fields if len(names) > 1 or section == "components"}
    return _rows(("kind", "key", "default", ""), _of_kinds(names, kinds, common))


def _of_kinds(names: list[str], kinds: Mapping[str, type[Section]], common: set[str]) -> Iterator[tuple[str, ...]]:
    for kind in names:
        shown = f"`{kind}`"
        for name, info in kinds[kind].model_fields.items():
            if name not in common:
                yield (shown, *_row(name, info))
                shown = ""


def _kinds() -> Iterator[tuple[str, ...]]:
    for kind in known_kinds():
        own = [name for name in kind.settings.model_fields if name not in ComponentSettings.model_fields]
        yield f"`{kind.name}`", english(kind.title), english(kind.summary), ", ".join(f"`{name}`" for name in own)


def _access() -> Iterator[tuple[str, ...]]:
    for kind in known_kinds():
        notes = kind.notes
        permissions = english(notes.permissions) or "Needs no permission."
        yield f"`{kind.name}`", notes.calls or "–", notes.never or "–", permissions, english(notes.red_light)


def _measures() -> Iterator[tuple[str, ...]]:
    for kind in known_kinds():
        shown = f"`{kind.name}`"
        for name in kind.measures:
            if measured := kind.measured(name):
                yield shown, f"`{name}`", measured.unit, english(measured.title)
                shown = ""


def _credentials() -> Iterator[tuple[str, ...]]:
    models = [*component_kinds().items(), *channel_kinds().items()]
    found = [(f"`{name}`", form) for name, model in models for form in forms_of(model).values()]
    found += [(f"`apprise`: {title}", form) for title, form in apprise_services().items()]
    for kind, form in found:
        shown = kind
        for part in form.parts:
            where = english(part.where) if not part.link else f"{english(part.where)} [More]({part.link})"
            title = f"{english(part.title)} (optional)" if part.optional else english(part.title)
            whole = len(form.parts) == 1
            yield shown, title, "" if whole else f"`{form.layout or part.key}`", where
            shown = ""


_OF_KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[], Iterator[tuple[str, ...]]]]] = {
    "kinds": (("kind", "", "what it checks", "settings"), _kinds),
    "access": (("kind", "what it calls", "what it never calls", "permissions", "its light"), _access),
    "credentials": (("kind", "part", "stored as", "where to find it"), _credentials),
    "measures": (("kind", "measure", "unit", ""), _measures),
    "quality": (
        ("kind", "fields", "advice", "languages", "simulator", "reasons tried in the tests", "tried on a real one"),
        quality,
    ),
}


def _row(name: str, info: FieldInfo) -> tuple[str, str, str]:
    described = description_of(name, info)
    parts = [f"**{english(described.title)}.** {english(described.description)}"]
    plain, _ = without_none(info)
    of_choices = plain if isinstance(plain, type) else next(iter(get_args(plain)), None)
    if isinstance(of_choices, type) and issubclass(of_choices, StrEnum):
        parts.append(f"One of {', '.join(f'`{_toml(one.value)}`' for one in of_choices)}.")
    elif described.example is not None and described.example != written_default(info):
        parts.append(f"Example: `{_toml(described.example)}`.")
    if parts_of_it := [one for form in _forms(info) for one in form.parts if len(form.parts) > 1]:
        parts.append(f"It consists of: {', '.join(english(part.title) for part in parts_of_it)}.")
    default = written_default(info)
    unit = f" {english(described.unit)}" if described.unit and default is not None else ""
    shown = "required" if info.is_required() else "" if default in (None, "") else f"`{_toml(default)}`{unit}"
    return f"`{info.alias or name}`", shown, " ".join(parts)


def _forms(info: FieldInfo) -> list[CredentialForm]:
    """The form of the credential that a setting names, if it names one."""
    return [one for one in without_none(info)[1] if isinstance(one, CredentialForm)][-1:]


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_toml(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str) and '"' in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name) else _toml(name)


def _rows(heading: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    return "".join(map(_line, (heading, ("---",) * len(heading), *rows)))


def _line(cells: tuple[str, ...]) -> str:
    return "|" + "".join(f" {cell.replace('|', '&#124;')} |" if cell else " |" for cell in cells) + "\n"


if __name__ == "__main__":
    main()
