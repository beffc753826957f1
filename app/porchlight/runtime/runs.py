"""Runs that other programs reported: written to the history, and published."""

from collections.abc import Sequence

from porchlight.model.events import OperationsEnded, Publish
from porchlight.model.operation import Operation
from porchlight.model.ports import Store


class RunIntake:
    """Takes runs from whoever received them."""

    def __init__(self, store: Store, publish: Publish) -> None:
        self._store = store
        self._publish = publish

    def take(self, operations: Sequence[Operation]) -> None:
        """Queue them for the history, and publish them."""
        self._store.record_operations(operations)
        self._publish(OperationsEnded(tuple(operations)))

    async def keep(self, operations: Sequence[Operation]) -> str | None:
        """The same, returning once they are in the history; one sentence where it cannot be written."""
        self.take(operations)
        await self._store.flush()
        return self._store.health().error
