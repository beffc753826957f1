"""The jobs of a report: a table where the same job of many organisations is one row, charts of those that matter."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from itertools import pairwise

from porchlight.exporters.report.charts import Curve, Moment, chart
from porchlight.exporters.report.document import Cell, Chart, Column, Row, Section, Table, Tone, tone_of
from porchlight.exporters.report.figures import Figures
from porchlight.exporters.report.systems import bucket_ms
from porchlight.insight.performance import Performance
from porchlight.insight.report import JobReport, Report
from porchlight.insight.sentences import a_week
from porchlight.language.text import Text, msg, msg_plural
from porchlight.model.job_names import sync_name
from porchlight.model.operation import sync_of

MOST_CHARTS = 12
_TOGETHER = 4
"""Organisations from which on the same job is one row."""
_SUCCEEDS = 0.95
"""A job of a group that succeeds less often gets its own row."""
_APART = 2.5
"""Of the usual distance between two runs: a line goes on over so much."""
_STEADY = msg("steady")


def jobs_sections(report: Report, figures: Figures, zone: tzinfo, name: Callable[[str], str]) -> tuple[Section, ...]:
    """The table, then the charts; nothing where no job ever reported."""
    write = figures.write
    if not report.jobs:
        return (Section(write(msg("Jobs")), write(msg("No job reported in this period."))),)
    columns = (
        Column(write(msg("Job")), 3.0),
        Column(write(msg("Runs")), 0.8, right=True),
        Column(write(msg("Succeeded")), 1.1, right=True),
        Column(write(msg("Median")), 1.1, right=True),
        Column(write(msg("95th percentile")), 1.3, right=True),
        Column(write(msg("Items per second")), 1.6, right=True),
        Column(write(msg("Trend")), 1.8, right=True),
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
    table = Section(write(msg("Jobs")), "", Table(columns, tuple(rows)))
    if not charts:
        return (table,)
    note = msg(
        "The line is the median, the band reaches up to the 95th percentile. Red marks: runs that failed. The dashed"
        " line is what is usual."
    )
    return table, Section(write(msg("How long jobs took")), write(note), None, (), tuple(charts))


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
    write, all_of = figures.write, [job.performance for job in jobs]
    called = sync_name(entity) or f"sync:{entity}"
    together = msg_plural("{job}, {n} organisation", "{job}, {n} organisations", len(jobs), job=called)
    runs, ok = sum(one.runs for one in all_of), sum(one.ok for one in all_of)
    medians = sorted(one.p50_ms for one in all_of if one.p50_ms is not None)
    highs = [one.p95_ms for one in all_of if one.p95_ms is not None]
    rates = sorted(one.rate for one in all_of if one.rate is not None)
    slower = sum(one.trend is not None and one.trend.significant and one.trend.per_week > 0 for one in all_of)
    share = ok / runs if runs else None
    return Row(
        (
            Cell(write(together)),
            Cell(write.number(runs)),
            Cell(figures.percent(share), tone=_success_tone(share)),
            Cell(figures.duration(medians[len(medians) // 2]) if medians else "–"),
            Cell(write(msg("up to {value}", value=figures.duration(max(highs)))) if highs else "–"),
            Cell(figures.rate(rates[len(rates) // 2]) if rates else ""),
            Cell(write(msg_plural("{n} is slower", "{n} are slower", slower) if slower else _STEADY)),
        )
    )


def _row(job: Performance, figures: Figures, name: Callable[[str], str], *, within: bool = False) -> Row:
    write = figures.write
    slower = job.trend is not None and job.trend.significant and job.trend.per_week > 0
    share = job.success.share if job.success is not None else None
    return Row(
        (
            Cell(name(write(job.title))),
            Cell(write.number(job.runs)),
            Cell(figures.percent(share), tone=_success_tone(share)),
            Cell(figures.duration(job.p50_ms)),
            Cell(figures.duration(job.p95_ms)),
            Cell("" if job.rate is None else figures.rate(job.rate), _usually(job, figures)),
            Cell(_trend(job, figures), tone=Tone.TROUBLE if slower else Tone.PLAIN),
        ),
        within,
    )


def _usually(job: Performance, figures: Figures) -> str:
    if job.rate is None or job.usual_rate is None:
        return ""
    return figures.write(msg("usually {rate}", rate=figures.rate(job.usual_rate)))


def _trend(job: Performance, figures: Figures) -> str:
    write, trend = figures.write, job.trend
    if trend is None:
        return write(msg("not enough data"))
    if not trend.significant:
        return write(_STEADY)
    return write(a_week(trend))


def _success_tone(share: float | None) -> Tone:
    tone = tone_of(share, _SUCCEEDS)
    return tone if tone is Tone.DOWN else Tone.PLAIN


def _charts(
    job: JobReport, report: Report, figures: Figures, zone: tzinfo, name: Callable[[str], str]
) -> list[Chart]:
    """How long it took, and how much a second where it counts."""
    write, row, hours = figures.write, job.performance, job.hours
    called = name(write(row.title))
    distances = sorted(later.start_ms - earlier.start_ms for earlier, later in pairwise(hours))
    apart_ms = round(distances[len(distances) // 2] * _APART) if distances else 0
    failed = tuple(hour.start_ms for hour in hours if hour.runs > hour.ok)
    found = []
    if row.p50_ms is not None:
        detail = write(_detail(row, figures))
        title = write(msg("{job}: duration", job=called))
        moments = [Moment(hour.start_ms, hour.p50_ms, hour.p95_ms) for hour in hours]
        curve = Curve(report.since_ms, report.until_ms, bucket_ms(report), moments, (), failed, apart_ms=apart_ms)
        sentence = f"{title}: {detail}"
        drawing = chart(curve, figures, zone, description=sentence, unit=figures.duration, durations=True)
        found.append(Chart(title, detail, drawing))
    if row.rate is not None:
        detail = ", ".join(one for one in (figures.rate(row.rate), _usually(row, figures)) if one)
        title = write(msg("{job}: items per second", job=called))
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


def _detail(row: Performance, figures: Figures) -> Text:
    median, p95 = figures.duration(row.p50_ms), figures.duration(row.p95_ms)
    if row.runs == row.ok:
        return msg("median {median}, 95th percentile {p95}", median=median, p95=p95)
    return msg(
        "median {median}, 95th percentile {p95}, {failed} of {runs} failed",
        median=median,
        p95=p95,
        failed=row.runs - row.ok,
        runs=row.runs,
    )
