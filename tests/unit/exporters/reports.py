"""Reports made by hand: so many components and jobs, with the names and troubles that a test wants."""

import math
from collections.abc import Sequence

from porchlight.insight.capacity import Capacity
from porchlight.insight.performance import Performance
from porchlight.insight.recommendation_texts import Kind
from porchlight.insight.recommendations import Recommendation, Urgency, job_fails
from porchlight.insight.report import ComponentReport, JobReport, Report, verdict
from porchlight.insight.statistics import success_rate
from porchlight.language.text import Duration
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.history import Bucket, OperationBucket, Summary
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status

HOUR_MS = 3_600_000
UNTIL_MS = 1_764_000_000_000  # 24 November 2025, 16:00 UTC
SINCE_MS = UNTIL_MS - 7 * 24 * HOUR_MS


def bucket(start_ms: int, p50_us: float | None = 40_000.0, down_ms: int = 0) -> Bucket:
    p95_us = None if p50_us is None else p50_us * 1.5
    measured = 0 if p50_us is None else 12
    sum_us = round((p50_us or 0) * measured)
    return Bucket(start_ms, measured, 0, 12 - measured, 0, 0, HOUR_MS, down_ms, sum_us, 9, 99_000, p50_us, p95_us)


def summary(*, uptime: float | None = 1.0, count: int = 2000) -> Summary:
    return Summary(
        SINCE_MS, UNTIL_MS, count, count, 0, 0, 0, 9_000, 41_000.0, 40_000.0, 60_000.0, 99_000, uptime, 0.97
    )


def component(
    name: str, *, uptime: float | None = 1.0, incidents: Sequence[Incident] = (), critical: bool = False
) -> ComponentReport:
    hours = tuple(
        bucket(at, 40_000 * (1 + 0.3 * math.sin(at / HOUR_MS / 4)), 900_000 if at == SINCE_MS + 30 * HOUR_MS else 0)
        for at in range(SINCE_MS, UNTIL_MS, HOUR_MS)
        if not SINCE_MS + 60 * HOUR_MS < at < SINCE_MS + 70 * HOUR_MS
    )
    return ComponentReport(
        name, name, "http", critical, summary(uptime=uptime), summary(), hours, tuple(incidents), None
    )


def incident(*, began_ms: int, ended_ms: int | None, reason: Reason = Reason.TIMEOUT, number: int = 0) -> Incident:
    return Incident(f"i{number}", "it", began_ms, Status.ERROR, reason, "No answer within 10 s.", (), ended_ms)


def job(name: str, *, runs: int = 168, ok: int = 168, rate: float | None = 4.5) -> JobReport:
    hours = tuple(
        OperationBucket(at, 1, 1, 270, 0, 60_000.0, 60_000.0, 60_000.0, 60_000.0, 60_000.0, 65_000.0, 66_000.0)
        for at in range(SINCE_MS, UNTIL_MS, HOUR_MS)
    )
    share = success_rate(ok, runs)
    usual = None if rate is None else 4.4
    row = Performance(
        name, True, runs, ok, share, 5.0, 6.0, 60_000.0, 65_000.0, 66_000.0, 70_000.0, rate, usual, None, None, True
    )
    return JobReport(row, hours)


def alert(
    sentence: str, *, number: int = 0, severity: Severity = Severity.HIGH, notification_count: int = 1
) -> Alert:
    fired_ms = SINCE_MS + number * HOUR_MS
    return Alert(
        f"a{number}",
        "rule",
        "it",
        severity,
        AlertState.RESOLVED,
        fired_ms,
        sentence,
        fired_ms,
        fired_ms + 600_000,
        notification_count=notification_count,
    )


def report(
    components: Sequence[ComponentReport] = (),
    jobs: Sequence[JobReport] = (),
    needs: Sequence[Recommendation] = (),
    alerts: Sequence[Alert] = (),
    capacity: Sequence[Capacity] = (),
) -> Report:
    notified = sum(one.notification_count > 0 for one in alerts)
    return Report(
        SINCE_MS,
        UNTIL_MS,
        verdict(components),
        tuple(components),
        tuple(jobs),
        tuple(needs),
        tuple(capacity),
        tuple(alerts),
        notified,
        len(alerts) - notified,
    )


def failing(name: str, failed: int = 9, count: int = 20) -> Recommendation:
    return Recommendation(Kind.JOB_FAILS, Urgency.SOON, name, job_fails(name, failed, count, Duration(7 * 86_400)))
