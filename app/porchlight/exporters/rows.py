"""Results as rows for other programs: CSV for spreadsheets, JSON Lines for scripts."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TextIO

from porchlight.intake.documents import dump_json
from porchlight.intake.spreadsheet import Spreadsheet
from porchlight.model.health import measures_json
from porchlight.model.result import Phase, Result

_COLUMNS = ("component", "began", "duration_ms", "outcome", "reason", "message", *(f"{phase}_ms" for phase in Phase))


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


def _moment(unix_ms: int) -> str:
    return datetime.fromtimestamp(unix_ms / 1000, UTC).isoformat(timespec="milliseconds")


FORMATS: dict[str, Callable[[Iterable[Result], TextIO], int]] = {"csv": _csv, "jsonl": _json_lines}
"""By its name on the command line: writes results into a file, and returns how many there were."""
