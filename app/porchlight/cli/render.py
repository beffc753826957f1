"""Reports as text for people: trouble first, then the next steps. Colour and signs on a terminal only."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO
from unicodedata import east_asian_width

from porchlight.cli.output import sequence
from porchlight.cli.report import HealthReport, Row, where_lines
from porchlight.intake.text import one_line
from porchlight.language.current import rendered
from porchlight.model.amounts import amount, milliseconds, percent
from porchlight.model.result import Phase, Result
from porchlight.model.status import OverallStatus, Status

if TYPE_CHECKING:
    from porchlight.model.history import Bucket, Summary

_SIGNS = {
    Status.HEALTHY: ("✔", "32"),
    Status.DEGRADED: ("▲", "33"),
    Status.ERROR: ("✖", "31"),
    Status.UNKNOWN: ("?", "90"),
    Status.DISABLED: ("–", "90"),
}
"""A shape and a colour (ANSI) each: never colour alone."""
_OVERALL_COLOURS = {
    OverallStatus.HEALTHY: "32",
    OverallStatus.DEGRADED: "33",
    OverallStatus.CRITICAL: "31",
    OverallStatus.UNKNOWN: "90",
}
_PHASE_LABELS = {
    Phase.DNS: "name",
    Phase.TCP: "connect",
    Phase.TLS: "TLS",
    Phase.FIRST_BYTE: "first byte",
    Phase.REST: "rest",
}
_BARS = "▁▂▃▄▅▆▇█"
_USUAL_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Style:
    """What the output can show."""

    terminal: bool
    colour: bool
    width: int

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        """For a stream; ``NO_COLOR`` (no-color.org) and ``TERM=dumb`` are respected."""
        terminal = stream.isatty()
        colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        if colour and sys.platform == "win32":
            os.system("")  # noqa: S605, S607 - switches the console's ANSI handling on
        return cls(terminal, colour, shutil.get_terminal_size((_USUAL_WIDTH, 24)).columns if terminal else 0)

    def paint(self, text: str, code: str) -> str:
        """``text`` in a colour, where there is colour."""
        return f"{sequence(f'{code}m')}{text}{sequence('0m')}" if self.colour else text

    def cut(self, text: str, room: int) -> str:
        """``text`` shortened to ``room`` columns; unshortened where there is no terminal."""
        if not self.terminal or columns(text) <= room:
            return text
        kept, used = "", 0
        for character in text:
            used += columns(character)
            if used > max(room - 1, 0):
                break
            kept += character
        return f"{kept}…"


def columns(text: str) -> int:
    """The width of a text in a terminal's columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def headline(report: HealthReport) -> str:
    """The verdict in one sentence."""
    rows = [row for row in report.rows if row.status is not Status.DISABLED]
    if not rows:
        return "Nothing is watched."
    troubled = [row for row in report.gravest_first() if row.status in (Status.ERROR, Status.DEGRADED)]
    unknown = [row for row in rows if row.status is Status.UNKNOWN]
    if troubled:
        names = _names(troubled)
        verb = "needs" if len(troubled) == 1 else "need"
        return f"{len(troubled)} of {len(rows)} {verb} attention: {names}."
    if unknown:
        return f"It could not be told how {_names(unknown)} {'is' if len(unknown) == 1 else 'are'}."
    return "All is well." if len(rows) == 1 else f"All {len(rows)} are well."


def _names(rows: Sequence[Row]) -> str:
    names = [row.component.name for row in rows]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def report_lines(
    report: HealthReport, style: Style, *, detailed: bool, trends: dict[str, str] | None = None
) -> list[str]:
    """The whole report."""
    overall = style.paint(report.overall.value.capitalize(), f"1;{_OVERALL_COLOURS[report.overall]}")
    lines = [line for sentence in report.path_sentences() for line in wrapped(sentence, style, indent="", code="1")]
    lines += [f"{overall}  {headline(report)}", ""]
    lines += table(report.gravest_first(), style, detailed=detailed, trends=trends or {})
    recommendations = report.recommendations()
    if recommendations:
        lines += ["", style.paint("What to do", "1")]
        for recommendation in recommendations:
            lines += wrapped(f"{recommendation.component.name}: {recommendation.next_step}", style, indent="  ")
    return lines


