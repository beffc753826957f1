"""Alerts as real notifications: a notification daemon shows them, and their buttons and clicks arrive."""

import json
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.tokens import LIGHT
from tests.end_to_end.virtual_desktop import QUICK_MONITOR, DesktopProgram, VirtualDesktop, wait
from tests.integration.simulators import beside

pytestmark = pytest.mark.timeout(120)

_SETTINGS = f"""{QUICK_MONITOR}
[components.page]
kind = "http"
name = "Donation page"
url = "{{page}}/give"
critical = true
[components.form]
kind = "http"
name = "Sign-up form"
url = "{{form}}/"
critical = true
"""


def _alert(program: DesktopProgram, component: str) -> dict[str, Any]:
    """As the command line prints it; nothing where there is none."""
    found = json.loads(program.run("alerts", "--json") or "[]")
    return next((alert for alert in found if alert["component"] == component), {})


def _shown(desktop: VirtualDesktop) -> bool:
    return int(desktop("dunstctl", "count", "displayed")) > 0


def test_the_buttons_acknowledge_and_snooze_and_a_click_opens_the_component(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as page, beside(WebsiteSimulator()) as form:
        program.configure(_SETTINGS.format(page=page.url, form=form.url))
        program.start()
        desktop.light(LIGHT.healthy)
        page.fail(Fault.UNAVAILABLE)
        wait(lambda: _shown(desktop))
        desktop.press("Acknowledge")
        wait(lambda: _alert(program, "page").get("acknowledgedAt"))
        desktop("dunstctl", "close-all")  # dunst leaves it to the person
        form.fail(Fault.UNAVAILABLE)
        wait(lambda: _shown(desktop))
        desktop.press("Snooze for 1 hour")
        wait(lambda: _alert(program, "form").get("heldBack") == "snoozed")
        assert _alert(program, "form")["acknowledgedAt"] is None
        desktop("dunstctl", "close-all")  # dunst leaves it to the person
        form.fail(Fault.NONE)
        wait(lambda: _shown(desktop))
        assert desktop.windows("Porchlight$") == []
        desktop("dunstctl", "action", "0")
        wait(lambda: desktop.windows("Sign-up form – Porchlight"))
        assert _alert(program, "form")["state"] == "resolved"


def test_the_banner_of_a_run_that_was_killed_is_replaced_by_one_whose_buttons_work(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as page, beside(WebsiteSimulator()) as form:
        program.configure(_SETTINGS.format(page=page.url, form=form.url))
        killed = program.start()
        desktop.light(LIGHT.healthy)
        page.fail(Fault.UNAVAILABLE)
        wait(lambda: _shown(desktop))
        wait((program.data / "notices.json").exists)
        killed.kill()
        killed.wait(10)
        before = (program.data / "notices.json").read_text(encoding="utf-8")
        assert _shown(desktop)
        program.start()
        stored = program.data / "notices.json"
        wait(lambda: stored.exists() and stored.read_text(encoding="utf-8") != before)
        wait(lambda: int(desktop("dunstctl", "count", "displayed")) == 2)  # the other is about the crash
        desktop.press("Acknowledge")
        wait(lambda: _alert(program, "page").get("acknowledgedAt"))
