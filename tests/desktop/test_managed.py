"""What an organisation sets is greyed in every form, stays out of the user's file, and stops no save."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget

from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.windows.settings.channels_page import ChannelsPage
from porchlight.desktop.windows.settings.components_page import ComponentsPage
from porchlight.desktop.windows.settings.exports_page import WaysOutPage
from porchlight.desktop.windows.settings.general_page import GeneralPage
from porchlight.desktop.windows.settings.page import Page
from porchlight.desktop.windows.settings.paths_page import PathsPage
from porchlight.desktop.windows.settings.recovery_page import RecoveryPage
from porchlight.desktop.windows.settings.rules_page import RulesPage
from porchlight.desktop.windows.settings.times_page import TimesPage
from porchlight.model.errors import SettingsError
from porchlight.settings import policy
from porchlight.settings.toml import parse_plain
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, every, texts
from tests.memory_keyring import memory_keyring

SET_ELSEWHERE = "Set by your organisation."
POLICY = """
[monitor]
interval = "30s"
confirmations = 1
[components.website]
url = "https://give.example.org"
critical = true
[components.database]
kind = "tcp"
name = "Gift database"
host = "127.0.0.1"
port = 9
enabled = false
[channels.office]
kind = "webhook"
name = "Office"
url = "http://127.0.0.1:9/hook"
[rules.slow-response]
severity = "critical"
[rules.ours]
name = "Ours"
when = { component = "website", status = "error" }
[alerts.quiet_hours]
from = "22:00"
to = "07:00"
[maintenance.backup]
from = "02:00"
to = "03:00"
[components.own]
kind = "self"
[paths.gifts]
taken_by = ["own"]
[actions.again]
kind = "service"
service = "web"
[export.prometheus]
port = 9999
"""
USERS = """
[monitor]
interval = "5m"
[components.website]
kind = "http"
name = "Website"
enabled = false
[channels.mine]
kind = "webhook"
name = "Mine"
url = "http://127.0.0.1:9/mine"
"""


@pytest.fixture(autouse=True)
def managed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    found = policy.combined([policy.Source("policy.toml", parse_plain(POLICY))])
    monkeypatch.setattr(policy, "system_policy", lambda: found)
    with memory_keyring():
        yield


def written(running: Live) -> dict[str, object]:
    return tomllib.loads(running.settings_file.read_text(encoding="utf-8"))


def shown(page: QWidget) -> None:
    page.resize(760, 620)
    page.show()
    QApplication.processEvents()


def test_locked_fields_of_a_section_are_greyed_and_the_rest_is_saved(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, USERS) as running:
            page = GeneralPage(running.context, XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path / "config")}))
            shown(page)
            form = page.forms["monitor"]
            interval = form.field("interval")
            assert isinstance(interval, QLineEdit)
            assert (interval.text(), interval.isEnabled()) == ("30s", False)
            assert interval.accessibleDescription().startswith(SET_ELSEWHERE)
            assert not form.field("confirmations").isEnabled()
            assert form.field("timeout").isEnabled()
            assert texts(form).count(SET_ELSEWHERE) == 2
            form.field("timeout").setText("7s")  # type: ignore[attr-defined]
            page.save()
            assert written(running)["monitor"] == {"interval": "5m", "timeout": "7s"}  # no confirmations, no 30s
            page.close()

    run(main())


def test_a_component_whose_address_is_set_elsewhere_is_saved_without_it(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, USERS) as running:
            page = ComponentsPage(running.context)
            shown(page)
            page.list.setCurrentRow(0)
            assert page.buttons["edit"].isEnabled()
            assert not page.buttons["remove"].isEnabled()
            button(page, "Edit").click()
            assert page.editor is not None
            shown(page)
            form = page.editor.form
            address, name = form.field("url"), form.field("name")
            assert isinstance(address, QLineEdit)
            assert isinstance(name, QLineEdit)
            assert (address.text(), address.isEnabled()) == ("https://give.example.org", False)
            critical = form.field("critical")
            assert isinstance(critical, QCheckBox)
            assert (critical.isChecked(), critical.isEnabled()) == (True, False)
            name.setText("Donation page")
            page.editor.save()
            await until(lambda: page.editor is None)
            assert written(running)["components"] == {
                "website": {"kind": "http", "name": "Donation page", "enabled": False}
            }
            page.close()

    run(main())


def test_a_component_that_comes_from_the_policy_alone_can_be_neither_edited_nor_removed(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, USERS) as running:
            page = ComponentsPage(running.context)
            shown(page)
            page.list.setCurrentRow(1)
            assert not any(one.isEnabled() for one in page.buttons.values())
            assert page.locked.text() == SET_ELSEWHERE
            assert page.locked.isVisible()
            shown(page)
            page.close()

    run(main())


@pytest.mark.parametrize(
    ("kind", "locked", "free"),
    [
        (ChannelsPage, ["Edit Office", "Remove Office"], ["Edit Mine", "Remove Mine"]),
        (RulesPage, ["Edit Ours"], ["Add a rule"]),
        (TimesPage, ["Set up quiet hours", "Remove quiet hours", "Edit backup", "Remove backup"], ["Add days"]),
        (PathsPage, ["Edit Donations", "Remove Donations"], ["Add a path"]),
        (RecoveryPage, ["Edit again", "Remove again", "Turn on: again"], []),
    ],
    ids=["channels", "rules", "times", "paths", "recovery"],
)
def test_what_comes_from_the_policy_alone_is_greyed_on_every_page(
    run: Run, theme: Theme, tmp_path: Path, kind: type[Page], locked: list[str], free: list[str]
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, USERS) as running:
            page = kind(running.context)
            shown(page)
            await until(lambda: {*locked} <= {one.accessibleName() for one in every(page, QPushButton)}, 10)
            found = {one.accessibleName(): one for one in every(page, QPushButton)}
            for name in locked:
                assert (found[name].isEnabled(), found[name].toolTip()) == (False, SET_ELSEWHERE), name
            assert SET_ELSEWHERE in texts(page) or kind is RulesPage
            for name in free:
                assert found[name].isEnabled(), name
            page.close()

    run(main())


def test_a_locked_severity_of_a_rule_is_greyed_in_the_list_and_in_its_form(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, USERS) as running:
            page = RulesPage(running.context)
            shown(page)
            page.edit("slow-response")
            assert page.editor is not None
            shown(page)
            assert not page.editor.form.field("severity").isEnabled()
            page.editor.form.field("name").setText("Slow")  # type: ignore[attr-defined]
            page.editor.save()
            await until(lambda: page.editor is None)
            assert written(running)["rules"] == {"slow-response": {"name": "Slow"}}
            page.close()

    run(main())


def test_an_export_is_turned_on_under_a_locked_port(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, USERS) as running:
            page = WaysOutPage(running.context)
            shown(page)
            page.edit_prometheus()
            assert page.editor is not None
            port, enabled = page.editor.form.field("port"), page.editor.form.field("enabled")
            assert isinstance(port, QLineEdit)
            assert isinstance(enabled, QCheckBox)
            assert (port.text(), port.isEnabled()) == ("9999", False)
            enabled.setChecked(True)
            page.editor.save()
            await until(lambda: page.editor is None)
            assert written(running)["export"] == {"prometheus": {"enabled": True}}
            page.close()

    run(main())


def test_no_window_writes_a_key_that_would_not_count(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, USERS) as running:
            editing = running.context.editing
            with pytest.raises(SettingsError, match=SET_ELSEWHERE):
                editing.change_rule("slow-response", "severity", "warning")
            with pytest.raises(SettingsError, match=SET_ELSEWHERE):
                editing.put_section("monitor", {"interval": "1m"}, expected={"interval": "5m"})
            assert running.settings_file.read_text(encoding="utf-8") == USERS

    run(main())
