"""The small parts: desktop channel, notifier, supervisor, single instance, start at login, sleep, settings watch."""

import asyncio
import os
import plistlib
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.notifier import Handover, Notice, OfflineNotice, SystemNotifier
from porchlight.desktop.platform.autostart import LaunchAgent, XdgAutostart, start_command
from porchlight.desktop.platform.libraries import missing_packages
from porchlight.desktop.platform.settings_watch import SettingsWatch
from porchlight.desktop.platform.single_instance import QUIT, SHOW, SingleInstance
from porchlight.desktop.platform.system_events import Power
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.crash_card import CrashCard
from porchlight.desktop.windows.main import MainWindow
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.audit import Action
from porchlight.model.message import AlertLabel, Message, MessageKind
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Reason, Status
from porchlight.runtime.commands import Acknowledge
from porchlight.runtime.last_run import Crash
from porchlight.settings.file import LoadedSettings
from porchlight.settings.problems import Problem
from tests.desktop.conftest import Run
from tests.desktop.live import until
from tests.desktop.seen import button, texts, the
from tests.desktop.still import NOW_MS, StillContext, snapshot, view
from tests.support import need

NO_ANSWER = "No answer within 10 s."
PAGE_DOWN = view("page", Status.ERROR, Reason.TIMEOUT, name="Donation page", sentence=NO_ANSWER, critical=True)
DATABASE_DOWN = view("database", Status.ERROR, Reason.REFUSED, name="Database")


def _label(subject: str, of: ComponentView | None = None, *, over: bool = False, **alert: Any) -> AlertLabel:
    values: dict[str, Any] = {
        "id": f"{subject}-1",
        "rule": "critical-component-failure",
        "subject": subject,
        "severity": Severity.CRITICAL,
        "state": AlertState.RESOLVED if over else AlertState.FIRING,
        "pending_ms": NOW_MS - 720_000,
        "sentence": NO_ANSWER,
        "resolved_ms": NOW_MS if over else None,
    }
    return AlertLabel(Alert(**values | alert), "A critical component is down", subject.capitalize(), over, view=of)


def _message(*label: AlertLabel, kind: MessageKind = MessageKind.FIRING) -> Message:
    severity = label[0].alert.severity if label else Severity.LOW
    return Message("m1", kind, severity, "Title", "Text", NOW_MS, label, {})


class Losing:
    """A notifier that nothing comes of."""

    async def show(self, notice: Notice) -> Handover:
        return Handover.LOST

    async def withdraw(self, key: str) -> None:
        """There is nothing to take back."""

    async def handle(self, key: str) -> str:
        """There is none."""
        return ""

    async def take_back(self, handle: str) -> None:
        """There is nothing to take back."""


def test_a_message_opens_its_component_and_is_as_loud_as_it_is_grave(qapp: Application) -> None:
    notice = DesktopChannel(Losing()).notice(_message(_label("page", PAGE_DOWN)))
    assert (notice.title, notice.text) == ("Title", "Text")
    assert (notice.component, notice.urgent, notice.sound) == ("page", True, True)


def test_a_message_about_several_opens_none_of_them(qapp: Application) -> None:
    notice = DesktopChannel(Losing()).notice(_message(_label("page", PAGE_DOWN), _label("database", DATABASE_DOWN)))
    assert notice.component is None


def test_the_end_is_notified_calmly_and_in_the_place_of_its_beginning(qapp: Application) -> None:
    channel, well = DesktopChannel(Losing()), view("page", name="Donation page")
    begun = channel.notice(_message(_label("page", well)))
    over = channel.notice(_message(_label("page", well, over=True), kind=MessageKind.RESOLVED))
    assert (over.urgent, over.sound, over.buttons) == (False, False, ())
    assert over.replaces == begun.replaces


def test_buttons_acknowledge_and_snooze_all_that_is_in_the_message(qapp: Application, qtbot: QtBot) -> None:
    channel = DesktopChannel(Losing())
    acknowledge, snooze = channel.notice(_message(_label("page"), _label("form"))).buttons
    with qtbot.waitSignal(channel.acknowledged) as emitted:
        acknowledge.pressed()
    assert emitted.args == [("page-1", "form-1")]
    with qtbot.waitSignal(channel.snoozed) as emitted:
        snooze.pressed()
    assert emitted.args == [("page-1", "form-1"), 3600.0]


