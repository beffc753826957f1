"""``porchlight components``: what is watched, and one component in detail."""

import argparse
import asyncio
import sys
import time

from porchlight.cli import exit_codes
from porchlight.cli.columns import in_columns
from porchlight.cli.language import duration, rendered, tr, tr_in
from porchlight.cli.output import print_line
from porchlight.cli.places import UsageError, begin_log, find, load, usage_exit
from porchlight.cli.progress import Progress
from porchlight.cli.render import Style, report_lines
from porchlight.cli.report import report
from porchlight.model.component import Component
from porchlight.redaction import Redactor
from porchlight.runtime.checks import open_checks
from porchlight.runtime.kinds import address_of, credentials_of
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import data_dir
from porchlight.settings.problems import problems_text


def components(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    settings = load(args)
    if args.action == "list":
        return _list(settings)
    try:
        component = find(args.component, [item.component for item in settings.components])
    except UsageError as error:
        return usage_exit(error)
    return asyncio.run(_test(settings, component, redactor, data_dir(args.data_dir)))


def _list(settings: LoadedSettings) -> int:
    rows = [(tr("ID"), tr("KIND"), tr("EVERY"), "", tr("WHERE"), tr("CREDENTIAL"))]
    for item in settings.components:
        component = item.component
        marks = tr_in("a component", "critical") if component.critical else ""
        marks = marks if component.enabled else tr("disabled")
        if item.settings is None:
            place, credentials = rendered(problems_text(item.problems)), ""
        else:
            place = address_of(settings, component.id)
            credentials = ", ".join(credentials_of(settings, component.id))
        rows.append((component.id, component.kind or "?", duration(component.interval), marks, place, credentials))
    print_line(*in_columns(rows))
    return 0


async def _test(settings: LoadedSettings, component: Component, redactor: Redactor, folder: str) -> int:
    """Check one and show all details; nothing of it goes into the history."""
    async with open_checks(settings, redactor=redactor, data_dir=folder) as checks:
        progress = Progress([component])
        began_ms, began = checks.clock.now_ms(), time.perf_counter()
        try:
            results = await checks.check_once(only=component.id)
        finally:
            progress.end()
        found = report([component], results, began_ms, (time.perf_counter() - began) * 1000)
        found = found.with_diagnoses(await checks.diagnose_all(results))
    print_line(*report_lines(found, Style.of(sys.stdout), detailed=True))
    return exit_codes.OF_STATUS[found.overall]
