"""What suppresses a notification: each reason in order, and until when. Pure."""

from collections.abc import Callable, Collection, Iterable, Set

from porchlight.alerts.calendar import Recurrence
from porchlight.alerts.facts import STOPPING, Facts, stops_others
from porchlight.alerts.rules import Rule
from porchlight.dataclass import dataclass
from porchlight.model.alert import FOR_EVER_MS, OPERATION, Alert, Severity, SuppressionReason, is_operation
from porchlight.model.component import Shared
from porchlight.model.operation import Operation
from porchlight.model.snapshot import ComponentView, ancestors, causes_of
from porchlight.model.status import Outcome, Status
from porchlight.model.suppression import Silence


@dataclass(frozen=True, slots=True)
class MaintenanceWindow:
    """A planned, repeating time in which alerts of these components and rules are held back. Empty: of all."""

    id: str
    name: str
    times: Recurrence
    components: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Windows:
    """All maintenance windows."""

    windows: tuple[MaintenanceWindow, ...] = ()

    def until_ms(self, rule: str, component: str, now_ms: int) -> int | None:
        """When the last of those that hold this back now ends; None: there is none."""
        ends = [
            end_ms
            for window in self.windows
            if (not window.components or component in window.components)
            and (not window.rules or rule in window.rules)
            and (end_ms := window.times.until_ms(now_ms)) is not None
        ]
        return max(ends, default=None)


class Suppression:
    """Decides why no notification of an alert is sent now."""

    def __init__(
        self,
        facts: Facts,
        silences: Iterable[Silence],
        windows: Windows,
        notified_about: Callable[[Shared], Iterable[tuple[Alert, Set[str]]]] = lambda shared: (),
    ) -> None:
        """``notified_about``: the alerts that fire, were notified, and are about a component with the same shared
        cause; and on which channels."""
        self._facts = facts
        self._notified_about = notified_about
        self._silences = {silence.id: silence for silence in silences}
        self._windows = windows

    @property
    def silences(self) -> list[Silence]:
        """Those that are still in force, or will be."""
        return list(self._silences.values())

    def add(self, silence: Silence) -> None:
        """Suppress what it matches, from now on."""
        self._silences[silence.id] = silence

    def remove(self, silence_id: str) -> None:
        """End a silence. KeyError for an unknown one."""
        del self._silences[silence_id]

    def set_windows(self, windows: Windows) -> None:
        """Replace the maintenance windows."""
        self._windows = windows

    def of(
        self, alert: Alert, rule: Rule, now_ms: int, *, fresh: bool, channels: Collection[str] = ()
    ) -> tuple[SuppressionReason | None, int | None]:
        """The reason, and until when (None: until something else happens); no reason: notify.

        ``fresh``: its subject has a new result; ``channels``: where it would be sent.
        """
        if self._follows(alert, fresh=fresh, channels=channels):
            return SuppressionReason.PARENT, None
        if (until_ms := self._silenced_until(alert, now_ms)) is not None:
            return SuppressionReason.SILENCED, until_ms
        if (until_ms := self._windows.until_ms(alert.rule, alert.subject, now_ms)) is not None:
            return SuppressionReason.MAINTENANCE, until_ms
        if alert.snoozed_until_ms is not None and now_ms < alert.snoozed_until_ms:
            return (
                SuppressionReason.SNOOZED,
                None if alert.snoozed_until_ms == FOR_EVER_MS else alert.snoozed_until_ms,
            )
        if alert.acknowledged_ms is not None:
            return SuppressionReason.ACKNOWLEDGED, None
        if alert.notified_ms is not None:
            until_ms = alert.notified_ms + rule.cooldown_ms
            if now_ms < until_ms:
                return SuppressionReason.COOLDOWN, until_ms
        return None, None

    def of_resolved(self, alert: Alert, now_ms: int) -> SuppressionReason | None:
        """Why the end of a notified alert is not sent."""
        if self._silenced_until(alert, now_ms) is not None:
            return SuppressionReason.SILENCED
        if self._windows.until_ms(alert.rule, alert.subject, now_ms) is not None:
            return SuppressionReason.MAINTENANCE
        return None

    def forget_ended(self, now_ms: int) -> None:
        """Drop silences that are over."""
        for silence in [silence for silence in self._silences.values() if silence.until_ms <= now_ms]:
            del self._silences[silence.id]

    def _silenced_until(self, alert: Alert, now_ms: int) -> int | None:
        ends = [
            silence.until_ms
            for silence in self._silences.values()
            if silence.matches(alert.rule, alert.subject, now_ms)
        ]
        return max(ends, default=None)

    def _follows(self, alert: Alert, *, fresh: bool, channels: Collection[str]) -> bool:
        """Whether it follows from another's trouble, or may: a suspected parent is waited for, and after its recovery
        the component's next result."""
        if is_operation(alert.subject):
            return self._run_follows(alert.subject.removeprefix(OPERATION))
        view = self._facts.views.get(alert.subject)
        if view is None:
            return False
        if self._is_covered(alert, view, channels):
            return True
        troubled, since_ms = _trouble(ancestors(self._facts.views, alert.subject), view)
        return troubled or (
            alert.suppressed_by is SuppressionReason.PARENT and not (fresh and _began_ms(view) >= since_ms)
        )

    def _run_follows(self, name: str) -> bool:
        """Whether a job's failure follows from what its source depends on, or may: all of that has to be checked
        after the run first."""
        runs = self._facts.operations.get(name)
        source = self._facts.views.get(runs[-1].source) if runs else None
        if not runs or source is None:
            return False
        if source.state.suspected:
            return True
        parents = list(ancestors(self._facts.views, source.component.id))
        troubled, since_ms = _trouble(parents, source)
        old = runs[-1].began_ms < since_ms or self.is_of_before(name)
        return troubled or old or any(_is_older(parent, runs[-1]) for parent in parents)

    def is_of_before(self, name: str) -> bool:
        """Whether a job's last run began before what it depends on had recovered: it shows nothing about now."""
        runs = self._facts.operations.get(name)
        if not runs:
            return False
        parents = ancestors(self._facts.views, runs[-1].source)
        recovered_ms = (self._facts.recovered_ms.get(parent.component.id, 0) for parent in parents)
        return runs[-1].began_ms < max(recovered_ms, default=0)

    def _is_covered(self, alert: Alert, view: ComponentView, channels: Collection[str]) -> bool:
        """Whether everybody concerned was notified of the same cause, by alerts of other components that are at least
        as bad."""
        if alert.notification_count:
            return False
        order = list(Severity)
        notified = [
            notified_on
            for shared in causes_of(view)
            for other, notified_on in self._notified_about(shared)
            if other.subject != alert.subject
            and order.index(other.severity) <= order.index(alert.severity)
            and shared in self._causes_now(other)
        ]
        return bool(notified) and set(channels) <= set().union(*notified)

    def _causes_now(self, notified: Alert) -> frozenset[Shared]:
        """The causes of a notified alert; until its component is known, those at its notification."""
        view = self._facts.views.get(notified.subject)
        if view is None:
            return frozenset()
        return notified.causes if view.state.status is Status.UNKNOWN else causes_of(view)


