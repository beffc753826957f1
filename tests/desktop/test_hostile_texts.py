"""Names and sentences from outside in the windows: shown as they are, whatever they look like."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMessageBox,
    QTabWidget,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from porchlight.desktop.application import Application
from porchlight.desktop.notifier import Handover, Notice, SystemNotifier
from porchlight.desktop.opening import open_page, open_place
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.credential import CredentialWindow
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.several import Several
from porchlight.desktop.windows.settings.window import SettingsWindow
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until

NAME = "<img src='file:///dev/zero'><b>R&D</b> <a href='file://host/share'>x</a>[*]"
SETTINGS = f"""
[monitor]
interval = "1s"
confirmations = 0
connectivity_urls = []
[components.page]
kind = "http"
name = "{NAME}"
url = "http://127.0.0.1:9/?a=<b>"
tags = ["{NAME}"]
critical = true
[components.behind]
kind = "http"
name = "{NAME}"
url = "http://127.0.0.1:9/"
depends_on = ["page", "unknown <b>"]
[channels.ops]
kind = "webhook"
name = "{NAME}"
url = "http://127.0.0.1:9/hook"
[rules.mine]
name = "{NAME}"
why = "{NAME}"
message = "{NAME}"
when = {{ component = "page", status = "error" }}
channels = ["console"]
[actions.again]
kind = "program"
name = "{NAME}"
program = ["/bin/echo", "{NAME}"]
[maintenance.night]
name = "{NAME}"
from = "22:00"
to = "23:00"
[calendar.season]
name = "{NAME}"
from = 2026-11-24
to = 2026-12-31
[paths.gifts]
name = "{NAME}"
taken_by = ["page"]
"""
OURS = {"_readout"}
"""Labels that show mark-up, by the attribute that holds them; their text is made of times and figures."""


def _tip() -> QLabel:
    return next(
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QLabel) and widget.metaObject().className() == "QTipLabel" and widget.isVisible()
    )


def test_a_tooltip_is_shown_as_it_is_written(qapp: Application, theme: Theme) -> None:
    widget = QWidget()
    QToolTip.showText(QPoint(5, 5), NAME, widget)
    assert _tip().text() == NAME
    assert _tip().textFormat() == Qt.TextFormat.PlainText
    QToolTip.showText(QPoint(9, 9), f"{NAME} again", widget)  # the same label, used again
    assert _tip().textFormat() == Qt.TextFormat.PlainText
    QToolTip.hideText()
    widget.deleteLater()


def test_a_question_is_shown_as_it_is_written(qapp: Application, theme: Theme) -> None:
    box = QMessageBox()
    box.setText(NAME)
    box.setInformativeText(NAME)
    box.show()
    texts = [label for label in box.findChildren(QLabel) if label.text() == NAME]
    assert len(texts) == 2
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in texts)
    box.close()
    box.deleteLater()


def test_a_label_of_anybody_is_plain_before_it_looks_at_its_text(
    qapp: Application, theme: Theme, tmp_path: Path
) -> None:
    import os
    import sys

    trap = tmp_path / "trap.png"
    if sys.platform != "win32":
        os.mkfifo(trap)  # whoever opens it waits for ever
    label = QLabel(f"<img src='{trap.as_uri()}'>")
    assert label.sizeHint().width() > 100
    label.show()
    label.repaint()
    label.deleteLater()


def test_no_window_takes_a_text_from_outside_for_mark_up(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            await until(lambda: running.context.snapshot.views["page"].result)
            await running.program.flush()
            seen = 0
            for window in _windows(running, tmp_path):
                window.resize(1000, 800)
                window.show()
                for _ in _pages(window):
                    await until(lambda: True)
                    qapp.processEvents()
                    seen += _look_at(window)
                window.close()
                window.deleteLater()
            assert seen > 60
            assert running.failures == []

    run(main())


def _windows(running: Live, folder: Path) -> Iterator[QWidget]:
    places = Places(str(folder / "windows.ini"))
    yield MainWindow(running.context, places)
    yield ComponentWindow(running.context, places, "page")
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(folder)})
    settings = SettingsWindow(running.context, places, autostart)
    yield settings
    yield GuideWindow(running.context, places, autostart)
    yield CredentialWindow(running.context, places, "page")


def _pages(window: QWidget) -> Iterator[None]:
    tabs = window.findChildren(QTabWidget)
    yield
    for tab in tabs:
        for place in range(tab.count()):
            tab.setCurrentIndex(place)
            yield


def _look_at(window: QWidget) -> int:
    ours = {id(getattr(widget, name, None)) for widget in window.findChildren(QWidget) for name in OURS}
    seen = 0
    for label in filter(isValid, window.findChildren(QLabel)):
        label.ensurePolished()
        if id(label) not in ours:
            assert label.textFormat() == Qt.TextFormat.PlainText, (label, label.text())
        seen += NAME in label.text()
    for widget in [window, *window.findChildren(QWidget)]:
        # What a page shows may be made again while the others are looked at.
        if isValid(widget) and (tip := widget.toolTip()):
            _show(tip, widget)
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(min(model.rowCount(), 20) if model is not None else 0):
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
            for column in range(columns):
                index = model.index(row, column)
                seen += NAME in str(index.data())
                if tip := index.data(Qt.ItemDataRole.ToolTipRole):
                    _show(str(tip), view)
    for button in window.findChildren(QAbstractButton):
        if "R&" in button.text():
            assert "R&&D" in button.text() or button.metaObject().className() == "ChoiceCard", button.text()
    return seen


def _show(tip: str, widget: QWidget) -> None:
    QToolTip.showText(QPoint(5, 5), tip, widget)
    assert _tip().textFormat() == Qt.TextFormat.PlainText
    QToolTip.hideText()


def test_ampersands_of_names_are_seen_in_menus(qapp: Application, theme: Theme) -> None:
    several = Several({"a": "R&D", "b": "_x & y"}, "Nobody")
    several.choose(["a", "b"])
    assert [action.text() for action in several._menu.actions()] == ["R&&D", "_x && y"]
    assert several.text() == "R&&D, _x && y ▾"


class Taken(QObject):
    """Stands for what the system opens addresses with."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        import os

        self.opened.append(url.toString())
        self.secrets = [name for name in os.environ if "SECRET" in name]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://host/share",
        "\\\\host\\share",
        "//host/share",
        "smb://host/share",
        "javascript:alert(1)",
        "ms-settings:",
        "ssh://-oProxyCommand=x/",
        "/bin/sh",
        "",
        "https://",
        "https:///x",
        "https://example.org/" + "x" * 5000,
    ],
)
def test_what_is_no_web_page_is_never_opened(qapp: Application, address: str) -> None:
    assert not open_page(address)


