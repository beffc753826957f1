"""``porchlight history`` and ``porchlight export``: the history, for people and for other programs."""

import argparse
import sys
import time
from contextlib import closing
from datetime import datetime

from porchlight.cli import exit_codes
from porchlight.cli.columns import in_columns
from porchlight.cli.language import response_time, tr, tr_plural
from porchlight.cli.output import print_error, print_json, print_line, writing
from porchlight.cli.places import UsageError, begin_log, unknown_component, unwritable, usage_exit
from porchlight.cli.render import Style, sparkline, uptime, wrapped
from porchlight.intake.numbers import EARLIEST_MS
from porchlight.language.text import Duration
from porchlight.model.history import Resolution, Summary
from porchlight.model.incident import Incident
from porchlight.model.times import iso
from porchlight.redaction import Redactor
from porchlight.runtime.history import open_reader, write_results
from porchlight.runtime.types import HistoryReader
from porchlight.settings.paths import data_dir
from porchlight.settings.schema import parse_duration

_INCIDENTS_SHOWN = 10


def history(args: argparse.Namespace) -> int:
    """One component over a span of time."""
    begin_log(args, Redactor())
    try:
        since_ms, until_ms = span(args.since)
        with closing(open_reader(data_dir(args.data_dir))) as reader:
            component_id = _known(args.component, reader)
            summary = reader.summary(component_id, since_ms, until_ms)
            incidents = reader.incidents(since_ms, until_ms, component_id)
            if args.json:
                print_json(_document(component_id, summary, incidents))
            else:
                _print_history(component_id, reader, summary, incidents)
    except UsageError as error:
        return usage_exit(error)
    return 0


def export(args: argparse.Namespace) -> int:
    """Single results to a file or to standard output."""
    begin_log(args, Redactor())
    try:
        since_ms, until_ms = span(args.since)
        with closing(open_reader(data_dir(args.data_dir))) as reader:
            chosen = [_known(name, reader) for name in args.component] or reader.components()
            if args.output is None:
                with writing():
                    _write_out(reader, chosen, since_ms, until_ms, args.format)
                return 0
            try:
                with open(args.output, "w", encoding="utf-8", newline="") as file:
                    count = write_results(reader, chosen, since_ms, until_ms, args.format, file)
            except OSError as error:
                print_error(unwritable(args.output, error))
                return exit_codes.CANNOT_CREATE
            print_error(
                tr_plural("{n} result written to {file}.", "{n} results written to {file}.", count, file=args.output)
            )
    except UsageError as error:
        return usage_exit(error)
    return 0


def _write_out(reader: HistoryReader, chosen: list[str], since_ms: int, until_ms: int, form: str) -> None:
    if sys.stdout.isatty():
        write_results(reader, chosen, since_ms, until_ms, form, sys.stdout)
        return
    # In UTF-8 whatever the system's encoding, since it is a file for programs.
    with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as output:
        write_results(reader, chosen, since_ms, until_ms, form, output)


def span(since: str) -> tuple[int, int]:
    """The span from ``since`` to now: a duration such as ``24h``, or a date or time (ISO 8601, local if no zone)."""
    now_ms = time.time_ns() // 1_000_000 + 1
    try:
        return now_ms - round(parse_duration(since) * 1000), now_ms
    except ValueError:
        pass
    try:
        return max(round(datetime.fromisoformat(since).timestamp() * 1000), EARLIEST_MS), now_ms
    except (ValueError, OverflowError, OSError):
        raise UsageError(tr("“{text}” is not a time span. Use 24h, 7d or 2026-11-23.", text=since)) from None


def _known(name: str, reader: HistoryReader) -> str:
    known = reader.components()
    if name in known:
        return name
    raise unknown_component(name, dict(zip(known, known, strict=True)))


def _print_history(component_id: str, reader: HistoryReader, summary: Summary, incidents: list[Incident]) -> None:
    style = Style.of(sys.stdout)
    lasted = Duration((summary.until_ms - summary.since_ms) / 1000)
    print_line(tr("{component}, the last {duration}", component=style.paint(component_id, "1"), duration=lasted), "")
    if not summary.count:
        print_line(f"  {tr('No checks in this time.')}")
    else:
        checks = tr_plural(
            "{n}: {healthy} healthy, {degraded} degraded, {error} in error, {unknown} unknown",
            "{n}: {healthy} healthy, {degraded} degraded, {error} in error, {unknown} unknown",
            summary.count,
            healthy=summary.healthy,
            degraded=summary.degraded,
            error=summary.error,
            unknown=summary.unknown,
        )
        times = (
            (tr("min"), summary.min_us),
            (tr("avg"), summary.mean_us),
            ("p50", summary.p50_us),
            ("p95", summary.p95_us),
            (tr("max"), summary.max_us),
        )
        response = "   ".join(f"{name} {response_time(us)}" for name, us in times)
        buckets = reader.buckets(component_id, summary.since_ms, summary.until_ms, _resolution(summary))
        width = min(max(style.width - 14, 24), 72) if style.terminal else 60
        rows = (
            (tr("Uptime"), uptime(summary)),
            (tr("Checks"), checks),
            (tr("Response time"), response),
            (tr("Trend"), sparkline(buckets, summary.since_ms, summary.until_ms, width)),
        )
        print_line(*(f"  {line}" for line in in_columns(rows)))
    if incidents:
        title = tr_plural("{n} incident", "{n} incidents, newest first", len(incidents))
        print_line("", f"  {title}")
        for incident in incidents[:_INCIDENTS_SHOWN]:
            for line in wrapped(_incident(incident), style, indent="    "):
                print_line(line)


def _incident(incident: Incident) -> str:
    began = time.strftime("%Y-%m-%d %H:%M", time.localtime(incident.began_ms / 1000))
    if incident.ended_ms is None:
        return tr("{began}, ongoing: {sentence}", began=began, sentence=incident.sentence)
    lasted = Duration((incident.ended_ms - incident.began_ms) / 1000)
    return tr("{began}, for {duration}: {sentence}", began=began, duration=lasted, sentence=incident.sentence)


def _resolution(summary: Summary) -> Resolution:
    seconds = (summary.until_ms - summary.since_ms) / 1000
    if seconds <= 36 * 3600:
        return Resolution.FIVE_MINUTES
    return Resolution.HOUR if seconds <= 60 * 86_400 else Resolution.DAY


def _document(component_id: str, summary: Summary, incidents: list[Incident]) -> dict[str, object]:
    def ms(us: float | None) -> float | None:
        return None if us is None else round(us / 1000, 3)

    return {
        "component": component_id,
        "since": iso(summary.since_ms),
        "until": iso(summary.until_ms),
        "checks": summary.count,
        "healthy": summary.healthy,
        "degraded": summary.degraded,
        "errors": summary.error,
        "unknown": summary.unknown,
        "uptime": summary.uptime,
        "coverage": summary.coverage,
        "responseTime": {
            "min": ms(summary.min_us),
            "avg": ms(summary.mean_us),
            "p50": ms(summary.p50_us),
            "p95": ms(summary.p95_us),
            "max": ms(summary.max_us),
        },
        "incidents": [
            {
                "id": incident.id,
                "began": iso(incident.began_ms),
                "ended": iso(incident.ended_ms) if incident.ended_ms is not None else None,
                "status": incident.status.value,
                "reason": incident.reason.value if incident.reason else None,
                "message": incident.sentence,
            }
            for incident in incidents
        ],
    }
