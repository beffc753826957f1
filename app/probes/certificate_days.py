"""How many days a certificate has left, as a measure and as a verdict."""

from app.intake.text import NAME, quote
from app.model.result import Measure, Unit
from app.probes.exchange import TlsDetails

_MS_A_DAY = 86_400_000


def days_left(tls: TlsDetails, now_ms: int) -> Measure:
    """In days, one decimal; ``now_ms`` is Unix ms (UTC)."""
    return Measure(round((tls.expires_ms - now_ms) / _MS_A_DAY, 1), Unit.DAYS)


def ends_soon(days: Measure, at_least: int) -> str | None:
    """The sentence for a certificate with fewer days left than ``at_least``; None where it has enough."""
    if days.value >= at_least:
        return None
    when = f"in {days.value:.0f} days" if days.value >= 1 else "within a day"
    return f"Its certificate ends {when}."


def certificate_facts(tls: TlsDetails | None) -> dict[str, str]:
    """As details of a result."""
    if tls is None:
        return {}
    return {"tls": tls.version, "certificate": quote(tls.subject, NAME), "issuer": quote(tls.issuer, NAME)}
