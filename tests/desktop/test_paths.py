"""The paths of gifts in the windows: the sentence that comes first, and the page where paths are set up."""

import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from porchlight.desktop.appearance import appearance_of
from porchlight.desktop.panel import Panel
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.verdict_texts import overall_verdict
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.settings.paths_page import PathsPage
from porchlight.model.status import Reason, Status
from porchlight.settings.file import LoadedSettings
from porchlight.settings.gift_paths import PathSettings
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.seen import texts
from tests.desktop.still import StillContext, snapshot, view

PATHS = {"donations": PathSettings(taken_by=("page",), passed_on_by=("sync",), goes_to="the CRM")}
PAGE, SYNC = view("page", name="Donation page"), view("sync", name="Sync")
LATE = view("sync", Status.ERROR, Reason.STALE, name="Sync", since_s=3600)
OTHER = view("letters", Status.DEGRADED, Reason.SLOW, name="Letters")


def test_the_sentence_of_the_path_comes_first() -> None:
    text = overall_verdict(snapshot(PAGE, SYNC), PATHS)
    assert (text.title, text.detail) == (
        "Donations can be received and reach the CRM.",
        "2 components are working normally.",
    )
    assert overall_verdict(snapshot(PAGE, SYNC, OTHER), PATHS).detail.startswith("Letters is slow.")
    late = overall_verdict(snapshot(PAGE, LATE), PATHS)
    assert late.title.startswith("Donations can be received. New ones reach the CRM late: Sync is late (since ")
    assert late.detail == ""


def test_without_paths_or_without_a_network_it_is_as_it_was() -> None:
    assert overall_verdict(snapshot(PAGE), {}).title == "All is well."
    assert overall_verdict(snapshot(PAGE, offline=True), PATHS).title == "This computer is offline."


def test_the_tray_shows_it_first_and_the_panel_too(qtbot: QtBot, theme: Theme) -> None:
    now = snapshot(PAGE, LATE)
    appearance = appearance_of(now, paths=PATHS)
    assert appearance.tooltip.splitlines()[1].startswith("Donations can be received. New ones reach the CRM late")
    paused = replace(now, paused_until_ms=now.at_ms + 60_000)
    assert "Donations" not in appearance_of(paused, paths=PATHS).tooltip
    context = StillContext(theme, PAGE, LATE)
    context.still.settings = replace(LoadedSettings("", True), paths=PATHS)
    panel = Panel(context, Tray())
    qtbot.addWidget(panel)
    panel.open()
    assert texts(panel).startswith("Donations can be received. New ones reach the CRM late")


SETTINGS = """
[monitor]
connectivity_urls = []
[components.page]
kind = "plugins"
name = "Donation page"
[components.sync]
kind = "plugins"
name = "Sync"
"""


def test_a_path_is_set_up_changed_and_removed_in_the_settings(
    run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            page = PathsPage(running.context)
            qtbot.addWidget(page)

            def press(name: str) -> None:
                next(one for one in page.findChildren(QPushButton) if one.accessibleName() == name).click()

            async def save() -> None:
                assert page.editor is not None
                page.editor.save_button.click()
                await until(lambda: page.editor is None)
                await running.reload()
                page.settings_changed()

            press("Add a path")
            form = SimpleNamespace(field=page.editor.form.field)
            form.field("taken_by").choose(["page"])
            form.field("passed_on_by").choose(["sync"])
            form.field("goes_to").setText("the CRM")
            await save()
            written = tomllib.loads(running.settings_file.read_text(encoding="utf-8"))["paths"]
            assert list(written) == ["donations"]
            assert written["donations"].pop("name") == "Donations"
            assert written["donations"] == {"taken_by": ["page"], "passed_on_by": ["sync"], "goes_to": "the CRM"}

            def page_texts() -> list[str]:
                page.refresh()
                return [text.text() for text in page.findChildren(Text)]

            await until(lambda: "Donations can be received and reach the CRM." in page_texts())
            press("Remove Donations")
            await running.reload()
            assert not running.program.settings.paths
            page.undo.click()
            await running.reload()
            assert list(running.program.settings.paths) == ["donations"]
            running.context.editing.remove_item("components", "sync")
            await running.reload()
            assert running.program.settings.paths["donations"].passed_on_by == ()
            assert running.program.settings.problems == ()
            assert running.failures == []

    run(main())
