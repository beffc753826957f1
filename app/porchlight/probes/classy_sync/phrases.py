"""Spans, counts and the names of syncs as phrases of a sentence. Pure."""

from collections.abc import Sequence

from porchlight.probes.classy_sync.folder import MAILCHIMP

_MOST_NAMED = 20


def span(seconds: float) -> str:
    """A span in its largest fitting unit: ``12 s``, ``5 min``, ``3 h``, ``2 days``."""
    for limit, unit, length in ((120, "s", 1), (7200, "min", 60), (172_800, "h", 3600)):
        if seconds < limit:
            return f"{max(seconds, 0) / length:.0f} {unit}"
    return f"{seconds / 86_400:.0f} days"


def sync_name(entity: str, whose: str = "") -> str:
    """``Supporters``, ``Recurring plans``, ``Campaigns of Harbor Food Bank``, ``Mailchimp``."""
    name = "Mailchimp" if entity == MAILCHIMP else entity.replace("-", " ").capitalize()
    return f"{name} of {whose}" if whose else name


def listed(names: Sequence[str]) -> str:
    """Names in a sentence; of very many the first, and the number of the others."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
