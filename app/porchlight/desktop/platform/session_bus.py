"""One call on the session's bus, for whoever speaks to a service there that Qt does not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus


@asynccontextmanager
async def session_bus() -> AsyncIterator["MessageBus"]:
    """A connection until left. Raises OSError where there is no bus."""
    bus = await connected()
    try:
        yield bus
    finally:
        bus.disconnect()


async def connected() -> "MessageBus":
    """A connection; end it with ``disconnect``. Raises OSError where there is no bus."""
    from dbus_fast.aio import MessageBus
    from dbus_fast.errors import AuthError, DBusError

    try:
        return await MessageBus().connect()
    except (AuthError, DBusError, ValueError, EOFError) as error:
        raise OSError(f"no session bus ({type(error).__name__})") from error


async def call(
    bus: "MessageBus", service: str, path: str, interface: str, member: str, signature: str = "", *given: object
) -> "Message":
    """The answer. Raises OSError with the name of the error that came instead."""
    from dbus_fast import Message, MessageType

    order = Message(
        destination=service, path=path, interface=interface, member=member, signature=signature, body=[*given]
    )
    answer = await bus.call(order)
    if answer.message_type is MessageType.ERROR:
        raise OSError(f"{member}: {answer.error_name}")
    return answer
