"""Recovery actions: what a rule may run when it fires, off until the user turns each one on.

Always an argument list, never a shell; with a time limit; at most so many times an hour; stopped after so many
failures in a row until a person rearms it. Monitoring itself stays read-only.
"""

import asyncio
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import field
from enum import StrEnum

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.record import AlertRecord
from porchlight.containment import Malfunctions, contained
from porchlight.dataclass import dataclass
from porchlight.intake.charsets import decode
from porchlight.intake.documents import dump_json
from porchlight.intake.text import quote_end
from porchlight.language.english import english
from porchlight.language.sentence import Sentence
from porchlight.language.text import Duration, msg, msg_plural
from porchlight.model.alert import Alert, AlertChanges, AlertEvent, AlertEventKind
from porchlight.model.events import Publish, RecoveryEnded
from porchlight.model.message import Fault
from porchlight.model.ports import Clock
from porchlight.net.sending import address
from porchlight.settings.environment import child_environment
from porchlight.settings.rules import ActionKind, ActionSettings
from porchlight.settings.shown import shown_action

_log = logging.getLogger(__name__)

_HOUR_MS = 3_600_000
_OUTPUT = 500
"""Characters of a program's last output that are kept."""
_KEPT = 64 * 1024
"""Bytes of it that are read."""


class RunOutcome(StrEnum):
    """The outcome of an action, or why it was not run; stable codes, kept in an alert's timeline."""

    DONE = "done"
    FAILED = "failed"
    OFF = "off"
    """The user has not turned it on: a dry run."""
    TOO_OFTEN = "too_often"
    STOPPED = "stopped"
    """It failed too often, and waits for a person."""


_CODES = frozenset(RunOutcome)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an action, or why it was not run."""

    action: str
    outcome: RunOutcome
    sentence: str

    def detail(self) -> str:
        """The form in an alert's timeline; the inverse of ``read_run``. People read it without the outcome's code."""
        text = msg("{name}: {what}", name=self.action, what=self.sentence)
        return Sentence(f"{self.action} {self.outcome}: {self.sentence}", text)


def read_run(event: AlertEvent) -> tuple[str, RunOutcome] | None:
    """The action and the outcome of its run, from a timeline."""
    action, _, rest = event.detail.partition(" ")
    code = rest.partition(":")[0]
    return (action, RunOutcome(code)) if code in _CODES else None


@dataclass(slots=True)
class _Record:
    runs_ms: deque[int] = field(default_factory=deque)
    failures: int = 0


class Recovery:
    """Runs actions. ``past``: the runs in alerts' timelines, the oldest first."""

    def __init__(
        self, actions: Mapping[str, ActionSettings], context: ChannelContext, past: Iterable[AlertEvent] = ()
    ) -> None:
        self._actions = dict(actions)
        self._context = context
        self._records: dict[str, _Record] = {}
        for event in past:
            if (found := read_run(event)) is not None:
                self._note(found[0], found[1], event.at_ms)

    def apply(self, actions: Mapping[str, ActionSettings]) -> None:
        """Other settings; a changed action counts as rearmed."""
        for name, item in actions.items():
            if self._actions.get(name) != item:
                self._records.pop(name, None)
        self._actions = dict(actions)

    def rearm(self, action: str) -> None:
        """Allow it to run again. KeyError for an unknown one."""
        if action not in self._actions:
            raise KeyError(action)
        self._records.pop(action, None)

    async def run(self, action: str, alert: Alert, now_ms: int) -> Run:
        """Run it, if it may run now. Raises nothing."""
        item = self._actions.get(action)
        if item is None:
            return Run(action, RunOutcome.OFF, english(msg("This recovery action does not exist.")))
        if not item.enabled:
            return Run(
                action,
                RunOutcome.OFF,
                english(msg("It is switched off. It would {action}.", action=shown_action(item))),
            )
        record = self._records.setdefault(action, _Record())
        if record.failures >= item.stop_after:
            sentence = msg_plural(
                "Stopped after {n} failure. Find out why, then allow it again.",
                "Stopped after {n} failures in a row. Find out why, then allow it again.",
                record.failures,
            )
            return Run(action, RunOutcome.STOPPED, english(sentence))
        while record.runs_ms and record.runs_ms[0] <= now_ms - _HOUR_MS:
            record.runs_ms.popleft()
        if len(record.runs_ms) >= item.at_most:
            sentence = msg_plural(
                "Not run: it ran {n} time in the last hour, which is its limit.",
                "Not run: it ran {n} times in the last hour, which is its limit.",
                item.at_most,
            )
            return Run(action, RunOutcome.TOO_OFTEN, english(sentence))
        try:
            with contained():
                fault = await self._carry_out(item, alert)
        except Exception as error:
            _log.exception("the recovery action “%s” failed inside", action)
            fault = english(
                msg("It could not be run ({error}). See the log for details.", error=type(error).__name__)
            )
        outcome = RunOutcome.DONE if fault is None else RunOutcome.FAILED
        self._note(action, outcome, now_ms)
        return Run(action, outcome, english(msg("It ran successfully.")) if fault is None else fault)

    def _note(self, action: str, outcome: RunOutcome, at_ms: int) -> None:
        if outcome in (RunOutcome.DONE, RunOutcome.FAILED):
            record = self._records.setdefault(action, _Record())
            record.runs_ms.append(at_ms)
            record.failures = record.failures + 1 if outcome is RunOutcome.FAILED else 0

    async def _carry_out(self, item: ActionSettings, alert: Alert) -> str | None:
        """None, or why it failed."""
        if item.kind is ActionKind.WEBHOOK:
            return await self._call(item, alert)
        return await _run_program(item.command, item.timeout, self._context.redactor.text)

    async def _call(self, item: ActionSettings, alert: Alert) -> str | None:
        from porchlight.net.outgoing import Outgoing, carries_secret  # httpx, which most commands do not need

        url = await address(self._context, item.url, item.credential)
        if isinstance(url, Fault):
            return url.sentence
        body = {"alert": alert.id, "rule": alert.rule, "component": alert.subject or None, "message": alert.sentence}
        outgoing = Outgoing(self._context)
        try:
            async with asyncio.timeout(item.timeout):
                fault = await outgoing.post(
                    url,
                    dump_json(self._context.redactor.json(body)).encode(),
                    headers={"Content-Type": "application/json"},
                    secret=item.url is None or carries_secret(self._context, url),
                    allow_unencrypted=item.allow_unencrypted,
                )
        except TimeoutError:
            return english(msg("No answer within {limit}.", limit=Duration(item.timeout)))
        finally:
            await outgoing.close()
        return fault.sentence if fault else None


