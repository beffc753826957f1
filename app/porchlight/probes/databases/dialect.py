"""The interface of each database system to the probe."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import field
from typing import Any, Final, Protocol

from sqlalchemy import Engine

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import Text
from porchlight.model.result import Measure
from porchlight.model.status import Outcome, Reason
from porchlight.net.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a database could not be used."""

    reason: Reason
    sentence: Text | str
    outcome: Outcome = Outcome.ERROR


def fault_of(refusal: Refusal | None) -> Fault | None:
    """The fault in a row of a table of refusals."""
    return None if refusal is None else Fault(refusal.reason, english(refusal.explained()), refusal.outcome)


LOCK_SHARE: Final = 0.6
"""Of a check's time limit: how long to wait for a lock, so that the wait is reported as such."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A database's own figures."""

    version: str
    measures: Mapping[str, Measure] = field(default_factory=dict)
    folder: str | None = None
    """Where its data are, on its computer; None: not known."""


class Unusable(Exception):
    """A database that cannot be used, for a known reason."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(english(fault.sentence))
        self.fault = fault


class Disturbed(Exception):
    """A file was changed while it was read: the result may be wrong, and it is to be read again."""


Ask = Callable[[str], Any]
"""Runs one statement and returns the first column of the first row (None where there is no row)."""


class Dialect(Protocol):
    """One database system. All methods run in the check's own thread."""

    def opening(
        self, password: str | None, time_limit: float, opened: Callable[[Any], None]
    ) -> AbstractContextManager[Engine]:
        """Opens one read-only session whose steps end after ``time_limit`` seconds, and passes the driver's own
        connection to ``opened`` before the first statement; before that its socket, where a server can keep the
        driver busy while it connects. Raises Unusable, and at its end Disturbed."""
        ...

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """Make the open session read-only and limit its statements. ``connection`` is the driver's own."""
        ...

    def facts(self, ask: Ask) -> Facts:
        """Version, size, connections."""
        ...

    def rights(self, ask: Ask) -> tuple[Text, ...]:
        """The login's rights beyond reading, a sentence for each; empty: none known."""
        ...

    def received(self, connection: Any) -> int | None:
        """Bytes that the server has sent to the driver's connection; None where that is not known. Called from
        another thread."""
        ...

    def interrupt(self, connection: Any) -> None:
        """Cancel what the driver's connection is doing, from another thread."""
        ...

    def explain(self, error: BaseException, where: str) -> Fault | None:
        """The meaning of a driver's error; None for an unknown one. Never repeats the driver's text."""
        ...
