"""The real program on a real desktop: seen on the screen, clicked with the mouse, read on the bus."""

import signal
import time
from collections.abc import Callable

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.tokens import LIGHT
from tests.end_to_end.virtual_desktop import ONE_PAGE, DesktopProgram, TrayKind, VirtualDesktop, chosen, wait
from tests.integration.alerts.hook import hook
from tests.integration.simulators import Beside, beside
from tests.poisoned import poison_files, poison_history

pytestmark = pytest.mark.timeout(120)


def _watch(program: DesktopProgram, website: Beside) -> None:
    program.configure(ONE_PAGE.format(url=website.url))
    program.start()


def test_the_light_is_seen_and_changes_with_what_it_watches(any_program: DesktopProgram) -> None:
    desktop = any_program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(any_program, website)
        desktop.light(LIGHT.healthy)
        website.fail(Fault.UNAVAILABLE)
        desktop.light(LIGHT.error)
        website.fail(Fault.NONE)
        desktop.light(LIGHT.healthy)


def test_a_click_opens_the_panel_and_one_more_the_component(any_program: DesktopProgram) -> None:
    desktop = any_program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(any_program, website)
        desktop.click(desktop.light(LIGHT.healthy))
        panel = wait(lambda: desktop.windows("^Porchlight$"))[0]
        place = desktop("xdotool", "getwindowgeometry", "--shell", panel)
        found = dict(line.split("=") for line in place.splitlines())
        left, top, height = int(found["X"]), int(found["Y"]), int(found["HEIGHT"])
        assert left >= 0
        assert left + 400 <= 1400
        assert top + height <= 1000
        mark = wait(lambda: desktop.find(LIGHT.healthy, (left + 10, top + 100, 40, height - 160)))
        desktop.click((mark[0] + 100, mark[1]))
        wait(lambda: desktop.windows("Donation page – Porchlight"))
        assert desktop.windows("^Porchlight$") == []


