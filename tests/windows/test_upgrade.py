"""A newer version over one that runs, one for which there is no room, and an older one over a newer."""

import shutil
import subprocess
from pathlib import Path

import pytest

from porchlight import __version__
from tests.end_to_end.virtual_desktop import wait
from tests.windows.conftest import NEWER
from tests.windows.installed import FOLDER, UNINSTALL_KEY, Windows, windows_path

pytestmark = pytest.mark.timeout(400)

_SETTINGS = """
[monitor]
connectivity_urls = []
[components.porchlight]
kind = "self"
"""


def _start(windows: Windows, folder: str = FOLDER) -> "subprocess.Popen[bytes]":
    windows.configure(_SETTINGS)
    windows.history.unlink(missing_ok=True)
    running = windows.start_tray(folder)
    wait(windows.history.exists, 60)
    return running


def _quit(windows: Windows, folder: str = FOLDER) -> None:
    """Only one that runs hears it."""
    wait(lambda: windows.quit_tray(folder), 60)


def test_the_program_that_runs_ends_is_replaced_and_starts_again_with_what_it_knew(
    installed: Windows, newer_setup: Path, setup: Path
) -> None:
    stale = installed.wine.host_path(FOLDER) / "_internal" / "of_an_older_version.py"
    stale.write_text("")
    running = _start(installed)
    number = installed.history.stat().st_ino

    code, log = installed.setup(newer_setup)

    assert code == 0, log[-4000:]
    assert running.wait(60) == 0
    folder = installed.wine.host_path(FOLDER)
    assert {path.name for path in _tree(folder) if path.parent == folder} == {
        "porchlight.exe",
        "porchlight-tray.exe",
        "_internal",
    }
    assert not stale.exists()
    assert installed.configure(_SETTINGS).read_text(encoding="utf-8") == _SETTINGS
    assert installed.history.stat().st_ino == number
    assert installed.value(UNINSTALL_KEY, "DisplayVersion") == NEWER
    assert "porchlight-tray.exe" in log[log.index("-- Run entry --") :], log[-4000:]
    _quit(installed)

    code, log = installed.setup(setup)
    assert code == 1
    assert f"Porchlight {NEWER} is already installed and is newer than this version ({__version__})" in log
    assert installed.value(UNINSTALL_KEY, "DisplayVersion") == NEWER


def test_where_there_is_no_room_for_the_newer_one_the_older_goes_on(
    without: Windows, small_disk: Path, newer_setup: Path, setup: Path
) -> None:
    folder = f"{windows_path(small_disk)}\\Porchlight"
    assert without.setup(setup, f"/DIR={folder}", "/TASKS=autostart,path")[0] == 0
    before = _tree(small_disk)
    filler = small_disk / "filler"
    _fill(filler, but=30_000_000)
    running = _start(without, folder)

    code, _ = without.setup(newer_setup)

    assert code == 5  # Inno Setup's for "the installation failed"
    assert running.wait(60) == 0
    assert _tree(small_disk) == {*before, filler}
    assert without.value(UNINSTALL_KEY, "DisplayVersion") == __version__
    assert without.run("--version", folder=folder).stdout.strip() == f"porchlight {__version__}"
    _quit(without, folder)

    filler.unlink()
    code, log = without.setup(newer_setup)
    assert code == 0, log[-4000:]
    assert without.value(UNINSTALL_KEY, "DisplayVersion") == NEWER
    assert without.uninstall(folder)[0] == 0
    assert list(small_disk.iterdir()) == []


def test_where_there_is_no_room_for_the_first_nothing_is_left_behind(
    without: Windows, small_disk: Path, setup: Path
) -> None:
    filler = small_disk / "filler"
    _fill(filler, but=60_000_000)
    try:
        code, _ = without.setup(setup, f"/DIR={windows_path(small_disk)}\\Porchlight", "/TASKS=autostart,path")
    finally:
        filler.unlink()
    assert code == 5
    assert list(small_disk.iterdir()) == []
    assert without.value(UNINSTALL_KEY, "DisplayVersion") is None


def _fill(file: Path, *, but: int) -> None:
    """Take all room of the disk but some."""
    with file.open("wb") as opened:
        opened.truncate(0)
        free = shutil.disk_usage(file.parent).free
        while free > but:
            opened.write(bytes(min(free - but, 1 << 24)))
            opened.flush()
            free = shutil.disk_usage(file.parent).free


def _tree(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.name.startswith("unins")}
