"""``python -m installers.windows.workshop.run_tests [ARGUMENTS]``: tests, run by the Windows Python in Wine.

Where nothing else is given: those of tests/unit and tests/contract, and of the history and the updates. The others
want Debian's servers or an X desktop, or end a program by a signal, which Wine has no console for. Wine also trusts a
certificate whose issuer is not there, as Windows does not.
"""

import sys

from installers.windows.workshop import debian, prefix, python, stand_ins
from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.places import KEPT, PREFIX, PYTHON, TEST_PACKAGES

_SECONDS = 2400
_HISTORY = ("tests/integration/history", "tests/integration/updates")
_USUAL = ("tests/unit", "tests/contract", *_HISTORY)
# What is kept of a run would be mixed up with that of the same tests on Linux.
_NOTHING_KEPT = ("-p", "no:cacheprovider", "--basetemp", r"C:\tests")
# Wine is slow, and what takes too long ends all of it there.
_PATIENCE = ("--timeout", "300")


def main(arguments: list[str]) -> int:
    """Run them; the exit code is pytest's."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for step in (debian.make, stand_ins.make, python.make, python.make_test_packages, prefix.make):
        step()
    with Desktop(PREFIX) as desktop:
        wine = python.with_checkout(desktop.wine, TEST_PACKAGES)
        words = (
            str(PYTHON / "python.exe"),
            "-B",
            "-m",
            "pytest",
            "-q",
            *_NOTHING_KEPT,
            *_PATIENCE,
            *(arguments or _USUAL),
        )
        done = wine.run(*words, seconds=_SECONDS, check=False)
    print(done.stdout, done.stderr, sep="\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
