"""From results to a status: confirmation, slowness, flapping, incidents. Pure: no clock, no input, no output.

A Tracker holds the state of one component; ``apply`` takes a result and decides what follows from
it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import ResponseTime, msg
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState, Incident, IncidentEvent, IncidentEventKind, StatusChange
from porchlight.model.result import Result
from porchlight.model.status import ATTENTION_REASONS, Outcome, Reason, Status, is_stale

SLOW_WINDOW = 5
SLOW_ENOUGH = 3
"""Checks of the last SLOW_WINDOW that must be over the limit to call a component slow."""
FAST_ENOUGH = 5
"""Checks in a row under 80 % of the limit that end it."""
FAST_SHARE = 0.8
FLAPPING_WINDOW_MS = 30 * 60 * 1000
FLAPPING_CHANGES = 5
"""More changes than this within the window is flapping."""
CALM_CHANGES = 2
"""At most this many within the window ends it."""
UNSTEADY_RUNS = 2
UNSTEADY_INTERVALS = 10
"""So many runs of failing checks within so many intervals, one of them confirmed, is flapping too: where half of the
checks fail, an error is confirmed now and then, and each recovery would be notified."""
LONGEST_WAIT = 900.0
"""Seconds by which a component's Retry-After puts off its next check, at most."""

