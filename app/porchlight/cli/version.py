"""``porchlight version``: the version of this program, and with ``--check`` whether there is a newer one."""

import argparse
import asyncio

from porchlight import __version__
from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import print_error, print_json, print_line
from porchlight.settings.paths import config_file


def version(args: argparse.Namespace) -> int:
    """Run the command. An explicit check ignores the setting for daily ones."""
    if not args.check:
        if args.json:
            print_json({"version": __version__}, indent=None)
        else:
            print_line(f"porchlight {__version__}")
        return 0
    from porchlight.language.text import Text
    from porchlight.runtime.kinds import load_settings
    from porchlight.runtime.releases import newer_release

    answer = asyncio.run(newer_release(load_settings(config_file(args.config))))
    if isinstance(answer, Text):
        print_error(f"porchlight: {rendered(answer)}")
        return exit_codes.UNAVAILABLE
    if args.json:
        newer = None if answer is None else {"version": answer.version, "url": answer.page}
        print_json({"version": __version__, "newer": newer}, indent=None)
    elif answer is None:
        print_line(tr("porchlight {version} is the newest release.", version=__version__))
    else:
        text = tr("porchlight {newer} is available; this is {version}.", newer=answer.version, version=__version__)
        print_line(f"{text} {answer.page or ''}".rstrip())
    return 0
