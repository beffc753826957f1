"""``python installers/windows/try_setup.py SETUP``: installs it as a user would, tries the program, removes it.

On Windows, or by the Windows Python in Wine; for a computer that has no Porchlight: it removes the one there is.
"""

import json
import os
import subprocess
import sys
import time
import winreg
from pathlib import Path

_SILENT = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_SECONDS = 120


def main(setup: str) -> None:
    """Do it. Raises SystemExit with what is wrong, CalledProcessError, TimeoutExpired."""
    folder = Path(os.environ["LOCALAPPDATA"]) / "Programs" / "Porchlight"
    subprocess.run([setup, *_SILENT, "/CURRENTUSER", "/TASKS=autostart,path"], check=True, timeout=_SECONDS)
    print(_say(folder, "--version").strip())
    _demand(_starts_at_login() == f'"{folder}\\porchlight-tray.exe" tray', f"At login starts {_starts_at_login()}.")

    told = json.loads(_say(folder, "self-test", "--json"))
    for part in told["parts"]:
        print(f"{part['state']:8} {part['name']} {part['sentence']}")

    tray = subprocess.Popen([folder / "porchlight-tray.exe", "tray"])
    until = time.monotonic() + _SECONDS
    while subprocess.run([folder / "porchlight.exe", "tray", "--quit"], capture_output=True).returncode != 0:
        _demand(tray.poll() is None, f"The tray app ended with {tray.returncode}.")
        _demand(time.monotonic() < until, "The tray app does not hear.")
    _demand(tray.wait(_SECONDS) == 0, f"The tray app ended with {tray.returncode}.")
    print("The tray app starts, and ends when it is asked to.")

    subprocess.run([folder / "unins000.exe", *_SILENT], check=True, timeout=_SECONDS)
    until = time.monotonic() + _SECONDS
    while folder.exists():  # the uninstaller removes itself once this process's child has ended
        _demand(time.monotonic() < until, f"{folder} is still there.")
    _demand(_starts_at_login() is None, f"At login still starts {_starts_at_login()}.")
    print("All is in order.")


def _say(folder: Path, *arguments: str) -> str:
    words = [folder / "porchlight.exe", *arguments]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=_SECONDS)
    _demand(done.returncode == 0, f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _demand(fulfilled: bool, otherwise: str) -> None:
    if not fulfilled:
        sys.exit(otherwise)


def _starts_at_login() -> str | None:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
        try:
            return str(winreg.QueryValueEx(key, "Porchlight")[0])
        except FileNotFoundError:
            return None


if __name__ == "__main__":
    main(sys.argv[1])
