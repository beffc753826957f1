"""The systems of a report: the state of each, in a table with a bar by the hour, and a chart of its response
times."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from porchlight.exporters.report.charts import Curve, Moment, Shade, chart, strip
from porchlight.exporters.report.document import (
    Cell,
    Chart,
    Column,
    Row,
    Section,
    Table,
    Tone,
    tone_of,
    trouble_first,
)
from porchlight.exporters.report.drawing import Drawing, Ink
from porchlight.exporters.report.figures import Figures
from porchlight.insight.report import ComponentReport, Report
from porchlight.model.history import Bucket
from porchlight.model.incident import Incident
from porchlight.model.status import Status

MOST_CHARTS = 40
"""Of systems: nobody looks at more of them on paper."""
_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000
_DOWN = 0.01
"""Of an hour: a bucket that was down for longer is red."""
_TROUBLED = 0.05
"""Of its checks: a bucket with more that are not well is amber."""


def systems_sections(
    report: Report, figures: Figures, zone: tzinfo, name: Callable[[str], str]
) -> tuple[Section, ...]:
    """The table, then the charts; what had trouble first."""
    texts = figures.texts
    watched = report.components
    if not watched:
        return (Section(texts.systems, texts.no_systems),)
    places = trouble_first([2 if one.in_trouble else 1 if one.interruptions else 0 for one in watched])
    ordered = [watched[place] for place in places]
    columns = (
        Column(texts.head_system, 2.6),
        Column(texts.head_worked, 1.05, right=True),
        Column(texts.head_before, 1.05, right=True),
        Column(texts.head_watched, 0.95, right=True),
        Column(texts.head_median, 0.95, right=True),
        Column(texts.head_p95, 1.0, right=True),
        Column(texts.head_interruptions, 1.6),
        Column(texts.head_strip, 2.25),
    )
    rows = tuple(_row(one, report, figures, name) for one in ordered)
    table = Section(texts.systems, "", Table(columns, rows), (texts.strip_note,))
    measured = [one for one in ordered if any(hour.p50_us is not None for hour in one.hours)]
    if not measured:
        return (table,)
    drawn = measured[:MOST_CHARTS]
    left_out = len(measured) - len(drawn)
    notes = (texts.charts_left_out.format(count=figures.number(left_out)),) if left_out else ()
    charts = tuple(_chart(one, report, figures, zone, name) for one in drawn)
    return table, Section(texts.response_times, texts.response_note, None, notes, charts)


def _row(one: ComponentReport, report: Report, figures: Figures, name: Callable[[str], str]) -> Row:
    summary, texts = one.summary, figures.texts
    lasted_ms = sum(_within(incident, report)[1] - _within(incident, report)[0] for incident in one.incidents)
    if not one.incidents:
        lasted_ms = sum(hour.down_ms for hour in one.hours)
    interruptions = texts.none
    if one.interruptions:
        count = figures.number(one.interruptions)
        form = texts.once if one.interruptions == 1 else texts.in_all
        interruptions = form.format(count=count, span=figures.lasted(lasted_ms))
    going_on = one.in_trouble
    return Row(
        (
            Cell(name(one.name), tone=Tone.DOWN if going_on else Tone.PLAIN),
            Cell(figures.percent(summary.uptime), tone=_highlighted(tone_of(summary.uptime))),
            Cell(figures.percent(one.before.uptime)),
            Cell(figures.percent(summary.coverage)),
            Cell(figures.duration(None if summary.p50_us is None else summary.p50_us / 1000)),
            Cell(figures.duration(None if summary.p95_us is None else summary.p95_us / 1000)),
            Cell(interruptions, tone=Tone.DOWN if going_on else Tone.PLAIN),
            Cell("", drawing=_strip(one.hours, report, f"{texts.head_strip}: {name(one.name)}")),
        )
    )


def _highlighted(tone: Tone) -> Tone:
    """What is well needs no colour."""
    return Tone.PLAIN if tone is Tone.GOOD else tone


def _strip(hours: Sequence[Bucket], report: Report, description: str) -> Drawing:
    parts = []
    for hour in hours:
        if hour.watched_ms:
            ink = Ink.DOWN if hour.down_ms > hour.watched_ms * _DOWN else Ink.GOOD
            if ink is Ink.GOOD and hour.attention + hour.degraded > hour.checks * _TROUBLED:
                ink = Ink.TROUBLE
            parts.append((hour.start_ms, ink))
    return strip(parts, report.since_ms, report.until_ms, bucket_ms(report), description)


def _chart(one: ComponentReport, report: Report, figures: Figures, zone: tzinfo, name: Callable[[str], str]) -> Chart:
    summary, texts = one.summary, figures.texts

    def ms(us: float | None) -> float | None:
        return None if us is None else us / 1000

    median, p95 = figures.duration(ms(summary.p50_us)), figures.duration(ms(summary.p95_us))
    detail = texts.median_of.format(median=median, p95=p95)
    if summary.max_us is not None:
        detail += f", {texts.slowest_of.format(slowest=figures.duration(ms(summary.max_us)))}"
    curve = Curve(
        report.since_ms,
        report.until_ms,
        bucket_ms(report),
        [Moment(hour.start_ms, ms(hour.p50_us), ms(hour.p95_us)) for hour in one.hours],
        (*_unwatched(one.hours, report), *(_shade(incident, report) for incident in one.incidents)),
    )
    title = name(one.name)
    return Chart(
        title,
        detail,
        chart(curve, figures, zone, description=f"{title}: {detail}", unit=figures.duration, durations=True),
    )


def _shade(incident: Incident, report: Report) -> Shade:
    down = incident.status is Status.ERROR and not incident.needs_attention
    return Shade(*_within(incident, report), Ink.DOWN_SHADE if down else Ink.TROUBLE_SHADE)


def _within(incident: Incident, report: Report) -> tuple[int, int]:
    """The part of an incident that is in the span, Unix ms."""
    since_ms = max(incident.began_ms, report.since_ms)
    ended_ms = report.until_ms if incident.ended_ms is None else incident.ended_ms
    return since_ms, max(min(ended_ms, report.until_ms), since_ms)


def _unwatched(hours: Sequence[Bucket], report: Report) -> list[Shade]:
    """Where no bucket is, for longer than one."""
    width_ms, at_ms, found = bucket_ms(report), report.since_ms, []
    for hour in hours:
        if hour.start_ms - at_ms >= width_ms:
            found.append(Shade(at_ms, hour.start_ms, Ink.UNWATCHED))
        at_ms = hour.start_ms + width_ms
    if report.until_ms - at_ms >= width_ms:
        found.append(Shade(at_ms, report.until_ms, Ink.UNWATCHED))
    return found


def bucket_ms(report: Report) -> int:
    """How long the buckets of a report are."""
    return int(report.resolution) * 1000
