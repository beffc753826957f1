"""The report as Markdown and as one HTML page that needs nothing else: no script, no picture from elsewhere."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from app.insight.performance import Performance
from app.insight.report import ComponentReport, Report
from app.model.history import Bucket
from app.model.times import how_long

_HOUR_MS = 3_600_000
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1b2430; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.verdict { font-size: 1.15rem; font-weight: 600; } .small, th { color: #5b6675; font-size: .85rem; font-weight: 500; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid #e3e6eb; vertical-align: middle; }
.need { background: #fdf3df; border-radius: 10px; padding: .7rem 1rem; margin: .6rem 0; }
.need b { display: block; } svg { display: block; }
@media print { body { margin: 0; max-width: none; } .need, tr { break-inside: avoid; } }
"""


def as_markdown(report: Report, zone: tzinfo) -> str:
    """For a mail or a wiki."""
    lines = [f"# How our systems were, {_span(report, zone)}", "", f"**{report.verdict}**", ""]
    if report.recommendations:
        lines += ["## What needs somebody", ""]
        lines += [f"- **{one.what}.** {one.evidence} {one.step}" for one in report.recommendations]
        lines.append("")
    lines += ["## Systems", "", "| | worked | watched | median | 95th percentile | interruptions |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    lines += [f"| {' | '.join(_cell(cell) for cell in _component(one))} |" for one in report.components]
    if report.jobs:
        lines += ["", "## Jobs", "", "| | runs | succeeded | median | 95th percentile | items a second | trend |"]
        lines.append("| --- | --- | --- | --- | --- | --- | --- |")
        lines += [f"| {' | '.join(_cell(cell) for cell in _job(job))} |" for job in report.jobs]
    lines += ["", _alerts(report), ""]
    return "\n".join(lines)


def as_html(report: Report, zone: tzinfo) -> str:
    """For a director: read in a minute, printed on a page or two."""
    parts = [f"<h1>How our systems were</h1><p class='small'>{escape(_span(report, zone))}</p>"]
    parts.append(f"<p class='verdict'>{escape(report.verdict)}</p>")
    if report.recommendations:
        parts.append("<h2>What needs somebody</h2>")
        parts += [
            f"<div class='need'><b>{escape(one.what)}</b>{escape(one.evidence)} {escape(one.step)}</div>"
            for one in report.recommendations
        ]
    heads = ("", "worked", "watched", "median", "95th percentile", "interruptions", "")
    rows = [(*_component(one), _strip(one.hours, report)) for one in report.components]
    parts += ["<h2>Systems</h2>", _table(heads, rows)]
    if report.jobs:
        heads = ("", "runs", "succeeded", "median", "95th percentile", "items a second", "trend")
        parts += ["<h2>Jobs</h2>", _table(heads, [(*_job(job), "") for job in report.jobs])]
    parts.append(f"<p class='small'>{escape(_alerts(report))}</p>")
    body = "\n".join(parts)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>How our systems were</title>"
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The last cell of a row is HTML already, all others are texts."""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    lines = []
    for row in rows:
        *texts, last = row
        cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
        lines.append(f"<tr>{cells}{f'<td>{last}</td>' if last else ''}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _strip(hours: Sequence[Bucket], report: Report) -> str:
    """One bar an hour: green where it worked, red where it was down for a while, nothing where nobody watched."""
    first, last = report.since_ms // _HOUR_MS, report.until_ms // _HOUR_MS
    count = max(last - first + 1, 1)
    bars = []
    for hour in hours:
        if not hour.watched_ms:
            continue
        colour = "#c22f3c" if hour.down_ms > hour.watched_ms / 100 else "#1e8e5a"
        if colour == "#1e8e5a" and hour.attention + hour.degraded > hour.checks / 20:
            colour = "#b97a06"
        place = (hour.start_ms // _HOUR_MS - first) * 160 / count
        bars.append(f"<rect x='{place:.1f}' y='0' width='{160 / count + 0.1:.2f}' height='14' fill='{colour}'/>")
    return (
        "<svg width='160' height='14' viewBox='0 0 160 14' role='img' aria-label='hour by hour'>"
        f"<rect width='160' height='14' fill='#eceef2'/>{''.join(bars)}</svg>"
    )


def _component(one: ComponentReport) -> tuple[str, ...]:
    summary = one.summary
    uptime = "–" if summary.uptime is None else f"{summary.uptime * 100:.2f} %"
    lasted = sum(((incident.ended_ms or summary.until_ms) - incident.began_ms) / 1000 for incident in one.incidents)
    interruptions = f"{len(one.incidents)}, {how_long(lasted)} in all" if one.incidents else "none"
    return (
        one.name,
        uptime,
        f"{summary.coverage * 100:.0f} %",
        _ms(None if summary.p50_us is None else summary.p50_us / 1000),
        _ms(None if summary.p95_us is None else summary.p95_us / 1000),
        interruptions,
    )


def _job(job: Performance) -> tuple[str, ...]:
    rate = "" if job.rate is None else f"{job.rate:.3g}"
    if rate and job.usual_rate is not None:
        rate += f" (usually {job.usual_rate:.3g})"
    trend = "not enough data"
    if job.trend is not None:
        trend = f"{job.trend.per_week * 100:+.0f} % a week" if job.trend.significant else "steady"
    share = "–" if job.success is None else f"{job.success.share * 100:.1f} %"
    return job.name, f"{job.runs:,}", share, _ms(job.p50_ms), _ms(job.p95_ms), rate, trend


def _alerts(report: Report) -> str:
    told, held = report.alerts_told, report.alerts_held_back
    return f"{told} alert{'s' if told != 1 else ''} told, {held} held back."


def _span(report: Report, zone: tzinfo) -> str:
    since, until = (datetime.fromtimestamp(at / 1000, zone) for at in (report.since_ms, report.until_ms))
    return f"{since:%d %B %Y} to {until:%d %B %Y}"


def _ms(ms: float | None) -> str:
    if ms is None:
        return "–"
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.1f} s" if ms < 60_000 else how_long(ms / 1000)


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
