"""Muted alerts show in the light itself: a dot on the icon, and in tooltip and panel which and how long still."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.icons import tray_icon
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.panel import Panel
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.model.alert import FOR_EVER_MS, Alert, AlertState, Severity
from porchlight.model.mark import Mark
from porchlight.model.snapshot import Snapshot
from porchlight.model.suppression import Silence
from tests.desktop.seen import button, texts
from tests.desktop.still import NOW_MS, StillContext, snapshot, view

MINUTE = 60_000
FORM, CRM = view("form", name="Donation form"), view("crm", name="CRM")


def _silence(minutes: int, *components: str) -> Silence:
    return Silence(f"s-{minutes}", NOW_MS + minutes * MINUTE, NOW_MS, components)


def _snoozed(until_ms: int) -> Alert:
    state = AlertState.FIRING
    return Alert("a", "down", "form", Severity.HIGH, state, NOW_MS, "", NOW_MS, snoozed_until_ms=until_ms)


def _seen(app: Application, context: StillContext, now: Snapshot) -> tuple[str, bool, str]:
    """Tooltip, whether the icon has the dot, and the texts of the panel."""
    tray = Tray()
    surfaces = Surfaces(app, tray, context, XdgAutostart({}), DesktopChannel(SystemNotifier(tray)))
    surfaces.begin()
    context.still.now = now
    context.bridge.alerts_changed.emit()
    surfaces.toggle_panel()
    panel = next(one for one in app.topLevelWidgets() if isinstance(one, Panel) and one.isVisible())
    icon = tray.icon.icon().pixmap(22, 22).toImage()
    dots = {muted: tray_icon(Mark.HEALTHY, muted=muted).pixmap(22, 22).toImage() for muted in (True, False)}
    assert icon in dots.values()
    found = tray.icon.toolTip(), icon == dots[True], texts(panel)
    surfaces.end()
    return found


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ({"silences": (_silence(30),)}, "Alerts silenced until "),
        ({"silences": (_silence(30, "form"),)}, "Alerts about Donation form silenced until "),
        ({"silences": (_silence(30, "form", "crm"),)}, "Alerts about Donation form and CRM silenced until "),
        ({"alerts": (_snoozed(NOW_MS + 30 * MINUTE),)}, "Alerts about Donation form silenced until "),
    ],
    ids=["all", "one component", "two components", "a snoozed alert"],
)
def test_what_is_muted_shows_as_a_dot_and_counts_down(
    qapp: Application, theme: Theme, tmp_path: Path, held: dict[str, tuple[Silence | Alert, ...]], text: str
) -> None:
    context = StillContext(theme, FORM, CRM, data_folder=str(tmp_path))
    tooltip, dot, panel = _seen(qapp, context, snapshot(FORM, CRM, **held))
    assert dot
    for place in (tooltip, panel):
        (line,) = (one for one in place.splitlines() if one.startswith(text))
        left = re.search(r"(\d+)\N{NARROW NO-BREAK SPACE}min left", line)
        assert left is not None
        assert 1 <= int(left[1]) <= 30  # the half hour began when this module was imported


def test_a_snooze_without_an_end_has_no_countdown(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    context = StillContext(theme, FORM, data_folder=str(tmp_path))
    tooltip, dot, _ = _seen(qapp, context, snapshot(FORM, alerts=(_snoozed(FOR_EVER_MS),)))
    assert dot
    assert "Alerts about Donation form silenced until resolved." in tooltip


def test_nothing_muted_is_no_dot(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    context = StillContext(theme, FORM, data_folder=str(tmp_path))
    tooltip, dot, panel = _seen(qapp, context, snapshot(FORM, alerts=(_snoozed(NOW_MS - MINUTE),)))
    assert not dot
    assert "silenced" not in tooltip + panel


def test_the_minutes_go_on_without_news_and_the_panel_ends_it(
    qapp: Application, theme: Theme, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = StillContext(theme, FORM, data_folder=str(tmp_path))
    context.change(silences=(_silence(30),))
    tray = Tray()
    surfaces = Surfaces(qapp, tray, context, XdgAutostart({}), DesktopChannel(SystemNotifier(tray)))
    surfaces.begin()
    monkeypatch.setattr(context, "now_ms", lambda: NOW_MS + 6 * MINUTE)
    for timer in surfaces.findChildren(QTimer):
        timer.timeout.emit()
    assert "24\N{NARROW NO-BREAK SPACE}min left" in tray.icon.toolTip()
    surfaces.toggle_panel()
    panel = next(one for one in qapp.topLevelWidgets() if isinstance(one, Panel) and one.isVisible())
    button(panel, "End").click()
    assert len(context.still.commands) == 1
    surfaces.end()
