"""``porchlight report``: the span on a few pages for a director, as Markdown, HTML or PDF."""

import argparse
import asyncio
import sys

from porchlight.cli import exit_codes
from porchlight.cli.history import span
from porchlight.cli.language import tr
from porchlight.cli.output import print_error, print_file
from porchlight.cli.places import UsageError, begin_log, load, unwritable, usage_exit
from porchlight.redaction import Redactor
from porchlight.runtime.history import read_report, take_in_waiting
from porchlight.settings.paths import data_dir, history_file
from porchlight.settings.report import ReportFormat
from porchlight.settings.schema import Language


def written_report(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    wanted = ReportFormat(args.format)
    try:
        span_ms = span(args.since)
        settings = load(args)
        if wanted is ReportFormat.PDF and args.output is None and sys.stdout.isatty():
            raise UsageError(tr("A PDF cannot be shown in a terminal. Use --output FILE."))
    except UsageError as error:
        return usage_exit(error)
    language = None if args.language is None else Language(args.language)
    folder = data_dir(args.data_dir)
    asyncio.run(take_in_waiting(folder))
    content = read_report(history_file(folder), settings, span_ms, wanted, redactor, language)
    if args.output is None:
        print_file(content)
        return 0
    try:
        with open(args.output, "wb") as file:
            file.write(content)
    except OSError as error:
        print_error(unwritable(args.output, error))
        return exit_codes.CANNOT_CREATE
    print_error(tr("The report is in {file}.", file=args.output))
    return 0
