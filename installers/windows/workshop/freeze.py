"""The Windows program, frozen by PyInstaller with the same build.spec as everywhere, and its installer."""

import shutil
from pathlib import Path

from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.places import CHECKOUT, FROZEN, PREFIX, PYTHON
from installers.windows.workshop.wine import Wine, windows_path

_WORK = CHECKOUT / "build" / "windows"
_PROGRAM = Path(__file__).with_name("in_wine.py")
_FREEZING_SECONDS = 600


def freeze() -> Path:
    """Freeze the program anew; returns its folder. Raises AssertionError with what PyInstaller said."""
    print("Freezing the program under Wine", flush=True)
    shutil.rmtree(FROZEN, ignore_errors=True)
    _WORK.mkdir(parents=True, exist_ok=True)
    with Desktop(PREFIX) as desktop:
        python = _python(desktop.wine)
        python.run(
            str(PYTHON / "python.exe"),
            *(windows_path(_PROGRAM), "--noconfirm", "--log-level", "WARN"),
            *("--distpath", windows_path(FROZEN.parent), "--workpath", windows_path(_WORK), "build.spec"),
            seconds=_FREEZING_SECONDS,
        )
    return FROZEN


def _python(wine: Wine) -> Wine:
    # The program itself is not installed in that Python: its packages are kept, this checkout comes and goes.
    metadata = _WORK / "metadata"
    shutil.rmtree(metadata, ignore_errors=True)
    for folder in (CHECKOUT / ".venv" / "lib").glob("python*/site-packages/porchlight-*.dist-info"):
        shutil.copytree(folder, metadata / folder.name)
    path = ";".join([windows_path(CHECKOUT), windows_path(metadata)])
    return Wine(wine.prefix, wine.display, wine.folders, {"PYTHONPATH": path, "PYTHONUTF8": "1"})
