"""Mail that arrives: each recipient's answer, addresses of other letters, the name in EHLO, sizes, and what is said
of a refusal. Against servers on loopback that answer as Postfix, Exim, Exchange and Gmail do."""

import email
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme
from pydantic import ValidationError

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.email import EmailChannel, EmailSettings
from porchlight.model.message import Fault
from tests.integration.alerts.messages import context, message
from tests.integration.alerts.test_email import Mailbox, serving
from tests.integration.alerts.test_hostile_mail import Rogue, send, settings, usual

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]

Answers = Callable[[bytes], bytes]
THREE = ["anna@food-bank.org", "ben@food-bank.org", "carla@food-bank.org"]


def answering(*wanted: tuple[bytes, bytes], offers: bytes = b"250 mail.example\r\n") -> Answers:
    """The usual answers, but to commands that begin so (in capitals) these."""

    def answers(command: bytes) -> bytes:
        for beginning, answer in wanted:
            if command.startswith(beginning):
                return answer + b"\r\n"
        return offers if command.startswith(b"EHLO") else usual(command)

    return answers


def mail_of(rogue: Rogue) -> EmailMessage:
    found = email.message_from_bytes(rogue.mail, policy=default)
    assert isinstance(found, EmailMessage)
    return found


async def refused(answers: Answers, **more: Any) -> Fault:
    async with Rogue(answers).serving() as rogue:
        fault = await send(settings(port=rogue.port, **more))
    assert fault is not None
    return fault


# -- recipients


async def test_one_that_is_told_to_come_back_later_is_named_alone_and_the_others_have_it() -> None:
    async with Rogue(
        answering((b"RCPT TO:<BEN@", b"451 4.7.1 Greylisted, try again in 300 seconds"))
    ).serving() as rogue:
        fault = await send(settings(port=rogue.port, to=THREE))
    assert rogue.mail
    assert fault is not None
    assert [who for who, _ in fault.refused] == ["ben@food-bank.org"]
    ben = fault.of("ben@food-bank.org")
    assert ben is not None
    assert not ben.permanent
    assert "tries again" in ben.sentence
    assert fault.of("anna@food-bank.org") is None
    assert "anna" not in fault.sentence


async def test_a_message_for_one_of_them_goes_to_that_one_and_is_the_same_mail() -> None:
    async with Rogue(usual).serving() as rogue:
        given = settings(port=rogue.port, to=THREE)
        channel = EmailChannel(given, context())
        assert channel.recipients == tuple(THREE)
        one = message()
        assert await deliver(channel, one) is None
        first = mail_of(rogue)
        to_ben = replace(one, recipients=(THREE[1],))
        assert await deliver(channel, to_ben) is None
    asked = [line for line in rogue.received if line.upper().startswith(b"RCPT")]
    assert asked[3:] == [b"RCPT TO:<ben@food-bank.org>"]
    assert mail_of(rogue)["Message-ID"] == first["Message-ID"]


async def test_each_that_is_refused_has_its_own_reason() -> None:
    fault = await refused(
        answering(
            (b"RCPT TO:<ANNA@", b"550 5.1.1 no such user here"),
            (b"RCPT TO:<BEN@", b"452 4.2.2 mailbox full"),
            (b"RCPT TO:<CARLA@", b"554 5.7.1 Relay access denied"),
        ),
        to=THREE,
    )
    assert not fault.permanent
    anna, ben, carla = (fault.of(one) for one in THREE)
    assert anna is not None
    assert anna.permanent
    assert "right and still in use" in anna.sentence
    assert ben is not None
    assert not ben.permanent
    assert carla is not None
    assert carla.permanent
    assert "does not forward mail to carla@food-bank.org" in carla.sentence


async def test_a_mail_that_is_refused_after_its_recipients_leaves_the_refused_ones_their_own_reason() -> None:
    def answers(command: bytes) -> bytes:
        if command.startswith(b"RCPT TO:<BEN@"):
            return b"550 5.1.1 no such user here\r\n"
        return b"451 4.3.0 try again\r\n" if command == b"DATA" else usual(command)

    fault = await refused(answers, to=THREE[:2])
    anna, ben = fault.of(THREE[0]), fault.of(THREE[1])
    assert anna is not None
    assert not anna.permanent
    assert ben is not None
    assert ben.permanent


async def test_a_server_that_hangs_up_between_two_recipients_has_delivered_to_nobody() -> None:
    fault = await refused(answering((b"RCPT TO:<BEN@", b"421 4.3.2 shutting down")), to=THREE)
    assert not fault.permanent
    assert all(fault.of(one) for one in THREE)


