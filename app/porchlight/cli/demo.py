"""``porchlight demo`` and ``porchlight`` without a command: the configured components live, or else the demo
services."""

import argparse
import asyncio
import os
import sys
import tempfile
import time

from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.live import Notices, live
from porchlight.cli.output import print_line
from porchlight.cli.places import begin_log, load
from porchlight.cli.render import Style, report_lines
from porchlight.cli.report import report
from porchlight.language.text import msg
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.checks import open_checks
from porchlight.runtime.demo import demo_settings
from porchlight.runtime.options import Role, RunOptions
from porchlight.runtime.supervisor import leave_the_rest
from porchlight.settings.paths import config_file, data_dir

_TITLE = msg("Porchlight, watching its demo services. Nothing here is real; wait a minute and things go wrong.")


def by_itself(args: argparse.Namespace) -> int:
    """``porchlight`` without a command: the configured components live, or the demo where there are none."""
    if not os.path.exists(config_file(args.config)):
        return demo(args)
    if not sys.stdout.isatty():
        from porchlight.cli.health import health

        return health(
            argparse.Namespace(
                **{**vars(args), "component": None, "detailed": True, "json": False, "watch": False, "interval": 0.0}
            )
        )
    redactor = Redactor()
    begin_log(args, redactor)
    settings = load(args)

    async def watch() -> int:
        notices = Notices()
        options = RunOptions(settings, data_dir(args.data_dir), Role.OWNER, redactor, console=notices.add)
        async with await Porchlight.start(options) as porchlight:
            code = exit_codes.OF_STATUS[await live(porchlight, "Porchlight", notices)]
        await leave_the_rest(code)
        return code

    return asyncio.run(watch())


def demo(args: argparse.Namespace) -> int:
    """Watch the demo services live on a terminal; else print one full report. The exit code is 0: it worked."""
    redactor = Redactor()
    with tempfile.TemporaryDirectory(prefix="porchlight-demo-", ignore_cleanup_errors=True) as folder:
        args.data_dir = folder
        begin_log(args, redactor)
        asyncio.run(_live(folder, redactor) if sys.stdout.isatty() else _report(folder, redactor))
    return 0


async def _live(folder: str, redactor: Redactor) -> None:
    notices = Notices()
    async with demo_settings(folder, story=True) as (settings, given):
        options = RunOptions(settings, folder, Role.OWNER, redactor, console=notices.add, given_secrets=given)
        async with await Porchlight.start(options) as porchlight:
            await live(porchlight, rendered(_TITLE), notices)


async def _report(folder: str, redactor: Redactor) -> None:
    async with (
        demo_settings(folder, story=False) as (settings, given),
        open_checks(settings, redactor=redactor, given_secrets=given, data_dir=folder) as checks,
    ):
        began_ms, began = checks.clock.now_ms(), time.perf_counter()
        results = await checks.check_once()
        found = report(checks.components, results, began_ms, (time.perf_counter() - began) * 1000, settings.paths)
    print_line(tr("Porchlight, checking its demo services (nothing here is real)."), "")
    print_line(*report_lines(found, Style.of(sys.stdout), detailed=True))
    print_line("", tr("On a terminal this page is live. Watch your own services: porchlight config edit"))
