"""``porchlight report``: the span on a few pages for a director, as Markdown, HTML or PDF."""

import argparse
import asyncio
import sys
from contextlib import closing

from porchlight.cli import exit_codes
from porchlight.cli.history import span
from porchlight.cli.output import print_error, print_file
from porchlight.cli.places import UsageError, begin_log, load, usage_exit
from porchlight.exporters.report.writing import Wanted, report_of
from porchlight.redaction import Redactor
from porchlight.runtime.history import open_reader, take_in_waiting
from porchlight.settings.paths import data_dir
from porchlight.settings.report import ReportFormat
from porchlight.settings.schema import Language
from porchlight.zones import local_zone


def written_report(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    wanted = ReportFormat(args.format)
    try:
        since_ms, until_ms = span(args.since)
        settings = load(args)
        if wanted is ReportFormat.PDF and args.output is None and sys.stdout.isatty():
            raise UsageError("A PDF is nothing for a terminal: say where to with --output FILE.")
    except UsageError as error:
        return usage_exit(error)
    language = Language(args.language) if args.language is not None else settings.desktop.language
    order = Wanted(settings, since_ms, until_ms, local_zone(), wanted, language)
    asyncio.run(take_in_waiting(data_dir(args.data_dir)))
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        content = report_of(order, reader, redactor.text)
    if args.output is None:
        print_file(content)
        return 0
    try:
        with open(args.output, "wb") as file:
            file.write(content)
    except OSError as error:
        print_error(f"porchlight: {args.output} cannot be written ({error.strerror}).")
        return exit_codes.CANNOT_CREATE
    print_error(f"The report is in {args.output}.")
    return 0