def _trouble(parents: Iterable[ComponentView], child: ComponentView) -> tuple[bool, int]:
    """Whether one of them stops the child or may, and since when their states have lasted (Unix ms). A critical child
    is not held back by a warning about something that is not critical."""
    since_ms = 0
    for parent in parents:
        counts = parent.state.status is Status.ERROR or parent.component.critical or not child.component.critical
        if _is_suspected(parent) or _is_still_to_come(parent) or (counts and stops_others(parent.state)):
            return True, since_ms
        if parent.state.status is not Status.DISABLED:
            since_ms = max(since_ms, parent.state.since_ms)
    return False, since_ms


def _is_suspected(parent: ComponentView) -> bool:
    """Whether it may have a fault that stops others. A rate limit does not, and may last for long."""
    result = parent.result
    if not parent.state.suspected or result is None:
        return parent.state.suspected
    return result.outcome is not Outcome.DEGRADED or result.reason in STOPPING


def _is_older(parent: ComponentView, run: Operation) -> bool:
    """Whether a component was not checked since a run ended."""
    result = parent.result
    return (
        parent.state.status in (Status.HEALTHY, Status.DEGRADED)
        and result is not None
        and result.began_ms < run.began_ms + run.duration_ms
    )


def _is_still_to_come(parent: ComponentView) -> bool:
    """Whether it was not checked yet since the start: it may have failed with its children."""
    return parent.state.status is Status.UNKNOWN and parent.result is None and parent.paused_until_ms is None


def _began_ms(view: ComponentView) -> int:
    return view.result.began_ms if view.result else 0
