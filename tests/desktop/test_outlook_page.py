"""The outlook: what somebody should do and what runs out when, as the main window and a component's window say it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.outlook_page import CapacityRow, OutlookPage, RecommendationCard
from porchlight.desktop.windows.places import Places
from porchlight.insight.capacity import Resource
from porchlight.insight.running_out import foreseen, runs_out
from porchlight.language.english import english
from porchlight.model.component import Component
from porchlight.model.result import Measure, Unit
from porchlight.monitor.clock import SystemClock
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.integration.history.builders import opened, result, state
from tests.unit.insight.test_recommendations import capacity, in_days

DAY_MS = 86_400_000
SETTINGS = """
[monitor]
connectivity_urls = []
[components.letters]
kind = "plugins"
name = "Letters"
interval = "1d"
"""


async def _past(folder: Path, *, contacts_a_day: float) -> None:
    """Forty days in which an audience grew towards what its plan allows."""
    now_ms = SystemClock().now_ms()
    with opened(folder / "history.sqlite3") as store:
        store.register(Component("letters", "Letters", "plugins", interval=86_400.0), now_ms - 40 * DAY_MS)
        for day in range(40):
            at_ms = now_ms - (40 - day) * DAY_MS
            contacts = Measure(1750 + contacts_a_day * day, Unit.COUNT, limit=2000.0)
            found = replace(result(at_ms, component="letters"), measures={"contacts": contacts})
            store.record(found, state(found))
        await store.flush()


def _text_of(widget: QWidget) -> str:
    return " ".join(text.text() for text in widget.findChildren(Text))


def test_what_runs_out_is_shown_with_when_and_what_to_do(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        await _past(tmp_path, contacts_a_day=3.0)
        async with live(theme, tmp_path, SETTINGS) as running:
            page = OutlookPage(running.context)
            page.read()
            await until(lambda: page.findChildren(RecommendationCard))
            (card,) = page.findChildren(RecommendationCard)
            assert "The audience of Letters will outgrow its plan." in _text_of(card)
            assert "It has 1,867 of 2,000 contacts. At this rate, the audience of Letters will" in _text_of(card)
            assert "upgrade the plan in time" in _text_of(card)
            rows = {_text_of(row).split(":")[0] for row in page.findChildren(CapacityRow)}
            assert "Letters" in rows
            opened_for: list[str] = []
            running.context.component_wanted.connect(opened_for.append)
            card.findChild(QPushButton).click()
            assert opened_for == ["letters"]
            window = ComponentWindow(running.context, Places(str(tmp_path / "w.ini")), "letters")
            window.show()
            await until(lambda: "will outgrow its plan" in _text_of(window))
            window.close()
            page.resize(640, 200)
            page.show()
            (area,) = page.findChildren(QScrollArea)
            await until(lambda: area.verticalScrollBar().maximum() > 0)
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
            shown = [text.mapTo(area, text.rect().bottomLeft()).y() for text in area.widget().findChildren(Text)]
            assert 100 < max(shown) <= area.height(), "it scrolls to its last line, and not into nothing"
            page.deleteLater()
            assert running.failures == []

    run(main())


def test_nothing_is_asked_of_anybody_where_all_is_well(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        await _past(tmp_path, contacts_a_day=0.0)
        async with live(theme, tmp_path, SETTINGS) as running:
            page = OutlookPage(running.context)
            page.read()
            await until(lambda: page.findChildren(CapacityRow))
            assert not page.findChildren(RecommendationCard)
            assert "Nothing needs doing" in _text_of(page)
            page.deleteLater()

    run(main())


@pytest.mark.parametrize("resource", list(Resource))
def test_every_resource_is_shown_in_whole_sentences(resource: Resource) -> None:
    one = capacity(in_days(20), resource=resource)
    for text in map(english, (*runs_out(one, "x").about("Website"), foreseen(one, "Website"))):
        assert "{" not in text
        assert text.endswith(".")
