"""What every kind of channel promises, asked of each that is registered.

A new kind is in here by itself: its settings are filled by the names of their fields.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import Enum, auto
from typing import Any

import pytest

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.kind import ChannelKind
from porchlight.alerts.channels.registry import BUILT_IN, find_kind
from porchlight.model.errors import OutputError, SecretStoreUnavailable
from porchlight.model.message import Channel, Fault, Message, MessageKind, ResendChannel
from tests.integration.alerts.messages import AT_MS, context, hostile_message, label, message
from tests.integration.alerts.receiver import HANG, OK, SILENT, receiving
from tests.integration.alerts.test_hostile_mail import Rogue, usual
from tests.ports import free_port
from tests.support import until

pytestmark = pytest.mark.anyio

HERE = "127.0.0.1"
LONG = 60.0
_GOODBYE = 0.02
"""Seconds in which a server on the same loop sees that the channel has hung up."""
SHORT = 1.5
SECRET = "s3cret-of-nobody-else"
USUAL: Mapping[str, object] = {
    "url": f"http://{HERE}:PORT/hook",
    "host": HERE,
    "port": "PORT",
    "encryption": "none",
    "username": "light",
    "credential": "it",
    "sender": "Porchlight <light@example.org>",
    "to": ["anna@example.org"],
}
"""By the name of a field."""
ADDRESSES: Mapping[str, str] = {
    "apprise": f"json://{HERE}:PORT/{SECRET}",
    "webhook": f"http://{HERE}:PORT/{SECRET}",
}
"""Kinds whose credential is the address."""
SPECIAL: Mapping[str, Mapping[str, object]] = {"webhook": {"url": None}}
VARIANTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "webhook that signs": ("webhook", {"credential": None, "url": USUAL["url"], "signing_credential": "key"}),
    "webhook with a header": (
        "webhook",
        {"credential": None, "url": USUAL["url"], "secret_headers": {"X-Key": "key"}},
    ),
}
KINDS = (*BUILT_IN, *VARIANTS)
WITHOUT_RECEIVER = frozenset({"console"})
SENDING = tuple(name for name in KINDS if name not in WITHOUT_RECEIVER)
KINDS_OF_MESSAGE: Sequence[Message] = (
    message(),
    message(label("page"), label("form"), kind=MessageKind.DIGEST),
    message(kind=MessageKind.STILL_FIRING, attempt=2),
    message(label(over=True), kind=MessageKind.RESOLVED),
    message(kind=MessageKind.TEST),
)


class Mood(Enum):
    """How a receiver treats who comes."""

    TAKES = auto()
    REFUSES = auto()
    """And repeats what it was sent as a key."""
    HANGS_UP = auto()
    HANGS = auto()
    GONE = auto()


class Receiver:
    """A server on loopback of the kind that a channel sends to."""

    def __init__(self, port: int, received: Sequence[object]) -> None:
        self.port = port
        self.received = received


def _taking(command: bytes) -> bytes:
    return b"235 welcome\r\n" if command.startswith(b"AUTH") else usual(command)


def _refusing(command: bytes) -> bytes:
    return f"554 5.7.1 {SECRET}\r\n".encode() if command.startswith(b"RCPT") else _taking(command)


_MAIL = {
    Mood.TAKES: _taking,
    Mood.REFUSES: _refusing,
    Mood.HANGS_UP: lambda command: b"421 bye\r\n",
    Mood.HANGS: lambda command: b"",
}
_HTTP = {
    Mood.TAKES: OK,
    Mood.REFUSES: f"HTTP/1.1 403 {SECRET}\r\nContent-Length: {len(SECRET)}\r\n\r\n{SECRET}".encode(),
    Mood.HANGS_UP: SILENT,
    Mood.HANGS: HANG,
}


@asynccontextmanager
async def receiver_of(kind: ChannelKind, mood: Mood) -> AsyncIterator[Receiver]:
    if mood is Mood.GONE:
        yield Receiver(free_port(), ())
    elif "host" in kind.settings.model_fields:
        async with Rogue(_MAIL[mood]).serving() as mail:
            yield Receiver(mail.port, mail.received)
            await asyncio.sleep(_GOODBYE)
    else:
        async with receiving() as http:
            http.usual = _HTTP[mood]
            yield Receiver(int(http.url.rsplit(":", 1)[1].split("/")[0]), http.received)
            await asyncio.sleep(_GOODBYE)
    await asyncio.sleep(_GOODBYE)


class LockedSecrets:
    """Implements Secrets; nobody unlocks it."""

    async def get(self, name: str) -> str:
        raise SecretStoreUnavailable("The keyring did not answer within 20 s.", "Unlock it and try again.")


@asynccontextmanager
async def channel_of(name: str, mood: Mood = Mood.TAKES, **parts: Any) -> AsyncIterator[tuple[Channel, Receiver]]:
    """A channel with its receiver; ``parts`` are put into its context."""
    kind_name, variant = VARIANTS.get(name, (name, {}))
    kind = find_kind(kind_name)
    assert isinstance(kind, ChannelKind), kind
    async with receiver_of(kind, mood) as receiver:
        fields = {**USUAL, **SPECIAL.get(kind_name, {}), **variant}
        given = {
            key: _filled(value, receiver.port)
            for key, value in fields.items()
            if key in kind.settings.model_fields and value is not None
        }
        settings = kind.settings.model_validate(
            {"kind": kind_name, "timeout": SHORT if mood is Mood.HANGS else LONG, **given}
        )
        it = ADDRESSES.get(kind_name, SECRET).replace("PORT", str(receiver.port))
        made = replace(context({"it": it, "key": SECRET}), **parts)
        made.redactor.add_secret(SECRET)
        channel = kind.connected(settings, made, "it")
        try:
            yield channel, receiver
        finally:
            await channel.close()
            await channel.close()  # the second time there is nothing left to do


def _filled(value: object, port: int) -> object:
    if value == "PORT":
        return port
    return value.replace("PORT", str(port)) if isinstance(value, str) else value


async def send(channel: Channel, one: Message) -> Fault | None:
    """As it is, without the wall around it."""
    return await asyncio.wait_for(channel.send(one), channel.timeout)


@pytest.mark.parametrize("name", KINDS)
async def test_whatever_happened_is_taken(name: str) -> None:
    async with channel_of(name) as (channel, receiver):
        for one in KINDS_OF_MESSAGE:
            assert await send(channel, one) is None
        assert name in WITHOUT_RECEIVER or len(receiver.received) >= len(KINDS_OF_MESSAGE)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("kind", list(MessageKind))
async def test_whatever_a_text_holds_is_taken(name: str, kind: MessageKind) -> None:
    async with channel_of(name) as (channel, _):
        assert await send(channel, hostile_message(kind)) is None


@pytest.mark.parametrize("name", SENDING)
@pytest.mark.parametrize("mood", [Mood.REFUSES, Mood.HANGS_UP, Mood.GONE])
async def test_why_it_was_not_taken_is_one_sentence_without_a_secret(name: str, mood: Mood) -> None:
    async with channel_of(name, mood) as (channel, _):
        for one in (message(), hostile_message()):
            fault = await send(channel, one)
            assert isinstance(fault, Fault)
            assert fault.sentence
            assert fault.sentence.isprintable()
            assert SECRET not in repr(fault)
            assert fault.permanent is (mood is Mood.REFUSES)


@pytest.mark.parametrize("name", SENDING)
async def test_one_that_never_answers_is_given_up_on_within_the_time_limit(name: str) -> None:
    async with channel_of(name, Mood.HANGS) as (channel, _):
        began = time.monotonic()
        fault = await deliver(channel, message())
        assert isinstance(fault, Fault)
        assert not fault.permanent
        assert SECRET not in repr(fault)
        assert time.monotonic() - began < SHORT + 1


@pytest.mark.parametrize("name", SENDING)
async def test_it_ends_within_two_seconds_when_it_is_cancelled(name: str) -> None:
    before = asyncio.all_tasks()
    async with channel_of(name, Mood.HANGS) as (channel, receiver):
        sending = asyncio.create_task(channel.send(message()))
        await until(lambda: receiver.received)
        sending.cancel()
        done, _ = await asyncio.wait([sending], timeout=2)
        assert done
        assert sending.cancelled()
    await until(lambda: asyncio.all_tasks() <= before)


@pytest.mark.parametrize("name", SENDING)
async def test_a_keyring_that_stays_locked_is_a_fault_that_may_pass(name: str) -> None:
    async with channel_of(name, secrets=LockedSecrets()) as (channel, receiver):
        fault = await send(channel, message())
        assert fault == Fault("The keyring did not answer within 20 s. Unlock it and try again.")
        assert not receiver.received


@pytest.mark.parametrize("name", KINDS)
async def test_many_at_once_are_each_answered(name: str) -> None:
    async with channel_of(name) as (channel, _):
        answers = await asyncio.gather(*(send(channel, one) for one in KINDS_OF_MESSAGE))
        assert all(answer is None or not answer.permanent for answer in answers)
        assert None in answers


@pytest.mark.parametrize("name", SENDING)
@pytest.mark.parametrize("mood", [Mood.TAKES, Mood.REFUSES, Mood.GONE])
async def test_what_is_sent_again_and_again_keeps_the_same_promises(name: str, mood: Mood) -> None:
    labels = hostile_message().labels
    async with channel_of(name, mood) as (channel, _):
        if isinstance(channel, ResendChannel):
            fault = await asyncio.wait_for(channel.send_firing(lambda: labels, lambda: AT_MS), channel.timeout)
            assert (fault is None) is (mood is Mood.TAKES)
            assert SECRET not in repr(fault)


def _closed(line: str) -> None:
    raise OutputError("What is printed cannot be written.")


async def test_a_terminal_that_is_gone_is_a_fault() -> None:
    async with channel_of("console", say=_closed) as (channel, _):
        assert await send(channel, message()) == Fault("What is printed cannot be written.")


@pytest.mark.parametrize("name", KINDS)
async def test_it_says_what_it_needs_and_where_that_goes(name: str) -> None:
    kind = find_kind(VARIANTS.get(name, (name,))[0])
    assert isinstance(kind, ChannelKind)
    async with channel_of(name, secrets=context().secrets) as (channel, _):
        assert channel.local in (True, False)
        assert channel.timeout == LONG
        fault = await send(channel, message())
        assert (fault is None) is (name in WITHOUT_RECEIVER)
