"""Ports, certificates, names, mail and pings on the loop of the tray app: it has its own sockets and threads."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from porchlight.model.status import Outcome, Reason
from tests.integration.probes.dns_server import DnsSimulator, Mood, serving
from tests.integration.probes.imap_server import ImapServer
from tests.integration.probes.talking import Authority, flood, hang, talking
from tests.support import check

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def test_connections_with_and_without_tls(run: Run, tmp_path: Path) -> None:
    authority = Authority(tmp_path)

    async def look() -> None:
        async with talking(hang) as port:
            result = await check({"kind": "tcp", "host": "127.0.0.1", "port": port})
            assert result.outcome is Outcome.HEALTHY, result.sentence
            silent = await check({"kind": "tcp", "host": "127.0.0.1", "port": port, "greeting": "x"}, timeout=0.2)
            assert silent.reason is Reason.TIMEOUT
        async with talking(flood) as port:
            result = await check({"kind": "smtp", "host": "127.0.0.1", "port": port, "encryption": "none"})
            assert result.reason is Reason.CONTENT
        async with talking(hang, tls=authority.context("localhost")) as port:
            settings = {"kind": "tls", "host": "localhost", "port": port}
            assert (await check(settings, ca_file=authority.ca_file)).outcome is Outcome.HEALTHY
            assert "does not trust" in (await check(settings)).sentence
        async with talking(ImapServer(starttls=authority.context("localhost"))) as port:
            settings = {
                "kind": "imap",
                "host": "localhost",
                "port": port,
                "encryption": "starttls",
                "username": "light",
                "credential": "mail",
            }
            result = await check(settings, ca_file=authority.ca_file, secrets={"mail": "pass-word-1"})
            assert result.outcome is Outcome.HEALTHY, result.sentence

    run(look())


def test_datagrams(run: Run) -> None:
    async def look() -> None:
        async with serving(DnsSimulator(Mood.TRUNCATED)) as server:
            settings = {"kind": "dns", "domain": "gifts.test", "server": f"127.0.0.1:{server.port}"}
            result = await check(settings)
        assert (result.outcome, server.asked) == (Outcome.HEALTHY, ["udp", "tcp"]), result.sentence
        result = await check({"kind": "ping", "host": "127.0.0.1"})
        assert result.outcome is Outcome.HEALTHY or result.reason is Reason.FORBIDDEN, result.sentence

    run(look())
