"""Elsewhere than usual, and gone again: only what the user made stays."""

from pathlib import Path

import pytest

from tests.end_to_end.virtual_desktop import wait
from tests.windows.installed import ACTIVATOR_KEY, ENVIRONMENT_KEY, FOLDER, RUN_KEY, UNINSTALL_KEY, Windows

pytestmark = pytest.mark.timeout(300)

_ELSEWHERE = r"C:\users\root\Programas de Ñandú – señales"
_FOR_ALL = r"C:\Program Files\Porchlight"


def _of_all(key: str) -> str:
    return key.replace("HKCU", "HKLM")


def test_a_folder_with_spaces_and_letters_of_other_languages(without: Windows, setup: Path) -> None:
    code, log = without.setup(setup, f"/DIR={_ELSEWHERE}", "/TASKS=path")
    assert code == 0, log[-4000:]
    done = without.run("--version", folder=_ELSEWHERE)
    assert done.returncode == 0, done.stderr
    tested = without.run("self-test", "--json", folder=_ELSEWHERE)
    assert tested.returncode == 0, tested.stdout
    code, log = without.uninstall(_ELSEWHERE)
    assert code == 0, log[-4000:]
    assert not without.wine.host_path(_ELSEWHERE).exists()


def test_for_all_users_where_an_administrator_chooses_so(without: Windows, setup: Path) -> None:
    path = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
    path_before = without.value(path, "Path")
    code, log = without.setup(setup, "/TASKS=autostart,path", whom="/ALLUSERS")
    assert code == 0, log[-4000:]
    assert without.value(_of_all(RUN_KEY), "Porchlight") == rf'"{_FOR_ALL}\porchlight-tray.exe" tray'
    assert without.value(path, "Path") == f"{path_before};{_FOR_ALL}"
    assert without.value(_of_all(UNINSTALL_KEY), "DisplayName") == "Porchlight"
    assert without.value(UNINSTALL_KEY, "DisplayName") is None
    assert without.run("--version", folder=_FOR_ALL).returncode == 0
    code, log = without.uninstall(_FOR_ALL)
    assert code == 0, log[-4000:]
    assert without.value(_of_all(RUN_KEY), "Porchlight") is None
    assert without.value(path, "Path") == path_before
    assert not without.wine.host_path(_FOR_ALL).exists()


def test_uninstalling_silently_while_it_runs_ends_it_and_keeps_settings_and_history(
    without: Windows, setup: Path
) -> None:
    path_before = without.value(ENVIRONMENT_KEY, "Path")
    assert without.setup(setup, "/TASKS=autostart,path")[0] == 0
    settings = without.configure("[components.porchlight]\nkind = 'self'\n")
    without.history.unlink(missing_ok=True)
    running = without.start_tray()
    wait(without.history.exists, 60)

    code, log = without.uninstall()

    assert code == 0, log[-4000:]
    assert running.wait(60) == 0
    assert not without.wine.host_path(FOLDER).exists()
    assert without.value(RUN_KEY, "Porchlight") is None
    assert without.value(UNINSTALL_KEY, "DisplayVersion") is None
    assert without.value(ACTIVATOR_KEY, "") is None
    assert (without.value(ENVIRONMENT_KEY, "Path") or "") == (path_before or "")
    assert settings.exists()
    assert without.history.exists()


def test_uninstalling_removes_them_when_told_to(without: Windows, setup: Path) -> None:
    assert without.setup(setup)[0] == 0
    settings = without.configure("[components]\n")
    assert without.uninstall(FOLDER, "/REMOVEDATA=1")[0] == 0
    assert not settings.parent.exists()
    assert not without.history.parent.exists()
