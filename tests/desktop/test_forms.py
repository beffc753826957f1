"""Forms to trust: nothing is lost without a question, Enter tests and then saves, and the guide takes two minutes."""

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QScrollArea, QWidget
from shiboken6 import isValid

from porchlight.demo.stripe import StripeSimulator
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.commands import Commands
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.added_list import AddedList
from porchlight.desktop.widgets.basic import MarkLabel
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.component_editor import ComponentEditor
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.window import SettingsWindow
from porchlight.model.result import Result
from porchlight.runtime.kinds import component_kinds, load_settings
from porchlight.settings.credential_form import CredentialForm
from porchlight.settings.problems import Problem
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, every, secret, texts
from tests.integration.simulators import beside
from tests.memory_keyring import memory_keyring
from tests.ports import free_port


@pytest.fixture(autouse=True)
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as held:
        yield held


def _line(editor: ComponentEditor | SettingsForm, name: str) -> QLineEdit:
    form = editor.form if isinstance(editor, ComponentEditor) else editor
    field = form.field(name)
    line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line


def _type(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text)


def _database(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE gifts (amount INTEGER)")


def _press(window: QWidget, key: Qt.Key) -> None:
    """As the keyboard does it: into what has the focus."""
    QTest.keyClick(window.focusWidget() or window, key)


def _question(window: QWidget) -> QMessageBox:
    (question,) = every(window, QMessageBox)
    return question


def _answer(window: QWidget, text: str) -> None:
    question = _question(window)
    button(question, text).click()
    QApplication.sendPostedEvents(None, 0)


@asynccontextmanager
async def _guide(running: Live, folder: Path) -> AsyncIterator[GuideWindow]:
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(folder / "config")})
    guide = GuideWindow(running.context, Places(str(folder / "windows.ini")), autostart)
    guide.come_forward()
    await until(guide.isActiveWindow)
    yield guide
    if isValid(guide):
        guide.close_now()


def _form_of(guide: GuideWindow, kind: str) -> ComponentEditor:
    guide.choose()
    guide.cards[kind].click()
    assert guide.editor is not None
    return guide.editor


def test_a_line_tells_of_its_cursor_after_the_focus(run: Run, theme: Theme, tmp_path: Path) -> None:
    """Before it, a screen reader would take the cursor for the focus, and say nothing of the field."""

    async def scenario() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            editor = _form_of(guide, "http")
            address, name = _line(editor, "url"), _line(editor, "name")
            told: list[str] = []
            address.cursorPositionChanged.connect(lambda: told.append("address"))
            name.cursorPositionChanged.connect(lambda: told.append("name"))
            await until(address.hasFocus)
            assert not told, "it has told before it was shown"
            await until(lambda: sorted(told) == ["address", "name"])

    run(scenario())


# -- nothing is lost without a question


