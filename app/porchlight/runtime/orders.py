"""Orders from the command line, carried out by the Porchlight that runs or by the command itself."""

import asyncio
from typing import TYPE_CHECKING

from porchlight.model.errors import HistoryHeld
from porchlight.redaction import Redactor
from porchlight.runtime.monitoring import monitoring
from porchlight.settings.file import LoadedSettings

if TYPE_CHECKING:
    from porchlight.alerts.orders import Answer, Order

_ANSWERED_WITHIN = 20.0
"""Seconds, at most: a Porchlight that nobody could wake up looks for orders every fifteen."""
_TURN = 0.05


async def order_alerts(settings: LoadedSettings, data_dir: str, order: "Order", redactor: Redactor) -> "Answer":
    """Have an order carried out: by the Porchlight that runs, or here where none does. Raises HistoryError."""
    from porchlight.alerts.orders import Answer, leave, orders_folder, read_answer, withdraw

    try:
        async with monitoring(settings, data_dir, redactor=redactor) as watching:
            if watching.notice is not None:
                raise watching.notice
            said = await watching.carry_out(order)
            await watching.store.flush()
            return said
    except HistoryHeld:
        folder = orders_folder(data_dir)
    leave(folder, order)
    try:
        for _ in range(round(_ANSWERED_WITHIN / _TURN)):
            if (found := read_answer(folder, order)) is not None:
                return found
            await asyncio.sleep(_TURN)
    finally:
        withdraw(folder, order)
    return Answer(False, "The Porchlight that runs did not take it: is it of the same version?")