def test_being_offline_is_notified_once_after_two_minutes(qapp: Application) -> None:
    now, given = [snapshot(view("page", Status.UNKNOWN, Reason.OFFLINE), offline=True)], list[Notice]()
    notice = OfflineNotice(lambda: now[0], given.append)
    notice.look()
    assert notice._timer.isActive()
    assert notice._timer.interval() == 120_000
    notice._notify()
    assert given[0].title == "This computer is offline"
    now[0] = snapshot(view("page"))
    notice.look()
    assert not notice._timer.isActive()


def test_a_channel_reports_that_its_notice_is_lost(run: Run) -> None:
    fault = run(DesktopChannel(Losing()).send(_message(_label("page"))))
    assert fault is not None
    assert not fault.permanent


@pytest.mark.logs_warnings
def test_without_service_and_tray_a_notification_is_known_to_be_lost(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    notifier = SystemNotifier(Tray())
    assert run(notifier.show(Notice("Title", "Text"))) is Handover.LOST


def test_a_lost_notification_is_noted_and_shown_in_the_tooltip(
    qapp: Application, theme: Theme, tmp_path: Path, run: Run
) -> None:
    context, tray = StillContext(theme, view("page"), data_folder=str(tmp_path)), Tray()
    channel = DesktopChannel(Losing())
    Surfaces(qapp, tray, context, XdgAutostart({}), channel).begin()

    run(channel.send(_message(_label("page", PAGE_DOWN))))
    assert context.still.recorded == [(Action.NOTIFICATION_LOST, "page")]
    assert "1 notification could not be shown." in tray.icon.toolTip()


class Screen(Losing):
    """Shows every notice, and keeps what is on it."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[str, Notice] = {}

    async def show(self, notice: Notice) -> Handover:
        """See Notifier."""
        self.shown[notice.replaces] = notice
        return Handover.CONFIRMED

    async def withdraw(self, key: str) -> None:
        """See Notifier."""
        self.shown.pop(key, None)


def test_a_banner_goes_when_its_alert_is_over_even_if_that_is_not_notified(
    qapp: Application, theme: Theme, tmp_path: Path, run: Run
) -> None:
    context, screen = StillContext(theme, view("page"), data_folder=str(tmp_path)), Screen()
    channel = DesktopChannel(screen)
    Surfaces(qapp, Tray(), context, XdgAutostart({}), channel).begin()
    label = _label("page", PAGE_DOWN)
    run(channel.send(_message(label)))
    context.change(alerts=(label.alert,))
    context.bridge.alerts_changed.emit()
    assert list(screen.shown) == [label.alert.id]
    context.change(alerts=())

    async def over() -> None:
        context.bridge.alerts_changed.emit()
        await until(lambda: not screen.shown)

    run(over())


class Service(Screen):
    """A notification service that outlives the programs that use it."""

    async def handle(self, key: str) -> str:
        """See Notifier."""
        return f"bus {key}"

    async def take_back(self, handle: str) -> None:
        """See Notifier."""
        self.shown.pop(handle.removeprefix("bus "), None)


def test_a_banner_of_a_run_that_was_killed_is_taken_over_with_buttons_that_work(
    qapp: Application, tmp_path: Path, run: Run
) -> None:
    service, kept = Service(), str(tmp_path / "notices.json")
    page, database = _label("page", PAGE_DOWN), _label("database", DATABASE_DOWN)
    killed = DesktopChannel(service, kept)
    for one in (page, database):
        run(killed.send(_message(one)))
    keys = {one.alert.id for one in (page, database)}
    assert set(service.shown) == keys
    before = dict(service.shown)
    after = DesktopChannel(service, kept)
    pressed: list[object] = []
    after.acknowledged.connect(pressed.append)
    run(after.take_over({page.alert.id}))
    (notice,) = service.shown.values()
    assert notice is not before[page.alert.id]
    assert (notice.title, notice.component, notice.urgent, notice.sound) == ("Title", "page", True, False)
    notice.buttons[0].pressed()
    assert pressed == [(page.alert.id,)]
    run(after.withdraw_over(()))
    assert service.shown == {}
    assert not (tmp_path / "notices.json").exists()


@pytest.mark.parametrize("content", ["", "{}", "[1, {}]", '[{"handle": 1}]', "\x00", '[{"handle": "a", "key": "b"}]'])
def test_a_file_of_notices_that_makes_no_sense_is_ignored(
    qapp: Application, tmp_path: Path, run: Run, content: str
) -> None:
    file = tmp_path / "notices.json"
    file.write_text(content, encoding="utf-8")
    file.chmod(0o600)
    service = Service()
    run(DesktopChannel(service, str(file)).take_over({"a"}))
    assert service.shown == {}


def test_a_button_of_an_old_banner_says_that_there_is_nothing_left_to_do(
    qapp: Application, theme: Theme, tmp_path: Path, run: Run
) -> None:
    context, screen = StillContext(theme, view("page"), data_folder=str(tmp_path)), Screen()
    channel = DesktopChannel(screen)
    Surfaces(qapp, Tray(), context, XdgAutostart({}), channel).begin()
    label = _label("page", PAGE_DOWN)
    context.change(alerts=(label.alert,))
    acknowledge, snooze = channel.notice(_message(label)).buttons
    acknowledge.pressed()
    assert context.still.commands == [Acknowledge(label.alert.id)]
    context.change(alerts=())
    for old in (acknowledge, snooze):
        screen.shown.clear()
        old.pressed()
        assert [notice.title for notice in screen.shown.values()] == ["That problem is already over."]
    assert len(context.still.commands) == 1


def test_internal_troubles_are_shown_in_sentences(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    context, tray = StillContext(theme, view("page"), data_folder=str(tmp_path)), Tray()
    problem = Problem("", "This is not valid TOML.", "Look for a quote.")
    context.still.settings = LoadedSettings("", True, problems=(problem,))
    context.change(history_fault="The disk is full.")
    Surfaces(qapp, tray, context, XdgAutostart({}), DesktopChannel(Losing())).begin()
    context.supervisor.failed.emit("monitor")
    tip = tray.icon.toolTip()
    assert "Porchlight itself has a problem. See the log for details." in tip
    assert "History is not being saved: The disk is full." in tip
    assert "This is not valid TOML" in tip


def test_a_crash_of_the_last_run_is_shown_once_with_a_report_to_copy(
    qapp: Application, theme: Theme, tmp_path: Path
) -> None:
    crash = Crash(NOW_MS - 3_600_000, "Porchlight 1.0\n\nTrace:\nFatal Python error", str(tmp_path / "report.txt"))
    context, tray, screen = StillContext(theme, view("page"), data_folder=str(tmp_path)), Tray(), Screen()
    surfaces = Surfaces(qapp, tray, context, XdgAutostart({}), DesktopChannel(screen))
    surfaces.begin()
    surfaces.show_crash(crash)
    assert [notice.title for notice in screen.shown.values()] == ["Porchlight ended unexpectedly"]
    next(iter(screen.shown.values())).clicked()
    (window,) = (one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible())
    card = the(window, CrashCard)
    assert "It had been running since" in texts(card)
    button(card, "Copy report").click()
    assert QGuiApplication.clipboard().text() == crash.report
    button(card, "Dismiss").click()
    assert card.isHidden()
    window.close()
    surfaces.show_window()
    (window,) = (one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible())
    assert the(window, CrashCard).isHidden()
    surfaces.end()


@pytest.mark.logs_warnings
def test_a_failing_task_is_reported_and_ends_nothing_else(run: Run) -> None:
    async def main() -> tuple[list[str], bool]:
        failed: list[str] = []
        other_ended = False

        async def fail() -> None:
            raise ValueError("planted")

        async def wait() -> None:
            nonlocal other_ended
            await asyncio.sleep(3600)

        async with Supervisor() as supervisor:
            supervisor.failed.connect(failed.append)
            supervisor.spawn(fail(), name="one that fails")
            task = supervisor.spawn(wait(), name="one that lasts")
            await asyncio.sleep(0.02)
            other_ended = task is None or task.done()
        assert supervisor.spawn(wait(), name="too late") is None
        return failed, other_ended

    assert run(main()) == (["one that fails"], False)


_OTHER = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QCoreApplication
from porchlight.desktop.platform.single_instance import SingleInstance
app = QCoreApplication([])
one = SingleInstance(sys.argv[1])
print("first" if one.acquire() else f"second, answered {one.send(sys.argv[2].encode() + bytes([10]))}", flush=True)
"""


def _other(data_dir: Path, message: bytes) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(data_dir), message.decode().strip()],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )


