"""``python -m installers.windows.workshop``: builds the Windows program and its installer on Linux, for tests.

``--prepared``: only what is kept between runs.
"""

import sys
import time

from installers.windows.workshop import debian, freeze, inno, prefix, python, stand_ins
from installers.windows.workshop.places import CHECKOUT, KEPT


def main(arguments: list[str]) -> int:
    """Do it, and say how long each part took."""
    began = time.monotonic()
    KEPT.mkdir(parents=True, exist_ok=True)
    for step in (debian.make, stand_ins.make, inno.fetch, python.make, prefix.make):
        step()
    print(f"Everything is there after {time.monotonic() - began:.0f} s, in {KEPT}", flush=True)
    if "--prepared" in arguments:
        return 0
    freeze.freeze()
    print(f"Frozen after {time.monotonic() - began:.0f} s", flush=True)
    setup = inno.compile_setup(own_version())
    print(
        f"{setup.relative_to(CHECKOUT)}, {setup.stat().st_size / 1e6:.0f} MB, after {time.monotonic() - began:.0f} s"
    )
    return 0


def own_version() -> str:
    """Of the program in this checkout."""
    from porchlight import __version__

    return __version__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
