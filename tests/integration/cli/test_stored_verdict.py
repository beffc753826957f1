"""What ``porchlight status`` prints while the tray runs: the same as the tray, with pauses and paths of gifts."""

import asyncio
import contextlib
import io
import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from porchlight.cli.status import status
from porchlight.insight.verdict import of_snapshot
from porchlight.model.mark import Mark
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.commands import Pause, Resume
from porchlight.runtime.history import remember
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions
from porchlight.settings.paths import history_file
from tests.schemas import conforming

pytestmark = pytest.mark.anyio

SETTINGS = """
[monitor]
connectivity_urls = []
[components.form]
kind = "plugins"
name = "Donation form"
critical = true
interval = "1h"
[components.crm]
kind = "plugins"
name = "Donor records"
interval = "1h"
[paths.gifts]
name = "Donations"
taken_by = ["form"]
passed_on_by = ["crm"]
goes_to = "the CRM"
"""


@pytest.fixture
def options(tmp_path: Path) -> RunOptions:
    settings = parse_settings(SETTINGS)
    assert settings.all_problems() == []
    return RunOptions(settings, str(tmp_path), Role.OWNER, Redactor())


def asked(folder: Path, *, as_json: bool) -> tuple[int, str]:
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out):
        code = status(history_file(str(folder)), as_json=as_json)
    out.flush()
    return code, written.getvalue().decode()


async def test_a_pause_of_everything_is_never_green_in_the_terminal(tmp_path: Path, options: RunOptions) -> None:
    async with await Porchlight.start(options) as porchlight:
        await porchlight.handle(Pause(3600))
        assert of_snapshot(porchlight.snapshot(), porchlight.settings.paths).mark is Mark.PAUSED
        code, text = asked(tmp_path, as_json=False)
        assert code == 3
        assert text.startswith("Paused")
        assert "Paused until " in text
        _, text = asked(tmp_path, as_json=True)
        document = conforming("status", text)
        assert (document["status"], document["mark"]) == ("unknown", "paused")
        assert document["pausedUntil"]
        await porchlight.handle(Resume())
        assert json.loads(asked(tmp_path, as_json=True)[1])["pausedUntil"] is None


async def test_a_paused_component_and_the_paths_are_in_the_document(tmp_path: Path, options: RunOptions) -> None:
    async with await Porchlight.start(options) as porchlight:
        await porchlight.handle(Pause(3600, "crm"))
        document = conforming("status", asked(tmp_path, as_json=True)[1])
        crm = next(one for one in document["components"] if one["component"] == "crm")
        assert crm["enabled"]
        assert crm["pausedUntil"]
        assert document["paths"] == [
            {
                "path": "gifts",
                "name": "Donations",
                "goesTo": "the CRM",
                "status": "unknown",
                "received": "unknown",
                "passedOn": None,
            }
        ]


async def test_a_program_that_was_quit_pauses_nothing_and_leaves_its_paths(
    tmp_path: Path, options: RunOptions
) -> None:
    async with await Porchlight.start(options) as porchlight:
        await porchlight.handle(Pause(3600))
    document = conforming("status", asked(tmp_path, as_json=True)[1])
    assert document["pausedUntil"] is None
    assert [one["path"] for one in document["paths"]] == ["gifts"]


async def test_a_pause_outlasts_a_restart_and_a_check_from_the_command_line(
    tmp_path: Path, options: RunOptions
) -> None:
    async with await Porchlight.start(options) as porchlight:
        await porchlight.handle(Pause(3600))
        await porchlight.handle(Pause(7200, "crm"))
        before = porchlight.snapshot()
    await remember(options.settings, str(tmp_path), [])
    async with await Porchlight.start(options) as porchlight:
        after = porchlight.snapshot()
        assert after.paused_until_ms == before.paused_until_ms is not None
        assert after.views["crm"].paused_until_ms == before.views["crm"].paused_until_ms is not None
        assert after.views["form"].paused_until_ms is None
        await porchlight.handle(Resume())
        await porchlight.handle(Resume("crm"))
    async with await Porchlight.start(options) as porchlight:
        assert porchlight.snapshot().paused_until_ms is None
        assert porchlight.snapshot().views["crm"].component.enabled


async def test_a_pause_whose_end_has_passed_is_not_begun_again(tmp_path: Path, options: RunOptions) -> None:
    async with await Porchlight.start(options) as porchlight:
        await porchlight.handle(Pause(0.5))
        await porchlight.handle(Pause(0.5, "crm"))
    await asyncio.sleep(0.6)
    async with await Porchlight.start(options) as porchlight:
        assert porchlight.snapshot().paused_until_ms is None
        assert porchlight.snapshot().views["crm"].component.enabled


async def test_nothing_of_it_loads_a_language(tmp_path: Path, options: RunOptions) -> None:
    async with await Porchlight.start(options) as porchlight:
        await porchlight.handle(Pause(3600, "crm"))
    code = (
        "import sys\nfrom porchlight.cli.main import Desktop, run\n"
        f"run(['--data-dir', {str(tmp_path)!r}, 'status', '--json'], Desktop(lambda args: None, lambda: ()))\n"
        "print([name for name in sys.modules if name.startswith(('babel', 'pydantic', 'porchlight.language'))],"
        " file=sys.stderr)"
    )
    run = partial(subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True, check=True)
    done = await asyncio.to_thread(run)
    assert done.stderr == "[]\n"
    assert json.loads(done.stdout)["paths"][0]["name"] == "Donations"
