"""``porchlight`` and ``python -m app``."""

import gc
import os
import sys
from typing import NoReturn

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    # Imports make tens of thousands of objects and no garbage; looking for some every 700 objects (Python's default)
    # costs a tenth of the start.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    from app.cli.main import run

    code = run(sys.argv[1:])
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End at once. Everything is closed and written; freeing each object one by one would take 40 ms more."""
    if logging := sys.modules.get("logging"):
        logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            continue
    os._exit(code)


if __name__ == "__main__":
    main()
