"""A portal on a session bus of the test's own: a program that answers as it is told, and tells what it was asked.

``python -m tests.desktop.stand_in_portal`` is xdg-desktop-portal as far as Porchlight and Qt use it.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from tests.support import need

SERVICE = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
_CONTROL = "org.porchlight.Test"
_TOP = Path(__file__).parents[2]
_VERSIONS = {
    "org.freedesktop.portal.Background": 2,
    "org.freedesktop.portal.Notification": 2,
    "org.freedesktop.portal.OpenURI": 4,
    "org.freedesktop.portal.FileChooser": 4,
}


class Answer(StrEnum):
    """What it does with a request."""

    GRANT = "grant"
    ANOTHER = "another"
    """Granted, but not as it was asked for."""
    REFUSE = "refuse"
    NEVER = "never"
    """The person at the screen does not answer."""
    MISSING = "missing"
    """There is no such portal."""


class StandInPortal:
    """The program, as the test has it."""

    def __init__(self, address: str) -> None:
        self._environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        self.address = address

    def answer(self, answer: Answer) -> None:
        """From now on."""
        self._call("Answer", f"string:{answer}")

    def begin_anew(self) -> None:
        """Grant all that is asked, and forget what was."""
        self._call("Forget")
        self.answer(Answer.GRANT)

    def press(self, identifier: str, action: str) -> None:
        """The person clicks a notification or one of its buttons."""
        self._call("Press", f"string:{identifier}", f"string:{action}")

    def calls(self, member: str) -> list[list[Any]]:
        """What it was asked with this method so far: the arguments of each call."""
        done = self._call("Calls")
        text = done[done.index('string "') + len('string "') : done.rindex('"')]
        return [arguments for name, arguments in json.loads(text) if name == member]

    def asked(self, member: str, seconds: float = 20) -> list[Any]:
        """The arguments of the last call of this method, waited for."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if calls := self.calls(member):
                return calls[-1]
            time.sleep(0.05)
        pytest.fail(f"nobody called {member}")

    def _call(self, member: str, *arguments: str) -> str:
        command = ["dbus-send", "--session", "--print-reply", f"--dest={SERVICE}", PATH, f"{_CONTROL}.{member}"]
        done = subprocess.run(
            [*command, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        )
        return done.stdout


@contextmanager
def bus_of_its_own() -> Iterator[str]:
    """The address of a session bus that the test alone uses."""
    process = subprocess.Popen(
        [need("dbus-daemon"), "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@contextmanager
def stand_in_portal(address: str) -> Iterator[StandInPortal]:
    """A running one on this bus."""
    need("dbus-send")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.stand_in_portal"],
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": address},
        cwd=_TOP,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield StandInPortal(address)
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


class _Portal:
    """Inside the program."""

    def __init__(self, bus: Any) -> None:
        self._bus = bus
        self._answer = Answer.GRANT
        self._calls: list[tuple[str, list[Any]]] = []
        self._notifier = ""

    def handle(self, message: Any) -> Any:
        from dbus_fast import Message, MessageType, Variant

        if message.message_type is not MessageType.METHOD_CALL or not message.path.startswith(PATH):
            return None
        if message.interface == _CONTROL:
            return self._controlled(message)
        if message.member == "Get":
            version = _VERSIONS.get(message.body[0])
            if version is None or self._answer is Answer.MISSING:
                return Message.new_error(message, "org.freedesktop.DBus.Error.InvalidArgs", "no such interface")
            return Message.new_method_return(message, "v", [Variant("u", version)])
        if message.interface not in _VERSIONS and message.member != "Close":
            return Message.new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "none")
        self._calls.append((message.member, [_plain(one) for one in message.body]))
        match message.member:
            case "AddNotification":
                self._notifier = message.sender
                if self._answer is Answer.REFUSE:
                    return Message.new_error(message, "org.freedesktop.portal.Error.NotAllowed", "refused")
                return Message.new_method_return(message)
            case "RemoveNotification" | "Close":
                return Message.new_method_return(message)
            case _:
                return self._requested(message)

    def _requested(self, message: Any) -> Any:
        """A request that a person answers: first the handle, then the answer as a signal."""
        from dbus_fast import Message, Variant

        options = message.body[-1]
        sender = message.sender.removeprefix(":").replace(".", "_")
        handle = f"{PATH}/request/{sender}/{options['handle_token'].value}"
        results: dict[str, Any] = {}
        if "autostart" in options:
            granted = options["autostart"].value is (self._answer is Answer.GRANT)
            results = {"background": Variant("b", True), "autostart": Variant("b", granted)}
        if "current_name" in options:
            uri = f"file://{os.environ.get('HOME', '')}/{options['current_name'].value}"
            results = {"uris": Variant("as", [uri])}
        if self._answer is not Answer.NEVER:
            code = 1 if self._answer is Answer.REFUSE else 0
            signal = Message.new_signal(
                handle, "org.freedesktop.portal.Request", "Response", "ua{sv}", [code, results]
            )
            asyncio.get_running_loop().call_later(0.05, self._bus.send, signal)
        return Message.new_method_return(message, "o", [handle])

    def _controlled(self, message: Any) -> Any:
        from dbus_fast import Message

        match message.member:
            case "Answer":
                self._answer = Answer(message.body[0])
                return Message.new_method_return(message)
            case "Forget":
                self._calls.clear()
                return Message.new_method_return(message)
            case "Press":
                interface = "org.freedesktop.portal.Notification"
                signal = Message.new_signal(PATH, interface, "ActionInvoked", "ssav", [*message.body, []])
                signal.destination = self._notifier
                self._bus.send(signal)
                return Message.new_method_return(message)
            case _:
                return Message.new_method_return(message, "s", [json.dumps(self._calls)])


def _plain(value: Any) -> Any:
    from dbus_fast import Variant

    if isinstance(value, Variant):
        return _plain(value.value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.decode(errors="replace") if isinstance(value, bytes) else value


async def _run() -> None:
    from dbus_fast.aio import MessageBus

    bus = await MessageBus(negotiate_unix_fd=True).connect()
    bus.add_message_handler(_Portal(bus).handle)
    await bus.request_name(SERVICE)
    print("ready", flush=True)
    await bus.wait_for_disconnect()


if __name__ == "__main__":
    asyncio.run(_run())
