"""What a screen reader finds in every window, in every language: roles, names, and trouble before what is well."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.panel import Panel
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import speak
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.component_table import ComponentTable
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.credential import CredentialWindow
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.kinds import kind_choices
from porchlight.desktop.windows.settings.window import SettingsWindow
from porchlight.model.status import Reason, Status
from porchlight.settings.schema import Language
from tests.desktop.accessible import Node, nodes
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import the
from tests.desktop.still import StillContext, view

SETTINGS = """
[components.page]
kind = "http"
name = "Donation page"
url = "http://127.0.0.1:9/"
critical = true
[components.me]
kind = "self"
name = "This program"
[components.mail]
kind = "mailchimp"
name = "Mailchimp"
credential = "mailchimp"
list_id = "abc"
[channels.ops]
kind = "webhook"
name = "Ops"
url = "http://127.0.0.1:9/"
[rules.mine]
name = "Mine"
when = { component = "page", status = "error" }
[actions.again]
kind = "program"
name = "Again"
program = ["/bin/true"]
[maintenance.night]
name = "Night"
from = "22:00"
to = "23:00"
days = ["sat", "sun"]
[paths.gifts]
name = "Gifts"
taken_by = ["page"]
"""
MUST_BE_NAMED = {QAccessible.Role.Graphic, QAccessible.Role.Chart, QAccessible.Role.Grouping}
"""What says nothing by itself, though the keyboard does not get there."""
LEAST = 24
"""px of what is clicked (WCAG 2.2, 2.5.8)."""


async def _windows(running: Live, folder: Path, *, all_kinds: bool) -> AsyncIterator[tuple[str, QWidget]]:
    context, places = running.context, Places(str(folder / "windows.ini"))
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(folder)})
    main = MainWindow(context, places)
    main.show()
    for page in ("components", "incidents", "alerts", "performance", "outlook", "activity"):
        main.show_tab(page)
        await asyncio.sleep(0.1)
        yield f"main, {page}", main
    main.close()
    component = ComponentWindow(context, places, "page")
    component.show()
    await asyncio.sleep(0.3)
    yield "component", component
    component.close()
    settings = SettingsWindow(context, places, autostart)
    settings.show()
    for page in ("components", "rules", "channels", "paths", "times", "recovery", "ways_out", "general"):
        settings.show_page(page)
        yield f"settings, {page}", settings
    settings.show_page("components")
    for choice in kind_choices() if all_kinds else kind_choices()[:1]:
        settings.components.add(choice)
        yield f"settings, new {choice.name}", settings
    settings.show_page("rules")
    settings.rules.edit("mine")
    yield "settings, a rule", settings
    settings.show_page("times")
    settings.times.edit_maintenance("night")
    yield "settings, maintenance", settings
    for editor in (settings.components.editor, settings.rules.editor, settings.times.editor):
        if editor is not None:
            editor.left.emit()
    settings.close()
    guide = GuideWindow(context, places, autostart)
    guide.show()
    yield "guide", guide
    guide.choose()
    yield "guide, kinds", guide
    guide.close()
    credential = CredentialWindow(context, places, "mail")
    credential.show()
    yield "credential", credential
    credential.close()
    panel = Panel(context, Tray())
    panel.open()
    yield "panel", panel
    panel.close()


def _faults(window: QWidget) -> Iterator[str]:
    found = nodes(window)
    wanted = QAccessible.Role.Dialog if isinstance(window, Panel) else QAccessible.Role.Window
    if found[0].role is not wanted or not found[0].name:
        yield f"the window is {found[0]}"
    for node in found:
        if node.focusable and not node.name:
            yield f"the keyboard gets to something without a name: {node}"
        if node.role in MUST_BE_NAMED and not node.name:
            yield f"it has no name: {node}"
    for one in window.findChildren(QWidget):
        clicked = isinstance(one, QAbstractButton | QComboBox | QLineEdit) and one.isVisibleTo(window)
        if clicked and one.objectName() != "qt_spinbox_lineedit" and min(one.width(), one.height()) < LEAST:
            yield f"it is hard to hit: {type(one).__name__} {one.accessibleName()} {one.size().toTuple()}"


@pytest.mark.parametrize("language", [one for one in Language if one is not Language.SYSTEM])
def test_every_window_has_roles_names_and_room_for_a_finger(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, language: Language
) -> None:
    faults: list[str] = []

    async def look() -> None:
        async with live(theme, tmp_path, SETTINGS, {"mailchimp": "x"}) as running:
            await until(lambda: running.context.snapshot.views["page"].state.status is Status.ERROR)
            async for name, window in _windows(running, tmp_path, all_kinds=language is Language.ENGLISH):
                Application.processEvents()
                faults.extend(f"{name}: {fault}" for fault in _faults(window))

    speak(qapp, language)
    run(look())
    assert not faults, "\n".join(dict.fromkeys(faults))


def _place(found: list[Node], text: str) -> int:
    return next(place for place, node in enumerate(found) if text in node.name)


def test_trouble_is_read_before_what_is_well(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    context = StillContext(theme, view("page"), view("mc", Status.ERROR, Reason.AUTH, name="Mailchimp"), view("db"))
    panel = Panel(context, Tray())
    qtbot.addWidget(panel)
    panel.open()
    found = nodes(panel)
    lists = [place for place, node in enumerate(found) if node.role is QAccessible.Role.List]
    assert _place(found, "Mailchimp") < lists[0]
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    table = QAccessible.queryAccessibleInterface(the(window, ComponentTable))
    cells = [table.child(place).text(QAccessible.Text.Name) for place in range(table.childCount())]
    assert next(one for one in cells if ", " in one).startswith("Mailchimp, ")


def test_one_of_several_is_a_radio_button_that_says_which_is_down(
    qtbot: QtBot, theme: Theme, places_file: str
) -> None:
    window = MainWindow(StillContext(theme, view("page")), Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.show_tab("incidents")
    spans = [node for node in nodes(window) if node.role is QAccessible.Role.RadioButton]
    assert [node.name for node in spans] == ["Show Incidents", "Show Day", "7 days", "30 days", "90 days"]
    assert [node.checked for node in spans] == [True, False, False, True, False]


def test_a_text_that_is_selected_for_typing_over_it_stays_selected(qtbot: QtBot, theme: Theme) -> None:
    line = QLineEdit("Porchlight.pdf")
    qtbot.addWidget(line)
    line.show()
    line.selectAll()
    qtbot.wait(50)
    assert line.selectedText() == "Porchlight.pdf"
