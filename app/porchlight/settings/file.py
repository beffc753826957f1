"""Reads the settings file: everything valid in it, and every fault as a Problem that names key, fault and remedy.

A faulty component never stops the rest: it is kept with its problems, to be shown as in error. Nothing here repeats a
value that could be a secret.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, clean_line
from porchlight.language.english import english
from porchlight.language.text import Text, msg, sentences
from porchlight.model.component import ID_PATTERN, Component
from porchlight.settings.alerting import SECTIONS as ALERTING
from porchlight.settings.alerting import AlertingParser, AlertingSettings, ChannelLookup
from porchlight.settings.export import SECTIONS as EXPORTS
from porchlight.settings.export import ExportSettings, OtlpSettings, PrometheusSettings
from porchlight.settings.gift_paths import PathSettings
from porchlight.settings.policy import ASK, LOCKED, NO_POLICY, Policy
from porchlight.settings.problems import Problem, line_of, nearest, no_table, no_tables, secrets_in, translate_faults
from porchlight.settings.report import ReportSettings
from porchlight.settings.schema import ComponentSettings, DesktopSettings, IngestSettings, MonitorSettings, Section
from porchlight.settings.status_page import StatusPageSettings
from porchlight.settings.toml import NotSettings, parse_plain, read_bytes, text_of
from porchlight.settings.updates import UpdateSettings

_AnySection = TypeVar("_AnySection", bound=Section)

_MOST_TAGS = 100
_TOP_LEVEL = (
    *("monitor", "desktop", "ingest", "report", "status_page", "export", "updates", "components", "paths"),
    *ALERTING,
)


class KindInfo(Protocol):
    """What the settings need to know of a kind of component (porchlight.probes.kind.ProbeKind has it)."""

    @property
    def settings(self) -> type[ComponentSettings]:
        """The model of its section."""
        ...

    @property
    def timeout(self) -> float:
        """Its usual time limit in seconds."""
        ...

    @property
    def is_local(self) -> Callable[[Any], bool]:
        """Whether such settings point to this computer or the local network."""
        ...


KindLookup = Callable[[str], KindInfo | str]
"""The kind of that name, or one sentence on what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ConfiguredComponent:
    """A component as the settings give it; ``settings`` is None where ``problems`` say why."""

    component: Component
    settings: ComponentSettings | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Everything that could be read from a settings file."""

    path: str
    exists: bool
    monitor: MonitorSettings = field(default_factory=MonitorSettings.usual)
    desktop: DesktopSettings = field(default_factory=DesktopSettings.usual)
    ingest: IngestSettings = field(default_factory=IngestSettings.usual)
    report: ReportSettings = field(default_factory=ReportSettings.usual)
    status_page: StatusPageSettings = field(default_factory=StatusPageSettings.usual)
    export: ExportSettings = field(default_factory=ExportSettings)
    updates: UpdateSettings = field(default_factory=UpdateSettings.usual)
    components: tuple[ConfiguredComponent, ...] = ()
    alerting: AlertingSettings = field(default_factory=AlertingSettings)
    paths: Mapping[str, PathSettings] = field(default_factory=dict)
    """By id, in the order of the file."""
    problems: tuple[Problem, ...] = ()
    """Faults of the file itself and of what is not a component."""
    policy: Policy = NO_POLICY
    """What is locked, because an organisation sets it."""

    def all_problems(self) -> list[Problem]:
        """Every fault: of the file, then of each component."""
        return [*self.problems, *(problem for item in self.components for problem in item.problems)]


def load(path: str, kinds: KindLookup, channels: ChannelLookup, policy: Policy = NO_POLICY) -> LoadedSettings:
    """Read the file at ``path``, under a policy. Never raises for the file's contents; a missing file is an empty
    one."""
    try:
        raw = read_bytes(path)
    except FileNotFoundError:
        found = _from_document(path, "", {}, kinds, channels, policy)
        return replace(found, exists=bool(policy.values))
    except OSError as error:
        return _unusable(
            path,
            msg("It cannot be read ({error}).", error=str(error.strerror)),
            msg("Check that it is a file that you may read."),
            policy=policy,
        )
    return parse(path, raw, kinds, channels, policy)


def parse(
    path: str, raw: bytes, kinds: KindLookup, channels: ChannelLookup, policy: Policy = NO_POLICY
) -> LoadedSettings:
    """The settings in ``raw``, as if read from ``path``, under a policy."""
    try:
        text = text_of(raw)
        document = parse_plain(text)
    except NotSettings as error:
        return _unusable(path, error.fault, error.remedy, error.line, policy=policy)
    return _from_document(path, text, document, kinds, channels, policy)


def _unusable(
    path: str, fault: Text, remedy: Text, line: int | None = None, *, policy: Policy = NO_POLICY
) -> LoadedSettings:
    problems = (Problem("", fault, remedy, line), *policy.problems)
    return LoadedSettings(path, exists=True, problems=problems, policy=policy)


def _from_document(
    path: str, text: str, written: dict[str, Any], kinds: KindLookup, channels: ChannelLookup, policy: Policy
) -> LoadedSettings:
    document = policy.over(written)
    problems = [
        Problem(key, msg("There is no such section."), nearest(key, _TOP_LEVEL), line_of(text, [key]))
        for key in document
        if key not in _TOP_LEVEL
    ]
    monitor, faults = _section("monitor", MonitorSettings, document, text)
    problems += faults
    desktop, faults = _section("desktop", DesktopSettings, document, text)
    problems += faults
    ingest, faults = _section("ingest", IngestSettings, document, text)
    problems += faults
    report, faults = _section("report", ReportSettings, document, text)
    problems += faults
    status_page, faults = _section("status_page", StatusPageSettings, document, text)
    problems += faults
    export, faults = _export(document, text)
    problems += faults
    updates, faults = _section("updates", UpdateSettings, document, text)
    problems += faults
    tables = document.get("components", {})
    if not isinstance(tables, dict):
        problems.append(no_tables("components"))
        tables = {}
    components = tuple(_component(name, table, monitor, kinds, text) for name, table in tables.items())
    parser = AlertingParser(document, text, {item.component.id: item for item in components}, channels)
    alerting = parser.parse()
    problems += parser.problems
    components = tuple(
        replace(item, problems=tuple(_of_policy(problem, policy) for problem in item.problems))
        if item.problems
        else item
        for item in _check_dependencies(components, text)
    )
    paths, faults = _paths(document, {item.component.id for item in components}, text)
    problems += faults
    return LoadedSettings(
        path,
        exists=True,
        monitor=monitor,
        desktop=desktop,
        ingest=ingest,
        report=report,
        status_page=status_page,
        export=export,
        updates=updates,
        components=components,
        alerting=alerting,
        paths=paths,
        problems=(*(_of_policy(problem, policy) for problem in problems), *policy.problems),
        policy=policy,
    )


def _of_policy(problem: Problem, policy: Policy) -> Problem:
    """A fault in what the user cannot change says whom to ask."""
    if not problem.key or not policy.locks(*problem.key.split(".")):
        return problem
    return replace(problem, step=sentences(LOCKED, ASK), line=None, command="")


def _export(document: Mapping[str, Any], text: str) -> tuple[ExportSettings, list[Problem]]:
    tables = document.get("export", {})
    if not isinstance(tables, dict):
        return ExportSettings(), [no_tables("export")]
    problems = [
        Problem(f"export.{name}", msg("There is no such section."), nearest(name, tuple(EXPORTS)))
        for name in tables
        if name not in EXPORTS
    ]
    otlp, faults = _section("otlp", OtlpSettings, tables, text, within="export.")
    problems += faults
    prometheus, faults = _section("prometheus", PrometheusSettings, tables, text, within="export.")
    return ExportSettings(otlp, prometheus), problems + faults


def _section(
    name: str, model: type[_AnySection], document: Mapping[str, Any], text: str, *, within: str = ""
) -> tuple[_AnySection, list[Problem]]:
    """The valid part of one section, and its faults; ``within``: the prefix of its name."""
    table, key = document.get(name, {}), f"{within}{name}"
    if not isinstance(table, dict):
        return model.usual(), [no_table(key)]
    if not table:
        return model.usual(), []
    secrets = secrets_in(table, key, text)
    try:
        return model.model_validate(table), secrets
    except ValidationError as error:
        problems = [*secrets, *translate_faults(error, key, model, text)]
    faulty = {problem.key.removeprefix(f"{key}.").split(".")[0] for problem in problems}
    try:
        return model.model_validate({name: value for name, value in table.items() if name not in faulty}), problems
    except ValidationError:  # the valid values do not fit together
        return model.usual(), problems


def _paths(
    document: Mapping[str, Any], components: set[str], text: str
) -> tuple[dict[str, PathSettings], list[Problem]]:
    """Every valid path, and the faults of all; an unknown component is a fault."""
    tables = document.get("paths", {})
    if not isinstance(tables, dict):
        return {}, [no_tables("paths")]
    found: dict[str, PathSettings] = {}
    problems: list[Problem] = []
    for name, table in tables.items():
        key = f"paths.{name}"
        if not isinstance(table, dict):
            problems.append(no_table(key))
            continue
        if name != clean_line(name, NAME):
            problems.append(
                Problem(
                    key,
                    msg("This name cannot be used."),
                    msg("Write {most} characters at most, on one line.", most=NAME),
                )
            )
            continue
        try:
            path = PathSettings.model_validate(table)
        except ValidationError as error:
            problems += translate_faults(error, key, PathSettings, text)
            continue
        for missing in (one for one in path.components if one not in components):
            fault = msg("There is no component “{name}”.", name=missing)
            problems.append(Problem(key, fault, nearest(missing, tuple(components)), line_of(text, ["paths", name])))
        found[name] = path
    return found, problems


def _component(
    name: str, table: object, monitor: MonitorSettings, kinds: KindLookup, text: str
) -> ConfiguredComponent:
    key = f"components.{name}"
    if not isinstance(table, dict):
        problem = Problem(
            key, msg("It is not a table."), msg("Write it as {example} with its keys below.", example=f"[{key}]")
        )
        shown = clean_line(name, NAME)
        return ConfiguredComponent(Component(id=shown, name=shown, kind=""), None, (problem,))
    problems: list[Problem] = []
    if not ID_PATTERN.fullmatch(name):
        problems.append(
            Problem(
                key,
                msg("This name cannot be an id."),
                msg(
                    "Use a–z, 0–9, - and _ (64 at most). What people read goes into {example}.", example='name = "…"'
                ),
                line_of(text, ["components", name]),
            )
        )
    problems += secrets_in(table, key, text)
    kind_name = table.get("kind")
    if not isinstance(kind_name, str):
        problems.append(
            Problem(
                f"{key}.kind",
                msg("It is missing."),
                msg("Say what it is, such as {example}.", example='kind = "http"'),
            )
        )
        return _faulty(name, table, "", monitor, problems)
    kind = kinds(kind_name)
    if isinstance(kind, str):
        problems.append(Problem(f"{key}.kind", kind, "", line_of(text, ["components", name], "kind")))
        return _faulty(name, table, kind_name, monitor, problems)
    try:
        settings = kind.settings.model_validate(table)
    except ValidationError as error:
        problems += translate_faults(error, key, kind.settings, text)
        return _faulty(name, table, kind_name, monitor, problems)
    if problems:
        return _faulty(name, table, kind_name, monitor, problems)
    return ConfiguredComponent(_common(name, settings, kind, monitor), settings)


def _common(name: str, settings: ComponentSettings, kind: KindInfo, monitor: MonitorSettings) -> Component:
    timeout = settings.timeout
    if timeout is None:
        timeout = monitor.timeout if "timeout" in monitor.model_fields_set else kind.timeout
    return Component(
        id=name,
        name=settings.name or name,
        kind=settings.kind,
        tags=settings.tags,
        critical=settings.critical,
        enabled=settings.enabled,
        interval=settings.interval if settings.interval is not None else monitor.interval,
        timeout=timeout,
        depends_on=settings.depends_on,
        confirmations=settings.confirmations if settings.confirmations is not None else monitor.confirmations,
        slow_limit=settings.slow_limit,
        local=settings.local if settings.local is not None else kind.is_local(settings),
    )


def _faulty(
    name: str, table: Mapping[str, Any], kind: str, monitor: MonitorSettings, problems: list[Problem]
) -> ConfiguredComponent:
    """The component with its readable values, so that it can be shown and counted in the right place."""
    label, tags = table.get("name"), table.get("tags")
    shown = clean_line(name, NAME)
    component = Component(
        id=shown,
        name=(clean_line(label, NAME) if isinstance(label, str) else "") or shown,
        kind=clean_line(kind, NAME),
        tags=tuple(clean_line(tag, NAME) for tag in tags[:_MOST_TAGS] if isinstance(tag, str))
        if isinstance(tags, list)
        else (),
        critical=table.get("critical") is True,
        enabled=table.get("enabled") is not False,
        interval=monitor.interval,
    )
    return ConfiguredComponent(component, None, tuple(problems))


def configure(
    component_id: str, values: Mapping[str, Any], monitor: MonitorSettings, kinds: KindLookup
) -> ConfiguredComponent:
    """A component from values that are in no file."""
    return _component(component_id, dict(values), monitor, kinds, "")


_IN_A_FORM = msg("Enter it in the field for the key or password instead.")


def explain_faults(model: type[Section], values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the values of a form: one sentence a key (empty key: all together); empty if nothing is."""
    found = {
        problem.key.removeprefix("it."): english(sentences(problem.fault, _IN_A_FORM))
        for problem in secrets_in(values, "it", "")
    }
    try:
        model.model_validate(dict(values))
    except ValidationError as error:
        for problem in translate_faults(error, "it", model, ""):
            key = problem.key.removeprefix("it").removeprefix(".").split(".")[0]
            found.setdefault(key, english(problem.window_text))
    return found


