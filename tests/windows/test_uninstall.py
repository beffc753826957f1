"""Elsewhere than usual, and gone again: only what the user made stays."""

from pathlib import Path

import pytest
from tests.windows.installed import ENVIRONMENT_KEY, FOLDER, RUN_KEY, UNINSTALL_KEY, Windows

pytestmark = pytest.mark.timeout(300)

_ELSEWHERE = r"C:\users\root\Programas de Ñandú – señales"


@pytest.fixture
def without(windows: Windows) -> Windows:
    """With nothing installed."""
    if windows.wine.host_path(FOLDER).joinpath("unins000.exe").exists():
        assert windows.uninstall()[0] == 0
    return windows


def test_a_folder_with_spaces_and_letters_of_other_languages(without: Windows, setup: Path) -> None:
    code, log = without.setup(setup, f"/DIR={_ELSEWHERE}", "/TASKS=path")
    assert code == 0, log[-4000:]
    done = without.say("--version", folder=_ELSEWHERE)
    assert done.returncode == 0, done.stderr
    tested = without.say("self-test", "--json", folder=_ELSEWHERE)
    assert tested.returncode == 0, tested.stdout
    code, log = without.uninstall(_ELSEWHERE)
    assert code == 0, log[-4000:]
    assert not without.wine.host_path(_ELSEWHERE).exists()


def test_uninstalling_silently_keeps_settings_and_history(without: Windows, setup: Path) -> None:
    path_before = without.value(ENVIRONMENT_KEY, "Path")
    assert without.setup(setup, "/TASKS=autostart,path")[0] == 0
    settings = without.configure("[components]\n")
    history = without.wine.home / "AppData" / "Local" / "porchlight" / "history.sqlite3"
    history.parent.mkdir(parents=True, exist_ok=True)
    history.touch()
    code, log = without.uninstall()
    assert code == 0, log[-4000:]
    assert not without.wine.host_path(FOLDER).exists()
    assert without.value(RUN_KEY, "Porchlight") is None
    assert without.value(UNINSTALL_KEY, "DisplayVersion") is None
    assert (without.value(ENVIRONMENT_KEY, "Path") or "") == (path_before or "")
    assert settings.exists()
    assert history.exists()


def test_uninstalling_removes_them_when_told_to(without: Windows, setup: Path) -> None:
    assert without.setup(setup)[0] == 0
    settings = without.configure("[components]\n")
    assert without.uninstall(FOLDER, "/REMOVEDATA=1")[0] == 0
    assert not settings.parent.exists()
