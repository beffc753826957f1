"""The seam: what the probe asks of each database system."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlalchemy import Engine

from porchlight.model.result import Measure
from porchlight.model.status import Outcome, Reason
from porchlight.net.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a database could not be used, in the words of DESIGN §1."""

    reason: Reason
    sentence: str
    outcome: Outcome = Outcome.ERROR


def fault_of(refusal: Refusal | None) -> Fault | None:
    """What a row of a table of refusals says of a database."""
    return None if refusal is None else Fault(refusal.reason, refusal.sentence, refusal.outcome)


LOCK_SHARE: Final = 0.6
"""Of a check's time limit: how long to wait for a lock, so that the wait is reported as such."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database says about itself."""

    version: str
    measures: Mapping[str, Measure] = field(default_factory=dict)
    folder: str | None = None
    """Where its data are, on the computer that it runs on; None: it does not say."""


class Unusable(Exception):
    """A database that cannot be asked, for a reason that is known."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


class Disturbed(Exception):
    """A file was changed while it was read: what was found may be wrong, and it is to be read again."""


Ask = Callable[[str], Any]
"""Runs one statement and gives the first column of the first row (None where there is no row)."""


class Dialect(Protocol):
    """One database system. All methods run in the check's own thread."""

    def opening(
        self, password: str | None, time_limit: float, opened: Callable[[Any], None]
    ) -> AbstractContextManager[Engine]:
        """What opens one read-only session whose steps end after ``time_limit`` seconds, and hands the driver's own
        connection to ``opened`` before anything is asked. Raises Unusable, and at its end Disturbed."""
        ...

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """Make the open session read-only and limit its statements. ``connection`` is the driver's own."""
        ...

    def facts(self, ask: Ask) -> Facts:
        """Version, size, connections."""
        ...

    def rights(self, ask: Ask) -> tuple[str, ...]:
        """What the login may do beyond reading, each in a few words for people; empty: nothing that is known."""
        ...

    def received(self, connection: Any) -> int | None:
        """Bytes that the server has sent to the driver's connection; None where that is not known. Called from
        another thread."""
        ...

    def interrupt(self, connection: Any) -> None:
        """Break off what the driver's connection is doing, from another thread."""
        ...

    def explain(self, error: BaseException, where: str) -> Fault | None:
        """What a driver's error means; None for one that is not known. Never repeats the driver's text."""
        ...
