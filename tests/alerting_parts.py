"""All parts of an Alerting at once, as the program has them run beside each other."""

import asyncio

from porchlight.alerts.service import Alerting


async def run_all(alerting: Alerting) -> None:
    """Until cancelled."""
    try:
        await asyncio.gather(alerting.run(), alerting.dispatcher.run(), alerting.standing.run())
    finally:
        await alerting.close()
