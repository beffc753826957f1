"""The tray app in the hostile world: its light follows what it watches, its window opens, and it ends when asked."""

import time

import psutil
import pytest

from porchlight.demo.faults import Fault
from porchlight.desktop.tokens import LIGHT
from tests.end_to_end.virtual_desktop import DesktopProgram, wait
from tests.hostile.scene import RECEIVERS, hostile_scene
from tests.hostile.test_whole_program import MOST_MEMORY, SETTINGS
from tests.integration.alerts.hook import hook
from tests.integration.simulators import Beside
from tests.poisoned import poison_files, poison_history

pytestmark = [pytest.mark.timeout(180), pytest.mark.logs_warnings]


def test_the_light_follows_the_donation_page_whatever_the_others_do(program: DesktopProgram, website: Beside) -> None:
    desktop = program.desktop
    with hostile_scene() as hostile, hook() as receiver:
        evil = ", ".join(f'"evil-{name}"' for name in RECEIVERS)
        settings = SETTINGS.format(steady=website.url, victim=website.url, ops=receiver.url, evil=evil)
        program.configure(settings + hostile)
        poison_history(program.data)
        poison_files(program.data)
        process = program.start()
        desktop.light(LIGHT.degraded)  # the hostile ones are not well, and none of them is critical
        time.sleep(20)
        website.fail(Fault.UNAVAILABLE)
        desktop.light(LIGHT.error)
        receiver.wait_for_event("firing")
        website.fail(Fault.NONE)
        desktop.light(LIGHT.degraded)
        desktop.click(desktop.light(LIGHT.degraded))
        wait(lambda: desktop.windows("^Porchlight$"))
        assert process.poll() is None
        assert psutil.Process(process.pid).memory_info().rss < MOST_MEMORY
        assert program.end() == 0
