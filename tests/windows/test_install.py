"""What the installer leaves behind, and that the installed program does its work."""

import json
from pathlib import Path

import pytest

from porchlight import __version__
from porchlight.demo.faults import Fault
from porchlight.desktop.platform.toast_activator import CLASS_ID
from tests.integration.simulators import Beside
from tests.windows.installed import ACTIVATOR_KEY, ENVIRONMENT_KEY, FOLDER, RUN_KEY, UNINSTALL_KEY, Windows

pytestmark = pytest.mark.timeout(300)

_SETTINGS = """
[monitor]
confirmations = 1
connectivity_urls = []
[components.page]
kind = "http"
name = "Donation page"
url = "{url}/give"
expect_text = "Donate"
critical = true
"""
_NOT_OF_WINE = {"notifications"}
"""Parts of the self-test that Wine has nothing for: WinRT's notifications."""


def test_it_is_installed_for_this_user_alone_and_listed_among_the_programs(installed: Windows) -> None:
    folder = installed.wine.host_path(FOLDER)
    assert (folder / "porchlight.exe").exists()
    assert (folder / "porchlight-tray.exe").exists()
    assert installed.value(UNINSTALL_KEY, "DisplayVersion") == __version__
    assert installed.value(UNINSTALL_KEY, "DisplayName") == "Porchlight"
    menu = installed.wine.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    entry = (menu / "Porchlight.lnk").read_bytes()
    assert "porchlight-tray.exe".encode("utf-16-le") in entry or b"porchlight-tray.exe" in entry
    assert list(installed.wine.drive_c.glob("Program Files*/Porchlight")) == []


def test_it_starts_at_login_and_terminals_know_it(installed: Windows) -> None:
    assert installed.value(RUN_KEY, "Porchlight") == rf'"{FOLDER}\porchlight-tray.exe" tray'
    path = installed.value(ENVIRONMENT_KEY, "Path")
    assert path is not None
    assert FOLDER in path.split(";")


def test_windows_knows_what_to_start_for_a_click_on_a_notification(installed: Windows) -> None:
    assert installed.value(ACTIVATOR_KEY, "") == rf'"{FOLDER}\porchlight-tray.exe" tray -ToastActivated'
    # Wine keeps no properties of a shortcut: that ours has the class is read in the script.
    script = Path("installers/windows/porchlight.iss").read_text("utf-8-sig")
    assert f'#define Activator "{str(CLASS_ID).upper()}"' in script
    assert 'AppUserModelToastActivatorCLSID: "{#Activator}"' in script


def test_the_console_program_tells_its_version(installed: Windows) -> None:
    done = installed.run("--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"porchlight {__version__}"), done.stderr


def test_all_that_belongs_to_the_program_is_there(installed: Windows) -> None:
    done = installed.run("self-test", "--json")
    parts = json.loads(done.stdout)["parts"]
    not_ok = {part["name"]: part["sentence"] for part in parts if part["state"] == "failed"}
    assert {name: sentence for name, sentence in not_ok.items() if name not in _NOT_OF_WINE} == {}


def test_it_tells_how_services_of_this_computer_are(installed: Windows, website: Beside) -> None:
    installed.configure(_SETTINGS.format(url=website.url))
    code, told = installed.health()
    assert (code, told["status"]) == (0, "healthy")
    website.fail(Fault.UNAVAILABLE)
    code, told = installed.health()
    assert (code, told["status"]) == (2, "critical")
