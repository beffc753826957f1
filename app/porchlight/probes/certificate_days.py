"""How long a certificate lasts, as a measure and as a verdict: by the share of its life that is left, and by how its
host has renewed until now."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json
from porchlight.intake.numbers import EARLIEST_MS, LATEST_MS, whole
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Duration, Text, msg, msg_plural
from porchlight.model.result import Measure, Unit
from porchlight.net.exchange import TlsDetails
from porchlight.probes.kind import Measured

ISSUER_DAYS: Final = 14
"""Days before the end of an issuer's certificate from which it is reported: they are renewed by hand, over years."""
_MS_A_DAY: Final = 86_400_000
_MOST_HOSTS: Final = 12
_MOST_RENEWALS: Final = 3


def days_left(tls: TlsDetails | None, now_ms: int) -> Measure | None:
    """In days, one decimal; None without a certificate that can be read. ``now_ms`` is Unix ms (UTC)."""
    if tls is None or tls.expires_ms is None:
        return None
    return Measure(round((tls.expires_ms - now_ms) / _MS_A_DAY, 1), Unit.DAYS)


def certificate_measures(tls: TlsDetails | None, now_ms: int) -> dict[str, Measure]:
    """``days_left`` as a measure of a result, where it is known."""
    days = days_left(tls, now_ms)
    return {} if days is None else {"certificate_days": days}


def ends_soon(days: Measure, at_least: float) -> Text | None:
    """The sentence for a certificate with fewer days left than ``at_least``; None where it has enough."""
    return None if days.value >= at_least else _expires(days)


def _expires(days: Measure) -> Text:
    if days.value < 0:
        return msg("The certificate has expired.")
    if days.value < 1:
        return msg("The certificate expires within a day.")
    left = round(days.value)
    return msg_plural("The certificate expires in {n} day.", "The certificate expires in {n} days.", left)


@dataclass(frozen=True, slots=True)
class _Renewed:
    """One renewal: how long the old certificate was for, and how long it would have gone on. In ms."""

    life: int
    left: int


