"""The file that people download."""

from pathlib import Path

import pytest

from installers.windows.workshop.places import CHECKOUT, PYTHON
from tests.windows.conftest import NEWER
from tests.windows.installed import FOLDER, UNINSTALL_KEY, Windows, windows_path
from tests.windows.signing import Certificate, is_signed

pytestmark = pytest.mark.timeout(300)

_MOST = 60_000_000


def test_it_is_small_enough_to_be_fetched(newer_setup: Path) -> None:
    assert newer_setup.stat().st_size <= _MOST


def test_with_a_certificate_the_setup_and_its_uninstaller_are_signed(
    without: Windows, newer_setup: Path, setup: Path, certificate: Certificate
) -> None:
    assert is_signed(newer_setup, certificate)
    assert not is_signed(setup, certificate)  # that one was made without
    assert without.setup(newer_setup)[0] == 0
    assert without.value(UNINSTALL_KEY, "DisplayVersion") == NEWER
    assert is_signed(without.wine.host_path(FOLDER) / "unins000.exe", certificate)
    assert without.uninstall()[0] == 0


def test_what_the_release_tries_on_a_real_windows_is_in_order_here(without: Windows, setup: Path) -> None:
    script = CHECKOUT / "installers" / "windows" / "try_setup.py"
    done = without.wine.run(str(PYTHON / "python.exe"), windows_path(script), windows_path(setup), seconds=200)
    assert done.stdout.endswith("All is in order.\n")
