"""Start at login: the Run key on Windows, a LaunchAgent on macOS, XDG autostart elsewhere; from within a Flatpak's
sandbox the desktop is asked.

Where: Microsoft, "Run and RunOnce Registry Keys"; Apple, "Creating Launch Daemons and Agents"; freedesktop.org,
"Desktop Application Autostart Specification"; "XDG Desktop Portal", org.freedesktop.portal.Background; AppImage,
"Environment variables".
"""

import errno
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from porchlight.desktop.platform.portal import request
from porchlight.desktop.platform.sandbox import in_sandbox
from porchlight.language.current import tr

_NAME = "Porchlight"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_LABEL = "org.porchlight.tray"
_PLAIN = re.compile(r"[\w./+:@=,-]+")


def start_command() -> list[str]:
    """How this program is started, as program and arguments: frozen, installed, or from a checkout."""
    if getattr(sys, "frozen", False):
        if image := _app_image():
            return [image]
        windowed = os.path.join(os.path.dirname(sys.executable), "porchlight-tray.exe")
        # On Windows the other one would open a console beside the windows.
        return [windowed if sys.platform == "win32" and os.path.exists(windowed) else sys.executable]
    return [sys.executable, "-m", "porchlight"]


def _app_image() -> str:
    """The file that this program was started from, if it is an AppImage: each start mounts it somewhere else.

    A program that another AppImage has started inherits that one's variables.
    """
    image, mounted = os.environ.get("APPIMAGE", ""), os.environ.get("APPDIR", "")
    ours = mounted and Path(sys.executable).resolve().is_relative_to(Path(mounted).resolve())
    return image if ours and os.path.isabs(image) else ""


def _exec(command: list[str]) -> str:
    """As a desktop file's Exec has it (freedesktop.org, "Desktop Entry Specification", "The Exec key").

    A percent sign is written twice, but GLib and systemd look for the program before they read it as one. So whatever
    has one in its path is started by a program that passes its arguments on as they are.
    """
    through = ("nice", "-n", "0") if "%" in command[0] else ()
    return " ".join(_exec_word(word) for word in (*through, *command))


def _exec_word(word: str) -> str:
    """In double quotes, with the escapes of the file's texts: backslashes are doubled, and a line stays one."""
    if _PLAIN.fullmatch(word):
        return word
    quoted = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%").replace("\\", "\\\\")
    return '"' + quoted.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


class Autostart:
    """Of this user."""

    available = True

    def enabled(self) -> bool:
        """Whether it starts at login."""
        raise NotImplementedError

    async def enable(self, wanted: bool) -> None:
        """Let it start at login, or not; the desktop may ask the person at the screen. Raises OSError."""
        raise NotImplementedError


class XdgAutostart(Autostart):
    """A desktop file in the autostart folder."""

    def __init__(self, environment: "os._Environ[str] | dict[str, str]" = os.environ) -> None:
        self.path = _config_folder(environment) / "autostart" / "porchlight.desktop"

    def enabled(self) -> bool:
        """See Autostart."""
        try:
            return "Hidden=true" not in self.path.read_text(encoding="utf-8")
        except OSError:
            return False

    async def enable(self, wanted: bool) -> None:
        """See Autostart."""
        if not wanted:
            self.path.unlink(missing_ok=True)
            return
        lines = [
            "[Desktop Entry]",
            "Type=Application",
            f"Name={_NAME}",
            "Comment=Watches the systems that carry your gifts",
            f"Exec={_exec([*start_command(), 'tray'])}",
            "Icon=porchlight",
            "X-GNOME-Autostart-enabled=true",
            "",
        ]
        try:
            content = "\n".join(lines).encode()
        except UnicodeEncodeError as error:  # a path that is no text: such files are UTF-8
            raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ)) from error
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(content)


class PortalAutostart(Autostart):
    """Asked of the desktop. It says what it grants, and never again what it has granted: that is kept in a file, in
    the sandbox's own settings folder."""

    def __init__(self, environment: "os._Environ[str] | dict[str, str]" = os.environ) -> None:
        self.path = _config_folder(environment) / "porchlight" / "starts-at-login"

    def enabled(self) -> bool:
        """See Autostart."""
        return self.path.exists()

    async def enable(self, wanted: bool) -> None:
        """See Autostart."""
        from dbus_fast import Variant

        options = {
            "reason": Variant("s", tr("Porchlight watches the systems that carry your gifts.")),
            "autostart": Variant("b", wanted),
            "commandline": Variant("as", ["porchlight", "tray"]),
        }
        # No window's handle: the question may stand alone.
        granted = await request("org.freedesktop.portal.Background", "RequestBackground", "s", "", options=options)
        if granted.get("autostart") is not wanted:
            raise PermissionError("the desktop did not grant it")
        if wanted:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch()
        else:
            self.path.unlink(missing_ok=True)


class LaunchAgent(Autostart):
    """A property list that launchd reads at login."""

    def __init__(self, home: Path | None = None) -> None:
        self.path = (home or Path.home()) / "Library" / "LaunchAgents" / f"{_LABEL}.plist"

    def enabled(self) -> bool:
        """See Autostart."""
        return self.path.exists()

    async def enable(self, wanted: bool) -> None:
        """See Autostart."""
        if not wanted:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        import plistlib  # on macOS alone, and once in a while

        agent = {"Label": _LABEL, "ProgramArguments": [*start_command(), "tray"], "RunAtLoad": True}
        with self.path.open("wb") as file:
            plistlib.dump(agent, file)


class RunKey(Autostart):
    """A value of the Run key."""

    def enabled(self) -> bool:
        """See Autostart."""
        if sys.platform == "win32":
            import winreg

            with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                return bool(winreg.QueryValueEx(key, _NAME)[0])
        return False

    async def enable(self, wanted: bool) -> None:
        """See Autostart."""
        if sys.platform == "win32":
            import subprocess
            import winreg

            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY, 0, winreg.KEY_SET_VALUE) as key:
                if wanted:
                    command = subprocess.list2cmdline([*start_command(), "tray"])
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, command)
                else:
                    with suppress(FileNotFoundError):
                        winreg.DeleteValue(key, _NAME)


def this_systems() -> Autostart:
    """The one for this system."""
    if sys.platform == "win32":
        return RunKey()
    elif sys.platform == "darwin":
        return LaunchAgent()
    else:
        return PortalAutostart() if in_sandbox() else XdgAutostart()


def _config_folder(environment: "os._Environ[str] | dict[str, str]") -> Path:
    return Path(environment.get("XDG_CONFIG_HOME") or os.path.join(environment.get("HOME", "~"), ".config"))
