"""A rejected password is not retried again and again: mail servers lock accounts and addresses that do so."""

_TRIES = 3
PAUSE = 900.0
"""Seconds."""


class LoginPatience:
    """Counts rejections of one password; after some it asks to wait. Holds a hash, never the password."""

    def __init__(self) -> None:
        self._rejected: int | None = None
        self._times = 0
        self._again_at = 0.0

    def must_wait(self, password: str, now: float) -> bool:
        """Whether the same password was rejected too often; ``now`` in seconds on the monotonic clock."""
        return self._rejected == hash(password) and self._times >= _TRIES and now < self._again_at

    def rejected(self, password: str, now: float) -> None:
        """Count a rejection."""
        self._times = self._times + 1 if self._rejected == hash(password) else 1
        self._rejected = hash(password)
        self._again_at = now + PAUSE

    def accepted(self) -> None:
        """Reset the count."""
        self._rejected, self._times = None, 0
