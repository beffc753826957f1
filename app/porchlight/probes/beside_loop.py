"""Processing of answers, outside the event loop where that may take long."""

from collections.abc import Callable
from typing import Final, TypeVar

from porchlight.net.exchange import Reply
from porchlight.probes.context import CheckContext
from porchlight.threads import in_thread

_AT_ONCE: Final = 64 * 1024
"""Bytes of an answer that is processed on the loop: some 15 ms for the slowest JSON, 40 for the slowest charset."""
_T = TypeVar("_T")


async def beside_loop(ctx: CheckContext, reply: Reply, work: Callable[[], _T]) -> _T:
    """The result of ``work``, which is pure, for an answer; in a thread where the answer is long."""
    if len(reply.body) <= _AT_ONCE:
        return work()
    async with ctx.digesting:
        return await in_thread(work, name=f"answer {ctx.component.id}")
