"""``porchlight run`` and ``porchlight record``: jobs of any kind report their runs."""

import argparse
import time
from datetime import datetime
from pathlib import PurePath

from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import print_error
from porchlight.cli.places import UsageError, usage_exit
from porchlight.intake.numbers import LATEST_MS
from porchlight.intake.operations import AHEAD_MS, LARGEST_COUNT, LONGEST_ID
from porchlight.intake.text import NAME, clean_line
from porchlight.language.english import of_error
from porchlight.model.operation import Operation, RunStart
from porchlight.runtime import jobs
from porchlight.settings.schema import parse_duration


def run(args: argparse.Namespace) -> int:
    """Run a command and report it; the exit code is the command's, even where the report fails."""
    command = args.command_line[1:] if args.command_line[:1] == ["--"] else args.command_line
    if not command:
        return usage_exit(
            UsageError(tr("Please give a command: porchlight run --name “nightly import” -- COMMAND …"))
        )
    try:
        expected_ms = None if args.expect_every is None else parse_duration(args.expect_every) * 1000
    except ValueError:
        return usage_exit(UsageError(tr("“{text}” is not a time span. Use 15m, 1h or 1d.", text=args.expect_every)))
    try:
        name = clean_line(args.name or PurePath(command[0]).stem, NAME)
        code, faults = jobs.run(command, name, args.count_pattern, expected_ms, args.data_dir)
    except ValueError as error:
        return usage_exit(UsageError(rendered(of_error(error))))
    for fault in faults:
        print_error(f"porchlight: {rendered(fault)}")
    return code


def record(args: argparse.Namespace) -> int:
    """Report a run that another program measured, or that one has started."""
    if args.start:
        return _record_start(args)
    try:
        seconds = parse_duration(args.duration)
    except ValueError:
        return usage_exit(UsageError(tr("“{text}” is not a duration. Use 90s, 5m or 1.5h.", text=args.duration)))
    ended_ms = time.time_ns() // 1_000_000
    if args.at is not None:
        try:
            ended_ms = round(datetime.fromisoformat(args.at).timestamp() * 1000)
            if not round(seconds * 1000) <= ended_ms <= LATEST_MS:
                raise ValueError("before 1970")
        except (ValueError, OverflowError, OSError):
            return usage_exit(UsageError(tr("“{text}” is not a time. Use 2026-11-24T03:00.", text=args.at)))
    if ended_ms > time.time_ns() // 1_000_000 + AHEAD_MS:
        return usage_exit(UsageError(tr("“{text}” is in the future.", text=args.at)))
    if any(count is not None and not 0 <= count <= LARGEST_COUNT for count in (args.count, args.failed)):
        return usage_exit(UsageError(tr("A count must be a whole number, 0 or more.")))
    began_ms = ended_ms - round(seconds * 1000)
    operation = Operation(
        clean_line(args.name, NAME),
        began_ms,
        seconds * 1000,
        not args.failed_run,
        args.count,
        args.failed,
        id=clean_line(args.id or "", LONGEST_ID),
    )
    if fault := jobs.report(operation, args.data_dir):
        print_error(f"porchlight: {rendered(fault)}")
        return exit_codes.CANNOT_CREATE
    return 0


def _record_start(args: argparse.Namespace) -> int:
    if (args.at, args.count, args.failed) != (None, None, None) or args.failed_run:
        return usage_exit(UsageError(tr("A start has no end yet: --start goes with --id alone.")))
    start = RunStart(clean_line(args.name, NAME), time.time_ns() // 1_000_000, clean_line(args.id or "", LONGEST_ID))
    if fault := jobs.report_start(start, args.data_dir):
        print_error(f"porchlight: {fault}")
        return exit_codes.CANNOT_CREATE
    return 0
