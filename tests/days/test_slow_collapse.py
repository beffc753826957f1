"""A form that collapses slowly on a giving day: somebody knows before it stops."""

from datetime import UTC, datetime
from pathlib import Path

from porchlight.model.status import Status
from tests.days.day import HOUR, MINUTE, Day, live

_SETTINGS = """
[alerting.calendar.giving-tuesday]
name = "Giving Tuesday"
from = 2026-12-01
to = 2026-12-01
"""
_BEGIN = datetime(2026, 12, 1, 9, tzinfo=UTC)
_TEN = HOUR
_USUAL_US = 300_000.0
"""As the program has learned it by then. Learning is not part of this day."""


def test_a_response_time_that_doubles_every_twenty_minutes_is_reported_before_the_form_stops(tmp_path: Path) -> None:
    stopped: list[float] = []

    async def story(day: Day) -> None:
        form = day.add("form", critical=True, takes=0.3)
        day.alerting.set_usual({"form": lambda _: _USUAL_US})
        await day.until(_TEN)
        assert not day.received_about("form")
        while day.view("form").state.status is not Status.ERROR and day.now < _TEN + 4 * HOUR:
            form.takes = 0.3 * 2 ** ((day.now - _TEN) / (20 * MINUTE))
            await day.until(day.now + MINUTE)
        stopped.append(day.now)

    day = live(story, tmp_path, _SETTINGS, _BEGIN)
    first = day.received_about("form")[0]
    assert first.message.labels[0].alert.rule == "slow-response"
    assert first.at <= stopped[0] - 30 * MINUTE
