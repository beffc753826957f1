"""The jobs of a report: a table where the same job of many organisations is one row, charts of those that matter."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from itertools import pairwise

from porchlight.exporters.report.charts import Curve, Moment, chart
from porchlight.exporters.report.document import Cell, Chart, Column, Row, Section, Table, Tone, tone_of
from porchlight.exporters.report.figures import Figures
from porchlight.exporters.report.systems import bucket_ms
from porchlight.exporters.report.texts import ReportTexts
from porchlight.insight.performance import Performance
from porchlight.insight.report import JobReport, Report
from porchlight.model.operation import job_title, sync_of

MOST_CHARTS = 12
_TOGETHER = 4
"""Organisations from which on the same job is one row."""
_SUCCEEDS = 0.95
"""A job of a group that succeeds less often gets its own row."""
_APART = 2.5
"""Of the usual distance between two runs: a line continues across so much."""


def jobs_sections(report: Report, figures: Figures, zone: tzinfo, name: Callable[[str], str]) -> tuple[Section, ...]:
    """The table, then the charts; nothing where no job ever reported."""
    texts = figures.texts
    if not report.jobs:
        return (Section(texts.jobs, texts.no_jobs),)
    columns = (
        Column(texts.head_job, 3.0),
        Column(texts.head_runs, 0.8, right=True),
        Column(texts.head_succeeded, 1.1, right=True),
        Column(texts.head_median, 1.1, right=True),
        Column(texts.head_p95, 1.3, right=True),
        Column(texts.head_rate, 1.6, right=True),
        Column(texts.head_trend, 1.8, right=True),
    )
    rows: list[Row] = []
    notable: list[JobReport] = []
    for kind, jobs in _by_kind(report.jobs).items():
        if kind and len(jobs) >= _TOGETHER:
            rows.append(_together(kind, jobs, figures))
            odd = [job for job in jobs if _odd(job.performance)]
            rows += [_row(job.performance, figures, name, within=True) for job in odd]
            notable += odd or jobs[:1]
        else:
            rows += [_row(job.performance, figures, name) for job in jobs]
            notable += jobs
    charts = [one for job in notable[:MOST_CHARTS] for one in _charts(job, report, figures, zone, name)]
    table = Section(texts.jobs, "", Table(columns, tuple(rows)))
    if not charts:
        return (table,)
    return table, Section(texts.job_charts, texts.job_note, None, (), tuple(charts))


def job_name(job: Performance, texts: ReportTexts) -> str:
    """A job's name for people: those of Classy Sync by what they sync and for whom, others by their own name."""
    return job_title(job.name, job.subject, texts.sync_jobs)


def _by_kind(jobs: Sequence[JobReport]) -> dict[str, list[JobReport]]:
    """In their order: jobs of organisations by what they sync, each other one separately."""
    groups: dict[str, list[JobReport]] = {}
    alone: list[JobReport] = []
    for job in jobs:
        entity, number_of = sync_of(job.performance.name)
        if number_of:
            groups.setdefault(entity, []).append(job)
        else:
            alone.append(job)
    return {**groups, "": alone} if alone else groups


def _odd(job: Performance) -> bool:
    failing = job.success is not None and job.success.share < _SUCCEEDS
    slowing = job.trend is not None and job.trend.significant and job.trend.per_week > 0
    return failing or slowing


