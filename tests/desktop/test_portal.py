"""What a Flatpak asks of the desktop, over a real bus: to start at login, and to show notifications."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from porchlight.desktop import notifier as notifier_module
from porchlight.desktop.notifier import Handover, Notice, NoticeButton, SystemNotifier
from porchlight.desktop.platform.autostart import Autostart, PortalAutostart
from porchlight.desktop.platform.portal import PortalNotifications
from porchlight.desktop.platform.sandbox import application, in_sandbox
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.windows.settings.general_page import GeneralPage
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.stand_in_portal import Answer, StandInPortal, bus_of_its_own, stand_in_portal

if TYPE_CHECKING:
    from desktop_notifier import Notification

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="portals are of Linux")


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    with bus_of_its_own() as address:
        yield address


@pytest.fixture(scope="module")
def running() -> Iterator[StandInPortal]:
    with bus_of_its_own() as address, stand_in_portal(address) as portal:
        yield portal


@pytest.fixture
def portal(running: StandInPortal, monkeypatch: pytest.MonkeyPatch) -> StandInPortal:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", running.address)
    running.begin_anew()
    return running


@pytest.fixture
def autostart(tmp_path: Path) -> PortalAutostart:
    return PortalAutostart({"XDG_CONFIG_HOME": str(tmp_path / "config")})


def test_a_sandbox_is_known_by_its_file(tmp_path: Path) -> None:
    assert not in_sandbox(str(tmp_path / "none"))
    (tmp_path / ".flatpak-info").write_text("[Application]\n")
    assert in_sandbox(str(tmp_path / ".flatpak-info"))


# -- start at login


def test_start_at_login_is_asked_of_the_desktop_and_what_it_grants_is_remembered(
    run: Run, portal: StandInPortal, autostart: PortalAutostart, tmp_path: Path
) -> None:
    assert not autostart.enabled()
    run(autostart.enable(True))
    parent, options = portal.asked("RequestBackground")
    assert parent == ""
    assert options["autostart"] is True
    assert options["commandline"] == ["porchlight", "tray"]
    assert options["reason"] == "Porchlight watches the systems that carry your gifts."
    assert PortalAutostart({"XDG_CONFIG_HOME": str(tmp_path / "config")}).enabled()
    run(autostart.enable(False))
    assert portal.asked("RequestBackground")[1]["autostart"] is False
    assert not autostart.enabled()


@pytest.mark.parametrize("answer", [Answer.REFUSE, Answer.ANOTHER, Answer.MISSING])
def test_what_the_desktop_does_not_grant_is_not_on(
    run: Run, portal: StandInPortal, autostart: PortalAutostart, answer: Answer
) -> None:
    portal.answer(answer)
    with pytest.raises(OSError, match=r"."):
        run(autostart.enable(True))
    assert not autostart.enabled()


def test_without_a_desktop_or_without_a_bus_it_is_an_error_like_any_other(
    run: Run, bus: str, autostart: PortalAutostart, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (bus, "unix:path=/nowhere/bus", "nonsense"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with pytest.raises(OSError, match=r"."):
            run(autostart.enable(True))


def test_a_question_that_nobody_waits_for_is_taken_from_the_screen(
    run: Run, portal: StandInPortal, autostart: PortalAutostart, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.answer(Answer.NEVER)

    async def give_up() -> None:
        async with asyncio.timeout(0.5):
            await autostart.enable(True)

    with pytest.raises(TimeoutError):
        run(give_up())
    portal.asked("Close")
    assert not autostart.enabled()


def test_the_box_in_the_settings_follows_what_the_desktop_grants(
    run: Run, theme: Theme, portal: StandInPortal, autostart: PortalAutostart, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, "[monitor]\n") as running:
            page = GeneralPage(running.context, autostart)
            reported: list[str] = []
            page.reported.connect(reported.append)
            page.login.click()
            assert page.login.isChecked()
            await until(autostart.enabled)
            page.login.click()
            await until(lambda: not autostart.enabled())
            assert reported == []
            portal.answer(Answer.REFUSE)
            page.login.click()
            await until(lambda: not page.login.isChecked())
            assert reported == ["The system did not let Porchlight change what starts at login."]
            page.deleteLater()

    run(main())


class Slow(Autostart):
    """Takes its time, as a person does who is asked."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.switched: list[bool] = []

    def enabled(self) -> bool:
        return self.switched[-1:] == [True]

    async def enable(self, wanted: bool) -> None:
        await self.go.wait()
        self.switched.append(wanted)


def test_clicks_while_the_desktop_asks_are_heard(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, "[monitor]\n") as running:
            slow = Slow()
            page = GeneralPage(running.context, slow)
            page.login.click()
            await asyncio.sleep(0.05)
            page.login.click()
            slow.go.set()
            await until(lambda: slow.switched == [True, False])
            assert not page.login.isChecked()
            page.deleteLater()

    run(main())


# -- notifications


@pytest.fixture
def sandboxed(monkeypatch: pytest.MonkeyPatch) -> "Sandboxed":
    """Notifiers of a sandbox, whose connections end with the test."""
    monkeypatch.setattr(notifier_module, "in_sandbox", lambda: True)
    made: list[PortalNotifications] = []

    def make() -> PortalNotifications:
        made.append(PortalNotifications())
        return made[-1]

    monkeypatch.setattr(notifier_module, "PortalNotifications", make)

    @asynccontextmanager
    async def notifier() -> AsyncIterator[SystemNotifier]:
        yield SystemNotifier(Tray())
        for one in made:
            one.close()
        await asyncio.sleep(0.05)  # the loop closes what is disconnected

    return notifier


