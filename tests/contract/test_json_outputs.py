"""Every ``--json`` keeps to its JSON Schema in docs/schemas, on what really happened; none is without one, and no key
of an answer is without words there."""

import argparse
import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from porchlight.cli.command_line import parser
from porchlight.cli.report import report
from porchlight.exporters.rows import FORMATS
from porchlight.intake.documents import dump_json
from porchlight.model.alert import DeliveryState, NotificationKind, Severity
from porchlight.model.component import Component
from porchlight.model.result import Measure, Phase, Result, Unit
from porchlight.model.status import Outcome, OverallStatus, Status
from porchlight.settings.resolved import Origin
from tests.classy_install import ClassyInstall
from tests.integration.alerts.hook import hook
from tests.integration.probes import vendor_feeds as feeds
from tests.integration.probes.other_monitors import OtherMonitor
from tests.integration.program import Program
from tests.integration.simulators import beside
from tests.ports import free_port
from tests.schemas import DOCS, FOLDER, Validator, conforming, schema_of

FILES = sorted(FOLDER.glob("*.schema.json"))
_SAME = {"alerts list": "alerts"}
"""Commands that say what another one says."""


def _commands(parser: argparse.ArgumentParser, arguments: tuple[str, ...] = ()) -> Iterator[str]:
    for action in parser._actions:
        if "--json" in action.option_strings:
            yield " ".join(arguments)
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from _commands(inner, (*arguments, name))


COMMANDS = sorted({_SAME.get(command, command) for command in _commands(parser())})


# -- the schemas themselves


def test_every_command_with_json_has_a_schema_and_every_schema_a_command() -> None:
    assert len(COMMANDS) > 10
    wanted = {f"{command.replace(' ', '-')}.schema.json" for command in COMMANDS}
    wanted |= {
        "export-history.schema.json",
        "settings.schema.json",
    }  # of lines, and of a file that is written by hand
    assert {file.name for file in FILES} == wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_a_schema_is_one_of_its_draft_and_the_page_of_the_command_line_links_it(file: Path) -> None:
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Validator.check_schema(schema)
    assert f"(schemas/{file.name})" in (DOCS / "command-line.md").read_text(encoding="utf-8")


def test_the_codes_of_a_schema_are_those_of_the_program() -> None:
    for schema in map(schema_of, ("health", "status")):
        assert schema["properties"]["status"]["enum"] == [*OverallStatus]
    assert schema_of("health")["$defs"]["component"]["properties"]["status"]["enum"] == [*Status]
    assert schema_of("health")["$defs"]["measure"]["properties"]["unit"]["enum"] == [*Unit]
    assert list(schema_of("health")["$defs"]["component"]["properties"]["phases"]["properties"]) == [*Phase]
    assert schema_of("alerts")["items"]["properties"]["severity"]["enum"] == [*Severity]
    settings = schema_of("config")["properties"]["settings"]["items"]["properties"]
    assert settings["origin"]["enum"] == [*Origin]
    outbox = schema_of("alerts outbox")["items"]["properties"]
    assert outbox["kind"]["enum"] == [*NotificationKind]
    assert outbox["state"]["enum"] == [*DeliveryState]


# -- what really happened


