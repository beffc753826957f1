"""``porchlight health``: check everything now and print the report, once or repeatedly."""

import argparse
import asyncio
import sys
import time

from porchlight.cli import exit_codes
from porchlight.cli.language import tr
from porchlight.cli.output import draw, print_error, print_json, print_line, sequence
from porchlight.cli.places import UsageError, begin_log, find, load, usage_exit
from porchlight.cli.progress import Progress
from porchlight.cli.render import Style, report_lines, trend
from porchlight.cli.report import HealthReport, report
from porchlight.language.text import Duration, ResponseTime
from porchlight.model.errors import HistoryError
from porchlight.model.result import Result
from porchlight.redaction import Redactor
from porchlight.runtime.checks import Checks, open_checks
from porchlight.runtime.history import open_reader, remember
from porchlight.settings.paths import data_dir

_DAY_MS = 86_400_000
_HOME_AND_CLEAR = f"{sequence('H')}{sequence('2J')}{sequence('3J')}"


def health(args: argparse.Namespace) -> int:
    """Run the command; its exit code is the overall status."""
    redactor = Redactor()
    begin_log(args, redactor)
    try:
        return asyncio.run(_Health(args, redactor).run())
    except UsageError as error:
        return usage_exit(error)


class _Health:
    def __init__(self, args: argparse.Namespace, redactor: Redactor) -> None:
        self._args = args
        self._redactor = redactor
        self._settings = load(args)
        self._only: str | None = None
        self._history_fault_shown = False
        if args.component is not None:
            components = [item.component for item in self._settings.components]
            self._only = find(args.component, components).id

    async def run(self) -> int:
        """Once, or with ``--watch`` until the user leaves."""
        async with open_checks(
            self._settings, redactor=self._redactor, data_dir=data_dir(self._args.data_dir)
        ) as checks:
            found = await self._sweep(checks)
            self._show(found)
            if self._args.watch:
                found = await self._watch(checks, found)
        return exit_codes.OF_STATUS[found.overall]

    async def _watch(self, checks: Checks, found: HealthReport) -> HealthReport:
        loop = asyncio.get_running_loop()
        due = loop.time()
        try:
            while True:
                due = max(due + self._args.interval, loop.time())
                await asyncio.sleep(due - loop.time())
                found = await self._sweep(checks)
                self._show(found)
        except asyncio.CancelledError:  # Ctrl-C: asyncio.run turns it into the cancellation of the main task
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
            return found

    async def _sweep(self, checks: Checks) -> HealthReport:
        chosen = [component for component in checks.components if self._only in (None, component.id)]
        progress = Progress([component for component in chosen if component.enabled])
        began_ms, began = checks.clock.now_ms(), time.perf_counter()
        try:
            results = await checks.check_once(only=self._only, on_result=progress.done)
        finally:
            progress.end()
        duration_ms = (time.perf_counter() - began) * 1000
        await self._remember(results)
        paths = self._settings.paths if self._only is None else {}
        vendors = await checks.ask_vendors(results)
        found = report(chosen, results, began_ms, duration_ms, paths, vendors)
        return found.with_diagnoses(await checks.diagnose_all(results)) if self._args.detailed else found

    async def _remember(self, results: list[Result]) -> None:
        try:
            await remember(self._settings, data_dir(self._args.data_dir), results)
        except HistoryError as error:
            if not self._history_fault_shown:
                print_error("porchlight: " + tr("These results were not stored: {error}", error=error.terminal_text))
            self._history_fault_shown = True

    def _show(self, found: HealthReport) -> None:
        args = self._args
        if args.json:
            print_json(found.as_json(detailed=args.detailed), indent=None if args.watch else 2, flush=True)
            return
        style = Style.of(sys.stdout)
        if args.watch and style.terminal:
            draw(_HOME_AND_CLEAR)
        print_line(*report_lines(found, style, detailed=args.detailed, trends=self._trends(found)))
        moment = time.strftime("%H:%M:%S", time.localtime(found.began_ms / 1000))
        took = (
            Duration(found.duration_ms / 1000)
            if found.duration_ms >= 90_000
            else ResponseTime(found.duration_ms * 1000)
        )
        if args.watch:
            text = tr(
                "Checked at {time} in {took}, again every {interval}. Ctrl-C to quit.",
                time=moment,
                took=took,
                interval=Duration(args.interval),
            )
        else:
            text = tr("Checked at {time} in {took}.", time=moment, took=took)
        print_line("", style.paint(text, "90"), flush=True)

    def _trends(self, found: HealthReport) -> dict[str, str]:
        if not self._args.detailed:
            return {}
        until_ms = found.began_ms + round(found.duration_ms) + 1
        try:
            with open_reader(data_dir(self._args.data_dir)) as reader:
                return {
                    row.component.id: trend(reader.summary(row.component.id, until_ms - _DAY_MS, until_ms))
                    for row in found.rows
                }
        except HistoryError:
            return {}
