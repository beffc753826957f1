"""Commands as values, and the one handler that carries them out.

Windows, the tray's menu, the buttons of a banner and the command line all make the same values; neither the effect
nor the activity list depends on which of them it was.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from porchlight.containment import contained
from porchlight.dataclass import dataclass
from porchlight.language.text import Text, Until, msg, sentences
from porchlight.model.audit import Action, Actor
from porchlight.model.errors import PorchlightError
from porchlight.model.note import Note
from porchlight.model.ports import Clock
from porchlight.runtime.activity import Activity
from porchlight.runtime.history import read_history
from porchlight.settings.secrets import SecretStore
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.alerts.service import Alerting
    from porchlight.model.alert import Alert, Notification
    from porchlight.monitor.monitor import Monitor

_log = logging.getLogger(__name__)
SILENCED_FOR = 3600.0
"""Seconds of a silence without a span."""


@dataclass(frozen=True, slots=True)
class CheckNow:
    """Check these components, or all, and wait until that is done."""

    components: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Start no check of this component, or of any, for so many seconds."""

    seconds: float
    component: str | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """End a pause."""

    component: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Somebody takes care of an alert; ``alert`` is its id or the beginning of it."""

    alert: str


@dataclass(frozen=True, slots=True)
class Snooze:
    """Send nothing about an alert for so many seconds; None: until it is resolved."""

    alert: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Unsnooze:
    """End the snooze of an alert."""

    alert: str


@dataclass(frozen=True, slots=True)
class SilenceAlerts:
    """Hold back what these components and rules (none: all) raise, for so many seconds."""

    seconds: float = SILENCED_FOR
    components: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class EndSilence:
    """End a silence."""

    silence: str


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Deliver these notifications once more, together where one message can hold them."""

    notifications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SendTest:
    """Send a test to a channel."""

    channel: str


@dataclass(frozen=True, slots=True)
class Rearm:
    """Allow a stopped recovery action to run again."""

    action: str


@dataclass(frozen=True, slots=True)
class Record:
    """Add a line to the activity list."""

    action: Action
    subject: str = ""
    detail: Text | str = ""
    actor: Actor = Actor.USER


@dataclass(frozen=True, slots=True)
class AddNote:
    """Show a note in the charts."""

    note: Note


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """Show it no longer; adding it again brings it back."""

    note: Note