@pytest.mark.parametrize(("message", "wanted"), [(SHOW, "show_wanted"), (QUIT, "quit_wanted")])
def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path, message: bytes, wanted: str) -> None:
    first = SingleInstance(str(tmp_path))
    assert first.acquire()
    first.deliver_waiting()
    with qtbot.waitSignal(getattr(first, wanted), timeout=10_000):
        other = _other(tmp_path, message)
    assert other.communicate(timeout=10)[0] == "second, answered True\n"
    first.release()


def test_what_is_asked_while_the_first_still_starts_is_done_once_it_has(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(str(tmp_path))
    assert first.acquire()
    other = _other(tmp_path, QUIT)
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=10_000)
    assert other.communicate()[0] == "second, answered True\n"
    with qtbot.waitSignal(first.quit_wanted):
        first.deliver_waiting()
    first.release()


def test_another_data_folder_is_another_porchlight(qapp: Application, tmp_path: Path) -> None:
    first, second = SingleInstance(str(tmp_path / "a")), SingleInstance(str(tmp_path / "b"))
    assert first.acquire()
    assert second.acquire()
    first.release()
    second.release()


def test_what_a_crash_left_behind_is_survived(qtbot: QtBot, tmp_path: Path) -> None:
    crashed = subprocess.run(
        [
            sys.executable,
            "-c",
            _OTHER + "import os; os.kill(os.getpid(), 9)",
            str(tmp_path),
            "show",
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert crashed.stdout == "first\n"
    after = SingleInstance(str(tmp_path))
    assert after.acquire()
    after.deliver_waiting()
    with qtbot.waitSignal(after.show_wanted, timeout=10_000):  # it listens where the other one did
        other = _other(tmp_path, SHOW)
    assert other.communicate(timeout=10)[0] == "second, answered True\n"
    after.release()


def test_start_at_login_on_linux_is_a_desktop_file(run: Run, tmp_path: Path) -> None:
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)})
    assert not autostart.enabled()
    run(autostart.enable(True))
    assert autostart.enabled()
    text = autostart.path.read_text(encoding="utf-8")
    assert text.startswith("[Desktop Entry]\nType=Application\n")
    assert f"Exec={start_command()[0]}" in text
    autostart.path.write_text(text + "Hidden=true\n", encoding="utf-8")  # what desktops write to switch it off
    assert not autostart.enabled()
    run(autostart.enable(False))
    assert not autostart.path.exists()


