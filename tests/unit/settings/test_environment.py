"""The environment: foreign plugins of pydantic stay out, and no program that we start learns of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from porchlight.settings.environment import child_environment

_VARIABLE = "PYDANTIC_DISABLE_PLUGINS"
_ASK = (
    "from porchlight.settings.environment import child_environment\n"
    "from porchlight.settings.schema import MonitorSettings\n"
    "MonitorSettings.model_validate({'interval': '5s'})\n"
    f"print(child_environment().get({_VARIABLE!r}))"
)


@pytest.mark.parametrize(
    ("set_by_user", "printed"),
    [(None, ["None"]), ("another", ["plugin loaded", "another"])],
)
def test_no_plugin_of_another_package_sees_the_settings(
    tmp_path: Path, set_by_user: str | None, printed: list[str]
) -> None:
    (tmp_path / "nosy.py").write_text(
        "print('plugin loaded')\n"
        "class Nosy:\n"
        "    def new_schema_validator(self, *_, **__):\n"
        "        return None, None, None\n"
        "nosy = Nosy()\n"
    )
    package = tmp_path / "nosy-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: nosy\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[pydantic]\nnosy = nosy:nosy\n")
    environment = {name: value for name, value in os.environ.items() if name != _VARIABLE}
    if set_by_user is not None:
        environment[_VARIABLE] = set_by_user
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(tmp_path), environment.get("PYTHONPATH"))))
    done = subprocess.run([sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == printed


def test_a_program_that_we_start_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORCHLIGHT_SECRET_DEMO", "s3cret")
    monkeypatch.setenv("USUAL", "1")
    assert child_environment()["USUAL"] == "1"
    assert "PORCHLIGHT_SECRET_DEMO" not in child_environment()
