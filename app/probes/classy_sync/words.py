"""How spans, counts and the names of syncs are said in sentences. Pure."""

from app.probes.classy_sync.folder import MAILCHIMP


def span(seconds: float) -> str:
    """A span in its largest fitting unit: ``12 s``, ``5 min``, ``3 h``, ``2 days``."""
    for limit, unit, length in ((120, "s", 1), (7200, "min", 60), (172_800, "h", 3600)):
        if seconds < limit:
            return f"{max(seconds, 0) / length:.0f} {unit}"
    return f"{seconds / 86_400:.0f} days"


def sync_name(label: str) -> str:
    """``Supporters``, ``Recurring plans``, ``Campaigns of organisation 2``, ``Mailchimp``."""
    entity, _, organization = label.partition(":")
    name = "Mailchimp" if entity == MAILCHIMP else entity.replace("-", " ").capitalize()
    return f"{name} of organisation {organization}" if organization else name
