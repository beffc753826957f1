"""The settings of alerts: rules with the built-in ones, channels, windows, calendar, actions, heartbeat.

A faulty rule or channel never stops the rest: it is left out, and its Problems say why.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.component import ID_PATTERN
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.problems import Problem, line_of, nearest, no_table, no_tables, secrets_in, translate_faults
from porchlight.settings.rules import (
    EACH,
    ActionSettings,
    AlertsSettings,
    AllOf,
    AnyOf,
    CalendarSettings,
    ChannelSettings,
    ComponentCondition,
    Condition,
    HeartbeatSettings,
    MaintenanceSettings,
    NotOf,
    RuleSettings,
)
from porchlight.settings.schema import Section

BUILT_IN_CHANNELS = ("desktop", "console")
"""Channels that need no settings."""
PLACE = re.compile(r"\{([A-Za-z_][\w.\-]{0,100})\}")
"""A place in a message template."""
COMPONENT_PLACES = frozenset(
    {"component", "name", "kind", "status", "critical", "reason", "message", "duration", "timestamp", "error"}
)
RULE_PLACES = frozenset({"id", "name", "severity"})
SUMMARY_PLACES = frozenset({"total", "healthy", "degraded", "errors", "criticalErrors", "unknown", "disabled"})

_AnySection = TypeVar("_AnySection", bound=Section)


class ChannelInfo(Protocol):
    """What the settings need to know of a kind of channel (porchlight.alerts.channels.kind.ChannelKind has it)."""

    @property
    def settings(self) -> type[ChannelSettings]:
        """The model of its section."""
        ...


ChannelLookup = Callable[[str], ChannelInfo | str]
"""The kind of that name, or one sentence on what is wrong with it."""


@dataclass(frozen=True, slots=True)
class AlertingSettings:
    """Everything about alerts that could be read."""

    alerts: AlertsSettings = field(default_factory=AlertsSettings.usual)
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    """By id: the built-in ones first, as the file changes them."""
    channels: Mapping[str, ChannelSettings] = field(default_factory=dict)
    maintenance: Mapping[str, MaintenanceSettings] = field(default_factory=dict)
    calendar: Mapping[str, CalendarSettings] = field(default_factory=dict)
    actions: Mapping[str, ActionSettings] = field(default_factory=dict)
    heartbeat: HeartbeatSettings = field(default_factory=HeartbeatSettings.usual)


SECTIONS = ("alerts", "rules", "channels", "maintenance", "calendar", "actions", "heartbeat")


class AlertingParser:
    """Reads the sections about alerts of one document."""

    def __init__(
        self, document: Mapping[str, Any], text: str, components: Mapping[str, object], kinds: ChannelLookup
    ) -> None:
        self._document = document
        self._text = text
        self._components = components
        self._kinds = kinds
        self.problems: list[Problem] = []

    def parse(self) -> AlertingSettings:
        """The settings; ``problems`` then holds every fault."""
        alerts = self._section("alerts", AlertsSettings)
        channels = dict(self._channels())
        actions = dict(self._named("actions", ActionSettings))
        rules = dict(self._rules(alerts, {*channels, *BUILT_IN_CHANNELS}, set(actions)))
        return AlertingSettings(
            alerts=alerts,
            rules=rules,
            channels=channels,
            maintenance=dict(self._named("maintenance", MaintenanceSettings)),
            calendar=dict(self._named("calendar", CalendarSettings)),
            actions=actions,
            heartbeat=self._section("heartbeat", HeartbeatSettings),
        )

    def _section(self, name: str, model: type[_AnySection]) -> _AnySection:
        table = self._document.get(name, {})
        if not isinstance(table, dict):
            self.problems.append(no_table(name))
            return model.usual()
        return (self._checked(name, model, table) if table else None) or model.usual()

    def _tables(self, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        tables = self._document.get(section, {})
        if not isinstance(tables, dict):
            self.problems.append(no_tables(section))
            return
        for name, table in tables.items():
            key = f"{section}.{name}"
            if not isinstance(table, dict):
                self.problems.append(
                    Problem(
                        key,
                        msg("It is not a table."),
                        msg("Write it as {example} with its keys below.", example=f"[{key}]"),
                    )
                )
            elif not ID_PATTERN.fullmatch(name):
                self.problems.append(
                    Problem(
                        key,
                        msg("This name cannot be an id."),
                        msg("Use a–z, 0–9, - and _ (64 at most)."),
                        line_of(self._text, [section, name]),
                    )
                )
            else:
                yield name, table

    def _named(self, section: str, model: type[_AnySection]) -> Iterator[tuple[str, _AnySection]]:
        for name, table in self._tables(section):
            found = self._checked(f"{section}.{name}", model, table)
            if found is not None:
                yield name, found

    def _checked(self, key: str, model: type[_AnySection], table: Mapping[str, Any]) -> _AnySection | None:
        secrets = secrets_in(table, key, self._text)
        self.problems += secrets
        try:
            found = model.model_validate(dict(table))
        except ValidationError as error:
            self.problems += translate_faults(error, key, model, self._text)
            return None
        return None if secrets else found

    def _channels(self) -> Iterator[tuple[str, ChannelSettings]]:
        for name, table in self._tables("channels"):
            key = f"channels.{name}"
            kind_name = table.get("kind")
            if not isinstance(kind_name, str):
                self.problems.append(
                    Problem(
                        f"{key}.kind",
                        msg("It is missing."),
                        msg("Say what it is, such as {example}.", example='kind = "email"'),
                    )
                )
                continue
            kind = self._kinds(kind_name)
            if isinstance(kind, str):
                line = line_of(self._text, ["channels", name], "kind")
                self.problems.append(Problem(f"{key}.kind", kind, "", line))
                continue
            found = self._checked(key, kind.settings, table)
            if found is not None:
                yield name, found

    def _rules(
        self, alerts: AlertsSettings, channels: set[str], actions: set[str]
    ) -> Iterator[tuple[str, RuleSettings]]:
        written = dict(self._tables("rules"))
        names = [*BUILT_IN, *(name for name in written if name not in BUILT_IN)]
        for name in names:
            table = written.get(name, {})
            if name in BUILT_IN:
                table = {**BUILT_IN[name], **({} if alerts.builtin else {"enabled": False}), **table}
            rule = self._checked(f"rules.{name}", RuleSettings, table)
            if rule is None:
                continue
            self._look_for_unknown(name, rule, channels, actions)
            yield name, rule

    def _look_for_unknown(self, name: str, rule: RuleSettings, channels: set[str], actions: set[str]) -> None:
        """Report names in a rule that do not exist; the rule is used with the rest."""
        known = tuple(self._components)
        for leaf in leaves(rule.when):
            if isinstance(leaf, ComponentCondition):
                for one in (*leaf.component, *leaf.besides):
                    if one != EACH and one not in self._components:
                        self._report(
                            name, "when", msg("There is no component “{name}”.", name=one), nearest(one, known)
                        )
        for channel in rule.channels:
            if channel not in channels:
                self._report(
                    name,
                    "channels",
                    msg("There is no channel “{name}”.", name=channel),
                    nearest(channel, tuple(channels)),
                )
        if rule.action is not None and rule.action not in actions:
            self._report(
                name,
                "action",
                msg("There is no action “{name}”.", name=rule.action),
                nearest(rule.action, tuple(actions)),
            )
        for place in unknown_places(rule.message or ""):
            self._report(
                name,
                "message",
                msg("There is never anything at {place}.", place=f"{{{place}}}"),
                msg("It stays in the message as it is."),
            )

    def _report(self, rule: str, key: str, fault: Text, remedy: Text | str) -> None:
        line = line_of(self._text, ["rules", rule], key)
        self.problems.append(Problem(f"rules.{rule}.{key}", fault, remedy, line))


def leaves(condition: Condition) -> Iterator[Condition]:
    """The conditions without others in them."""
    match condition:
        case AllOf():
            for inner in condition.all:
                yield from leaves(inner)
        case AnyOf():
            for inner in condition.any:
                yield from leaves(inner)
        case NotOf():
            yield from leaves(condition.not_)
        case _:
            yield condition


def unknown_places(template: str) -> list[str]:
    """The places of a message template that can never be filled."""
    return [place for place in PLACE.findall(template) if not _is_known(place)]


def _is_known(place: str) -> bool:
    first, _, rest = place.partition(".")
    match first:
        case "status" | "timestamp":
            return not rest
        case "summary":
            return rest in SUMMARY_PLACES
        case "component":
            return rest.startswith("measures.") or rest in COMPONENT_PLACES
        case "rule":
            return rest in RULE_PLACES
        case "components":
            return rest.count(".") >= 1
        case "operation":
            return rest == "name"
    return False
