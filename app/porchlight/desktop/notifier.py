"""The desktop's own notifications, whether they were really delivered, and the one that reports that we are offline.

desktop-notifier swallows failures and still returns an id, so only ``on_dispatched`` counts. Where it does not come,
the tray's own message is tried, which cannot be confirmed; without a tray the notification is lost, and the user is
informed of that.
"""

import asyncio
import importlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from porchlight.dataclass import dataclass
from porchlight.desktop.plain import without_markup
from porchlight.desktop.platform.notification_service import NotificationService, handle_of, take_back
from porchlight.desktop.platform.portal import PortalNotifications
from porchlight.desktop.platform.sandbox import in_sandbox
from porchlight.desktop.tray import Tray
from porchlight.language.current import tr
from porchlight.model.snapshot import Snapshot
from porchlight.threads import in_thread

_log = logging.getLogger(__name__)

_MOST_REMEMBERED = 200
"""Notices that may still be replaced."""
_HAND_OVER = 3.0
"""Seconds for a notification daemon to accept one, and to wait for those before it."""


@dataclass(frozen=True, slots=True)
class NoticeButton:
    """A button, where the system has them."""

    label: str
    pressed: Callable[[], None]


def _nothing() -> None:
    """The click of a notice that leads nowhere."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification."""

    title: str
    text: str
    component: str | None = None
    """Its subject."""
    urgent: bool = False
    sound: bool = False
    replaces: str = ""
    """Of notices with the same key only the last one is shown; empty: none is replaced."""
    buttons: tuple[NoticeButton, ...] = ()
    clicked: Callable[[], None] = _nothing


class Handover(Enum):
    """How its delivery ended."""

    CONFIRMED = auto()
    UNCONFIRMED = auto()
    """Given to the tray, which does not report whether it was shown."""
    LOST = auto()


class Notifier(Protocol):
    """The port: shows notices, and takes back what is no longer so."""

    async def show(self, notice: Notice) -> Handover:
        """Show it; raises nothing."""
        ...

    async def withdraw(self, key: str) -> None:
        """Take the last notice that had this key in ``replaces`` from the screen; raises nothing."""
        ...

    async def handle(self, key: str) -> str:
        """By what another process may take back the notice with this key; empty: it may not. Raises nothing."""
        ...

    async def take_back(self, handle: str) -> None:
        """Take what another process has shown from the screen, if it is still there; raises nothing."""
        ...


