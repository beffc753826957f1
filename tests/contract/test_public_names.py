"""What others may import stays: programs from the package itself, plug-ins from ``plugin``."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import porchlight
import porchlight.plugin

TOP = Path(__file__).parents[2]
FOR_PROGRAMS = {"__version__", "record", "track"}
FOR_PLUGINS = {
    "Channel", "ChannelContext", "ChannelKind", "ChannelSettings", "CheckContext", "Component", "ComponentSettings",
    "CredentialForm", "CredentialPart", "Described", "Duration", "Fault", "KindNotes", "Measure", "Measured",
    "Message", "NoReply", "NotJson", "Outcome", "Probe", "ProbeKind", "Reason", "Reply", "Result", "Unit",
    "parse_json", "quote",
}  # fmt: skip


def test_the_names_for_programs_are_these() -> None:
    assert set(porchlight.__all__) == FOR_PROGRAMS
    assert all(hasattr(porchlight, name) for name in FOR_PROGRAMS)
    with pytest.raises(AttributeError, match="no attribute 'monitor_everything'"):
        porchlight.monitor_everything  # noqa: B018


def test_the_names_for_plugins_are_these() -> None:
    assert set(porchlight.plugin.__all__) == FOR_PLUGINS
    assert all(hasattr(porchlight.plugin, name) for name in FOR_PLUGINS)


@pytest.mark.parametrize("example", ["example_plugin", "example_channel"])
def test_the_examples_import_nothing_else_of_ours(example: str) -> None:
    for file in (TOP / "tests" / example).rglob("*.py"):
        ours = re.findall(r"(?m)^\s*(?:from|import) (porchlight[\w.]*)", file.read_text(encoding="utf-8"))
        assert ours == ["porchlight.plugin"]


def test_what_programs_import_brings_none_of_the_program_along() -> None:
    code = (
        "import sys; from porchlight import record, track; "
        "print([name for name in ('pydantic', 'httpx', 'keyring', 'PySide6', 'sqlite3') if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
