"""Settings window and guide: forms for every kind, tried out with the real probe, kept in file and keyring."""

import asyncio
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from pydantic import Field
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTabWidget

from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.demo.services import demo_services
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import MarkLabel
from porchlight.desktop.windows.credential import CredentialWindow
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.component_editor import ComponentEditor
from porchlight.desktop.windows.settings.fields import BoolField, ChoiceField, PairsField, TextField
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.kinds import kind_choices
from porchlight.desktop.windows.settings.page import Page
from porchlight.desktop.windows.settings.window import SettingsWindow
from porchlight.exporters.report import weekly
from porchlight.model.audit import Action
from porchlight.model.status import Status
from porchlight.runtime.commands import CheckNow
from porchlight.runtime.kinds import component_kinds, load_settings
from porchlight.settings.schema import INGEST_TOKEN, ComponentSettings, Duration
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, texts, the
from tests.desktop.seen import secret as secret_line
from tests.integration.simulators import beside
from tests.memory_keyring import memory_keyring
from tests.ports import free_port

KINDS = sorted(component_kinds())


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as held:
        yield held


def _type(line: Any, text: str) -> None:
    assert isinstance(line, QLineEdit)
    line.clear()
    QTest.keyClicks(line, text)


# -- forms


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_changes_nothing_that_was_not_touched(theme: Theme, kind: str) -> None:
    values = {"kind": kind, "name": "A name", "critical": True, "interval": "30s", "tags": ["a", "b"], "strange": 1}
    form = SettingsForm(theme, component_kinds()[kind], values)
    assert form.values == values


def test_the_control_fits_the_type(theme: Theme) -> None:
    form = SettingsForm(theme, component_kinds()["http"], {"kind": "http", "json_pointer": "/queue"})
    fields = form._fields
    assert isinstance(fields["critical"], BoolField)
    assert isinstance(fields["method"], ChoiceField)
    assert isinstance(fields["headers"], PairsField)
    assert isinstance(fields["interval"], TextField)
    _type(form.field("url"), "https://give.example.org/")
    _type(form.field("expect_status"), "200, 204")
    _type(form.field("json_value"), "12")
    assert form.values == {
        "kind": "http",
        "url": "https://give.example.org/",
        "expect_status": [200, 204],
        "json_pointer": "/queue",
        "json_value": 12,
    }


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.10", "1.10"), ("1.1", 1.1), ('"1.1"', "1.1"), ("007", "007"), ("1e3", "1e3"), ("-5", -5), ("NaN", "NaN"),
        ("9007199254740993", 9007199254740993), ("true", True), ('"true"', "true"), ("2026-11-26", "2026-11-26"),
    ],
)  # fmt: skip
def test_a_value_to_compare_with_is_a_number_only_where_it_would_be_written_so(
    theme: Theme, typed: str, value: object
) -> None:
    form = SettingsForm(theme, component_kinds()["http"], {"kind": "http", "json_pointer": "/queue"})
    _type(form.field("json_value"), typed)
    assert form.values["json_value"] == value
    assert type(form.values["json_value"]) is type(value)
    shown = SettingsForm(theme, component_kinds()["http"], form.values)
    assert shown.values == form.values


def test_what_is_wrong_is_shown_at_its_field(theme: Theme) -> None:
    form = SettingsForm(theme, component_kinds()["http"], {"kind": "http"})
    form.show()
    _type(form.field("interval"), "soon")
    assert not form.check()
    assert "Please fill this in." in texts(form)
    assert "30s" in texts(form)
    _type(form.field("url"), "https://user:secret@give.example.org/")
    _type(form.field("interval"), "5m")
    assert not form.check()
    assert "The address contains a password" in texts(form)
    assert "porchlight" not in texts(form)  # what a terminal would do
    _type(form.field("url"), "https://give.example.org/")
    assert form.check()


class _PluginSettings(ComponentSettings):
    folder: str = Field(title="Folder to look at", description="Its newest file counts.")
    limit: Annotated[Duration, Field(ge=1)] = 3600.0
    strict: bool = False