Sandboxed = Callable[[], AbstractAsyncContextManager[SystemNotifier]]


def _notice(pressed: list[str]) -> Notice:
    return Notice(
        "Donation page is down",
        "It answers <b>503</b> & nothing else.",
        "page",
        urgent=True,
        sound=True,
        replaces="page",
        buttons=(NoticeButton("Acknowledge", lambda: pressed.append("acknowledged")),),
        clicked=lambda: pressed.append("clicked"),
    )


def test_a_notification_goes_by_the_portal_with_its_buttons(
    run: Run, portal: StandInPortal, sandboxed: Sandboxed
) -> None:
    pressed: list[str] = []

    async def main() -> None:
        async with sandboxed() as notifier:
            await press(notifier)

    async def press(notifier: SystemNotifier) -> None:
        assert await notifier.show(_notice(pressed)) is Handover.CONFIRMED
        identifier, shown = portal.asked("AddNotification")
        assert shown["title"] == "Donation page is down"
        assert "503" in shown["body"]
        assert (shown["priority"], shown["sound"]) == ("urgent", "default")
        (button,) = shown["buttons"]
        assert button["label"] == "Acknowledge"
        await asyncio.to_thread(portal.press, identifier, button["action"])
        await until(lambda: pressed == ["acknowledged"])
        await asyncio.to_thread(portal.press, identifier, "clicked")  # it is gone from the screen
        await notifier.show(_notice(pressed))
        identifier, shown = portal.calls("AddNotification")[-1]
        await asyncio.to_thread(portal.press, "another's", "clicked")
        await asyncio.to_thread(portal.press, identifier, shown["default-action"])
        await until(lambda: pressed == ["acknowledged", "clicked"])

    run(main())


def test_a_notification_is_taken_back_also_by_the_next_run(
    run: Run, portal: StandInPortal, sandboxed: Sandboxed
) -> None:
    async def main() -> None:
        async with sandboxed() as first, sandboxed() as second:
            await take_back(first, second)

    async def take_back(first: SystemNotifier, second: SystemNotifier) -> None:
        await first.show(_notice([]))
        handle = await first.handle("page")
        (shown, _) = portal.asked("AddNotification")
        assert handle == shown
        await second.take_back(handle)
        assert portal.calls("RemoveNotification") == [[shown]]
        await first.show(_notice([]))  # takes the place of the earlier one
        await first.withdraw("page")
        removed: list[Any] = [one for (one,) in portal.calls("RemoveNotification")]
        assert removed == [shown, shown, portal.calls("AddNotification")[-1][0]]

    run(main())


def test_the_buttons_of_two_first_notices_both_answer(run: Run, portal: StandInPortal, sandboxed: Sandboxed) -> None:
    pressed: list[str] = []

    async def main() -> None:
        async with sandboxed() as notifier, asyncio.TaskGroup() as together:
            for name in ("page", "form"):
                button = NoticeButton("Acknowledge", partial(pressed.append, name))
                together.create_task(notifier.show(Notice(name, "Down.", replaces=name, buttons=(button,))))
            await until(lambda: len(portal.calls("AddNotification")) == 2)
            for identifier, shown in portal.calls("AddNotification"):
                await asyncio.to_thread(portal.press, identifier, shown["buttons"][0]["action"])
            await until(lambda: sorted(pressed) == ["form", "page"])

    run(main())


def test_a_notice_that_is_over_while_it_is_handed_over_does_not_stay_on_the_screen(
    run: Run, portal: StandInPortal, sandboxed: Sandboxed
) -> None:
    async def main() -> None:
        async with sandboxed() as notifier, asyncio.TaskGroup() as together:
            together.create_task(notifier.show(_notice([])))
            together.create_task(notifier.withdraw("page"))
        assert [one for (one,) in portal.calls("RemoveNotification")] == [portal.asked("AddNotification")[0]]

    run(main())


class SlowService:
    """Implements NotificationService: takes its time over each, as a desktop that is just starting does."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def send_notification(self, notification: "Notification") -> str:
        await asyncio.sleep(1.2)
        self.shown.append(notification.title)
        if notification.on_dispatched is not None:
            notification.on_dispatched()
        return notification.title

    async def clear(self, identifier: str) -> None:
        self.shown.remove(identifier)


@pytest.mark.logs_warnings
def test_notices_that_wait_too_long_do_not_cost_those_before_them_their_buttons(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = SlowService()
    monkeypatch.setattr(notifier_module, "in_sandbox", lambda: True)
    monkeypatch.setattr(notifier_module, "PortalNotifications", lambda: service)
    names = ["1", "2", "3", "4", "5"]

    async def main() -> None:
        notifier = SystemNotifier(Tray())
        ended = await asyncio.gather(*(notifier.show(Notice(name, "Down.", replaces=name)) for name in names))
        assert [one is Handover.CONFIRMED for one in ended] == [True, True, True, False, False]
        assert service.shown == names[:3]
        for name in names:
            await notifier.withdraw(name)
        assert service.shown == []

    run(main())


@pytest.mark.logs_warnings
def test_what_the_portal_refuses_is_not_taken_for_shown(
    run: Run, portal: StandInPortal, sandboxed: Sandboxed
) -> None:
    portal.answer(Answer.REFUSE)

    async def main() -> None:
        async with sandboxed() as notifier:
            assert await notifier.show(_notice([])) is not Handover.CONFIRMED

    run(main())


def test_a_program_outside_asks_no_portal(portal: StandInPortal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLATPAK_ID", "org.example.Other")  # of a terminal that is a Flatpak, say
    assert application() == ""
