"""What a sync's journal means for its users: one finding per sync, from failed to stale to well. Pure."""

from collections.abc import Sequence
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import Duration, Number, Text, msg, msg_plural, sentences
from porchlight.model.result import SubResult
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.causes import Cause
from porchlight.probes.classy_sync.folder import Schedule
from porchlight.probes.classy_sync.journal import Journal, Track
from porchlight.probes.classy_sync.log import DaemonNews, Run
from porchlight.probes.classy_sync.phrases import since, sync_name

_FAILURES_BEFORE_ERROR: Final = 2
"""In a row; the daemon retries a failed sync after 5 minutes, and one failure may pass by itself."""
_GRAVE: Final = frozenset({Reason.AUTH, Reason.FORBIDDEN, Reason.CONFIGURATION})
"""Reasons that no retry fixes."""
_FAILED_SHARE: Final = 0.01
"""Of the items of a run; more of them failing is reported although the run went through."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. ``reason`` is None where all is well."""

    name: Text | str
    outcome: Outcome
    reason: Reason | None
    sentence: Text

    def part(self) -> SubResult:
        """The same as a part of a result."""
        return SubResult(english(self.name), self.outcome, english(self.sentence))


def by_gravity(findings: Sequence[Finding]) -> list[Finding]:
    """The worst first, else in their order."""
    return sorted(findings, key=lambda finding: -finding.outcome.gravity)


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
            findings.append(_failed_as_a_whole(journal.whose(number), ended.cause, since(ended.at_ms, now_ms)))
    if journal.login is not None and all(finding.reason is None for finding in findings):
        cause, ago = journal.login.cause, since(journal.login.at_ms, now_ms)
        sentence = msg("The login to Classy failed {ago} ago. {cause}", ago=ago, cause=cause.text)
        findings.append(Finding(msg("Login to Classy"), Outcome.DEGRADED, cause.reason, sentence))
    return findings


def _failed_as_a_whole(whose: Text | str, cause: Cause, ago: Duration) -> Finding:
    if not whose:
        sentence = msg("The whole sync failed {ago} ago. {cause}", ago=ago, cause=cause.text)
        return Finding(msg("Whole sync"), Outcome.DEGRADED, cause.reason, sentence)
    sentence = msg(
        "The whole sync of {organization} failed {ago} ago. {cause}", organization=whose, ago=ago, cause=cause.text
    )
    return Finding(msg("Whole sync of {organization}", organization=whose), Outcome.DEGRADED, cause.reason, sentence)


def _judge_track(
    journal: Journal, track: Track, schedule: Schedule, now_ms: int, changed_ms: int | None, allowance: float
) -> Finding:
    name = sync_name(track.entity, journal.whose(track.organization))
    last = track.last
    if journal.is_inactive(track.organization):
        sentence = msg("{sync}: not checked, because the organisation was deactivated in Classy Sync.", sync=name)
        return Finding(name, Outcome.HEALTHY, None, sentence)
    if last is not None and last.cause is not None:
        return _failed(name, track, last.ended_ms, last.cause, now_ms)
    interval = schedule.intervals.get(track.entity)
    none_yet = Finding(name, Outcome.UNKNOWN, Reason.STALE, msg("{sync}: no sync has finished yet.", sync=name))
    quiet_s = (now_ms - (last.ended_ms if last else track.since_ms)) / 1000
    under_way = track.began_ms is not None and changed_ms is not None and interval is not None
    if under_way and (now_ms - (changed_ms or 0)) / 1000 < (interval or 0):
        sentence = msg(
            "{sync}: a sync has been running for {span}.", sync=name, span=since(track.began_ms or 0, now_ms)
        )
        return Finding(name, Outcome.HEALTHY, None, sentence)
    usual_s = last.duration_ms / 1000 if last else 0.0
    if interval is not None and _has_just_started(journal, now_ms, interval + usual_s):
        return none_yet if last is None else _went_through(name, last, quiet_s)
    if interval is not None and quiet_s > allowance * interval + usual_s:
        ago, every = Duration(quiet_s), Duration(interval)
        problem = (
            msg("{sync}: last synced {ago} ago, but due every {interval}.", sync=name, ago=ago, interval=every)
            if last
            else msg("{sync}: not synced for {span}, but due every {interval}.", sync=name, span=ago, interval=every)
        )
        return Finding(name, Outcome.ERROR, Reason.STALE, sentences(problem, _of_the_daemon(journal, now_ms)))
    return none_yet if last is None else _went_through(name, last, quiet_s)


def _has_just_started(journal: Journal, now_ms: int, seconds: float) -> bool:
    """Whether the daemon started so recently that nothing can be overdue yet."""
    event = journal.daemon
    return event is not None and event.news is DaemonNews.STARTED and (now_ms - event.at_ms) / 1000 <= seconds


def _failed(name: Text | str, track: Track, ended_ms: int, cause: Cause, now_ms: int) -> Finding:
    grave = track.failures >= _FAILURES_BEFORE_ERROR or cause.reason in _GRAVE
    sentence = msg_plural(
        "{sync}: the last sync failed {ago} ago. {cause}",
        "{sync}: the last {n} syncs failed, most recently {ago} ago. {cause}",
        max(track.failures, 1),
        sync=name,
        ago=since(ended_ms, now_ms),
        cause=cause.text,
    )
    if track.retry is not None and track.retry.next_ms is not None and track.retry.next_ms > now_ms:
        sentence = sentences(sentence, msg("Next try in {span}.", span=since(now_ms, track.retry.next_ms)))
    return Finding(name, Outcome.ERROR if grave else Outcome.DEGRADED, cause.reason, sentence)


def _went_through(name: Text | str, last: Run, quiet_s: float) -> Finding:
    ago = Duration(quiet_s)
    if not last.processed:
        return Finding(name, Outcome.HEALTHY, None, msg("{sync}: synced {ago} ago, nothing new.", sync=name, ago=ago))
    if last.failed and last.failed >= last.processed:
        sentence = msg_plural(
            "{sync}: synced {ago} ago, but the only item failed.",
            "{sync}: synced {ago} ago, but all {n} items failed.",
            last.processed,
            sync=name,
            ago=ago,
        )
        return Finding(name, Outcome.ERROR, Reason.CONTENT, sentence)
    if last.failed and last.failed > _FAILED_SHARE * last.processed:
        failed, processed = Number(last.failed), Number(last.processed)
        sentence = msg(
            "{sync}: synced {ago} ago, but {failed} of {processed} items failed.",
            sync=name,
            ago=ago,
            failed=failed,
            processed=processed,
        )
        return Finding(name, Outcome.DEGRADED, Reason.CONTENT, sentence)
    sentence = msg_plural(
        "{sync}: synced {ago} ago, {n} item in {span}.",
        "{sync}: synced {ago} ago, {n} items in {span}.",
        last.processed,
        sync=name,
        ago=ago,
        span=Duration(last.duration_ms / 1000),
    )
    return Finding(name, Outcome.HEALTHY, None, sentence)


def _of_the_daemon(journal: Journal, now_ms: int) -> Text | str:
    event = journal.daemon
    if event is not None and event.news is DaemonNews.STOPPED:
        return msg("The daemon was stopped {ago} ago.", ago=since(event.at_ms, now_ms))
    if event is not None and event.news is DaemonNews.NOT_STARTED:
        return msg("The daemon failed to start {ago} ago.", ago=since(event.at_ms, now_ms))
    return ""
