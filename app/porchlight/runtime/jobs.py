"""Runs of jobs that the command line measures and reports. Imports little, since each job waits for it."""

from collections.abc import Sequence
from dataclasses import replace

from porchlight.language.text import Text, msg
from porchlight.model.errors import PorchlightError
from porchlight.model.operation import Operation
from porchlight.operations.spool import leave
from porchlight.settings.paths import data_dir


def run(
    command: Sequence[str], name: str, count_pattern: str | None, expected_ms: float | None, chosen_dir: str | None
) -> tuple[int, list[Text]]:
    """Run a command and report it: its exit code, and what went wrong with that. Raises ValueError for
    a pattern that is none."""
    from porchlight.operations.run_command import run as run_command

    code, operation, fault = run_command(command, name, count_pattern)
    faults = fault, report(replace(operation, expected_ms=expected_ms), chosen_dir)
    return code, [one for one in faults if one]


def report(operation: Operation, chosen_dir: str | None) -> Text | None:
    """Leave a run beside the history in the chosen folder or the usual one; what was in the way."""
    try:
        leave(data_dir(chosen_dir), operation)
    except OSError as error:
        return msg("The run could not be reported ({error}).", error=error.strerror or str(error))
    except PorchlightError as error:
        return msg("The run could not be reported: {error}", error=error.text)
    return None
