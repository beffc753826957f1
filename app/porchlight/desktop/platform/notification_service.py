"""What is still on the screen from a Porchlight that ended without taking it back: found again by the next one.

Windows and macOS know a notice by the name that its program gave it, whichever process asks. The service of
freedesktop.org ("Desktop Notifications Specification" 1.2) knows it by a number, which begins again with each
session. So the bus and the program that gave the number are kept with it: elsewhere it may be somebody else's. The
portal of a sandbox knows it by our own name, too.
"""

import sys
from typing import TYPE_CHECKING, Final, Protocol

from porchlight.desktop.platform.portal import PortalNotifications
from porchlight.desktop.platform.session_bus import call, session_bus

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus
    from desktop_notifier import Notification

_SERVICE: Final = "org.freedesktop.Notifications"
_BUS: Final = "org.freedesktop.DBus"
_ON_BUS: Final = sys.platform not in ("win32", "darwin")


class NotificationService(Protocol):
    """Who shows notifications: desktop-notifier, or the portal."""

    async def send_notification(self, notification: "Notification") -> str:
        """Show it; return its identifier."""
        ...

    async def clear(self, identifier: str) -> None:
        """Take it from the screen."""
        ...


async def handle_of(service: NotificationService, identifier: str) -> str:
    """By what another process may take back this notice; empty: it may not. Raises whatever the bus does."""
    if _is_by_name(service):
        return identifier
    backend = getattr(service, "_backend", None)
    numbers = getattr(backend, "_platform_to_interface_notification_identifier", None)
    if numbers is None or identifier not in numbers.inverse:  # another version of the library
        return ""
    async with session_bus() as bus:
        return f"{await _owner(bus)} {numbers.inverse[identifier]}"


async def take_back(service: NotificationService, handle: str) -> None:
    """Take what another process showed from the screen. Raises whatever the service does."""
    if _is_by_name(service):
        await service.clear(handle)
        return
    owner, _, number = handle.rpartition(" ")
    async with session_bus() as bus:
        if number.isdecimal() and owner == await _owner(bus):
            path = f"/{_SERVICE.replace('.', '/')}"
            await call(bus, _SERVICE, path, _SERVICE, "CloseNotification", "u", int(number))


def _is_by_name(service: NotificationService) -> bool:
    return not _ON_BUS or isinstance(service, PortalNotifications)


async def _owner(bus: "MessageBus") -> str:
    """This session's bus, and the program on it that shows notices."""
    of_bus = (_BUS, f"/{_BUS.replace('.', '/')}", _BUS)
    session = await call(bus, *of_bus, "GetId")
    owner = await call(bus, *of_bus, "GetNameOwner", "s", _SERVICE)
    return f"{session.body[0]} {owner.body[0]}"