def test_a_plug_in_s_settings_get_a_form_with_its_texts(theme: Theme) -> None:
    form = SettingsForm(theme, _PluginSettings, {"kind": "x"})
    assert form.field("folder").accessibleName() == "Folder to look at"
    assert form.field("folder").toolTip() == "Its newest file counts."
    assert form.field("strict").accessibleName() == "Strict"
    _type(form.field("folder"), "/srv")
    form.field("strict").click()  # type: ignore[attr-defined]
    assert form.values == {"kind": "x", "folder": "/srv", "strict": True}


# -- editing


def _editor(running: Live, kind: str, component_id: str | None = None, **values: Any) -> ComponentEditor:
    editor = ComponentEditor(running.context, kind, component_kinds()[kind], component_id, {**values, "kind": kind})
    editor.show()
    return editor


def test_test_connection_uses_the_real_probe_and_shows_a_plain_sentence(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        with beside(MailchimpSimulator()) as mailchimp:
            async with live(theme, tmp_path) as running:
                editor = _editor(running, "mailchimp", base_url=mailchimp.url)
                _type(secret_line(editor.form), "a" * 32 + "-us1")
                editor.test.click()
                await until(lambda: "rejected the API key" in texts(editor))
                assert kept == {}
                _type(secret_line(editor.form), MailchimpSimulator().api_key)
                editor.test.click()
                await until(lambda: the(editor, MarkLabel).accessibleName() == "Healthy")
                assert "rejected" not in texts(editor)
                editor.close()

    run(main())


def test_saving_writes_the_file_and_the_keyring_and_is_in_force_at_once(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    secret = MailchimpSimulator().api_key

    async def main() -> None:
        with beside(MailchimpSimulator()) as mailchimp:
            async with live(theme, tmp_path) as running:
                editor = _editor(running, "mailchimp", base_url=mailchimp.url)
                saved: list[str] = []
                editor.saved.connect(saved.append)
                _type(editor.form.field("name"), "Our letters")
                _type(secret_line(editor.form), secret)
                editor.save_button.click()
                await until(lambda: saved)
                assert saved == ["our-letters"]
                assert kept["mailchimp"] == secret
                text = running.settings_file.read_text(encoding="utf-8")
                assert secret not in text
                assert tomllib.loads(text)["components"]["our-letters"]["name"] == "Our letters"
                await running.reload()
                await running.program.check("our-letters")
                assert running.context.snapshot.views["our-letters"].state.status is Status.HEALTHY
                for path in tmp_path.rglob("*"):
                    if path.is_file():
                        assert secret.encode() not in path.read_bytes(), path
                editor.close()

    run(main())


def test_two_editors_do_not_overwrite_each_other(run: Run, theme: Theme, tmp_path: Path) -> None:
    text = '[components.page]\nkind = "http"\nurl = "http://127.0.0.1:9/"\nname = "Page"\n'

    async def main() -> None:
        async with live(theme, tmp_path, text) as running:
            values = running.context.editing.read_item("components", "page")
            assert values is not None
            del values["kind"]
            editor = _editor(running, "http", "page", **values)
            other = text.replace("Page", "Changed in a file")
            running.settings_file.write_text(other, encoding="utf-8")
            editor.settings_changed()
            assert "Nothing was overwritten" in texts(editor)
            _type(editor.form.field("name"), "Changed in a window")
            editor.save_button.click()
            await until(lambda: button(editor, "Reload from the file").isVisibleTo(editor))
            assert running.settings_file.read_text(encoding="utf-8") == other
            button(editor, "Reload from the file").click()
            assert editor.form.values["name"] == "Changed in a file"
            editor.close()

    run(main())


# -- the window


def _window(running: Live, tmp_path: Path) -> SettingsWindow:
    window = SettingsWindow(
        running.context,
        Places(str(tmp_path / "windows.ini")),
        XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path / "config")}),
    )
    window.show()
    return window


