"""Results as rows for other programs: CSV for spreadsheets, JSON Lines for scripts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO

from porchlight.exporters.spreadsheet import Spreadsheet
from porchlight.intake.documents import dump_json
from porchlight.model.result import Measure, Phase, Result

_COLUMNS = ("component", "began", "duration_ms", "outcome", "reason", "message", *(f"{phase}_ms" for phase in Phase))


class ResultSource(Protocol):
    """Gives the results of a component (HistoryReader does)."""

    def results(self, component_id: str, since_ms: int, until_ms: int) -> Iterator[Result]:
        """Every result that began in a span, in order."""
        ...


def write_results(
    source: ResultSource, components: Sequence[str], since_ms: int, until_ms: int, form: str, file: TextIO
) -> int:
    """Write the results of ``components`` in one of FORMATS; returns how many there were."""
    found = (result for component_id in components for result in source.results(component_id, since_ms, until_ms))
    return FORMATS[form](found, file)


def _csv(results: Iterable[Result], file: TextIO) -> int:
    sheet = Spreadsheet(file)
    sheet.row(_COLUMNS)
    count = 0
    for result in results:
        count += 1
        sheet.row(
            (
                result.component,
                _moment(result.began_ms),
                result.duration_us / 1000,
                result.outcome.value,
                result.reason.value if result.reason else None,
                result.sentence,
                *(result.phases[phase] / 1000 if phase in result.phases else None for phase in Phase),
            )
        )
    return count


def _json_lines(results: Iterable[Result], file: TextIO) -> int:
    count = 0
    for result in results:
        count += 1
        document: dict[str, Any] = {
            "component": result.component,
            "began": _moment(result.began_ms),
            "duration_ms": result.duration_us / 1000,
            "outcome": result.outcome.value,
            "reason": result.reason.value if result.reason else None,
            "message": result.sentence,
            "phases_ms": {phase.value: us / 1000 for phase, us in result.phases.items()},
            "measures": measures_json(result),
        }
        file.write(dump_json(document) + "\n")
    return count


def measures_json(result: Result) -> dict[str, dict[str, str | float]]:
    """Measures as programs read them: ``{"size": {"value": 1024, "unit": "B", "limit": 4096}}``."""
    return {name: _measure_json(measure) for name, measure in result.measures.items()}


def _measure_json(measure: Measure) -> dict[str, str | float]:
    document: dict[str, str | float] = {"value": measure.value, "unit": measure.unit.value}
    return document if measure.limit is None else {**document, "limit": measure.limit}


def _moment(unix_ms: int) -> str:
    return datetime.fromtimestamp(unix_ms / 1000, UTC).isoformat(timespec="milliseconds")


FORMATS: dict[str, Callable[[Iterable[Result], TextIO], int]] = {"csv": _csv, "jsonl": _json_lines}
