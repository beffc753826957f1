"""Silence: holds back alerts of some components or rules, until a time."""

from porchlight.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Silence:
    """Alerts of these components and rules are held back. Empty: of all. Times are Unix ms (UTC)."""

    id: str
    until_ms: int
    begun_ms: int
    components: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    comment: str = ""

    def matches(self, rule: str, component: str, now_ms: int) -> bool:
        """Whether it holds this back now."""
        return (
            self.begun_ms <= now_ms < self.until_ms
            and (not self.components or component in self.components)
            and (not self.rules or rule in self.rules)
        )
