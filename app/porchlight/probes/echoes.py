"""The answers to echo requests, on any system."""

from dataclasses import field

from porchlight.dataclass import dataclass


class PingNotAllowed(Exception):
    """This computer does not allow this account to send echo requests."""


@dataclass(slots=True)
class Echoes:
    """The answers. Round-trip times in ms, in the order of the answered requests."""

    sent: int = 0
    round_trips: list[float] = field(default_factory=list)
