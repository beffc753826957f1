"""``porchlight watch``: the monitor without a screen. One line per change on standard output, until SIGTERM. On
SIGHUP it reads its settings again and applies them; if they have faults nothing changes."""

import argparse
import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from porchlight.cli.language import rendered, tr, tr_plural
from porchlight.cli.output import print_line
from porchlight.cli.places import begin_log, load
from porchlight.cli.signals import on_end_signal, on_reload_signal
from porchlight.dataclass import dataclass
from porchlight.language.text import msg, sentences
from porchlight.model.audit import Action, Actor
from porchlight.model.errors import HistoryHeld, OutputError, SettingsError
from porchlight.model.events import CheckEnded, Event, ServiceFailed, ServiceRecovered, StatusExpired
from porchlight.model.incident import StatusChange
from porchlight.model.labels import STATUSES
from porchlight.model.status import Status
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.history import changes_of_another
from porchlight.runtime.last_run import RunMark, log_uncaught
from porchlight.runtime.options import Role, RunOptions
from porchlight.runtime.stored_status import stored_sentence
from porchlight.runtime.supervisor import Service, leave_the_rest
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import data_dir, history_file

_LOOK_AGAIN = 2.0
"""Seconds between two looks at a history that another Porchlight writes."""


def watch(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    settings = load(args)
    log_uncaught()
    asyncio.run(_watch(settings, lambda: load(args), data_dir(args.data_dir), redactor))
    return 0


async def _watch(
    settings: LoadedSettings, read_again: Callable[[], LoadedSettings], folder: str, redactor: Redactor
) -> None:
    stopping, wanted = asyncio.Event(), asyncio.Event()
    options = RunOptions(settings, folder, Role.OWNER, redactor, console=_print_message)
    with on_end_signal(stopping.set), on_reload_signal(wanted.set):
        while not stopping.is_set():
            try:
                async with await Porchlight.start(options) as porchlight:
                    mark = RunMark(folder, "watch", redactor)
                    if crash := mark.begin():
                        porchlight.record(Action.CRASHED, actor=Actor.AUTOMATIC)
                        _print(tr("The last run ended unexpectedly. Its report is in {file}.", file=crash.path))
                    await _run(porchlight, stopping, Reload(wanted, read_again))
                mark.end()
            except HistoryHeld as held:
                _print(f"{held} " + tr("Until it stops, this one only shows its results."))
                await _follow(history_file(folder), stopping)
    await leave_the_rest(0)


@dataclass(frozen=True, slots=True)
class Reload:
    """Applies other settings."""

    wanted: asyncio.Event
    read: Callable[[], LoadedSettings]
    """Raises SettingsError."""

    async def run(self, porchlight: Porchlight) -> None:
        """Until cancelled."""
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            try:
                settings = await asyncio.to_thread(self.read)
            except SettingsError as error:
                _print(tr("The settings were not reloaded: {error}", error=error.terminal_text))
            else:
                await porchlight.apply(settings)
                _print(tr("The settings were reloaded."))


async def _run(porchlight: Porchlight, stopping: asyncio.Event, reload: Reload) -> None:
    count = sum(view.component.enabled for view in porchlight.snapshot().views.values())
    _print(tr_plural("Watching {n} component.", "Watching {n} components.", count))
    if porchlight.history_fault is not None:
        _print(tr("The history is kept in memory only: {problem}", problem=str(porchlight.history_fault)))

    def on_event(event: Event) -> None:
        match event:
            case CheckEnded(change=StatusChange() as change) | StatusExpired(change=change):
                _print(_line(change, _name(porchlight.settings, change.component)))
            case ServiceFailed(malfunction) | ServiceRecovered(malfunction):
                _print(tr("Porchlight itself: {problem}", problem=malfunction.sentence))

    porchlight.bus.subscribe(on_event, name="standard output")
    running = asyncio.create_task(porchlight.run(Service(msg("settings"), partial(reload.run, porchlight))))
    await stopping.wait()
    running.cancel()
    await asyncio.wait([running])
    _print(tr("Stopped."))


def _name(settings: LoadedSettings, component_id: str) -> str:
    components = (item.component for item in settings.components)
    return next((one.name for one in components if one.id == component_id), component_id)


def _line(change: StatusChange, name: str) -> str:
    reason = f" ({change.reason})" if change.reason else ""
    return f"{name}: {_status(change.previous)} → {_status(change.status)}{reason}: {rendered(change.sentence)}"


def _status(status: Status) -> str:
    return rendered(STATUSES[status])


async def _follow(path: str, stopping: asyncio.Event) -> None:
    async for one, before in changes_of_another(path, stopping, _LOOK_AGAIN):
        sentence = rendered(sentences(stored_sentence(one)))
        _print(f"{one['name']}: {_status(before)} → {_status(one['status'])}: {sentence}")


def _print(text: str, *further: str) -> None:
    with suppress(OutputError):  # a full disk behind standard output is no reason to stop watching
        print_line(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}", *further, flush=True)


def _print_message(text: str) -> None:
    """A message of the console channel: its further lines are indented, so that none looks like one of ours."""
    first, *rest = text.split("\n")
    _print(first, *(f"    {line.strip()}" for line in rest))
