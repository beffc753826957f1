"""Commands from the command line: sent to the running Porchlight, or carried out here where none runs."""

import asyncio
import logging
import os
from contextlib import suppress

from porchlight.language.text import msg
from porchlight.model.audit import Action
from porchlight.model.errors import HistoryError, HistoryHeld
from porchlight.monitor.clock import SystemClock
from porchlight.operations.wakeup import commands_folder
from porchlight.redaction import Redactor
from porchlight.runtime.activity import Activity
from porchlight.runtime.command_inbox import read_answer, send, withdraw
from porchlight.runtime.commands import Command, CommandResult, Record
from porchlight.runtime.history import open_store_of
from porchlight.runtime.options import Role, RunOptions
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file

_log = logging.getLogger(__name__)
_ANSWERED_WITHIN = 20.0
"""Seconds, at most: a Porchlight that could not be woken looks for commands every fifteen."""
_TURN = 0.05


async def carry_out(settings: LoadedSettings, data_dir: str, command: Command, redactor: Redactor) -> CommandResult:
    """Carry a command out. Raises HistoryError."""
    from porchlight.runtime.app import Porchlight

    try:
        async with await Porchlight.start(RunOptions(settings, data_dir, Role.ONE_SHOT, redactor)) as porchlight:
            if porchlight.history_fault is not None:
                raise porchlight.history_fault
            return await porchlight.handle(command)
    except HistoryHeld:
        folder = commands_folder(data_dir)
    sent = send(folder, command)
    try:
        for _ in range(round(_ANSWERED_WITHIN / _TURN)):
            if (result := read_answer(folder, sent)) is not None:
                return result
            await asyncio.sleep(_TURN)
    finally:
        withdraw(folder, sent)
    return CommandResult(False, msg("The running Porchlight did not accept it. Is it the same version?"))


async def record(data_dir: str, action: Action, subject: str) -> None:
    """Add a command's line to the activity list; where there is no history yet, nothing is written."""
    path = history_file(data_dir)
    if not await asyncio.to_thread(os.path.exists, path):
        return
    clock = SystemClock()
    try:
        store = await open_store_of(path, None, clock, maintain=False)
    except HistoryHeld:
        with suppress(OSError):
            send(commands_folder(data_dir), Record(action, subject))
        return
    except HistoryError as error:
        _log.warning("it could not be recorded: %s", error)
        return
    try:
        Activity(store, clock).record(action, subject)
        await store.flush()
    finally:
        store.close()