async def test_too_many_recipients_at_once_are_sent_the_rest_later() -> None:
    many = [f"person{number}@food-bank.org" for number in range(5)]
    fault = await refused(answering((b"RCPT TO:<PERSON4", b"552 too many recipients")), to=many)
    last = fault.of(many[4])
    assert last is not None
    assert not last.permanent
    assert [who for who, _ in fault.refused] == many[4:]


async def test_somebody_who_is_no_recipient_any_more_gets_nothing() -> None:
    async with Rogue(usual).serving() as rogue:
        channel = EmailChannel(settings(port=rogue.port), context())
        one = message()
        old = replace(one, recipients=("gone@food-bank.org",))
        fault = await deliver(channel, old)
    assert fault is not None
    assert fault.permanent
    assert not any(line.upper().startswith((b"MAIL", b"RCPT")) for line in rogue.received)


async def test_a_server_that_is_slow_to_say_goodbye_has_taken_the_mail_all_the_same() -> None:
    def answers(command: bytes) -> bytes:
        return b"" if command == b"QUIT" else usual(command)

    began = time.monotonic()
    async with Rogue(answers).serving() as rogue:
        assert await send(settings(port=rogue.port)) is None
    assert time.monotonic() - began < 1.9


async def test_who_has_the_mail_when_time_is_up_is_not_sent_it_again() -> None:
    mails = 0

    def answers(command: bytes) -> bytes:
        nonlocal mails
        mails += command.startswith(b"MAIL")
        if mails == 2 and not command.startswith(b"QUIT"):
            return b""
        return b"250-m\r\n250 SMTPUTF8\r\n" if command.startswith(b"EHLO") else usual(command)

    fault = await refused(answers, to=["änna@food-bank.org", "ben@food-bank.org"])
    assert fault.of("ben@food-bank.org") is None
    anna = fault.of("änna@food-bank.org")
    assert anna is not None
    assert not anna.permanent


async def test_a_connection_that_is_cut_between_two_recipients_has_delivered_to_nobody() -> None:
    class Cutting(Mailbox):
        async def handle_RCPT(
            self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
        ) -> str:
            if address == THREE[1]:
                server.transport.abort()
            return await super().handle_RCPT(server, session, envelope, address, options)

    mailbox = Cutting()
    with serving(mailbox) as port:
        fault = await send(settings(port=port, to=THREE))
    assert fault is not None
    assert not fault.permanent
    assert all(fault.of(one) for one in THREE)
    assert mailbox.mails == []


# -- names and addresses


@pytest.mark.parametrize(
    ("field", "received"),
    [
        ({"to": ["Büro <anna@bücher.example>"]}, b"RCPT TO:<anna@xn--bcher-kva.example>"),
        ({"to": ["anna@straße.example"]}, b"RCPT TO:<anna@xn--strae-oqa.example>"),
        ({"to": ["anna@例え.テスト"]}, b"RCPT TO:<anna@xn--r8jz45g.xn--zckzah>"),
        ({"to": ["anna@Food-Bank.org."]}, b"RCPT TO:<anna@food-bank.org>"),
        ({"sender": "Licht <licht@bücher.example>"}, b"MAIL FROM:<licht@xn--bcher-kva.example>"),
    ],
)
async def test_a_domain_of_other_letters_goes_as_dns_writes_it(field: dict[str, Any], received: bytes) -> None:
    plain = answering(offers=b"250 mail.example\r\n")
    async with Rogue(plain).serving() as rogue:
        assert await send(settings(port=rogue.port, **field)) is None
    assert received in [line.partition(b" BODY")[0].partition(b" SIZE")[0] for line in rogue.received]
    assert rogue.mail.isascii()
    assert b"xn--" in rogue.mail or "Food" in str(field)


async def test_other_letters_before_the_at_need_a_server_that_takes_them_and_keep_nobody_else_from_the_mail() -> None:
    to = ["änna@food-bank.org", "ben@food-bank.org"]
    async with Rogue(answering()).serving() as rogue:
        fault = await send(settings(port=rogue.port, to=to))
    assert fault is not None
    assert fault.of("ben@food-bank.org") is None
    anna = fault.of("änna@food-bank.org")
    assert anna is not None
    assert anna.permanent
    assert "änna@food-bank.org" in anna.sentence
    assert mail_of(rogue)["To"] == "ben@food-bank.org"
    async with Rogue(answering(offers=b"250-mail.example\r\n250 SMTPUTF8\r\n")).serving() as rogue:
        assert await send(settings(port=rogue.port, to=to)) is None
    starts = [line for line in rogue.received if line.startswith(b"MAIL")]
    assert [b"SMTPUTF8" in line for line in starts] == [False, True]


