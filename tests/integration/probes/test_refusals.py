"""A refusal that passes is no wrong password: real servers that turn a check away, each for its own reason."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import psycopg
import pymysql
import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer, json_answer
from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.hostile.databases import Talk, mysql_packet, serving
from tests.integration import servers
from tests.integration.pool import pool, refusal
from tests.integration.probes.imap_server import ImapServer
from tests.integration.probes.services import BLACKBAUD, HUBSPOT, NEON, PAYPAL, SALESFORCE, STRIPE, Service
from tests.integration.probes.talking import Conversation, saying, talking
from tests.integration.servers import PASSWORD, READER, Server
from tests.support import Checker, check

pytestmark = pytest.mark.anyio


async def ask(
    scheme: str, port: int, *, user: str = READER, database: str = "gifts", host: str = "127.0.0.1", **more: Any
) -> Result:
    url = f"{scheme}://{user}@{host}:{port}/{database}"
    result = await check({"kind": "database", "url": url, "credential": "db", **more}, secrets={"db": PASSWORD})
    assert PASSWORD not in repr(result)
    return result


# -- PostgreSQL


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with servers.postgresql() as server:
        with _admin(server) as admin:
            admin.execute(f"CREATE ROLE narrow LOGIN PASSWORD '{PASSWORD}' CONNECTION LIMIT 1")
            admin.execute(f"CREATE ROLE shut NOLOGIN PASSWORD '{PASSWORD}'")
            admin.execute("CREATE DATABASE tight CONNECTION LIMIT 1")
            admin.execute("CREATE DATABASE closed")
            admin.execute("ALTER DATABASE closed ALLOW_CONNECTIONS false")
            admin.execute("CREATE DATABASE private")
            admin.execute("REVOKE CONNECT ON DATABASE private FROM PUBLIC")
        yield server


def _admin(server: Server, **more: Any) -> psycopg.Connection[Any]:
    given = {"user": "admin", "dbname": "gifts", **more}
    return psycopg.connect(host="127.0.0.1", port=server.port, password=PASSWORD, autocommit=True, **given)


@pytest.mark.parametrize(
    ("user", "database", "reason", "text"),
    [
        ("narrow", "gifts", Reason.THROTTLED, "This user has reached its connection limit"),
        (READER, "tight", Reason.THROTTLED, "This database has reached its connection limit"),
        ("shut", "gifts", Reason.ACCOUNT, "not allowed to log in"),
        (READER, "closed", Reason.UNAVAILABLE, "accepts no connections"),
        (READER, "private", Reason.FORBIDDEN, "not allowed to use this database"),
        (READER, "role", Reason.CONFIGURATION, "no database with this name"),
        ("nobody", "gifts", Reason.AUTH, "rejected the user name or password"),
    ],
)
async def test_postgresql_says_why(postgresql: Server, user: str, database: str, reason: Reason, text: str) -> None:
    with _admin(postgresql, user="narrow"), _admin(postgresql, user=READER, dbname="tight"):
        result = await ask("postgresql", postgresql.port, user=user, database=database)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text in result.sentence


async def test_connections_that_are_kept_for_administrators_are_no_wrong_password(postgresql: Server) -> None:
    held: list[psycopg.Connection[Any]] = []
    try:
        sentences = []
        for user in (READER, "admin"):
            with suppress(psycopg.OperationalError):
                while True:
                    held.append(_admin(postgresql, user=user))
            result = await ask("postgresql", postgresql.port)
            assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.THROTTLED), result.sentence
            sentences.append(result.sentence)
    finally:
        for connection in held:
            connection.close()
    assert sentences == [
        "The server has no free connections left, except those reserved for administrators.",
        "The server has no free connection left.",
    ]
    assert (await ask("postgresql", postgresql.port)).outcome is Outcome.HEALTHY


async def test_a_server_that_shuts_down_says_so() -> None:
    with ExitStack() as after_the_server, servers.postgresql() as server:
        after_the_server.callback(_admin(server).close)  # as long as somebody is there, it does not end
        os.kill(server.process_id, signal.SIGTERM)
        result = await ask("postgresql", server.port)
        while result.outcome is Outcome.HEALTHY:
            result = await ask("postgresql", server.port)
    assert (result.reason, result.sentence) == (Reason.UNAVAILABLE, "The server is shutting down.")


@pytest.mark.parametrize(
    ("sqlstate", "text", "reason"),
    [
        ("57P03", "the database system is starting up", Reason.UNAVAILABLE),
        ("57P03", "the database system is in recovery mode", Reason.UNAVAILABLE),
        ("57P03", "the database system is not yet accepting connections", Reason.UNAVAILABLE),
        ("53300", "remaining connection slots are reserved for roles with the SUPERUSER attribute", Reason.THROTTLED),
        ("28000", 'no pg_hba.conf entry for host "10.0.0.9", user "reader", no encryption', Reason.BLOCKED),
        ("28000", 'role "reader" is locked', Reason.ACCOUNT),
        ("08P01", "server login has been failing, try again later (server_login_retry)", Reason.UNAVAILABLE),
        ("XX000", "Tenant or user not found", Reason.CONFIGURATION),
        ("28P01", "la autentificación password falló para el usuario «reader»", Reason.AUTH),
        ("53300", "tut mir leid, schon zu viele Verbindungen", Reason.THROTTLED),
        ("57P03", "le système de bases de données se lance", Reason.UNAVAILABLE),
        ("28000", 'al ruolo "reader" non è consentito effettuare il login', Reason.ACCOUNT),
    ],
)
async def test_what_no_test_can_bring_a_real_server_to_say(sqlstate: str, text: str, reason: Reason) -> None:
    def behave(talk: Talk) -> None:
        while talk.exactly(8)[4:] == b"\x04\xd2\x16\x2f":
            talk.send(b"N")
        talk.send(refusal(sqlstate, text))
        talk.rest()

    with serving(behave) as received:
        result = await ask("postgresql", received.port)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text not in result.sentence


@pytest.mark.parametrize("encryption", ["prefer", "disable"])
async def test_a_postgresql_that_cannot_start_another_process_is_heard(encryption: str) -> None:
    # It writes one line in the protocol of 1996, without a code and without how grave it is.
    refusal_bytes = b"Ecould not fork new process for connection: Cannot allocate memory\n\0"
    async with talking(saying(refusal_bytes)) as port:
        result = await ask("postgresql", port, database=f"gifts?sslmode={encryption}")
    assert result.reason is Reason.UNAVAILABLE, result.sentence
    assert "out of memory or processes" in result.sentence


async def test_the_servers_word_counts_where_another_address_refuses(postgresql: Server) -> None:
    # "localhost" is ::1 first, where this server does not listen.
    result = await ask("postgresql", postgresql.port, host="localhost", user="nobody")
    assert result.reason is Reason.AUTH, result.sentence


# -- a pool in front


@pytest.mark.parametrize(
    "text",
    [
        "unsupported startup parameter: options",
        "unsupported startup parameter in options: statement_timeout",
        "Feature not supported: RDS Proxy currently doesn't support command-line options.",
        'unrecognized configuration parameter "idle_in_transaction_session_timeout"',
    ],
)
async def test_a_pool_that_takes_no_options_is_asked_without_them(postgresql: Server, text: str) -> None:
    with pool(postgresql.port, text=text) as port:
        result = await ask("postgresql", port, query="SELECT count(*) FROM supporters", query_value=3)
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize("drops_options", [True, False])
@pytest.mark.parametrize(
    ("setting", "value"), [("transaction_read_only", "on"), ("statement_timeout", "5s"), ("lock_timeout", "3s")]
)
async def test_behind_a_pool_too_nothing_is_written_and_nothing_waited_for_long(
    postgresql: Server, drops_options: bool, setting: str, value: str
) -> None:
    with pool(postgresql.port, drops_options=drops_options) as port:
        result = await ask(
            "postgresql", port, query=f"SELECT current_setting('{setting}')", query_value=value, timeout="5s"
        )
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_a_wrong_password_behind_a_pool_is_one(postgresql: Server) -> None:
    with pool(postgresql.port) as port:
        result = await ask("postgresql", port, user="nobody")
    assert result.reason is Reason.AUTH, result.sentence


# -- MariaDB


@pytest.fixture(scope="module")
def mariadb() -> Iterator[Server]:
    with servers.mariadb() as server:
        with _root(server) as root, root.cursor() as cursor:
            for user, more in (
                ("locked", "ACCOUNT LOCK"),
                ("expired", "PASSWORD EXPIRE"),
                ("narrow", "WITH MAX_USER_CONNECTIONS 1"),
                ("hourly", "WITH MAX_CONNECTIONS_PER_HOUR 1"),
                ("mistyped", ""),
            ):
                cursor.execute(f"CREATE USER {user}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}' {more}")
                cursor.execute(f"GRANT SELECT ON gifts.* TO {user}@'127.0.0.1'")
        yield server


def _root(server: Server, **more: Any) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    return pymysql.connect(**{"host": "127.0.0.1", "port": server.port, "user": "root", **more})


@pytest.mark.parametrize(
    ("user", "database", "reason", "text"),
    [
        ("locked", "gifts", Reason.ACCOUNT, "account is locked"),
        ("expired", "gifts", Reason.PASSWORD_EXPIRED, "password has expired"),
        ("narrow", "gifts", Reason.THROTTLED, "reached its connection limit"),
        ("hourly", "gifts", Reason.QUOTA, "hourly limit"),
        ("mistyped", "gifts", Reason.ACCOUNT, "after too many wrong passwords"),
        (READER, "other", Reason.FORBIDDEN, "not allowed to use this database"),
        ("nobody", "gifts", Reason.AUTH, "rejected the user name or password"),
    ],
)
async def test_mariadb_says_why(mariadb: Server, user: str, database: str, reason: Reason, text: str) -> None:
    if user == "hourly":
        await ask("mysql", mariadb.port, user=user)
    if user == "mistyped":
        with _root(mariadb) as root, root.cursor() as cursor:
            cursor.execute("SET GLOBAL max_password_errors = 2")
        for _ in range(2):
            with pytest.raises(pymysql.err.OperationalError):
                _root(mariadb, user=user, password="wrong")
    with _root(mariadb, user="narrow", password=PASSWORD):
        result = await ask("mysql", mariadb.port, user=user, database=database)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text in result.sentence


@pytest.mark.parametrize("leaves", ["0", "1"])
async def test_an_expired_password_is_one_however_the_server_treats_it(mariadb: Server, leaves: str) -> None:
    with _root(mariadb) as root, root.cursor() as cursor:
        cursor.execute(f"SET GLOBAL disconnect_on_expired_password = {leaves}")
    result = await ask("mysql", mariadb.port, user="expired")
    assert result.reason is Reason.PASSWORD_EXPIRED, result.sentence


@pytest.mark.parametrize(
    ("number", "text", "reason"),
    [
        (1129, b"Host '10.0.0.9' is blocked because of many connection errors", Reason.BLOCKED),
        (1130, b"Host '10.0.0.9' is not allowed to connect to this MySQL server", Reason.BLOCKED),
        (1040, b"Demasiadas conexiones", Reason.THROTTLED),
        (9001, b"Max connect timeout reached while reaching hostgroup 0", Reason.UNAVAILABLE),
    ],
)
async def test_mysql_that_turns_away_before_a_greeting(number: int, text: bytes, reason: Reason) -> None:
    def behave(talk: Talk) -> None:
        talk.send(mysql_packet(0, b"\xff" + number.to_bytes(2, "little") + b"#HY000" + text))
        talk.rest()

    with serving(behave) as received:
        result = await ask("mysql", received.port)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence


# -- mail

LOGIN = {"username": "light", "credential": "mail", "host": "127.0.0.1", "encryption": "none"}


def _smtp(reply: bytes) -> Conversation:
    """An SMTP server that gives every login this reply."""

    async def converse(reader: Any, writer: Any) -> None:
        writer.write(b"220 hi\r\n")
        while line := await reader.readline():
            offers = line.startswith(b"EHLO")
            writer.write(b"250-hi\r\n250 AUTH PLAIN\r\n" if offers else reply + b"\r\n")
            await writer.drain()

    return converse


@pytest.mark.parametrize(
    ("reply", "reason", "text"),
    [
        (
            b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
            Reason.LOGIN_DISABLED,
            "has this login turned off for the whole organisation. The server answered 535 5.7.139",
        ),
        (
            b"535-5.7.139 Authentication unsuccessful,\r\n535 5.7.139 the user credentials were incorrect.",
            Reason.AUTH,
            "rejected the user name or the password. The server answered 535 5.7.139",
        ),
        (
            b"454 4.7.0 Temporary authentication failure",
            Reason.UNAVAILABLE,
            "at the moment. The server answered 454 4.7.0",
        ),
        (b"421 4.7.0 Too many errors", Reason.THROTTLED, "answered 421 4.7.0."),
        (b"525 5.7.13 User Account Disabled", Reason.ACCOUNT, "has locked this account"),
        (b"535 5.7.8 planted-words-of-the-server password", Reason.AUTH, "answered 535 5.7.8."),
        (b"435 Unable to authenticate at present", Reason.UNAVAILABLE, "answered 435."),
        (b"503 5.5.1 Error: authentication not enabled", Reason.LOGIN_DISABLED, "answered 503 5.5.1."),
    ],
)
async def test_smtp_says_why(reply: bytes, reason: Reason, text: str) -> None:
    async with talking(_smtp(reply)) as port:
        result = await check({"kind": "smtp", "port": port, **LOGIN}, secrets={"mail": "pass-word-1"})
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text in result.sentence
    assert "planted" not in result.sentence


@pytest.mark.parametrize(
    "passing",
    [
        b"NO [ALERT] Too many simultaneous connections. (Failure)",
        b"NO [LIMIT] LOGIN Rate limit hit.",
        b"NO [UNAVAILABLE] Temporary authentication failure.",
        b"NO [INUSE] Mailbox is locked by another session",
        b"NO [SERVERBUG] Internal error occurred.",
        b"NO Login failed, server busy",
        b"NO Computer says no",
        b"BAD User is authenticated but not connected.",
    ],
)
async def test_all_is_well_as_soon_as_a_passing_refusal_has_passed(passing: bytes) -> None:
    server = ImapServer(login_answer=passing)
    async with talking(server) as port:
        checker = Checker({"kind": "imap", "port": port, **LOGIN}, secrets={"mail": server.password})
        for _ in range(5):
            result = await checker()
            assert result.reason in (Reason.THROTTLED, Reason.UNAVAILABLE), result.sentence
        server.login_answer = None
        assert (await checker()).outcome is Outcome.HEALTHY
        await checker.close()


async def test_a_cause_that_is_said_before_the_refusal_counts() -> None:
    async def converse(reader: Any, writer: Any) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, _, command = line.decode().partition(" ")
            if command.startswith("CAPABILITY"):
                writer.write(f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n".encode())
            else:
                writer.write(f"* NO [WEBALERT https://x.example] Web login required.\r\n{tag} NO failed\r\n".encode())
            await writer.drain()

    async with talking(converse) as port:
        result = await check({"kind": "imap", "port": port, **LOGIN}, secrets={"mail": "pass-word-1"})
    assert (result.reason, "in a browser" in result.sentence) == (Reason.LOGIN_DISABLED, True), result.sentence


@pytest.mark.parametrize("kind", ["smtp", "imap"])
async def test_a_server_that_is_not_ready_before_the_login_says_so(kind: str) -> None:
    smtp = saying(b"220 hi\r\n421 4.3.2 Service not available, closing transmission channel\r\n")
    imap = saying(b"* OK hi\r\np1 NO [UNAVAILABLE] back end down\r\n")
    async with talking(smtp if kind == "smtp" else imap) as port:
        result = await check({"kind": kind, "port": port, **LOGIN}, secrets={"mail": "pass-word-1"})
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.UNAVAILABLE), result.sentence


# -- vendors


class _Refusing:
    """A vendor that gives every request one answer."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def answer(self, request: Request) -> Answer:
        return self._answer

    def refuse(self, fault: Fault) -> Answer | None:
        return None


