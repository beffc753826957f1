"""Commands of other programs: files in a folder beside the history, and the service that carries them out.

Each is written whole (under another name first), taken once, and answered by a separate file. Whoever may write into
the data folder may command; nobody else can. A file without a command is renamed to ``<name>.rejected``.

A file is JSON with ``kind`` (one of ``_READERS``), ``target``, ``seconds``, ``components``, ``rules``, ``comment``
and ``id``.
"""

import asyncio
import logging
import os
import re
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Final

from porchlight.containment import Malfunctions
from porchlight.dataclass import dataclass
from porchlight.intake.documents import dump_json, parse_json_object
from porchlight.intake.files import owned_folder, private_folder, put_whole
from porchlight.intake.numbers import finite
from porchlight.intake.pieces import Unfit, put_aside, read_object, read_piece, unfit_field
from porchlight.intake.text import NAME, SENTENCE, clean_line
from porchlight.language.english import english
from porchlight.language.sentence import text_in, to_plain
from porchlight.language.text import Text, msg, sentences
from porchlight.model.audit import Action
from porchlight.model.ports import Clock, Store
from porchlight.operations.wakeup import commands_folder, wake_up, wakeups
from porchlight.runtime.activity import Activity
from porchlight.runtime.commands import (
    SILENCED_FOR,
    Acknowledge,
    Command,
    CommandHandler,
    CommandResult,
    EndSilence,
    Rearm,
    Record,
    SendAgain,
    SilenceAlerts,
    Snooze,
    Unsnooze,
)
from porchlight.runtime.history import take_runs
from porchlight.runtime.runs import RunIntake
from porchlight.threads import in_thread

_log = logging.getLogger(__name__)

_ENDING: Final = ".order"
_LARGEST: Final = 65_536
_MOST_AT_ONCE: Final = 200
"""Commands that are taken in one look; the next look follows at once."""
_MOST_NAMES: Final = 1000
"""Components and rules that one silence may name."""
_SHORTEST, _LONGEST = 1.0, 10 * 366 * 86_400.0
"""The longest silence, in seconds."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
"""A command's id becomes part of file names."""


POLL_EVERY = 15.0
"""Seconds between two looks without a wake-up, at most."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A command on its way to another process, under the id of its files."""

    command: Command
    id: str


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of a file, validated."""

    target: str
    seconds: float | None
    components: tuple[str, ...]
    rules: tuple[str, ...]
    comment: str


def _record(fields: _Fields) -> Command:
    try:
        return Record(Action(fields.comment), fields.target)
    except ValueError:
        raise unfit_field("comment") from None


_READERS: Final[Mapping[str, Callable[[_Fields], Command]]] = {
    "acknowledge": lambda fields: Acknowledge(fields.target),
    "snooze": lambda fields: Snooze(fields.target, fields.seconds),
    "unsnooze": lambda fields: Unsnooze(fields.target),
    "silence": lambda fields: SilenceAlerts(
        fields.seconds or SILENCED_FOR, fields.components, fields.rules, fields.comment
    ),
    "unsilence": lambda fields: EndSilence(fields.target),
    "send_again": lambda fields: SendAgain((fields.target,)),
    "note": _record,
    "rearm": lambda fields: Rearm(fields.target),
}
"""By the kind that a file names; stable, since the other process may be of another version."""


def _document(command: Command) -> dict[str, object]:
    """The fields of the file that carries a command; TypeError for one that is never carried."""
    match command:
        case Acknowledge(target):
            return {"kind": "acknowledge", "target": target}
        case Snooze(target, seconds):
            return {"kind": "snooze", "target": target, "seconds": seconds}
        case Unsnooze(target):
            return {"kind": "unsnooze", "target": target}
        case SilenceAlerts(seconds, components, rules, comment):
            return {
                "kind": "silence", "seconds": seconds, "components": components, "rules": rules, "comment": comment,
            }  # fmt: skip
        case EndSilence(target):
            return {"kind": "unsilence", "target": target}
        case SendAgain((target,)):
            return {"kind": "send_again", "target": target}
        case Record(action, subject):
            return {"kind": "note", "target": subject, "comment": action.value}
        case Rearm(target):
            return {"kind": "rearm", "target": target}
    raise TypeError(f"{type(command).__name__} is for the own process")


def send(folder: str, command: Command) -> Sent:
    """Leave a command for the running Porchlight, and wake it. Raises OSError."""
    owned_folder(os.path.dirname(folder))
    private_folder(folder)
    sent = Sent(command, uuid.uuid4().hex)
    _write(os.path.join(folder, f"{sent.id}{_ENDING}"), {**_document(command), "id": sent.id})
    wake_up(folder)
    return sent


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that holds no command, and why."""

    name: str
    """Of the file, as it was found."""
    fault: Text
    id: str = ""
    """Of the command, where at least that could be read: a caller may wait for an answer."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in the folder."""

    commands: tuple[Sent, ...] = ()
    refused: tuple[Refused, ...] = ()
    more: bool = False
    """More files wait for the next look."""


