"""Taking over Classy Sync in the guide: the folder is read, shown, and only then written to the settings."""

import asyncio
import tomllib
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.import_page import ImportPage
from porchlight.desktop.windows.places import Places
from tests.classy_install import ClassyInstall
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.seen import texts
from tests.memory_keyring import memory_keyring


def test_the_guide_takes_over_a_folder_and_writes_nothing_before_it_was_shown(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = ClassyInstall(tmp_path / "classy").folder
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    async def main() -> None:
        with memory_keyring() as kept:
            async with live(theme, tmp_path) as running:
                guide = GuideWindow(running.context, Places(str(tmp_path / "windows.ini")), XdgAutostart({}))
                qtbot.addWidget(guide)
                guide.show()
                guide.classy_sync.click()
                page = guide.import_page
                page.folder.setText(str(tmp_path))
                page.look()
                await until(lambda: "Classy Sync is not installed in" in texts(page))
                assert not page.do_it.isEnabled()
                page.folder.setText(str(folder))
                page.look()
                await until(page.do_it.isEnabled)
                shown = [text.text() for text in page.findChildren(Text)]
                assert "+  Sync · Classy Sync: runs" in shown
                assert "classy-sync-mailchimp" in texts(page)
                assert not running.settings_file.exists()
                page.do_it.click()
                await until(lambda: "+  " not in texts(guide) and guide.done_button.isVisibleTo(guide))
                assert "Sync database" in texts(guide)
                written = tomllib.loads(running.settings_file.read_text(encoding="utf-8"))
                assert written["components"]["sync-runs"]["folder"] == str(folder)
                assert kept["classy-sync-webhook"] == "https://hooks.example.org/planted-hook"
                assert "planted" not in running.settings_file.read_text(encoding="utf-8")

    run(main())
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_folder_that_is_seen_is_the_one_that_is_added_whichever_is_read_first(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder on a slow drive is read for longer than the one that is typed next; the same for the tick at the
    credentials, which would be stored though it was taken away."""

    async def main() -> None:
        async with live(theme, tmp_path) as running:
            page = ImportPage(running.context)
            answers: dict[tuple[str, bool], asyncio.Future[str]] = {}

            async def read(folder: str, *, with_credentials: bool) -> str:
                answer = answers[folder, with_credentials] = asyncio.get_running_loop().create_future()
                return await answer

            monkeypatch.setattr(running.context.editing, "plan_import", read)
            page.folder.setText("/slow")
            page.look()
            await until(lambda: ("/slow", False) in answers)
            page.folder.setText("/fast")
            page.look()
            await until(lambda: ("/fast", False) in answers)
            answers["/fast", False].set_result("From the fast one.")
            await until(lambda: "From the fast one." in texts(page))
            answers["/slow", False].set_result("From the slow one.")
            await asyncio.sleep(0.05)
            assert "From the slow one." not in texts(page)
            page.credentials.setChecked(True)
            await until(lambda: ("/fast", True) in answers)
            page.folder.setText("")
            page.look()
            answers["/fast", True].set_result("With credentials.")
            await asyncio.sleep(0.05)
            assert "With credentials." not in texts(page)
            page.deleteLater()

    run(main())
