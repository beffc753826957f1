"""A newer version over one that runs, and an older one over a newer."""

from pathlib import Path

import pytest
from app import __version__
from tests.end_to_end.virtual_desktop import wait
from tests.windows.conftest import NEWER
from tests.windows.installed import FOLDER, UNINSTALL_KEY, Windows

pytestmark = pytest.mark.timeout(400)

_SETTINGS = """
[monitor]
connectivity_urls = []
[components.porchlight]
kind = "self"
"""


def test_the_program_that_runs_ends_is_replaced_and_starts_again_with_what_it_knew(
    installed: Windows, newer_setup: Path, setup: Path
) -> None:
    settings = installed.configure(_SETTINGS)
    history = installed.wine.home / "AppData" / "Local" / "porchlight" / "history.sqlite3"
    history.unlink(missing_ok=True)
    stale = installed.wine.host_path(FOLDER) / "_internal" / "of_an_older_version.py"
    stale.write_text("")
    installed.start_tray()
    wait(history.exists, 60)
    number = history.stat().st_ino

    code, log = installed.setup(newer_setup)

    assert code == 0, log[-4000:]
    assert not stale.exists()
    assert settings.read_text(encoding="utf-8") == _SETTINGS
    assert history.stat().st_ino == number
    assert installed.value(UNINSTALL_KEY, "DisplayVersion") == NEWER
    assert "porchlight-tray.exe" in log[log.index("-- Run entry --") :], log[-4000:]
    wait(lambda: installed.say("tray", "--quit").returncode == 0, 60)  # only one that runs hears it

    code, log = installed.setup(setup)
    assert code == 1
    assert f"Porchlight {NEWER} is installed, which is newer than this one ({__version__})" in log
    assert installed.value(UNINSTALL_KEY, "DisplayVersion") == NEWER

    code, log = installed.uninstall()
    assert code == 0, log[-4000:]
    assert not installed.wine.host_path(FOLDER).exists()
    assert history.exists()
