"""The installer of ``make windows``, tried in Wine. Each session has a Windows of its own, as it is when new."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from app.demo.website import WebsiteSimulator
from installers.windows.workshop import inno, prefix
from installers.windows.workshop.__main__ import own_version
from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.places import CHECKOUT, KEPT, SETUPS
from installers.windows.workshop.wine import Wine
from tests.integration.simulators import Beside, beside
from tests.windows.installed import Windows

if sys.platform != "linux":
    collect_ignore_glob = ["*"]

# The icons that the pictures are compared with are drawn here.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

NEWER = "99.0.0"


@pytest.fixture(scope="session")
def setup() -> Path:
    """The installer of this version."""
    file = SETUPS / f"porchlight-{own_version()}-windows-x64-setup.exe"
    if not file.exists():
        pytest.fail(f"there is no {file.relative_to(CHECKOUT)}: run make windows")
    return file


@pytest.fixture(scope="session")
def newer_setup(setup: Path) -> Path:
    """The same program as a version to come."""
    return inno.compile_setup(NEWER)


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A Windows with a task bar, and nothing installed."""
    own = KEPT / "runs" / tmp_path_factory.getbasetemp().name
    Wine(own).end()  # of a run that was broken off
    shutil.rmtree(own, ignore_errors=True)
    prefix.copy(own)
    scratch = CHECKOUT / "build" / "windows" / "tests"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        with Desktop(own) as desktop:
            desktop.begin_shell()
            yield Windows(desktop, scratch)
    finally:
        shutil.rmtree(own, ignore_errors=True)


@pytest.fixture(scope="session")
def installed(windows: Windows, setup: Path) -> Windows:
    """With the program installed, started at login and known to terminals."""
    code, log = windows.setup(setup, "/TASKS=autostart,path")
    assert code == 0, log[-4000:]
    return windows


@pytest.fixture
def website() -> Iterator[Beside]:
    with beside(WebsiteSimulator()) as running:
        yield running