async def test_a_sender_of_other_letters_is_named_where_the_server_takes_none() -> None:
    fault = await refused(answering(), sender="lïcht@food-bank.org")
    assert fault.permanent
    assert "lïcht@food-bank.org" in fault.sentence


@pytest.mark.parametrize(
    ("helo", "expected"),
    [
        ("office.food-bank.org", b"EHLO office.food-bank.org"),
        ("büro.example", b"EHLO xn--bro-hoa.example"),
        ("[192.0.2.7]", b"EHLO [192.0.2.7]"),
        ("192.0.2.7", b"EHLO [192.0.2.7]"),
        ("[IPv6:2001:db8::1]", b"EHLO [IPv6:2001:db8::1]"),
        ("Office.Example.ORG.", b"EHLO office.example.org"),
    ],
)
async def test_the_name_of_the_settings_is_said_where_there_is_one(helo: str, expected: bytes) -> None:
    async with Rogue(usual).serving() as rogue:
        assert await send(settings(port=rogue.port, helo=helo)) is None
    assert rogue.received[0] == expected


@pytest.mark.parametrize("helo", ["", " ", "a b", "x\r\nMAIL FROM:<x>", "[", "[name]x[", "a" * 300, "::::", "\udcff"])
def test_a_name_that_is_none_is_told_when_the_settings_are_read(helo: str) -> None:
    with pytest.raises(ValidationError):
        settings(helo=helo)


async def test_the_same_name_is_said_once_more_after_the_encryption_began(tmp_path: Path) -> None:
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    names: list[str] = []

    class Listening(Mailbox):
        async def handle_EHLO(
            self, server: Any, session: Any, envelope: Any, name: str, lines: list[str]
        ) -> list[str]:
            names.append(name)
            session.host_name = name
            return lines

    with serving(Listening(), tls_context=tls, require_starttls=True) as port:
        given = EmailSettings.model_validate(
            {
                "kind": "email",
                "host": "LocalHost.",
                "port": port,
                "sender": "light@food-bank.org",
                "to": THREE[:1],
                "helo": "office.food-bank.org",
            }
        )
        assert await deliver(EmailChannel(given, context(ca_file=str(tmp_path / "ca.pem"))), message()) is None
    assert names == ["office.food-bank.org"] * 2


async def test_an_old_server_that_knows_no_ehlo_is_greeted_the_old_way() -> None:
    async with Rogue(answering((b"EHLO", b"502 5.5.1 not implemented"))).serving() as rogue:
        assert await send(settings(port=rogue.port)) is None
    assert rogue.received[1] == b"HELO [127.0.0.1]"


# -- sizes


@pytest.mark.parametrize(
    ("size", "parts"),
    [
        (b"SIZE 1000000", 2),
        (b"SIZE 0", 2),
        (b"SIZE", 2),
        (b"SIZE -5", 2),
        (b"SIZE " + b"9" * 400, 2),
        (b"SIZE x", 2),
        (b"SIZE 900", 1),
    ],
)
async def test_a_mail_is_no_longer_than_the_server_takes(size: bytes, parts: int) -> None:
    async with Rogue(answering(offers=b"250-mail.example\r\n250 " + size + b"\r\n")).serving() as rogue:
        assert await send(settings(port=rogue.port)) is None
    (start,) = [line for line in rogue.received if line.startswith(b"MAIL")]
    expected = int(start.partition(b"SIZE=")[2].split()[0])
    assert expected == len(rogue.mail) - len(b".\r\n")
    found = mail_of(rogue)
    assert len(list(found.iter_parts()) or [found]) == parts
    assert "No answer." in (found.get_body(("plain",)) or found).get_content()


async def test_a_limit_that_no_mail_keeps_is_named_before_anything_is_sent() -> None:
    async with Rogue(answering(offers=b"250-mail.example\r\n250 SIZE 100\r\n")).serving() as rogue:
        fault = await send(settings(port=rogue.port))
    assert fault is not None
    assert fault.permanent
    assert "no e-mails over 100 B" in fault.sentence
    assert not any(line.startswith(b"MAIL") for line in rogue.received)


# -- what was refused

NAME, SENDER, LOGIN, RELAY, SIZE, COMPUTER, ENCRYPTION = (
    "[127.0.0.1], the name by which this computer introduces itself",
    "does not accept mail from light@food-bank.org",
    "accepts mail only after a login",
    "does not forward mail",
    "e-mails as long as this",
    "from this computer's address",
    "only over an encrypted connection",
)


