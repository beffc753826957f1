"""A click on a component finds everything loaded that its window and its chart need."""

import sys
from pathlib import Path

from porchlight.desktop.ahead import Ahead
from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from tests.benchmarks.measure import own_process
from tests.desktop.conftest import Run
from tests.desktop.live import live, until


def test_the_first_click_imports_nothing() -> None:
    """In a process of its own: in this one everything is loaded already."""
    assert own_process("tests.benchmarks.first_click")["imported"] == 0


def test_a_chart_is_made_ahead_once_and_given_back(qapp: Application, theme: Theme, run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running:
            ahead = Ahead(running.context)
            ahead.look()
            ahead.look()
            await until(lambda: running.context.spare_chart is not None)
            assert "pyqtgraph" in sys.modules
            gone: list[bool] = []
            chart = running.context.spare_chart
            assert chart is not None
            chart.destroyed.connect(lambda: gone.append(True))
            ahead.end()
            assert running.context.spare_chart is None
            await until(lambda: gone)

    run(main())
