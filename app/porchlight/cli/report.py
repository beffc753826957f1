"""The health report: the results of one sweep as one value, and as JSON for programs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from porchlight.cli.language import rendered, tr
from porchlight.dataclass import dataclass
from porchlight.insight.advice import next_step
from porchlight.insight.verdict import (
    NOTHING_SPECIAL,
    Surroundings,
    Verdict,
    Watched,
    of_component,
    of_everything,
    path_states,
)
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.component import Component
from porchlight.model.health import component_json, measures_json, summary_json
from porchlight.model.result import EMPTY, Result
from porchlight.model.status import GRAVEST_FIRST, OverallStatus, Reason, Status, overall_status
from porchlight.model.times import iso
from porchlight.model.vendor import VendorReport

if TYPE_CHECKING:
    from porchlight.insight.paths import PathState
    from porchlight.model.diagnosis import Diagnosis
    from porchlight.settings.gift_paths import PathSettings


@dataclass(frozen=True, slots=True)
class Row:
    """One component with its result; None where it is disabled or was not checked yet."""

    component: Component
    status: Status
    reason: Reason | None
    sentence: str
    result: Result | None
    vendor: VendorReport | None = None
    """Its vendor's report, where it fails."""
    diagnosis: "Diagnosis | None" = None
    """Where its failure lies, once diagnosed."""
    watched: Watched | None = None
    """As a monitor knows it; None: the result alone counts."""
    note: str = ""
    """What a monitor adds to the sentence."""

    def as_watched(self) -> Watched:
        """What a verdict depends on."""
        checked_ms = self.result.began_ms if self.result else None
        component = self.component
        return self.watched or Watched(
            component.id, component.name, self.status, self.reason, self.sentence, component.critical, checked_ms
        )


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do about one component."""

    component: Component
    sentence: str
    next_step: str


_COMMANDS = {
    Reason.AUTH: msg("In a terminal: “porchlight secrets set”."),
    Reason.SECRET_MISSING: msg("In a terminal: “porchlight secrets set NAME”."),
    Reason.CONFIGURATION: msg("“porchlight config check” names each fault."),
}
"""What the windows do without a command."""


def _step(reason: Reason, kind: str) -> str:
    step, command = rendered(next_step(reason, kind)), _COMMANDS.get(reason)
    asks_for_it = reason is Reason.CONFIGURATION or "Porchlight" in step
    return f"{step} {rendered(command)}" if command and asks_for_it else step


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Everything that one sweep found, or that a monitor knows."""

    rows: tuple[Row, ...]
    began_ms: int
    duration_ms: float
    paths: "tuple[PathState, ...]" = ()
    """The worst first."""
    around: Surroundings = NOTHING_SPECIAL

    @property
    def verdict(self) -> Verdict:
        """What everything is like, as all surfaces show it."""
        return of_everything([row.as_watched() for row in self.rows], self.around, self.paths)

    def verdict_of(self, row: Row) -> Verdict:
        """What one of them is like."""
        return of_component(row.as_watched(), self.around)

    @property
    def overall(self) -> OverallStatus:
        """The one status of everything."""
        return overall_status((row.status, row.component.critical) for row in self.rows)

    def gravest_first(self) -> list[Row]:
        """The rows with trouble at the top, critical components before others, else in the order of the settings."""
        return sorted(self.rows, key=lambda row: (GRAVEST_FIRST.index(row.status), not row.component.critical))

    def recommendations(self) -> list[Recommendation]:
        """What to do, the worst first; one entry per component in trouble."""
        return [
            Recommendation(row.component, row.sentence, _step(row.reason, row.component.kind))
            for row in self.gravest_first()
            if row.status in (Status.ERROR, Status.DEGRADED, Status.UNKNOWN) and row.reason
        ]

    def with_diagnoses(self, found: "Mapping[str, Diagnosis]") -> "HealthReport":
        """The same with where each failure lies, by component id."""
        rows = tuple(replace(row, diagnosis=found.get(row.component.id)) for row in self.rows)
        return replace(self, rows=rows)

    def with_paths(self, paths: "Mapping[str, PathSettings]") -> "HealthReport":
        """The same with the state of each path."""
        return replace(self, paths=tuple(path_states([row.as_watched() for row in self.rows], paths)))

    def path_sentences(self) -> list[str]:
        """The state of each path."""
        if not self.paths:
            return []
        from porchlight.insight.paths import sentence
        from porchlight.language.english import english

        return [english(sentence(state)) for state in self.paths]

    def as_json(self, *, detailed: bool) -> dict[str, Any]:
        """The keys that docs/schemas describe, those of the sync's own health command among them."""
        counts = Counter((row.status, row.component.critical) for row in self.rows)
        document: dict[str, Any] = {
            "status": self.overall.value,
            "timestamp": iso(self.began_ms),
            "duration": round(self.duration_ms, 1),
            "summary": summary_json(counts),
            "components": [_component(row, detailed=detailed) for row in self.rows],
        }
        if self.paths:
            document["paths"] = [
                {"path": state.id, "name": state.name, "status": state.status.value, "message": sentence}
                for state, sentence in zip(self.paths, self.path_sentences(), strict=True)
            ]
        if detailed:
            document["recommendations"] = [
                {
                    "component": recommendation.component.id,
                    "name": recommendation.component.name,
                    "message": recommendation.sentence,
                    "recommendation": recommendation.next_step,
                }
                for recommendation in self.recommendations()
            ]
        return document


