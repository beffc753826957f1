"""The JSON Schema of the settings file: the committed one is the command's, and it takes what the program takes."""

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from porchlight.cli.config import config
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.template import EMPTY, SCHEMA, TEMPLATE
from tests.schemas import FOLDER, Validator

FILE = FOLDER / "settings.schema.json"


def _faults(document: str) -> list[str]:
    validator = Validator(json.loads(FILE.read_text(encoding="utf-8")))
    return [fault.message for fault in validator.iter_errors(tomllib.loads(document))]


def test_the_committed_schema_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert config(argparse.Namespace(action="schema", config=None)) == 0
    assert capsys.readouterr().out == FILE.read_text(encoding="utf-8")


def test_new_files_name_it_in_their_first_line() -> None:
    for text in (TEMPLATE, EMPTY):
        assert text.splitlines()[0] == f"#:schema {SCHEMA}"
    assert SCHEMA.endswith(f"docs/schemas/{FILE.name}")
    assert "config schema" in Path("docs/settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "document",
    [
        TEMPLATE,
        '[monitor]\ninterval = 30\nretention = "48h"\nconnectivity_urls = []',
        '[components.a]\nkind = "disk"\nlocation = "/"\nwarn_below = "5 GB"\nslow_limit = "250ms"',
        '[components.a]\nkind = "process"\nprocess = "nginx"\nmax_memory = "2 GB"',
        '[rules.slow-response]\nfor = "5m"\nrepeat = "never"',
        '[rules.mine]\nwhen = { all = [{ component = "*", status = "error" }, { not = { operation = "*", '
        'failures = 1 } }] }\nchannels = "desktop"',
        '[channels.email]\nkind = "email"\nhost = "smtp.example.org"\nsender = "a@example.org"\nto = "b@example.org"',
        '[alerts.quiet_hours]\nfrom = "22:00"\nto = "7:00"\ndays = ["mon"]',
        '[report]\nweekly = true\nday = "monday"\ntime = "07:00"',
        '[export.otlp]\nendpoint = "http://127.0.0.1:4318"\n[export.otlp.attributes]\nteam = "donations"',
    ],
)
def test_it_takes_what_the_program_takes(document: str) -> None:
    assert parse_settings(document).all_problems() == []
    assert _faults(document) == []


def test_a_kind_of_a_plug_in_is_not_a_fault() -> None:
    assert _faults('[components.a]\nkind = "newest_file"\nfolder = "/srv"') == []


@pytest.mark.parametrize(
    "document",
    [
        "[monitor]\nintervall = 30",
        '[monitor]\ninterval = "soon"',
        '[components.a]\nkind = "http"',
        '[components.a]\nkind = "ping"\nhost = "example.org"\ncounts = 3',
        '[rules.mine]\nseverity = "low"',
        '[rules.slow-response]\nseverity = "urgent"',
    ],
)
def test_it_names_what_the_program_names(document: str) -> None:
    assert parse_settings(document).all_problems() != []
    assert _faults(document) != []


def test_every_setting_has_a_title_and_a_description() -> None:
    schema: Any = json.loads(FILE.read_text(encoding="utf-8"))
    for name, model in schema["$defs"].items():
        for key, setting in model.get("properties", {}).items():
            assert setting["title"], f"{name}.{key}"
            assert setting["description"], f"{name}.{key}"
