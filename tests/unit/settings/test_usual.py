"""A section that is in no file: its usual values, without the validator that reads such a section."""

import subprocess
import sys
from pathlib import Path

import pytest

from porchlight.settings.export import OtlpSettings, PrometheusSettings
from porchlight.settings.report import ReportSettings
from porchlight.settings.rules import AlertsSettings, HeartbeatSettings
from porchlight.settings.schema import DesktopSettings, IngestSettings, MonitorSettings, Section
from porchlight.settings.status_page import StatusPageSettings
from porchlight.settings.updates import UpdateSettings

SECTIONS = [
    AlertsSettings,
    DesktopSettings,
    HeartbeatSettings,
    IngestSettings,
    MonitorSettings,
    OtlpSettings,
    PrometheusSettings,
    ReportSettings,
    StatusPageSettings,
    UpdateSettings,
]

_LOAD = """
import sys
from porchlight.runtime.kinds import load_settings
settings = load_settings(sys.argv[1])
unread = (settings.desktop, settings.ingest, settings.report, settings.status_page, settings.updates)
unread += (settings.export.otlp, settings.export.prometheus, settings.alerting.alerts, settings.alerting.heartbeat)
print([type(one).__name__ for one in (settings.monitor, *unread) if type(one).__pydantic_complete__])
"""


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_an_unwritten_section_is_an_empty_one(section: type[Section]) -> None:
    usual, read = section.usual(), section.model_validate({})
    assert usual == read
    assert usual.model_dump() == read.model_dump()
    assert usual.model_fields_set == read.model_fields_set == set()


def test_no_validator_is_built_for_what_is_not_written(tmp_path: Path) -> None:
    """In a process of its own: here they are built already."""
    file = tmp_path / "porchlight.toml"
    file.write_text('[monitor]\ninterval = "5m"\n', encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", _LOAD, str(file)], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == "['MonitorSettings']"
