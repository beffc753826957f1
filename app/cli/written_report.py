"""``porchlight report``: how everything was over a span, as Markdown or as one HTML page for a director."""

import argparse
import asyncio
import sys
from contextlib import closing

from app.cli import exit_codes
from app.cli.history import span
from app.cli.places import UsageError, begin_log, load, usage_exit
from app.exporters.report import as_html, as_markdown
from app.insight.report import Watched, read_report
from app.insight.usual import local_zone
from app.redaction import Redactor
from app.runtime import open_reader, take_in_waiting
from app.settings.paths import data_dir

FORMATS = {"md": as_markdown, "html": as_html}


def written_report(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    try:
        since_ms, until_ms = span(args.since)
        settings = load(args)
    except UsageError as error:
        return usage_exit(error)
    zone = local_zone()
    components = [item.component for item in settings.components if item.component.enabled]
    watched = [Watched(one.id, one.name, one.kind, one.critical) for one in components]
    asyncio.run(take_in_waiting(data_dir(args.data_dir)))
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        known = set(reader.components())
        report = read_report(reader, [one for one in watched if one.id in known], since_ms, until_ms, zone)
    text = redactor.text(FORMATS[args.format](report, zone))
    if args.output is None:
        print(text, end="")
        return 0
    try:
        with open(args.output, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        print(f"porchlight: {args.output} cannot be written ({error.strerror}).", file=sys.stderr)
        return exit_codes.CANNOT_CREATE
    print(f"The report is in {args.output}.", file=sys.stderr)
    return 0
