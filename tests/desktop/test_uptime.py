"""Since when, and how much of the time: the same in every list, window, report and terminal, also after a restart."""

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from porchlight.cli.render import uptime as in_terminal
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.component_facts import read_facts
from porchlight.desktop.diagnostics import diagnostics_text
from porchlight.desktop.formatting import uptime as in_list
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.component_table import trend_word
from porchlight.desktop.widgets.figures import component_figures
from porchlight.exporters.report.figures import Figures
from porchlight.history.reader import HistoryReader
from porchlight.language.current import current
from porchlight.model.component import Component
from porchlight.model.history import Summary
from porchlight.model.status import Status
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.still import NOW_MS, view
from tests.integration.simulators import beside

DAY_MS = 86_400_000
FULL = Summary(
    NOW_MS - DAY_MS, NOW_MS, 1440, 1440, 0, 0, 0, 9, 9.0, 9.0, 9.0, 9, 0.99871, 0.715, None, NOW_MS - 9 * DAY_MS
)
YOUNG = replace(FULL, uptime=1.0, coverage=0.0, first_ms=NOW_MS - 20_000)


@pytest.mark.parametrize(("summary", "figure"), [(FULL, "99.87%"), (YOUNG, "watched since ")])
def test_an_uptime_is_the_same_everywhere(summary: Summary, figure: str) -> None:
    listed = in_list(summary)
    assert listed.startswith(figure)
    assert Figures(current(), UTC).uptime(summary) == listed
    assert in_terminal(summary) in (listed, f"{listed} of the 71% watched")
    assert "0%" not in in_terminal(summary)


def test_twenty_seconds_are_no_trend() -> None:
    assert trend_word(YOUNG, YOUNG) == ""
    assert trend_word(FULL, FULL) == "steady"


SETTINGS = """
[monitor]
interval = "1s"
connectivity_urls = []
[components.page]
kind = "http"
name = "Donation page"
url = "{url}/give"
"""


def test_healthy_since_survives_a_restart(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def first_look(settings: str = "") -> int:
        async with live(theme, tmp_path, settings) as running:
            context = running.context
            await until(lambda: context.snapshot.views["page"].state.status is Status.HEALTHY)
            await running.program.flush()
            found = context.snapshot.views["page"]
            text = diagnostics_text(found, None, context.now_ms())
            assert "Healthy since" in text
            return found.state.since_ms

    with beside(WebsiteSimulator()) as page:
        began_ms = run(first_look(SETTINGS.format(url=page.url)))
        assert abs(began_ms - time.time() * 1000) < 60_000
        long_ago_ms = began_ms - 3 * DAY_MS
        with closing(sqlite3.connect(tmp_path / "history.sqlite3")) as history, history:
            history.execute("UPDATE statuses SET since_ms = ?", (long_ago_ms,))
        assert run(first_look()) == long_ago_ms


def test_a_new_component_is_watched_since_its_first_check(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main(url: str) -> None:
        async with live(theme, tmp_path, SETTINGS.format(url=url)) as running:
            await until(lambda: running.context.snapshot.views["page"].state.status is Status.HEALTHY)
            await running.program.flush()

    with beside(WebsiteSimulator()) as page:
        run(main(page.url))
    component, now_ms = Component("page", "Donation page", "http"), time.time_ns() // 1_000_000
    with HistoryReader(str(tmp_path / "history.sqlite3")) as reader:
        facts = read_facts(reader, component, now_ms + 1000)
    figures = component_figures("http", None, facts)[:4]
    assert {figure.value for figure in figures} == {"–"}
    assert all(figure.note.startswith("watched since ") for figure in figures)
    assert "uptime watched since " in diagnostics_text(view("page"), facts, now_ms)