def test_escape_and_a_click_elsewhere_close_the_panel(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(program, website)
        light = desktop.light(LIGHT.healthy)
        desktop.click(light)
        wait(lambda: desktop.windows("^Porchlight$"))
        desktop.key("Escape")
        wait(lambda: not desktop.windows("^Porchlight$"))
        time.sleep(0.5)  # longer than a click that closed it may not open it again
        desktop.click(light)
        wait(lambda: desktop.windows("^Porchlight$"))
        time.sleep(0.6)  # longer than a double click, which would open the main window
        desktop.click(light)
        wait(lambda: not desktop.windows("^Porchlight$"))


def _choose(
    desktop: VirtualDesktop, light: tuple[int, int], keys: tuple[str, ...], done: Callable[[], list[str]]
) -> list[str]:
    """Choose from the menu."""

    def choose() -> None:
        before = desktop.picture()
        desktop.click(light, 3)
        wait(lambda: desktop.differs(before), 10)
        desktop.key(*keys)

    return chosen(choose, lambda: desktop.key("Escape"), done, turns=4, seconds=10.0)


def test_the_menu_opens_the_settings_and_quits(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as website:
        program.configure(ONE_PAGE.format(url=website.url))
        process = program.start()
        light = desktop.light(LIGHT.healthy)
        window = _choose(desktop, light, ("Up", "Up", "Return"), lambda: desktop.windows("Settings – Porchlight"))[0]
        desktop.close(window)
        _choose(desktop, light, ("Up", "Return"), lambda: ["ended"] if process.poll() is not None else [])
        assert process.wait(1) == 0


def test_a_notification_is_raised_and_a_click_on_it_opens_the_component(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(program, website)
        desktop.light(LIGHT.healthy)
        website.fail(Fault.UNAVAILABLE)
        wait(lambda: int(desktop("dunstctl", "count", "displayed")))
        desktop("dunstctl", "action", "0")
        wait(lambda: desktop.windows("Donation page – Porchlight"))
        desktop("dunstctl", "close-all")
        wait(lambda: any("Donation page has been down since" in title for title in desktop.notifications()))


def test_a_secret_typed_into_the_guide_is_in_the_keyring_and_in_no_file(program: DesktopProgram) -> None:
    desktop = program.desktop
    secret = MailchimpSimulator().api_key
    with beside(MailchimpSimulator()) as mailchimp:
        program.start()
        window = wait(lambda: desktop.windows("Welcome – Porchlight"))[0]
        desktop.activate(window)
        desktop.key("space")  # set up what I use
        desktop.key("Tab", "Tab", "Tab", "Tab", "space")  # Mailchimp
        wait(lambda: desktop.find(LIGHT.accent))  # the form with its button
        time.sleep(0.3)
        desktop.type(secret)
        desktop.key("Tab", "Tab", "Tab")  # past Show and "Where do I find this?"
        desktop.type("Our letters")
        wait(lambda: _kept(program), 30)
        text = program.config.read_text(encoding="utf-8")
        assert "Our letters" in text
        assert secret not in text
        program.configure(f'{text}\nbase_url = "{mailchimp.url}"\n')
        desktop.light(LIGHT.degraded)  # it was stored for Mailchimp, and goes nowhere else without a word
        program.run("secrets", "allow", "mailchimp", mailchimp.url)
        desktop.light(LIGHT.healthy)
        assert "mailchimp" in program.run("secrets", "list")
        places = (program.data, program.config.parent, desktop.folder)
        for path in (path for place in places for path in place.rglob("*") if path.is_file()):
            assert secret.encode() not in path.read_bytes(), path
        program.run("secrets", "delete", "mailchimp")


def _kept(program: DesktopProgram) -> bool:
    """Save; what was tried out in vain, since no vendor can be reached from here, is kept when asked for again."""
    program.desktop.key("ctrl+Return")
    time.sleep(0.3)
    return program.config.exists()


def test_after_a_crash_it_starts_again_and_remembers(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as website:
        program.configure(ONE_PAGE.format(url=website.url))
        process = program.start()
        desktop.light(LIGHT.healthy)
        process.send_signal(signal.SIGSEGV)
        process.wait(10)
        process = program.start()
        desktop.light(LIGHT.healthy)
        assert '"status": "healthy"' in program.run("status", "--json")
        wait(lambda: "Porchlight ended unexpectedly" in desktop.notifications())
        assert "Segmentation fault" in (program.data / "crash-report.txt").read_text()
        process.terminate()
        process.wait(10)
        assert not list(program.data.glob("*.running"))


def test_a_second_start_shows_the_first_one_s_window(program: DesktopProgram) -> None:
    desktop = program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(program, website)
        desktop.light(LIGHT.healthy)
        program.run("tray")
        wait(lambda: desktop.windows("^Porchlight$"))


def test_sigterm_ends_it_within_two_seconds_while_a_check_hangs(program: DesktopProgram) -> None:
    with beside(WebsiteSimulator()) as website:
        program.configure(ONE_PAGE.format(url=website.url))
        process = program.start()
        program.desktop.light(LIGHT.healthy)
        website.fail(Fault.HANG)
        time.sleep(1.2)  # longer than the interval: a check hangs now
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 2


def test_quit_from_the_command_line(program: DesktopProgram) -> None:
    with beside(WebsiteSimulator()) as website:
        program.configure(ONE_PAGE.format(url=website.url))
        process = program.start()
        program.desktop.light(LIGHT.healthy)
        program.run("tray", "--quit")
        assert process.wait(10) == 0


def test_a_tray_that_dies_and_comes_back_gets_its_light_again(any_program: DesktopProgram) -> None:
    desktop = any_program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(any_program, website)
        desktop.light(LIGHT.healthy)
        desktop.stop_tray()
        wait(lambda: desktop.find(LIGHT.healthy, desktop.tray_area()) is None)
        desktop.start_tray()
        desktop.light(LIGHT.healthy)


@pytest.mark.logs_warnings  # the notification has no tray to be shown in
def test_a_tray_that_ends_for_good_brings_the_window_within_twenty_seconds(any_program: DesktopProgram) -> None:
    desktop = any_program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(any_program, website)
        desktop.light(LIGHT.healthy)
        assert not desktop.windows("^Porchlight$")
        desktop.stop_tray()
        wait(lambda: desktop.windows("^Porchlight$"), 20)
        desktop.start_tray()


@pytest.mark.parametrize("kind", [TrayKind.XEMBED, TrayKind.STATUS_NOTIFIER])
def test_without_a_tray_the_window_opens_and_a_tray_that_comes_late_is_used(
    bare_program: DesktopProgram, kind: TrayKind
) -> None:
    desktop = bare_program.desktop
    with beside(WebsiteSimulator()) as website:
        _watch(bare_program, website)
        wait(lambda: desktop.windows("^Porchlight$"))
        wait(lambda: int(desktop("dunstctl", "count", "displayed")))
        desktop.tray_kind = kind
        desktop.start_tray()
        desktop.light(LIGHT.healthy)


@pytest.mark.logs_warnings
def test_whatever_lies_in_its_folders_the_light_follows_what_it_watches(program: DesktopProgram) -> None:
    desktop = program.desktop
    poison_history(program.data)
    poison_files(program.data)
    with beside(WebsiteSimulator()) as website, hook() as receiver:
        rule = '[rules.down]\nwhen = { component = "page", status = "error" }\nchannels = ["ops"]\n'
        channel = f'[channels.ops]\nkind = "webhook"\nurl = "{receiver.url}"\n'
        program.configure(ONE_PAGE.format(url=website.url) + rule + channel)
        process = program.start()
        desktop.light(LIGHT.healthy)
        website.fail(Fault.UNAVAILABLE)
        desktop.light(LIGHT.error)
        assert receiver.wait_for_event("firing")["alerts"][0]["rule"] == "down"
        wait(lambda: not list((program.data / "operations").glob("*.json")))
        assert process.poll() is None