@pytest.mark.parametrize("service", [STRIPE, HUBSPOT, NEON, PAYPAL, BLACKBAUD, SALESFORCE], ids=lambda one: one.kind)
@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (403, "Requests from your IP address are not allowed", Reason.BLOCKED),
        (403, "This account has been suspended", Reason.ACCOUNT),
        (402, "x", Reason.ACCOUNT),
        (401, "Authentication is temporarily unavailable, try again", Reason.UNAVAILABLE),
    ],
)
async def test_what_every_vendor_says_alike(service: Service, status: int, text: str, reason: Reason) -> None:
    answer = json_answer(status, {"error": {"message": text}, "message": text})
    async with SimulatorServer(_Refusing(answer)) as server:
        result = await service.checker(server.url, service.simulator())()
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence


@pytest.mark.parametrize(
    ("title", "status", "reason"),
    [
        ("User Disabled", 403, Reason.ACCOUNT),
        ("UserDisabled", 403, Reason.ACCOUNT),
        ("ComplianceRelated", 503, Reason.ACCOUNT),
        ("WrongDatacenter", 403, Reason.AUTH),
        ("Forbidden", 403, Reason.FORBIDDEN),
        ("API Key Invalid", 401, Reason.AUTH),
    ],
)
async def test_mailchimps_titles(title: str, status: int, reason: Reason) -> None:
    answer = json_answer(status, {"title": title, "status": status, "detail": "x"})
    async with SimulatorServer(_Refusing(answer)) as server:
        settings = {"kind": "mailchimp", "base_url": server.url}
        result = await check(settings, secrets={"mailchimp": MailchimpSimulator().api_key})
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence


@pytest.mark.parametrize("service", [PAYPAL, BLACKBAUD], ids=lambda one: one.kind)
@pytest.mark.parametrize("code", ["server_error", "temporarily_unavailable"])
async def test_a_token_that_cannot_be_given_now_is_no_wrong_secret(service: Service, code: str) -> None:
    async with SimulatorServer(_Refusing(json_answer(400, {"error": code}))) as server:
        result = await service.checker(server.url, service.simulator())()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.UNAVAILABLE), result.sentence
