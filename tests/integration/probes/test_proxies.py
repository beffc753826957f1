"""Through the system's proxy: plain HTTP in absolute form, TLS through CONNECT, and what a proxy may refuse."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme

from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.website import WebsiteSimulator
from porchlight.model.status import Reason
from porchlight.net.client import ReadOnlyClient
from porchlight.net.exchange import NoReply, Reply
from tests.hostile.http_server import BEHAVIOURS, HostileHttpServer
from tests.hostile.server import Sender

pytestmark = pytest.mark.anyio


@dataclass
class Proxy:
    """Sends everything to one server, whatever host is asked for."""

    target: int
    password: str | None = None
    heads: list[str] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        if self.password and "proxy-authorization: basic" not in head.lower():
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        to_server, from_here = await asyncio.open_connection("127.0.0.1", self.target)
        if head.startswith("CONNECT"):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            from_here.write(head.encode())
        async with asyncio.TaskGroup() as group:
            group.create_task(_pump(reader, from_here))
            group.create_task(_pump(to_server, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


@asynccontextmanager
async def proxied(target: int, password: str | None = None) -> AsyncIterator[Proxy]:
    proxy = Proxy(target, password)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()


async def test_plain_http_goes_in_absolute_form() -> None:
    async with (
        SimulatorServer(WebsiteSimulator()) as website,
        proxied(website.port) as proxy,
        ReadOnlyClient(proxies={"http": f"http://127.0.0.1:{proxy.port}"}) as client,
    ):
        reply = await client.exchange("GET", "http://give.example.org/page?x=1")
    assert isinstance(reply, Reply)
    assert reply.status == 200
    assert proxy.heads[0].startswith("GET http://give.example.org/page?x=1 HTTP/1.1\r\n")


async def test_tls_goes_through_a_tunnel_and_is_checked_against_the_real_name(tmp_path: Path) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("give.example.org").configure_cert(context)
    async with SimulatorServer(WebsiteSimulator(), tls=context) as website, proxied(website.port, "pw") as proxy:
        given = {"https": f"http://user:pw@127.0.0.1:{proxy.port}"}
        async with ReadOnlyClient(ca_file=str(ca_file), proxies=given) as client:
            reply = await client.exchange("GET", "https://give.example.org/")
            other = await client.exchange("GET", "https://other.example.org/")
    assert isinstance(reply, Reply)
    assert reply.status == 200
    assert proxy.heads[0].startswith("CONNECT give.example.org:443 HTTP/1.1\r\n")
    assert isinstance(other, NoReply)
    assert other.reason is Reason.TLS


async def test_a_proxy_that_refuses_is_named() -> None:
    async with (
        SimulatorServer(WebsiteSimulator()) as website,
        proxied(website.port, "pw") as proxy,
        ReadOnlyClient(proxies={"https": f"http://127.0.0.1:{proxy.port}"}) as client,
    ):
        reply = await client.exchange("GET", "https://give.example.org/")
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.AUTH
    assert "The proxy 127.0.0.1 answered 407" in reply.sentence


async def test_a_kind_of_proxy_that_cannot_be_used_is_a_matter_of_settings() -> None:
    async with ReadOnlyClient(proxies={"all": "socks5://127.0.0.1:1080"}) as client:
        reply = await client.exchange("GET", "https://give.example.org/")
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.CONFIGURATION


async def test_the_environments_proxy_is_used_but_never_for_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    async with SimulatorServer(WebsiteSimulator()) as website, proxied(website.port) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        async with ReadOnlyClient() as client:
            outside = await client.exchange("GET", "http://give.example.org/")
            here = await client.exchange("GET", f"{website.url}/")
    assert isinstance(outside, Reply)
    assert isinstance(here, Reply)
    assert len(proxy.heads) == 1


@pytest.mark.parametrize("host", ["127.1", "localhost.", "0.0.0.0", "2130706433", "api.localhost"])
async def test_this_computer_is_never_asked_through_a_proxy_however_it_is_written(host: str) -> None:
    async with (
        HostileHttpServer() as website,
        proxied(website.port) as proxy,
        ReadOnlyClient(proxies={"all": f"http://127.0.0.1:{proxy.port}"}) as client,
    ):
        reply = await client.exchange("GET", f"http://{host}:{website.port}/ok")
        assert not client.goes_through_proxy("http", host)
    assert isinstance(reply, Reply)
    assert proxy.heads == []


@pytest.mark.parametrize("host", ["134744072", "127.0.0.1.example.org", "localhost.example.org", "intranet"])
async def test_what_only_looks_like_this_computer_goes_through_the_proxy(host: str) -> None:
    async with ReadOnlyClient(proxies={"all": "http://127.0.0.1:1"}) as client:
        assert client.goes_through_proxy("http", host)


@pytest.mark.parametrize(
    "proxy",
    ["http://[x", "http://", "http://:pass@", "http://user:s3cret-pw@a b:3128", "http://proxy:99999", "http://p:x",
     "//", "http://a..b", "http://proxy\r\nX: y", "http://" + "a" * 300, "http://\x00", "x" * 5000],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_is_no_address_is_said_without_its_password(proxy: str, scheme: str) -> None:
    async with ReadOnlyClient(proxies={"all": proxy}) as client:
        reply = await client.exchange("GET", f"{scheme}://give.example.org/")
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.CONFIGURATION
    assert "s3cret-pw" not in reply.sentence
    assert len(reply.sentence) < 300


@pytest.mark.parametrize(
    "name",
    ["endless-headers", "endless-reason", "endless-interim-100", "endless-header-line", "switching-protocols",
     "status-000", "status-999", "endless-empty-lines", "location-0", "header-with-nul"],
)  # fmt: skip
async def test_a_proxys_own_answer_is_read_with_the_same_distrust(name: str) -> None:
    class Hostile(HostileHttpServer):
        """Does the same whatever it is asked."""

        async def converse(self, reader: asyncio.StreamReader, sender: Sender) -> str:
            await reader.readuntil(b"\r\n\r\n")
            try:
                await BEHAVIOURS[name](sender)
                await reader.read()
            finally:
                self.sent[name] += sender.sent
            return name

    async with Hostile() as proxy, ReadOnlyClient(proxies={"all": f"http://127.0.0.1:{proxy.port}"}) as client:
        async with asyncio.timeout(60):
            reply = await client.exchange("GET", "https://give.example.org/")
    assert isinstance(reply, NoReply)
    assert reply.reason in (Reason.CONTENT, Reason.UNREACHABLE)
    assert reply.sentence.startswith(("The proxy 127.0.0.1", "The proxy failed. 127.0.0.1"))
    assert proxy.sent[name] < 24 * 1024 * 1024


async def test_what_a_proxy_says_behind_its_answer_is_not_the_servers(tmp_path: Path) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("give.example.org").configure_cert(context)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        await writer.drain()
        to_server, from_here = await asyncio.open_connection("127.0.0.1", website.port)
        async with asyncio.TaskGroup() as group:
            group.create_task(_pump(reader, from_here))
            group.create_task(_pump(to_server, writer))

    async with HostileHttpServer(tls=context) as website:
        proxy = await asyncio.start_server(serve, "127.0.0.1", 0)
        given = {"https": f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"}
        async with ReadOnlyClient(ca_file=str(ca_file), proxies=given) as client:
            reply = await client.exchange("GET", "https://give.example.org/ok")
        proxy.close()
    assert b"evil" not in (reply.body if isinstance(reply, Reply) else b"")


async def test_a_request_through_a_proxy_is_one_line_without_user_and_fragment() -> None:
    async with (
        SimulatorServer(WebsiteSimulator()) as website,
        proxied(website.port) as proxy,
        ReadOnlyClient(proxies={"http": f"http://127.0.0.1:{proxy.port}"}) as client,
    ):
        await client.exchange("GET", "http://user@give.example.org/a b?c d#secret-part")
    assert proxy.heads[0].startswith("GET http://give.example.org/a%20b?c%20d HTTP/1.1\r\n")
