"""A credential goes where it was first used, and nowhere else until somebody agrees: recorded by who received it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.integration.program import Program

KEY = "a-key-of-26-letters-planted"


class Recorder:
    """A server that keeps what it was sent."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.received: list[str] = []

    @property
    def got_it(self) -> bool:
        return any(KEY in one for one in self.received)


@contextmanager
def _recorder() -> Iterator[Recorder]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            recorder.received.append(f"{self.path} {self.headers} {self.rfile.read(length)!r}")
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorder = Recorder(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def ours() -> Iterator[Recorder]:
    with _recorder() as recorder:
        yield recorder


@pytest.fixture
def theirs() -> Iterator[Recorder]:
    with _recorder() as recorder:
        yield recorder


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    return Program(tmp_path, {"PORCHLIGHT_SECRET_PAGE": KEY})


def _settings(place: Recorder, more: str = "") -> str:
    return f"""[monitor]
connectivity_urls = []
confirmations = 0
[components.page]
kind = "http"
url = "{place.address}/"
credential = "page"
{more}"""


def _page(porchlight: Program) -> dict[str, str]:
    document = json.loads(porchlight("health", "--json").out)
    found: dict[str, str] = next(one for one in document["components"] if one["component"] == "page")
    return found


def test_an_address_that_somebody_changed_gets_the_credential_once_it_is_allowed(
    porchlight: Program, ours: Recorder, theirs: Recorder
) -> None:
    porchlight.configure(_settings(ours))
    assert _page(porchlight)["status"] == "healthy"
    assert ours.got_it
    porchlight.configure(_settings(theirs))
    row = _page(porchlight)
    assert theirs.received == []
    assert row["status"] == "error"
    assert f"The credential “page” was stored for {ours.address}, but would be sent to {theirs.address}" in str(row)
    assert porchlight("secrets", "allow", "page", theirs.address).code == 0
    assert _page(porchlight)["status"] == "healthy"
    assert theirs.got_it


def test_a_channel_gets_no_credential_that_belongs_to_a_component(
    porchlight: Program, ours: Recorder, theirs: Recorder
) -> None:
    porchlight.configure(_settings(ours))
    _page(porchlight)
    channel = f"""[channels.ops]
kind = "webhook"
url = "{theirs.address}/hook"
secret_headers = {{ "X-A" = "page" }}
"""
    porchlight.configure(_settings(ours, channel))
    ran = porchlight("alerts", "test", "ops")
    assert ran.code == 69
    assert "was stored for" in ran.out
    assert theirs.received == []


def test_what_a_colleagues_file_brings_sends_nothing_that_nobody_agreed_to(
    porchlight: Program, ours: Recorder, theirs: Recorder, tmp_path: Path
) -> None:
    porchlight.configure(_settings(ours))
    file = tmp_path / "theirs.toml"
    more = f"""[components.other]
kind = "gatus"
url = "{theirs.address}"
credential = "page"
[heartbeat]
url = "{theirs.address}/ping"
"""
    file.write_text(_settings(theirs, more), encoding="utf-8")
    assert porchlight("settings", "import", str(file), "--yes").code == 0
    assert _page(porchlight)["status"] == "healthy"
    assert theirs.received == []
    trust = ("--trust", "components.page.url")
    assert porchlight("settings", "import", str(file), "--yes", *trust).code == 0
    assert _page(porchlight)["status"] == "healthy"
    assert theirs.got_it
    assert "ping" not in str(theirs.received)
