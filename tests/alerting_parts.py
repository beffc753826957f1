"""All parts of an Alerting at once, as the program has them run beside each other."""

import asyncio
from typing import Any

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.parts import Surroundings
from porchlight.alerts.service import Alerting
from porchlight.containment import Malfunctions
from porchlight.model.events import Event, Publish
from porchlight.model.ports import Clock, Store
from porchlight.runtime.insight_texts import InsightTexts
from porchlight.settings.alerting import AlertingSettings


def _ignore(event: Event) -> None:
    return


def alerting_of(
    settings: AlertingSettings,
    store: Store,
    clock: Clock,
    context: ChannelContext,
    *,
    publish: Publish = _ignore,
    malfunctions: Malfunctions | None = None,
    **given: Any,
) -> Alerting:
    """An Alerting with nothing around it but what the test wants."""
    malfunctions = malfunctions or Malfunctions(clock)
    return Alerting(settings, Surroundings(store, clock, context, InsightTexts(), publish, malfunctions, **given))


async def run_all(alerting: Alerting) -> None:
    """Until cancelled."""
    try:
        await asyncio.gather(alerting.run(), alerting.delivery.run(), alerting.resend.run())
    finally:
        await alerting.close()
