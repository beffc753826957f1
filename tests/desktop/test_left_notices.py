"""The file of what is on the screen, whatever overtakes what: a run that finds the notices of one that was killed
while it shows its own first ones."""

import asyncio
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from porchlight.desktop import alert_channel
from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.left_notices import LeftNotice, read_left, write_left
from porchlight.desktop.notifier import Handover, Notice
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.message import AlertLabel, Message, MessageKind
from tests.desktop.conftest import Run
from tests.desktop.live import until


class Screen:
    """Implements Notifier: what is on the screen, by handle."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {"killed run 1": "page"}
        self._number = 1

    async def show(self, notice: Notice) -> Handover:
        await self.withdraw(notice.replaces)
        self._number += 1
        self.shown[f"this run {self._number}"] = notice.replaces
        return Handover.CONFIRMED

    async def withdraw(self, key: str) -> None:
        self.shown = {
            handle: shown for handle, shown in self.shown.items() if shown != key or handle == "killed run 1"
        }

    async def handle(self, key: str) -> str:
        return next(handle for handle, shown in reversed(self.shown.items()) if shown == key)

    async def take_back(self, handle: str) -> None:
        self.shown.pop(handle, None)


class SlowlyCleared(Screen):
    """Takes a while to take one back."""

    PAUSE = 0.1

    def __init__(self) -> None:
        super().__init__()
        self.cleared: list[str] = []

    async def show(self, notice: Notice) -> Handover:
        self.shown[f"this run {notice.replaces}"] = notice.replaces
        return Handover.CONFIRMED

    async def withdraw(self, key: str) -> None:
        await asyncio.sleep(self.PAUSE)
        self.cleared.append(key)


def _message(component: str) -> Message:
    alert = Alert(component, "rule", component, Severity.HIGH, AlertState.FIRING, 1, "Down.")
    label = AlertLabel(alert, "Rule", component, over=False)
    return Message("m", MessageKind.FIRING, Severity.HIGH, "Title", "Text", 1, (label,), {})


@pytest.fixture
def file(tmp_path: Path) -> str:
    """As the run that was killed left it."""
    path = str(tmp_path / "notices.json")
    write_left(path, [LeftNotice("killed run 1", "page", "Title", "Text", "page", urgent=False, alerts=("page",))])
    return path


def test_a_write_that_is_slow_does_not_undo_a_later_one(run: Run, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    emptying = threading.Event()

    def write(path: str, notices: Sequence[LeftNotice]) -> None:
        if not notices:
            emptying.set()
            time.sleep(0.2)
        write_left(path, notices)

    class SlowScreen(Screen):
        async def handle(self, key: str) -> str:
            await until(emptying.is_set)
            return await super().handle(key)

    monkeypatch.setattr(alert_channel, "write_left", write)
    screen = SlowScreen()
    channel = DesktopChannel(screen, file)

    async def main() -> None:
        async with asyncio.TaskGroup() as together:
            together.create_task(channel.send(_message("page")))
            together.create_task(channel.take_over({"page"}))

    run(main())
    assert list(screen.shown.values()) == ["page"]
    assert [one.handle for one in read_left(file)] == list(screen.shown)


def test_a_run_does_not_take_back_what_it_showed_while_the_file_was_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    sent = threading.Event()

    def read(path: str) -> list[LeftNotice]:
        assert sent.wait(10)
        return read_left(path)

    monkeypatch.setattr(alert_channel, "read_left", read)
    screen = Screen()
    channel = DesktopChannel(screen, file)

    async def main() -> None:
        async with asyncio.TaskGroup() as together:
            together.create_task(channel.take_over({"page", "form"}))
            for name in ("page", "form"):
                await channel.send(_message(name))
            sent.set()

    run(main())
    assert sorted(shown for handle, shown in screen.shown.items() if handle.startswith("this")) == ["form", "page"]


def test_alerts_that_end_while_notices_are_taken_back_have_theirs_taken_back_too(run: Run, file: str) -> None:
    """The service takes a while, and the next alert ends meanwhile: nobody takes back the same notice twice, which
    would end with an error, and with the rest on the screen."""
    channel = DesktopChannel(screen := SlowlyCleared(), file)

    async def main() -> None:
        for name in ("page", "form", "sync"):
            await channel.send(_message(name))
        async with asyncio.TaskGroup() as together:
            for firing in (("sync",), ("sync",), ()):
                together.create_task(channel.withdraw_over(firing))
                await asyncio.sleep(0.01)

    run(main())
    assert sorted(screen.cleared) == ["form", "page", "sync"]
    assert read_left(file) == []


def test_a_service_that_hangs_is_waited_for_once(run: Run, file: str) -> None:
    """Quitting takes back what is on the screen, and must not take the time limit of each notice."""
    channel = DesktopChannel(screen := SlowlyCleared(), file)

    async def main() -> None:
        for number in range(10):
            await channel.send(_message(f"page {number}"))
        began = asyncio.get_running_loop().time()
        await channel.withdraw_over(())
        assert asyncio.get_running_loop().time() - began < 5 * screen.PAUSE

    run(main())
    assert len(screen.cleared) == 10