def _check_dependencies(items: tuple[ConfiguredComponent, ...], text: str) -> tuple[ConfiguredComponent, ...]:
    known = {item.component.id: item for item in items}
    names = tuple(known)
    depends_on = {
        one: [parent for parent in item.component.depends_on if parent in known] for one, item in known.items()
    }
    circles = _circles(depends_on)
    checked = []
    for item in items:
        id_ = item.component.id
        problems = list(item.problems)
        kept, in_circle = [], False
        key = f"components.{id_}.depends_on"
        for parent in item.component.depends_on:
            if parent in known and circles[parent] != circles[id_]:
                kept.append(parent)
                continue
            line = line_of(text, ["components", id_], "depends_on")
            if parent not in known:
                problems.append(
                    Problem(key, msg("There is no component “{name}”.", name=parent), nearest(parent, names), line)
                )
            elif not in_circle:
                in_circle = True  # one direction is enough
                round_trip = " → ".join([id_, *_way(parent, id_, depends_on)])
                problems.append(
                    Problem(
                        key,
                        msg("These depend on each other in a circle: {components}.", components=round_trip),
                        msg("Remove one of these."),
                        line,
                    )
                )
        if len(problems) == len(item.problems):
            checked.append(item)
        else:
            component = replace(item.component, depends_on=tuple(kept))
            checked.append(ConfiguredComponent(component, None, tuple(problems)))
    return tuple(checked)


