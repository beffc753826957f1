"""The service that learns how fast each component usually answers."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from porchlight.model.errors import HistoryError
from porchlight.model.ports import Clock
from porchlight.runtime.history import read_history
from porchlight.runtime.options import SettingsInForce
from porchlight.runtime.replay import usual_of
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.alerts.facts import UsualUs
    from porchlight.alerts.service import Alerting

_log = logging.getLogger(__name__)
_LEARN_EVERY = 3600.0
"""Seconds."""


class Baselines:
    """Reads the history once an hour, and gives the baselines to the alerts."""

    def __init__(
        self, history_path: str | None, settings: SettingsInForce, clock: Clock, alerting: "Alerting"
    ) -> None:
        self._history_path = history_path
        self._settings = settings
        self._clock = clock
        self._alerting = alerting

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            if self._history_path is not None:
                ids = [item.component.id for item in self._settings.loaded.components]
                work = partial(_baselines, self._history_path, ids, self._clock.now_ms())
                try:
                    found = await in_thread(work, name="baselines")
                except HistoryError as error:
                    _log.info("how fast components usually are is not known: %s", error)
                else:
                    self._alerting.set_usual(found)
            await asyncio.sleep(_LEARN_EVERY)


def _baselines(path: str, component_ids: Sequence[str], now_ms: int) -> "dict[str, UsualUs]":
    found: dict[str, UsualUs] = {}
    with read_history(path) as reader:
        for one in component_ids:
            try:
                found[one] = usual_of(reader, one, now_ms)
            except HistoryError:
                raise
            except Exception:  # those of the others are known all the same
                _log.exception("how fast %s usually is cannot be worked out", one)
    return found
