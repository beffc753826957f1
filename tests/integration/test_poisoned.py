"""With everything in the way that ever ended it, the real program stays up: what is healthy is checked, and a real
outage reaches its receiver."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from tests.integration.alerts.hook import Hook, hook
from tests.integration.alerts.watched import settings
from tests.integration.cli.test_watch import end, wait_for
from tests.integration.program import Program
from tests.integration.simulators import Beside
from tests.poisoned import COMPONENTS, plug_ins, poison_files, poison_history

pytestmark = [
    pytest.mark.logs_warnings,
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs, no links, no TZ there"),
]


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture
def porchlight(tmp_path: Path, website: Beside, receiver: Hook) -> Program:
    program = Program(tmp_path, {"TZ": "UTC0", "PYTHONPATH": plug_ins(tmp_path / "site")})
    program.configure(
        settings(website, receiver)
        + COMPONENTS
        + '\n[report]\nweekly = true\n[paths.gifts]\ntaken_by = ["website"]\n'
    )
    poison_history(program.data)
    poison_files(program.data)
    return program


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    giving_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < giving_up
        time.sleep(0.05)


def test_watch_stays_up_and_tells_the_outage(porchlight: Program, website: Beside, receiver: Hook) -> None:
    for _ in range(2):  # what was survived once is no poison for the next start either
        process = porchlight.start("watch")
        wait_for(process, "Donation page: unknown → healthy")
        poison_files(porchlight.data)
        until(lambda: not list((porchlight.data / "operations").glob("*.json")))
        until(lambda: not list((porchlight.data / "orders").glob("*.order")))
        told = len(receiver.bodies)
        website.fail(Fault.UNAVAILABLE)
        wait_for(process, "Donation page: healthy → error")
        receiver.wait_for(told + 1)
        website.fail(Fault.NONE)
        wait_for(process, "Donation page: error → healthy")
        assert process.poll() is None
        began = time.monotonic()
        assert "Stopped." in end(process)
        assert time.monotonic() - began < 4
        assert process.returncode == 0
    noted = porchlight("audit").out
    assert "File rejected  bad" in noted
    assert receiver.bodies[0]["alerts"][0]["rule"] == "down"


def test_the_live_page_sends_the_outage_too(porchlight: Program, website: Beside, receiver: Hook) -> None:
    from tests.integration.cli.test_terminal import Terminal

    terminal = Terminal(porchlight)
    terminal.wait_for("Donation page")
    website.fail(Fault.UNAVAILABLE)
    terminal.wait_for("The answer was 503")
    assert receiver.wait_for_event("firing")["alerts"][0]["rule"] == "down"
    terminal.signal(signal.SIGTERM)
    assert terminal.end() == 2


def test_a_sweep_and_what_lists_the_past_are_not_ended_either(porchlight: Program) -> None:
    assert porchlight("health", "website").code == 0
    for command in (("performance",), ("outlook",), ("report",), ("status",), ("alerts",)):
        assert porchlight(*command).code in (0, 2, 3), command