SETTINGS = """
[monitor]
interval = "1s"
timeout = "2s"
confirmations = 1
confirmation_pause = "100ms"
connectivity_urls = []
[updates]
feed_url = "http://127.0.0.1:{port}/feed"
[components.website]
kind = "http"
name = "Página “Donar”"
url = "http://127.0.0.1:{port}/"
critical = true
vendor = "{vendor}"
[components.gifts]
kind = "database"
url = "sqlite:///{folder}/gifts%41#.sqlite3"
query = "SELECT SUM(amount) FROM gifts -- all; of them"
query_value = "0.30"
query_operator = "greater_equal"
size_limit = "10 GB"
[components.health]
kind = "http"
url = "{site}/health"
depends_on = ["gifts"]
[components.disk]
kind = "disk"
path = "{folder}"
[components.old]
kind = "self"
enabled = false
[components.stranger]
kind = "of nobody"
[paths.donations]
taken_by = ["website"]
passed_on_by = ["gifts"]
goes_to = "the CRM"
[channels.hook]
kind = "webhook"
credential = "hook"
allow_unencrypted = true
[rules.own]
when = {{ all = [{{ component = "website", status = "error" }}, {{ path = "summary.errors", {at_least_one} }}] }}
severity = "high"
channels = ["hook", "console"]
why = "So that somebody hears of it."
[rules.jobs]
when = {{ not = {{ any = [{{ operation = "*", failures = 2 }}, {{ operation = "nightly", older_than = "1d" }}] }} }}
enabled = false
"""
HEALTH = {"status": "warn", "checks": {"queue": [{"status": "warn", "output": "long"}], "db": [{"status": "pass"}]}}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A program that has watched, told, been silenced, run jobs, and been given settings."""
    folder = tmp_path_factory.mktemp("lived")
    with closing(sqlite3.connect(folder / "gifts%41#.sqlite3")) as gifts, gifts:
        gifts.execute("CREATE TABLE gifts (amount REAL)")
        gifts.executemany("INSERT INTO gifts VALUES (?)", [(0.1,), (0.2,)])
    site = OtherMonitor({"/health": HEALTH, "/api/v2/summary.json": feeds.statuspage()})
    with beside(site) as served, hook() as receiver:
        program = Program(folder, {"PORCHLIGHT_SECRET_HOOK": receiver.url})
        program.configure(
            SETTINGS.format(
                port=free_port(),
                vendor=served.url,
                site=served.url,
                folder=folder.as_posix(),
                at_least_one='operator = "greater_equal", value = 1',
            )
        )
        program("record", "nightly", "--duration", "90s", "--count", "200", "--failed", "3")
        program("record", "nightly", "--duration", "5m", "--failed-run")
        watching = program.start("watch")
        _until_notified(program, watching)
        watching.terminate()
        watching.communicate(timeout=20)
        program("alerts", "silence", "--component", "disk", "--for", "1h", "--comment", "new disk, “soon”")
        yield program


def _until_notified(program: Program, watching: "subprocess.Popen[str]") -> None:
    for _ in range(100):
        assert watching.poll() is None, watching.communicate()
        history = program.data / "history.sqlite3"
        if history.exists():
            with closing(sqlite3.connect(f"file:{history}?mode=ro", uri=True)) as connection:
                try:
                    found = connection.execute("SELECT count(*) FROM outbox WHERE ended_ms IS NOT NULL").fetchone()
                except sqlite3.OperationalError:
                    found = (0,)
            if found[0] >= 2:
                return
        time.sleep(0.2)
    raise AssertionError("nothing was told")


def _line(program: Program, command: str, tmp_path: Path) -> list[str]:
    """The command with what it needs."""
    match command:
        case "config":
            return ["config", "show"]
        case "history":
            return ["history", "website"]
        case "import":
            install = ClassyInstall(tmp_path / "classy").folder
            (install / ".env").write_text("NODE_ENV=development\nMAILCHIMP_API_KEY=0123456789abcdef-us19\n")
            return ["import", "classy-sync", str(install), "--dry-run"]
        case "settings import":
            shared = tmp_path / "shared.toml"
            shared.write_text(
                '[monitor]\ninterval = "1m"\nproxy = "http://p.example:1"\n[desktop]\ntheme = "dark"\n'
                '[components.new]\nkind = "mailchimp"\nlist_id = "a"\n[components.bad]\nkind = "http"\nurl = 5\n'
                '[actions.again]\nkind = "program"\nprogram = ["/bin/true"]\nenabled = true\n[nothing]\na = 1\n'
            )
            return ["settings", "import", str(shared), "--dry-run", "--replace"]
    return command.split()


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "self-test"])
def test_what_a_command_says_is_what_its_schema_says(lived: Program, command: str, tmp_path: Path) -> None:
    ran = lived(*_line(lived, command, tmp_path), "--json")
    assert ran.code in (0, 1, 2, 3), ran.err
    document = conforming(command, ran.out)
    assert document
    if command == "alerts":
        assert document == conforming(command, lived("alerts", "list", "--json").out)
        assert document[0]["timeline"]


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in ("self-test", "import")])
def test_the_same_where_nothing_has_happened_yet(command: str, tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.configure("[monitor]\nconnectivity_urls = []\n")
    ran = program(*_line(program, command, tmp_path), "--json")
    if ran.out:
        conforming(command, ran.out)
    else:
        assert ran.code >= 64  # it was said on the other stream why there is nothing
        assert ran.err


def test_health_says_the_same_in_detail_and_a_line_each_while_it_watches(lived: Program) -> None:
    detailed = conforming("health", lived("health", "--json", "--detailed").out)
    website, gifts, health, *_ = detailed["components"]
    assert website["vendor"]["says"] == "nothing"
    assert website["where"]["steps"]
    assert gifts["status"] == "healthy", gifts["message"]
    assert {part["name"] for part in health["parts"]} == {"queue", "db"}
    assert detailed["recommendations"]
    assert detailed["paths"][0]["status"] == "error"
    watching = lived.start("health", "--json", "--watch", "--interval", "1")
    assert watching.stdout is not None
    lines = [watching.stdout.readline() for _ in range(2)]
    watching.kill()
    watching.communicate(timeout=20)
    for line in lines:
        conforming("health", line)


def test_each_line_of_an_export_is_what_its_schema_says(lived: Program) -> None:
    lines = lived("export", "history", "--format", "jsonl").out.splitlines()
    assert len(lines) > 5
    for line in lines:
        conforming("export history", line)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_null_in_every_document(value: float) -> None:
    component = Component(id="disk", kind="disk", name="Disk")
    result = Result(
        component="disk",
        began_ms=1_795_715_369_000,
        duration_us=1000,
        outcome=Outcome.HEALTHY,
        sentence="It is well.",
        measures={"used": Measure(value, Unit.BYTES, limit=value)},
    )
    health = conforming("health", dump_json(report([component], [result], 0, 12.5).as_json(detailed=True)))
    assert health["components"][0]["measures"]["used"] == {"value": None, "unit": "B", "limit": None}
    file = StringIO()
    FORMATS["jsonl"]([result], file)
    assert conforming("export history", file.getvalue())["measures"]["used"]["value"] is None


def test_no_json_leaves_the_program_but_by_the_one_writer_that_knows_no_nan() -> None:
    """``json.dumps`` writes NaN; what goes out passes ``dump_json``."""
    app = DOCS.parent / "app" / "porchlight"
    inner = {
        "intake/documents.py",  # the one
        "history/alert_rows.py", "history/rows.py",  # columns of our own file
        "settings/secrets.py", "settings/binding.py", "classy_sync/importer.py",  # names and texts, into the keyring
        "operations/ingest/body.py", "operations/wakeup.py",  # hashed; within this computer
    }  # fmt: skip
    found = {
        file.relative_to(app).as_posix()
        for file in app.rglob("*.py")
        if re.search(r"\bjson\.dumps?\(", file.read_text(encoding="utf-8"))
    }
    elsewhere = {one for one in found if not one.startswith(("demo/", "desktop/", "probes/"))}
    assert elsewhere <= inner
