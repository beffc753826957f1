"""Metrics on loopback: what a real Prometheus makes of them, and who is not let in."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from porchlight.demo.website import WebsiteSimulator
from porchlight.exporters.metrics.scrape import MetricsPage
from porchlight.loopback.server import Limits, serve
from porchlight.model.audit import Action
from porchlight.redaction import Redactor
from porchlight.runtime.history import open_reader
from porchlight.settings.export import ExportSettings, PrometheusSettings
from tests.integration.alerts.test_itself import running
from tests.integration.export.pictures import picture
from tests.integration.export.served import prometheus
from tests.integration.simulators import beside
from tests.support import need

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def served(port: int, count: int = 3) -> AsyncIterator[httpx.AsyncClient]:
    listening = asyncio.Event()
    page = MetricsPage(port, lambda: picture(count), Redactor())
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(serve(port, page, listening.set, Limits()))
        await listening.wait()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield client
        serving.cancel()


async def scraped(port: int) -> str:
    """The page; empty where nobody listens."""
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"http://127.0.0.1:{port}/metrics")).text
    except httpx.TransportError:
        return ""


async def test_promtool_finds_nothing_wrong(unused_port: int) -> None:
    promtool = need("promtool")
    async with served(unused_port) as client:
        response = await client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    checked = await asyncio.to_thread(
        subprocess.run, [promtool, "check", "metrics"], input=response.content, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/metrics", {"Host": "evil.example.org"}, 421),
        ("GET", "/metrics", {"Host": "127.0.0.1"}, 421),
        ("GET", "/metrics", {"Origin": "https://evil.example.org"}, 403),
        ("GET", "/metrics", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", "/", {}, 404),
        ("GET", "/v1/operations", {}, 404),
        ("POST", "/metrics", {}, 405),
        ("DELETE", "/metrics", {}, 405),
        ("GET", "/metrics?collect[]=x", {}, 200),
        ("HEAD", "/metrics", {}, 200),
    ],
)
async def test_who_gets_in(unused_port: int, method: str, path: str, headers: dict[str, str], status: int) -> None:
    async with served(unused_port) as client:
        response = await client.request(method, path, headers=headers)
    assert response.status_code == status
    assert "access-control-allow-origin" not in response.headers


async def test_a_body_is_not_read(unused_port: int) -> None:
    async with served(unused_port) as client:
        response = await client.request("GET", "/metrics", content=b"x" * 1_000_000)
    assert response.status_code in (200, 413)
    assert response.headers["connection"] == "close"


async def test_a_real_prometheus_scrapes_a_running_porchlight(tmp_path: Path, unused_port: int) -> None:
    with beside(WebsiteSimulator()) as site:
        text = f"""
            [export.prometheus]
            enabled = true
            port = {unused_port}
            [components.page]
            kind = "http"
            name = "Donation page"
            url = "{site.url}/"
            interval = "1s"
            critical = true
            [components.gone]
            kind = "http"
            url = "http://127.0.0.1:1/"
            interval = "1s"
            confirmations = 0
        """
        configuration = f"""
            global: {{scrape_interval: 1s, scrape_timeout: 1s}}
            scrape_configs:
              - job_name: porchlight
                static_configs: [{{targets: ["127.0.0.1:{unused_port}"]}}]
        """
        async with (
            running(tmp_path / "data", text, print),
            prometheus(tmp_path, configuration) as server,
        ):

            async def asked(query: str) -> dict[str, float]:
                """By component; empty until something is there."""
                found = (await server.get("/api/v1/query", query=query))["data"]["result"]
                return {one["metric"].get("component", ""): float(one["value"][1]) for one in found}

            async with asyncio.timeout(60):
                while await asked("probe_success") != {"page": 1, "gone": 0}:  # noqa: ASYNC110 - no event tells it
                    await asyncio.sleep(0.1)
                while (await asked("porchlight_checks_total")).get("page", 0) < 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            assert await asked("up") == {"": 1}
            assert await asked("probe_http_status_code") == {"page": 200}
            assert await asked("porchlight_component_status") == {"page": 0, "gone": 2}
            assert await asked("porchlight_overall_status") == {"": 1}
            info = (await server.get("/api/v1/query", query="porchlight_component_info"))["data"]["result"]
            names = {one["metric"]["component"]: (one["metric"]["name"], one["metric"]["critical"]) for one in info}
            assert names == {"page": ("Donation page", "true"), "gone": ("gone", "false")}
            (target,) = (await server.get("/api/v1/targets"))["data"]["activeTargets"]
            assert (target["health"], target["lastError"]) == ("up", "")


async def test_it_is_off_until_the_settings_turn_it_on_and_follows_them(tmp_path: Path, unused_port: int) -> None:
    async with running(tmp_path, "", print) as watching:
        off = watching.settings
        assert await scraped(unused_port) == ""
        on = ExportSettings(prometheus=PrometheusSettings(enabled=True, port=unused_port))
        await watching.apply(replace(off, export=on))
        async with asyncio.timeout(60):
            while "porchlight_build_info" not in await scraped(unused_port):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            await watching.apply(off)
            while await scraped(unused_port):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await watching.flush()
        with open_reader(str(tmp_path)) as reader:
            changes = [one.subject for one in reader.audit(0, 2**50) if one.action is Action.SETTINGS_CHANGED]
    assert changes == ["export.prometheus"] * 2
