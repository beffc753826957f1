"""All parts of an Alerting at once, as the program has them run beside each other."""

import asyncio
from typing import Any

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.parts import Surroundings
from porchlight.alerts.service import Alerting
from porchlight.containment import Malfunctions
from porchlight.insight.advice import next_step
from porchlight.language.english import english
from porchlight.model.events import Event, Publish
from porchlight.model.ports import Clock, Store
from porchlight.model.status import Reason
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
    return Alerting(settings, Surroundings(store, clock, context, _advice, publish, malfunctions, **given))


def _advice(reason: Reason, kind: str) -> str:
    return english(next_step(reason, kind))


async def run_all(alerting: Alerting) -> None:
    """Until cancelled."""
    try:
        await asyncio.gather(alerting.run(), alerting.delivery.run(), alerting.resend.run())
    finally:
        await alerting.close()