Command = (
    CheckNow
    | Pause
    | Resume
    | Acknowledge
    | Snooze
    | Unsnooze
    | SilenceAlerts
    | EndSilence
    | SendAgain
    | SendTest
    | Rearm
    | Record
    | AddNote
    | RemoveNote
)


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of a command, in one sentence for people."""

    done: bool
    sentence: Text


class CommandHandler:
    """Carries out commands. Never raises for a command's values: any fault becomes its result."""

    def __init__(
        self,
        *,
        clock: Clock,
        activity: Activity,
        alerting: "Alerting",
        secrets: SecretStore,
        history_path: str | None,
        monitor: "Monitor | None" = None,
        users_of: Callable[[str], Iterable[str]] = lambda credential: (),
    ) -> None:
        """``monitor`` is None in a one-shot, where nothing is watched; ``users_of`` names the components that use a
        credential."""
        self._clock = clock
        self._activity = activity
        self._alerting = alerting
        self._secrets = secrets
        self._history_path = history_path
        self._monitor = monitor
        self._users_of = users_of

    async def handle(self, command: Command) -> CommandResult:
        """Carry a command out."""
        try:
            with contained():
                return CommandResult(True, await self._handle(command))
        except _Refused as refused:
            return CommandResult(False, refused.text)
        except (KeyError, ValueError) as error:
            target = error.args[0] if error.args else ""
            return CommandResult(
                False, msg("Not found, or not possible at the moment: “{target}”.", target=str(target))
            )
        except PorchlightError as error:
            return CommandResult(False, msg("That did not work: {error}", error=error.text))
        except Exception as error:
            _log.exception("a command could not be carried out")
            sentence = msg("That did not work ({error}). See the log for details.", error=type(error).__name__)
            return CommandResult(False, sentence)

    async def _handle(self, command: Command) -> Text:
        """Carry it out; return what was done. KeyError with the target where that is unknown."""
        alerting, record = self._alerting, self._activity.record
        match command:
            case CheckNow() | Pause() | Resume():
                return await self._watch(command)
            case Acknowledge():
                alert = alerting.acknowledge(alerting.firing(command.alert))
                self._record_alert(Action.ALERT_ACKNOWLEDGED, alert)
                return msg("Acknowledged: {sentence}", sentence=alert.sentence)
            case Snooze():
                alert = alerting.snooze(alerting.firing(command.alert), self._until_ms(command.seconds))
                self._record_alert(Action.ALERT_SNOOZED, alert)
                return msg("Snoozed: {sentence}", sentence=alert.sentence)
            case Unsnooze():
                alert = alerting.unsnooze(alerting.firing(command.alert))
                self._record_alert(Action.ALERT_UNSNOOZED, alert)
                return msg("No longer snoozed: {sentence}", sentence=alert.sentence)
            case SilenceAlerts():
                silence = alerting.silence(
                    command.seconds, components=command.components, rules=command.rules, comment=command.comment
                )
                record(Action.SILENCED, _scope(silence.components, silence.rules), command.comment)
                return msg("Silenced, as {silence}.", silence=silence.id)
            case EndSilence():
                silence = alerting.unsilence(command.silence)
                record(Action.UNSILENCED, _scope(silence.components, silence.rules))
                return msg("The silence has ended.")
            case SendAgain():
                await self._send_again(command.notifications)
                return msg("Sent again.")
            case SendTest():
                return await self._test(command.channel)
            case Rearm():
                alerting.rearm(command.action)
                record(Action.RECOVERY_REARMED, command.action)
                return msg("“{action}” may run again.", action=command.action)
            case Record():
                self._take_credential(command)
                record(command.action, command.subject, command.detail, actor=command.actor)
                return msg("Noted.")
            case AddNote():
                self._activity.note(Action.NOTE, command.note)
                return msg("Noted.")
            case RemoveNote():
                self._activity.note(Action.NOTE_REMOVED, command.note)
                return msg("The note was deleted.")

    async def _watch(self, command: CheckNow | Pause | Resume) -> Text:
        monitor = self._monitor
        if monitor is None:
            raise _Refused(msg("Nothing is being watched at the moment."))
        if isinstance(command, CheckNow):
            await monitor.check_now(command.components)
            return msg("Checked.")
        component = command.component
        if isinstance(command, Pause):
            until_ms = self._clock.now_ms() + round(command.seconds * 1000)
            if component is None:
                monitor.pause(until_ms)
            else:
                monitor.pause_component(component, until_ms)
        elif component is None:
            monitor.resume()
        else:
            monitor.resume_component(component)
        paused = isinstance(command, Pause)
        self._activity.record(Action.PAUSED if paused else Action.RESUMED, command.component or "")
        if not paused:
            return msg("Checks have resumed.")
        return msg("Paused until {until}.", until=Until(until_ms))

    def _until_ms(self, seconds: float | None) -> int | None:
        return None if seconds is None else self._clock.now_ms() + round(seconds * 1000)

    def _record_alert(self, action: Action, alert: "Alert") -> None:
        self._activity.record(action, alert.subject or alert.rule, alert.sentence)

    async def _send_again(self, ids: tuple[str, ...]) -> None:
        """KeyError for an unknown one; HistoryError."""
        if self._history_path is None:
            raise KeyError(*ids[:1])
        work = partial(_notifications, self._history_path, ids)
        for notification, alert in await in_thread(work, name="send again"):
            self._alerting.remember(alert)
            self._alerting.send_again(notification)

    async def _test(self, channel: str) -> Text:
        fault = await self._alerting.test_channel(channel)
        self._activity.record(Action.CHANNEL_TESTED, channel, fault.sentence if fault else "")
        if fault is not None:
            raise _Refused(sentences(fault.sentence))
        return msg("It arrived.")

    def _take_credential(self, command: Record) -> None:
        """Read a credential again that another program stored or removed, and check what uses it."""
        if command.action not in (Action.CREDENTIAL_STORED, Action.CREDENTIAL_REMOVED):
            return
        self._secrets.forget(command.subject)
        if self._monitor is not None:
            self._monitor.check_soon(self._users_of(command.subject))


class _Refused(Exception):
    """It cannot be done; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.message)
        self.text = text


def _scope(components: tuple[str, ...], rules: tuple[str, ...]) -> str:
    return ", ".join((*components, *rules)) or "all"


def _notifications(path: str, ids: tuple[str, ...]) -> "list[tuple[Notification, Alert]]":
    with read_history(path) as reader:
        return [reader.notification(one) for one in ids]
