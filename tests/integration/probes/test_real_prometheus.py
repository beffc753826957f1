"""A real Prometheus and a real Alertmanager: what they answer is what the probes expect."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.ports import free_port
from tests.support import check, need

pytestmark = pytest.mark.anyio
PATIENCE = 30.0

CONFIG = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [rules.yml]
scrape_configs:
  - job_name: itself
    static_configs: [{{targets: ["127.0.0.1:{prometheus}"]}}]
  - job_name: nobody
    static_configs: [{{targets: ["127.0.0.1:{nobody}"]}}]
alerting:
  alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{alertmanager}"]}}]}}]
"""
RULES = """
groups:
  - name: tests
    rules:
      - {alert: Watchdog, expr: vector(1), labels: {severity: none}}
      - {alert: TargetDown, expr: up == 0, labels: {severity: critical}}
"""
ROUTES = "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n"


@dataclass(frozen=True)
class Running:
    """Where they listen."""

    prometheus: str
    alertmanager: str


@asynccontextmanager
async def program(*command: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    prometheus, alertmanager = need("prometheus"), need("prometheus-alertmanager")
    ports = {name: free_port() for name in ("prometheus", "alertmanager", "nobody")}
    (tmp_path / "prometheus.yml").write_text(CONFIG.format(**ports))
    (tmp_path / "rules.yml").write_text(RULES)
    (tmp_path / "routes.yml").write_text(ROUTES)
    here = {name: f"127.0.0.1:{port}" for name, port in ports.items()}
    async with (
        program(
            alertmanager,
            f"--config.file={tmp_path / 'routes.yml'}",
            f"--web.listen-address={here['alertmanager']}",
            f"--storage.path={tmp_path / 'alertmanager'}",
            "--cluster.listen-address=",
        ),
        program(
            prometheus,
            f"--config.file={tmp_path / 'prometheus.yml'}",
            f"--web.listen-address={here['prometheus']}",
            f"--storage.tsdb.path={tmp_path / 'data'}",
            "--rules.alert.resend-delay=1s",
        ),
    ):
        yield Running(f"http://{here['prometheus']}", f"http://{here['alertmanager']}")


async def until(ask: Callable[[], Awaitable[Result]], holds: Callable[[Result], bool]) -> Result:
    """The first result of which it holds; the programs take their time to begin."""
    loop = asyncio.get_running_loop()
    given_up = loop.time() + PATIENCE
    while not holds(result := await ask()):
        assert loop.time() < given_up, result
        await asyncio.sleep(0.1)
    return result


async def test_queries_and_alerts(running: Running) -> None:
    async def query(query: str, **settings: Any) -> Result:
        return await check({"kind": "prometheus", "url": running.prometheus, "query": query, **settings})

    up = await until(lambda: query("up", error_below=1), lambda result: len(result.sub_results) == 2)
    assert up.outcome is Outcome.ERROR
    assert "job=nobody is 0 (under 1)" in up.sentence
    assert (await query("1 + 1", error_above=3)).sentence == "The value is 2."
    assert (await query("0 / 0", error_above=3)).outcome is Outcome.UNKNOWN
    assert (await query("vector(0) / 0", error_above=3)).outcome is Outcome.UNKNOWN
    assert (await query("no_such_series", error_above=3)).reason is Reason.STALE
    assert (await query("sum(", error_above=3)).reason is Reason.CONFIGURATION
    assert (await query("up[5m]", error_above=3)).reason is Reason.CONFIGURATION
    assert (await query('"text"', error_above=3)).reason is Reason.CONFIGURATION

    async def alerts(**settings: Any) -> Result:
        given = {"kind": "alertmanager", "url": running.alertmanager, "watchdog": "Watchdog"}
        return await check({**given, **settings})

    firing = await until(alerts, lambda result: "TargetDown" in result.sentence)
    assert firing.outcome is Outcome.ERROR
    assert len(firing.sub_results) == 1
    quiet = await alerts(filters=['alertname="Nothing"'])
    assert quiet.outcome is Outcome.HEALTHY  # the watchdog is asked for by itself
    assert (await alerts(filters=["not a matcher"])).reason is Reason.CONFIGURATION
    assert (await alerts(watchdog="Other")).reason is Reason.STALE
