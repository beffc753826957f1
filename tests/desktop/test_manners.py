"""What is alike on all pages of the settings, days and dates as where one lives, and work that takes a while."""

import asyncio
import threading
import tomllib
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDateEdit, QLineEdit, QMenu, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from porchlight.demo.faults import Fault
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.application import Application
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import speak
from porchlight.desktop.widgets.basic import Toggle
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.desktop.windows.credential import CredentialWindow
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.performance_page import PerformancePage
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.component_editor import ComponentEditor
from porchlight.desktop.windows.settings.special_fields import MomentField, WeekdaysField
from porchlight.desktop.windows.settings.window import SettingsWindow
from porchlight.runtime.kinds import component_kinds
from porchlight.settings.report import ReportFormat
from porchlight.settings.schema import Language
from porchlight.threads import Abandoned, advance, follow_progress, in_thread
from tests.classy_install import ClassyInstall
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, buttons, every, texts, the
from tests.integration.simulators import beside
from tests.memory_keyring import memory_keyring

THREE = "".join(f'[components.{one}]\nkind = "self"\nname = "{one.upper()}"\nenabled = false\n' for one in "abc")


def _settings(running: Live, folder: Path) -> SettingsWindow:
    window = SettingsWindow(
        running.context, Places(str(folder / "windows.ini")), XdgAutostart({"XDG_CONFIG_HOME": str(folder)})
    )
    window.show()
    return window


def _place(window: QWidget, one: QWidget) -> QPoint:
    return one.mapTo(window, QPoint(one.width(), 0))


def test_what_adds_something_is_at_the_same_place_in_the_same_colour_on_every_page(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, THREE) as running:
            window = _settings(running, tmp_path)
            found: dict[str, tuple[int, int, str]] = {}
            for page in ("components", "rules", "channels", "paths", "recovery"):
                window.show_page(page)
                await asyncio.sleep(0.05)
                (add,) = (one for one in every(window, QAbstractButton) if one.text().startswith("Add"))
                found[page] = (_place(window, add).x(), _place(window, add).y(), add.objectName())
            assert len(set(found.values())) == 1, found
            assert found["rules"][2] == "primary"
            window.close()

    run(main())


def test_several_components_are_removed_by_a_key_and_brought_back_together(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, THREE) as running:
            window = _settings(running, tmp_path)
            window.activateWindow()
            await until(window.isActiveWindow)
            page = window.components
            before = tomllib.loads(running.settings_file.read_text(encoding="utf-8"))
            page.list.setFocus()
            page.list.setCurrentRow(0)
            QTest.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
            assert not buttons(window)["Edit"].isEnabled()
            QTest.keyClick(page.list, Qt.Key.Key_Delete)
            assert "2 components were removed. Their history is kept." in texts(window)
            assert "[components.c]" in (after := running.settings_file.read_text(encoding="utf-8"))
            assert "[components.a]" not in after
            assert "[components.b]" not in after
            assert _place(window, page.undo).y() > _place(window, page.list).y() + page.list.height()
            page.undo.click()
            assert tomllib.loads(running.settings_file.read_text(encoding="utf-8")) == before
            window.close()

    run(main())


def test_a_component_s_menu_has_what_its_buttons_do(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, THREE) as running:
            window = _settings(running, tmp_path)
            listed = window.components.list
            listed.setCurrentRow(1)
            listed.customContextMenuRequested.emit(listed.visualItemRect(listed.item(1)).center())
            menu = Application.activePopupWidget()
            assert isinstance(menu, QMenu)
            assert [one.text() for one in menu.actions()] == ["Edit", "Duplicate", "Watch again", "Remove"]
            menu.actions()[0].trigger()
            menu.close()
            assert window.components.editor is not None
            window.components.editor.left.emit()
            window.close()

    run(main())


@pytest.mark.parametrize(
    ("language", "first", "written"),
    [
        (Language.ENGLISH, "Mon", "03/04/2027"),
        (Language.GERMAN, "Mo", "03.04.2027"),
        (Language.PORTUGUESE, "dom", ""),
    ],
)
def test_days_are_toggles_from_the_first_of_the_week_and_dates_are_written_as_there(
    qtbot: QtBot, qapp: Application, language: Language, first: str, written: str
) -> None:
    speak(qapp, language)
    days = WeekdaysField()
    qtbot.addWidget(days.widget)
    days.widget.show()
    toggles = every(days.widget, Toggle)
    left = min(toggles, key=lambda one: (one.y(), one.x()))
    assert left.text().casefold().startswith(first.casefold())
    days.show(["sat", "sun"])
    assert days.value() == ["sat", "sun"]
    monday = next(one for one in toggles if one.toolTip() == QLocale().standaloneDayName(1))
    monday.click()
    assert days.value() == ["mon", "sat", "sun"]
    day = MomentField()
    qtbot.addWidget(day.widget)
    day.show(date(2027, 4, 3))
    text = the(day.widget, QDateEdit).text()
    assert "2027" in text
    assert text == (written or text)


def test_work_shows_that_it_goes_on_and_can_be_cancelled(run: Run, theme: Theme) -> None:
    async def main() -> None:
        line = WorkLine(theme)
        assert line.isHidden()
        task = asyncio.ensure_future(asyncio.sleep(60))
        line.follow("Reading…", task)
        line.show()
        assert the(line, QProgressBar).isVisible()
        button(line, "Cancel").click()
        await until(lambda: texts(line) == "Cancelled.")
        assert not the(line, QProgressBar).isVisible()
        done = asyncio.ensure_future(asyncio.sleep(0.01))
        line.follow("Reading…", done)
        await until(line.isHidden)
        line.show_text("Saved.", "Open", lambda: line.show_text("Opened."))
        button(line, "Open").click()
        assert texts(line) == "Opened."
        line.follow("Writing…", asyncio.ensure_future(asyncio.sleep(0.01)), stoppable=False)
        assert "Cancel" not in buttons(line)
        line.deleteLater()

    run(main())


