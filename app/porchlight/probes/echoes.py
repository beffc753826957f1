"""What echo requests bring back, however a system sends them."""

from dataclasses import dataclass, field


class PingNotAllowed(Exception):
    """This computer lets this account send no echo requests."""


@dataclass(slots=True)
class Echoes:
    """What came back. Round-trip times in ms, in the order of the requests that were answered."""

    sent: int = 0
    round_trips: list[float] = field(default_factory=list)
