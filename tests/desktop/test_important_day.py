"""An important day on panel and window: plan B one click away, and its rehearsal with a checklist."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from porchlight.demo.past import make_past
from porchlight.demo.services import demo_services
from porchlight.desktop.application import Application
from porchlight.desktop.panel import Panel
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.days_over import DaysOver
from porchlight.desktop.widgets.important_day_row import ImportantDayRow
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.rehearsal import RehearsalWindow
from porchlight.model.important_day import ImportantDay
from porchlight.runtime.kinds import parse_settings
from porchlight.zones import local_zone
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.seen import button, buttons, texts, the
from tests.desktop.still import NOW_MS, StillContext, view

DAY_MS = 86_400_000
PLAN = "Our form is down right now. Please give at https://example.org/give instead."
AHEAD = ImportantDay("giving", "Giving Tuesday", NOW_MS + 3 * DAY_MS, NOW_MS + 4 * DAY_MS, PLAN)
ON = ImportantDay("giving", "Giving Tuesday", NOW_MS - 3_600_000, NOW_MS + DAY_MS, PLAN)
SETTINGS = """
[monitor]
connectivity_urls = []
[components.disk]
kind = "disk"
name = "Disk"
location = "{folder}"
warn_below = "1 MB"
fail_below = "1 MB"
[calendar.giving]
name = "Giving Tuesday"
from = "2027-11-30"
to = "2027-11-30"
interval = "30s"
plan_b = "Please give at https://example.org/give"
"""


def test_while_it_is_on_plan_b_is_one_click_from_the_panel(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    context = StillContext(theme, view("page"), data_folder=str(tmp_path))
    panel = Panel(context, Tray())
    context.change(important_days=(ON,))
    panel.open()
    row = the(panel, ImportantDayRow)
    assert texts(row).startswith("Giving Tuesday until ")
    assert list(buttons(row)) == ["Copy plan B"]
    button(row, "Copy plan B").click()
    assert QGuiApplication.clipboard().text() == PLAN
    assert list(buttons(row)) == ["Copied"]
    panel.close()


def test_a_day_ends_with_its_last_day_in_words(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    context = StillContext(theme, view("page"), data_folder=str(tmp_path))
    panel = Panel(context, Tray())
    last = datetime.fromtimestamp(NOW_MS / 1000, local_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    end_ms = round((last + timedelta(days=1)).timestamp() * 1000)
    context.change(important_days=(ImportantDay("giving", "Year's end", NOW_MS - 2 * DAY_MS, end_ms),))
    panel.open()
    assert texts(the(panel, ImportantDayRow)).startswith(f"Year's end until {last.day} ")
    panel.close()


def test_before_it_begins_it_can_be_rehearsed_and_without_a_plan_none_is_offered(
    qapp: Application, theme: Theme, tmp_path: Path
) -> None:
    context = StillContext(theme, view("page"), data_folder=str(tmp_path))
    window = MainWindow(context, Places(str(tmp_path / "windows.ini")))
    row = the(window, ImportantDayRow)
    assert not row.isVisibleTo(window)
    context.change(important_days=(ImportantDay("gala", "Gala", AHEAD.from_ms, AHEAD.to_ms),))
    context.bridge.changed.emit()
    assert texts(row).startswith("Gala begins on ")
    assert list(buttons(row)) == ["Rehearse"]
    wanted: list[ImportantDay] = []
    context.rehearsal_wanted.connect(wanted.append)
    button(row, "Rehearse").click()
    assert [day.name for day in wanted] == ["Gala"]
    window.close()


@pytest.mark.parametrize("writable", [True, False])
def test_a_rehearsal_checks_everything_and_its_checklist_can_be_saved(
    run: Run, theme: Theme, tmp_path: Path, writable: bool
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS.format(folder=tmp_path)) as running:
            await until(lambda: running.context.snapshot.views["disk"].state.checked_ms is not None)
            checked: list[bool] = []
            running.context.commands.checked.connect(lambda: checked.append(True))
            day = running.program.important_day("giving")
            assert day is not None
            window = RehearsalWindow(running.context, Places(str(tmp_path / "windows.ini")), day)
            window.show()
            await until(button(window, "Rehearse again").isEnabled)
            assert checked == [True]
            shown = texts(window)
            assert "1 of 5 points is not ready yet." in shown  # alerts are shown on this computer only
            assert "A text is prepared, in case the form fails." in shown
            file = tmp_path / "checklist.html" if writable else tmp_path / "none" / "checklist.html"
            window.save(str(file))
            wanted = "Checklist saved to" if writable else "The checklist could not be saved"
            await until(lambda: wanted in texts(window))
            assert file.exists() is writable
            if writable:
                page = file.read_text(encoding="utf-8")
                assert page.count("☑") == 4
                assert "Please give at https://example.org/give" in page
            window.close()
        assert running.failures == []

    run(main())


def test_for_a_few_days_the_panel_says_how_it_went(run: Run, theme: Theme, tmp_path: Path) -> None:
    today = datetime.now(local_zone()).date()
    over, long_over = today - timedelta(days=2), today - timedelta(days=9)
    settings = SETTINGS.format(folder=tmp_path).replace("2027-11-30", over.isoformat())
    settings += f'[calendar.gala]\nname = "Gala"\nfrom = "{long_over}"\nto = "{long_over}"\n'

    async def main() -> None:
        async with live(theme, tmp_path, settings) as running:
            await until(lambda: running.context.snapshot.views["disk"].state.checked_ms is not None)
            panel = Panel(running.context, Tray())
            panel.open()
            await until(lambda: "Giving Tuesday is over. Nothing was checked then." in texts(panel))
            assert "Gala" not in texts(panel)
            panel.close()
        assert running.failures == []

    run(main())


def test_a_gift_pulse_s_window_says_how_it_went_and_how_missed_gifts_are_judged(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with demo_services(str(tmp_path)) as demo:
            demo.all_well()
            settings = re.sub('interval = ".*"', 'interval = "1h"', demo.settings)
            await make_past(parse_settings(settings), str(tmp_path))
            async with live(theme, tmp_path, settings, demo.secrets) as running:
                await until(lambda: running.context.snapshot.views["gift-pulse"].result is not None)
                for _ in range(2):  # counted first, then what the outage cost
                    await running.program.check("gift-pulse")
                await running.program.flush()
                places = Places(str(tmp_path / "windows.ini"))
                window = ComponentWindow(running.context, places, "gift-pulse")
                window.show()
                line = the(window, DaysOver)
                await until(lambda: "Gifts probably missed: " in line.text())
                assert line.text().startswith("Giving day is over: ")
                assert " gifts came. " in line.text()
                assert "four times in five" in line.toolTip()
                assert line.accessibleDescription() == line.toolTip()
                assert line.isVisible()
                window.close()
                other = ComponentWindow(running.context, places, "classy")
                other.show()
                await until(lambda: other.facts is not None)
                assert not the(other, DaysOver).isVisible()
                other.close()
            assert running.failures == []

    run(main())
