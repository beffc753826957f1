"""What kinds that count in the database of Classy Sync have in common: the session, and its columns' moments."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.databases.faults import of_sync
from porchlight.probes.databases.session import Database, OpenSession

SECONDS: Final[Mapping[str, str]] = {
    "mysql": "UNIX_TIMESTAMP({0})",
    "mariadb": "UNIX_TIMESTAMP({0})",
    "postgresql": "EXTRACT(EPOCH FROM {0})",
    # The sync's driver writes ms since the epoch; text is in UTC, or says its zone.
    "sqlite": "CASE typeof({0}) WHEN 'text' THEN CAST(strftime('%s', {0}) AS INTEGER) ELSE {0} / 1000.0 END",
}
"""By the database's kind, the moment in a column as seconds since the epoch (UTC)."""

_T = TypeVar("_T")


async def counted_in(
    ctx: CheckContext, component: Component, url: str, credential: str | None, look: Callable[[OpenSession], _T]
) -> _T | Result:
    """What ``look`` finds in one session, in a thread; a result for every error of the database."""
    password = await ctx.secrets.get(credential) if credential else None
    found = await Database(url, look, component.timeout).read(password, name=f"database {component.id}")
    if isinstance(found, Fault):
        fault = of_sync(found)
        return ctx.unwell(fault.outcome, fault.reason, fault.sentence)
    return found
