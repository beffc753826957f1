"""The status page for colleagues: one HTML file in a folder of their choice, renewed while Porchlight watches.

It shows names, states and times. Whoever may read the folder may read it, so it has no addresses, no error messages
and nothing that a probe read.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Final

from porchlight.dataclass import dataclass
from porchlight.intake.files import put_whole
from porchlight.language.text import Text, msg
from porchlight.model.errors import HistoryError
from porchlight.model.events import ExportChanged, Publish
from porchlight.model.ports import Clock
from porchlight.settings.file import LoadedSettings
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.model.incident import Incident
    from porchlight.model.snapshot import Snapshot

_log = logging.getLogger(__name__)

FILE: Final = "status.html"
LOOK_EVERY: Final = 5.0
"""Seconds between two looks at what changed."""
RENEW_EVERY: Final = 60.0
"""Seconds after which an unchanged page is written again, so that its time shows whether it is kept up."""
AGAIN: Final = 300.0
"""Seconds before a failed write is tried again."""
_PAST_MS: Final = 7 * 24 * 3_600_000
_MOST_INCIDENTS: Final = 50


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What it works with. ``settings``, ``snapshot`` and ``zone`` are read each time, since all may change."""

    settings: Callable[[], LoadedSettings]
    snapshot: "Callable[[], Snapshot]"
    zone: Callable[[], tzinfo]
    clock: Clock
    data_dir: str
    history_path: str | None
    redact: Callable[[str], str]
    publish: Publish


class StatusPage:
    """Keeps the page up to date, where the settings want one."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._shown: object = None
        self._not_before = float("-inf")
        self._reported: Text | None = None

    async def run(self) -> None:
        """Write what changed until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Write the page if it is wanted and is not what is in the file."""
        around = self._around
        settings = around.settings()
        wanted = settings.status_page
        if not wanted.enabled:
            self._shown = self._reported = None
            return
        snapshot = around.snapshot()
        shown = (wanted, settings.desktop.language, settings.paths, _shown(snapshot))
        now = around.clock.monotonic()
        if now < self._not_before and (self._shown is None or shown == self._shown):
            return
        path = os.path.join(wanted.folder_in(around.data_dir), FILE)
        try:
            await in_thread(partial(self._write, path, settings, snapshot), name="status page")
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._shown, self._not_before = None, now + AGAIN
            self._report(msg("The status page could not be written to {path} ({error}).", path=path, error=reason))
        else:
            self._shown, self._not_before = shown, now + RENEW_EVERY
            self._report(msg("The status page is kept up to date at {path}.", path=path))

    def _report(self, sentence: Text) -> None:
        if sentence != self._reported:
            self._reported = sentence
            self._around.publish(ExportChanged(sentence))

    def _write(self, path: str, settings: LoadedSettings, snapshot: "Snapshot") -> None:
        """Runs in a thread."""
        from porchlight.exporters.renderer import renderer_of
        from porchlight.exporters.status_page_html import page_of
        from porchlight.insight.verdict import of_snapshot

        around = self._around
        now_ms = around.clock.now_ms()
        renderer = renderer_of(settings.desktop.language, around.zone(), now_ms)
        incidents = _incidents(around.history_path, now_ms)
        page = page_of(snapshot, of_snapshot(snapshot, settings.paths), incidents, now_ms, renderer)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        put_whole(path, around.redact(page).encode(errors="replace"), private=False)


def _shown(snapshot: "Snapshot") -> object:
    """What the page depends on."""
    return (
        snapshot.paused_until_ms,
        snapshot.offline,
        bool(snapshot.malfunctions or snapshot.history_fault),
        tuple(
            (view.component, view.state.status, view.state.since_ms, view.state.reason, view.paused_until_ms)
            for view in snapshot.views.values()
        ),
    )


def _incidents(history_path: str | None, now_ms: int) -> "Sequence[Incident]":
    """Those of the last seven days, the newest first; none where the history cannot be read."""
    from porchlight.history.reader import HistoryReader

    if history_path is None:
        return ()
    try:
        with HistoryReader(history_path) as reader:
            return reader.incidents(now_ms - _PAST_MS, now_ms)[:_MOST_INCIDENTS]
    except HistoryError as error:
        _log.info("the status page has no incidents: %s", error.sentence)
        return ()
