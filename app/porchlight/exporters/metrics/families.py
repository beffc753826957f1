"""From a picture to metrics: families of numbers with labels. Pure, and the only place with their names. Where
blackbox_exporter has a name for something, Prometheus gets that name (prober/*.go, 0.28), so that existing dashboards
and rules work. What is not known is left out: a component that is not watched now has no ``probe_success``."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import lru_cache

from porchlight import __version__
from porchlight.dataclass import dataclass
from porchlight.exporters.metrics.picture import Picture
from porchlight.model.alert import AlertState, Severity
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Phase, Result, Unit
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Outcome, OverallStatus, Status

Labels = tuple[tuple[str, str], ...]
"""Names with their values."""

STATUS_NUMBERS = {
    Status.HEALTHY: 0,
    Status.DEGRADED: 1,
    Status.ERROR: 2,
    Status.UNKNOWN: 3,
    Status.DISABLED: 4,
}
OVERALL_NUMBERS = {
    OverallStatus.HEALTHY: 0,
    OverallStatus.DEGRADED: 1,
    OverallStatus.CRITICAL: 2,
    OverallStatus.UNKNOWN: 3,
}
_PHASES = {
    Phase.DNS: "resolve",
    Phase.TCP: "connect",
    Phase.TLS: "tls",
    Phase.FIRST_BYTE: "processing",
    Phase.REST: "transfer",
}
"""blackbox_exporter's names."""
_UNITS = {
    Unit.NONE: "none",
    Unit.MILLISECONDS: "milliseconds",
    Unit.SECONDS: "seconds",
    Unit.DAYS: "days",
    Unit.BYTES: "bytes",
    Unit.PERCENT: "percent",
    Unit.COUNT: "count",
}
_SECONDS_A_DAY = 86_400
_MOST_DAYS = 10_000_000
"""Certificates end no later than this: X.509 has no year after 9999."""
_LARGEST = sys.float_info.max
_TLS = "tls"
"""The detail of a result that names its TLS version."""
_HTTP_MEASURES = frozenset({"status", "size", "redirects"})
"""Measures of kind ``http`` that blackbox_exporter has names for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One metric, before it has any numbers."""

    prometheus: str
    name: str
    """OpenTelemetry's name."""
    text: str
    """One sentence: what it measures."""
    unit: str = "1"
    """UCUM, as in OpenTelemetry."""
    counter: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """A metric with its numbers, in two lists: an extra object for each number would keep the garbage collector busy,
    and block everything."""

    kind: Kind
    labels: list[Labels] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    @property
    def samples(self) -> Iterator[tuple[Labels, float]]:
        """Each number with its labels."""
        return zip(self.labels, self.values, strict=True)