@pytest.mark.parametrize(
    ("command", "answer", "expected", "permanent"),
    [
        (b"EHLO", b"550 5.7.1 Helo invalid", NAME, True),
        (b"EHLO", b"501 5.5.4 Invalid domain name", NAME, True),
        (b"EHLO", b"554 5.7.1 You are not welcome", NAME, True),
        (b"EHLO", b"421 4.7.0 too many connections", "accepts no mail now", False),
        (b"MAIL", b"530 5.7.0 Must issue a STARTTLS command first", ENCRYPTION, True),
        (b"MAIL", b"530 5.7.57 Client not authenticated to send mail", LOGIN, True),
        (b"MAIL", b"530-5.7.0 Authentication Required. For more\r\n530 5.7.0 see the help", LOGIN, True),
        (b"MAIL", b"553 5.1.8 Sender's domain does not exist", SENDER, True),
        (b"MAIL", b"550 5.7.1 <light@food-bank.org>: Sender address rejected: not owned by user x", SENDER, True),
        (b"MAIL", b"552 5.3.4 Message size exceeds fixed limit", SIZE, True),
        (b"MAIL", b"452 4.3.1 Insufficient system storage", "accepts no mail now", False),
        (b"RCPT", b"504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname", NAME, True),
        (b"RCPT", b"450 4.7.1 <x>: Helo command rejected: Host not found", NAME, False),
        (b"RCPT", b"554 5.7.1 <anna@food-bank.org>: Relay access denied", RELAY, True),
        (b"RCPT", b"550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", RELAY, True),
        (b"RCPT", b"550 relay not permitted", RELAY, True),
        (b"RCPT", b"554 5.7.1 Client host [127.0.0.1] blocked using zen.spamhaus.org", COMPUTER, True),
        (b"RCPT", b"550-5.7.25 The IP address has no PTR\r\n550 5.7.25 record", COMPUTER, True),
        (
            b"RCPT",
            b"550 5.1.1 <helo@relay-denied.example>: Recipient address rejected: User unknown",
            "still in use",
            True,
        ),
        (b"RCPT", b"552 5.2.2 The mailbox is over quota", "is full", True),
        (b"DATA", b"550 5.7.60 SMTP; Client does not have permissions to send as this sender", SENDER, True),
        (b"DATA", b"554 5.6.0 Message contains a virus", "not the e-mail itself", True),
        (b"DATA", b"552 too big", SIZE, True),
    ],
)
async def test_what_was_refused_is_named_with_what_to_do(
    command: bytes, answer: bytes, expected: str, permanent: bool
) -> None:
    fault = await refused(answering((command, answer)))
    assert expected in fault.sentence
    assert fault.permanent is permanent
    assert fault.sentence.count(".") >= 2 or not permanent


@pytest.mark.parametrize(
    ("answer", "expected", "permanent"),
    [
        (b"535 5.7.8 Username and Password not accepted", "rejected the user name or the password", True),
        (b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", "turned off", True),
        (b"534 5.7.9 Application-specific password required", "an app password", True),
        (b"454 4.7.0 Temporary authentication failure", "tries again", False),
        (b"538 5.7.11 Encryption required for requested authentication mechanism", ENCRYPTION, True),
        (b"421 4.7.0 Too many login attempts", "tries again", False),
        (b"535 5.7.8 Error: authentication failed: temporary failure of the backend", "tries again", False),
        (b"525 5.7.13 User account disabled", "has locked this account", True),
    ],
)
async def test_a_login_that_is_refused_is_said_for_what_it_is(answer: bytes, expected: str, permanent: bool) -> None:
    offers = b"250-mail.example\r\n250 AUTH PLAIN\r\n"
    fault = await refused(answering((b"AUTH", answer), offers=offers), username="light", credential="mail")
    assert expected in fault.sentence
    assert fault.permanent is permanent


@pytest.mark.parametrize(
    ("offers", "expected"),
    [(b"250 mail.example\r\n", "offers no login"), (b"250-m\r\n250 AUTH GSSAPI\r\n", "no login with")],
)
async def test_a_login_that_is_not_offered_is_said(offers: bytes, expected: str) -> None:
    fault = await refused(answering(offers=offers), username="light", credential="mail")
    assert expected in fault.sentence
    assert fault.permanent


async def test_a_server_that_cannot_encrypt_just_now_is_asked_again() -> None:
    fault = await refused(
        answering((b"STARTTLS", b"454 4.7.0 TLS not available"), offers=b"250-m\r\n250 STARTTLS\r\n"),
        encryption="starttls",
    )
    assert not fault.permanent


async def test_a_greeting_that_turns_this_computer_away_is_about_its_address() -> None:
    async with Rogue(usual, b"554 5.7.1 no service for you\r\n").serving() as rogue:
        fault = await send(settings(port=rogue.port))
    assert fault is not None
    assert fault.permanent
    assert COMPUTER in fault.sentence
