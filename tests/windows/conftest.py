"""The installer of ``make windows``, tried in Wine. Each session has a Windows of its own, as it is when new."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installers.windows.workshop import inno, prefix
from installers.windows.workshop.__main__ import own_version
from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.places import CHECKOUT, KEPT, SETUPS
from installers.windows.workshop.wine import Wine
from tests.windows.installed import UNINSTALL_KEY, Windows
from tests.windows.signing import Certificate, make_certificate, signing

if sys.platform != "linux":
    collect_ignore_glob = ["*"]

# The icons that the pictures are compared with are drawn here.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

NEWER = "99.0.0"
_SMALL_DISK = "450m"
"""Room for the program twice."""


@pytest.fixture(scope="session")
def setup() -> Path:
    """The installer of this version."""
    file = SETUPS / f"porchlight-{own_version()}-windows-x64-setup.exe"
    if not file.exists():
        pytest.fail(f"there is no {file.relative_to(CHECKOUT)}: run make windows")
    return file


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """To sign programs with, of an authority that nobody knows."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def newer_setup(setup: Path, certificate: Certificate) -> Path:
    """The same program as a version to come, packed and signed as a release is."""
    with signing(certificate) as tool:
        return inno.compile_setup(NEWER, compression=inno.AS_RELEASED, switches=tool)


@pytest.fixture(scope="session")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of its own that can be filled."""
    folder = tmp_path_factory.mktemp("disk")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SMALL_DISK}", "porchlight", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory, small_disk: Path) -> Iterator[Windows]:
    """A Windows with a task bar, and nothing installed."""
    own = KEPT / "runs" / tmp_path_factory.getbasetemp().name
    Wine(own).end()  # of a run that was broken off
    shutil.rmtree(own, ignore_errors=True)
    prefix.copy(own)
    scratch = CHECKOUT / "build" / "windows" / "tests"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        with Desktop(own, folders=(str(small_disk),)) as desktop:
            desktop.begin_shell()
            yield Windows(desktop, scratch)
    finally:
        shutil.rmtree(own, ignore_errors=True)


@pytest.fixture
def installed(windows: Windows, setup: Path) -> Windows:
    """With this version of the program, started at login and known to terminals."""
    if windows.value(UNINSTALL_KEY, "DisplayVersion") != own_version():
        code, log = windows.setup(setup, "/TASKS=autostart,path")
        assert code == 0, log[-4000:]
    return windows


@pytest.fixture
def without(windows: Windows) -> Windows:
    """With no version installed."""
    if windows.value(UNINSTALL_KEY, "DisplayVersion") is not None:
        assert windows.uninstall()[0] == 0
    return windows
