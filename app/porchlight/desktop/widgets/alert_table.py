"""Alerts, the newest first: when, how grave, what, and how it stands."""

from collections.abc import Mapping, Sequence

from porchlight.desktop.alert_words import severity_word, state_of, what_of
from porchlight.desktop.icons import Mark
from porchlight.desktop.theme import Theme
from porchlight.desktop.time_words import exact_moment, moment
from porchlight.desktop.widgets.row_table import Line, LineTable
from porchlight.desktop.words import rule_name, translate
from porchlight.model.alert import Alert, Severity

SEVERITY_MARKS = {
    Severity.CRITICAL: Mark.ERROR,
    Severity.HIGH: Mark.ERROR,
    Severity.MEDIUM: Mark.DEGRADED,
    Severity.LOW: Mark.UNKNOWN,
}


class AlertTable(LineTable):
    """Read only; one row can be chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            {
                translate("Alerts", "When"): 130,
                translate("Alerts", "Severity"): 110,
                translate("Alerts", "What"): 0,
                translate("Alerts", "Now"): 330,
            },
            stretched=2,
            marked=1,
            name=translate("Alerts", "Alerts"),
            many=False,
        )
        self._alerts: dict[str, Alert] = {}

    @property
    def current(self) -> Alert | None:
        """The one that is chosen."""
        ids = self.chosen_ids
        return self._alerts[ids[0]] if ids else None

    def show_alerts(
        self, alerts: Sequence[Alert], names: Mapping[str, str], rules: Mapping[str, str], now_ms: int
    ) -> None:
        """``names`` of components, ``rules`` of rules, by id. The chosen one stays chosen."""
        self._alerts = {alert.id: alert for alert in alerts}
        self.show_lines([_line(alert, names, rules, now_ms) for alert in alerts])


def _line(alert: Alert, names: Mapping[str, str], rules: Mapping[str, str], now_ms: int) -> Line:
    fired_ms = alert.firing_ms or alert.pending_ms
    rule = rule_name(alert.rule, rules.get(alert.rule, alert.rule))
    return Line(
        alert.id,
        (
            moment(fired_ms, now_ms),
            severity_word(alert.severity),
            what_of(alert, names, rules),
            state_of(alert, now_ms),
        ),
        SEVERITY_MARKS[alert.severity] if alert.resolved_ms is None else Mark.HEALTHY,
        f"{rule}\n{alert.sentence}\n{exact_moment(fired_ms)}",
    )
