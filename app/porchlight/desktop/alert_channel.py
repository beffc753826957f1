"""The channel "desktop": alerts as the desktop's own notifications, in the user's language, with buttons."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.left_notices import LeftNotice, read_left, write_left
from porchlight.desktop.notifier import Handover, Notice, NoticeButton, Notifier
from porchlight.language.current import tr
from porchlight.model.alert import Severity
from porchlight.model.message import Fault, Message, MessageKind
from porchlight.threads import in_thread

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

    def __init__(self, notifier: Notifier, kept: str = "") -> None:
        """``kept``: the file of what is on the screen, for the next run; empty: nothing is kept."""
        super().__init__()
        self.notifier = notifier
        self._kept = kept
        self._on_screen: dict[str, tuple[str, ...]] = {}
        """The alerts that fire in each notice, by the key under which it is replaced."""
        self._left: dict[str, LeftNotice] = {}
        """The same as it is kept."""
        self._writing = asyncio.Lock()
        """Each write is a thread, and the last one has to be the last."""

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        notice = self.notice(message)
        firing = _firing(message)
        self._on_screen.pop(notice.replaces, None)
        if firing:
            self._on_screen[notice.replaces] = firing
        handover = await self.notifier.show(notice)
        self.handed_over.emit(notice, handover)
        await self._keep(notice, firing)
        if handover is Handover.LOST:
            return Fault(tr("This desktop showed no notification."))
        return None

    async def withdraw_over(self, firing: Collection[str]) -> None:
        """Take back the notices of which no alert fires any longer: a recovery that is not notified (in quiet hours,
        or snoozed) leaves nothing wrong on the screen, and none of them has buttons that nobody answers."""
        over = [key for key, alerts in self._on_screen.items() if not set(alerts) & set(firing)]
        for key in over:  # before anything is awaited: the next call comes while this one is at it
            del self._on_screen[key]
            self._left.pop(key, None)
        if over:
            # Together, so that a service that hangs is waited for once: also Porchlight's end waits for this.
            await asyncio.gather(*map(self.notifier.withdraw, over))
            await self._write()

    async def take_over(self, unanswered: Collection[str]) -> None:
        """Take back what a run that was killed has left on the screen, since nobody answers its buttons. Where one of
        its alerts (``unanswered``: those that fire and that nobody has seen to) is still so, show it again."""
        if not self._kept:
            return
        left = await in_thread(partial(read_left, self._kept), name="notices of the last run")
        for one in left:
            if any(one.handle == ours.handle for ours in self._left.values()):
                continue  # shown by this run while the file was read
            await self.notifier.take_back(one.handle)
            firing = tuple(alert for alert in one.alerts if alert in unanswered)
            if firing and one.key not in self._on_screen:
                self._on_screen[one.key] = firing
                notice = self._notice(one.title, one.text, one.component or None, firing, replaces=one.key)
                notice = replace(notice, urgent=one.urgent)
                self.handed_over.emit(notice, await self.notifier.show(notice))
                await self._keep(notice, firing)
        if left and not self._left:
            await self._write()

    async def close(self) -> None:
        """See Channel."""

    def notice(self, message: Message) -> Notice:
        """A message as a notification."""
        firing = _firing(message)
        asked = firing if message.kind is not MessageKind.TEST else ()
        return replace(
            self._notice(message.title, message.text, message.component, asked, replaces=message.thread),
            urgent=bool(firing) and message.severity is Severity.CRITICAL,
            sound=bool(firing) and message.severity in _LOUD,
        )

    def _notice(
        self, title: str, text: str, component: str | None, firing: tuple[str, ...], *, replaces: str
    ) -> Notice:
        buttons: tuple[NoticeButton, ...] = ()
        if firing:
            buttons = (
                NoticeButton(tr("Acknowledge"), lambda: self.acknowledged.emit(firing)),
                NoticeButton(tr("Snooze for 1 hour"), lambda: self.snoozed.emit(firing, _SNOOZE_SECONDS)),
            )
        clicked = partial(self.opened.emit, component)
        return Notice(title, text, component, replaces=replaces, buttons=buttons, clicked=clicked)

    async def _keep(self, notice: Notice, firing: tuple[str, ...]) -> None:
        """For the next run, should this one be killed; what fires no longer has no buttons, and is left as it is."""
        self._left.pop(notice.replaces, None)
        if self._kept and firing and (handle := await self.notifier.handle(notice.replaces)):
            self._left[notice.replaces] = LeftNotice(
                handle,
                notice.replaces,
                notice.title,
                notice.text,
                notice.component or "",
                notice.urgent,
                firing,
            )
        await self._write()

    async def _write(self) -> None:
        if self._kept:
            async with self._writing:
                left = list(self._left.values())
                await in_thread(partial(write_left, self._kept, left), name="notices on the screen")


def _firing(message: Message) -> tuple[str, ...]:
    return tuple(one.alert.id for one in message.labels if not one.over)
