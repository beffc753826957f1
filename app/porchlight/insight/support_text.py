"""A text for the vendor's support: what fails since when, what was tried from here, and the answers. In English, with
times and their zone. Its input holds no secrets; the caller redacts it once more."""

from datetime import datetime, tzinfo

from porchlight.dataclass import dataclass
from porchlight.insight.diagnosis_texts import line, sentence
from porchlight.language.english import english
from porchlight.model.diagnosis import Diagnosis
from porchlight.model.result import Result

_REQUEST_IDS = ("request", "request_id", "trace", "correlation", "cf_ray", "ray")
"""Parts of names of details by which a vendor finds a request."""


@dataclass(frozen=True, slots=True)
class SupportCase:
    """The contents of a support text. Times are Unix ms (UTC)."""

    name: str
    kind: str
    address: str
    sentence: str
    since_ms: int
    now_ms: int
    result: Result | None
    diagnosis: Diagnosis | None
    vendor_status: str
    version: str


def support_text(case: SupportCase, zone: tzinfo) -> str:
    """A letter for a person: the case first, then the steps."""
    lines = [
        f"Subject: {case.name}: {case.sentence}",
        "",
        "Hello,",
        "",
        f"since {_moment(case.since_ms, zone)} our automatic check of {case.address or case.kind} fails:",
        f"  {case.sentence}",
    ]
    result = case.result
    if result is not None:
        lines += ["", f"Last check: {_moment(result.began_ms, zone)}, {result.duration_us / 1000:.0f} ms."]
        if result.phases:
            steps = ", ".join(f"{phase.value} {us / 1000:.1f} ms" for phase, us in result.phases.items())
            lines.append(f"Where its time went: {steps}.")
        for name, value in result.details.items():
            if any(part in name.lower() for part in _REQUEST_IDS) and value not in (None, ""):
                lines.append(f"{name}: {value}")
    if case.diagnosis is not None:
        lines += ["", f"What we tried from here at {_moment(case.diagnosis.at_ms, zone)}:"]
        lines += [f"  - {english(line(step))}" for step in case.diagnosis.steps]
        lines.append(f"  {english(sentence(case.diagnosis))}")
    if case.vendor_status:
        lines += ["", f"Your status page: {case.vendor_status}"]
    lines += ["", f"Checked by Porchlight {case.version}, by read-only requests.", ""]
    return "\n".join(lines)


def _moment(at_ms: int, zone: tzinfo) -> str:
    at = datetime.fromtimestamp(at_ms / 1000, zone)
    return f"{at:%Y-%m-%d %H:%M:%S} {at.tzname() or ''} (UTC{at:%z})".replace("  ", " ")
