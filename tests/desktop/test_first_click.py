"""A click on a component finds everything loaded that its window and its chart need."""

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from porchlight.desktop.ahead import Ahead
from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.places import Places
from tests.benchmarks.measure import own_process
from tests.desktop.conftest import Run
from tests.desktop.live import live, until

_HOLD = 0.1
"""Seconds. The limit is half of it, on a machine that is not this busy; all in one took 0.06 there."""


def _none_is_open(component_id: str) -> bool:
    return False


def test_the_first_click_imports_nothing() -> None:
    """In a process of its own: in this one everything is loaded already."""
    assert own_process("tests.benchmarks.first_click")["imported"] == 0


def test_a_window_is_made_ahead_once_and_given_back(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, Places(str(tmp_path / "windows.ini")), _none_is_open)
            ahead.look()
            ahead.look()
            await until(lambda: ahead.spare is not None)
            assert "pyqtgraph" in sys.modules
            assert len([one for one in qapp.topLevelWidgets() if isinstance(one, ComponentWindow)]) == 1
            gone: list[bool] = []
            spare = ahead.spare
            assert spare is not None
            assert not spare.isVisible()
            spare.destroyed.connect(lambda: gone.append(True))
            ahead.end()
            assert ahead.spare is None
            await until(lambda: gone)

    run(main())


async def _longest_hold(done: Callable[[], object]) -> float:
    """The longest time that the loop works without a pause until something is so, in seconds of the processor: on a
    busy machine the clock on the wall measures others."""
    longest, until_ = 0.0, time.monotonic() + 30
    before = time.thread_time()
    while not done():
        assert time.monotonic() < until_
        await asyncio.sleep(0)
        longest, before = max(longest, time.thread_time() - before), time.thread_time()
    return longest


def test_windows_are_made_in_slices_of_the_loop(qapp: Application, theme: Theme, run: Run, tmp_path: Path) -> None:
    """A pointer that rests on a row makes a window; whoever moves on, types or scrolls is not held up by it."""

    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, Places(str(tmp_path / "windows.ini")), _none_is_open)
            ahead.look()
            await until(lambda: ahead.window is not None and ahead.spare is not None)
            holds: list[float] = []
            for other in ("classy", "website", "classy", "website"):
                running.context.pointed_at.emit(other)

                def made(other: str = other) -> bool:
                    window = ahead.window
                    ready = window is not None and window.component_id == other and window.facts is not None
                    return ready and ahead.spare is not None

                holds.append(await _longest_hold(made))
            ahead.end()
            assert sorted(holds)[1] < _HOLD, holds

    run(main())


def test_a_click_while_a_window_is_half_built_shows_a_whole_one(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, Places(str(tmp_path / "windows.ini")), _none_is_open)
            ahead.look()
            await until(lambda: [one for one in qapp.topLevelWidgets() if isinstance(one, ComponentWindow)])
            assert ahead.spare is None
            window = ahead.take("classy")
            assert window is not None
            window.come_forward()
            assert "classy" in window.windowTitle()
            await until(lambda: window.facts is not None and window.chart.data is not None)
            await until(lambda: ahead.window is not None and ahead.spare is not None)
            assert window not in (ahead.window, ahead.spare)
            window.close_now()
            ahead.end()
            assert running.failures == []

    run(main())


def test_a_click_on_what_nobody_pointed_at_takes_a_window_that_is_built_already(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        places = Places(str(tmp_path / "windows.ini"))
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, places, _none_is_open)
            ahead.look()
            await until(lambda: ahead.window is not None and ahead.spare is not None)
            assert ahead.window is not None
            other = "website" if ahead.window.component_id == "classy" else "classy"
            spare, plot = ahead.spare, ahead.spare and ahead.spare.chart.plot
            window = ahead.take(other)
            assert window is not None
            assert window is spare
            assert window.chart.plot is plot
            assert window.component_id == other
            window.come_forward()
            clicked = time.monotonic()
            await until(lambda: window.facts is not None and window.chart.data is not None)
            made = {one for one in qapp.topLevelWidgets() if isinstance(one, ComponentWindow)}
            if time.monotonic() - clicked < 0.9:  # the loop was its own, and nothing else was built
                assert made == {window, ahead.window}
            window.resize(1010, 870)
            window.close_now()
            assert places.get(f"component-{other}") is not None  # as of any window
            ahead.end()

    run(main())


_TWO = """
[monitor]
connectivity_urls = []
interval = "3600s"
[components.website]
kind = "http"
url = "http://127.0.0.1:9/"
[components.classy]
kind = "http"
url = "http://127.0.0.1:9/"
"""
_RENAMED = """[components.website]
name = "Our gifts\""""


