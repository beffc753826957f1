"""How many days a certificate has left, as a measure and as a verdict."""

from porchlight.intake.text import NAME, quote
from porchlight.language.text import Text, msg, msg_plural
from porchlight.model.result import Measure, Unit
from porchlight.net.exchange import TlsDetails

_MS_A_DAY = 86_400_000


def days_left(tls: TlsDetails | None, now_ms: int) -> Measure | None:
    """In days, one decimal; None without a certificate that can be read. ``now_ms`` is Unix ms (UTC)."""
    if tls is None or tls.expires_ms is None:
        return None
    return Measure(round((tls.expires_ms - now_ms) / _MS_A_DAY, 1), Unit.DAYS)


def certificate_measures(tls: TlsDetails | None, now_ms: int) -> dict[str, Measure]:
    """``days_left`` as a measure of a result, where it is known."""
    days = days_left(tls, now_ms)
    return {} if days is None else {"certificate_days": days}


def ends_soon(days: Measure, at_least: int) -> Text | None:
    """The sentence for a certificate with fewer days left than ``at_least``; None where it has enough."""
    if days.value >= at_least:
        return None
    if days.value < 0:
        return msg("The certificate has expired.")
    if days.value < 1:
        return msg("The certificate expires within a day.")
    left = round(days.value)
    return msg_plural("The certificate expires in {n} day.", "The certificate expires in {n} days.", left)


def certificate_facts(tls: TlsDetails | None) -> dict[str, str]:
    """As details of a result."""
    if tls is None:
        return {}
    return {"tls": tls.version, "certificate": quote(tls.subject, NAME), "issuer": quote(tls.issuer, NAME)}
