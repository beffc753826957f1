"""``porchlight run`` and ``porchlight record``: jobs of any kind report their runs."""

import argparse
import time
from datetime import datetime
from pathlib import PurePath

from porchlight.cli import exit_codes
from porchlight.cli.output import print_error
from porchlight.cli.places import UsageError, usage_exit
from porchlight.intake.numbers import LATEST_MS
from porchlight.intake.operations import AHEAD_MS, LARGEST_COUNT
from porchlight.intake.text import NAME, clean_line
from porchlight.model.operation import Operation
from porchlight.runtime import jobs
from porchlight.settings.schema import parse_duration


def run(args: argparse.Namespace) -> int:
    """Run a command and report it; the exit code is the command's, even where the report fails."""
    command = args.command_line[1:] if args.command_line[:1] == ["--"] else args.command_line
    if not command:
        return usage_exit(UsageError("Say what to run: porchlight run --name “nightly import” -- COMMAND …"))
    try:
        expected_ms = None if args.expect_every is None else parse_duration(args.expect_every) * 1000
    except ValueError:
        return usage_exit(UsageError(f"“{args.expect_every}” is no span of time: write 15m, 1h or 1d."))
    try:
        name = clean_line(args.name or PurePath(command[0]).stem, NAME)
        code, faults = jobs.run(command, name, args.count_pattern, expected_ms, args.data_dir)
    except ValueError as error:
        return usage_exit(UsageError(f"The pattern cannot be used: {error}."))
    for fault in faults:
        print_error(f"porchlight: {fault}")
    return code


def record(args: argparse.Namespace) -> int:
    """Report a run that another program measured."""
    try:
        seconds = parse_duration(args.duration)
    except ValueError:
        return usage_exit(UsageError(f"“{args.duration}” is no duration: write 90s, 5m or 1.5h."))
    ended_ms = time.time_ns() // 1_000_000
    if args.at is not None:
        try:
            ended_ms = round(datetime.fromisoformat(args.at).timestamp() * 1000)
            if not round(seconds * 1000) <= ended_ms <= LATEST_MS:
                raise ValueError("before 1970")
        except (ValueError, OverflowError, OSError):
            return usage_exit(UsageError(f"“{args.at}” is no time: write 2026-11-24T03:00."))
    if ended_ms > time.time_ns() // 1_000_000 + AHEAD_MS:
        return usage_exit(UsageError(f"“{args.at}” lies in the future."))
    if any(count is not None and not 0 <= count <= LARGEST_COUNT for count in (args.count, args.failed)):
        return usage_exit(UsageError("A count is a whole number from 0 on."))
    began_ms = ended_ms - round(seconds * 1000)
    operation = Operation(
        clean_line(args.name, NAME), began_ms, seconds * 1000, not args.failed_run, args.count, args.failed
    )
    if fault := jobs.report(operation, args.data_dir):
        print_error(f"porchlight: {fault}")
        return exit_codes.CANNOT_CREATE
    return 0
