"""The monitor on a terminal: a report that redraws itself, or one full report where there is no terminal."""

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from app.cli.render import Style, report_text
from app.cli.report import HealthReport, Row
from app.cli.signals import on_end_signal
from app.model.snapshot import ComponentView, Snapshot
from app.model.status import OverallStatus
from app.model.times import how_long
from app.model.vendor import VendorWord
from app.runtime.monitoring import Monitoring
from app.settings.gift_paths import PathSettings

if TYPE_CHECKING:
    from app.runtime.types import Event

_REDRAW_AFTER = 0.2
"""Seconds; changes that come together are drawn together."""
_REDRAW_EVERY = 1.0
"""Seconds; ages go on."""
_SCREEN = "\x1b[?1049h\x1b[?25l"
_LEAVE_SCREEN = "\x1b[?25h\x1b[?1049l"
_HOME = "\x1b[H"
_CLEAR_LINE, _CLEAR_BELOW = "\x1b[K", "\x1b[J"


async def live(watching: Monitoring, title: str) -> OverallStatus:
    """Watch and show until Ctrl-C; returns the last overall status."""
    monitor = watching.monitor
    style = Style.of(sys.stdout)
    changed, leaving = asyncio.Event(), asyncio.Event()

    def hear(event: "Event") -> None:
        changed.set()

    def leave() -> None:
        leaving.set()
        changed.set()

    monitor.bus.subscribe(hear)
    sys.stdout.write(_SCREEN)
    try:
        with on_end_signal(leave):
            async with asyncio.TaskGroup() as group:
                running = group.create_task(monitor.run())
                words = group.create_task(watching.vendor_words.run())
                while not leaving.is_set():
                    _draw(
                        from_snapshot(monitor.snapshot(), watching.vendor_words.word, watching.settings.paths),
                        monitor.snapshot(),
                        style,
                        title,
                    )
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_REDRAW_EVERY):
                            await changed.wait()
                    changed.clear()
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_REDRAW_AFTER):
                            await leaving.wait()
                words.cancel()
                monitor.stop()
                await running
    finally:
        sys.stdout.write(_LEAVE_SCREEN)
        sys.stdout.flush()
    return monitor.snapshot().overall


def _draw(report: HealthReport, snapshot: Snapshot, style: Style, title: str) -> None:
    text = f"{style.paint(title, '1')}\n\n{report_text(report, style, detailed=False)}"
    checked = max((view.state.checked_ms or 0 for view in snapshot.views.values()), default=0)
    age = f"checked {how_long(max(time.time() - checked / 1000, 0))} ago" if checked else "checking"
    waiting = [view.component.name for view in snapshot.views.values() if view.checking]
    under_way = f" · now: {', '.join(waiting[:3])}" if waiting else ""
    text += f"\n\n{style.paint(f'{age}{under_way} · Ctrl-C leaves', '90')}"
    lines = "".join(f"{line}{_CLEAR_LINE}\n" for line in text.split("\n"))
    sys.stdout.write(_HOME + lines + _CLEAR_BELOW)
    sys.stdout.flush()


def from_snapshot(
    snapshot: Snapshot, word: Callable[[str], VendorWord | None], paths: Mapping[str, PathSettings]
) -> HealthReport:
    """What a monitor knows, as a report; ``word``: what the vendor of a component says of itself."""
    rows = tuple(replace(_row(view, snapshot), vendor=word(view.component.id)) for view in snapshot.views.values())
    since_ms = {one: view.state.since_ms for one, view in snapshot.views.items()}
    return HealthReport(rows, snapshot.at_ms, 0.0).with_paths(paths, since_ms)


def _row(view: ComponentView, snapshot: Snapshot) -> Row:
    sentence = view.state.sentence
    if parent := snapshot.suppressed_by(view.component.id):
        sentence += f" (It depends on {snapshot.views[parent].component.name}, which is in error.)"
    if view.state.suspected:
        sentence += " (A failure is being checked again.)"
    return Row(view.component, view.state.status, view.state.reason, sentence, view.result)