def table(rows: Sequence[Row], style: Style, *, detailed: bool, trends: dict[str, str]) -> list[str]:
    """A line per component: sign, name, status, response time, sentence; below it the details if wanted."""
    widest = min(max((columns(row.component.name) for row in rows), default=0), 32)
    lines = []
    for row in rows:
        sign, colour = _SIGNS[row.status]
        name = style.cut(row.component.name, 32)
        padded = name + " " * (widest - columns(name))
        took = milliseconds(row.result.duration_us) if row.result and row.result.duration_us else ""
        status = row.status.value + (" !" if row.component.critical and row.status is Status.ERROR else "")
        shown_sign = f"{sign} " if style.terminal else ""
        offset = columns(f"  {shown_sign}{padded}  {status:<10} {took:>8}  ")
        begin = f"  {style.paint(shown_sign, colour)}{padded}  {style.paint(f'{status:<10}', colour)} {took:>8}  "
        if row.reason is None:
            lines.append((begin + style.cut(row.sentence, style.width - offset)).rstrip())
        else:  # trouble is printed in full
            sentence = row.sentence if row.vendor is None else f"{row.sentence} {rendered(row.vendor.sentence())}"
            first, *rest = wrapped(sentence, style, indent=" " * offset)
            lines += [begin + first.lstrip(), *rest]
        if detailed:
            lines += details(row, style, trends.get(row.component.id))
    return lines


def details(row: Row, style: Style, trend: str | None = None) -> list[str]:
    """Measures, phases, and the reports of its parts."""
    result = row.result
    if result is None:
        return []
    found: list[tuple[str, str]] = []
    if result.phases:
        found.append(("time", " · ".join(_phase_texts(result))))
    if result.measures:
        found.append(("measures", " · ".join(f"{name} {amount(value)}" for name, value in result.measures.items())))
    if result.details:
        found.append(("details", " · ".join(f"{name} {value}" for name, value in result.details.items())))
    if trend:
        found.append(("last 24 h", trend))
    lines = []
    for word, text in found:
        lines += wrapped(f"{word}: {text}", style, indent="      ", code="90")
    if row.diagnosis is not None:
        sentence, *steps = where_lines(row.diagnosis)
        lines += wrapped(sentence, style, indent="      ", code="1")
        for step, text in zip(row.diagnosis.steps, steps, strict=True):
            sign = "·" if step.good is None else "✔" if step.good else "✖"
            lines += wrapped(text, style, indent=f"      {sign} ")
    for part in result.sub_results:
        detail = f" — {part.sentence}" if part.sentence else ""
        lines += wrapped(f"{part.name}: {part.outcome.value}{detail}", style, indent="      - ")
    return lines


def _phase_texts(result: Result) -> list[str]:
    return [
        f"{_PHASE_LABELS[phase]} {milliseconds(result.phases[phase])}" for phase in Phase if phase in result.phases
    ]


def wrapped(text: str, style: Style, *, indent: str, code: str = "") -> list[str]:
    """``text`` in lines that fit, each indented."""
    text = one_line(text)
    if not style.terminal:
        return [indent + text]
    import textwrap

    room = max(min(style.width, _USUAL_WIDTH + 20) - len(indent), 20)
    following = " " * len(indent)
    lines = textwrap.wrap(text, room) or [""]
    return [
        (indent if number == 0 else following) + (style.paint(line, code) if code else line)
        for number, line in enumerate(lines)
    ]


def uptime(summary: "Summary") -> str:
    """Uptime with the share of the span that was watched."""
    if summary.uptime is None:
        return "not watched"
    if summary.coverage >= 0.995:
        return percent(summary.uptime)
    return f"{percent(summary.uptime)} of the {percent(summary.coverage)} watched"


def trend(summary: "Summary") -> str:
    """A summary in one line."""
    if not summary.count:
        return "no checks yet"
    times = f"usually {milliseconds(summary.p50_us)}, at worst {milliseconds(summary.max_us)}"
    return f"up {uptime(summary)} · {times} · {summary.count:,} checks"


def sparkline(buckets: "Sequence[Bucket]", since_ms: int, until_ms: int, width: int) -> str:
    """Median response times over a span: a bar each, ``·`` where nothing was watched, ``×`` where it was down."""
    slots: list[list[Bucket]] = [[] for _ in range(width)]
    for bucket in buckets:
        index = (bucket.start_ms - since_ms) * width // max(until_ms - since_ms, 1)
        slots[min(max(index, 0), width - 1)].append(bucket)
    highest = max((bucket.p50_us for bucket in buckets if bucket.p50_us), default=0)
    return "".join(_bar(slot, highest) for slot in slots)


def _bar(slot: "Sequence[Bucket]", highest: float) -> str:
    if any(bucket.down_ms for bucket in slot):
        return "×"
    medians = [bucket.p50_us for bucket in slot if bucket.p50_us is not None]
    if not medians or not highest:
        return "·"
    return _BARS[round(max(medians) / highest * (len(_BARS) - 1))]
