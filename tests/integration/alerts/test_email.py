"""The e-mail channel, against a real SMTP server with moods (aiosmtpd)."""

import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.email import EmailChannel, EmailSettings
from porchlight.intake.text import redacting
from porchlight.model.message import Fault, Message, MessageKind
from porchlight.redaction import Redactor
from tests.integration.alerts.messages import context, label, message
from tests.ports import free_port

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


class Mailbox:
    """What aiosmtpd calls a handler."""

    def __init__(self, *, refuse_recipient: str = "", drop_after_data: bool = False) -> None:
        self.mails: list[EmailMessage] = []
        self._refuse_recipient = refuse_recipient
        self._drop_after_data = drop_after_data

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self._refuse_recipient:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._drop_after_data:
            assert server.transport is not None
            server.transport.abort()
            return "451 gone"
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    ca = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(server)
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    return server, str(tmp_path / "ca.pem")


async def _send(
    port: int,
    *messages: Message,
    ca_file: str | None = None,
    password: str = "pass-word-1",
    redactor: Redactor | None = None,
    **settings: Any,
) -> Fault | None:
    values = {
        "kind": "email",
        "host": "localhost",
        "port": port,
        "encryption": "none",
        "sender": "Porchlight <light@food-bank.org>",
        "to": ["anna@food-bank.org"],
        **settings,
    }
    given = context({"mail": password}, ca_file)
    channel = EmailChannel(EmailSettings.model_validate(values), replace(given, redactor=redactor or given.redactor))
    fault = None
    for one in messages or (message(),):
        fault = await deliver(channel, one)
    return fault


async def test_a_mail_has_a_plain_and_a_html_part() -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        assert await _send(port) is None
    (mail,) = mailbox.mails
    assert mail["Subject"] == "Page: down"
    assert mail["From"] == "Porchlight <light@food-bank.org>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert "No answer." in plain.get_content()
    assert html is not None
    assert "<h2" in html.get_content()


async def test_an_incident_is_one_thread_and_a_second_try_the_same_mail() -> None:
    mailbox = Mailbox()
    over = message(label(over=True), kind=MessageKind.RESOLVED)
    with serving(mailbox) as port:
        assert await _send(port, message(), message(attempt=2), over) is None
    first, again, last = mailbox.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert last["In-Reply-To"] == last["References"] == first["Message-ID"]
    assert last["Message-ID"] != first["Message-ID"]


async def test_starttls_with_a_login(authority: tuple[ssl.SSLContext, str]) -> None:
    server, ca_file = authority

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=data == LoginPassword(b"light", b"pass-word-1"), handled=False)

    mailbox = Mailbox()
    options = {"tls_context": server, "require_starttls": True, "authenticator": authenticate, "auth_required": True}
    login = {"encryption": "starttls", "username": "light", "credential": "mail"}
    with serving(mailbox, **options) as port:
        assert await _send(port, ca_file=ca_file, **login) is None
        refused = await _send(port, ca_file=ca_file, password="wrong-word", **login)
        untrusted = await _send(port, **login)
    assert len(mailbox.mails) == 1
    assert refused is not None
    assert refused.permanent
    assert refused.sentence.startswith("localhost rejected the user name or the password.")
    assert untrusted is not None
    assert "does not trust" in untrusted.sentence


async def test_a_server_that_offers_no_encryption_gets_neither_mail_nor_password() -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        fault = await _send(port, encryption="starttls", username="light", credential="mail")
    assert fault is not None
    assert "encryption" in fault.sentence
    assert mailbox.mails == []


async def test_a_recipient_that_is_refused_is_named() -> None:
    redactor = Redactor()
    with serving(Mailbox(refuse_recipient="anna@food-bank.org")) as port, redacting(redactor.text):
        fault = await _send(port, redactor=redactor)
    assert fault is not None
    assert fault.permanent
    assert fault.sentence.startswith("localhost does not accept mail for anna@food-bank.org.")
    assert (
        redactor.text("the donor jane@example.org and anna@food-bank.org") == "the donor *** and anna@food-bank.org"
    )


async def test_one_refused_of_two_is_told_too() -> None:
    mailbox = Mailbox(refuse_recipient="gone@food-bank.org")
    with serving(mailbox) as port:
        fault = await _send(port, to=["anna@food-bank.org", "gone@food-bank.org"])
    assert len(mailbox.mails) == 1
    assert fault is not None
    assert "gone@food-bank.org" in fault.sentence


async def test_a_server_that_drops_after_the_data_is_tried_again() -> None:
    with serving(Mailbox(drop_after_data=True)) as port:
        fault = await _send(port)
    assert fault is not None
    assert not fault.permanent


async def test_nobody_there() -> None:
    fault = await _send(9)
    assert fault is not None
    assert "No connection to localhost" in fault.sentence


def test_a_line_break_cannot_make_a_header() -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        EmailSettings.model_validate(
            {"kind": "email", "host": "x", "sender": "a@b.c\nBcc: x@y.z", "to": ["anna@food-bank.org"]}
        )