def test_only_the_page_that_is_looked_at_is_made(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, '[components.a]\nkind = "self"\nname = "A"\n') as running:
            window = _window(running, tmp_path)
            assert [type(page).__name__ for page in window.findChildren(Page)] == ["ComponentsPage"]
            window.show_page("rules")
            assert window.rules.isVisible()
            window.show_page("components")
            window.show_page("rules")
            assert [type(page).__name__ for page in window.findChildren(Page)] == ["ComponentsPage", "RulesPage"]
            window.close()

    run(main())


def test_components_are_listed_duplicated_paused_removed_and_brought_back(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    text = '[components.a]\nkind = "self"\nname = "A"\n[components.b]\nkind = "self"\ndepends_on = ["a"]\n'

    async def main() -> None:
        async with live(theme, tmp_path, text) as running:
            window = _window(running, tmp_path)
            page = window.components
            page.list.setCurrentRow(0)
            page.buttons["pause"].click()
            await running.reload()
            await until(lambda: running.context.snapshot.views["a"].state.status is Status.DISABLED)
            page.list.setCurrentRow(0)
            await until(lambda: page.buttons["pause"].text() == "Watch again")
            page.buttons["pause"].click()
            await running.reload()
            page.list.setCurrentRow(0)
            page.buttons["duplicate"].click()
            assert page.editor is not None
            assert page.editor.form.values["name"] == "A (copy)"
            page.editor.save_button.click()
            await until(lambda: "a-copy" in tomllib.loads(running.settings_file.read_text())["components"])
            await running.reload()
            await until(lambda: page.list.count() == 3)
            page.list.setCurrentRow(0)
            before = running.settings_file.read_text(encoding="utf-8")
            page.buttons["remove"].click()
            await running.reload()
            await until(lambda: page.list.count() == 2)
            assert tomllib.loads(running.settings_file.read_text())["components"]["b"]["depends_on"] == []
            page.undo.click()
            await running.reload()
            await until(lambda: page.list.count() == 3)
            assert tomllib.loads(before)["components"]["a"] == running.context.editing.read_item("components", "a")
            window.close()

    run(main())


def test_general_settings_are_saved_and_start_at_login_is_the_system_s(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, '# kept\n[monitor]\ninterval = "60s"\n') as running:
            window = _window(running, tmp_path)
            page = window.general
            _type(page.forms["monitor"].field("interval"), "2m")
            page.forms["desktop"].field("theme").setCurrentIndex(2)  # type: ignore[attr-defined]
            page.forms["ingest"].field("enabled").click()  # type: ignore[attr-defined]
            _type(page.forms["ingest"].field("port"), "8751")
            page.save()
            text = running.settings_file.read_text(encoding="utf-8")
            assert tomllib.loads(text) == {
                "monitor": {"interval": "2m"},
                "desktop": {"theme": "dark"},
                "ingest": {"enabled": True, "port": 8751},
            }
            _type(page.forms["ingest"].field("port"), "80")
            page.save()
            assert running.settings_file.read_text(encoding="utf-8") == text
            assert "# kept" in text
            page.login.click()
            desktop_file = tmp_path / "config" / "autostart" / "porchlight.desktop"
            await until(desktop_file.exists)
            assert " tray" in desktop_file.read_text(encoding="utf-8")
            page.login.click()
            await until(lambda: not desktop_file.exists())
            window.close()

    run(main())


def test_exports_are_set_up_and_their_key_goes_into_the_keyring(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, "# kept\n[monitor]\n") as running:
            window = _window(running, tmp_path)
            page = window.exports
            page.edit_otlp()
            assert page.editor is not None
            form = page.editor.form
            form.field("enabled").click()  # type: ignore[attr-defined]
            page.editor.save_button.click()  # it does not say where to
            await until(lambda: "choose a service" in texts(form))
            form.field("preset").setCurrentIndex(1)  # type: ignore[attr-defined]
            _type(form.field("site"), "datadoghq.eu")
            _type(secret_line(form), "planted-key")
            page.editor.save_button.click()
            await until(lambda: page.editor is None)
            page.edit_prometheus()
            assert page.editor is not None
            _type(page.editor.form.field("port"), "9751")
            page.editor.save_button.click()
            await until(lambda: page.editor is None)
            text = running.settings_file.read_text(encoding="utf-8")
            assert tomllib.loads(text)["export"] == {
                "otlp": {"enabled": True, "preset": "datadog", "site": "datadoghq.eu", "credential": "otlp"},
                "prometheus": {"port": 9751},
            }
            assert kept["otlp"] == "planted-key"
            assert "# kept" in text
            assert load_settings(str(running.settings_file)).all_problems() == []
            window.close()

    run(main())


def test_runs_over_http_are_taken_as_soon_as_they_are_turned_on(run: Run, theme: Theme, tmp_path: Path) -> None:
    port = free_port()
    token = "a-token-that-nobody-guesses"

    async def main() -> None:
        async with live(theme, tmp_path, "[ingest]\n", {INGEST_TOKEN: token}) as running:
            running.settings_file.write_text(f"[ingest]\nenabled = true\nport = {port}\n")
            await running.reload()
            transport = httpx.AsyncHTTPTransport(retries=8)  # it listens a moment after
            async with httpx.AsyncClient(transport=transport, headers={"Authorization": f"Bearer {token}"}) as client:
                url = f"http://127.0.0.1:{port}/v1/operations"
                for _ in range(3):
                    answer = await client.post(url, json={"name": "import", "durationMs": 5, "id": "1"})
                    assert answer.status_code == 201
            assert [run.name for run in running.program.last_operations()["import"]] == ["import"]
            running.settings_file.write_text("[ingest]\n")
            await running.reload()
            assert running.failures == []

    run(main())


def test_the_weekly_report_is_turned_on_in_a_window_and_written_at_once(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weekly, "LOOK_EVERY", 0.1)
    folder = tmp_path / "reports"

    async def main() -> None:
        async with live(theme, tmp_path, '[components.a]\nkind = "self"\nname = "A"\n') as running:
            window = _window(running, tmp_path)
            form = window.general.forms["report"]
            assert form.values == {}
            the(window, QTabWidget).setCurrentWidget(window.general)
            await until(lambda: form.field("time").lineEdit().width() > 100)  # type: ignore[attr-defined]
            form.field("weekly").setChecked(True)  # type: ignore[attr-defined]
            form.field("format").setCurrentIndex(0)  # type: ignore[attr-defined]
            form._fields["folder"].show(str(folder))
            window.general.save()
            saved = tomllib.loads(running.settings_file.read_text(encoding="utf-8"))["report"]
            assert saved == {"weekly": True, "format": "md", "folder": str(folder)}
            await running.reload()
            await until(lambda: running.program.settings.report.weekly)
            # It is written under another name until it is whole.
            await until(lambda: folder.is_dir() and any(one.endswith(".md") for one in os.listdir(folder)))
            (name,) = [one for one in os.listdir(folder) if one.endswith(".md")]
            assert re.fullmatch(r"Porchlight \d{4}-\d\d-\d\d\.md", name)
            window.close()

    run(main())


def test_a_weekly_report_that_is_on_is_written_by_the_monitor_that_writes_the_history(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weekly, "LOOK_EVERY", 0.1)
    folder = tmp_path / "reports"
    settings = f'[components.a]\nkind = "self"\n[report]\nweekly = true\nday = "monday"\nfolder = "{folder}"\n'

    async def main() -> None:
        async with live(theme, tmp_path, settings) as running:
            await until(lambda: folder.is_dir() and any(name.endswith(".pdf") for name in os.listdir(folder)))
            noted = False
            while not noted:
                entries = await running.context.history.ask(lambda reader: reader.audit(0, 1 << 53))
                noted = any(entry.action is Action.REPORT_WRITTEN for entry in entries)
                await asyncio.sleep(0.01)
            (folder / os.listdir(folder)[0]).unlink()
        async with live(theme, tmp_path, settings) as again:
            await asyncio.sleep(0.5)  # several looks long
            assert again.failures == []
            assert os.listdir(folder) == []

    run(main())


def test_other_settings_are_in_force_without_a_restart(run: Run, theme: Theme, tmp_path: Path) -> None:
    text = '[components.a]\nkind = "self"\nname = "A"\n[components.b]\nkind = "self"\n'

    async def main() -> None:
        async with live(theme, tmp_path, text) as running:
            await running.program.handle(CheckNow())
            await until(lambda: running.context.snapshot.views["b"].state.checked_ms)
            checked = running.context.snapshot.views["b"].state.checked_ms
            running.settings_file.write_text(
                '[monitor]\nproxy = "none"\nretention = "24h"\n[components.c]\nkind = "self"\n'
                '[components.a]\nkind = "self"\nname = "Another"\n[components.b]\nkind = "self"\n'
            )
            await running.reload()
            views = running.context.snapshot.views
            assert list(views) == ["c", "a", "b"]
            assert views["a"].component.name == "Another"
            assert views["b"].state.checked_ms == checked  # not touched, not begun anew
            running.settings_file.write_text('[components.b]\nkind = "self"\n')
            await running.reload()
            assert list(running.context.snapshot.views) == ["b"]

    run(main())


# -- guide and new key


def test_the_guide_from_nothing_to_a_light_that_is_on(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        with beside(WebsiteSimulator()) as website:
            async with live(theme, tmp_path) as running:
                autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path / "config")})
                guide = GuideWindow(running.context, Places(str(tmp_path / "windows.ini")), autostart)
                guide.show()
                QTest.keyClick(guide.begin, Qt.Key.Key_Space)
                assert guide.done_button.isHidden()
                guide.cards["http"].click()
                editor = guide.editor
                assert editor is not None
                _type(editor.form.field("name"), "Donation page")
                _type(editor.form.field("url"), f"{website.url}/give")
                editor.save_button.click()
                await until(lambda: guide.editor is None)
                assert "Donation page" in texts(guide)
                guide.done_button.click()
                guide.end_button.click()
                await until(autostart.enabled)
                assert load_settings(str(running.settings_file)).components[0].component.name == "Donation page"

    run(main())


