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
from porchlight.insight.uptime import watched
from porchlight.language.text import Duration, msg, msg_in, msg_plural
from porchlight.model.history import Bucket
from porchlight.model.incident import Incident

MOST_CHARTS = 40
"""Of systems: nobody looks at more of them on paper."""
_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000
_DOWN = 0.01
"""Of an hour: a bucket that was down for longer is red."""
_TROUBLED = 0.05
"""Of its checks: a bucket with more that are not well is amber."""
_HOUR_BY_HOUR = msg("Hour by hour")


def systems_sections(
    report: Report, figures: Figures, zone: tzinfo, name: Callable[[str], str]
) -> tuple[Section, ...]:
    """The table, then the charts; what had trouble first."""
    write = figures.write
    watched = report.components
    if not watched:
        return (Section(write(msg("Systems")), write(msg("No system was checked in this period."))),)
    places = trouble_first([2 if one.in_trouble else 1 if one.interruptions else 0 for one in watched])
    ordered = [watched[place] for place in places]
    columns = (
        Column(write(msg("System")), 2.6),
        Column(write(msg("Worked")), 1.05, right=True),
        Column(write(msg("Before")), 1.05, right=True),
        Column(write(msg("Watched")), 0.95, right=True),
        Column(write(msg("Median")), 0.95, right=True),
        Column(write(msg("95th percentile")), 1.0, right=True),
        Column(write(msg("Interruptions")), 1.6),
        Column(write(_HOUR_BY_HOUR), 2.25),
    )
    rows = tuple(_row(one, report, figures, name) for one in ordered)
    strip_note = msg(
        "“Worked” is the share of the watched time in which a system worked, “before” the same for the"
        " previous period of equal length. Hour by hour: green is working, amber degraded, red down, grey"
        " not watched."
    )
    table = Section(write(msg("Systems")), "", Table(columns, rows), (write(strip_note),))
    measured = [one for one in ordered if any(hour.p50_us is not None for hour in one.hours)]
    if not measured:
        return (table,)
    drawn = measured[:MOST_CHARTS]
    left_out = len(measured) - len(drawn)
    more = msg_plural(
        "See Porchlight for the chart of {n} more system without interruption.",
        "See Porchlight for the charts of {n} more systems without interruption.",
        left_out,
    )
    notes = (write(more),) if left_out else ()
    response_note = msg(
        "The line is the median, the band reaches up to the 95th percentile: all but one in twenty answers"
        " were faster. Red: down. Amber: degraded. Grey: not watched."
    )
    charts = tuple(_chart(one, report, figures, zone, name) for one in drawn)
    return table, Section(write(msg("Response times")), write(response_note), None, notes, charts)


def _row(one: ComponentReport, report: Report, figures: Figures, name: Callable[[str], str]) -> Row:
    summary, write = one.summary, figures.write
    lasted_ms = sum(_within(incident, report)[1] - _within(incident, report)[0] for incident in one.incidents)
    if not one.incidents:
        lasted_ms = sum(hour.down_ms for hour in one.hours)
    interruptions = msg_in("interruptions", "none")
    if one.interruptions:
        interruptions = msg_plural(
            "1, {span}", "{n}, {span} in total", one.interruptions, span=Duration(lasted_ms / 1000)
        )
    going_on = one.in_trouble
    return Row(
        (
            Cell(name(one.name), tone=Tone.DOWN if going_on else Tone.PLAIN),
            Cell(figures.uptime(summary), tone=_highlighted(tone_of(summary.worked))),
            Cell(figures.uptime(one.before)),
            Cell(figures.write.place(watched(summary))),
            Cell(figures.duration(None if summary.p50_us is None else summary.p50_us / 1000)),
            Cell(figures.duration(None if summary.p95_us is None else summary.p95_us / 1000)),
            Cell(write(interruptions), tone=Tone.DOWN if going_on else Tone.PLAIN),
            Cell("", drawing=_strip(one.hours, report, f"{write(_HOUR_BY_HOUR)}: {name(one.name)}")),
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
    summary = one.summary

    def ms(us: float | None) -> float | None:
        return None if us is None else us / 1000

    detail = figures.write(
        msg(
            "median {median}, 95th percentile {p95}, slowest {slowest}",
            median=figures.duration(ms(summary.p50_us)),
            p95=figures.duration(ms(summary.p95_us)),
            slowest=figures.duration(ms(summary.max_us)),
        )
    )
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
    return Shade(*_within(incident, report), Ink.DOWN_SHADE if incident.is_outage else Ink.TROUBLE_SHADE)


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
