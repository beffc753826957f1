"""Plug-ins that bring a channel: the example works as installed; a broken one is one channel that is left out."""

import os
import tomllib
from pathlib import Path

import pytest

from tests.integration.alerts.hook import Hook
from tests.integration.cli.test_plugins import install
from tests.integration.program import Program

EXAMPLE = Path(__file__).parents[2] / "example_channel"
GROUP = "porchlight.channels"


@pytest.fixture
def porchlight(tmp_path: Path, porchlight: Program) -> Program:
    """With the example installed, and three that are broken each in its own way."""
    site = tmp_path / "site"
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    install(site, project["name"], project["entry-points"][GROUP], GROUP)
    (site / "porchlight_broken.py").write_text("import no_such_module_at_all\n")
    (site / "porchlight_wrong.py").write_text("KIND = 'not a kind'\n")
    install(site, "porchlight-broken", {"broken": "porchlight_broken:KIND"}, GROUP)
    install(site, "porchlight-wrong", {"wrong": "porchlight_wrong:KIND", "webhook": "porchlight_wrong:KIND"}, GROUP)
    paths = [str(site), str(EXAMPLE), os.environ.get("PYTHONPATH", "")]
    environment = {**porchlight.environment, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return Program(porchlight.folder, environment)


def add(porchlight: Program, text: str) -> None:
    porchlight.config.write_text(porchlight.config.read_text() + text)


def test_the_example_takes_a_test_and_has_its_own_settings(porchlight: Program, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    add(porchlight, f"[channels.hallway]\nkind = 'note_file'\nfile = '{notes}'\n")
    tested = porchlight("alerts", "test", "hallway")
    assert (tested.code, tested.out) == (0, "hallway: sent.\n")
    assert notes.read_text() == "LOW Porchlight: test message\n"
    porchlight.config.write_text(porchlight.config.read_text().replace(str(notes), str(tmp_path)))
    tested = porchlight("alerts", "test", "hallway")
    assert (tested.code, tested.out) == (69, "hallway: The file cannot be written (Is a directory).\n")
    porchlight.config.write_text(porchlight.config.read_text().replace("file =", "fiel ="))
    assert "Did you mean file?" in porchlight("config", "check").out


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("broken", "The plug-in broken cannot be used. It cannot be imported (ModuleNotFoundError)."),
        ("wrong", "The plug-in wrong cannot be used. It does not provide a ChannelKind."),
    ],
)
def test_a_broken_one_is_named_and_left_out_and_the_others_go_on(
    porchlight: Program, receiver: Hook, kind: str, expected: str
) -> None:
    add(porchlight, f'[channels.hallway]\nkind = "{kind}"\n')
    checked = porchlight("config", "check")
    assert expected in checked.out + checked.err
    tested = porchlight("alerts", "test", "hallway")
    assert tested.code == 64
    assert expected in tested.err
    assert porchlight("alerts", "test", "ops").out == "ops: sent.\n"


def test_one_that_takes_the_name_of_a_built_in_kind_is_not_used(porchlight: Program, receiver: Hook) -> None:
    assert porchlight("alerts", "test", "ops").out == "ops: sent.\n"
    assert receiver.wait_for_event("test")["title"] == "Porchlight: test message"