class RecoveryQueue:
    """Runs the actions of alerts, each beside everything else."""

    def __init__(
        self, recovery: Recovery, record: AlertRecord, *, clock: Clock, malfunctions: Malfunctions, publish: Publish
    ) -> None:
        self._recovery = recovery
        self._record = record
        self._clock = clock
        self._malfunctions = malfunctions
        self._publish = publish
        self._waiting: list[tuple[str, Alert]] = []

    def add(self, action: str, alert: Alert) -> None:
        """Add an action for an alert."""
        self._waiting.append((action, alert))

    def start(self, group: asyncio.TaskGroup) -> None:
        """Start all that was added."""
        waiting, self._waiting = self._waiting, []
        for action, alert in waiting:
            group.create_task(self._run(action, alert), name=f"action {action}")

    async def _run(self, action: str, alert: Alert) -> None:
        part = f"The recovery action “{action}”"
        with self._malfunctions.guard(part, msg("The recovery action “{name}” failed ({error}).", name=action)):
            run = await self._recovery.run(action, alert, self._clock.now_ms())
            event = AlertEvent(alert.id, self._clock.now_ms(), AlertEventKind.ACTION, detail=run.detail())
            self._record.save(AlertChanges(events=(event,)))
            self._publish(RecoveryEnded(action, run.sentence, stopped=run.outcome is RunOutcome.STOPPED))


async def _run_program(arguments: tuple[str, ...], seconds: float, redact: Callable[[str], str]) -> str | None:
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=child_environment(),
            start_new_session=sys.platform != "win32",
        )
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        reason = (isinstance(error, OSError) and error.strerror) or "no access"
        return english(msg("{program} cannot be started ({reason}).", program=arguments[0], reason=reason.lower()))
    try:
        async with asyncio.timeout(seconds):
            output = await _last_of(process.stdout)
            await process.wait()
    except TimeoutError:
        return english(msg("It did not finish within {limit} and was stopped.", limit=Duration(seconds)))
    finally:
        if process.returncode is None:
            _kill(process)
            await process.wait()
    if process.returncode == 0:
        return None
    quoted = quote_end(decode(output), _OUTPUT, redact=redact)
    code = process.returncode
    if not quoted:
        return english(msg("It ended with code {code}.", code=str(code)))
    return english(msg("It ended with code {code}: {output}", code=str(code), output=quoted))


async def _last_of(stream: asyncio.StreamReader | None) -> bytes:
    """The end of a stream, however long it is."""
    kept = b""
    while stream is not None and (piece := await stream.read(_KEPT)):
        kept = (kept + piece)[-_KEPT:]
    return kept


def _kill(process: asyncio.subprocess.Process) -> None:
    """With its child processes, where the system groups them."""
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
