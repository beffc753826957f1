"""Settings for colleagues, and a Porchlight that is for looking only."""

import tomllib
from pathlib import Path

import pytest
from app.desktop.places import Places
from app.desktop.platform.autostart import XdgAutostart
from app.desktop.theme import Theme
from app.desktop.windows.component import ComponentWindow
from app.desktop.windows.settings.sharing_line import SharingLine
from app.desktop.windows.settings.window import SettingsWindow
from app.model.errors import SettingsError
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Run
from tests.desktop.live import live

SETTINGS = """
[monitor]
connectivity_urls = []
[components.page]
kind = "http"
name = "Donation page"
url = "http://127.0.0.1:9/"
credential = "page"
"""


def test_settings_are_exported_and_a_colleagues_are_taken_over_once_they_were_seen(
    run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            told: list[str] = []
            line = SharingLine(running.desk, told.append)
            qtbot.addWidget(line)
            target = tmp_path / "ours.toml"
            line.export_to(str(target))
            assert "No credential is in them." in told[-1]
            text = target.read_text(encoding="utf-8")
            assert "# Whoever imports them stores these: page" in text
            assert line.import_from(str(target)) is None
            assert told[-1] == "Nothing is different here."
            target.write_text(text + '[components.mine]\nkind = "self"\n', encoding="utf-8")
            box = line.import_from(str(target))
            assert box is not None
            assert box.text().startswith("Take over 1 change?")
            assert box.informativeText() == "+ components.mine"
            box.button(QMessageBox.StandardButton.No).click()
            assert running.settings_file.read_text(encoding="utf-8") == SETTINGS
            box = line.import_from(str(target))
            assert box is not None
            box.button(QMessageBox.StandardButton.Yes).click()
            assert told[-1].startswith("Taken over.")
            assert set(tomllib.loads(running.settings_file.read_text(encoding="utf-8"))["components"]) == {
                "page",
                "mine",
            }
            target.write_bytes(b"\xff\xfe")
            assert line.import_from(str(target)) is None
            assert "no settings file" in told[-1]
            assert line.import_from(str(tmp_path / "gone.toml")) is None
            line.export_to(str(tmp_path / "no" / "ours.toml"))
            assert told[-1].startswith("It cannot be written")

    run(main())


def test_a_viewer_sees_everything_and_changes_nothing(run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, f"{SETTINGS}[desktop]\nviewer = true\n") as running:
            desk = running.desk
            assert desk.viewer
            assert not desk.has_credential("page")
            for write in (
                lambda: desk.editing.put_item("components", "new", {"kind": "self"}, expected=None),
                lambda: desk.editing.remove_item("components", "page"),
                lambda: desk.editing.put_section("monitor", {"interval": "5s"}, expected={}),
                lambda: desk.editing.change_rule("slow-response", "enabled", False),
            ):
                with pytest.raises(SettingsError, match="for looking only"):
                    write()
            looks = {"viewer": True, "theme": "dark"}
            desk.editing.put_section("desktop", looks, expected={"viewer": True})
            assert tomllib.loads(running.settings_file.read_text(encoding="utf-8"))["desktop"] == looks
            window = ComponentWindow(desk, Places(str(tmp_path / "w.ini")), "page")
            qtbot.addWidget(window)
            shown = [action.text() for action in window._more.menu().actions() if action.isVisible()]
            assert "Edit …" not in shown
            assert "Enter new key …" not in shown
            assert "Copy diagnostics" in shown
            autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)})
            settings = SettingsWindow(desk, Places(str(tmp_path / "w.ini")), autostart, str(tmp_path))
            qtbot.addWidget(settings)
            tabs = settings._tabs
            assert [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)] == ["General"]

    run(main())