SUCCESS = Kind("probe_success", "porchlight.probe.success", "Whether the last check found it working.")
DURATION = Kind("probe_duration_seconds", "porchlight.probe.duration", "How long the last check took.", "s")
TIMEOUT = Kind("probe_timeout_seconds", "porchlight.probe.timeout", "How long a check may take.", "s")
PHASE = Kind(
    "probe_http_duration_seconds", "porchlight.probe.http.duration", "Where the time of the last check went.", "s"
)
DNS_TIME = Kind(
    "probe_dns_lookup_time_seconds", "porchlight.probe.dns.duration", "How long its name took to look up.", "s"
)
HTTP_STATUS = Kind("probe_http_status_code", "porchlight.probe.http.status_code", "The status of the last answer.")
HTTP_REDIRECTS = Kind("probe_http_redirects", "porchlight.probe.http.redirects", "How many redirects were followed.")
HTTP_BODY = Kind(
    "probe_http_uncompressed_body_length",
    "porchlight.probe.http.body.size",
    "The length of the last answer's body, as far as it was read.",
    "By",
)
HTTP_TLS = Kind("probe_http_ssl", "porchlight.probe.http.tls", "Whether the last answer came over TLS.")
CERTIFICATE = Kind(
    "probe_ssl_earliest_cert_expiry",
    "porchlight.probe.certificate.expiry",
    "When its certificate ends, Unix seconds, within two hours.",
    "s",
)
STATUS = Kind(
    "porchlight_component_status",
    "porchlight.component.status",
    "Its status, once confirmed: 0 healthy, 1 degraded, 2 error, 3 unknown, 4 disabled.",
)
SINCE = Kind(
    "porchlight_component_status_since_timestamp_seconds",
    "porchlight.component.status.since",
    "When that status began, Unix seconds.",
    "s",
)
CHECKED = Kind(
    "porchlight_component_last_check_timestamp_seconds",
    "porchlight.component.last_check",
    "When its last check ended, Unix seconds.",
    "s",
)
INFO = Kind(
    "porchlight_component_info", "porchlight.component.info", "Its name, and whether it is critical; always 1."
)
MEASURE = Kind("porchlight_measure", "porchlight.measure", "A number that its last check found.")
LIMIT = Kind("porchlight_measure_limit", "porchlight.measure.limit", "What such a number may reach.")
CHECKS = Kind("porchlight_checks_total", "porchlight.checks", "Checks by what they found.", "{check}", counter=True)
OVERALL = Kind(
    "porchlight_overall_status",
    "porchlight.overall.status",
    "Of everything: 0 healthy, 1 degraded, 2 critical, 3 unknown.",
)
FIRING = Kind("porchlight_alerts_firing", "porchlight.alerts.firing", "Alerts that fire.", "{alert}")
RUN_SUCCESS = Kind(
    "porchlight_operation_last_run_success",
    "porchlight.operation.last_run.success",
    "Whether the last run of a job went well.",
)
RUN_ENDED = Kind(
    "porchlight_operation_last_run_timestamp_seconds",
    "porchlight.operation.last_run",
    "When the last run of a job ended, Unix seconds.",
    "s",
)
RUN_SUCCEEDED = Kind(
    "porchlight_operation_last_success_timestamp_seconds",
    "porchlight.operation.last_success",
    "When the last good run of a job ended, Unix seconds.",
    "s",
)
RUN_DURATION = Kind(
    "porchlight_operation_last_run_duration_seconds",
    "porchlight.operation.last_run.duration",
    "How long the last run of a job took.",
    "s",
)
RUN_ITEMS = Kind(
    "porchlight_operation_last_run_items",
    "porchlight.operation.last_run.items",
    "How many items the last run of a job worked on.",
    "{item}",
)
LAG = Kind(
    "porchlight_loop_lag_seconds",
    "porchlight.loop.lag",
    "How late Porchlight itself was, at worst, in the last minute.",
    "s",
)
WAITING = Kind("porchlight_checks_waiting", "porchlight.checks.waiting", "Checks that are due and wait.", "{check}")
QUEUED = Kind("porchlight_history_queued_rows", "porchlight.history.queued", "Rows that wait for the disk.", "{row}")
DROPPED = Kind(
    "porchlight_history_dropped_results_total",
    "porchlight.history.dropped",
    "Results that could not be written.",
    "{result}",
    counter=True,
)
BUILD = Kind("porchlight_build_info", "porchlight.build.info", "The version that runs; always 1.")


class Families:
    """Collects numbers, family by family."""

    def __init__(self) -> None:
        self._found: dict[str, Family] = {}

    def add(self, kind: Kind, labels: Labels, value: float) -> None:
        """Add a number. An invalid one is left out: it would end the whole export, or look like a value."""
        if not -_LARGEST <= value <= _LARGEST:
            return
        family = self._found.get(kind.name)
        if family is None:
            family = self._found[kind.name] = Family(kind)
        family.labels.append(labels)
        family.values.append(value)

    def all(self) -> list[Family]:
        """Those that have numbers."""
        return list(self._found.values())


def families_of(picture: Picture, redact: Callable[[str], str]) -> list[Family]:
    """All metrics; ``redact`` goes over what people wrote. Takes some 20 ms for 1,000 components: call it in a
    thread."""
    found = Families()
    add = found.add
    kinds: dict[str, str] = {}
    for component_id, view in picture.snapshot.views.items():
        kinds[component_id] = view.component.kind
        _add_component(
            found, view, redact(view.component.name), (("component", component_id), ("kind", view.component.kind))
        )
    for (component_id, outcome), count in picture.checks.items():
        if kind := kinds.get(component_id):
            add(CHECKS, (("component", component_id), _pair("kind", kind), _pair("outcome", outcome.value)), count)
    for severity in Severity:
        firing = sum(one.state is AlertState.FIRING and one.severity is severity for one in picture.alerts)
        add(FIRING, (("severity", severity.value),), firing)
    for name, runs in picture.operations.items():
        if runs:
            _add_operation(found, runs, (("operation", redact(name)),))
    add(OVERALL, (), OVERALL_NUMBERS[picture.snapshot.overall])
    vitals = picture.vitals
    add(LAG, (), vitals.loop_lag_ms / 1000)
    add(WAITING, (), vitals.checks_waiting)
    add(QUEUED, (), vitals.store.queued)
    add(DROPPED, (), vitals.store.dropped)
    add(BUILD, (("version", __version__),), 1)
    return found.all()


