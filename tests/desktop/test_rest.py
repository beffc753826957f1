"""What a light that rests does without: it is there all day, and most days nobody opens a window."""

import json
import os
import subprocess
import sys

import pytest

_AT_REST = """
import json, os, sys
from porchlight.desktop.platform.libraries import skip_source_search
skip_source_search()
import PySide6.QtWidgets
from PySide6.QtCore import QTimer
from porchlight.desktop.session import Session
from porchlight.desktop.surfaces import Surfaces

def tell():
    print(json.dumps([sorted(sys.modules), sorted(vars(PySide6.QtWidgets))]), flush=True)
    os._exit(0)

begun = Surfaces.begin
def begin(self):
    begun(self)
    QTimer.singleShot(2000, tell)  # after three seconds without a tray a window opens

Surfaces.begin = begin
sys.argv = ["porchlight", "tray"]
from porchlight.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The modules, and the names of Qt's widgets, of a tray app that has watched a component for a moment."""
    folder = tmp_path_factory.mktemp("rest")
    (folder / "run").mkdir(mode=0o700)
    (folder / "porchlight.toml").write_text(
        '[monitor]\nconnectivity_urls = []\n[components.website]\nkind = "http"\nurl = "http://127.0.0.1:9/"\n'
    )
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PORCHLIGHT_CONFIG": str(folder / "porchlight.toml"),
        "PORCHLIGHT_DATA_DIR": str(folder / "data"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
    }
    done = subprocess.run(
        [sys.executable, "-c", _AT_REST], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    modules, names = json.loads(done.stdout.splitlines()[-1])
    return set(modules), set(names)


def test_it_watches(at_rest: tuple[set[str], set[str]]) -> None:
    assert {"porchlight.probes.http", "porchlight.history.store"} <= at_rest[0]


@pytest.mark.parametrize(
    "library", ["PySide6.QtSvg", "html", "numpy", "plistlib", "pyqtgraph", "sqlalchemy", "xml.etree.ElementTree"]
)
def test_no_library_is_loaded_that_only_windows_and_few_settings_need(
    library: str, at_rest: tuple[set[str], set[str]]
) -> None:
    assert library not in at_rest[0]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are what the system offers")
@pytest.mark.parametrize("library", ["PySide6.QtNetwork", "psutil"])
def test_on_linux_no_library_is_loaded_for_what_the_system_says_itself(
    library: str, at_rest: tuple[set[str], set[str]]
) -> None:
    assert library not in at_rest[0]


def test_of_our_windows_only_their_places_are_loaded(at_rest: tuple[set[str], set[str]]) -> None:
    ours = {
        one for one in at_rest[0] if one.startswith(("porchlight.desktop.windows.", "porchlight.desktop.widgets."))
    }
    assert ours == {"porchlight.desktop.windows.places"}


def test_python_knows_no_widget_but_the_menu(at_rest: tuple[set[str], set[str]]) -> None:
    """One filter of events, or ``QApplication.setStyle``, makes it know all two hundred: 4 MiB."""
    assert not at_rest[1] & {"QLabel", "QStyle", "QTableView", "QWizard"}
