"""The seam: what the probe asks of each database system."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import URL

from app.model.result import Measure
from app.model.status import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a database could not be used, in the words of DESIGN §1."""

    reason: Reason
    sentence: str
    outcome: Outcome = Outcome.ERROR


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database says about itself."""

    version: str
    measures: Mapping[str, Measure] = field(default_factory=dict)
    folder: str | None = None
    """Where its data are, on the computer that it runs on; None: it does not say."""


Ask = Callable[[str], Any]
"""Runs one statement and gives the first column of the first row (None where there is no row)."""


class Dialect(Protocol):
    """One database system. All methods run in the check's own thread."""

    def engine_url(self, url: URL, password: str | None) -> URL:
        """``url`` of the settings with its driver and its password."""
        ...

    def connect_args(self, time_limit: float) -> dict[str, Any]:
        """The driver's arguments for a read-only session whose steps end after ``time_limit`` seconds."""
        ...

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """Make the open session read-only and limit its statements. ``connection`` is the driver's own."""
        ...

    def facts(self, ask: Ask) -> Facts:
        """Version, size, connections."""
        ...

    def interrupt(self, connection: Any) -> None:
        """Break off what the driver's connection is doing, from another thread."""
        ...

    def explain(self, error: BaseException, where: str) -> Fault | None:
        """What a driver's error means; None for one that is not known. Never repeats the driver's text."""
        ...
