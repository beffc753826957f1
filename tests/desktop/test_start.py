"""The light comes first: what takes long to load comes after it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_UNTIL_THE_LIGHT = """
import json, os, sys
from porchlight.desktop.platform.libraries import skip_source_search
skip_source_search()
import PySide6.QtCore
from porchlight.desktop.tray import Tray

def begin(self):
    print(json.dumps([sorted(sys.modules), sorted(vars(PySide6.QtCore))]), flush=True)
    os._exit(0)

Tray.begin = begin
sys.argv = ["porchlight", "tray"]
from porchlight.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The modules, and the names of Qt's core, that are there when the light is shown."""
    folder = tmp_path_factory.mktemp("start")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PORCHLIGHT_CONFIG": str(folder / "porchlight.toml"),
        "PORCHLIGHT_DATA_DIR": str(folder / "data"),
        "XDG_RUNTIME_DIR": str(_private(folder / "run")),
    }
    done = subprocess.run(
        [sys.executable, "-c", _UNTIL_THE_LIGHT], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    modules, names = json.loads(done.stdout.splitlines()[-1])
    return set(modules), set(names)


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder


@pytest.mark.parametrize(
    "library", ["asyncio", "babel", "httpx", "numpy", "pydantic", "pyqtgraph", "sqlalchemy", "sqlite3", "ssl"]
)
def test_no_large_library_is_loaded_before_the_light(library: str, loaded: tuple[set[str], set[str]]) -> None:
    assert library not in loaded[0]


def test_neither_words_nor_settings_are_loaded_before_the_light(loaded: tuple[set[str], set[str]]) -> None:
    """Each makes dozens of classes."""
    assert not loaded[0] & {"porchlight.language.text", "porchlight.settings.schema", "porchlight.desktop.session"}


def test_the_names_of_qt_are_made_after_the_light(loaded: tuple[set[str], set[str]]) -> None:
    """``Qt`` alone, with its hundred enumerations, takes a third of a bare tray's start."""
    assert "Qt" not in loaded[1]
