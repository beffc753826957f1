"""The record of alerts: changes are stored and then published; alerts that messages may need are kept."""

from collections.abc import Collection, Iterable

from porchlight.containment import Malfunctions
from porchlight.language.text import msg
from porchlight.model.alert import Alert, AlertChanges, AlertState
from porchlight.model.events import AlertsChanged, Publish
from porchlight.model.ports import Store

_KEPT = 10_000
"""Alerts that are kept before ended ones are forgotten."""


class AlertRecord:
    """The only writer of alerts to the store."""

    def __init__(self, alerts: Iterable[Alert], store: Store, publish: Publish, malfunctions: Malfunctions) -> None:
        self._alerts = {alert.id: alert for alert in alerts}
        self._store = store
        self._publish = publish
        self._malfunctions = malfunctions

    def __contains__(self, alert_id: str) -> bool:
        return alert_id in self._alerts

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget some."""
        return len(self._alerts) > _KEPT

    def get(self, alert_id: str) -> Alert | None:
        """The alert as it is now, if it is kept."""
        return self._alerts.get(alert_id)

    def of(self, alert_ids: Iterable[str]) -> dict[str, Alert]:
        """Those of them that are kept, by id."""
        return {one: self._alerts[one] for one in alert_ids if one in self._alerts}

    def remember(self, alert: Alert) -> None:
        """Keep an alert that is stored already, or will be."""
        self._alerts.setdefault(alert.id, alert)

    def save(self, changes: AlertChanges) -> None:
        """Queue changes for the store, and publish that there are some."""
        self._alerts.update((alert.id, alert) for alert in changes.alerts)
        with self._malfunctions.guard("The record of alerts", msg("Alerts cannot be stored ({error}).")):
            self._store.save_alerts(changes)
        self._publish(AlertsChanged())

    async def flush(self) -> None:
        """Return once all that was saved is written, or is known not to be."""
        await self._store.flush()

    def forget_resolved(self, waiting: Collection[str]) -> None:
        """Forget resolved alerts; ``waiting``: those with a notification still to be sent."""
        self._alerts = {
            alert.id: alert
            for alert in self._alerts.values()
            if alert.state is not AlertState.RESOLVED or alert.id in waiting
        }
