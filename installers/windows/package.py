"""``python -m installers.windows.package [--dry-run]``: the installer of what was frozen, signed where it can be.

On Windows, with Inno Setup 6. ``WINDOWS_CERTIFICATE`` (a .pfx in base64) and ``WINDOWS_CERTIFICATE_PASSWORD`` sign
the programs, the installer and the uninstaller in it; without them nothing is signed, and Windows warns whoever
starts it. ``--dry-run`` says each command instead of running it.
"""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_TOP = Path(__file__).resolve().parents[2]
_SIGN = ("sign", "/q", "/fd", "sha256", "/td", "sha256", "/tr", "http://timestamp.digicert.com")
_CERTIFICATE, _PASSWORD = "WINDOWS_CERTIFICATE", "WINDOWS_CERTIFICATE_PASSWORD"


def commands(version: str, programs: Path, *, certificate: str | None, password: str) -> list[list[str]]:
    """What is to be run, in this order; ``programs`` is Windows' folder for 32-bit programs."""
    compiler = str(programs / "Inno Setup 6" / "ISCC.exe")
    script = str(_TOP / "installers" / "windows" / "porchlight.iss")
    if certificate is None:
        return [[compiler, "/Q", f"/DVersion={version}", script]]
    tool = _newest_tool(programs)
    sign = [*_SIGN, "/f", certificate, "/p", password]
    frozen = [str(_TOP / "dist" / "porchlight" / name) for name in ("porchlight.exe", "porchlight-tray.exe")]
    setup = str(_TOP / "dist" / f"porchlight-{version}-windows-x64-setup.exe")
    # Inno Setup's own quotes, for it hands the line to Windows as it is; $f is the file, quoted.
    line = " ".join([f"$q{tool}$q", *(f"$q{word}$q" if " " in word else word for word in sign), "$f"])
    return [
        [tool, *sign, *frozen],
        [compiler, "/Q", f"/DVersion={version}", "/DSign", f"/Sporchlight={line}", script],
        [tool, "verify", "/q", "/pa", *frozen, setup],
    ]


def _newest_tool(programs: Path) -> str:
    found = (programs / "Windows Kits" / "10" / "bin").glob("*/x64/signtool.exe")
    return max(map(str, found), default="signtool.exe")


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Do it. Raises CalledProcessError."""
    from porchlight import __version__

    dry = "--dry-run" in arguments
    given, password = environment.get(_CERTIFICATE), environment.get(_PASSWORD, "")
    programs = Path(environment.get("ProgramFiles(x86)") or r"C:\Program Files (x86)")
    if not given:
        print(f"Not signed: {_CERTIFICATE} is not set. Windows will warn whoever starts it.", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "porchlight.pfx"
        if given and not dry:
            certificate.write_bytes(base64.b64decode(given))
        for words in commands(
            __version__, programs, certificate=str(certificate) if given else None, password="…" if dry else password
        ):
            if dry:
                print(subprocess.list2cmdline(words))
            else:
                subprocess.run(words, check=True)


if __name__ == "__main__":
    main(sys.argv[1:], os.environ)