def test_what_does_not_answer_is_kept_only_when_asked_for_again(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running:
            guide = GuideWindow(running.context, Places(str(tmp_path / "windows.ini")), XdgAutostart({}))
            guide.show()
            guide.choose()
            guide.cards["http"].click()
            editor = guide.editor
            assert editor is not None
            _type(editor.form.field("url"), "http://127.0.0.1:9/")
            editor.save_button.click()
            await until(lambda: editor.save_button.text() == "Save anyway")
            assert not running.settings_file.exists()
            editor.save_button.click()
            await until(lambda: guide.editor is None)
            assert running.settings_file.exists()
            guide.close()

    run(main())


def test_a_new_key_is_stored_and_tried_at_once(run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]) -> None:
    async def main() -> None:
        with beside(MailchimpSimulator()) as mailchimp:
            kept["mailchimp"] = "a" * 32 + "-us1"
            text = (
                f'[monitor]\nconfirmations = 0\n[components.mc]\nkind = "mailchimp"\nbase_url = "{mailchimp.url}"\n'
            )
            async with live(theme, tmp_path, text) as running:
                await until(lambda: running.context.snapshot.views["mc"].state.status is Status.ERROR)
                window = CredentialWindow(running.context, Places(str(tmp_path / "windows.ini")), "mc")
                window.show()
                _type(the(window, QLineEdit), MailchimpSimulator().api_key)
                QTest.keyClick(the(window, QLineEdit), Qt.Key.Key_Return)
                await until(lambda: running.context.snapshot.views["mc"].state.status is Status.HEALTHY)
                assert kept["mailchimp"] == MailchimpSimulator().api_key
                assert the(window, QLineEdit).text() == ""
                window.close()

    run(main())


def test_the_demo_s_settings_cannot_be_changed_and_it_shows_that(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with (
            demo_services(str(tmp_path)) as demo,
            live(theme, tmp_path, demo.settings, demo.secrets) as running,
        ):
            running.context.editing.path = ""
            window = _window(running, tmp_path)
            window.edit("website")
            assert "demo" in texts(window)
            assert {choice.name for choice in kind_choices()} >= {"http", "classy", "mailchimp", "database"}
            window.close()

    run(main())
