"""A real browser for the tests, which sees a small web of donation pages and nothing else.

The program that the probe finds is a script before it: it turns off what a test cannot have (a sandbox for root, real
names and certificates) and adds nothing else.
"""

import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer
from tests.donate_pages import Served, Web
from tests.support import need

_NOT_THERE = Served("", 404)


class Pages:
    """Implements Simulator: every host of the web, by the Host header."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def answer(self, request: Request) -> Answer:
        query = "&".join(f"{name}={value}" for name, value in request.query.items())
        url = f"https://{request.headers['host']}{request.path}{'?' if query else ''}{query}"
        served = self.web.all().get(url, _NOT_THERE)
        if served.refuses:
            return Answer(502)
        return Answer(served.status, served.body.encode(), dict(served.headers))

    def refuse(self, fault: Fault) -> Answer | None:
        return None


@asynccontextmanager
async def served(web: Web, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pages]:
    """The web, and a browser on the PATH that sees it; skips the test where none is installed."""
    browser = need("chromium", "/usr/bin/google-chrome", "/usr/bin/microsoft-edge")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("give.example.org").configure_cert(context)
    pages = Pages(web)
    async with SimulatorServer(pages, tls=context) as server:
        program = folder / "bin" / "chromium"
        program.parent.mkdir()
        program.write_text(
            f"#!/bin/sh\nexec {browser} --no-sandbox --ignore-certificate-errors --disable-dev-shm-usage"
            f' --host-resolver-rules="MAP * 127.0.0.1:{server.port}" "$@"\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
        for name in ("microsoft-edge", "google-chrome"):
            (program.parent / name).symlink_to(program)
        yield pages