def _circles(depends_on: Mapping[str, list[str]]) -> dict[str, str]:
    """By id, its circle's first component: two have the same where each depends on the other, over whatever way
    (strongly connected components, Kosaraju): one look at each edge, however dense they are."""
    finished: list[str] = []
    seen: set[str] = set()
    for start in depends_on:
        path = [(start, iter(depends_on[start]))] if start not in seen else []
        seen.add(start)
        while path:
            one, parents = path[-1]
            parent = next((each for each in parents if each not in seen), None)
            if parent is None:
                finished.append(one)
                path.pop()
            else:
                seen.add(parent)
                path.append((parent, iter(depends_on[parent])))
    children: dict[str, list[str]] = {one: [] for one in depends_on}
    for one, parents_of_one in depends_on.items():
        for parent in parents_of_one:
            children[parent].append(one)
    circle_of: dict[str, str] = {}
    for start in reversed(finished):
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if one not in circle_of:
                circle_of[one] = start
                waiting += children[one]
    return circle_of


def _way(start: str, end: str, depends_on: Mapping[str, list[str]]) -> list[str]:
    """The shortest path from ``start`` to ``end``."""
    came_from = {start: ""}
    waiting = deque([start])
    while waiting and end not in came_from:
        one = waiting.popleft()
        for parent in depends_on[one]:
            if parent not in came_from:
                came_from[parent] = one
                waiting.append(parent)
    way = [end]
    while came_from.get(way[-1]):
        way.append(came_from[way[-1]])
    return way[::-1]
