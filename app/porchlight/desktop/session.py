"""The running app: settings, monitor, tray and windows, from the start to a proper end.

The only coroutine that asyncio runs. Everything beside it is a task of one Supervisor; windows know the program by
the AppContext alone.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from functools import partial

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.context import AppContext
from porchlight.desktop.history import HistoryQueries
from porchlight.desktop.left_notices import read_left
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.platform.autostart import this_systems
from porchlight.desktop.platform.reach_probes import this_systems_probe
from porchlight.desktop.platform.settings_watch import SettingsWatch
from porchlight.desktop.platform.single_instance import SingleInstance
from porchlight.desktop.platform.system_events import Network, Power
from porchlight.desktop.reach_watch import ReachWatch
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import speak
from porchlight.desktop.tray import Tray
from porchlight.model.audit import Action, Actor
from porchlight.model.errors import PorchlightError
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.kinds import load_settings
from porchlight.runtime.last_run import RunMark
from porchlight.runtime.options import Role, RunOptions
from porchlight.runtime.supervisor import leave_the_rest
from porchlight.settings.paths import config_file, data_dir
from porchlight.threads import in_thread

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
        mark: RunMark | None,
    ) -> None:
        """``mark``: of this run in the data folder; None for a demo."""
        self._app = app
        self._tray = tray
        self._instance = instance
        self._args = args
        self._redactor = redactor
        self._mark = mark
        self._crash = mark.begin() if mark is not None else None
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Run until an end is requested."""
        with self._on_end():
            try:
                async with AsyncExitStack() as stack:
                    await self._run(stack)
            except PorchlightError:  # whoever started it gets its sentence: settings that cannot be used, say
                self._end_mark()
                raise
        self._end_mark()
        await leave_the_rest(0)

    async def _run(self, stack: AsyncExitStack) -> None:
        given: Mapping[str, str] | None = None
        if self._args.demo:
            path, folder = "", stack.enter_context(tempfile.TemporaryDirectory(prefix="porchlight-demo-"))
            from porchlight.runtime.demo import demo_settings

            demo = demo_settings(folder, story=True, past=True)
            settings, given = await stack.enter_async_context(demo)
        else:
            path, folder = config_file(self._args.config), data_dir(self._args.data_dir)
            settings = load_settings(path)
        speak(self._app, settings.desktop.language)
        theme = Theme(self._app, settings.desktop.theme, windows=False)
        kept = os.path.join(folder, "notices.json")
        channel = DesktopChannel(SystemNotifier(self._tray), kept)
        options = RunOptions(
            settings, folder, Role.OWNER_OR_FOLLOWER, self._redactor, desktop=channel, given_secrets=given
        )
        program = await stack.enter_async_context(await Porchlight.start(options))
        history = HistoryQueries(program.history_path)
        stack.callback(history.close)
        supervisor = Supervisor()
        async with supervisor:
            watch = ReachWatch(self._tray, this_systems_probe(), self._app)
            context = AppContext(program, theme, history, supervisor, path, demo=self._args.demo, reach_watch=watch)
            surfaces = Surfaces(self._app, self._tray, context, this_systems(), channel)
            surfaces.quit_wanted.connect(self._stopping.set)
            self._instance.show_wanted.connect(surfaces.show_window)
            self._instance.quit_wanted.connect(self._stopping.set)
            running = supervisor.spawn(program.run(), name="monitor")
            program.record(Action.STARTED, actor=Actor.AUTOMATIC)
            supervisor.spawn(context.load_recent(), name="the last hour")
            if self._args.by_notification:
                surfaces.open_left(await in_thread(partial(read_left, kept), name="notices of the last run"))
            surfaces.begin()
            supervisor.spawn(watch.run(), name="whether the light is seen")
            if self._crash is not None:
                program.record(Action.CRASHED, actor=Actor.AUTOMATIC)
                surfaces.show_crash(self._crash)
            self._instance.deliver_waiting()
            self._follow_system(program)
            if path:
                self._follow_file(path, program, supervisor, surfaces)
            try:
                await self._stopping.wait()
                if self._mark is not None:
                    self._mark.ending()
            finally:
                program.record(Action.ENDED, actor=Actor.AUTOMATIC)
                surfaces.end()
                await channel.withdraw_over(())
                context.bridge.end()
                if running is not None:
                    running.cancel()
                    await asyncio.wait([running])

    def _end_mark(self) -> None:
        if self._mark is not None:
            self._mark.end()

    def _follow_system(self, program: Porchlight) -> None:
        Power(self._app).woke.connect(program.woke)
        Network(self._app).changed.connect(lambda gone: program.network_changed(disconnected=gone))

    def _follow_file(self, path: str, program: Porchlight, supervisor: Supervisor, surfaces: Surfaces) -> None:
        one_at_a_time = asyncio.Lock()  # what was read later is applied later

        async def apply() -> None:
            async with one_at_a_time:
                # Outside the loop, since five thousand components take half a second.
                settings = await in_thread(partial(load_settings, path), name="settings")
                if settings.exists or not program.settings.exists:
                    await program.apply(settings)
                    surfaces.settings_changed()

        SettingsWatch(path, self._app).changed.connect(lambda: supervisor.spawn(apply(), name="settings"))

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