class SystemNotifier:
    """Implements Notifier by the system's notification service, and by the tray where that fails."""

    def __init__(self, tray: Tray) -> None:
        self._tray = tray
        self._notifier: NotificationService | None = None
        self._sending = asyncio.Lock()
        """One at a time. Two first notices would each get a service of which only the last answers buttons, and one
        that is over while it is on its way would stay on the screen."""
        self._shown: OrderedDict[str, str] = OrderedDict()
        """The identifiers of the last notices, by what they replace."""
        self._clicked_in_tray: Callable[[], None] = _nothing
        tray.icon.messageClicked.connect(self._tray_clicked)

    async def show(self, notice: Notice) -> Handover:
        """See Notifier."""
        if await self._by_service(notice):
            return Handover.CONFIRMED
        if self._tray.available and QSystemTrayIcon.supportsMessages():
            self._clicked_in_tray = notice.clicked
            icon = QSystemTrayIcon.MessageIcon
            kind = icon.Critical if notice.urgent else icon.Information
            # The tray's own way ends at the same services, which may read the text as mark-up.
            self._tray.icon.showMessage(notice.title, without_markup(notice.text), kind)
            return Handover.UNCONFIRMED
        _log.warning("a notification could not be shown: %s", notice.title)
        return Handover.LOST

    async def withdraw(self, key: str) -> None:
        """See Notifier. What the tray has shown goes by itself."""
        try:
            async with asyncio.timeout(_HAND_OVER), self._sending:
                shown = self._shown.pop(key, None)
                if shown is not None and self._notifier is not None:
                    await self._clear(self._notifier, shown)
        except Exception as error:  # as below: it stays on the screen, which is no worse than before
            _log.info("the notification service did not take back a notice (%s)", type(error).__name__)

    async def handle(self, key: str) -> str:
        """See Notifier."""
        identifier = self._shown.get(key)
        if identifier is None or self._notifier is None:
            return ""
        try:
            async with asyncio.timeout(_HAND_OVER):
                return await handle_of(self._notifier, identifier)
        except Exception as error:  # as below: after a crash this one would stay on the screen
            _log.info("what is on the screen cannot be kept for the next start (%s)", type(error).__name__)
            return ""

    async def take_back(self, handle: str) -> None:
        """See Notifier."""
        try:
            async with asyncio.timeout(_HAND_OVER), self._sending:
                await take_back(await self._service(), handle)
        except Exception as error:  # as below
            _log.info("a notice of an earlier run was not taken back (%s)", type(error).__name__)

    @staticmethod
    async def _clear(notifier: NotificationService, identifier: str) -> None:
        with suppress(KeyError):  # a person has closed it, or pressed one of its buttons
            await notifier.clear(identifier)

    async def _by_service(self, notice: Notice) -> bool:
        has_turn = False
        try:
            async with asyncio.timeout(_HAND_OVER) as limit, self._sending:
                has_turn = True
                limit.reschedule(asyncio.get_running_loop().time() + _HAND_OVER)
                return await self._send(notice)
        except Exception as error:  # whatever a notification service does wrong, the tray is tried next
            _log.info("the notification service did not take a notice (%s)", type(error).__name__)
            if has_turn:  # else it has others to show, whose buttons it answers
                self._notifier = None
            return False

    async def _service(self) -> NotificationService:
        if self._notifier is None:
            await in_thread(lambda: importlib.import_module("desktop_notifier"), name="import of desktop-notifier")
            from desktop_notifier import DesktopNotifier, Icon

            from porchlight.resource_files import resource

            if in_sandbox():
                self._notifier = PortalNotifications()
            else:
                icon = Icon(path=resource("icons/porchlight.svg").resolve())
                self._notifier = DesktopNotifier(app_name="Porchlight", app_icon=icon)
        return self._notifier

    async def _send(self, notice: Notice) -> bool:
        service = await self._service()
        from desktop_notifier import DEFAULT_SOUND, Button, Notification, Urgency

        handed_over = False

        def dispatched() -> None:
            nonlocal handed_over
            handed_over = True

        if shown := self._shown.pop(notice.replaces, None):
            await self._clear(service, shown)
        notification = Notification(
            title=notice.title,
            message=without_markup(notice.text),
            urgency=Urgency.Critical if notice.urgent else Urgency.Normal,
            buttons=tuple(Button(title=button.label, on_pressed=button.pressed) for button in notice.buttons),
            on_dispatched=dispatched,
            on_clicked=notice.clicked,
            sound=DEFAULT_SOUND if notice.sound else None,
        )
        identifier = await service.send_notification(notification)
        if notice.replaces and handed_over:
            self._shown[notice.replaces] = identifier
            if len(self._shown) > _MOST_REMEMBERED:
                self._shown.popitem(last=False)
        return handed_over

    def _tray_clicked(self) -> None:
        self._clicked_in_tray()


AFTER_MS = 120_000


class OfflineNotice(QObject):
    """Watches the snapshot, shows the notice."""

    def __init__(self, snapshot: Callable[[], Snapshot], give: Callable[[Notice], None]) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._give = give
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._notify)

    def look(self) -> None:
        """The snapshot has changed."""
        offline = self._snapshot().offline
        if offline and not self._timer.isActive():
            self._timer.start()
        elif not offline:
            self._timer.stop()

    def _notify(self) -> None:
        if self._snapshot().offline:
            title = tr("This computer is offline")
            self._give(Notice(title, tr("Porchlight will resume checks when the network is back.")))
