"""Settings for colleagues, and a Porchlight that is for looking only."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.import_dialog import ImportDialog
from porchlight.desktop.windows.settings.sharing_line import SharingLine
from porchlight.desktop.windows.settings.window import SettingsWindow
from porchlight.model.errors import SettingsError
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.memory_keyring import memory_keyring

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
            reported: list[str] = []
            line = SharingLine(running.context, reported.append)
            qtbot.addWidget(line)
            target = tmp_path / "ours.toml"
            line.export_to(str(target))
            assert "They contain no credentials." in reported[-1]
            text = target.read_text(encoding="utf-8")
            assert "# Whoever imports them stores these: page" in text
            line.import_from(str(target))
            await until(lambda: reported[-1] == "These settings are the same as yours.")
            target.write_text(text + '[components.mine]\nkind = "self"\n', encoding="utf-8")
            dialog = await _opened(line, target)
            assert _shown(dialog) == [("+ components.mine.kind", "", "self")]
            assert dialog.boxes == {}
            dialog.leave.click()
            assert running.settings_file.read_text(encoding="utf-8") == SETTINGS
            dialog = await _opened(line, target)
            dialog.take.click()
            await until(lambda: reported[-1].startswith("Settings imported."))
            assert set(tomllib.loads(running.settings_file.read_text(encoding="utf-8"))["components"]) == {
                "page",
                "mine",
            }
            target.write_bytes(b"\xff\xfe")
            line.import_from(str(target))
            assert "not a settings file" in reported[-1]
            line.import_from(str(tmp_path / "gone.toml"))
            assert reported[-1].startswith("The file could not be read")
            line.import_from("/dev/null")
            assert reported[-1].startswith("That is not a file.")
            line.export_to(str(tmp_path / "no" / "ours.toml"))
            assert reported[-1].startswith("The file could not be written")

    run(main())


async def _opened(line: SharingLine, file: Path) -> ImportDialog:
    line.dialog = None
    line.import_from(str(file))
    await until(lambda: line.dialog is not None)
    dialog: ImportDialog | None = line.dialog
    assert dialog is not None
    return dialog


def _shown(dialog: ImportDialog) -> list[tuple[str, ...]]:
    table = dialog.table
    return [tuple(table.item(row, column).text() for column in range(3)) for row in range(table.rowCount())]


FROM_A_STRANGER = """
[components."<b>Website</b><!--"]
kind = "http"
url = "https://a.example.org/"
[components.page]
kind = "http"
name = "<img src='file:///dev/zero'> Donation page"
url = "http://127.0.0.1:9/"
credential = "page"
verify = false
[components.other]
kind = "http"
url = "https://evil.example/"
credential = "page"
[actions.run]
kind = "program"
program = ["/bin/sh", "-c", "true"]
enabled = true
[heartbeat]
url = "https://evil.example/ping"
"""


def test_each_thing_that_needs_a_yes_is_a_box_by_itself_and_none_is_ticked(
    run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def main() -> None:
        with memory_keyring() as kept:
            kept["page"] = "a-key-of-the-page"
            async with live(theme, tmp_path, SETTINGS) as running:
                reported: list[str] = []
                line = SharingLine(running.context, reported.append)
                qtbot.addWidget(line)
                file = tmp_path / "theirs.toml"
                file.write_text(FROM_A_STRANGER, encoding="utf-8")
                dialog = await _opened(line, file)
                asked = {"components.page.verify", "components.other.url", "heartbeat.url"}
                assert set(dialog.boxes) == asked
                assert not any(box.isChecked() for box in dialog.boxes.values())
                assert ("+ components.other.url", "", "https://evil.example/") in _shown(dialog)
                texts = [label.text() for label in dialog.findChildren(QLabel)]
                assert "The credential “page” would be sent to https://evil.example." in texts
                assert any(text.startswith("actions.run will be turned off") for text in texts)
                assert any(text.startswith("components.<b>Website</b><!-- will not be imported") for text in texts)
                assert {label.textFormat() for label in dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
                dialog.boxes["components.other.url"].setChecked(True)
                dialog.take.click()
                await until(lambda: bool(reported))
                now = tomllib.loads(running.settings_file.read_text(encoding="utf-8"))
                assert now["components"]["other"]["url"] == "https://evil.example/"
                assert "verify" not in now["components"]["page"]
                assert now["actions"]["run"]["enabled"] is False
                assert "heartbeat" not in now
                assert kept["page#origins"] == '["http://127.0.0.1:9", "https://evil.example"]'

    run(main())


def test_a_name_with_brackets_is_no_tick(run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            reported: list[str] = []
            line = SharingLine(running.context, reported.append)
            qtbot.addWidget(line)
            file = tmp_path / "theirs.toml"
            file.write_text(
                """
[channels."a (b"]
kind = "webhook"
url = "https://evil.example/"
[monitor]
connectivity_urls = []
"odd (key" = true
[components.other]
kind = "http"
url = "https://a.example.org/"
""",
                encoding="utf-8",
            )
            dialog = await _opened(line, file)
            assert "monitor.odd (key" in dialog.boxes
            dialog.take.click()
            await until(lambda: bool(reported))
            now = tomllib.loads(running.settings_file.read_text(encoding="utf-8"))
            assert "other" in now["components"]
            assert "odd (key" not in now["monitor"]
            assert "channels" not in now

    run(main())


def test_a_component_that_would_send_a_credential_elsewhere_waits_for_a_button(
    run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def main() -> None:
        with memory_keyring() as kept:
            kept |= {"page": "a-key-of-the-page", "page#origins": '["https://give.example.org"]'}
            async with live(theme, tmp_path, SETTINGS) as running:
                context = running.context
                window = ComponentWindow(context, Places(str(tmp_path / "w.ini")), "page")
                qtbot.addWidget(window)
                window.show()
                button = window.advice_card.allow
                await until(button.isVisible)
                sentence = context.snapshot.views["page"].state.sentence
                assert "“page” was stored for https://give.example.org, but would be sent to" in sentence
                button.click()
                await until(lambda: context.elsewhere("page") is None)
                assert kept["page#origins"] == '["https://give.example.org", "http://127.0.0.1:9"]'
                await until(lambda: not button.isVisible())

    run(main())


def test_a_viewer_sees_everything_and_changes_nothing(run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, f"{SETTINGS}[desktop]\nviewer = true\n") as running:
            context = running.context
            assert context.viewer
            assert not context.has_credential("page")
            for write in (
                lambda: context.editing.put_item("components", "new", {"kind": "self"}, expected=None),
                lambda: context.editing.remove_item("components", "page"),
                lambda: context.editing.put_section("monitor", {"interval": "5s"}, expected={}),
                lambda: context.editing.change_rule("slow-response", "enabled", False),
            ):
                with pytest.raises(SettingsError, match="for viewing only"):
                    write()
            looks = {"viewer": True, "theme": "dark"}
            context.editing.put_section("desktop", looks, expected={"viewer": True})
            assert tomllib.loads(running.settings_file.read_text(encoding="utf-8"))["desktop"] == looks
            window = ComponentWindow(context, Places(str(tmp_path / "w.ini")), "page")
            qtbot.addWidget(window)
            shown = [action.text() for action in window._more.menu().actions() if action.isVisible()]
            assert "Edit…" not in shown
            assert "Enter new key…" not in shown
            assert "Copy diagnostics" in shown
            autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)})
            settings = SettingsWindow(context, Places(str(tmp_path / "w.ini")), autostart)
            qtbot.addWidget(settings)
            tabs = settings.tabs
            assert [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)] == ["General"]

    run(main())