def _add_component(found: Families, view: ComponentView, name: str, labels: Labels) -> None:
    component, state, add = view.component, view.state, found.add
    add(STATUS, labels, STATUS_NUMBERS[state.status])
    add(SINCE, labels, state.since_ms / 1000)
    add(INFO, (*labels, ("name", name), _pair("critical", "true" if component.critical else "false")), 1)
    if not component.enabled:
        return
    add(TIMEOUT, labels, component.timeout)
    if state.checked_ms is not None:
        add(CHECKED, labels, state.checked_ms / 1000)
    result = view.result
    if result is None or _is_too_old(view, result):
        return
    if result.outcome is not Outcome.UNKNOWN:
        add(SUCCESS, labels, 0 if result.outcome is Outcome.ERROR else 1)
        add(DURATION, labels, result.duration_us / 1_000_000)
    for phase, took_us in result.phases.items():
        add(PHASE, (*labels, _pair("phase", _PHASES[phase])), took_us / 1_000_000)
    if Phase.DNS in result.phases:
        add(DNS_TIME, labels, result.phases[Phase.DNS] / 1_000_000)
    taken = _add_http(found, component.kind, result, labels)
    for measured, measure in result.measures.items():
        if measured not in taken:
            _add_measure(found, measured, measure, labels)


def _is_too_old(view: ComponentView, result: Result) -> bool:
    """Whether no result came for so long that nothing is known any more."""
    if view.state.status is Status.DISABLED:
        return True
    return view.state.status is Status.UNKNOWN and result.outcome is not Outcome.UNKNOWN


def _add_http(found: Families, kind: str, result: Result, labels: Labels) -> frozenset[str]:
    """What a check over HTTP found; returns the measures that are exported by it."""
    days = result.measures.get("certificate_days")
    if days is not None and abs(days.value) < _MOST_DAYS:
        found.add(CERTIFICATE, labels, round(result.began_ms / 1000 + days.value * _SECONDS_A_DAY))
    if kind != "http" or "status" not in result.measures:
        return frozenset()
    found.add(HTTP_STATUS, labels, result.measures["status"].value)
    found.add(HTTP_TLS, labels, 1 if _TLS in result.details else 0)
    redirects = result.measures.get("redirects")
    found.add(HTTP_REDIRECTS, labels, 0 if redirects is None else redirects.value)
    if "size" in result.measures:
        found.add(HTTP_BODY, labels, result.measures["size"].value)
    return _HTTP_MEASURES


def _add_measure(found: Families, name: str, measure: Measure, labels: Labels) -> None:
    named = (*labels, _pair("measure", name), _pair("unit", _UNITS[measure.unit]))
    found.add(MEASURE, named, measure.value)
    if measure.limit is not None:
        found.add(LIMIT, named, measure.limit)


def _add_operation(found: Families, runs: tuple[Operation, ...], labels: Labels) -> None:
    last = max(runs, key=_ended)
    found.add(RUN_SUCCESS, labels, 1 if last.ok else 0)
    found.add(RUN_ENDED, labels, _ended(last))
    found.add(RUN_DURATION, labels, last.duration_ms / 1000)
    if last.processed is not None:
        found.add(RUN_ITEMS, labels, last.processed)
    good = max((_ended(run) for run in runs if run.ok), default=None)
    if good is not None:
        found.add(RUN_SUCCEEDED, labels, good)


def _ended(run: Operation) -> float:
    """Unix seconds."""
    return (run.began_ms + run.duration_ms) / 1000


@lru_cache(maxsize=1024)
def _pair(name: str, value: str) -> tuple[str, str]:
    """A label that many share, as one object."""
    return name, value
