"""Kinds smtp and imap against real servers: greeting, encryption, login; no mail is sent or read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from porchlight.model.result import Phase
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.imap_server import ImapServer
from tests.integration.probes.talking import Authority, Conversation, drip, flood, hang, reset, saying, talking
from tests.ports import free_port
from tests.support import Checker, check

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
PASSWORD = "pass-word-1"
LOGIN = {"username": "light", "credential": "mail"}
RIGHT = {"mail": PASSWORD}


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


class _Postbox:
    """Refuses to be given mail."""

    async def handle_MAIL(self, *arguments: object) -> str:
        raise AssertionError("a probe never sends mail")


@contextmanager
def _smtp(*, login: bool = False, **options: Any) -> Iterator[int]:
    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=data == LoginPassword(b"light", PASSWORD.encode()), handled=False)

    if login:
        options |= {"authenticator": authenticate, "auth_required": True}
    controller = Controller(_Postbox(), hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


async def test_smtp_in_plain_text_on_this_computer() -> None:
    with _smtp() as port:
        result = await check({"kind": "smtp", "host": "127.0.0.1", "port": port, "encryption": "none"})
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "The server answers.")
    assert set(result.phases) == {Phase.DNS, Phase.TCP, Phase.FIRST_BYTE, Phase.REST}


@pytest.mark.parametrize("excluded", [["LOGIN"], ["PLAIN"]])
async def test_smtp_with_starttls_and_a_login(authority: Authority, excluded: list[str]) -> None:
    options = {
        "tls_context": authority.context("localhost"),
        "require_starttls": True,
        "auth_exclude_mechanism": excluded,
    }
    with _smtp(login=True, **options) as port:
        settings = {"kind": "smtp", "host": "localhost", "port": port, **LOGIN}
        right = await check(settings, secrets=RIGHT, ca_file=authority.ca_file)
        wrong = await check(settings, secrets={"mail": "planted-wrong-1"}, ca_file=authority.ca_file)
        untrusted = await check(settings, secrets=RIGHT)
    assert right.sentence == "The server answers and accepts the login."
    assert right.measures["certificate_days"].value > 100
    assert (wrong.outcome, wrong.reason) == (Outcome.ERROR, Reason.AUTH)
    assert "planted" not in str(wrong)
    assert (untrusted.reason, "does not trust" in untrusted.sentence) == (Reason.TLS, True)


async def test_imap_with_tls_and_a_login(authority: Authority) -> None:
    server = ImapServer()
    async with talking(server, tls=authority.context("localhost")) as port:
        settings = {"kind": "imap", "host": "localhost", "port": port, **LOGIN}
        right = await check(settings, secrets=RIGHT, ca_file=authority.ca_file)
        wrong = await check(settings, secrets={"mail": "planted-wrong-1"}, ca_file=authority.ca_file)
        silent = await check({**settings, "username": "nobody"}, secrets=RIGHT, ca_file=authority.ca_file)
    assert right.sentence == "The server answers and accepts the login."
    assert wrong.reason is silent.reason is Reason.AUTH
    assert set(server.commands) <= {"CAPABILITY", "AUTHENTICATE", "LOGOUT"}


async def test_imap_with_starttls_sends_the_password_only_encrypted(authority: Authority) -> None:
    server = ImapServer(starttls=authority.context("localhost"), capabilities=b"IMAP4rev1", password='pass "word"\\')
    async with talking(server) as port:
        settings = {"kind": "imap", "host": "localhost", "port": port, "encryption": "starttls", **LOGIN}
        result = await check(settings, secrets={"mail": server.password.replace("\\", "")}, ca_file=authority.ca_file)
        assert result.reason is Reason.AUTH
    assert server.encrypted_logins == [True]
    assert "LOGIN" in server.commands


@pytest.mark.parametrize("kind", ["smtp", "imap"])
async def test_a_certificate_about_to_end_or_past_its_end(authority: Authority, kind: str) -> None:
    now = datetime.now(UTC)
    settings = {"kind": kind, "host": "localhost", "encryption": "tls"}
    greeting = b"220 hello\r\n250 hello\r\n" if kind == "smtp" else b"* OK hello\r\n"
    for days, reason in ((3, Reason.CERTIFICATE_EXPIRING), (-3, Reason.TLS)):
        context = authority.context("localhost", not_after=now + timedelta(days=days))
        async with talking(saying(greeting), tls=context) as port:
            result = await check({**settings, "port": port}, ca_file=authority.ca_file)
        assert result.reason is reason, result.sentence


@pytest.mark.parametrize("kind", ["smtp", "imap"])
async def test_a_password_never_goes_where_somebody_may_listen(kind: str) -> None:
    with pytest.raises(AssertionError, match="only sent over an encrypted connection"):
        await check({"kind": kind, "host": "mail.example.org", "encryption": "none", **LOGIN})
    with pytest.raises(AssertionError, match="only work together"):
        await check({"kind": kind, "host": "mail.example.org", "username": "light"})


async def test_a_server_without_encryption_gets_no_password() -> None:
    server = ImapServer()
    async with talking(server) as port:
        settings = {"kind": "imap", "host": "localhost", "port": port, "encryption": "starttls", **LOGIN}
        result = await check(settings, secrets=RIGHT)
    assert (result.reason, server.encrypted_logins) == (Reason.TLS, [])
    with _smtp(login=True, auth_require_tls=False) as port:
        result = await check({"kind": "smtp", "host": "localhost", "port": port, **LOGIN}, secrets=RIGHT)
    assert (result.reason, "offers no encryption" in result.sentence) == (Reason.TLS, True)


async def test_bytes_smuggled_in_before_tls_are_never_believed(authority: Authority) -> None:
    server = ImapServer(starttls=authority.context("localhost"), injected=b"* CAPABILITY AUTH=PLAIN\r\np2 OK\r\n")
    async with talking(server) as port:
        settings = {"kind": "imap", "host": "localhost", "port": port, "encryption": "starttls", **LOGIN}
        result = await check(settings, secrets=RIGHT, ca_file=authority.ca_file)
    assert (result.reason, server.encrypted_logins) == (Reason.TLS, [])


@pytest.mark.parametrize(
    ("kind", "conversation", "reason", "text"),
    [
        ("smtp", saying(b"421 4.7.0 too many connections\r\n"), Reason.THROTTLED, "answered 421 4.7.0."),
        ("smtp", saying(b"220 hi\r\n421 closing\r\n"), Reason.THROTTLED, "answered 421."),
        ("smtp", saying(b"554 no\r\n"), Reason.BLOCKED, "refuses to talk"),
        ("smtp", saying(b"220 hi\r\n502 no EHLO here\r\n"), Reason.CONTENT, "EHLO"),
        ("smtp", saying(b"SSH-2.0-OpenSSH_9.2\r\n"), Reason.CONTENT, "does not speak SMTP"),
        ("smtp", saying(b"22\xb20 hi\r\n"), Reason.CONTENT, "does not speak SMTP"),
        ("smtp", saying(b"220-on and on\r\n" * 200), Reason.CONTENT, "does not speak SMTP"),
        ("imap", saying(b"* BYE too many connections\r\n"), Reason.THROTTLED, "answered BYE."),
        ("imap", saying(b"+OK POP3 ready\r\n"), Reason.CONTENT, "does not speak IMAP"),
        ("smtp", flood, Reason.CONTENT, "does not answer in lines of text"),
        ("imap", flood, Reason.CONTENT, "does not answer in lines of text"),
        ("smtp", saying(b"", then_hang=False), Reason.REFUSED, "without answering"),
        ("smtp", saying(b"220-half", then_hang=False), Reason.REFUSED, "in the middle of its answer"),
        ("imap", saying(b"* OK", then_hang=False), Reason.REFUSED, "in the middle of its answer"),
        ("imap", reset, Reason.REFUSED, "the connection"),
        ("smtp", hang, Reason.TIMEOUT, "No answer"),
        ("imap", drip, Reason.TIMEOUT, "No answer"),
        ("smtp", saying(b"220 hi\r\n"), Reason.TIMEOUT, "No answer"),
    ],
)
async def test_each_fault_has_its_reason(kind: str, conversation: Conversation, reason: Reason, text: str) -> None:
    async with talking(conversation) as port:
        settings = {"kind": kind, "host": "127.0.0.1", "port": port, "encryption": "none"}
        result = await check(settings, timeout=0.3 if reason is Reason.TIMEOUT else 10)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text in result.sentence


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"NO [AUTHENTICATIONFAILED] no", Reason.AUTH),
        (b"NO [UNAVAILABLE] back end down", Reason.UNAVAILABLE),
        (b"BAD what", Reason.CONTENT),
        (b"\xff\xfe", Reason.CONTENT),
    ],
)
async def test_imap_logins_that_fail_otherwise(answer: bytes, reason: Reason) -> None:
    async with talking(ImapServer(login_answer=answer)) as port:
        settings = {"kind": "imap", "host": "127.0.0.1", "port": port, "encryption": "none", **LOGIN}
        result = await check(settings, secrets=RIGHT)
    assert result.reason is reason


async def test_a_login_that_is_not_offered(authority: Authority) -> None:
    async with talking(ImapServer(capabilities=b"IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2")) as port:
        settings = {"kind": "imap", "host": "127.0.0.1", "port": port, "encryption": "none", **LOGIN}
        result = await check(settings, secrets=RIGHT)
    assert (result.reason, "offers no login" in result.sentence) == (Reason.CONTENT, True)
    with _smtp() as port:
        settings = {"kind": "smtp", "host": "127.0.0.1", "port": port, "encryption": "none", **LOGIN}
        result = await check(settings, secrets=RIGHT)
    assert (result.reason, "offers no login" in result.sentence) == (Reason.CONTENT, True)


async def test_a_rejected_password_is_not_tried_until_the_account_is_locked() -> None:
    server = ImapServer()
    async with talking(server) as port:
        settings = {"kind": "imap", "host": "127.0.0.1", "port": port, "encryption": "none", **LOGIN}
        checker = Checker(settings, secrets={"mail": "planted-wrong-1"})
        for _ in range(6):
            result = await checker()
            assert result.reason is Reason.AUTH
        assert "every 15 min" in result.sentence
        assert len(server.encrypted_logins) == 3
        checker.secrets.values["mail"] = PASSWORD
        assert (await checker()).outcome is Outcome.HEALTHY
        await checker.close()
