"""Result: what one check found, with its measures and phases."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.model.operation import Operation
from porchlight.model.status import Outcome, Reason

EMPTY: Final[Mapping[Any, Any]] = MappingProxyType({})


class Unit(StrEnum):
    """Units of measures, as the field writes them."""

    NONE = ""
    MILLISECONDS = "ms"
    SECONDS = "s"
    DAYS = "d"
    BYTES = "B"
    PERCENT = "%"
    COUNT = "count"


class Phase(StrEnum):
    """Where the time of a check went, in the order in which the phases happen."""

    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    FIRST_BYTE = "first_byte"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit."""

    value: float
    unit: Unit = Unit.NONE
    limit: float | None = None
    """What it may reach, in the same unit: the room on a disk, a plan's allowance. Such measures are stored by day,
    to forecast when the limit is reached; None: no limit."""


@dataclass(frozen=True, slots=True)
class SubResult:
    """One part of a component's own report, such as one entry of a health payload."""

    name: str
    outcome: Outcome
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found.

    ``began_ms`` is Unix time in ms (UTC); ``duration_us`` and the phases are µs on the monotonic clock.
    ``sentence`` is one plain sentence for people; ``details`` are small, redacted and JSON-like.
    """

    component: str
    began_ms: int
    duration_us: int
    outcome: Outcome
    sentence: str
    reason: Reason | None = None
    measures: Mapping[str, Measure] = field(default_factory=lambda: EMPTY)
    phases: Mapping[Phase, int] = field(default_factory=lambda: EMPTY)
    details: Mapping[str, str | int | float | bool | None] = field(default_factory=lambda: EMPTY)
    sub_results: tuple[SubResult, ...] = ()
    operations: tuple[Operation, ...] = ()
    """Runs that this check saw end; each is reported once, unless the stored position was lost."""
    authentic: bool = False
    """Only the real server could have answered so: over verified TLS, or with the expected content. Nothing in
    between, such as a hotel's sign-in page, can."""
    led_elsewhere: bool = False
    """A redirect in clear text led to another host, as sign-in pages do: its result proves nothing."""
    retry_after: float | None = None
    """Seconds for which it asks not to be checked."""
    position: str | None = None
    """The position of a probe that reads continuously, opaque and without secrets: stored together with the
    operations, and given back by ``CheckContext.position``. None: nothing to store."""

    def __post_init__(self) -> None:
        if (self.reason is None) != (self.outcome is Outcome.HEALTHY):
            raise ValueError(f"a {self.outcome} result with reason {self.reason}: only healthy ones have none")
