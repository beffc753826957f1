"""A Windows to install in: runs setups, the installed programs and the uninstaller, and reads the registry."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installers.windows.workshop.desktop import Desktop
from installers.windows.workshop.wine import Wine, windows_path

FOLDER = r"C:\users\root\AppData\Local\Programs\Porchlight"
RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{7C0B1B5E-6C5B-4E0E-9C39-0B6A5B6E9D41}_is1"
ACTIVATOR_KEY = r"HKCU\Software\Classes\CLSID\{5B0D2B0E-3C67-4F0B-9C1B-7E1C6A4C9F35}\LocalServer32"
ENVIRONMENT_KEY = r"HKCU\Environment"
_SILENT = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
_SECONDS = 120


@dataclass
class Windows:
    """One Windows, with its display."""

    desktop: Desktop
    scratch: Path

    @property
    def wine(self) -> Wine:
        return self.desktop.wine

    @property
    def history(self) -> Path:
        """This user's."""
        return self.wine.home / "AppData" / "Local" / "porchlight" / "history.sqlite3"

    def setup(self, file: Path, *switches: str, whom: str = "/CURRENTUSER") -> tuple[int, str]:
        """Run an installer silently; its exit code and its log."""
        log = self.scratch / "setup.log"
        log.unlink(missing_ok=True)
        words = (str(file), *_SILENT, whom, f"/LOG={windows_path(log)}", *switches)
        done = self.wine.run(*words, seconds=_SECONDS, check=False)
        return done.returncode, _text(log)

    def uninstall(self, folder: str = FOLDER, *switches: str) -> tuple[int, str]:
        """Run the uninstaller silently; its exit code and its log."""
        log = self.scratch / "uninstall.log"
        log.unlink(missing_ok=True)
        done = self.wine.run(
            rf"{folder}\unins000.exe", *_SILENT, f"/LOG={windows_path(log)}", *switches, seconds=_SECONDS, check=False
        )
        return done.returncode, _text(log)

    def run(self, *arguments: str, folder: str = FOLDER) -> "subprocess.CompletedProcess[str]":
        """Run the console program; what came of it."""
        return self.wine.run(rf"{folder}\porchlight.exe", *arguments, seconds=_SECONDS, check=False)

    def start_tray(self, folder: str = FOLDER) -> "subprocess.Popen[bytes]":
        return self.wine.start(rf"{folder}\porchlight-tray.exe", "tray")

    def value(self, key: str, name: str) -> str | None:
        """A value of the registry, the key's default for an empty name; None where there is none."""
        # Wine's own tool is a 32-bit one, which by itself sees what is kept for 32-bit programs.
        asked = ("/v", name) if name else ("/ve",)
        done = self.wine.run("reg", "query", key, *asked, "/reg:64", check=False)
        found = re.search(rf"^\s+{re.escape(name) or r'.*?'}\s+REG_\w+\s+(.*)$", done.stdout, re.MULTILINE)
        return found[1].strip() if found else None

    def quit_tray(self, folder: str = FOLDER) -> bool:
        """Ask the one that runs to end; False where none does."""
        return self.run("tray", "--quit", folder=folder).returncode == 0

    def configure(self, text: str) -> Path:
        """Write this user's settings, where the installed program looks for them."""
        file = self.wine.home / "AppData" / "Roaming" / "porchlight" / "porchlight.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def health(self, folder: str = FOLDER) -> tuple[int, dict[str, Any]]:
        """``porchlight health --json``: its exit code and what it says."""
        done = self.run("health", "--json", folder=folder)
        return done.returncode, json.loads(done.stdout)


def _text(log: Path) -> str:
    raw = log.read_bytes() if log.exists() else b""
    return raw.decode("utf-16" if raw.startswith(b"\xff\xfe") else "utf-8-sig", "replace")
