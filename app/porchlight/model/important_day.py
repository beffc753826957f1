"""ImportantDay: a dated span of the settings (Giving Tuesday, a gala) that is ahead or under way."""

from porchlight.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ImportantDay:
    """Its times are Unix ms (UTC); the end is exclusive."""

    id: str
    name: str
    from_ms: int
    to_ms: int
    plan_b: str = ""
    """The text to post if the donation form fails; empty: there is none."""

    def is_on(self, now_ms: int) -> bool:
        """Whether it is under way."""
        return self.from_ms <= now_ms < self.to_ms
