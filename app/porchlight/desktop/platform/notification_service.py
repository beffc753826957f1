"""What is still on the screen from a Porchlight that ended without taking it back: found again by the next one.

Windows and macOS know a notice by the name that its program gave it, whichever process asks. The service of
freedesktop.org ("Desktop Notifications Specification" 1.2) knows it by a number, which begins again with each
session. So the bus and the program that gave the number are kept with it: elsewhere it may be somebody else's.
"""

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus
    from desktop_notifier import DesktopNotifier

_SERVICE: Final = "org.freedesktop.Notifications"
_BUS: Final = "org.freedesktop.DBus"
_ON_BUS: Final = sys.platform not in ("win32", "darwin")


async def handle_of(notifier: "DesktopNotifier", identifier: str) -> str:
    """By what another process may take back this notice; empty: it may not. Raises whatever the bus does."""
    if not _ON_BUS:
        return identifier
    backend = getattr(notifier, "_backend", None)
    numbers = getattr(backend, "_platform_to_interface_notification_identifier", None)
    if numbers is None or identifier not in numbers.inverse:  # another version of the library
        return ""
    from dbus_fast.aio import MessageBus

    bus = await MessageBus().connect()
    try:
        return f"{await _service(bus)} {numbers.inverse[identifier]}"
    finally:
        bus.disconnect()


async def take_back(notifier: "DesktopNotifier", handle: str) -> None:
    """Take what another process showed from the screen. Raises whatever the service does."""
    if not _ON_BUS:
        await notifier.clear(handle)
        return
    from dbus_fast.aio import MessageBus

    service, _, number = handle.rpartition(" ")
    bus = await MessageBus().connect()
    try:
        if number.isdecimal() and service == await _service(bus):
            path = f"/{_SERVICE.replace('.', '/')}"
            await _call(bus, _SERVICE, path, "CloseNotification", "u", int(number))
    finally:
        bus.disconnect()


async def _service(bus: "MessageBus") -> str:
    """This session's bus, and the program on it that shows notices."""
    path = f"/{_BUS.replace('.', '/')}"
    return f"{await _call(bus, _BUS, path, 'GetId')} {await _call(bus, _BUS, path, 'GetNameOwner', 's', _SERVICE)}"


async def _call(bus: "MessageBus", whom: str, path: str, what: str, signature: str = "", *given: object) -> str:
    from dbus_fast import Message, MessageType

    order = Message(destination=whom, path=path, interface=whom, member=what, signature=signature, body=[*given])
    answer = await bus.call(order)
    if answer.message_type is MessageType.ERROR:
        raise OSError(f"{what}: {answer.error_name}")
    return str(answer.body[0]) if answer.body else ""