def test_work_that_reports_its_share_shows_it_and_ends_in_its_thread_when_cancelled(run: Run, theme: Theme) -> None:
    async def main() -> None:
        ended: list[str] = []
        go_on = threading.Event()

        def work() -> None:
            advance(1, 4)
            go_on.wait(20)
            try:
                advance(2, 4)
            except Abandoned:
                ended.append("abandoned")
                raise

        async with Supervisor() as supervisor:
            line = WorkLine(theme)
            line.follow("Writing…", supervisor.spawn(in_thread(work, name="work"), name="work"))
            line.show()
            bar = the(line, QProgressBar)
            assert bar.maximum() == 0  # not known yet
            await until(lambda: bar.maximum() and bar.value() == bar.maximum() // 4)
            button(line, "Cancel").click()
            await until(lambda: texts(line) == "Cancelled.")
            go_on.set()
            await until(lambda: ended)
            line.deleteLater()

    run(main())


def test_a_report_reports_how_far_it_is(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, THREE.replace("enabled = false\n", "")) as running:
            views = running.context.snapshot.views
            await until(lambda: all(one.state.checked_ms for one in running.context.snapshot.views.values()))
            assert len(views) == 3
            await running.program.flush()
            shares: list[float] = []
            follow_progress().listen(shares.append)
            fault = await running.program.write_report(str(tmp_path / "report.html"), ReportFormat.HTML, 0)
            assert fault is None
            assert shares == sorted(shares)
            assert len(shares) == 3
            assert 0 < shares[0] < shares[-1] < 1

    run(main())


def test_a_test_of_a_connection_that_hangs_can_be_cancelled(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            website.fail(Fault.HANG)
            async with live(theme, tmp_path) as running:
                editor = ComponentEditor(running.context, "http", component_kinds()["http"], None, {})
                editor.show()
                the_line = editor.form.field("url")
                assert isinstance(the_line, QLineEdit)
                the_line.setText(f"{website.url}/give")
                editor.test.click()
                await until(lambda: "Cancel" in buttons(the(editor, WorkLine)))
                button(the(editor, WorkLine), "Cancel").click()
                await until(lambda: "Cancelled." in texts(editor))
                assert the_line.text() == f"{website.url}/give"
                website.fail(Fault.NONE)
                editor.test.click()
                await until(lambda: "Answered 200" in texts(editor))
                editor.deleteLater()

    run(main())


def test_a_test_of_a_channel_that_hangs_can_be_cancelled(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            website.fail(Fault.HANG)
            channel = f'[channels.ops]\nkind = "webhook"\nname = "Ops"\nurl = "{website.url}/"\n'
            async with live(theme, tmp_path, channel) as running:
                window = _settings(running, tmp_path)
                window.show_page("channels")
                send = next(one for one in every(window, QPushButton) if one.accessibleName() == "Send a test to Ops")
                send.click()
                line = next(one for one in every(window, WorkLine) if "Cancel" in buttons(one))
                assert the(line, QProgressBar).isVisible()
                button(line, "Cancel").click()
                await until(lambda: texts(line) == "Cancelled.")
                assert running.failures == []
                window.close()

    run(main())


def test_a_check_with_a_new_key_that_hangs_can_be_cancelled(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website, memory_keyring() as kept:
            website.fail(Fault.HANG)
            page = f'[components.page]\nkind = "http"\nurl = "{website.url}/give"\ncredential = "page"\n'
            async with live(theme, tmp_path, page) as running:
                window = CredentialWindow(running.context, Places(str(tmp_path / "windows.ini")), "page")
                window.show()
                for field in next(iter(window.credentials.values())).fields.values():
                    field.line.setText("planted")
                window.keep_button.click()
                line = the(window, WorkLine)
                await until(lambda: "page" in kept)
                button(line, "Cancel").click()
                await until(lambda: texts(line) == "Cancelled.")
                assert window.keep_button.isEnabled()
                assert running.failures == []
                window.close()

    run(main())


def test_an_import_can_be_cancelled_and_begun_again(run: Run, theme: Theme, tmp_path: Path) -> None:
    folder = ClassyInstall(tmp_path / "classy").folder

    async def main() -> None:
        with memory_keyring():
            async with live(theme, tmp_path) as running:
                guide = GuideWindow(running.context, Places(str(tmp_path / "windows.ini")), XdgAutostart({}))
                guide.show()
                guide.classy_sync.click()
                page = guide.import_page
                page.folder.setText(str(folder))
                page.look()
                line = the(page, WorkLine)
                button(line, "Cancel").click()
                await until(lambda: texts(line) == "Cancelled.")
                assert not page.do_it.isEnabled()
                page.look()
                await until(page.do_it.isEnabled)
                assert not running.settings_file.exists()
                guide.close()

    run(main())


def test_a_report_that_is_cancelled_leaves_no_file(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, THREE) as running:
            page = PerformancePage(running.context)
            page.show()
            target = tmp_path / "report.html"
            page.report.save(str(target), ReportFormat.HTML)
            button(page.report.line, "Cancel").click()
            await until(lambda: texts(page.report.line) == "Cancelled.")
            await asyncio.sleep(1.5)
            assert not target.exists()
            assert page.report.button.isEnabled()
            page.report.save(str(target), ReportFormat.HTML)
            await until(lambda: "Report saved to" in texts(page.report.line))
            assert target.exists()
            page.deleteLater()

    run(main())