def test_what_opens_pages_is_given_no_credential(
    qapp: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import os

    monkeypatch.setenv("PORCHLIGHT_SECRET_STRIPE", "planted")
    monkeypatch.setenv("PORCHLIGHT_SECRETS_DIR", "/planted")
    taken = Taken()
    for scheme in ("https", "file"):
        QDesktopServices.setUrlHandler(scheme, taken, "open")  # type: ignore[arg-type]
    try:
        assert open_page("https://status.example.org/a?b=c#d")
        assert taken.secrets == []
        assert open_place(str(tmp_path))
    finally:
        for scheme in ("https", "file"):
            QDesktopServices.unsetUrlHandler(scheme)
    assert taken.opened == ["https://status.example.org/a?b=c#d", tmp_path.as_uri()]
    assert os.environ["PORCHLIGHT_SECRET_STRIPE"] == "planted"


def test_a_notification_by_the_tray_holds_no_mark_up(qapp: Application, run: Run, monkeypatch: Any) -> None:
    tray = Tray(qapp)
    shown: list[tuple[str, ...]] = []
    monkeypatch.setattr(Tray, "available", property(lambda self: True))
    monkeypatch.setattr(
        Tray, "icon", property(lambda self: SimpleNamespace(showMessage=lambda *text: shown.append(text)))
    )
    notifier = SystemNotifier.__new__(SystemNotifier)
    notifier._tray = tray
    notifier._notifier = None

    async def fails(notice: Notice) -> bool:
        return False

    monkeypatch.setattr(notifier, "_by_service", fails)
    assert run(notifier.show(Notice(NAME, NAME))) is Handover.UNCONFIRMED
    assert "<" not in shown[0][1]
    assert "&" not in shown[0][1]


def test_only_one_place_makes_labels_and_opens_addresses() -> None:
    """A label that guesses, an address that is opened as it is: each is one import away. Here is who may."""
    allowed = {
        "QLabel": {"window_care.py", "basic.py", "latency_chart.py", "guide.py"},
        "QDesktopServices": {"opening.py"},
        "QTextBrowser": set(),
        "QTextEdit": set(),
        "QTextDocument": set(),
        "QStaticText": set(),
        "QWhatsThis": set(),
        "QErrorMessage": set(),
    }
    for file in Path("app/porchlight/desktop").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
        for name, files in allowed.items():
            assert name not in names or file.name in files, (file, name)
