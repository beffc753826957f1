"""The frozen tray app on a virtual desktop: its light is seen, its notification arrives, every part works."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from porchlight.desktop.tokens import LIGHT
from tests.bundle.frozen import PROGRAM
from tests.end_to_end.virtual_desktop import ONE_PAGE, DesktopProgram, TrayKind, VirtualDesktop, virtual_desktop, wait
from tests.integration.simulators import Beside

pytestmark = pytest.mark.timeout(120)

_KEPT = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP", "HOME")
"""What a session tells a program; all else is taken away."""


@pytest.fixture(params=[TrayKind.XEMBED, TrayKind.STATUS_NOTIFIER])
def desktop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VirtualDesktop]:
    folder = tmp_path / "desktop"
    folder.mkdir()
    with virtual_desktop(folder, request.param) as running:
        yield running


@pytest.fixture
def program(bundle: Path, desktop: VirtualDesktop, tmp_path: Path) -> Iterator[DesktopProgram]:
    kept = [f"{name}={desktop.environment[name]}" for name in _KEPT]
    places = [f"PORCHLIGHT_CONFIG={tmp_path / 'config/porchlight.toml'}", f"PORCHLIGHT_DATA_DIR={tmp_path / 'data'}"]
    command = ("/usr/bin/env", "-i", *kept, *places, f"PATH={tmp_path / 'no-programs'}", str(PROGRAM))
    running = DesktopProgram(desktop, tmp_path, command)
    yield running
    running.end()


def test_the_light_is_seen_and_a_failure_is_notified(program: DesktopProgram, website: Beside) -> None:
    desktop = program.desktop
    program.configure(ONE_PAGE.format(url=website.url))
    process = program.start()
    desktop.light(LIGHT.healthy)
    website.fail(Fault.UNAVAILABLE)
    desktop.light(LIGHT.error)
    wait(lambda: int(desktop("dunstctl", "count", "displayed")))
    desktop("dunstctl", "close-all")
    wait(lambda: any("Donation page has been down since" in title for title in desktop.notifications()))
    program.run("tray", "--quit")
    assert process.wait(10) == 0


def test_on_a_desktop_every_part_works(program: DesktopProgram) -> None:
    found = json.loads(program.run("self-test", "--json"))
    assert {part["name"]: part["sentence"] for part in found["parts"] if part["state"] != "ok"} == {}