APPIMAGE = pytest.mark.skipif(sys.platform != "linux", reason="AppImages are Linux programs")
GENERATOR = Path("/usr/lib/systemd/user-generators/systemd-xdg-autostart-generator")
FOLDERS = [
    "My $5 `Apps`",
    '"good" \\',
    "it's 50% off",
    "Down%20loads=new",
    "%f %%u",
    "=",
    "Ärzte für Ébène",
    "two\nlines\tand\rmore",
]


def _app_image(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> Path:
    """One in that folder, mounted and running; started anew it is ``program``."""
    mounted = folder / ".mount_Porchl1a2b3c"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(mounted / "usr/lib/porchlight/porchlight"))
    monkeypatch.setenv("APPDIR", str(mounted))
    image = folder / "Porchlight-1.2.3-x86_64.AppImage"
    image.parent.mkdir(parents=True, exist_ok=True)
    image.write_text(program, encoding="utf-8")
    image.chmod(0o755)
    monkeypatch.setenv("APPIMAGE", str(image))
    return image


@APPIMAGE
@pytest.mark.parametrize("folder", FOLDERS)
def test_start_at_login_names_the_appimage_and_not_where_it_is_mounted(
    monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path, folder: str
) -> None:
    started = tmp_path / "started"
    program = f'#!/bin/sh\nprintf "%s|" "$0" "$@" >{started}.new && mv {started}.new {started}\n'
    image = _app_image(tmp_path / folder, monkeypatch, program)
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)})
    run(autostart.enable(True))
    checked = subprocess.run(
        [need("desktop-file-validate"), autostart.path], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")
    # As GNOME, Xfce and others read it.
    subprocess.run([need("gio"), "launch", str(autostart.path)], check=True, timeout=30)
    until = time.monotonic() + 10
    while not started.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert started.read_bytes().decode() == f"{image}|tray|"


@APPIMAGE
@pytest.mark.skipif(not GENERATOR.exists(), reason="systemd starts nothing at login here")
@pytest.mark.parametrize("folder", ["My Apps", "it's 50% off", "Down%20loads=new", "Ärzte"])
def test_systemd_starts_the_appimage_at_login(
    monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path, folder: str
) -> None:
    image = _app_image(tmp_path / folder, monkeypatch, "#!/bin/sh\n")
    run(XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)}).enable(True))
    units = tmp_path / "units"
    units.mkdir()
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_CURRENT_DESKTOP": "KDE", "PATH": os.environ["PATH"]}
    subprocess.run([GENERATOR, units, units, units], check=True, env=environment, timeout=30)
    (unit,) = units.glob("app-porchlight*.service")
    (command,) = re.findall(r"(?m)^ExecStart=:(.*)$", unit.read_text(encoding="utf-8"))
    assert shlex.split(command.replace("%%", "%"))[-2:] == [str(image), "tray"]


