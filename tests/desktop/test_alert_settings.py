"""Rules, channels, times and recovery in the settings window: what is chosen there is in the file and in force."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from porchlight.desktop.windows.settings.channels_page import ChannelEditor, ChannelsPage, channel_choices
from porchlight.desktop.windows.settings.editor import Editor
from porchlight.desktop.windows.settings.fields import Choice
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.desktop.windows.settings.recovery_page import RecoveryPage
from porchlight.desktop.windows.settings.rule.rule_editor import RuleEditor
from porchlight.desktop.windows.settings.rules_page import RulesPage
from porchlight.desktop.windows.settings.several import Several
from porchlight.desktop.windows.settings.times_page import TimesPage
from porchlight.model.alert import Severity
from porchlight.model.audit import Action
from porchlight.runtime.history import open_reader
from porchlight.runtime.kinds import load_settings
from porchlight.settings.rules import (
    ActionKind,
)
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import secret as secret_line
from tests.desktop.seen import texts
from tests.desktop.still import NOW_MS
from tests.integration.alerts.receiver import answer, receiving
from tests.memory_keyring import memory_keyring

SETTINGS = """
[monitor]
interval = "60s"
connectivity_urls = []
[components.website]
kind = "http"
name = "Donation page"
url = "http://127.0.0.1:9/"
critical = true
tags = ["donors"]
[components.form]
kind = "http"
name = "Form"
url = "http://127.0.0.1:9/form"
[channels.ops]
kind = "webhook"
url = "http://127.0.0.1:9/hook"
[rules.critical-component-failure]
channels = ["ops"] # ours
"""


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as held:
        yield held


def _live(run: Run, theme: Theme, folder: Path, look: Callable[[Live], Any]) -> None:
    async def main() -> None:
        async with live(theme, folder, SETTINGS) as running:
            await look(running)

    run(main())


def _written(running: Live) -> dict[str, Any]:
    return tomllib.loads(running.settings_file.read_text(encoding="utf-8"))


def _button(widget: Any, text: str, last: bool = False) -> QPushButton:
    found = [one for one in widget.findChildren(QPushButton) if text in (one.text(), one.accessibleName())]
    return found[-1] if last else found[0]


def _editor(page: ListPage) -> Any:
    assert isinstance(page.editor, Editor)
    return page.editor


async def _save(running: Live, page: ListPage) -> None:
    editor = _editor(page)
    editor.save_button.click()
    await until(lambda: page.editor is None)
    await running.reload()
    page.settings_changed()


# -- rules


def test_a_rule_is_made_of_sentences_and_tried_on_the_past(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = RulesPage(running.context)
        qtbot.addWidget(page)
        _button(page, "Add a rule").click()
        editor = _editor(page)
        assert isinstance(editor, RuleEditor)
        assert "Any component is in error." in texts(editor)
        card = editor.form.condition.cards[0]
        _choose(card.subject, "Donation page")
        _choose(card.rows[0].what, "the response time is over")
        card.rows[0]._values[0].setText("4s")
        _button(card, "and…", last=True).click()
        _button(editor.form.condition, "Add a condition").click()
        _choose(editor.form.condition.mode, "any of these is true")
        second = editor.form.condition.cards[1]
        _choose(second.negation, "Unless")
        _choose(second.subject, "All components together")
        editor.form.field("name").setText("Page is slow")
        _choose(editor.form.field("severity"), "High")
        editor.form.field("channels").choose(["desktop", "ops"])
        answer = "Donation page takes more than 4\N{NARROW NO-BREAK SPACE}s to answer and it is in error"
        assert f"{answer}, or it is not true that summary.errors is greater than 0." in texts(editor)
        await until(lambda: "In the last" in texts(editor))
        await _save(running, page)
        assert _written(running)["rules"]["page-is-slow"] == {
            "name": "Page is slow",
            "severity": "high",
            "channels": ["desktop", "ops"],
            "when": {
                "any": [
                    {"component": "website", "response_time_over": "4s", "status": ["error"]},
                    {"not": {"path": "summary.errors", "operator": "greater_than", "value": 0}},
                ]
            },
        }
        rule = {rule.id: rule for rule in running.program.rules}["page-is-slow"]
        assert rule.severity is Severity.HIGH
        await running.program.flush()
        with open_reader(str(tmp_path)) as reader:
            noted = [(entry.action, entry.subject) for entry in reader.audit(0, NOW_MS + 86_400_000)]
        assert (Action.RULE_CHANGED, "page-is-slow") in noted

    _live(run, theme, tmp_path, look)


def test_of_a_built_in_rule_only_what_differs_is_written_and_it_can_be_as_it_was(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = RulesPage(running.context)
        qtbot.addWidget(page)
        page.edit("certificate-expiring")
        editor = _editor(page)
        assert editor.form.condition.written["any"][0]["measure"] == "renewal_days"
        editor.form.field("repeat").setText("")
        _choose(editor.form.field("severity"), "Low")
        await _save(running, page)
        assert _written(running)["rules"]["certificate-expiring"] == {"repeat": "never", "severity": "low"}
        rule = {rule.id: rule for rule in running.program.rules}["certificate-expiring"]
        assert (rule.repeat_ms, rule.severity, rule.cooldown_ms) == (None, Severity.LOW, 86_400_000)
        more = _button(page, "More about A certificate expires soon", last=True)
        next(one for one in more.menu().actions() if one.text() == "Reset to default").trigger()
        assert "certificate-expiring" not in _written(running)["rules"]
        page.undo.click()
        assert _written(running)["rules"]["certificate-expiring"] == {"repeat": "never", "severity": "low"}

    _live(run, theme, tmp_path, look)


def test_what_is_not_complete_is_shown_at_its_place_and_nothing_is_written(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        before = running.settings_file.read_text(encoding="utf-8")
        page = RulesPage(running.context)
        qtbot.addWidget(page)
        page.add({"when": {"component": "website", "measure": "queue", "operator": "greater_than", "value": 1}})
        editor = _editor(page)
        card = editor.form.condition.cards[0]
        card.rows[0].findChildren(QLineEdit)[-1].setText("")
        editor.form.field("for").setText("soon")
        editor.save_button.click()
        assert "to compare the measure with" in texts(card)
        assert "30s" in texts(editor.form)
        assert page.editor is editor
        assert running.settings_file.read_text(encoding="utf-8") == before

    _live(run, theme, tmp_path, look)


def test_a_message_with_an_unknown_placeholder_is_saved_with_a_warning(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = RulesPage(running.context)
        qtbot.addWidget(page)
        reported: list[str] = []
        page.reported.connect(reported.append)
        page.add()
        _editor(page).form.field("message").setText("{summary.errors} of {summary.errorz}")
        await _save(running, page)
        assert "Unknown placeholders stay in the message as written: {summary.errorz}" in reported[-1]

    _live(run, theme, tmp_path, look)


def test_a_condition_that_goes_deeper_is_shown_and_kept(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        deep = {
            "all": [{"any": [{"component": "form", "status": "error"}, {"component": "website", "status": "error"}]}]
        }
        page = RulesPage(running.context)
        qtbot.addWidget(page)
        page.add({"name": "Deep", "when": deep})
        _choose(_editor(page).form.field("severity"), "Low")
        await _save(running, page)
        assert _written(running)["rules"]["deep"]["when"] == deep

    _live(run, theme, tmp_path, look)


def test_rules_are_switched_and_tried_in_the_list(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = RulesPage(running.context)
        qtbot.addWidget(page)
        reported: list[str] = []
        page.reported.connect(reported.append)
        next(one for one in page.findChildren(QCheckBox) if one.text() == "Slower than usual").setChecked(False)
        assert reported[-1] == "Saved."
        severity = next(
            one
            for one in page.findChildren(QComboBox)
            if one.accessibleName() == "Severity of “A certificate expires soon”"
        )
        _choose(severity, "Low")
        channels = next(
            one
            for one in page.findChildren(Several)
            if one.accessibleName() == "Who is notified by “A critical component is down”"
        )
        assert channels.text() == "ops ▾"
        next(one for one in channels.menu().actions() if one.text() == "This desktop").trigger()
        await running.reload()
        rules = {rule.id: rule for rule in running.program.rules}
        assert not rules["slow-response"].enabled
        assert rules["certificate-expiring"].severity is Severity.LOW
        assert rules["certificate-expiring"].repeat_ms == 86_400_000  # what was not touched stays
        assert rules["critical-component-failure"].channels == ("desktop", "ops")
        assert "# ours" in running.settings_file.read_text(encoding="utf-8")
        await running.program.flush()
        more = _button(page, "More about Slower than usual")
        more.menu().actions()[0].trigger()
        await until(lambda: "In the last 7 days it would not have fired once." in reported[-1])

    _live(run, theme, tmp_path, look)


# -- channels


def test_a_channel_is_tried_before_it_is_kept_and_its_secret_goes_into_the_keyring(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot, kept: dict[str, str]
) -> None:
    async def look(running: Live) -> None:
        page = ChannelsPage(running.context)
        qtbot.addWidget(page)
        async with receiving() as receiver:
            receiver.answers.append(answer(403))
            page.add(next(one for one in channel_choices() if one.kind == "webhook"))
            editor = _editor(page)
            assert isinstance(editor, ChannelEditor)
            editor.form.field("name").setText("Board's hook")
            secret_line(editor.form).setText(receiver.url)
            editor.test.click()
            await until(lambda: "403" in texts(editor))
            editor.test.click()
            await until(lambda: "Test sent. " in texts(editor))
            assert receiver.received[-1].json()["alert"]["message"].startswith("Porchlight: test message")
            await _save(running, page)
            address = receiver.url
        table = _written(running)["channels"]["board-s-hook"]
        assert table == {"kind": "webhook", "name": "Board's hook", "credential": "board-s-hook-channel"}
        assert kept["board-s-hook-channel"] == address
        assert address not in running.settings_file.read_text(encoding="utf-8")
        assert "board-s-hook" in running.program.channels

    _live(run, theme, tmp_path, look)


def test_a_service_is_added_by_the_address_that_it_gives_out(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot, kept: dict[str, str]
) -> None:
    async def look(running: Live) -> None:
        page = ChannelsPage(running.context)
        qtbot.addWidget(page)
        page.add(next(one for one in channel_choices() if one.title == "Slack"))
        editor = _editor(page)
        assert secret_line(editor.form).placeholderText() == "https://hooks.slack.com/services/…"
        editor.save_button.click()
        assert "Please fill this in." in texts(editor.form)
        secret_line(editor.form).setText("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#alerts")
        await _save(running, page)
        assert _written(running)["channels"]["slack"]["kind"] == "apprise"
        assert load_settings(str(running.settings_file)).problems == ()

    _live(run, theme, tmp_path, look)


def test_a_channel_that_is_removed_leaves_no_rule_pointing_at_it_and_comes_back_whole(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = ChannelsPage(running.context)
        qtbot.addWidget(page)
        _button(page, "Remove ops").click()
        assert "ops" not in _written(running).get("channels", {})
        assert _written(running)["rules"]["critical-component-failure"]["channels"] == []
        page.undo.click()
        assert _written(running) == tomllib.loads(SETTINGS)

    _live(run, theme, tmp_path, look)


def test_channels_are_tested_and_the_second_watcher_is_set_up(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = ChannelsPage(running.context)
        qtbot.addWidget(page)
        reported: list[str] = []
        page.reported.connect(reported.append)
        _button(page, "Send a test to ops").click()
        await until(lambda: reported and reported[-1].startswith("ops: No connection to 127.0.0.1"))
        _button(page, "Set up the heartbeat").click()
        _editor(page).form.field("url").setText("http://127.0.0.1:9/ping")
        await _save(running, page)
        assert running.program.settings.alerting.heartbeat.url == "http://127.0.0.1:9/ping"

    _live(run, theme, tmp_path, look)


# -- times and recovery


def test_quiet_hours_maintenance_and_days_that_matter_are_set_up(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = TimesPage(running.context)
        qtbot.addWidget(page)
        _button(page, "Set up quiet hours").click()
        await _save(running, page)
        quiet = running.program.settings.alerting.alerts.quiet_hours
        assert quiet is not None
        assert (quiet.from_.hour, quiet.to.hour) == (22, 7)
        _button(page, "Add maintenance", last=True).click()
        form = _editor(page).form
        form.field("name").setText("Backup")
        form.field("days").choose(["mon", "fri"])
        form.field("components").choose(["form"])
        await _save(running, page)
        _button(page, "Add days", last=True).click()
        form = _editor(page).form
        form.field("name").setText("Giving Tuesday")
        form.field("from").day.setDate(QDate(2026, 12, 1))
        form.field("to").day.setDate(QDate(2026, 12, 2))
        form.field("interval").setText("15s")
        form.field("rules").more.click()
        _choose(form.field("rules").lines[0].rule, "A component has a problem")
        _choose(form.field("rules").lines[0].key, "has the severity")
        await _save(running, page)
        written = _written(running)
        assert written["maintenance"]["backup"] == {
            "name": "Backup",
            "from": "02:00",
            "to": "03:00",
            "days": ["mon", "fri"],
            "components": ["form"],
        }
        assert written["calendar"]["giving-tuesday"] == {
            "name": "Giving Tuesday",
            "from": QDate(2026, 12, 1).toPython(),
            "to": QDate(2026, 12, 2).toPython(),
            "interval": "15s",
            "rules": {"system-degraded": {"severity": "critical"}},
        }
        assert load_settings(str(running.settings_file)).problems == ()
        _button(page, "Remove Giving Tuesday", last=True).click()
        assert "giving-tuesday" not in _written(running).get("calendar", {})
        page.undo.click()
        assert _written(running) == written

    _live(run, theme, tmp_path, look)


def test_a_recovery_action_is_off_until_it_is_turned_on(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        page = RecoveryPage(running.context)
        qtbot.addWidget(page)
        page.add(ActionKind.PROGRAM)
        editor = _editor(page)
        editor.form.field("name").setText("Restart the sync")
        editor.save_button.click()
        assert "No program to run is given." in texts(editor.form)
        editor.form.field("program").setPlainText("/usr/bin/true\n--now, really")
        await _save(running, page)
        action = running.program.settings.alerting.actions["restart-the-sync"]
        assert (action.program, action.enabled) == (("/usr/bin/true", "--now, really"), False)
        _button(page, "Turn on: Restart the sync").click()
        await running.reload()
        assert running.program.settings.alerting.actions["restart-the-sync"].enabled

    _live(run, theme, tmp_path, look)


def _choose(box: Any, text: str) -> None:
    assert isinstance(box, Choice | QComboBox)
    place = box.findText(text)
    assert place >= 0, [box.itemText(one) for one in range(box.count())]
    box.setCurrentIndex(place)
