"""``porchlight`` and ``python -m app``."""

import gc
import io
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # not in a program without a console
            # A pipe on Windows takes some 250 letters, and ▲ is none of them: a ? is better than no answer.
            stream.reconfigure(errors="replace")
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
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a windowed program on Windows has neither
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            continue
    os._exit(code)


if __name__ == "__main__":
    main()
