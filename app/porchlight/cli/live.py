"""The monitor on a terminal: a report that redraws itself, or one full report where there is no terminal."""

import asyncio
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from porchlight.cli.language import tr
from porchlight.cli.output import as_line, draw, sequence
from porchlight.cli.render import Style, report_lines
from porchlight.cli.report import HealthReport, Row
from porchlight.cli.signals import on_end_signal
from porchlight.insight.verdict import surroundings, watched_view
from porchlight.intake.text import SENTENCE, clean_line
from porchlight.language.text import Duration, msg
from porchlight.model.events import Event
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import OverallStatus
from porchlight.runtime.app import Porchlight
from porchlight.runtime.supervisor import Service
from porchlight.settings.gift_paths import PathSettings

_MOST_NOTICES = 5
_REDRAW_AFTER = 0.2
"""Seconds; changes within this time are drawn together."""
_REDRAW_EVERY = 1.0
"""Seconds; ages are updated."""
_SCREEN = sequence("?1049h") + sequence("?25l")
_LEAVE_SCREEN = sequence("?25h") + sequence("?1049l")
_HOME = sequence("H")
_CLEAR_LINE, _CLEAR_BELOW = sequence("K"), sequence("J")


class Notices:
    """The last lines for people below the page: alerts that are printed on the console, among them."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=_MOST_NOTICES)

    def add(self, text: str) -> None:
        """Show this below the page from now on."""
        moment = time.strftime("%H:%M:%S")
        self.lines.extend(f"{moment} {clean_line(line, SENTENCE)}" for line in text.splitlines() if line.strip())


async def live(porchlight: Porchlight, title: str, notices: Notices) -> OverallStatus:
    """Watch and show, with everything else that watching includes, until Ctrl-C; return the last overall status."""
    style = Style.of(sys.stdout)
    changed, leaving = asyncio.Event(), asyncio.Event()

    def on_event(event: Event) -> None:
        changed.set()

    porchlight.bus.subscribe(on_event, name="page")
    draw(_SCREEN)
    try:
        with on_end_signal(leaving.set):
            drawing = Service(
                msg("live page"),
                partial(_keep_drawing, porchlight, notices, changed, style, title),
            )
            running = asyncio.create_task(porchlight.run(drawing))
            await leaving.wait()
            running.cancel()
            await asyncio.wait([running])
    finally:
        draw(_LEAVE_SCREEN)
    return porchlight.snapshot().overall


async def _keep_drawing(
    porchlight: Porchlight, notices: Notices, changed: asyncio.Event, style: Style, title: str
) -> None:
    while True:
        changed.clear()
        snapshot = porchlight.snapshot()
        report = from_snapshot(snapshot, porchlight.settings.paths)
        unwell = [tr("Porchlight itself: {problem}", problem=one.sentence) for one in snapshot.malfunctions]
        _draw(report, snapshot, style, title, [*unwell[:_MOST_NOTICES], *notices.lines])
        with suppress(TimeoutError):
            async with asyncio.timeout(_REDRAW_EVERY):
                await changed.wait()
        await asyncio.sleep(_REDRAW_AFTER)


def _draw(report: HealthReport, snapshot: Snapshot, style: Style, title: str, notices: Sequence[str]) -> None:
    lines = [style.paint(title, "1"), "", *report_lines(report, style, detailed=False)]
    checked = max((view.state.checked_ms or 0 for view in snapshot.views.values()), default=0)
    age = Duration(max(time.time() - checked / 1000, 0))
    foot = [tr("checked {age} ago", age=age) if checked else tr("checking")]
    waiting = [view.component.name for view in snapshot.views.values() if view.checking]
    if waiting:
        foot.append(tr("now: {names}", names=", ".join(waiting[:3])))
    foot.append(tr("Ctrl-C to quit"))
    if notices:
        lines += ["", *(style.paint(line, "33") for line in notices)]
    lines += ["", style.paint(" · ".join(foot), "90")]
    draw(_HOME, *(f"{as_line(line)}{_CLEAR_LINE}\n" for line in lines), _CLEAR_BELOW)


def from_snapshot(snapshot: Snapshot, paths: Mapping[str, PathSettings]) -> HealthReport:
    """What is watched, as a report."""
    vendors = snapshot.vendor_reports
    rows = tuple(
        replace(_row(view, snapshot), vendor=vendors.get(view.component.id)) for view in snapshot.views.values()
    )
    around = surroundings(snapshot)
    return HealthReport(rows, snapshot.at_ms, 0.0, around=around).with_paths(paths)


def _row(view: ComponentView, snapshot: Snapshot) -> Row:
    state = view.state
    notes = []
    if parent := snapshot.suppressed_by(view.component.id):
        name = snapshot.views[parent].component.name
        notes.append(tr("(It depends on {name}, which is in error.)", name=name))
    if state.suspected:
        notes.append(tr("(A failure is being checked again.)"))
    return Row(
        view.component,
        state.status,
        state.reason,
        state.sentence,
        view.result,
        watched=watched_view(view, snapshot),
        note=" ".join(notes),
    )