def take(folder: str) -> Look:
    """Take the commands that wait, each once. Raises nothing; blocks shortly."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))
    except OSError:
        return Look()
    commands: list[Sent] = []
    refused: list[Refused] = []
    for name in names[:_MOST_AT_ONCE]:
        path = os.path.join(folder, name)
        command_id = ""
        try:
            values = read_object(path, _LARGEST)
            command_id = _id_of(values)
            sent = Sent(_read(values), command_id)
        except FileNotFoundError:  # withdrawn meanwhile
            continue
        except Unfit as error:
            if put_aside(path):
                refused.append(Refused(name, error.text, command_id))
            continue
        try:
            os.unlink(path)
        except OSError:  # it would be carried out again and again
            put_aside(path)
            refused.append(Refused(name, msg("It cannot be removed from the folder."), command_id))
        else:
            commands.append(sent)
    return Look(tuple(commands), tuple(refused), more=len(names) > _MOST_AT_ONCE)


def answer(folder: str, command_id: str, result: CommandResult) -> None:
    """Write the result of the command with this id. Raises OSError."""
    found = {"done": result.done, "sentence": english(result.sentence), "text": to_plain(result.sentence)}
    _write(os.path.join(folder, f"{command_id}.answer"), found)


def read_answer(folder: str, sent: Sent) -> CommandResult | None:
    """The command's result, once there is one."""
    path = os.path.join(folder, f"{sent.id}.answer")
    try:
        found = parse_json_object(read_piece(path, _LARGEST))
    except (OSError, ValueError):
        return None
    with suppress(OSError):
        os.unlink(path)
    sentence = clean_line(str(found.get("sentence", "")), SENTENCE)
    text = text_in(found.get("text"), sentence, lambda name: clean_line(name, SENTENCE))
    return CommandResult(found.get("done") is True, text)


def withdraw(folder: str, sent: Sent) -> None:
    """Remove a command that nobody took."""
    with suppress(OSError):
        os.unlink(os.path.join(folder, f"{sent.id}{_ENDING}"))


class CommandInbox:
    """The service that takes in what other programs left: commands, and runs of jobs."""

    def __init__(
        self,
        data_dir: str,
        *,
        handler: CommandHandler,
        activity: Activity,
        store: Store,
        clock: Clock,
        runs: RunIntake,
        malfunctions: Malfunctions,
    ) -> None:
        self._data_dir = data_dir
        self._folder = commands_folder(data_dir)
        self._handler = handler
        self._activity = activity
        self._store = store
        self._clock = clock
        self._runs = runs
        self._malfunctions = malfunctions

    async def run(self) -> None:
        """Until cancelled."""
        guard = self._malfunctions.guard
        woken = asyncio.Event()
        async with wakeups(self._folder, woken.set):
            while True:
                woken.clear()
                with guard("The runs that jobs left", msg("The runs that jobs left cannot be read ({error}).")):
                    await take_runs(self._data_dir, self._store, self._runs.take, self._activity, self._clock)
                more = False
                with guard(
                    "The commands of other programs", msg("Commands of other programs cannot be read ({error}).")
                ):
                    more = await self._take_commands()
                if more:
                    continue
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_EVERY):
                        await woken.wait()

    async def _take_commands(self) -> bool:
        """Carry out those that wait; return whether there are more."""
        look = await in_thread(partial(take, self._folder), name="commands")
        if look.refused:
            self._activity.files_rejected([(one.name, one.fault) for one in look.refused])
        for one in look.refused:
            if one.id:
                self._answer(one.id, CommandResult(False, sentences(msg("This is not a valid command."), one.fault)))
        for sent in look.commands:
            result = await self._handler.handle(sent.command)
            await self._store.flush()
            if not isinstance(sent.command, Record):  # nobody waits for an answer to that
                self._answer(sent.id, result)
        return look.more

    def _answer(self, command_id: str, result: CommandResult) -> None:
        try:
            answer(self._folder, command_id, result)
        except (OSError, ValueError) as error:
            _log.warning("a command could not be answered: %s", error)


def _id_of(values: Mapping[str, object]) -> str:
    found = values.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise unfit_field("id")
    return found


def _read(values: Mapping[str, object]) -> Command:
    """Raises Unfit, which names the first field that does not fit."""
    reader = _READERS.get(str(values.get("kind")))
    if reader is None:
        raise unfit_field("kind")
    seconds = values.get("seconds")
    span = finite(seconds, least=_SHORTEST, most=_LONGEST)
    if span is None and seconds is not None:
        raise unfit_field("seconds")
    return reader(
        _Fields(
            _text(values.get("target", ""), "target", 2 * NAME),
            span,
            _texts(values.get("components", []), "components"),
            _texts(values.get("rules", []), "rules"),
            _text(values.get("comment", ""), "comment", SENTENCE),
        )
    )


def _text(value: object, name: str, most: int) -> str:
    if not isinstance(value, str):
        raise unfit_field(name)
    return clean_line(value, most)


def _texts(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MOST_NAMES:
        raise unfit_field(name)
    return tuple(_text(one, name, 2 * NAME) for one in value)


def _write(path: str, values: Mapping[str, object]) -> None:
    put_whole(path, dump_json(values).encode())
