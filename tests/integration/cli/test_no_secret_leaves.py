"""Planted secrets in settings, URLs, headers, the environment, vendors' own errors: none of them may come out."""

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer
from porchlight.demo.website import WebsiteSimulator
from tests.integration.program import Program
from tests.integration.simulators import Beside, beside

API_KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9-us21"
BEARER = "planted/bearer+token=42"
CLIENT_SECRET = "PlantedClientSecret99"
DB_PASSWORD = "planted p@ss:word/%"
IN_QUERY = "planted-in-the-query"
IN_HEADER = "planted-in-a-header"
IN_SETTINGS = "planted-in-the-settings"
SECRETS = (API_KEY, BEARER, CLIENT_SECRET, DB_PASSWORD, IN_QUERY, IN_HEADER, IN_SETTINGS)


class Chatty(WebsiteSimulator):
    """A vendor that repeats everything it was sent, in its errors, its redirects and its health payload."""

    def answer(self, request: Request) -> Answer:
        echo = f"rejected {dict(request.headers)} {request.query} {request.body.decode(errors='replace')}"
        if request.path.startswith("/redirect"):
            return Answer(302, b"", {"Location": f"/echo?token={IN_QUERY}&back={quote(BEARER)}"})
        if request.path.startswith("/health"):
            payload = {
                "status": "fail",
                "checks": {"db": [{"status": "fail", "output": f"password={DB_PASSWORD} {echo}"}]},
            }
            return json_answer(200, payload, {"Content-Type": "application/health+json"})
        return json_answer(401, {"title": echo, "detail": echo, "error": echo, "error_description": echo})

    def refuse(self, fault: Fault) -> Answer | None:
        return None


@pytest.fixture
def vendor() -> Iterator[Beside]:
    with beside(Chatty()) as running:
        yield running


@pytest.fixture
def porchlight(tmp_path: Path, vendor: Beside) -> Program:
    program = Program(
        tmp_path,
        {
            "PORCHLIGHT_SECRET_MAILCHIMP": API_KEY,
            "PORCHLIGHT_SECRET_BEARER": BEARER,
            "PORCHLIGHT_SECRET_CLASSY": json.dumps({"client_id": "an-id", "client_secret": CLIENT_SECRET}),
            "PORCHLIGHT_SECRET_DB": DB_PASSWORD,
        },
    )
    program.configure(
        f"""
        [monitor]
        interval = "1s"
        confirmations = 0
        connectivity_urls = []
        [components.mailchimp]
        kind = "mailchimp"
        base_url = "{vendor.url}"
        [components.classy]
        kind = "classy"
        organization_id = 1
        base_url = "{vendor.url}/2.0"
        token_url = "{vendor.url}/oauth2/auth"
        [components.bearer]
        kind = "http"
        url = "{vendor.url}/x?api_key={IN_QUERY}"
        credential = "bearer"
        headers = {{ "X-Auth-Token" = "{IN_HEADER}" }}
        [components.redirect]
        kind = "http"
        url = "{vendor.url}/redirect"
        credential = "bearer"
        [components.payload]
        kind = "http"
        url = "{vendor.url}/health"
        credential = "bearer"
        [components.db]
        kind = "database"
        url = "postgresql://reader@127.0.0.1:1/gifts"
        credential = "db"
        [components.in-url]
        kind = "http"
        url = "https://user:{IN_SETTINGS}@example.org/"
        [components.in-key]
        kind = "mailchimp"
        api_key = "{IN_SETTINGS}"
        [components.in-db-url]
        kind = "database"
        url = "mysql://reader:{IN_SETTINGS}@127.0.0.1/gifts"
        [components.twice]
        kind = "http"
        url = "https://example.org/"
        password = "{IN_SETTINGS}"
        """
    )
    return program


def forms(secret: str) -> list[str]:
    encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
    return [secret, quote(secret, safe=""), encoded, json.dumps(secret)[1:-1]]


def test_no_command_and_no_log_and_no_history_contains_a_secret(porchlight: Program, tmp_path: Path) -> None:
    outputs = []
    for arguments in (
        ("health",),
        ("health", "--detailed"),
        ("health", "--detailed", "--json"),
        ("--debug", "health"),
        ("health", "bearer", "--detailed"),
        ("components", "list"),
        *(("components", "test", name) for name in ("mailchimp", "classy", "bearer", "redirect", "payload", "db")),
        ("config", "check"),
        ("config", "path"),
        ("secrets", "list"),
        ("status",),
        ("status", "--json"),
        ("history", "payload"),
        ("history", "payload", "--json"),
        ("export", "history"),
        ("export", "history", "--format", "jsonl"),
        (),
    ):
        ran = porchlight(*arguments)
        outputs.append((" ".join(arguments), ran.out + ran.err))
    process = porchlight.start("--debug", "watch")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(6)]
    process.terminate()
    out, err = process.communicate(timeout=10)
    outputs.append(("watch", "".join(lines) + out + err))
    files = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    outputs += [(file.name, file.read_bytes().decode("utf-8", "replace")) for file in files]
    with closing(sqlite3.connect(tmp_path / "data" / "history.sqlite3")) as history:
        outputs.append(("dump", "\n".join(history.iterdump())))
    assert any("error" in text for _, text in outputs)
    for where, text in outputs:
        for secret in SECRETS:
            for form in forms(secret):
                assert form not in text, f"{form} came out of {where}"


def test_what_could_not_be_kept_out_of_the_settings_is_named_with_its_remedy(porchlight: Program) -> None:
    ran = porchlight("config", "check")
    assert ran.code == 78
    for key in ("in-url.url", "in-key.api_key", "in-db-url.url", "twice.password"):
        assert f"components.{key}" in ran.out, ran.out
    assert "porchlight secrets set NAME" in ran.out
