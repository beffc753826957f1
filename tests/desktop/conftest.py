"""The windows without a screen: Qt's offscreen platform, our own application, our own loop."""

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("LC_ALL", "C.UTF-8")

import pytest
from PySide6.QtCore import QEvent, QLocale

from porchlight.desktop.application import Application
from porchlight.desktop.loop import DesktopLoop
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import speak
from porchlight.language import render
from porchlight.settings.schema import ColourScheme, Language
from tests.desktop.still import NOW_MS

if sys.platform != "linux":
    collect_ignore = ["test_single_instance.py"]  # on the runtime folders of Linux; for all systems: test_parts.py


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    return Application


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["porchlight"]


@pytest.fixture(autouse=True)
def _private_windows(qapp: Application) -> Iterator[None]:
    """English at first, and nothing left behind: what stays is styled again in every later test, its timers run on.

    Python may collect garbage in any thread, but a Qt object that ends in another than its own leaves its timers
    behind, which crash the next loop. So garbage is collected here alone; what a test has not made is frozen, which
    saves time.
    """
    QLocale.setDefault(QLocale("en_GB"))
    speak(qapp, Language.ENGLISH)
    gc.freeze()
    gc.disable()
    yield
    for left in (*qapp.findChildren(Surfaces), *qapp.topLevelWidgets(), *qapp.findChildren(Theme)):
        left.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _still_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands still is read at its own time: a test that runs at midnight does not see one surface say "23:59"
    and the next one "Thu 23:59"."""
    if hasattr(request.module, "StillContext"):
        monkeypatch.setattr(render, "time", SimpleNamespace(time_ns=lambda: NOW_MS * 1_000_000))


@pytest.fixture
def theme(qapp: Application) -> Theme:
    return Theme(qapp, ColourScheme.LIGHT)


Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def run(qapp: Application) -> Iterator[Run]:
    """Runs a coroutine on the loop that the app runs on."""
    with asyncio.Runner(loop_factory=lambda: DesktopLoop(qapp)) as runner:
        yield runner.run


@pytest.fixture
def places_file(tmp_path: Path) -> str:
    return str(tmp_path / "windows.ini")
