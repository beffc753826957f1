"""The light and the notifications on real desktops whose panels and services end, are killed, or are told to be
quiet."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.tokens import LIGHT
from tests.end_to_end.virtual_desktop import ONE_PAGE, DesktopProgram, TrayKind, VirtualDesktop, need, wait
from tests.integration.simulators import beside

pytestmark = [pytest.mark.timeout(240), pytest.mark.logs_warnings]

_ASK = """
import asyncio, sys
from PySide6.QtCore import QCoreApplication
from porchlight.desktop.loop import DesktopLoop
from porchlight.desktop.platform.reach_probes import FreedesktopProbe
from porchlight.desktop.light import System
app = QCoreApplication([])
with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
    print(runner.run(FreedesktopProbe(System(sys.argv[1])).toasts()).value)
"""
"""What a probe finds, in a process of its own: its bus is given by the environment."""
_NO_SERVICES = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default"><allow send_destination="*"
 eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
"""A bus that starts nobody by itself."""


def _asked(environment: dict[str, str], system: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _ASK, system],
        env={**environment, "PYTHONPATH": str(Path.cwd())},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


@contextmanager
def _bus(folder: Path) -> Iterator[dict[str, str]]:
    config = folder / "bus.conf"
    config.write_text(_NO_SERVICES, encoding="utf-8")
    process = subprocess.Popen(
        [need("dbus-daemon"), f"--config-file={config}", "--nofork", "--print-address=1"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().decode().strip()
        yield {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@contextmanager
def _served(environment: dict[str, str], display: VirtualDesktop) -> Iterator[None]:
    """A notification service on that bus, killed at the end."""
    together = {**display.environment, "DBUS_SESSION_BUS_ADDRESS": environment["DBUS_SESSION_BUS_ADDRESS"]}
    process = subprocess.Popen(
        [need("dunst")], env=together, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait(lambda: _asked(environment, "other") == "shown")
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)


def test_a_notification_service_that_was_killed_is_missed(desktop: VirtualDesktop, tmp_path: Path) -> None:
    with _bus(tmp_path) as environment:
        assert _asked(environment, "other") == "missing"
        with _served(environment, desktop):
            assert _asked(environment, "xfce") == "shown"
        assert _asked(environment, "other") == "missing"


def test_a_service_that_is_told_to_be_quiet_is_noticed_on_the_bus(desktop: VirtualDesktop) -> None:
    assert _asked(desktop.environment, "other") == "shown"
    desktop("dunstctl", "set-paused", "true")
    try:
        assert _asked(desktop.environment, "other") == "quiet"
    finally:
        desktop("dunstctl", "set-paused", "false")
    assert _asked(desktop.environment, "other") == "shown"


def _log(program: DesktopProgram) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in program.data.glob("*.log"))


def test_do_not_disturb_is_noticed_within_twenty_seconds(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as website:
        program.configure(ONE_PAGE.format(url=website.url))
        program.start()
        desktop.light(LIGHT.healthy)
        desktop("dunstctl", "set-paused", "true")
        try:
            began = time.monotonic()
            wait(lambda: "notifications: quiet" in _log(program), 30)
            # Right after the start the first look is waited for; 2 s are for a busy machine.
            assert time.monotonic() - began < 22
        finally:
            desktop("dunstctl", "set-paused", "false")
        wait(lambda: "notifications: shown" in _log(program), 22)


@pytest.mark.parametrize("kind", [TrayKind.XEMBED, TrayKind.STATUS_NOTIFIER])
def test_a_killed_tray_leaves_a_window_that_closing_only_puts_away(
    bare_program: DesktopProgram, kind: TrayKind
) -> None:
    desktop = bare_program.desktop
    desktop.tray_kind = kind
    desktop.start_tray()
    with beside(WebsiteSimulator()) as website:
        bare_program.configure(ONE_PAGE.format(url=website.url))
        process = bare_program.start()
        desktop.light(LIGHT.healthy)
        desktop.stop_tray()
        (window,) = wait(lambda: desktop.windows("^Porchlight$"), 20)
        assert "the light: gone" in _log(bare_program)
        desktop.close(window)
        assert process.poll() is None
        assert desktop("xdotool", "search", "--name", "^Porchlight$"), "it is still there, in the task bar"
        bare_program.run()  # a second start
        (window,) = wait(lambda: desktop.windows("^Porchlight$"))
        desktop.activate(window)
        desktop.key("ctrl+q")
        assert process.wait(10) == 0, "quitting needs no tray"
