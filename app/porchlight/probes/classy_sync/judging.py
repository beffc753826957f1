"""What a sync's journal means for its users: one finding per sync, from failed to stale to well. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from porchlight.model.result import SubResult
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.causes import Cause
from porchlight.probes.classy_sync.folder import Schedule
from porchlight.probes.classy_sync.journal import Journal, Track
from porchlight.probes.classy_sync.log import DaemonNews, Run
from porchlight.probes.classy_sync.phrases import span, sync_name

_FAILURES_BEFORE_ERROR: Final = 2
"""In a row; the daemon retries a failed sync after 5 minutes, and one failure may pass by itself."""
_GRAVE: Final = frozenset({Reason.AUTH, Reason.FORBIDDEN, Reason.CONFIGURATION})
"""Reasons that no retry fixes."""
_FAILED_SHARE: Final = 0.01
"""Of the items of a run; more of them failing is reported although the run went through."""
_ORDER: Final = (Outcome.ERROR, Outcome.DEGRADED, Outcome.UNKNOWN, Outcome.HEALTHY)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. ``reason`` is None where all is well."""

    name: str
    outcome: Outcome
    reason: Reason | None
    sentence: str

    def part(self) -> SubResult:
        """The same as a part of a result."""
        return SubResult(self.name, self.outcome, self.sentence)


def by_gravity(findings: Sequence[Finding]) -> list[Finding]:
    """The worst first, else in their order."""
    return sorted(findings, key=lambda finding: _ORDER.index(finding.outcome))


def judge(
    journal: Journal, schedule: Schedule, now_ms: int, *, changed_ms: int | None, allowance: float
) -> list[Finding]:
    """Judges every sync in the log. ``changed_ms``: when the log was last written to; ``allowance``: after how many
    intervals without a good end a sync is stale."""
    findings = [
        _judge_track(journal, track, schedule, now_ms, changed_ms, allowance) for track in journal.tracks.values()
    ]
    for number, ended in journal.failed_organizations.items():
        if ended.cause is not None and not journal.is_inactive(number):
            ago, whose = span((now_ms - ended.at_ms) / 1000), journal.whose(number)
            of = f" of {whose}" if whose else ""
            sentence = f"The sync{of} as a whole failed {ago} ago: {ended.cause.text}."
            findings.append(Finding(f"All{of}", Outcome.DEGRADED, ended.cause.reason, sentence))
    if journal.login is not None and all(finding.reason is None for finding in findings):
        cause, ago = journal.login.cause, span((now_ms - journal.login.at_ms) / 1000)
        sentence = f"The login to Classy failed {ago} ago: {cause.text}."
        findings.append(Finding("Login to Classy", Outcome.DEGRADED, cause.reason, sentence))
    return findings


def _judge_track(
    journal: Journal, track: Track, schedule: Schedule, now_ms: int, changed_ms: int | None, allowance: float
) -> Finding:
    name = sync_name(track.entity, journal.whose(track.organization))
    last = track.last
    if journal.is_inactive(track.organization):
        sentence = f"{name}: the organisation was deactivated in the sync, and is no longer judged."
        return Finding(name, Outcome.HEALTHY, None, sentence)
    if last is not None and last.cause is not None:
        return _failed(name, track, last.ended_ms, last.cause, now_ms)
    interval = schedule.intervals.get(track.entity)
    quiet_s = (now_ms - (last.ended_ms if last else track.since_ms)) / 1000
    under_way = track.began_ms is not None and changed_ms is not None and interval is not None
    if under_way and (now_ms - (changed_ms or 0)) / 1000 < (interval or 0):
        sentence = f"{name}: a sync has been under way for {span((now_ms - (track.began_ms or 0)) / 1000)}."
        return Finding(name, Outcome.HEALTHY, None, sentence)
    usual_s = last.duration_ms / 1000 if last else 0.0
    if interval is not None and _has_just_started(journal, now_ms, interval + usual_s):
        if last is None:
            return Finding(name, Outcome.UNKNOWN, Reason.STALE, f"{name}: no sync has ended yet.")
        return _went_through(name, last, quiet_s)
    if interval is not None and quiet_s > allowance * interval + usual_s:
        what = f"last synced {span(quiet_s)} ago" if last else f"not synced for {span(quiet_s)}"
        sentence = f"{name} {what}, although every {span(interval)} is planned{_daemon_clause(journal, now_ms)}."
        return Finding(name, Outcome.ERROR, Reason.STALE, sentence)
    if last is None:
        return Finding(name, Outcome.UNKNOWN, Reason.STALE, f"{name}: no sync has ended yet.")
    return _went_through(name, last, quiet_s)


def _has_just_started(journal: Journal, now_ms: int, seconds: float) -> bool:
    """Whether the daemon started so recently that nothing can be overdue yet."""
    event = journal.daemon
    return event is not None and event.news is DaemonNews.STARTED and (now_ms - event.at_ms) / 1000 <= seconds


def _failed(name: str, track: Track, ended_ms: int, cause: Cause, now_ms: int) -> Finding:
    grave = track.failures >= _FAILURES_BEFORE_ERROR or cause.reason in _GRAVE
    times = f", {track.failures} times in a row" if track.failures > 1 else ""
    sentence = f"{name} sync failed {span((now_ms - ended_ms) / 1000)} ago{times}: {cause.text}."
    if track.retry is not None and track.retry.next_ms is not None and track.retry.next_ms > now_ms:
        sentence += f" It is tried again in {span((track.retry.next_ms - now_ms) / 1000)}."
    return Finding(name, Outcome.ERROR if grave else Outcome.DEGRADED, cause.reason, sentence)


def _went_through(name: str, last: Run, quiet_s: float) -> Finding:
    if not last.processed:
        return Finding(name, Outcome.HEALTHY, None, f"{name} synced {span(quiet_s)} ago: nothing new.")
    sentence = f"{name} synced {span(quiet_s)} ago: {last.processed:,} in {span(last.duration_ms / 1000)}"
    if last.failed and last.failed >= last.processed:
        sentence = f"{name} synced {span(quiet_s)} ago: all {last.processed:,} items failed."
        return Finding(name, Outcome.ERROR, Reason.CONTENT, sentence)
    if last.failed and last.failed > _FAILED_SHARE * last.processed:
        return Finding(name, Outcome.DEGRADED, Reason.CONTENT, f"{sentence}, {last.failed:,} of them failed.")
    return Finding(name, Outcome.HEALTHY, None, f"{sentence}.")


def _daemon_clause(journal: Journal, now_ms: int) -> str:
    event = journal.daemon
    if event is not None and event.news is DaemonNews.STOPPED:
        return f"; the daemon was stopped {span((now_ms - event.at_ms) / 1000)} ago"
    if event is not None and event.news is DaemonNews.NOT_STARTED:
        return f"; the daemon could not start {span((now_ms - event.at_ms) / 1000)} ago"
    return ""
