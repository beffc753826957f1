"""Reports as text for people: trouble first, then the next steps. Colour and signs on a terminal only."""

import os
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from porchlight.cli.columns import columns
from porchlight.cli.language import amount, rendered, renderer, response_time, tr, tr_plural
from porchlight.cli.output import sequence
from porchlight.cli.report import HealthReport, Row, where_lines
from porchlight.dataclass import dataclass
from porchlight.insight.verdict import Verdict
from porchlight.intake.text import one_line
from porchlight.language.text import Items, ResponseTime, first_of, msg
from porchlight.model.labels import MARKS, OVERALL_MARKS, STATUSES
from porchlight.model.mark import Mark
from porchlight.model.result import Phase, Result
from porchlight.model.status import Status

if TYPE_CHECKING:
    from porchlight.model.history import Bucket, Summary

_SIGNS = {
    Mark.HEALTHY: ("✔", "32"),
    Mark.DEGRADED: ("▲", "33"),
    Mark.ERROR: ("✖", "31"),
    Mark.UNKNOWN: ("?", "90"),
    Mark.PAUSED: ("–", "90"),
}
"""A shape and a colour (ANSI) each: never colour alone."""
_PHASES = {
    Phase.DNS: msg("DNS"),
    Phase.TCP: msg("connect"),
    Phase.TLS: msg("TLS"),
    Phase.FIRST_BYTE: msg("first byte"),
    Phase.REST: msg("rest"),
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


def names(found: Sequence[str]) -> Items:
    """The first three of them, and how many more there are."""
    return first_of(found[:3], len(found))


def report_lines(
    report: HealthReport, style: Style, *, detailed: bool, trends: dict[str, str] | None = None
) -> list[str]:
    """The whole report."""
    lines = [*verdict_lines(report.verdict, style), ""]
    lines += table(report, style, detailed=detailed, trends=trends or {})
    recommendations = report.recommendations()
    if recommendations:
        lines += ["", style.paint(tr("What to do"), "1")]
        for recommendation in recommendations:
            lines += wrapped(f"{recommendation.component.name}: {recommendation.next_step}", style, indent="  ")
    return lines


def verdict_lines(found: Verdict, style: Style) -> list[str]:
    """What everything is like: the mark in one word, the sentence, and below it what follows."""
    label = rendered(OVERALL_MARKS[found.mark])
    room = " " * (columns(label) + 2)
    first, *rest = wrapped(rendered(found.title), style, indent=room)
    lines = [f"{style.paint(label, f'1;{_SIGNS[found.mark][1]}')}  {first.lstrip()}", *rest]
    # Indented, as a name from outside would else begin a line of ours.
    return lines + (wrapped(rendered(found.detail), style, indent=room) if found.detail else [])


def table(report: HealthReport, style: Style, *, detailed: bool, trends: dict[str, str]) -> list[str]:
    """A line per component: sign, name, status, response time, sentence; below it the details if wanted."""
    rows = report.gravest_first()
    widest = min(max((columns(row.component.name) for row in rows), default=0), 32)
    labels = {mark: rendered(text) for mark, text in MARKS.items()}
    room = max(10, *(columns(label) for label in labels.values()))
    lines = []
    for row in rows:
        found = report.verdict_of(row)
        sign, colour = _SIGNS[found.mark]
        name = style.cut(row.component.name, 32)
        padded = name + " " * (widest - columns(name))
        took = response_time(row.result.duration_us) if row.result and row.result.duration_us else ""
        label = labels[found.mark] + (" !" if row.component.critical and row.status is Status.ERROR else "")
        status = label + " " * (room - columns(label))
        shown_sign = f"{sign} " if style.terminal else ""
        offset = columns(f"  {shown_sign}{padded}  {status} {took:>8}  ")
        begin = f"  {style.paint(shown_sign, colour)}{padded}  {style.paint(status, colour)} {took:>8}  "
        sentence = f"{rendered(found.title)} {row.note}".rstrip()
        if row.reason is None:
            lines.append((begin + style.cut(sentence, style.width - offset)).rstrip())
        else:  # trouble is printed in full
            if row.vendor is not None:
                sentence += f" {rendered(row.vendor.sentence())}"
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
    found = []
    if result.phases:
        found.append(tr("Timing: {values}", values=" · ".join(_phase_texts(result))))
    if result.measures:
        measures = " · ".join(f"{name} {amount(value)}" for name, value in result.measures.items())
        found.append(tr("Measures: {values}", values=measures))
    if result.details:
        found.append(
            tr("Details: {values}", values=" · ".join(f"{name} {value}" for name, value in result.details.items()))
        )
    if trend:
        found.append(tr("Last 24 hours: {values}", values=trend))
    lines = []
    for text in found:
        lines += wrapped(text, style, indent="      ", code="90")
    if row.diagnosis is not None:
        sentence, *steps = map(rendered, where_lines(row.diagnosis))
        lines += wrapped(sentence, style, indent="      ", code="1")
        for step, text in zip(row.diagnosis.steps, steps, strict=True):
            sign = "·" if step.good is None else "✔" if step.good else "✖"
            lines += wrapped(text, style, indent=f"      {sign} ")
    for part in result.sub_results:
        detail = f" — {rendered(part.sentence)}" if part.sentence else ""
        outcome = rendered(STATUSES[Status(part.outcome.value)])
        lines += wrapped(f"{part.name}: {outcome}{detail}", style, indent="      - ")
    return lines


def _phase_texts(result: Result) -> list[str]:
    return [
        f"{rendered(_PHASES[phase])} {response_time(result.phases[phase])}"
        for phase in Phase
        if phase in result.phases
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
    """The share of the watched time that was up, with how much was watched, or since when it is watched."""
    from porchlight.insight.uptime import in_one_line

    return renderer().place(in_one_line(summary))


def trend(summary: "Summary") -> str:
    """A summary in one line."""
    from porchlight.insight.uptime import watched_since

    if not summary.count:
        return tr("no checks yet")
    return tr_plural(
        "{uptime} · usually {usual}, at worst {worst} · {n} check",
        "{uptime} · usually {usual}, at worst {worst} · {n} checks",
        summary.count,
        uptime=watched_since(summary) or msg("up {share}", share=uptime(summary)),
        usual=ResponseTime(summary.p50_us or 0),
        worst=ResponseTime(summary.max_us or 0),
    )


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