@dataclass(frozen=True, slots=True)
class Habit:
    """A host's newest certificate and its last renewals. Times are Unix ms (UTC)."""

    begins_ms: int
    ends_ms: int
    renewals: tuple[_Renewed, ...] = ()
    """The newest last."""

    def seen(self, tls: TlsDetails, now_ms: int) -> "Habit":
        """The habit once this certificate was seen. One that is older than the newest teaches nothing: a second
        server of the same name still has it."""
        begins_ms, ends_ms = tls.begins_ms, tls.expires_ms
        if begins_ms is None or ends_ms is None or begins_ms <= self.begins_ms or ends_ms <= begins_ms:
            return self
        life = self.ends_ms - self.begins_ms
        # It was installed some time between its beginning and now. Where Porchlight was off for long, now is late.
        installed_ms = min(max(begins_ms, now_ms), begins_ms + life // 10)
        renewed = _Renewed(life, max(self.ends_ms - installed_ms, 0))
        return Habit(begins_ms, ends_ms, (*self.renewals, renewed)[-_MOST_RENEWALS:])

    def usually_left(self, life: int) -> list[float]:
        """How much a certificate of this ``life`` (ms) would have left at each of these renewals, in ms. A client
        renews at a share of the life or at fixed days: what comes later of both counts, where lives change."""
        return [min(one.left * life / one.life, one.left) for one in self.renewals if one.life]


@dataclass(frozen=True, slots=True)
class Limit:
    """When a certificate is reported: with less left than ``ms``. ``usual``: what its host usually has left when it
    renews, in ms, where that is past; None: not known, or not yet past."""

    ms: float
    usual_ms: float | None = None


def limit_of(life: int, habit: Habit | None, left: int) -> Limit:
    """When a certificate of this ``life`` (ms) is reported.

    ACME clients renew with a third of the life left (certbot 4, Caddy; a half for lives under ten days). A renewal
    that is a tenth of the life late is missed: that is well under a third, and above a fifth. Where nothing is known
    of a host, that is never more than 27 days before the end, later than any tool that renews at 30. A host that is
    known to renew later is given time for it, but over a fifth of the life, at most 14 days, is always left to act.
    """
    unknown = min(life / 3, 40 * _MS_A_DAY)
    lefts = [] if habit is None else habit.usually_left(life)
    if not lefts:
        return Limit(_missed(life, unknown))
    expected, usual = (min(_typical(of), life / 3) for of in ([*lefts, unknown], lefts))
    limit = max(_missed(life, expected), min(life * 0.22, 14 * _MS_A_DAY))
    return Limit(limit, _typical(lefts) if left < _missed(life, usual) else None)


def _typical(lefts: list[float]) -> float:
    """The middle one; the earlier of two: one late renewal among others was a repair and no habit."""
    return sorted(lefts, reverse=True)[(len(lefts) - 1) // 2]


def _missed(life: int, expected: float) -> float:
    return expected - min(life / 10, expected / 3)


@dataclass(frozen=True, slots=True)
class Certificates:
    """The habits of the hosts of one component, kept in its position."""

    habits: Mapping[str, Habit]
    stored: str | None = None
    """As a position; None: as it was."""

    def seen(self, host: str, tls: TlsDetails | None, now_ms: int) -> "Certificates":
        """Once this host's certificate was seen."""
        if tls is None or tls.begins_ms is None or tls.expires_ms is None or tls.expires_ms <= tls.begins_ms:
            return self
        before = self.habits.get(host)
        habit = Habit(tls.begins_ms, tls.expires_ms) if before is None else before.seen(tls, now_ms)
        if habit == before:
            return self
        others = [(name, one) for name, one in self.habits.items() if name != host][-(_MOST_HOSTS - 1) :]
        habits = dict([*others, (host, habit)])
        return replace(self, habits=habits, stored=_written(habits))

    def judged(self, host: str, tls: TlsDetails | None, days: int | None, now_ms: int) -> "Judged":
        """A host's certificate. ``days``: the user's own limit, which wins."""
        left = days_left(tls, now_ms)
        if tls is None or left is None or tls.expires_ms is None:
            return Judged({})
        exact = tls.expires_ms - now_ms
        limit = Limit((ISSUER_DAYS if days is None else days) * _MS_A_DAY)
        if days is None and tls.begins_ms is not None:
            limit = limit_of(tls.expires_ms - tls.begins_ms, self.habits.get(host), exact)
        due = Measure(round((exact - limit.ms) / _MS_A_DAY, 2), Unit.DAYS)
        measures = {"certificate_days": left, "renewal_days": due}
        if exact >= limit.ms:
            return Judged(measures, note=self._note(host, tls, exact) if days is None else None)
        if limit.usual_ms is None or exact < 0:
            return Judged(measures, _expires(left))
        stopped = msg(
            "Renewal seems to have stopped: the certificate expires in {left}, and is usually renewed {usual}"
            " before its end.",
            left=Duration(exact / 1000),
            usual=Duration(limit.usual_ms / 1000),
        )
        return Judged(measures, stopped)

    def _note(self, host: str, tls: TlsDetails, left: int) -> Text | None:
        """What is said, without a warning, of one that most hosts would have renewed: long lives are warned of with
        less than a fifth left, since a host without a habit is given until 27 days before the end, and one that
        renews late is given until then."""
        if tls.begins_ms is None or tls.expires_ms is None:
            return None
        life = tls.expires_ms - tls.begins_ms
        if left >= _missed(life, life / 3):
            return None
        habit = self.habits.get(host)
        lefts = [] if habit is None else habit.usually_left(life)
        if lefts:
            return msg(
                "The certificate expires in {left}; it is usually renewed {usual} before its end.",
                left=Duration(left / 1000),
                usual=Duration(_typical(lefts) / 1000),
            )
        return msg(
            "The certificate expires in {left}; most are renewed earlier, and no renewal has been seen here yet.",
            left=Duration(left / 1000),
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of one certificate."""

    measures: dict[str, Measure]
    """``certificate_days``, and ``renewal_days`` until it should have been renewed; negative once that is overdue."""
    soon: Text | None = None
    """The sentence for a certificate that has to be renewed; None where it has enough left."""
    note: Text | None = None
    """What is said of one that is well, though most would have been renewed by now; None: nothing."""


CERTIFICATE_MEASURES: Final[Mapping[str, Measured]] = {
    "certificate_days": Measured(msg("Certificate"), Unit.DAYS),
    "renewal_days": Measured(msg("Renewal due"), Unit.DAYS),
}
"""What ``Certificates.judged`` measures."""


def recalled(position: str | None) -> Certificates:
    """What a component's position holds; nothing where it cannot be read."""
    try:
        document: Any = parse_json(position) if position else None
    except NotJson:
        document = None
    found = document.get("certificates") if isinstance(document, dict) else None
    if not isinstance(found, dict):
        return Certificates({})
    read = ((str(host), _habit(one)) for host, one in [*found.items()][:_MOST_HOSTS])
    return Certificates({host: habit for host, habit in read if habit is not None})


def _habit(found: object) -> Habit | None:
    if not isinstance(found, list) or len(found) != 3 or not isinstance(found[2], list):
        return None
    begins_ms, ends_ms = (whole(one, least=EARLIEST_MS, most=LATEST_MS) for one in found[:2])
    if begins_ms is None or ends_ms is None:
        return None
    renewals = []
    for pair in found[2][-_MOST_RENEWALS:]:
        life, left = (whole(one, least=0, most=LATEST_MS) for one in pair) if _is_pair(pair) else (None, None)
        if life and left is not None:
            renewals.append(_Renewed(life, left))
    return Habit(begins_ms, ends_ms, tuple(renewals))


def _is_pair(found: object) -> bool:
    return isinstance(found, list) and len(found) == 2


def _written(habits: Mapping[str, Habit]) -> str:
    rows = {
        host: [one.begins_ms, one.ends_ms, [[renewed.life, renewed.left] for renewed in one.renewals]]
        for host, one in habits.items()
    }
    return dump_json({"certificates": rows})


def certificate_facts(tls: TlsDetails | None) -> dict[str, str]:
    """As details of a result."""
    if tls is None:
        return {}
    return {"tls": tls.version, "certificate": quote(tls.subject, NAME), "issuer": quote(tls.issuer, NAME)}
