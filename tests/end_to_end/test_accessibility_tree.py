"""What AT-SPI, the accessibility bus of Linux, gets of every window of a real program on a real desktop."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.every_window import make_demo_past
from tests.end_to_end.at_spi import READ_ALOUD, Node, State, accessibility_bus
from tests.end_to_end.show_windows import SHOWN
from tests.end_to_end.virtual_desktop import TrayKind, virtual_desktop

pytestmark = pytest.mark.timeout(600)

USED = {
    "button menu", "cell", "chart", "check box", "combo box", "label", "link", "list", "list item", "page tab",
    "page tab list", "panel", "password text", "push button", "radio button", "spin box", "table", "text",
}  # fmt: skip
"""Roles of what the keyboard gets to."""
CLICKED = USED - {"cell", "chart", "label", "list", "list item", "page tab list", "panel", "table"}
MUST_BE_NAMED = {"chart", "dialog", "frame", "graphic", "image", "panel"}
"""What says nothing by itself, though the keyboard does not get there."""
LEAST = 24
"""px of what is clicked (WCAG 2.2, 2.5.8)."""


def _faults(window: Node) -> Iterator[str]:
    if window.role not in ("frame", "dialog"):
        yield f"the window is {window}"
    for one in window.all():
        if one.role in ("unknown", "invalid", "layered pane"):
            yield f"its role says nothing: {one}"
        if one.has(State.FOCUSABLE) and not one.name:
            yield f"the keyboard gets to something without a name: {one}"
        if one.has(State.FOCUSABLE) and one.role not in USED and one is not window:
            yield f"the keyboard gets to what cannot be used: {one}"
        if one.role in MUST_BE_NAMED and not one.name:
            yield f"it has no name: {one}"
        if one.role == "chart" and not re.search(r"\d|Nothing", one.name + one.description):
            yield f"it does not say what it shows: {one}"
        if one.role in CLICKED and min(one.size) < LEAST:
            yield f"it is hard to hit: {one} {one.size}"
        if one.role == "table" and one.table is not None and not all(one.table.headers):
            yield f"a column has no header: {one} {one.table.headers}"


def test_every_window_can_be_read_over_the_accessibility_bus(tmp_path: Path) -> None:
    past, folder, desktop_folder = (tmp_path / name for name in ("past", "program", "desktop"))
    for place in (past, folder, desktop_folder):
        place.mkdir()
    make_demo_past(past)
    faults: list[str] = []
    roles: set[str] = set()
    windows = focusable = 0
    with virtual_desktop(desktop_folder, TrayKind.NONE) as desktop:
        bus = accessibility_bus(desktop)
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.show_windows", str(past), str(folder)],
            env={**desktop.environment, **READ_ALOUD, "PYTHONPATH": str(Path.cwd())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert program.stdin is not None
        assert program.stdout is not None
        try:
            for line in program.stdout:
                if not line.startswith(SHOWN):
                    continue  # what the console channel prints
                for window in bus.windows(bus.program("porchlight")):
                    name = f"{line.removeprefix(SHOWN).strip()}, “{window.name}”"
                    faults.extend(f"{name}: {fault}" for fault in _faults(window))
                    found = list(window.all())
                    roles |= {one.role for one in found}
                    focusable += sum(one.has(State.FOCUSABLE) for one in found)
                    windows += 1
                program.stdin.write("\n")
                program.stdin.flush()
            assert program.wait(30) == 0
        finally:
            program.kill()
            program.communicate(timeout=10)  # closes its pipes too
            bus.close()
    assert not faults, "\n".join(dict.fromkeys(faults))
    assert windows > 75, "it did not get to all windows"
    assert focusable > 1000
    assert {"chart", "password text", "radio button", "table"} <= roles
