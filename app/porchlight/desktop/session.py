"""The running app: settings, monitor, tray and windows, from the start to a proper end.

The one coroutine that asyncio runs. All that happens beside it is a task of one Supervisor, and windows
order by the Desk.
"""

import argparse
import asyncio
import logging
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.bridge import Bridge
from porchlight.desktop.desk import Desk
from porchlight.desktop.history import HistoryQueries
from porchlight.desktop.icons import app_icon
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.platform.autostart import this_systems
from porchlight.desktop.platform.network import Network
from porchlight.desktop.platform.power import Power
from porchlight.desktop.platform.settings_watch import SettingsWatch
from porchlight.desktop.platform.single_instance import SingleInstance
from porchlight.desktop.recent import SPAN_MS, Point
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import speak
from porchlight.desktop.tray import Tray
from porchlight.model.audit import Action, Actor
from porchlight.model.errors import HistoryError
from porchlight.model.history import Series
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import load_settings, parse_settings
from porchlight.runtime.monitoring import Monitoring, monitoring
from porchlight.runtime.supervisor import leave_the_rest
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import config_file, data_dir

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_log = logging.getLogger(__name__)

_END_SIGNALS = (signal.SIGTERM, signal.SIGINT) if sys.platform != "win32" else ()


class Session:
    """One run of the tray app."""

    def __init__(
        self,
        app: Application,
        tray: Tray,
        instance: SingleInstance,
        args: argparse.Namespace,
        redactor: Redactor,
    ) -> None:
        self._app = app
        self._tray = tray
        self._instance = instance
        self._args = args
        self._redactor = redactor
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Run until an end is wanted."""
        with self._on_end():
            async with AsyncExitStack() as stack:
                await self._run(stack)
        await leave_the_rest(0)

    async def _run(self, stack: AsyncExitStack) -> None:
        given: Mapping[str, str] | None = None
        if self._args.demo:
            path, folder = "", stack.enter_context(tempfile.TemporaryDirectory(prefix="porchlight-demo-"))
            settings, given = await self._begin_demo(stack, folder)
        else:
            path, folder = config_file(self._args.config), data_dir(self._args.data_dir)
            settings = load_settings(path)
        speak(self._app, settings.desktop.language)
        self._app.setWindowIcon(app_icon())
        theme = Theme(self._app, settings.desktop.theme)
        bridge, history = Bridge(), HistoryQueries()
        stack.callback(history.close)
        supervisor = Supervisor(self._tell_failure)
        desk = Desk(bridge, theme, history, supervisor, path)
        channel = DesktopChannel(SystemNotifier(self._tray), bridge.snapshot)
        watching = await stack.enter_async_context(
            monitoring(
                settings,
                folder,
                redactor=self._redactor,
                given_secrets=given,
                share=True,
                desktop=channel,
                on_undelivered=self._tell_undelivered,
                on_alerts=bridge.hear_alerts,
            )
        )
        history.follow(watching.history_path)
        self._surfaces = surfaces = Surfaces(self._app, self._tray, desk, folder, this_systems(), channel)
        surfaces.quit_wanted.connect(self._stopping.set)
        self._instance.show_wanted.connect(surfaces.show_window)
        self._instance.quit_wanted.connect(self._stopping.set)
        async with supervisor:
            running = supervisor.spawn(watching.run(), name="monitor")
            bridge.follow(watching)
            stack.callback(watching.malfunctions.subscribe(lambda malfunction: surfaces.show_malfunctions()))
            watching.audit(Action.STARTED, actor=Actor.AUTOMATIC)
            supervisor.spawn(self._remember_last_hour(watching, bridge, history), name="the last hour")
            surfaces.begin(settings)
            self._instance.begin_to_hear()
            self._hear_system(watching)
            if path:
                self._follow_file(path, watching, supervisor)
            try:
                await self._stopping.wait()
            finally:
                watching.audit(Action.ENDED, actor=Actor.AUTOMATIC)
                surfaces.end()
                bridge.leave()
                if running is not None:
                    running.cancel()
                    await asyncio.wait([running])

    def _hear_system(self, watching: Monitoring) -> None:
        self._power = Power(self._app)
        self._power.woke.connect(watching.monitor.woke)
        self._network = Network(self._app)
        self._network.changed.connect(partial(_network_changed, watching))

    def _follow_file(self, path: str, watching: Monitoring, supervisor: Supervisor) -> None:
        self._file = SettingsWatch(path, self._app)

        async def apply() -> None:
            settings = load_settings(path)
            if settings.exists or not watching.settings.exists:
                await watching.apply(settings)
                self._surfaces.apply(settings)

        self._file.changed.connect(lambda: supervisor.spawn(apply(), name="settings"))

    async def _begin_demo(self, stack: AsyncExitStack, folder: str) -> tuple[LoadedSettings, Mapping[str, str]]:
        from porchlight.demo.past import make_past
        from porchlight.demo.services import demo_services

        demo = await stack.enter_async_context(demo_services(folder))
        settings = parse_settings(demo.settings)
        await make_past(settings, folder)
        story = asyncio.create_task(demo.play(), name="the demo's story")
        stack.push_async_callback(_cancel, story)
        return settings, demo.secrets

    async def _remember_last_hour(self, watching: Monitoring, bridge: Bridge, history: HistoryQueries) -> None:
        now_ms = watching.services.clock.now_ms()
        for component in watching.services.components:
            try:
                series = await history.ask(partial(_last_hour, component.id, now_ms))
            except HistoryError:
                return  # the surfaces say that there is none
            columns = zip(series.began_ms, series.duration_us, series.outcomes, strict=True)
            bridge.recent.begin(component.id, [Point(*row) for row in columns])
        bridge.changed.emit()

    def _tell_undelivered(self) -> None:
        self._surfaces.show_undelivered()

    def _tell_failure(self, name: str) -> None:
        self._surfaces.tell_failure(name)

    @contextmanager
    def _on_end(self) -> Iterator[None]:
        """End at SIGTERM and Ctrl-C, at logout, and when the system asks."""
        self._app.quit_wanted.connect(self._stopping.set)
        loop = asyncio.get_running_loop()
        for number in _END_SIGNALS:
            loop.add_signal_handler(number, self._stopping.set)
        try:
            yield
        finally:
            for number in _END_SIGNALS:
                loop.remove_signal_handler(number)


def _last_hour(component_id: str, now_ms: int, reader: "HistoryReader") -> Series:
    return reader.series(component_id, now_ms - SPAN_MS, now_ms)


def _network_changed(watching: Monitoring, gone: bool) -> None:
    watching.monitor.network_changed(disconnected=gone)


async def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