def test_esc_in_a_half_filled_form_asks_before_anything_is_lost(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            editor = _form_of(guide, "http")
            _type(_line(editor, "url"), "give.example.org")
            _press(guide, Qt.Key.Key_Escape)
            assert "Discard what you entered?" in texts(_question(guide))
            _answer(guide, "Keep editing")
            await until(lambda: not every(guide, QMessageBox))
            assert guide.editor is editor
            assert _line(editor, "url").text().endswith("give.example.org")
            guide.close()  # by its frame or Ctrl+W: the same question
            assert guide.isVisible()
            _answer(guide, "Keep editing")
            await until(lambda: not every(guide, QMessageBox))
            _press(guide, Qt.Key.Key_Escape)
            _answer(guide, "Discard")
            await until(lambda: guide.editor is None)
            assert guide.cards["http"].isVisible()

    run(main())


def test_esc_in_an_untouched_guide_goes_one_step_back_without_a_question(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            _form_of(guide, "http")
            _press(guide, Qt.Key.Key_Escape)
            await until(lambda: guide.editor is None)
            assert guide.cards["http"].isVisible()
            _press(guide, Qt.Key.Key_Escape)
            assert guide.begin.isVisible()
            _press(guide, Qt.Key.Key_Escape)
            assert not guide.isVisible()

    run(main())


def test_each_step_of_the_guide_has_a_way_back(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
                guide.begin.click()
                button(guide, "Back").click()
                assert guide.begin.isVisible()
                guide.classy_sync.click()
                button(guide, "Back").click()
                assert guide.begin.isVisible()
                editor = _form_of(guide, "http")
                button(guide, "Back").click()
                assert guide.editor is None
                editor = _form_of(guide, "http")
                _type(_line(editor, "url"), f"{website.url}/give")
                _press(guide, Qt.Key.Key_Return)
                await until(lambda: guide.editor is None)
                guide.done_button.click()
                assert guide.end_button.isVisible()
                button(guide, "Back").click()
                assert guide.cards["http"].isVisible()

    run(main())


@pytest.mark.logs_warnings  # there is no tray here, and no notification service
def test_the_settings_ask_too_and_quitting_waits_for_the_answer(run: Run, theme: Theme, tmp_path: Path) -> None:
    text = '[components.page]\nkind = "http"\nurl = "http://127.0.0.1:9/"\nname = "Page"\n'

    async def main() -> None:
        async with live(theme, tmp_path, text) as running:
            tray = Tray()
            autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)})
            surfaces = Surfaces(
                QApplication.instance(),  # type: ignore[arg-type]
                tray,
                running.context,
                autostart,
                DesktopChannel(SystemNotifier(tray)),
            )
            surfaces.begin()
            ends: list[bool] = []
            surfaces.quit_wanted.connect(lambda: ends.append(True))
            surfaces.show_settings("page")
            (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, SettingsWindow))
            assert window.components.editor is not None
            _type(_line(window.components.editor, "name"), "Other")  # type: ignore[arg-type]
            tray.quit_wanted.emit()
            assert ends == []
            _answer(window, "Keep editing")
            await until(lambda: not every(window, QMessageBox))
            surfaces.show_window()  # Ctrl+Q in another window asks about the form all the same
            (main_window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
            await until(main_window.isActiveWindow)
            QTest.keyClick(main_window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
            assert ends == []
            assert main_window.isVisible()
            _answer(window, "Keep editing")
            await until(lambda: not every(window, QMessageBox))
            window.edit("page")  # another form in its place
            _answer(window, "Discard")
            await until(lambda: not every(window, QMessageBox))
            tray.quit_wanted.emit()
            assert ends == [True]
            surfaces.end()

    run(main())


# -- the keys in a form


def test_after_a_test_the_focus_is_where_it_was(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
                editor = _form_of(guide, "http")
                _type(_line(editor, "url"), f"{website.url}/give")
                editor.test.setFocus()
                for _ in range(2):
                    _press(guide, Qt.Key.Key_Space)
                    await until(lambda: "Answered 200" in texts(editor))
                    assert guide.focusWidget() is editor.test
                    assert guide.editor is editor
                assert not running.settings_file.exists()

    run(main())


def test_what_a_test_found_is_announced_to_screen_readers(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            announced.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)

    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            editor = _form_of(guide, "http")
            _type(_line(editor, "url"), f"127.0.0.1:{free_port()}")
            _press(guide, Qt.Key.Key_Return)
            await until(lambda: any("refused" in one for one in announced))

    run(main())


def test_enter_tests_and_then_saves(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
                editor = _form_of(guide, "http")
                assert guide.focusWidget() is _line(editor, "url")
                _press(guide, Qt.Key.Key_Return)
                assert "Please fill this in." in texts(editor)
                _type(_line(editor, "url"), f"127.0.0.1:{free_port()}")
                assert "Please fill this in." not in texts(editor)
                _press(guide, Qt.Key.Key_Return)
                await until(lambda: "refused" in texts(editor))
                assert guide.focusWidget() is _line(editor, "url")
                _press(guide, Qt.Key.Key_Return)  # tested again, and not saved although it was asked for twice
                await until(lambda: "refused" in texts(editor))
                assert not running.settings_file.exists()
                _type(_line(editor, "url"), f"{website.url.removeprefix('http://')}/give")
                assert editor.save_button.text() == "Add"
                _press(guide, Qt.Key.Key_Return)
                await until(lambda: guide.editor is None)
                (found,) = load_settings(str(running.settings_file)).components
                assert found.component.name == "Give to Example Charity"
                assert found.settings.url == f"{website.url}/give"

    run(main())


class _HeldTest:
    """A form's test, which waits for ``go_on``."""

    def __init__(self, commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tested: list[str] = []
        """The last part of each address."""
        self.begun, self.go_on, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._test = commands.try_out_component
        monkeypatch.setattr(commands, "try_out_component", self._slowly)

    async def _slowly(
        self, component_id: str, values: Mapping[str, Any], secrets: Mapping[str, str]
    ) -> Result | Problem:
        self.tested.append(values["url"].rpartition("/")[2])
        self.begun.set()
        await self.go_on.wait()
        try:
            return await self._test(component_id, values, secrets)
        finally:
            self.ended.set()


def test_what_is_typed_while_it_is_tested_is_tested_too_before_it_is_saved(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
                held = _HeldTest(running.context.commands, monkeypatch)
                editor = _form_of(guide, "http")
                _type(_line(editor, "url"), f"{website.url}/give")
                _press(guide, Qt.Key.Key_Return)
                await held.begun.wait()
                _type(_line(editor, "url"), f"{website.url}/events")
                held.go_on.set()
                await until(lambda: guide.editor is None)
                assert held.tested == ["give", "events"]
                (found,) = load_settings(str(running.settings_file)).components
                assert found.settings.url == f"{website.url}/events"

    run(main())


def test_an_outcome_is_not_shown_for_what_was_typed_after_the_test_began(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
                held = _HeldTest(running.context.commands, monkeypatch)
                editor = _form_of(guide, "http")
                _type(_line(editor, "url"), f"{website.url}/give")
                editor.test.click()
                await held.begun.wait()
                _type(_line(editor, "url"), f"127.0.0.1:{free_port()}")
                held.go_on.set()
                await held.ended.wait()
                await asyncio.sleep(0.2)
                assert "Answered 200" not in texts(editor)
                editor.test.click()
                await until(lambda: "refused" in texts(editor))

    run(main())


def test_what_is_typed_again_after_a_test_that_nobody_saw_is_tested_before_it_is_saved(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            held = _HeldTest(running.context.commands, monkeypatch)
            editor, nowhere = _form_of(guide, "http"), f"127.0.0.1:{free_port()}"
            _type(_line(editor, "url"), nowhere)
            editor.test.click()
            await held.begun.wait()
            _type(_line(editor, "url"), f"{nowhere}/give")
            held.go_on.set()
            await held.ended.wait()
            await until(editor.test.isEnabled)
            _type(_line(editor, "url"), nowhere)
            _press(guide, Qt.Key.Key_Return)
            await until(lambda: "refused" in texts(editor))
            assert len(held.tested) == 2
            assert not running.settings_file.exists()

    run(main())


def test_what_is_stored_is_that_of_the_name_that_is_seen(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A keyring that is asked about a name may answer after it was asked about the next one."""

    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            answers: dict[str, asyncio.Future[dict[str, str]]] = {}

            async def parts(name: str, form: CredentialForm) -> dict[str, str]:
                answer = answers[name] = asyncio.get_running_loop().create_future()
                return await answer

            monkeypatch.setattr(running.context.editing, "stored_parts", parts)
            editor = _form_of(guide, "mailchimp")
            (part,) = (key for fields in editor.form.credentials.values() for key in fields.fields)
            for name in ("stored", "new"):
                _type(_line(editor, "credential"), name)
                await until(lambda name=name: name in answers)  # type: ignore[misc]
            answers["new"].set_result({})
            await asyncio.sleep(0.05)
            answers["stored"].set_result({part: ""})
            await asyncio.sleep(0.05)
            assert "Leave empty to keep the stored one." not in texts(editor)

    run(main())


# -- what is typed is understood


def test_addresses_need_no_scheme_and_hosts_may_be_pasted(theme: Theme) -> None:
    form = SettingsForm(theme, component_kinds()["http"], {"kind": "http"})
    form.show()
    _type(_line(form, "url"), "give.example.org/donate")
    assert form.values["url"] == "https://give.example.org/donate"
    _line(form, "url").editingFinished.emit()
    assert _line(form, "url").text() == "https://give.example.org/donate"
    host = SettingsForm(theme, component_kinds()["smtp"], {"kind": "smtp"})
    host.show()
    _type(_line(host, "host"), "https://mail.example.org/")
    assert host.values["host"] == "mail.example.org"


def test_a_sqlite_file_is_chosen_or_typed_as_a_path(run: Run, theme: Theme, tmp_path: Path) -> None:
    file = tmp_path / "our gifts.db"
    _database(file)

    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            editor = _form_of(guide, "database")
            assert button(editor, "Browse…").isVisible()
            _type(_line(editor, "url"), str(file))
            _press(guide, Qt.Key.Key_Return)
            await until(lambda: guide.editor is None)
            (found,) = load_settings(str(running.settings_file)).components
            assert found.settings.url == f"sqlite:///{file}"
            form = SettingsForm(
                theme, component_kinds()["database"], {"kind": "database", "url": f"sqlite:///{file}"}
            )
            assert _line(form, "url").text() == str(file)

    run(main())


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("http", {"Address", "Name", "Critical"}),
        ("stripe", {"Name", "Critical"}),
        ("database", {"Address", "Name", "Critical"}),
        ("smtp", {"Server", "Name", "Critical"}),
    ],
)
def test_only_what_a_kind_needs_is_shown_first(theme: Theme, kind: str, shown: set[str]) -> None:
    form = SettingsForm(theme, component_kinds()[kind], {"kind": kind})
    form.show()
    seen = {one for one in texts(form).splitlines() if one}
    assert shown <= seen
    assert len(seen) <= len(shown) + 4  # the parts of a credential
    assert "Time limit" not in seen
    button(form, "More settings").click()
    assert "Time limit" in texts(form)


def test_a_wrong_value_under_more_is_shown(theme: Theme) -> None:
    form = SettingsForm(theme, component_kinds()["http"], {"kind": "http"})
    form.show()
    _type(_line(form, "interval"), "soon")
    assert not form.check()
    assert form.field("interval").isVisible()


def test_a_search_without_a_match_says_so_and_enter_opens_the_first_match(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            guide.choose()
            _type(guide.search, "zebra")
            assert "Nothing matches “zebra”." in texts(guide)
            _type(guide.search, "stripe")
            assert "Nothing matches" not in texts(guide)
            _press(guide, Qt.Key.Key_Return)
            assert guide.editor is not None
            assert "Stripe" in texts(guide.editor)

    run(main())


def test_a_page_that_does_not_answer_is_called_by_its_host(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            editor = _form_of(guide, "http")
            _type(_line(editor, "url"), f"http://127.0.0.1:{free_port()}/")
            _line(editor, "name").setFocus()
            await until(lambda: _line(editor, "name").text() == "127.0.0.1")
            _type(_line(editor, "name"), "Ours")
            _type(_line(editor, "url"), f"http://localhost:{free_port()}/")
            _line(editor, "name").setFocus()
            await asyncio.sleep(0.3)
            assert _line(editor, "name").text() == "Ours"

    run(main())


# -- from the icon to three green services


class _Hand:
    """A mouse and a keyboard that count."""

    def __init__(self) -> None:
        self.clicks = self.keys = 0

    def click(self, target: QWidget) -> None:
        at = target.parentWidget()
        while at is not None and not isinstance(at, QScrollArea):
            at = at.parentWidget()
        if at is not None:
            at.ensureWidgetVisible(target)
        assert target.isVisible()
        assert target.isEnabled()
        assert not target.visibleRegion().isEmpty(), "it cannot be seen"
        QTest.mouseClick(
            target, Qt.MouseButton.LeftButton, pos=QPoint(min(20, target.width() // 2), target.height() // 2)
        )
        self.clicks += 1

    def type(self, window: QWidget, text: str) -> None:
        line = window.focusWidget()
        assert isinstance(line, QLineEdit), f"{line} has the focus"
        QTest.keyClicks(line, text)
        self.keys += len(text)


A_KEY, A_CLICK = 0.35, 2.0
"""Seconds that somebody needs who is not in a hurry."""


def test_three_green_services_take_two_minutes_and_six_clicks_each(run: Run, theme: Theme, tmp_path: Path) -> None:
    records = tmp_path / "records.db"
    _database(records)
    stripe = StripeSimulator()

    async def follow(running: Live) -> None:
        """What the program does when its settings are other ones."""
        before = ""
        while True:
            with suppress(FileNotFoundError):
                if (now := running.settings_file.read_text(encoding="utf-8")) != before:
                    before = now
                    await running.reload()
            await asyncio.sleep(0.1)

    async def main() -> None:
        with beside(WebsiteSimulator()) as website, beside(stripe) as payments:
            async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
                following = asyncio.create_task(follow(running))
                hand, began = _Hand(), time.monotonic()
                counted = []
                guide.resize(QSize(720, 540))  # as on 1024×600

                def next_service() -> None:
                    counted.append(hand.clicks)

                hand.click(guide.begin)
                # The records first: they are shown in the order of a gift's way all the same.
                hand.click(guide.cards["database"])
                hand.type(guide, str(records))
                hand.click(guide.editor.save_button)
                await until(lambda: guide.editor is None)
                next_service()
                hand.click(guide.cards["http"])
                hand.type(guide, f"{website.url.removeprefix('http://')}/give")
                hand.click(guide.editor.save_button)
                await until(lambda: guide.editor is None)
                next_service()
                hand.click(guide.cards["stripe"])
                editor = guide.editor
                assert editor is not None
                secret = every(editor, QLineEdit)[0]
                hand.click(secret)
                hand.type(guide, stripe.key)
                hand.click(button(editor, "More settings"))  # only here: the real Stripe needs no address
                hand.click(_line(editor, "base_url"))
                hand.type(guide, payments.url)
                hand.click(editor.save_button)
                await until(lambda: guide.editor is None)
                next_service()
                hand.click(guide.done_button)
                shown = next(one for one in guide.findChildren(AddedList) if one.isVisible())
                await until(lambda: [one.accessibleName() for one in every(shown, MarkLabel)] == ["Healthy"] * 3)
                seconds = time.monotonic() - began
                names = re.findall(r"Give to Example Charity|Stripe|Database", texts(shown))
                assert names == ["Give to Example Charity", "Stripe", "Database"]
                hand.click(guide.end_button)
                a_service = [now - before for before, now in zip([1, *counted], counted, strict=False)]
                print(f"{seconds:.1f} s of its own, {hand.clicks} clicks, {hand.keys} keys; a service: {a_service}")
                assert max(a_service) <= 6
                assert seconds + A_KEY * hand.keys + A_CLICK * hand.clicks < 120
                following.cancel()
                await asyncio.wait([following])
                assert running.failures == []

    run(main())


def test_ctrl_f_in_the_guide_leads_to_the_search_of_what_can_be_watched(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            QTest.keyClick(guide, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
            await until(guide.search.hasFocus)
            QTest.keyClicks(guide.search, "stripe")
            assert guide.cards["stripe"].isVisible()
            assert not guide.cards["http"].isVisible()

    run(main())


def test_a_sqlite_file_has_no_password_and_a_query_s_value_comes_with_its_query(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
            form = _form_of(guide, "database").form
            password = secret(form)
            assert password.isVisible()
            assert "Password" in texts(form)
            _type(_line(guide.editor, "url"), "/srv/gifts.sqlite")  # type: ignore[arg-type]
            assert not password.isVisible()
            assert "Password" not in texts(form).splitlines()
            _type(_line(guide.editor, "url"), "mysql://reader@127.0.0.1/gifts")  # type: ignore[arg-type]
            assert password.isVisible()
            button(form, "More settings").click()
            assert not form.field("query_value").isVisible()
            _type(form.field("query"), "SELECT 1")  # type: ignore[arg-type]
            assert form.field("query_value").isVisible()

    run(main())


def test_a_password_in_an_address_is_moved_to_the_keyring_by_one_click(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        with memory_keyring() as kept:
            async with live(theme, tmp_path) as running, _guide(running, tmp_path) as guide:
                editor = _form_of(guide, "http")
                _type(_line(editor, "url"), "https://ann:s3cret%21pass@give.example.org/donate")
                button(editor, "Move the password to the keyring").click()
                assert _line(editor, "url").text() == "https://give.example.org/donate"
                assert editor.form.values["auth"] == "basic"
                assert editor.form.values["auth_user"] == "ann"
                assert secret(editor.form).text() == "s3cret!pass"
                assert not button(editor, "Move the password to the keyring").isVisible()
                editor = _form_of(guide, "database")
                _type(_line(editor, "url"), "mysql://reader:s3cret-pass@127.0.0.1/gifts")
                button(editor, "Move the password to the keyring").click()
                assert _line(editor, "url").text() == "mysql://reader@127.0.0.1/gifts"
                assert secret(editor.form).text() == "s3cret-pass"
                editor.save_button.click()
                await until(lambda: editor.save_button.text() == "Save anyway")
                editor.save_button.click()
                await until(lambda: "s3cret-pass" in kept.values())
                await until(lambda: guide.editor is None)
                text = running.settings_file.read_text(encoding="utf-8")
                assert "s3cret" not in text
                assert "mysql://reader@127.0.0.1/gifts" in text

    run(main())