@APPIMAGE
def test_a_path_that_is_no_text_cannot_be_started_at_login(
    monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path
) -> None:
    _app_image(tmp_path / os.fsdecode(b"caf\xe9"), monkeypatch, "#!/bin/sh\n")
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)})
    with pytest.raises(OSError, match="multibyte"):
        run(autostart.enable(True))
    assert not autostart.enabled()


@APPIMAGE
def test_a_program_that_an_appimage_started_is_not_that_appimage(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _app_image(tmp_path, monkeypatch, "#!/bin/sh\n")
    monkeypatch.setenv("APPDIR", str(tmp_path / ".mount_Editor"))
    assert start_command() == [sys.executable]


def test_start_at_login_on_macos_is_a_launch_agent(run: Run, tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path)
    run(agent.enable(True))
    with agent.path.open("rb") as file:
        assert plistlib.load(file)["ProgramArguments"][-1] == "tray"
    run(agent.enable(False))
    assert not agent.enabled()


def test_logind_s_word_on_sleep_is_passed_on(qtbot: QtBot) -> None:
    power = Power()
    with qtbot.assertNotEmitted(power.woke):
        power.prepare_for_sleep(True)
    with qtbot.waitSignal(power.woke):
        power.prepare_for_sleep(False)


def _write(path: Path) -> None:
    path.write_text("one", encoding="utf-8")


def _replace(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_text("two", encoding="utf-8")
    os.replace(other, path)


@pytest.mark.parametrize("change", [_write, _replace, Path.unlink])
def test_every_way_of_changing_the_file_is_noticed(
    qtbot: QtBot, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    file = tmp_path / "porchlight.toml"
    file.write_text("before", encoding="utf-8")
    watch = SettingsWatch(str(file))
    with qtbot.waitSignal(watch.changed, timeout=5000):
        change(file)
    if file.exists():
        with qtbot.waitSignal(watch.changed, timeout=5000):
            file.write_text("and once more", encoding="utf-8")


def test_a_file_that_comes_into_being_is_noticed_folder_and_all(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "config" / "porchlight.toml"
    watch = SettingsWatch(str(file))
    file.parent.mkdir()
    with qtbot.waitSignal(watch.changed, timeout=5000):
        qtbot.wait(300)
        file.write_text("new", encoding="utf-8")


def test_missing_libraries_are_named_by_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porchlight.desktop.platform.libraries._loads", lambda name: name != "libxcb-cursor.so.0")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert missing_packages() == ["libxcb-cursor0"]


def test_no_source_text_stays_in_memory() -> None:
    """PySide6 looks through the source of all that is imported after it; fifteen MiB of text would stay."""
    code = (
        "import linecache; from porchlight.desktop.platform.libraries import skip_source_search; "
        "skip_source_search(); seen = set(linecache.cache); import porchlight.desktop.session; "
        "print(len(set(linecache.cache) - seen))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
