"""A desktop without a screen: X server, window manager, session bus, keyring, notification daemon and a real tray.

All of it private to the test: display, bus, home and runtime folder; each program is ended by its own process id.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from tests.support import need

QUICK_MONITOR = """
[monitor]
interval = "1s"
confirmations = 1
confirmation_pause = "100ms"
connectivity_urls = []
"""
"""Settings under which what happens is seen soon."""
ONE_PAGE = f"""{QUICK_MONITOR}
[components.page]
kind = "http"
name = "Donation page"
url = "{{url}}/give"
critical = true
"""
"""The same, and a page at ``url``."""
_T = TypeVar("_T")
_NEAR = 24
"""Sum of the differences of red, green and blue."""
_ENOUGH = 20
_LARGE = 5_000
"""Points of the screen."""
_XFCE = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
    </property>
    <property name="plugin-2" type="string" value="systray"/>
  </property>
</channel>
"""
_ASKED_AGAIN = 1.0
"""Seconds between two requests for the keyboard."""


class TrayKind(StrEnum):
    """The two kinds of trays on Linux, and none."""

    XEMBED = "trayer"
    STATUS_NOTIFIER = "xfce4-panel"
    NONE = "none"


class VirtualDesktop:
    """What runs, and hands and eyes for it."""

    def __init__(self, folder: Path, tray: TrayKind, size: str = "1400x1000") -> None:
        self.folder = folder
        self.tray_kind = tray
        self._size = size
        self._running: list[subprocess.Popen[bytes]] = []
        self.tray: subprocess.Popen[bytes] | None = None
        home, runtime = folder / "home", folder / "run"
        home.mkdir()
        runtime.mkdir(mode=0o700)
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("XDG_", "DBUS_", "QT_", "PYTHON_KEYRING", "WAYLAND"))
        }
        self.environment |= {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CURRENT_DESKTOP": "XFCE",
            "LC_ALL": "C.UTF-8",
        }

    def start(self) -> None:
        """Start all of it, each when what it needs is there."""
        self.start_display()
        self.start_bus()
        self.run("openbox")
        wait(lambda: self("xdotool", "get_num_desktops", check=False))
        keyring = [need("gnome-keyring-daemon"), "--foreground", "--unlock", "--components=secrets"]
        unlocking = self.run(*keyring, stdin=subprocess.PIPE)
        assert unlocking.stdin is not None
        unlocking.stdin.write(b"test")
        unlocking.stdin.close()
        self.run("dunst", "-conf", str(self._dunst_settings()))
        wait(lambda: self.has_owner("org.freedesktop.secrets") and self.has_owner("org.freedesktop.Notifications"))
        self.start_tray()

    def start_tray(self) -> None:
        """Start the tray, also once more."""
        match self.tray_kind:
            case TrayKind.XEMBED:
                bar = ["--edge", "top", "--align", "right", "--widthtype", "request", "--height", "28"]
                self.tray = self.run("trayer", *bar, "--tint", "0xffffff", "--SetDockType", "true")
                wait(lambda: self("xdotool", "search", "--class", "trayer", check=False))
            case TrayKind.STATUS_NOTIFIER:
                channel = Path(self.environment["XDG_CONFIG_HOME"]) / "xfce4/xfconf/xfce-perchannel-xml"
                channel.mkdir(parents=True, exist_ok=True)
                (channel / "xfce4-panel.xml").write_text(_XFCE, encoding="utf-8")
                self.tray = self.run("xfce4-panel", "--disable-wm-check")
                wait(lambda: self.has_owner("org.kde.StatusNotifierWatcher"), 20)
            case TrayKind.NONE:
                return

    def stop_tray(self) -> None:
        """The tray crashes."""
        if self.tray is not None:
            self.tray.kill()
            self.tray.wait(10)

    def stop(self) -> None:
        """End all of it."""
        for process in reversed(self._running):
            process.terminate()
        for process in self._running:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)

    def run(self, *command: str, stdin: int = subprocess.DEVNULL, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a program on this desktop."""
        process = subprocess.Popen(
            [shutil.which(command[0]) or command[0], *command[1:]],
            env={**self.environment, **environment},
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._running.append(process)
        return process

    def __call__(self, *command: str, check: bool = True, **environment: str) -> str:
        """What a program says, run to its end."""
        done = subprocess.run(
            command,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        if check:
            assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout.strip()

    # -- eyes and hands

    def has_owner(self, name: str) -> bool:
        """Whether somebody on the bus has this name."""
        answer = self(
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner", f"string:{name}", check=False,
        )  # fmt: skip
        return "true" in answer

    def windows(self, title: str) -> list[str]:
        """The ids of the windows on the screen with this in their title."""
        return self("xdotool", "search", "--onlyvisible", "--name", title, check=False).split()

    def picture(self, name: str = "screen") -> QImage:
        """What is on the screen."""
        file = self.folder / f"{name}.png"
        self("maim", "--hidecursor", str(file))
        return QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)

    def find(self, colour: str, within: tuple[int, int, int, int] | None = None) -> tuple[int, int] | None:
        """The middle of all points of about this colour; None where there are fewer than _ENOUGH."""
        image, wanted = self.picture(), QColor(colour)
        left, top, width, height = within or (0, 0, image.width(), image.height())
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
        part = pixels[top : top + height, left : left + width, :3].astype(int)
        away = np.abs(part - (wanted.blue(), wanted.green(), wanted.red())).sum(axis=2)
        rows, columns = np.nonzero(away < _NEAR)
        if len(rows) < _ENOUGH:
            return None
        return left + int(columns.mean()), top + int(rows.mean())

    def differs(self, before: QImage) -> bool:
        """Whether something large, a menu say, has come onto the screen since then."""
        now = self.picture()
        seen = [np.frombuffer(image.constBits(), np.uint32) for image in (before, now)]
        return before.size() == now.size() and int((seen[0] != seen[1]).sum()) > _LARGE

    def tray_area(self) -> tuple[int, int, int, int]:
        """Where the tray is: x, y, width, height."""
        return 0, 0, int(self._size.split("x")[0]), 36

    def light(self, colour: str) -> tuple[int, int]:
        """Where the light is, once it has this colour."""
        return wait(lambda: self.find(colour, self.tray_area()), 60)

    def click(self, place: tuple[int, int], button: int = 1) -> None:
        """A click of the mouse."""
        self("xdotool", "mousemove", str(place[0]), str(place[1]), "click", str(button))

    def type(self, text: str) -> None:
        """Type on the keyboard."""
        self("xdotool", "type", "--delay", "15", text)

    def key(self, *keys: str) -> None:
        """Press keys."""
        self("xdotool", "key", "--delay", "30", *keys)

    def activate(self, window: str) -> None:
        """Give a window the keyboard; asked for again where a busy window manager missed it, yet not all the time."""
        insist(
            lambda: self("xdotool", "windowactivate", window, check=False),
            lambda: self("xdotool", "getactivewindow", check=False) == window,
        )

    def to_front(self, title: str) -> None:
        """The window with this in its title has the keyboard, once it is there: looked for again at each request, as
        a program that is just starting may show its window anew."""
        insist(
            lambda: [self("xdotool", "windowactivate", one, check=False) for one in self.windows(title)],
            lambda: self("xdotool", "getactivewindow", check=False) in self.windows(title),
            60,
        )

    def close(self, window: str) -> None:
        """Close a window from the keyboard, as all of ours can be; again where a busy desktop missed the key."""

        def escape() -> None:
            self.activate(window)
            self.key("Escape")

        insist(escape, lambda: window not in self.windows("Porchlight"))

    def notifications(self) -> list[str]:
        """The titles of all notifications that the daemon has had."""
        history = json.loads(self("dunstctl", "history"))
        return [one["summary"]["data"] for one in history["data"][0]]

    def press(self, button: str) -> None:
        """Choose a button of the notifications on the screen from the menu that dunst offers them in."""
        self._button.write_text(f"#{button}", encoding="utf-8")
        self("dunstctl", "context")

    # -- inside

    @property
    def _button(self) -> Path:
        return self.folder / "button"

    def start_display(self) -> None:
        read, write = os.pipe()
        process = subprocess.Popen(
            [need("Xvfb"), "-displayfd", str(write), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp"],
            env=self.environment,
            pass_fds=(write,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._running.append(process)
        os.close(write)
        with os.fdopen(read) as received:
            self.environment["DISPLAY"] = f":{received.readline().strip()}"

    def start_bus(self) -> None:
        process = subprocess.Popen(
            [need("dbus-daemon"), "--session", "--nofork", "--print-address=1"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._running.append(process)
        assert process.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = process.stdout.readline().decode().strip()
        process.stdout.close()

    def _dunst_settings(self) -> Path:
        file = self.folder / "dunstrc"
        chooser = self.folder / "choose"
        chooser.write_text(f'#!/bin/sh\nexec grep -m 1 -F -f "{self._button}"\n', encoding="utf-8")
        chooser.chmod(0o700)
        # Below the tray and the panel, so that a notification never covers what is clicked.
        file.write_text(
            f"[global]\norigin = bottom-left\noffset = 10x10\nhistory_length = 100\ndmenu = {chooser}\n",
            encoding="utf-8",
        )
        return file


def wait(condition: Callable[[], _T | None], seconds: float = 30.0) -> _T:
    """The first truthy answer; the test fails if none comes."""
    until = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds:g} s in vain")
        time.sleep(0.05)


def insist(ask: Callable[[], object], done: Callable[[], bool], seconds: float = 30.0) -> None:
    """Ask for something until it is done, once a second; the test fails if it never is."""
    ask()
    asked_at = time.monotonic()

    def after_asking() -> bool:
        nonlocal asked_at
        if done():
            return True
        if time.monotonic() - asked_at >= _ASKED_AGAIN:
            ask()
            asked_at = time.monotonic()
        return False

    wait(after_asking, seconds)


def chosen(
    choose: Callable[[], object],
    leave: Callable[[], object],
    done: Callable[[], _T | None],
    *,
    turns: int,
    seconds: float,
) -> _T:
    """What comes of choosing from the tray's menu; again where that was not open yet when the keys came."""
    for _ in range(turns):
        try:
            choose()
            return wait(done, seconds)
        except pytest.fail.Exception:
            leave()
    pytest.fail("nothing could be chosen from the menu")


class DesktopProgram:
    """``porchlight tray`` on a virtual desktop, with a home of its own."""

    def __init__(
        self, desktop: VirtualDesktop, folder: Path, command: Sequence[str] = (sys.executable, "-m", "porchlight")
    ) -> None:
        """``command``: how the program is called."""
        self.desktop = desktop
        self._command = command
        self.data = folder / "data"
        self.config = folder / "config" / "porchlight.toml"
        self._process: subprocess.Popen[bytes] | None = None

    def configure(self, text: str) -> None:
        """Write the settings."""
        self.config.parent.mkdir(exist_ok=True, parents=True)
        self.config.write_text(text, encoding="utf-8")

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start the tray app."""
        self._process = self.desktop.run(*self._command, *arguments, "tray", **self._places())
        return self._process

    def run(self, *arguments: str) -> str:
        """What a command prints."""
        return self.desktop(*self._command, *arguments, check=False, **self._places())

    def end(self) -> int:
        """Ask it to end; its exit code."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        return self._process.wait(10)

    def _places(self) -> dict[str, str]:
        return {
            "PORCHLIGHT_CONFIG": str(self.config),
            "PORCHLIGHT_DATA_DIR": str(self.data),
            "PYTHONPATH": str(Path.cwd()),
        }


@contextmanager
def virtual_desktop(folder: Path, tray: TrayKind, programs: Sequence[str] = ()) -> Iterator[VirtualDesktop]:
    """A running one; skips (or fails) where something is not installed."""
    wanted = ["Xvfb", "dbus-daemon", "openbox", "xdotool", "maim", "dunst", "gnome-keyring-daemon", *programs]
    for program in (*wanted, *([] if tray is TrayKind.NONE else [tray.value])):
        need(program)
    desktop = VirtualDesktop(folder, tray)
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.stop()
