"""What kinds that count in the database of Classy Sync have in common: the session, and its columns' moments."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import database_url
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

_CLOCK: Final[Mapping[str, str]] = {
    "mysql": "SELECT UNIX_TIMESTAMP()",
    "mariadb": "SELECT UNIX_TIMESTAMP()",
    "postgresql": "SELECT CAST(EXTRACT(EPOCH FROM now()) AS bigint)",
}
"""What asks a server that has a clock of its own for its time, in Unix seconds."""
_FAR_MS: Final = 26 * 3_600_000
"""A database server's own clock is wrong more often than a vendor's. So far from ours it is right."""

_T = TypeVar("_T")


async def counted_in(
    ctx: CheckContext, component: Component, url: str, credential: str | None, look: Callable[[OpenSession], _T]
) -> _T | Result:
    """What ``look`` finds in one session, in a thread; a result for every error of the database. Where the time of
    servers is listened to, the server's is asked, too."""
    password = await ctx.secrets.get(credential) if credential else None
    clock = None if ctx.ahead is None else _CLOCK.get(database_url(url).get_backend_name())

    def looked(session: OpenSession) -> tuple[_T, int | None]:
        theirs_s = None if clock is None else session.ask(clock)
        return look(session), None if theirs_s is None else int(theirs_s)

    found = await Database(url, looked, component.timeout).read(password, name=f"database {component.id}")
    if isinstance(found, Fault):
        fault = of_sync(found)
        return ctx.unwell(fault.outcome, fault.reason, fault.sentence)
    counted, theirs_s = found
    if ctx.ahead is not None and theirs_s is not None:
        ahead_ms = ctx.clock.now_ms() - theirs_s * 1000
        ctx.ahead.append(ahead_ms if abs(ahead_ms) > _FAR_MS else 0)
    return counted