_SURE_AT_ONCE = ATTENTION_REASONS | {Reason.INTERNAL}
"""A retry changes nothing."""
_SEVERITY = {Status.HEALTHY: 0, Status.UNKNOWN: 0, Status.DISABLED: 0, Status.DEGRADED: 1, Status.ERROR: 2}


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from a result."""

    state: ComponentState
    change: StatusChange | None = None
    incident: Incident | None = None
    """The incident that was opened, moved or closed, to be saved."""
    confirm: bool = False
    """Check again soon: an error or a warning is suspected."""


class Tracker:
    """The state of one component between its results."""

    def __init__(self, component: Component, now_ms: int, new_id: Callable[[], str]) -> None:
        self.component = component
        """Its interval may change while it is watched."""
        self._new_id = new_id
        status = Status.UNKNOWN if component.enabled else Status.DISABLED
        sentence = english(msg("Not checked yet.") if component.enabled else msg("Not watched."))
        self.state = ComponentState(component.id, status, now_ms, None, sentence, None, None)
        self._failures = 0
        """Errors in a row."""
        self._troubles = 0
        """Errors and warnings in a row."""
        self._first_failure: Result | None = None
        self._last_trouble = ""
        self._runs_ms: deque[int] = deque()
        """When each run of errors within the window began."""
        self._confirmed_ms: int | None = None
        """When an error was last confirmed."""
        self._waits_until_ms = 0
        self._over_limit: deque[bool] = deque(maxlen=SLOW_WINDOW)
        self._fast_in_a_row = 0
        self._slow = False
        self._wanted = status
        self._changes_ms: deque[int] = deque()
        self._flapping = False
        self._incident: Incident | None = None
        self._lasting: tuple[Status, int] | None = None
        """The status that an earlier run left, and since when, until another one is known."""

    @property
    def incident(self) -> Incident | None:
        """The open incident."""
        return self._incident

    @property
    def failing_since_ms(self) -> int | None:
        """When the first of the failures in a row began, Unix ms (UTC); None: the last check did not fail."""
        return self._first_failure.began_ms if self._first_failure else None

    def restore(self, incident: Incident) -> None:
        """Continue an incident that an earlier run left open."""
        self._incident = incident

    def restore_since(self, status: Status, since_ms: int) -> None:
        """A status that an earlier run left: where the next one that is known is the same, it lasts since then."""
        self._lasting = status, since_ms

    def apply(self, result: Result, ended_ms: int) -> Decision:
        """Apply a result whose check ended at ``ended_ms`` (Unix ms, UTC)."""
        self._waits_until_ms = ended_ms + round(min(result.retry_after or 0.0, LONGEST_WAIT) * 1000)
        match result.outcome:
            case Outcome.ERROR:
                return self._failed(result, ended_ms)
            case Outcome.DEGRADED:
                return self._warned(result, ended_ms)
            case Outcome.UNKNOWN:
                self.forget_suspicion()
                return self._settle(Status.UNKNOWN, result, result.reason, result.sentence, ended_ms)
        self._failures = self._troubles = 0
        self._first_failure = None
        self._measure_slowness(result)
        if self._slow:
            sentence = _slow_sentence(result.duration_us / 1_000_000, self.component.slow_limit or 0.0)
            return self._settle(Status.DEGRADED, result, Reason.SLOW, sentence, ended_ms)
        return self._settle(Status.HEALTHY, result, None, result.sentence, ended_ms)

    def would_decide(self, result: Result) -> bool:
        """Whether this error or warning would become the status at once (or confirm it), without a recheck. So does a
        warning that improves on an error."""
        if result.outcome is Outcome.DEGRADED:
            return (
                self._troubles >= self.component.confirmations
                or result.reason in _SURE_AT_ONCE
                or self.state.status in (Status.ERROR, Status.DEGRADED)
                or self._incident is not None
            )
        return (
            self._failures >= self.component.confirmations
            or result.reason in _SURE_AT_ONCE
            or self.state.status is Status.ERROR
            or (self._incident is not None and self._incident.status is Status.ERROR)
        )

    def forget_suspicion(self) -> None:
        """Discard a suspicion from before a gap in time: it shows nothing about now."""
        self._failures = self._troubles = 0
        self._first_failure = None
        if self.state.suspected:
            self.state = replace(self.state, suspected=False)

    def expire(self, now_ms: int) -> Decision | None:
        """Unknown once the last result is too old to count now; None where nothing changes."""
        state = self.state
        if (
            state.status in (Status.UNKNOWN, Status.DISABLED)
            or now_ms <= self._waits_until_ms
            or not is_stale(
                checked_ms=state.checked_ms,
                interval=self.component.interval,
                timeout=self.component.timeout,
                now_ms=now_ms,
            )
        ):
            return None
        previous = state.status
        self.state = replace(
            state,
            status=Status.UNKNOWN,
            since_ms=now_ms,
            reason=Reason.STALE,
            sentence=english(msg("No result for three intervals.")),
            suspected=False,
        )
        self._wanted = Status.UNKNOWN
        return Decision(self.state, self._change(previous, now_ms))

    def _failed(self, result: Result, ended_ms: int) -> Decision:
        sure = self.would_decide(result)
        if self._failures == 0:
            self._runs_ms.append(ended_ms)
        self._failures += 1
        self._last_trouble = result.sentence
        if sure:
            self._note_trouble(result)
            self._confirmed_ms = ended_ms
            return self._settle(Status.ERROR, result, result.reason, result.sentence, ended_ms)
        return self._suspect(result, ended_ms)

    def _warned(self, result: Result, ended_ms: int) -> Decision:
        """A warning that passes is not notified: it is confirmed as an error is."""
        sure = self.would_decide(result)
        self._failures = 0
        self._measure_slowness(result)
        if not sure:
            return self._suspect(result, ended_ms)
        self._note_trouble(result)
        self._last_trouble = result.sentence
        return self._settle(Status.DEGRADED, result, result.reason, result.sentence, ended_ms)

    def _note_trouble(self, result: Result) -> None:
        self._troubles += 1
        self._first_failure = self._first_failure or result

    def _suspect(self, result: Result, ended_ms: int) -> Decision:
        self._note_trouble(result)
        self.state = replace(self.state, checked_ms=ended_ms, duration_us=result.duration_us, suspected=True)
        return Decision(self.state, confirm=True)

    def _measure_slowness(self, result: Result) -> None:
        limit = self.component.slow_limit
        if limit is None:
            return
        seconds = result.duration_us / 1_000_000
        self._over_limit.append(seconds > limit)
        self._fast_in_a_row = self._fast_in_a_row + 1 if seconds < FAST_SHARE * limit else 0
        if self._slow:
            if self._fast_in_a_row >= FAST_ENOUGH:
                self._slow = False
                self._over_limit.clear()
        elif sum(self._over_limit) >= SLOW_ENOUGH:
            self._slow = True

    def _settle(
        self, wanted: Status, result: Result, reason: Reason | None, sentence: str, ended_ms: int
    ) -> Decision:
        previous = self.state
        self._count_change(wanted, ended_ms)
        held = self._flapping and _SEVERITY[wanted] < _SEVERITY[previous.status] and wanted is not Status.UNKNOWN
        if held:
            wanted, reason = previous.status, previous.reason
            sentence = english(msg("It comes and goes. The latest problem: {problem}", problem=self._last_trouble))
        changed = wanted is not previous.status
        since_ms = previous.since_ms
        if changed:
            since_ms = ended_ms
            if wanted is Status.ERROR:
                since_ms = self._first_failure.began_ms if self._first_failure else result.began_ms
                if self._incident is not None and self._incident.status is Status.ERROR:
                    since_ms = self._incident.began_ms
            elif wanted is Status.DEGRADED and previous.status is not Status.ERROR and self._first_failure:
                since_ms = self._first_failure.began_ms
        if wanted is not Status.UNKNOWN:
            # Trouble lasts only together with its incident: another one would begin before it was seen.
            if self._lasting and self._lasting[0] is wanted and (wanted is Status.HEALTHY or self._incident):
                since_ms = min(since_ms, self._lasting[1])
            self._lasting = None
        self.state = ComponentState(
            component=previous.component,
            status=wanted,
            since_ms=since_ms,
            reason=reason,
            sentence=sentence,
            checked_ms=ended_ms,
            duration_us=result.duration_us,
            flapping=self._flapping,
        )
        incident = self._follow_incident(previous, ended_ms)
        change = self._change(previous.status, ended_ms, incident) if changed else None
        return Decision(self.state, change, incident)

    def _count_change(self, wanted: Status, ended_ms: int) -> None:
        if wanted is Status.UNKNOWN:
            return
        if self._wanted not in (wanted, Status.UNKNOWN, Status.DISABLED):
            self._changes_ms.append(ended_ms)
        self._wanted = wanted
        unsteady_ms = ended_ms - round(UNSTEADY_INTERVALS * self.component.interval * 1000)
        _forget_before(self._changes_ms, ended_ms - FLAPPING_WINDOW_MS)
        _forget_before(self._runs_ms, unsteady_ms)
        confirmed = self._confirmed_ms is not None and self._confirmed_ms > unsteady_ms
        unsteady = len(self._runs_ms) >= UNSTEADY_RUNS
        if len(self._changes_ms) > FLAPPING_CHANGES or (unsteady and confirmed):
            self._flapping = True
        elif len(self._changes_ms) <= CALM_CHANGES and not unsteady:
            self._flapping = False

    def _follow_incident(self, previous: ComponentState, ended_ms: int) -> Incident | None:
        """Open, update or close the incident for the current state; return it where it changed."""
        state, incident = self.state, self._incident
        if state.status is Status.UNKNOWN:
            return None
        if state.status is Status.HEALTHY:
            if incident is None:
                return None
            self._incident = None
            return replace(
                incident,
                ended_ms=ended_ms,
                timeline=(*incident.timeline, self._event(IncidentEventKind.RECOVERED, ended_ms)),
            )
        if incident is None:
            first = self._first_failure
            timeline: tuple[IncidentEvent, ...] = (self._event(IncidentEventKind.CONFIRMED, ended_ms),)
            if first is not None and first.began_ms < ended_ms:
                begun = IncidentEvent(
                    first.began_ms, IncidentEventKind.FIRST_FAILURE, state.status, first.reason, first.sentence
                )
                timeline = (begun, *timeline)
            if state.flapping:
                timeline = (*timeline, self._event(IncidentEventKind.FLAPPING, ended_ms))
            self._incident = Incident(
                id=self._new_id(),
                component=state.component,
                began_ms=state.since_ms,
                status=state.status,
                reason=state.reason,
                sentence=state.sentence,
                timeline=timeline,
            )
            return self._incident
        if state.flapping and not previous.flapping:
            kind = IncidentEventKind.FLAPPING
        elif state.flapping or (state.status, state.reason) == (
            incident.timeline[-1].status,
            incident.timeline[-1].reason,
        ):
            return None
        else:
            kind = IncidentEventKind.CHANGED
        worse = _SEVERITY[state.status] > _SEVERITY[incident.status]
        self._incident = replace(
            incident,
            status=state.status if worse else incident.status,
            reason=state.reason if worse else incident.reason,
            sentence=state.sentence if worse else incident.sentence,
            timeline=(*incident.timeline, self._event(kind, ended_ms)),
        )
        return self._incident

    def _event(self, kind: IncidentEventKind, at_ms: int) -> IncidentEvent:
        return IncidentEvent(at_ms, kind, self.state.status, self.state.reason, self.state.sentence)

    def _change(self, previous: Status, at_ms: int, incident: Incident | None = None) -> StatusChange:
        incident = incident or self._incident
        return StatusChange(
            component=self.state.component,
            at_ms=at_ms,
            since_ms=self.state.since_ms,
            previous=previous,
            status=self.state.status,
            reason=self.state.reason,
            sentence=self.state.sentence,
            incident=incident.id if incident else None,
        )


def _forget_before(times: deque[int], before_ms: int) -> None:
    while times and times[0] <= before_ms:
        times.popleft()


def _slow_sentence(seconds: float, limit: float) -> str:
    if seconds > limit:
        return english(
            msg(
                "Answering slowly ({time}; limit {limit}).",
                time=ResponseTime(seconds * 1_000_000),
                limit=ResponseTime(limit * 1_000_000),
            )
        )
    return english(
        msg("Answering faster again; it counts as slow until {n} checks in a row are quick.", n=FAST_ENOUGH)
    )
