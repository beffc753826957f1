"""``porchlight version``: which one this is, and with ``--check`` whether there is a newer one."""

import argparse
import asyncio
import json
import sys

from app import __version__
from app.cli import exit_codes
from app.settings.paths import config_file
from app.settings.schema import MonitorSettings
from app.settings.updates import UpdateSettings
from app.updates.feed import Release


def version(args: argparse.Namespace) -> int:
    """Run the command. Whoever asks by hand is answered whatever the settings say of looking daily."""
    if not args.check:
        print(json.dumps({"version": __version__}) if args.json else f"porchlight {__version__}")
        return 0
    from app.runtime.kinds import load_settings

    settings = load_settings(config_file(args.config))
    answer = asyncio.run(_look(settings.updates, settings.monitor))
    if isinstance(answer, str):
        print(f"porchlight: {answer}", file=sys.stderr)
        return exit_codes.UNAVAILABLE
    if args.json:
        newer = None if answer is None else {"version": answer.version, "url": answer.page}
        print(json.dumps({"version": __version__, "newer": newer}))
    elif answer is None:
        print(f"porchlight {__version__} is the newest release.")
    else:
        print(f"porchlight {answer.version} is out; this is {__version__}.{f' {answer.page}' if answer.page else ''}")
    return 0


async def _look(settings: UpdateSettings, monitor: MonitorSettings) -> Release | str | None:
    from app.probes.http_client import ProbeHttpClient
    from app.updates.watch import look

    async with ProbeHttpClient(proxies=monitor.proxies()) as http:
        return await look(settings, http)
