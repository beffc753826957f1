"""``porchlight performance``: how long jobs and components take, how often they succeed, whether they get slower."""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Any

from porchlight.cli.history import span
from porchlight.cli.language import duration, number, percent, rendered, response_time, tr, tr_in
from porchlight.cli.output import print_json, print_line
from porchlight.cli.places import UsageError, begin_log, usage_exit
from porchlight.cli.render import Style
from porchlight.insight.performance import Order, Performance, in_order, read_components, read_jobs
from porchlight.language.text import Duration, Share
from porchlight.model.times import iso
from porchlight.redaction import Redactor
from porchlight.runtime.history import open_reader, take_in_waiting
from porchlight.settings.paths import data_dir
from porchlight.zones import local_zone

_FEW_RUNS = 30
"""Runs below which a share says little without its interval."""


def performance(args: argparse.Namespace) -> int:
    """Run the command."""
    begin_log(args, Redactor())
    try:
        since_ms, until_ms = span(args.since)
    except UsageError as error:
        return usage_exit(error)
    asyncio.run(take_in_waiting(data_dir(args.data_dir)))
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        zone, order = local_zone(), Order(args.sort)
        jobs = in_order(read_jobs(reader, since_ms, until_ms, zone), order)
        components = in_order(read_components(reader, reader.components(), since_ms, until_ms, zone), order)
    if args.json:
        document = {
            "since": iso(since_ms),
            "until": iso(until_ms),
            "operations": [_document(row) for row in jobs],
            "components": [_document(row) for row in components],
        }
        print_json(document)
        return 0
    style = Style.of(sys.stdout)
    for title, rows in ((tr("Jobs"), jobs), (tr("Components"), components)):
        if rows:
            print_line(style.paint(title, "1"))
            for line in _table(rows, style):
                print_line(line.rstrip())
            print_line("")
    if not jobs:
        print_line(
            tr("No job reported in this time. See “porchlight run” and “porchlight record”, or watch a sync's log.")
        )
    return 0


def _document(row: Performance) -> dict[str, Any]:
    trend = row.trend
    return {
        "name": row.name,
        "count": row.runs,
        "succeeded": row.ok,
        "successRate": asdict(row.success) if row.success else None,
        "durationMs": {
            "min": row.min_ms,
            "avg": row.mean_ms,
            "p50": row.p50_ms,
            "p95": row.p95_ms,
            "p99": row.p99_ms,
            "max": row.max_ms,
        },
        "rate": row.rate,
        "usualRate": row.usual_rate,
        "trend": None
        if trend is None
        else {
            "perWeek": trend.per_week,
            "low": trend.low,
            "high": trend.high,
            "significant": trend.significant,
            "days": trend.span_days,
        },
        "last": iso(row.last_ms) if row.last_ms is not None else None,
        "lastSucceeded": row.last_ok,
    }


def _table(rows: Sequence[Performance], style: Style) -> list[str]:
    heads = (
        "",
        tr("runs"),
        tr("succeeded"),
        tr("median"),
        "p95",
        "p99",
        tr("max"),
        tr("items/s"),
        tr("trend"),
        tr_in("when a job last ran", "last"),
    )
    cells = [heads, *(_cells(row) for row in rows)]
    used = [place for place in range(len(heads)) if any(row[place] for row in cells[1:])]
    widths = {place: max(len(row[place]) for row in cells) for place in used}
    lines = []
    for row in cells:
        parts = [row[place].ljust(widths[place]) if not place else row[place].rjust(widths[place]) for place in used]
        line = "  " + "  ".join(parts)
        lines.append(style.paint(line, "2") if row is heads else line)
    return lines


def _cells(row: Performance) -> tuple[str, ...]:
    return (
        rendered(row.title),
        number(row.runs),
        _success(row),
        *("" if ms is None else _took(ms) for ms in (row.p50_ms, row.p95_ms, row.p99_ms, row.max_ms)),
        _rate(row),
        _trend(row),
        "" if row.last_ms is None else _last(row.last_ms, ok=bool(row.last_ok)),
    )


def _success(row: Performance) -> str:
    if row.success is None:
        return ""
    text = percent(row.success.share)
    if row.runs < _FEW_RUNS and row.success.share < 1:
        text += f" ({percent(row.success.low)}–{percent(row.success.high)})"
    return text


def _rate(row: Performance) -> str:
    if row.rate is None:
        return ""
    if row.usual_rate is None:
        return number(float(f"{row.rate:.3g}"))
    usual = float(f"{row.usual_rate:.3g}")
    return tr("{rate} (usually {usual})", rate=float(f"{row.rate:.3g}"), usual=usual)


def _trend(row: Performance) -> str:
    if row.trend is None:
        return tr("not enough data")
    if not row.trend.significant:
        return tr("steady")
    sign = "▲" if row.trend.per_week > 0 else "▼"
    return tr("{sign} {share} per week", sign=sign, share=Share(abs(row.trend.per_week), 0))


def _took(ms: float) -> str:
    return duration(ms / 1000) if ms >= 90_000 else response_time(ms * 1000)


def _last(at_ms: int, *, ok: bool) -> str:
    age = Duration(max(time.time() - at_ms / 1000, 0))
    return tr("{age} ago", age=age) if ok else tr("{age} ago, failed", age=age)
