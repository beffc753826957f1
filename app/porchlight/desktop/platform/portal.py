"""How a program in a Flatpak's sandbox asks the desktop for what it may not do by itself: by xdg-desktop-portal.

Where: "XDG Desktop Portal", the interfaces org.freedesktop.portal.Request and .Notification. Links and file dialogs
are Qt's, which finds out by itself that it is in a sandbox.
"""

import asyncio
import uuid
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from porchlight.desktop.platform.session_bus import call, connected, session_bus

if TYPE_CHECKING:
    from dbus_fast import Message, Variant
    from dbus_fast.aio import MessageBus
    from desktop_notifier import Notification

SERVICE: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_REQUEST: Final = "org.freedesktop.portal.Request"
_NOTIFICATION: Final = "org.freedesktop.portal.Notification"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_BUS: Final = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_ANSWER: Final = 60.0
"""Seconds for a person to answer what the desktop asks."""
_GRANTED: Final = 0
_CLICKED: Final = "clicked"
_WITH_SOUND: Final = 2
"""The version of the notification portal from which on a notification says whether it has a sound."""
_MOST_REMEMBERED: Final = 200
"""Notifications whose buttons are still answered."""


async def request(
    interface: str, member: str, signature: str, *given: object, options: "dict[str, Variant]"
) -> dict[str, object]:
    """What a portal grants, maybe after asking the person at the screen. ``options`` come after ``given``.

    Raises OSError where there is no such portal, where it does not grant it, and where nobody answers within a
    minute.
    """
    from dbus_fast import Variant

    async with session_bus() as bus:
        token = f"porchlight_{uuid.uuid4().hex}"
        sender = (bus.unique_name or ":").removeprefix(":").replace(".", "_")
        handle = f"{_PATH}/request/{sender}/{token}"
        answer: asyncio.Future[tuple[int, dict[str, object]]] = asyncio.get_running_loop().create_future()
        portal = (await _version(bus, interface)).sender

        def take(message: "Message") -> None:
            if (message.sender, message.path, message.interface, message.member) != (
                portal,
                handle,
                _REQUEST,
                "Response",
            ):
                return
            if message.signature == "ua{sv}" and not answer.done():
                code, results = message.body
                answer.set_result((code, {name: value.value for name, value in results.items()}))

        bus.add_message_handler(take)
        await call(bus, *_BUS, "AddMatch", "s", f"type='signal',interface='{_REQUEST}',path='{handle}'")
        asked = {**options, "handle_token": Variant("s", token)}
        await call(bus, SERVICE, _PATH, interface, member, f"{signature}a{{sv}}", *given, asked)
        try:
            async with asyncio.timeout(_ANSWER):
                code, results = await answer
        except (TimeoutError, asyncio.CancelledError):
            # What is no longer waited for is not left open on the screen. Sent, not awaited: this task is ending.
            await _close(bus, handle)
            raise
    if code != _GRANTED:
        raise OSError(f"{member}: not granted ({code})")
    return results


class PortalNotifications:
    """Shows notifications as desktop-notifier does, by way of the portal. The desktop knows each by our own
    identifier, so that a later run, too, can take it back."""

    def __init__(self) -> None:
        self._bus: MessageBus | None = None
        self._portal: str | None = None
        self._with_sound = False
        self._shown: OrderedDict[str, Notification] = OrderedDict()

    async def send_notification(self, notification: "Notification") -> str:
        """Show it; return its identifier. Raises OSError."""
        try:
            bus = await self._connected()
            shown = self._as_portal(notification)
            await call(
                bus, SERVICE, _PATH, _NOTIFICATION, "AddNotification", "sa{sv}", notification.identifier, shown
            )
        except BaseException:
            self.close()
            raise
        self._shown[notification.identifier] = notification
        if len(self._shown) > _MOST_REMEMBERED:
            self._shown.popitem(last=False)
        if notification.on_dispatched is not None:
            notification.on_dispatched()
        return notification.identifier

    async def clear(self, identifier: str) -> None:
        """Take it from the screen. Raises OSError."""
        self._shown.pop(identifier, None)
        bus = await self._connected()
        await call(bus, SERVICE, _PATH, _NOTIFICATION, "RemoveNotification", "s", identifier)

    def close(self) -> None:
        """End the connection: later clicks are not answered."""
        if self._bus is not None:
            self._bus.disconnect()
            self._bus = None

    async def _connected(self) -> "MessageBus":
        if self._bus is not None and self._bus.connected:
            return self._bus
        bus = self._bus = await connected()
        answer = await _version(bus, _NOTIFICATION)
        self._portal = answer.sender
        version = answer.body[0].value
        self._with_sound = isinstance(version, int) and version >= _WITH_SOUND
        bus.add_message_handler(self._take)
        await call(bus, *_BUS, "AddMatch", "s", f"type='signal',interface='{_NOTIFICATION}',path='{_PATH}'")
        return bus

    def _as_portal(self, notification: "Notification") -> "dict[str, Variant]":
        from dbus_fast import Variant
        from desktop_notifier import Urgency

        urgent = notification.urgency is Urgency.Critical
        buttons = [
            {"label": Variant("s", button.title), "action": Variant("s", button.identifier)}
            for button in notification.buttons
        ]
        shown = {
            "title": Variant("s", notification.title),
            "body": Variant("s", notification.message),
            "priority": Variant("s", "urgent" if urgent else "normal"),
            "default-action": Variant("s", _CLICKED),
        }
        if buttons:
            shown["buttons"] = Variant("aa{sv}", buttons)
        if self._with_sound:
            shown["sound"] = Variant("s", "default" if notification.sound else "silent")
        return shown

    def _take(self, message: "Message") -> None:
        """A click, or a button."""
        if (message.sender, message.interface, message.member, message.signature) != (
            self._portal,
            _NOTIFICATION,
            "ActionInvoked",
            "ssav",
        ):
            return
        identifier, action, _ = message.body
        notification = self._shown.pop(identifier, None)
        if notification is None:
            return
        buttons = {button.identifier: button.on_pressed for button in notification.buttons}
        done = notification.on_clicked if action == _CLICKED else buttons.get(action)
        if done is not None:
            done()


async def _version(bus: "MessageBus", interface: str) -> "Message":
    """Of a portal, which is started by that if need be; the sender of the answer is the only one to be believed."""
    return await call(bus, SERVICE, _PATH, _PROPERTIES, "Get", "ss", interface, "version")


async def _close(bus: "MessageBus", handle: str) -> None:
    from dbus_fast import Message, MessageFlag

    order = Message(
        destination=SERVICE,
        path=handle,
        interface=_REQUEST,
        member="Close",
        flags=MessageFlag.NO_REPLY_EXPECTED,
    )
    await bus.send(order)
