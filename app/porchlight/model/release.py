"""Release: a version of Porchlight that can be had."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """One that is published."""

    version: str
    """In the usual form, such as ``1.2.0``: never the text of the feed itself."""
    page: str
    """Where people read about it and get it; empty where the feed names none that is safe to open."""
