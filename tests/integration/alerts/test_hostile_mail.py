"""The e-mail channel, against servers that are no mail servers, and with letters that mail does not carry."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.email import EmailChannel, EmailSettings
from porchlight.alerts.channels.mail_addresses import mail_address
from porchlight.alerts.channels.mail_text import compose
from porchlight.model.message import Fault, Message, MessageKind
from tests.integration.alerts.messages import context, label, message
from tests.integration.alerts.test_email import Mailbox, serving

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]

HELLO = b"220 mail.example ESMTP\r\n"
OFFERS = b"250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 SMTPUTF8\r\n"


def settings(**more: Any) -> EmailSettings:
    values = {
        "kind": "email",
        "host": "127.0.0.1",
        "encryption": "none",
        "sender": "Porchlight <light@food-bank.org>",
        "to": ["anna@food-bank.org"],
        "timeout": "2s",
    }
    return EmailSettings.model_validate({**values, **more})


async def send(given: EmailSettings, one: Message | None = None) -> Fault | None:
    return await deliver(EmailChannel(given, context({"mail": "pass-word-1"})), one or message())


class Rogue:
    """Says what it is told to, command by command; ``received`` is what it was told."""

    def __init__(self, answers: Callable[[bytes], bytes], greeting: bytes = HELLO, *, for_ever: bool = False) -> None:
        self.port = 0
        self.received: list[bytes] = []
        self.mail = b""
        self.sent = 0
        self._answers = answers
        self._greeting = greeting
        self._for_ever = for_ever
        self._over = False

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Rogue"]:
        tasks: set[asyncio.Task[None]] = set()

        def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(asyncio.create_task(self._serve(reader, writer)))

        server = await asyncio.start_server(begin, "127.0.0.1", 0, limit=2**22)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._over = True
            server.close()
            await asyncio.gather(*tasks)
            await asyncio.sleep(0)  # so that aborted connections are closed, too

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(self._greeting)
            while self._for_ever and not (self._over or writer.is_closing()):
                writer.write(self._greeting)
                self.sent += len(self._greeting)
                await writer.drain()
                await asyncio.sleep(0)
            while line := await reader.readline():
                self.received.append(line.strip())
                answer = self._answers(line.strip().upper())
                writer.write(answer)
                if answer.startswith(b"354"):
                    self.mail = await reader.readuntil(b"\r\n.\r\n")
                    writer.write(b"250 ok\r\n")
                await writer.drain()
        writer.transport.abort()


def usual(command: bytes) -> bytes:
    if command.startswith(b"EHLO"):
        return OFFERS
    return {b"QUIT": b"221 bye\r\n", b"DATA": b"354 go ahead\r\n"}.get(command, b"250 ok\r\n")


@pytest.mark.parametrize("name", ["büro-pc", "pc with blanks", "", "a" * 300, "pc\r\nMAIL FROM:<x>", "pc\udcff"])
async def test_how_the_computer_is_called_keeps_no_mail_from_going_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda host="": name)
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    async with Rogue(usual).serving() as rogue:
        assert await send(settings(port=rogue.port)) is None
    assert rogue.received[0] == b"EHLO [127.0.0.1]"
    assert b"\r\nMessage-ID: <page0123456789ab@food-bank.org>\r\n" in rogue.mail


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
async def test_a_server_that_takes_encryption_away_gets_neither_login_nor_mail(encryption: str) -> None:
    async with Rogue(usual).serving() as rogue:
        fault = await send(settings(port=rogue.port, encryption=encryption, username="me", credential="mail"))
    assert fault is not None
    assert not any(line.upper().startswith((b"AUTH", b"MAIL", b"DATA")) for line in rogue.received)


async def test_a_server_that_says_yes_to_encryption_and_goes_on_in_clear_gets_nothing() -> None:
    def answers(command: bytes) -> bytes:
        if command.startswith(b"EHLO"):
            return b"250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n"
        return b"220 go ahead\r\n250-mail.example\r\n250 AUTH PLAIN\r\n" if command == b"STARTTLS" else b"250 ok\r\n"

    async with Rogue(answers).serving() as rogue:
        given = settings(port=rogue.port, encryption="starttls", username="me", credential="mail")
        fault = await send(given)
    assert fault is not None
    assert not any(b"AUTH" in line.upper() or b"pass-word-1" in line for line in rogue.received)


@pytest.mark.parametrize("host", ["mail.example.org", "8.8.8.8", "134744072", "mailserver"])
def test_a_login_is_not_sent_in_clear_to_another_network(host: str) -> None:
    given = {"host": host, "username": "me", "credential": "mail"}
    with pytest.raises(ValidationError, match="unencrypted"):
        settings(**given)
    assert settings(**given, allow_unencrypted=True)
    assert settings(**{**given, "host": "192.168.1.25"})
    assert settings(host=host)


@pytest.mark.parametrize(
    ("greeting", "for_ever"),
    [
        (b"220-and more\r\n", True),
        (b"220 " + b"m" * 65536, True),
        (b"\x00\xff" * 32768, True),
        (b"\xff\xfe\r\n", False),
        (b"HTTP/1.1 200 OK\r\n\r\n", False),
        (b"999 what\r\n", False),
        (b"22", False),
        (b"554 \x1b]0;pwned\x07 no mail here\r\n", False),
        (b"421 " + b"busy " * 100_000 + b"\r\n", False),
    ],
)
async def test_what_is_no_mail_server_is_told_in_a_sentence_and_soon(greeting: bytes, for_ever: bool) -> None:
    began = time.monotonic()
    async with Rogue(usual, greeting, for_ever=for_ever).serving() as rogue:
        fault = await send(settings(port=rogue.port))
        assert rogue.sent < 64 * 1024 * 1024
    assert time.monotonic() - began < 10
    assert fault is not None
    assert not fault.sentence.startswith("The channel itself")
    assert fault.sentence.isprintable()
    assert len(fault.sentence) < 200


@pytest.mark.parametrize(
    "answer",
    [
        b"550 \xff\xfe\x1b[2J\r\n",
        b"250-\r\n" * 50_000 + b"250 ok\r\n",
        b"550 " + b"x" * 400_000 + b"\r\n",
        b"000 nothing\r\n",
        b"535 5.7.8 \xed\xa0\x80\r\n",
        b"\r\n",
        b"250 AUTH=\x00\r\n",
    ],
)
async def test_whatever_a_server_answers_becomes_a_sentence(answer: bytes) -> None:
    async with Rogue(lambda command: answer).serving() as rogue:
        fault = await send(settings(port=rogue.port))
    assert fault is not None
    assert not fault.sentence.startswith("The channel itself")
    assert fault.sentence.isprintable()
    assert len(fault.sentence) < 300


@pytest.mark.parametrize(
    "field",
    [
        {"sender": "a@b.c\r\nBcc: x@y.z"},
        {"sender": "a@b.c\u2028Bcc: x@y.z"},
        {"to": ["anna@food-bank.org\nRCPT TO:<x@y.z>"]},
        {"to": ["anna@"]},
        {"to": ["an na@food-bank.org"]},
        {"to": ["anna@food\x00bank.org"]},
        {"host": "mail server"},
        {"host": "mail.example\r\nQUIT"},
        {"host": ""},
    ],
)
def test_an_address_that_is_none_is_told_when_the_settings_are_read(field: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**field)


@pytest.mark.parametrize(
    "field",
    [
        {"to": ["änna@food-bank.org"]},
        {"to": ["anna@bücher.example"]},
        {"sender": "Küche <licht@bücher.example>"},
        {"sender": '"Light, the" <light@food-bank.org>'},
        {"to": ['"odd name"@food-bank.org', "Ännä Ö <anna@food-bank.org>"]},
        {"sender": "((((light@food-bank.org"},
        {"to": ["a@[300.1.2.3]"]},
        {"to": ["=?utf-8?q?x?=@food-bank.org"]},
        {"username": "mé", "credential": "mail"},
    ],
)
async def test_odd_letters_in_addresses_go_out_or_are_told(field: dict[str, Any]) -> None:
    try:
        given = settings(**field)
    except ValidationError:
        return
    for offers in (OFFERS, b"250 mail.example\r\n"):
        async with Rogue(
            lambda command, offers=offers: offers if command[:4] == b"EHLO" else usual(command)
        ).serving() as rogue:
            fault = await send(given.model_copy(update={"port": rogue.port}))
        assert fault is None or not fault.sentence.startswith("The channel itself")


async def test_half_a_character_and_a_line_end_in_a_name_keep_no_mail_from_going_out() -> None:
    bad = replace(
        message(label("page")),
        title="Page\r\nBcc: x@y.z: down \ud83d",
        text="output \ud800\x1b[2J\u202e of it\n\nmore",
    )
    mailbox = Mailbox()
    with serving(mailbox) as port:
        assert await send(settings(port=port), bad) is None
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Page Bcc: ***: down \ufffd"
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "output \ufffd\ufffd[2J\ufffd of it" in plain.get_content()


def test_a_damaged_history_cannot_make_a_header_of_an_alerts_name() -> None:
    odd = label("page")
    odd = replace(odd, alert=replace(odd.alert, id="x>\r\nBcc: <y@z.w"))
    sender = mail_address(settings().sender)
    assert sender is not None
    mail = compose(replace(message(odd), id="\ud800", kind=MessageKind.RESOLVED), sender, [sender], str)
    assert mail["Message-ID"] == "<porchlight@food-bank.org>"
    assert mail["References"] == "<xBccyz.w@food-bank.org>"
    assert mail["Bcc"] is None