def test_the_window_of_the_component_that_is_pointed_at_is_there_before_the_click(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, Places(str(tmp_path / "windows.ini")), _none_is_open)
            ahead.look()
            await until(lambda: ahead.window is not None)
            running.context.pointed_at.emit("classy")
            await until(lambda: ahead.window is not None and ahead.window.component_id == "classy")
            assert ahead.take("website") is None
            window = ahead.take("classy")
            assert window is not None
            assert not window.isVisible()
            await until(lambda: window.facts is not None)  # it has read already
            await until(lambda: ahead.spare is not None)  # for a click on any other
            window.come_forward()
            assert window.isVisible()
            assert ahead.window is None
            window.close_now()
            ahead.end()

    run(main())


def test_a_window_that_nobody_asked_for_is_given_back_and_leaves_no_place(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        places = Places(str(tmp_path / "windows.ini"))
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, places, _none_is_open)
            ahead.look()
            await until(lambda: ahead.window is not None)
            gone: list[bool] = []
            assert ahead.window is not None
            ahead.window.destroyed.connect(lambda: gone.append(True))
            ahead.end()
            await until(lambda: gone)
            assert ahead.window is None
            assert places.get("component-website") is None
            assert not [one for one in qapp.topLevelWidgets() if isinstance(one, ComponentWindow)]

    run(main())


def test_of_a_component_whose_window_is_open_no_second_one_is_made(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    """A click points at its row, too, and the pointer rests there."""

    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        async with live(theme, tmp_path) as running:
            taken: list[ComponentWindow] = []
            ahead = Ahead(
                running.context,
                Places(str(tmp_path / "windows.ini")),
                lambda one: one in [window.component_id for window in taken],
            )
            ahead.look()
            await until(lambda: ahead.window is not None)
            running.context.pointed_at.emit("website")
            window = ahead.take("website")
            assert window is not None
            taken.append(window)
            await asyncio.sleep(0.5)
            assert ahead.window is None
            ahead.look()
            await until(lambda: ahead.window is not None)
            assert ahead.window is not None
            assert ahead.window.component_id == "classy"
            window.close_now()
            ahead.end()

    run(main())


def test_what_is_kept_costs_nothing_and_knows_all_once_it_is_shown(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    """Results and names come while it rests."""

    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, Places(str(tmp_path / "windows.ini")), _none_is_open)
            ahead.look()
            await until(lambda: ahead.window is not None and ahead.window.chart.data is not None)
            window = ahead.window
            assert window is not None
            await until(lambda: window.facts is not None)
            facts, data = window.facts, window.chart.data
            (tmp_path / "porchlight.toml").write_text(_TWO.replace("[components.website]", _RENAMED))
            await running.reload()
            checked: list[object] = []
            running.context.bridge.result.connect(checked.append)
            running.context.commands.check_now(["website"])
            await until(lambda: checked)
            await asyncio.sleep(1.5)  # longer than results are gathered
            assert window.facts is facts
            assert window.chart.data is data
            assert ahead.take("website") is window
            window.come_forward()
            assert "Our gifts" in window.windowTitle()
            await until(lambda: window.chart.data is not data)
            window.close_now()
            ahead.end()

    run(main())


def test_what_is_kept_goes_with_its_component_and_leaves_no_place(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        places = Places(str(tmp_path / "windows.ini"))
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, places, _none_is_open)
            ahead.look()
            await until(lambda: ahead.window is not None)
            assert ahead.window is not None
            gone = ahead.window.component_id
            (tmp_path / "porchlight.toml").write_text(_TWO.replace(gone, "events"))
            await running.reload()
            await until(lambda: ahead.window is None)
            assert places.get(f"component-{gone}") is None
            ahead.end()

    run(main())


def test_a_window_that_is_being_made_while_the_language_changes_is_given_back(
    qapp: Application, theme: Theme, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        (tmp_path / "porchlight.toml").write_text(_TWO)
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context, Places(str(tmp_path / "windows.ini")), _none_is_open)
            ahead.look()
            begun: list[QWidget] = []
            while not begun:
                await asyncio.sleep(0)
                begun = [one for one in qapp.topLevelWidgets() if isinstance(one, ComponentWindow)]
            assert ahead.spare is None
            gone: list[bool] = []
            begun[0].destroyed.connect(lambda: gone.append(True))
            ahead.renew()
            await until(lambda: gone)
            await until(lambda: ahead.window is not None)
            assert running.failures == []
            ahead.end()

    run(main())
