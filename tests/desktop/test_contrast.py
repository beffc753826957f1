"""What windows show can be seen by weak eyes and hit by unsteady hands: measured in their pictures."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from porchlight.settings.schema import ColourScheme
from tests.desktop.conftest import Run
from tests.desktop.contrast import faults_of
from tests.desktop.every_window import demo_in_trouble, every_window, make_demo_past


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("past")
    make_demo_past(folder)
    return folder


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_texts_and_fields_have_contrast_and_targets_are_large_enough(
    qapp: Application, run: Run, past: Path, tmp_path: Path, scheme: ColourScheme
) -> None:
    faults: dict[str, str] = {}

    async def look() -> None:
        measured = 0
        async with demo_in_trouble(Theme(qapp, scheme), past, tmp_path) as running:
            async for name, window in every_window(running, tmp_path, forms=2):
                measured += 1
                for fault in faults_of(window):
                    faults.setdefault(fault, name)
        assert measured > 35

    run(look())
    assert not faults, "\n".join(f"{name}: {fault}" for fault, name in faults.items())


def test_what_is_faint_or_small_is_found(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet("QWidget { background: #ffffff; } QLineEdit { border: 1px solid #d0d0d0; }")
    faint, small = QLabel("Hardly to be read", window), QPushButton(window)
    faint.setStyleSheet("color: #a0a0a0;")
    faint.setGeometry(10, 10, 200, 30)
    small.setGeometry(10, 50, 16, 30)
    QLineEdit("4", window).setGeometry(10, 90, 100, 30)
    window.resize(300, 200)
    window.show()
    qtbot.waitExposed(window)
    found = list(faults_of(window))
    assert [one.partition("”: ")[2].split()[0] for one in found] == ["text", "target", "border"]
    assert "text 2.6:1" in found[0]
