"""The installer, compiled by the real compiler of Inno Setup."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.places import CHECKOUT, FROZEN, INNO, INNO_PACKAGE, KEPT, PREFIX, SETUPS
from installers.windows.workshop.wine import windows_path

_COMPILER = INNO / "node_modules" / "innosetup" / "bin" / "ISCC.exe"
_SCRIPT = CHECKOUT / "installers" / "windows" / "porchlight.iss"
_COMPILING_SECONDS = 400
AS_RELEASED = "lzma2/max"
QUICKLY = "lzma2/fast"


def fetch() -> None:
    """Fetch the compiler if it is not there. Raises CalledProcessError."""
    if _COMPILER.exists():
        return
    new = KEPT / "inno.new"
    shutil.rmtree(new, ignore_errors=True)
    words = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(new)]
    subprocess.run([*words, INNO_PACKAGE], check=True, stdin=subprocess.DEVNULL)
    shutil.rmtree(INNO, ignore_errors=True)
    new.rename(INNO)


def compile_setup(
    version: str, *, source: Path = FROZEN, compression: str = QUICKLY, switches: Sequence[str] = ()
) -> Path:
    """Make the installer of what is frozen in ``source``. Raises AssertionError with what the compiler said.

    ``switches``: more of the compiler's.
    """
    setup = SETUPS / f"porchlight-{version}-windows-x64-setup.exe"
    setup.unlink(missing_ok=True)
    print(f"Compiling {setup.name}", flush=True)
    with Desktop(PREFIX) as desktop:
        said = desktop.wine.run(
            *(str(_COMPILER), "/Q", f"/DVersion={version}", f"/DSource={windows_path(source)}"),
            *(f"/DOutput={windows_path(SETUPS)}", f"/DCompression={compression}", *switches, windows_path(_SCRIPT)),
            seconds=_COMPILING_SECONDS,
        )
    # Without 32-bit Wine the compiler ends with 0, prints nothing and writes no file.
    if not setup.exists():
        raise AssertionError(f"no {setup.name} was written:\n{said.stdout}\n{said.stderr}")
    return setup
