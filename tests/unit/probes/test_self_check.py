"""The monitor tells what is wrong with its own history, and what of it is lost."""

import pytest

from porchlight.model.component import ITSELF
from porchlight.model.ports import MonitorVitals, StoreHealth
from porchlight.model.status import Outcome
from porchlight.monitor.itself import SelfWatch
from porchlight.monitor.runner import Runner
from porchlight.net.client import ReadOnlyClient
from porchlight.redaction import Redactor
from tests.clocks import ManualClock
from tests.support import GivenSecrets

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("little_memory")]


class Itself:
    """A monitor whose store is as a test says."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.health = StoreHealth(queued=0, error=None, dropped=0)

    async def statuses(self, *moments: tuple[StoreHealth, float]) -> list[tuple[Outcome, str]]:
        """What it tells of itself at each health, so many seconds after the one before."""
        async with ReadOnlyClient() as http:
            runner = Runner(clock=self.clock, secrets=GivenSecrets({}), http=http, redactor=Redactor())
            watch = SelfWatch(runner, self.clock, lambda: MonitorVitals(0.0, None, 0, self.health, None))
            results = []
            for self.health, seconds in moments:
                self.clock.advance(seconds)
                result = (await watch.look()).result
                assert result is not None
                assert result.component == ITSELF.id
                results.append((result.outcome, result.sentence))
            return results


async def test_what_could_not_be_written_is_told_for_a_while_and_not_for_ever() -> None:
    well, lost = StoreHealth(0, None, 0), StoreHealth(0, None, 3)
    results = await Itself().statuses((well, 0), (lost, 30), (lost, 600), (lost, 400), (StoreHealth(0, None, 4), 30))
    sentence = "{} records could not be written to the history and are lost."
    assert results == [
        (Outcome.HEALTHY, "Porchlight is running normally."),
        (Outcome.DEGRADED, sentence.format(3)),
        (Outcome.DEGRADED, sentence.format(3)),
        (Outcome.HEALTHY, "Porchlight is running normally."),
        (Outcome.DEGRADED, sentence.format(4)),
    ]


async def test_a_history_that_is_not_kept_in_shape_is_told_after_one_that_is_not_written() -> None:
    results = await Itself().statuses(
        (StoreHealth(0, None, 0, upkeep="The history is damaged."), 0),
        (StoreHealth(9, "The disk of the history is full.", 0, upkeep="The history is damaged."), 30),
    )
    assert [sentence for _, sentence in results] == [
        "The history is not being cleaned up. The history is damaged.",
        "The history is not being written. The disk of the history is full.",
    ]
