"""The rules and maintenance windows of the settings: faults are contained per rule; rules as the calendar has them
today."""

from collections.abc import Mapping

from porchlight.alerts.calendar import Recurrence
from porchlight.alerts.engine import Engine, Work
from porchlight.alerts.guard import adjusted
from porchlight.alerts.rules import Rule, rule_of
from porchlight.alerts.suppression import MaintenanceWindow, Windows
from porchlight.containment import Malfunctions
from porchlight.language.text import msg
from porchlight.settings.alerting import AlertingSettings
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import CalendarSettings
from porchlight.zones import zone_named


class RuleSet:
    """The input of the engine."""

    def __init__(self, settings: AlertingSettings, malfunctions: Malfunctions) -> None:
        self._settings = settings
        self._malfunctions = malfunctions
        self._reported: set[tuple[str, str, Work]] = set()
        """The engine's errors that are reported."""

    def apply(self, settings: AlertingSettings) -> None:
        """Other settings."""
        self._settings = settings

    @property
    def calendar(self) -> Mapping[str, CalendarSettings]:
        """The dated spans that change rules."""
        return self._settings.calendar

    def at(self, now_ms: int) -> list[Rule]:
        """All rules, those that are off too, as in force at a moment."""
        rules = []
        for rule_id, item in self._settings.rules.items():
            part = f"The rule “{rule_id}”"
            with self._malfunctions.guard(part, msg("The rule “{name}” cannot be used ({error}).", name=rule_id)):
                rule = rule_of(rule_id, item, builtin=rule_id in BUILT_IN)
                rule.compile()
                rules.append(self._adjusted(rule, now_ms))
        return rules

    def windows(self) -> Windows:
        """The maintenance windows."""
        windows = []
        for name, item in self._settings.maintenance.items():
            part = f"The maintenance window “{item.name or name}”"
            with self._malfunctions.guard(
                part, msg("The maintenance window “{name}” cannot be used ({error}).", name=item.name or name)
            ):
                times = Recurrence(item.from_, item.to, item.days, zone_named(item.zone))
                windows.append(
                    MaintenanceWindow(name, item.name or name, times, components=item.components, rules=item.rules)
                )
        return Windows(tuple(windows))

    def report_failing(self, engine: Engine) -> None:
        """Report the engine's errors: once for each rule and subject, until it works again."""
        failing = engine.failing
        if not failing and not self._reported:
            return
        for key in failing.keys() - self._reported:
            rule = engine.rules.get(key[0])
            name, error = rule.name if rule is not None else key[0], type(failing[key]).__name__
            sentence = (
                msg(
                    "The rule “{name}” does not work for “{component}” ({error}). All other rules still work.",
                    name=name,
                    component=key[1],
                    error=error,
                )
                if key[1]
                else msg(
                    "The rule “{name}” does not work ({error}). All other rules still work.", name=name, error=error
                )
            )
            self._malfunctions.begin(_part(key), sentence, error=failing[key])
        for key in self._reported - failing.keys():
            self._malfunctions.end(_part(key))
        self._reported = set(failing)

    def _adjusted(self, rule: Rule, now_ms: int) -> Rule:
        """As the calendar has it; unchanged where that fails."""
        part = f"The calendar’s change of the rule “{rule.id}”"
        with self._malfunctions.guard(
            part, msg("The calendar's change to the rule “{name}” cannot be applied ({error}).", name=rule.id)
        ):
            return adjusted(rule, self._settings.calendar, now_ms)
        return rule


def _part(key: tuple[str, str, Work]) -> str:
    rule, subject, work = key
    return f"The rule “{rule}”, {work}" + (f" about “{subject}”" if subject else "")
