"""Edge, Chrome and Chromium are found where their installers put them, on each system, and nowhere else."""

import os
import shutil
import sys
from collections.abc import Mapping

import pytest

from porchlight.probes.donate_page.browser.programs import Browser, find_browser

_WINDOWS = {
    "PROGRAMFILES": r"C:\Program Files",
    "PROGRAMFILES(X86)": r"C:\Program Files (x86)",
    "PROGRAMW6432": r"C:\Program Files",
    "LOCALAPPDATA": r"C:\Users\ada\AppData\Local",
}
_EDGE = r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"
_CHROME = r"C:\Program Files\Google\Chrome\Application\chrome.exe"
_CHROME_OF_ADA = r"C:\Users\ada\AppData\Local\Google\Chrome\Application\chrome.exe"
_MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_MAC_EDGE = "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"


def _found(
    patch: pytest.MonkeyPatch, platform: str, there: set[str], environment: Mapping[str, str], locked: bool = False
) -> Browser | None:
    """On a computer with these programs and no others."""
    names = {os.path.basename(path): path for path in there if platform == "linux"}
    with patch.context() as here:
        here.setattr(sys, "platform", platform)
        here.setattr(os, "environ", environment)
        here.setattr(os.path, "isfile", lambda path: path in there)
        here.setattr(os, "access", lambda path, mode: path in there and not locked)
        here.setattr(os.path, "expanduser", lambda path: path.replace("~", "/Users/ada"))
        here.setattr(shutil, "which", names.get)
        return find_browser()


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({_EDGE}, Browser("Microsoft Edge", _EDGE)),
        ({_CHROME}, Browser("Google Chrome", _CHROME)),
        ({_CHROME_OF_ADA}, Browser("Google Chrome", _CHROME_OF_ADA)),
        ({_CHROME_OF_ADA, _CHROME, _EDGE}, Browser("Microsoft Edge", _EDGE)),
        ({r"C:\Program Files\Mozilla Firefox\firefox.exe"}, None),
        (set(), None),
    ],
)
def test_on_windows(monkeypatch: pytest.MonkeyPatch, there: set[str], expected: Browser | None) -> None:
    assert _found(monkeypatch, "win32", there, _WINDOWS) == expected


def test_a_program_of_32_bits_finds_the_folder_for_64(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {**_WINDOWS, "PROGRAMFILES": _WINDOWS["PROGRAMFILES(X86)"]}
    assert _found(monkeypatch, "win32", {_CHROME}, environment) == Browser("Google Chrome", _CHROME)


@pytest.mark.parametrize("environment", [{}, {"PROGRAMFILES": ""}, {"LOCALAPPDATA": "."}])
def test_a_service_without_these_folders_finds_nothing(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    planted = {r"Google\Chrome\Application\chrome.exe", r".\Google\Chrome\Application\chrome.exe"}
    assert _found(monkeypatch, "win32", planted, environment) is None


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({_MAC_CHROME}, Browser("Google Chrome", _MAC_CHROME)),
        ({_MAC_EDGE}, Browser("Microsoft Edge", _MAC_EDGE)),
        ({f"/Users/ada{_MAC_CHROME}"}, Browser("Google Chrome", f"/Users/ada{_MAC_CHROME}")),
        ({f"/Users/ada{_MAC_CHROME}", _MAC_CHROME}, Browser("Google Chrome", _MAC_CHROME)),
        ({"/Applications/Safari.app/Contents/MacOS/Safari"}, None),
    ],
)
def test_on_macos(monkeypatch: pytest.MonkeyPatch, there: set[str], expected: Browser | None) -> None:
    assert _found(monkeypatch, "darwin", there, {}) == expected


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({"/usr/bin/chromium"}, Browser("Chromium", "/usr/bin/chromium")),
        ({"/usr/bin/google-chrome-stable"}, Browser("Google Chrome", "/usr/bin/google-chrome-stable")),
        ({"/usr/bin/chromium", "/usr/bin/microsoft-edge"}, Browser("Microsoft Edge", "/usr/bin/microsoft-edge")),
        ({_MAC_CHROME}, None),
    ],
)
def test_on_linux(monkeypatch: pytest.MonkeyPatch, there: set[str], expected: Browser | None) -> None:
    assert _found(monkeypatch, "linux", there, {}) == expected


def test_a_program_that_may_not_be_run_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _found(monkeypatch, "darwin", {_MAC_CHROME}, {}, locked=True) is None
