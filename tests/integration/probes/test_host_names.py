"""Every way out asks for the domain that a browser would open, never for what Python's sockets make of it."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import psycopg
import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.connectivity import ConnectivityCheck
from porchlight.monitor.diagnosis import Diagnoser
from porchlight.net.client import ReadOnlyClient
from porchlight.net.outgoing import Outgoing
from porchlight.net.tls import TlsContexts
from porchlight.probes.endpoint import Endpoint
from tests.clocks import ManualClock
from tests.hostile.http_server import HostileHttpServer
from tests.integration.alerts.messages import context as channel_context
from tests.integration.alerts.receiver import receiving
from tests.integration.probes.dns_server import DnsSimulator, serving
from tests.integration.probes.talking import Authority, hang, saying, talking
from tests.support import check

pytestmark = pytest.mark.anyio
NAMES = [("straße.example", "xn--strae-oqa.example"), ("Faß.Example.", "xn--fa-hia.example.")]
HTTP_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a resolver is asked for, as it travels; every name is at 127.0.0.1."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **more: Any) -> Any:
        if host in ("127.0.0.1", None):
            return real(host, *arguments, **more)
        asked.append(host.decode() if isinstance(host, bytes) else host.encode("idna").decode())
        return real("127.0.0.1", *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


async def _of(kind: str, host: str, port: int) -> Result:
    settings: dict[str, dict[str, object]] = {
        "tcp": {"host": host, "port": port},
        "tls": {"host": host, "port": port},
        "smtp": {"host": host, "port": port, "encryption": "none"},
        "imap": {"host": host, "port": port, "encryption": "none"},
        "ping": {"host": host},
        "http": {"url": f"http://{host}:{port}/"},
        "database": {"url": f"mysql://{host}:{port}/gifts"},
    }
    return await check({"kind": kind, **settings[kind]}, timeout=5)


@pytest.mark.parametrize("kind", ["tcp", "tls", "smtp", "imap", "ping", "http", "database"])
@pytest.mark.parametrize(("name", "asked"), NAMES)
async def test_a_name_in_other_letters_is_looked_up_as_itself(
    looked_up: list[str], kind: str, name: str, asked: str
) -> None:
    async with talking(saying(b"hello\r\n", then_hang=False)) as port:
        result = await _of(kind, name, port)
    assert result.reason is not Reason.DNS, result.sentence
    wanted = asked.removesuffix(".") if kind == "database" else asked
    assert set(looked_up) == {wanted}


@pytest.mark.parametrize("url", ["postgresql://straße.example/gifts", "postgresql://STRAẞE.example.:5432/gifts"])
async def test_postgresql_is_handed_the_name_as_dns_has_it(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    handed: list[object] = []

    def connect(kind: type[psycopg.Connection[object]], /, **arguments: object) -> None:
        handed.append(arguments["host"])
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(psycopg.Connection, "connect", classmethod(connect))
    await check({"kind": "database", "url": url})
    assert handed == ["xn--strae-oqa.example"]


@pytest.mark.parametrize("host", ["straße.localhost", "STRASSE.localhost.", "Bücher.Localhost", "[::ffff:127.0.0.1]"])
async def test_a_certificate_is_asked_for_and_matched_by_the_name_as_dns_has_it(tmp_path: Path, host: str) -> None:
    authority = Authority(tmp_path)
    served = authority.context("straße.localhost", "strasse.localhost", "bücher.localhost", "::ffff:127.0.0.1")
    greeted: list[str | None] = []
    served.sni_callback = lambda sock, name, context: greeted.append(name)
    async with talking(hang, tls=served, host="127.0.0.1") as port:
        result = await check({"kind": "tls", "host": host, "port": port}, ca_file=authority.ca_file)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    wanted = {"straße.localhost": "xn--strae-oqa.localhost", "Bücher.Localhost": "xn--bcher-kva.localhost"}
    assert greeted == [wanted.get(host, None if ":" in host else "strasse.localhost")]


async def test_the_name_that_a_certificate_is_not_for_is_told_from_its_likeness(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with talking(hang, tls=authority.context("strasse.localhost")) as port:
        result = await check({"kind": "tls", "host": "straße.localhost", "port": port}, ca_file=authority.ca_file)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
    assert "for strasse.localhost, not for straße.localhost" in result.sentence


@pytest.mark.parametrize("host", ["straße.localhost", "localhost.", "XN--STRAE-OQA.localhost"])
async def test_websites_and_webhooks_find_such_a_name_and_its_certificate(tmp_path: Path, host: str) -> None:
    authority = Authority(tmp_path)
    names = ("xn--strae-oqa.localhost", "localhost")
    async with HostileHttpServer(tls=authority.context(*names)) as server:
        url = f"https://{host}:{server.port}/ok"
        result = await check({"kind": "http", "url": url}, ca_file=authority.ca_file)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    async with receiving(authority.context(*names)) as receiver:
        outgoing = Outgoing(channel_context(ca_file=authority.ca_file))
        url = receiver.url.replace("localhost", host)
        fault = await outgoing.post(url, b"{}", headers={}, secret=True, allow_unencrypted=False)
        await outgoing.close()
    assert fault is None
    assert receiver.received[0].headers["host"].partition(":")[0].lower() in (*names, "localhost.")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "traße.localhost:{port} sent a Content-Length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nDo", "answer of straße.localhost was cut short"),
        (b"HTTP/1.1 302 Found\r\nLocation: ftp://x/\r\n\r\n", "traße.localhost redirects to an address that"),
    ],
)
async def test_a_websites_faults_are_told_by_the_name_as_it_is_written(answer: bytes, text: str) -> None:
    async with HostileHttpServer() as server:
        server.rules["/it"] = answer
        result = await check({"kind": "http", "url": f"http://straße.localhost:{server.port}/it"}, timeout=2.0)
        assert text.format(port=server.port) in result.sentence


async def test_a_certificate_for_another_name_is_told_alike_by_each_kind(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with talking(hang, tls=authority.context("strasse.localhost")) as port:
        url = f"https://straße.localhost:{port}/"
        result = await check({"kind": "http", "url": url}, ca_file=authority.ca_file)
    assert "for strasse.localhost, not for straße.localhost" in result.sentence


async def test_a_webhook_goes_to_the_name_that_is_meant(looked_up: list[str]) -> None:
    async with receiving() as receiver:
        outgoing = Outgoing(channel_context())
        url = receiver.url.replace("127.0.0.1", "Straße.example")
        assert await outgoing.post(url, b"{}", headers={}, secret=False, allow_unencrypted=False) is None
        await outgoing.close()
    assert set(looked_up) == {"xn--strae-oqa.example"}


async def test_a_name_that_idna_2008_does_not_know_is_asked_for_in_its_a_labels(looked_up: list[str]) -> None:
    async with HostileHttpServer() as server, receiving() as receiver:
        result = await check({"kind": "http", "url": f"http://xn--i-7iq.example:{server.port}/ok"})
        outgoing = Outgoing(channel_context())
        url = receiver.url.replace("127.0.0.1", "xn--i-7iq.example")
        fault = await outgoing.post(url, b"{}", headers={}, secret=False, allow_unencrypted=False)
        await outgoing.close()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert fault is None
    assert set(looked_up) == {"xn--i-7iq.example"}


@pytest.mark.parametrize(
    ("written", "asked"),
    [("STRAẞE。example", "xn--strae-oqa.example"), ("XN--I-7IQ.example", "xn--i-7iq.example")],
)
async def test_a_redirect_leads_to_the_name_that_is_meant(looked_up: list[str], written: str, asked: str) -> None:
    seen: list[bytes] = []

    async def website(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        seen.append(next(line for line in head.split(b"\r\n") if line.lower().startswith(b"host:")))
        port = writer.get_extra_info("sockname")[1]
        target = b"/twice" if b"GET /there " in head else f"//{written}:{port}/there".encode()
        if b"GET /twice " in head:
            writer.write(HTTP_OK)
        else:
            found = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nSet-Cookie: seen=1\r\n"
            writer.write(found + b"Location: " + target + b"\r\n\r\n")
        await writer.drain()
        writer.close()

    async with talking(website) as port:
        settings = {"kind": "http", "url": f"http://form.example:{port}/", "follow_redirects": True}
        result = await check(settings)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert looked_up == ["form.example", asked, asked]
    assert [line.lower() for line in seen] == [f"host: {one}:{port}".encode() for one in looked_up]


@pytest.mark.parametrize("record", [{}, {"record": "MX", "expect": ["10 post.Straße.test."]}])
async def test_dns_is_asked_about_the_domain_that_is_meant(record: dict[str, object]) -> None:
    async with serving(DnsSimulator()) as server:
        settings = {"kind": "dns", "domain": "straße.test", "server": f"127.0.0.1:{server.port}", **record}
        result = await check(settings)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert "192.0.2.66" not in str(result.details)


async def test_a_diagnosis_looks_at_the_server_that_was_checked(tmp_path: Path, looked_up: list[str]) -> None:
    authority = Authority(tmp_path)
    async with talking(hang, tls=authority.context("straße.example")) as port, ReadOnlyClient(proxies={}) as http:
        failed = Result("page", 0, 10_000, Outcome.ERROR, "It does not work.", Reason.HTTP_STATUS)
        look = Diagnoser(
            ConnectivityCheck(http, ManualClock(), ()), ManualClock(), tls=TlsContexts(authority.ca_file)
        )
        steps = await look._way(failed, Endpoint("straße.example", port, tls=True, http=False))
    assert all(step.good for step in steps), steps
    assert set(looked_up) == {"xn--strae-oqa.example"}


@pytest.mark.parametrize("host", [f"{'a' * 64}.example", "a..example", "i❤.example", "x" * 300])
async def test_what_is_no_name_is_a_fault_of_the_settings(host: str) -> None:
    with pytest.raises(AssertionError, match="Please write"):
        await check({"kind": "tcp", "host": host, "port": 443})
    with pytest.raises(AssertionError, match="Please write"):
        await check({"kind": "http", "url": f"https://{host}/"})
