"""Release: a published version of Porchlight."""

from porchlight.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """A published release."""

    version: str
    """In the usual form, such as ``1.2.0``: never the feed's own text."""
    page: str
    """Where people read about it and download it; empty where the feed names no address that is safe to open."""
