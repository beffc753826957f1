"""The running monitor looks at itself, as the probe of kind ``self`` does, without being one of its components."""

import uuid
from collections.abc import Callable

from porchlight.model.component import ITSELF
from porchlight.model.ports import Clock, MonitorVitals
from porchlight.model.snapshot import ComponentView
from porchlight.monitor.confirm import Tracker
from porchlight.monitor.runner import Runner
from porchlight.probes.self_check import SelfProbe, SelfSettings


class SelfWatch:
    """``look`` is called again and again; between calls a component's tracker keeps the state."""

    def __init__(self, runner: Runner, clock: Clock, vitals: Callable[[], MonitorVitals]) -> None:
        self._runner = runner
        self._clock = clock
        self._vitals = vitals
        self._probe = SelfProbe(ITSELF, SelfSettings(kind=ITSELF.kind))
        self._tracker = Tracker(ITSELF, clock.now_ms(), lambda: uuid.uuid4().hex)

    async def look(self) -> ComponentView:
        """The monitor's state now."""
        result = await self._runner.run(ITSELF, self._probe, self._vitals)
        state = self._tracker.apply(result, self._clock.now_ms()).state
        return ComponentView(ITSELF, state, result)