def _together(entity: str, jobs: Sequence[JobReport], figures: Figures) -> Row:
    texts, all_of = figures.texts, [job.performance for job in jobs]
    name = texts.sync_jobs.get(entity, f"sync:{entity}")
    runs, ok = sum(one.runs for one in all_of), sum(one.ok for one in all_of)
    medians = sorted(one.p50_ms for one in all_of if one.p50_ms is not None)
    highs = [one.p95_ms for one in all_of if one.p95_ms is not None]
    rates = sorted(one.rate for one in all_of if one.rate is not None)
    slower = sum(one.trend is not None and one.trend.significant and one.trend.per_week > 0 for one in all_of)
    share = ok / runs if runs else None
    return Row(
        (
            Cell(texts.organisations.format(job=name, count=figures.number(len(jobs)))),
            Cell(figures.number(runs)),
            Cell(figures.percent(share), tone=_success_tone(share)),
            Cell(figures.duration(medians[len(medians) // 2]) if medians else "–"),
            Cell(texts.up_to.format(value=figures.duration(max(highs))) if highs else "–"),
            Cell(figures.rate(rates[len(rates) // 2]) if rates else ""),
            Cell(texts.some_slower.format(count=figures.number(slower)) if slower else texts.steady),
        )
    )


def _row(job: Performance, figures: Figures, name: Callable[[str], str], *, within: bool = False) -> Row:
    texts = figures.texts
    rate, usually = "", ""
    if job.rate is not None:
        rate = figures.rate(job.rate)
        usually = texts.usually.format(rate=figures.rate(job.usual_rate)) if job.usual_rate is not None else ""
    trend = texts.not_enough
    if job.trend is not None:
        trend = (
            texts.a_week.format(change=figures.change(job.trend.per_week)) if job.trend.significant else texts.steady
        )
    slower = job.trend is not None and job.trend.significant and job.trend.per_week > 0
    share = job.success.share if job.success is not None else None
    return Row(
        (
            Cell(name(job_name(job, texts))),
            Cell(figures.number(job.runs)),
            Cell(figures.percent(share), tone=_success_tone(share)),
            Cell(figures.duration(job.p50_ms)),
            Cell(figures.duration(job.p95_ms)),
            Cell(rate, usually),
            Cell(trend, tone=Tone.TROUBLE if slower else Tone.PLAIN),
        ),
        within,
    )


def _success_tone(share: float | None) -> Tone:
    tone = tone_of(share, _SUCCEEDS)
    return tone if tone is Tone.DOWN else Tone.PLAIN


def _charts(
    job: JobReport, report: Report, figures: Figures, zone: tzinfo, name: Callable[[str], str]
) -> list[Chart]:
    """How long it took, and its rate where it counts items."""
    texts, row, hours = figures.texts, job.performance, job.hours
    called = name(job_name(row, texts))
    distances = sorted(later.start_ms - earlier.start_ms for earlier, later in pairwise(hours))
    apart_ms = round(distances[len(distances) // 2] * _APART) if distances else 0
    failed = tuple(hour.start_ms for hour in hours if hour.runs > hour.ok)
    found = []
    if row.p50_ms is not None:
        detail = texts.median_of.format(median=figures.duration(row.p50_ms), p95=figures.duration(row.p95_ms))
        if row.runs > row.ok:
            count, runs = figures.number(row.runs - row.ok), figures.number(row.runs)
            detail += f", {texts.failed_runs.format(count=count, runs=runs)}"
        title = texts.duration_of.format(job=called)
        moments = [Moment(hour.start_ms, hour.p50_ms, hour.p95_ms) for hour in hours]
        curve = Curve(report.since_ms, report.until_ms, bucket_ms(report), moments, (), failed, apart_ms=apart_ms)
        sentence = f"{title}: {detail}"
        drawing = chart(curve, figures, zone, description=sentence, unit=figures.duration, durations=True)
        found.append(Chart(title, detail, drawing))
    if row.rate is not None:
        detail = figures.rate(row.rate)
        if row.usual_rate is not None:
            detail += f", {texts.usually.format(rate=figures.rate(row.usual_rate))}"
        title = texts.rate_of.format(job=called)
        rates = [Moment(hour.start_ms, hour.rate, None) for hour in hours]
        curve = Curve(
            report.since_ms,
            report.until_ms,
            bucket_ms(report),
            rates,
            usual=row.usual_rate,
            apart_ms=apart_ms,
        )
        sentence = f"{title}: {detail}"
        drawing = chart(curve, figures, zone, description=sentence, unit=figures.rate, durations=False)
        found.append(Chart(title, detail, drawing))
    return found
