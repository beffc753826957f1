"""docs/team.md and the folder beside it: what they say is what there is."""

import asyncio
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import porchlight.exporters.metrics.families as families
from porchlight.exporters.metrics.families import Kind
from porchlight.exporters.metrics.text import text_of
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import load_settings, parse_settings
from tests.integration.export.pictures import picture
from tests.integration.export.served import prometheus
from tests.integration.export.test_scraping import served
from tests.support import need

pytestmark = pytest.mark.anyio

DOCS = Path(__file__).parents[3] / "docs"
TEAM = DOCS / "team"
DASHBOARD = TEAM / "grafana" / "dashboards" / "porchlight.json"
KINDS = [value for value in vars(families).values() if isinstance(value, Kind)]


def queries() -> list[str]:
    """Of every panel of the dashboard, for all components."""
    board = json.loads(DASHBOARD.read_text())
    found = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    return [query.replace("$component", ".*") for query in found]


def test_every_metric_is_in_the_table_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+)` \(`([\w.]+)`\) \| (.*) \|$", (DOCS / "team.md").read_text(), re.MULTILINE)
    assert rows == [(kind.prometheus, kind.name, kind.text) for kind in KINDS]


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", (DOCS / "team.md").read_text(), re.DOTALL))
def test_the_settings_shown_are_settings(block: str) -> None:
    assert parse_settings(block).all_problems() == []


def test_the_settings_of_the_shared_porchlight_are_right() -> None:
    settings = load_settings(str(TEAM / "porchlight.toml"))
    assert settings.all_problems() == []
    assert settings.export.prometheus.enabled
    (target,) = yaml.safe_load((TEAM / "prometheus" / "prometheus.yml").read_text())["scrape_configs"][0][
        "static_configs"
    ][0]["targets"]
    assert target == f"127.0.0.1:{settings.export.prometheus.port}"


def test_a_desk_asks_what_the_compose_file_serves() -> None:
    served_at = {f"http://{one.rpartition(':')[0]}" for one in compose()["services"]["porchlight"]["ports"]}
    viewer = tomllib.loads((TEAM / "desk.toml").read_text())
    assert {one["url"] for one in viewer["components"].values()} <= served_at


def compose() -> Any:
    return yaml.safe_load((TEAM / "compose.yml").read_text())


def test_the_compose_file_mounts_what_there_is_and_opens_nothing_to_others() -> None:
    whole = compose()
    for name, service in whole["services"].items():
        image = service.get("image", "")
        assert "build" in service or re.search(r":v?\d[\d.]*$", image), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        for mount in service["volumes"]:
            source = mount.split(":")[0]
            assert (TEAM / source).exists() if source.startswith(".") else source in whole["volumes"]
    build = whole["services"]["porchlight"]["build"]
    assert (TEAM / build["context"] / build["dockerfile"]).is_file()


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("promtool", ("check", "config", "prometheus/prometheus.yml")),
        ("amtool", ("check-config", "alertmanager/alertmanager.yml")),
    ],
)
def test_prometheus_and_alertmanager_take_their_configuration(program: str, arguments: tuple[str, ...]) -> None:
    ran = subprocess.run([need(program), *arguments], cwd=TEAM, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_dashboard_is_one_and_finds_its_datasource() -> None:
    board = json.loads(DASHBOARD.read_text())
    sources = yaml.safe_load((TEAM / "grafana/provisioning/datasources/prometheus.yml").read_text())["datasources"]
    known = {source["uid"] for source in sources}
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    assert {panel["datasource"]["uid"] for panel in board["panels"]} <= known
    for panel in board["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
    (provider,) = yaml.safe_load((TEAM / "grafana/provisioning/dashboards/porchlight.yml").read_text())["providers"]
    mounts = compose()["services"]["grafana"]["volumes"]
    assert f"./grafana/dashboards:{provider['options']['path']}:ro" in mounts
    generator = tomllib.loads((TEAM / "porchlight.toml").read_text())["channels"]["team"]["generator_url"]
    assert f"/d/{board['uid']}?" in generator


def test_dashboard_and_rules_ask_for_metrics_that_there_are() -> None:
    rules = yaml.safe_load((TEAM / "prometheus" / "rules.yml").read_text())["groups"][0]["rules"]
    viewer = tomllib.loads((TEAM / "desk.toml").read_text())["components"]["donations"]["query"]
    asked = " ".join([*queries(), *(rule["expr"] for rule in rules), viewer])
    named = set(re.findall(r"\b(?:probe|porchlight)_\w+", asked))
    assert named <= {kind.prometheus for kind in KINDS}
    assert len(named) > 10


async def test_a_real_prometheus_answers_every_question_of_the_dashboard(tmp_path: Path, unused_port: int) -> None:
    configuration = f"""
        global: {{scrape_interval: 1s, scrape_timeout: 1s}}
        scrape_configs:
          - job_name: porchlight
            static_configs: [{{targets: ["127.0.0.1:{unused_port}"]}}]
    """
    texts = text_of(families.families_of(picture(3), Redactor().text)).decode()
    empty = {"porchlight_measure_limit", "porchlight_operation_last_success_timestamp_seconds"}
    async with served(unused_port), prometheus(tmp_path, configuration) as server:

        async def answered(query: str) -> bool:
            answer = await server.get("/api/v1/query", query=query)
            assert answer["status"] == "success"
            return bool(answer["data"]["result"])

        for query in queries():
            if any(name in query for name in empty):
                assert not any(f"\n{name}" in texts for name in empty)
                await answered(query)
                continue
            async with asyncio.timeout(60):
                while not await answered(query):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
