"""For every key: which value counts, and where it is from."""

import json
from pathlib import Path

import pytest

from porchlight.cli.command_line import parser
from porchlight.cli.config import config
from porchlight.runtime.kinds import channel_kinds, component_kinds
from porchlight.settings import policy
from porchlight.settings.resolved import Origin, Resolved, resolve
from porchlight.settings.toml import parse_plain

USERS = """
[monitor]
interval = "5m"
timeout = "7s"
[components.website]
kind = "http"
url = "https://anna:geheim-7261@example.org/?token=0123456789abcdef0123456789abcdef"
[components.own]
kind = "no such kind"
colour = "red"
[channels.mine]
kind = "webhook"
url = "https://example.org/hook"
[rules.slow-response]
severity = "low"
[actions.again]
kind = "program"
program = ["/bin/restart", "--password", "geheim-7261"]
"""
POLICY = """
[monitor]
interval = "30s"
[components.website]
critical = true
[components.database]
kind = "tcp"
host = "db.example.org"
port = 5432
[rules.slow-response]
channels = ["mine"]
[export.prometheus]
enabled = true
"""
MANAGED = policy.combined([policy.Source("/etc/porchlight/policy.toml", parse_plain(POLICY))])


@pytest.fixture
def found() -> dict[str, Resolved]:
    resolved = resolve(parse_plain(USERS), MANAGED, component_kinds(), channel_kinds())
    assert len({one.key for one in resolved}) == len(resolved)
    return {one.key: one for one in resolved}


@pytest.mark.parametrize(
    ("key", "value", "origin"),
    [
        ("monitor.interval", "30s", Origin.POLICY),
        ("monitor.timeout", "7s", Origin.FILE),
        ("monitor.confirmations", 2, Origin.DEFAULT),
        ("desktop.theme", "system", Origin.DEFAULT),
        ("components.website.critical", True, Origin.POLICY),
        ("components.website.kind", "http", Origin.FILE),
        ("components.website.method", "GET", Origin.DEFAULT),
        ("components.database.port", 5432, Origin.POLICY),
        ("components.own.colour", "red", Origin.FILE),
        ("channels.mine.url", "https://example.org/hook", Origin.FILE),
        ("rules.slow-response.channels", ["mine"], Origin.POLICY),
        ("rules.slow-response.severity", "low", Origin.FILE),
        ("rules.slow-response.for", "2m", Origin.DEFAULT),  # the rule's own, not that of any rule
        ("export.prometheus.enabled", True, Origin.POLICY),
        ("export.prometheus.port", 8751, Origin.DEFAULT),
    ],
)
def test_the_strongest_that_has_a_key_counts(
    found: dict[str, Resolved], key: str, value: object, origin: Origin
) -> None:
    assert (found[key].value, found[key].origin) == (value, origin)
    assert bool(found[key].source) is (origin is Origin.POLICY)


def test_no_secret_is_shown(found: dict[str, Resolved]) -> None:
    shown = json.dumps([one.shown for one in found.values()])
    assert "geheim" not in shown
    assert "0123456789abcdef" not in shown
    assert "example.org" in shown


def porchlight(*arguments: str) -> int:
    return config(parser(arguments).parse_args(arguments))


@pytest.fixture
def managed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(policy, "system_policy", lambda: MANAGED)
    file = tmp_path / "porchlight.toml"
    file.write_text(USERS, encoding="utf-8")
    return file


def test_the_command_line_says_where_each_value_is_from(managed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert porchlight("config", "show", "--origin", "--config", str(managed)) == 0
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in capsys.readouterr().out.splitlines()}
    assert lines["monitor.interval"] == "organisation (/etc/porchlight/policy.toml) 30s"
    assert lines["monitor.timeout"] == "your settings file 7s"
    assert lines["monitor.confirmations"] == "default 2"
    assert "geheim" not in str(lines)


def test_the_same_for_programs(managed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert porchlight("config", "show", "--json", "--config", str(managed)) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["policies"] == ["/etc/porchlight/policy.toml"]
    assert {"key": "monitor.interval", "value": "30s", "origin": "policy", "source": document["policies"][0]} in (
        document["settings"]
    )


def test_a_check_names_what_does_not_count(managed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    porchlight("config", "check", "--config", str(managed))
    err = capsys.readouterr().err
    assert "monitor.interval: set by your organisation. The value in this file is not used." in err
    assert "monitor.timeout: set" not in err
