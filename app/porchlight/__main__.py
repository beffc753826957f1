"""``porchlight`` and ``python -m porchlight``."""

import gc
import os
import sys
import time
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from porchlight.redaction import Redactor
    from porchlight.self_test.part import Part

_OBJECTS_BETWEEN_COLLECTIONS = 20_000
_DAY = 86_400


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    # Imports make tens of thousands of objects and no garbage; a collection every 700 objects (Python's default)
    # costs a tenth of the start.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    from porchlight.cli.output import guard_streams

    guard_streams()
    _require_possible_zone()
    from porchlight.cli.main import Desktop, run

    code = run(sys.argv[1:], Desktop(_open_desktop, _desktop_parts))
    _leave(code)


def _require_possible_zone() -> None:
    """The C library accepts a zone a day or more away from UTC (``TZ=XXX-24``); in Python each date would fail."""
    if hasattr(time, "tzset") and max(abs(time.timezone), abs(time.altzone)) >= _DAY:
        from porchlight.cli.language import tr
        from porchlight.cli.output import print_error

        os.environ["TZ"] = "UTC"
        time.tzset()
        fault = tr("This computer's time zone is a day or more away from UTC. UTC is used instead.")
        print_error(f"porchlight: {fault}")


def _open_desktop(args: "argparse.Namespace") -> int | None:
    """The tray app. Without a command it opens only where there is a screen; else the terminal is used."""
    from porchlight.desktop.main import run
    from porchlight.desktop.platform.libraries import has_screen

    if args.command is None and not has_screen():
        return None
    return run(args, _begin_log)


def _begin_log(args: "argparse.Namespace", redactor: "Redactor") -> None:
    """Loaded with the settings, after the light is shown."""
    from porchlight.cli.places import begin_log

    begin_log(args, redactor)


def _desktop_parts() -> "Sequence[Part]":
    from porchlight.desktop.self_test import parts

    return parts()


def _leave(code: int) -> NoReturn:
    """Exit at once. Everything is closed and written; freeing each object one by one would take 40 ms more."""
    if logging := sys.modules.get("logging"):
        logging.shutdown()
    from porchlight.cli.exit_codes import UNAVAILABLE
    from porchlight.cli.output import end_streams

    written = end_streams()
    os._exit(code if written or code else UNAVAILABLE)


if __name__ == "__main__":
    main()
