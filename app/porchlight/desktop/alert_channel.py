"""The channel "desktop": alerts as the desktop's own notifications, in the user's language, with buttons."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.notifier import Handover, Notice, NoticeButton, Notifier
from porchlight.language.current import tr
from porchlight.model.alert import Severity
from porchlight.model.message import Fault, Message, MessageKind

_LOUD = (Severity.CRITICAL, Severity.HIGH)
_SNOOZE_SECONDS = 3600.0


class DesktopChannel(QObject):
    """Implements Channel."""

    opened = Signal(object)
    """The id of the component whose notification was clicked; None: of several, or of none."""
    acknowledged = Signal(object)
    """The ids of the alerts."""
    snoozed = Signal(object, float)
    """The ids of the alerts, and for how many seconds."""
    handed_over = Signal(object, object)
    """A Notice and its Handover."""

    timeout = 10.0
    local = True

    def __init__(self, notifier: Notifier) -> None:
        super().__init__()
        self.notifier = notifier
        self._on_screen: dict[str, tuple[str, ...]] = {}
        """The alerts that fire in each notice, by the key under which it is replaced."""

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        notice = self.notice(message)
        firing = _firing(message)
        self._on_screen.pop(notice.replaces, None)
        if firing:
            self._on_screen[notice.replaces] = firing
        handover = await self.notifier.show(notice)
        self.handed_over.emit(notice, handover)
        if handover is Handover.LOST:
            return Fault(tr("This desktop showed no notification."))
        return None

    async def withdraw_over(self, firing: Collection[str]) -> None:
        """Take back the notices of which no alert fires any longer: a recovery that is not notified (in quiet hours,
        or snoozed) leaves nothing wrong on the screen, and none of them has buttons that nobody answers."""
        over = [key for key, alerts in self._on_screen.items() if not set(alerts) & set(firing)]
        for key in over:
            del self._on_screen[key]
            await self.notifier.withdraw(key)

    async def close(self) -> None:
        """See Channel."""

    def notice(self, message: Message) -> Notice:
        """A message as a notification."""
        firing = _firing(message)
        buttons: tuple[NoticeButton, ...] = ()
        if firing and message.kind is not MessageKind.TEST:
            buttons = (
                NoticeButton(tr("Acknowledge"), lambda: self.acknowledged.emit(firing)),
                NoticeButton(tr("Snooze for 1 hour"), lambda: self.snoozed.emit(firing, _SNOOZE_SECONDS)),
            )
        component = message.component
        return Notice(
            message.title,
            message.text,
            component,
            urgent=bool(firing) and message.severity is Severity.CRITICAL,
            sound=bool(firing) and message.severity in _LOUD,
            replaces=message.thread,
            buttons=buttons,
            clicked=lambda: self.opened.emit(component),
        )


def _firing(message: Message) -> tuple[str, ...]:
    return tuple(one.alert.id for one in message.labels if not one.over)
