"""Runs of jobs that the command line measures and reports. Imports little, since each job waits for it."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import replace

from porchlight.language.text import Text, msg
from porchlight.model.errors import PorchlightError
from porchlight.model.operation import Operation, RunStart
from porchlight.operations.spool import leave
from porchlight.operations.starts import StartFolder
from porchlight.settings.paths import data_dir


def run(
    command: Sequence[str], name: str, count_pattern: str | None, expected_ms: float | None, chosen_dir: str | None
) -> tuple[int, list[Text]]:
    """Run a command and report its start and its end: its exit code, and what went wrong with that.
    Raises ValueError for a pattern that is none."""
    from porchlight.operations.run_command import pattern_of
    from porchlight.operations.run_command import run as run_command

    pattern = pattern_of(count_pattern)
    start = RunStart(name, time.time_ns() // 1_000_000, uuid.uuid4().hex)
    report_start(start, chosen_dir)  # where it fails, the end will too, and says so
    code, operation, fault = run_command(command, name, pattern)
    faults = fault, report(replace(operation, expected_ms=expected_ms, id=start.id), chosen_dir)
    return code, [one for one in faults if one]


def report(operation: Operation, chosen_dir: str | None) -> Text | None:
    """Leave a run beside the history in the chosen folder or the usual one; what was in the way."""
    try:
        folder = data_dir(chosen_dir)
        leave(folder, operation)
        StartFolder(folder).end([operation])
    except OSError as error:
        return msg("The run could not be reported ({error}).", error=error.strerror or str(error))
    except PorchlightError as error:
        return msg("The run could not be reported: {error}", error=error.text)
    return None


def report_start(start: RunStart, chosen_dir: str | None) -> Text | None:
    """Leave the start of a run beside the history; what was in the way."""
    try:
        StartFolder(data_dir(chosen_dir)).begin(start)
    except OSError as error:
        return msg("The start could not be reported ({error}).", error=error.strerror or str(error))
    except PorchlightError as error:
        return msg("The start could not be reported: {error}", error=error.text)
    return None
