"""Wine's drive C: and registry, as Windows 10, with the stand-ins."""

import shutil
import subprocess
from pathlib import Path

from installers.windows.workshop import stand_ins
from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.places import KEPT, PREFIX

_BEGINNING_SECONDS = 180


def make() -> None:
    """Make it if it is not there. Raises CalledProcessError, TimeoutExpired."""
    if PREFIX.exists():
        stand_ins.put(PREFIX / "drive_c" / "windows" / "system32")
        return
    print("Making Wine's drive C: (once)", flush=True)
    new = KEPT / "prefix.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    with Desktop(new) as desktop:
        wine = desktop.wine
        for words in (["wineboot", "-i"], ["winecfg", "-v", "win10"]):
            subprocess.run(
                wine.command(*words),
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_BEGINNING_SECONDS,
            )
        wine.settle()
    stand_ins.put(new / "drive_c" / "windows" / "system32")
    new.rename(PREFIX)


def copy(target: Path) -> None:
    """A Windows of one's own, as it was when it was made; links to the user's folders become folders."""
    shutil.copytree(PREFIX, target, symlinks=True)
