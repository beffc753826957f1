"""The Windows program, frozen by PyInstaller with the same build.spec as everywhere, and its installer."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.places import CHECKOUT, FROZEN, KEPT, PREFIX, PYTHON
from installers.windows.workshop.python import with_checkout
from installers.windows.workshop.wine import windows_path

_KEPT_FROZEN = KEPT / "frozen"
_GOES_IN = ("app", "resources", "build.spec", "installers/bundle", "LICENSE", "pyproject.toml", "uv.lock")
_WORK = CHECKOUT / "build" / "windows"
_PROGRAM = Path(__file__).with_name("in_wine.py")
_FREEZING_SECONDS = 1500


def freeze() -> Path:
    """Freeze the program, unless nothing changed that goes into it; returns its folder.

    Raises AssertionError with what PyInstaller said.
    """
    kept = _KEPT_FROZEN / _fingerprint()
    if not kept.exists():
        _freeze()
        shutil.rmtree(_KEPT_FROZEN, ignore_errors=True)
        shutil.copytree(FROZEN, kept)
        return FROZEN
    print("Nothing changed that is frozen: the program of the last time is taken", flush=True)
    shutil.rmtree(FROZEN, ignore_errors=True)
    shutil.copytree(kept, FROZEN)
    return FROZEN


def _fingerprint() -> str:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *_GOES_IN],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    digest = hashlib.sha256(_PROGRAM.read_bytes())
    for name in sorted(listed.stdout.split("\0")):
        file = CHECKOUT / name
        if name and file.is_file():
            digest.update(f"{name}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _freeze() -> None:
    print("Freezing the program under Wine", flush=True)
    shutil.rmtree(FROZEN, ignore_errors=True)
    _WORK.mkdir(parents=True, exist_ok=True)
    with Desktop(PREFIX) as desktop:
        with_checkout(desktop.wine).run(
            str(PYTHON / "python.exe"),
            *(windows_path(_PROGRAM), "--noconfirm", "--log-level", "WARN"),
            *("--distpath", windows_path(FROZEN.parent), "--workpath", windows_path(_WORK), "build.spec"),
            seconds=_FREEZING_SECONDS,
        )