def report(
    components: list[Component],
    results: list[Result],
    began_ms: int,
    duration_ms: float,
    paths: "Mapping[str, PathSettings] | None" = None,
    vendors: Mapping[str, VendorReport] = EMPTY,
) -> HealthReport:
    """The report of a one-shot sweep, without confirmation; ``vendors``: the vendors' reports, by component id."""
    by_id = {result.component: result for result in results}
    rows = tuple(_row(component, by_id.get(component.id), vendors.get(component.id)) for component in components)
    return HealthReport(rows, began_ms, duration_ms).with_paths(paths or {})


def _row(component: Component, result: Result | None, word: VendorReport | None) -> Row:
    if result is None:
        return Row(component, Status.DISABLED, None, tr("Not watched."), None)
    return Row(component, Status(result.outcome.value), result.reason, result.sentence, result, word)


def _component(row: Row, *, detailed: bool) -> dict[str, Any]:
    result = row.result
    described: dict[str, Any] = component_json(
        row.component,
        row.status,
        row.reason,
        row.sentence,
        duration_us=result.duration_us if result else None,
        at_ms=result.began_ms if result else None,
    )
    described |= {"measures": {}, "phases": {}}
    if row.vendor is not None:
        described["vendor"] = _vendor(row.vendor)
    if row.diagnosis is not None:
        described["where"] = _where(row.diagnosis)
    if result is None:
        return described
    described["measures"] = measures_json(result)
    described["phases"] = {phase.value: round(us / 1000, 3) for phase, us in result.phases.items()}
    if detailed:
        described["details"] = dict(result.details)
        described["parts"] = [
            {"name": part.name, "status": part.outcome.value, "message": part.sentence} for part in result.sub_results
        ]
    return described


def where_lines(found: "Diagnosis") -> list[str]:
    """A diagnosis: the sentence, then a line per step."""
    from porchlight.insight.diagnosis_texts import line, sentence
    from porchlight.language.english import english

    return [english(sentence(found)), *(english(line(step)) for step in found.steps)]


def _where(found: "Diagnosis") -> dict[str, Any]:
    sentence, *steps = where_lines(found)
    return {
        "place": found.place.value,
        "because": found.because.value,
        "message": sentence,
        "steps": [
            {"step": step.kind.value, "found": step.finding.value, "ok": step.good, "message": text}
            for step, text in zip(found.steps, steps, strict=True)
        ],
    }


def _vendor(word: VendorReport) -> dict[str, Any]:
    return {
        "name": word.vendor,
        "says": word.state.value,
        "message": english(word.sentence()),
        "since": None if word.since_ms is None else iso(word.since_ms),
        "page": word.page or None,
    }
