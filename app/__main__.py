"""``porchlight`` and ``python -m app``."""

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from app.self_test.part import Part

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    # Imports make tens of thousands of objects and no garbage; looking for some every 700 objects (Python's default)
    # costs a tenth of the start.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    from app.cli.output import guard_streams

    guard_streams()
    from app.cli.main import Desktop, run

    code = run(sys.argv[1:], Desktop(_open_desktop, _desktop_parts))
    _leave(code)


def _open_desktop(args: "argparse.Namespace") -> int | None:
    """The tray app. Without a command it opens only where there is a screen; else the terminal is used."""
    from app.desktop.main import run
    from app.desktop.platform.libraries import has_screen

    if args.command is None and not has_screen():
        return None
    from app.cli.places import begin_log

    return run(args, begin_log)


def _desktop_parts() -> "Sequence[Part]":
    from app.desktop.self_test import parts

    return parts()


def _leave(code: int) -> NoReturn:
    """End at once. Everything is closed and written; freeing each object one by one would take 40 ms more."""
    if logging := sys.modules.get("logging"):
        logging.shutdown()
    from app.cli.exit_codes import UNAVAILABLE
    from app.cli.output import end_streams

    written = end_streams()
    os._exit(code if written or code else UNAVAILABLE)


if __name__ == "__main__":
    main()
