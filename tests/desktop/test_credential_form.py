"""A credential is entered part by part: typed, pasted, tested and stored as one entry; half of one is completed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from porchlight.demo.classy import ClassySimulator
from porchlight.desktop.theme import Theme
from porchlight.desktop.windows.credential import CredentialWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.channels_page import ChannelEditor, channel_choices
from porchlight.desktop.windows.settings.component_editor import ComponentEditor
from porchlight.model.status import Status
from porchlight.runtime.kinds import component_kinds
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, every, texts
from tests.integration.simulators import beside
from tests.memory_keyring import memory_keyring

MISSING = "Please fill this in."
STORED = "Leave empty to keep the stored one."
ID, SECRET = ClassySimulator().client_id, ClassySimulator().client_secret
ENTRY = {"client_id": ID, "client_secret": SECRET}


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as held:
        yield held


def _line(place: QWidget, title: str) -> QLineEdit:
    return next(one for one in every(place, QLineEdit) if one.accessibleName() == title)


def _paste(line: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def _settings(url: str) -> str:
    return (
        f'[monitor]\nconfirmations = 0\n[components.gifts]\nkind = "classy"\norganization_id = 6789\n'
        f'base_url = "{url}/2.0"\ntoken_url = "{url}/oauth2/auth"\n'
    )


def _editor(running: Live, **values: Any) -> ComponentEditor:
    editor = ComponentEditor(running.context, "classy", component_kinds()["classy"], None, values)
    editor.show()
    return editor


def test_each_part_is_typed_into_its_own_field_tested_and_stored_as_one_entry(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        with beside(ClassySimulator()) as classy:
            async with live(theme, tmp_path) as running:
                url = classy.url
                editor = _editor(
                    running, organization_id=6789, base_url=f"{url}/2.0", token_url=f"{url}/oauth2/auth", name="Gifts"
                )
                await until(lambda: running.context)
                assert "Needs an application of your organisation." in texts(editor)
                assert "Turns red when Classy rejects the credentials" in texts(editor)
                client_id, secret = _line(editor, "Client ID"), _line(editor, "Client secret")
                assert client_id.echoMode() is QLineEdit.EchoMode.Normal
                assert secret.echoMode() is QLineEdit.EchoMode.Password
                button(editor, "Show Client secret").click()
                assert secret.echoMode() is QLineEdit.EchoMode.Normal
                client_id.setFocus()
                QTest.keyClicks(client_id, ID)
                await until(lambda: _checked(editor))
                assert texts(editor.form).count(MISSING) == 1
                QTest.keyClicks(secret, SECRET[:1])
                assert MISSING not in texts(editor.form)  # it goes as soon as it is there
                QTest.keyClicks(secret, SECRET[1:])
                editor.test.click()
                await until(lambda: "The API answers" in texts(editor))
                assert kept == {}
                saved: list[str] = []
                editor.saved.connect(saved.append)
                editor.save_button.click()
                await until(lambda: saved)
                assert json.loads(kept["classy"]) == ENTRY
                assert SECRET not in running.settings_file.read_text(encoding="utf-8")
                editor.close()

    run(main())


def _checked(editor: ComponentEditor) -> bool:
    """Whether the form has looked what is stored: only then does it know that something is missing."""
    return not editor.form.check() and MISSING in texts(editor.form)


@pytest.mark.parametrize("into", ["Client ID", "Client secret"])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ENTRY, indent=2),
        f"CLASSY_CLIENT_ID={ID}\nCLASSY_CLIENT_SECRET={SECRET}\n",
        f"https://{ID}:{SECRET}@api.classy.org/",
    ],
    ids=["JSON", "lines", "address"],
)
def test_what_is_pasted_whole_fills_all_fields(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str], into: str, text: str
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running:
            editor = _editor(running)
            _paste(_line(editor, into), text)
            assert (_line(editor, "Client ID").text(), _line(editor, "Client secret").text()) == (ID, SECRET)
            editor.close()

    run(main())


def test_where_to_find_a_part_is_told_on_request_with_a_link(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running:
            editor = _editor(running)
            assert "Apps & Integrations" not in texts(editor)
            button(editor, "Where do I find this: Client ID").click()
            assert "In GoFundMe Pro: Apps & Integrations → API." in texts(editor)
            assert button(editor, "Open developers.gofundme.com").isVisible()
            editor.close()

    run(main())


def test_a_half_filled_entry_of_before_is_shown_and_completed(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        with beside(ClassySimulator()) as classy:
            kept["classy"] = json.dumps({"client_id": ID, "client_secret": "", "note": "of 2024"})
            async with live(theme, tmp_path, _settings(classy.url)) as running:
                await until(lambda: running.context.snapshot.views["gifts"].state.status is Status.ERROR)
                window = CredentialWindow(running.context, Places(str(tmp_path / "windows.ini")), "gifts")
                window.show()
                await until(lambda: MISSING in texts(window))
                assert "Needs an application of your organisation." in texts(window)
                client_id, secret = _line(window, "Client ID"), _line(window, "Client secret")
                assert (client_id.text(), secret.text()) == (ID, "")
                assert texts(window).count(MISSING) == 1
                assert STORED not in texts(window)
                QTest.keyClicks(secret, SECRET)
                assert MISSING not in texts(window)
                QTest.keyClick(secret, Qt.Key.Key_Return)
                await until(lambda: running.context.snapshot.views["gifts"].state.status is Status.HEALTHY)
                assert json.loads(kept["classy"]) == ENTRY
                assert secret.text() == ""
                assert STORED in texts(window)
                window.close()

    run(main())


def test_a_stored_secret_is_never_shown_and_stays_where_only_the_id_is_changed(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        with beside(ClassySimulator()) as classy:
            kept["classy"] = json.dumps({**ENTRY, "client_id": "the-wrong-id"})
            async with live(theme, tmp_path, _settings(classy.url)) as running:
                await until(lambda: running.context.snapshot.views["gifts"].state.status is Status.ERROR)
                window = CredentialWindow(running.context, Places(str(tmp_path / "windows.ini")), "gifts")
                window.show()
                client_id = _line(window, "Client ID")
                await until(lambda: client_id.text() == "the-wrong-id")
                assert texts(window).count(STORED) == 1
                assert all(SECRET not in one.text() for one in every(window, QLineEdit))
                _paste_over(client_id, ID)
                QTest.keyClick(client_id, Qt.Key.Key_Return)
                await until(lambda: running.context.snapshot.views["gifts"].state.status is Status.HEALTHY)
                assert json.loads(kept["classy"]) == ENTRY
                window.close()

    run(main())


def _paste_over(line: QLineEdit, text: str) -> None:
    line.selectAll()
    _paste(line, f'  "{text}"\n')


def test_a_stored_secret_is_not_taken_along_where_another_address_is_entered(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        with beside(ClassySimulator()) as classy:
            kept["classy"] = json.dumps(ENTRY)
            async with live(theme, tmp_path, _settings(classy.url)) as running:
                await until(lambda: running.context.snapshot.views["gifts"].state.status is Status.HEALTHY)
                url = "http://127.0.0.1:9"
                values = {"organization_id": 6789, "base_url": url, "token_url": url}
                editor = _editor(running, **values, name="Another")
                client_id = _line(editor, "Client ID")
                await until(lambda: client_id.text() == ID)
                _paste_over(client_id, "another-id")
                editor.test.click()
                await until(lambda: "would be sent to" in texts(editor))
                assert editor.allow.isVisible()
                assert json.loads(kept["classy"]) == ENTRY
                editor.close()

    run(main())


def test_a_misshapen_key_is_said_beside_its_field_when_it_is_left(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path) as running:
            editor = ComponentEditor(running.context, "mailchimp", component_kinds()["mailchimp"], None, {})
            editor.show()
            line = _line(editor, "API key")
            _paste(line, "0" * 32)
            QTest.keyClick(line, Qt.Key.Key_Return)
            assert "It should end in its data centre, such as -us19." in texts(editor)
            QTest.keyClicks(line, "-us7")
            assert "It should end" not in texts(editor)
            line.clear()
            await until(lambda: not editor.form.check())  # by now it knows that nothing is stored
            for hostile in ("x" * 1_000_000, "a\0b\0c\0defgh", '{"a":' * 3000, "\udc00" * 8):
                line.clear()
                _paste(line, hostile)
                assert not editor.form.check()
            editor.close()

    run(main())


def test_a_messenger_s_channel_asks_for_its_parts_and_takes_its_address_apart(
    run: Run, theme: Theme, tmp_path: Path, kept: dict[str, str]
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, "[monitor]\n") as running:
            choice = next(one for one in channel_choices() if one.title == "Telegram")
            editor = ChannelEditor(running.context, choice, None, None)
            editor.show()
            _paste(_line(editor, "Bot token"), "tgram://123456:ABC-def/-100123")
            assert _line(editor, "Bot token").text() == "123456:ABC-def"
            assert _line(editor, "Chat ID").text() == "-100123"
            QTest.keyClicks(_line(editor, "Chat ID"), "4")
            saved: list[str] = []
            editor.saved.connect(saved.append)
            editor.save_button.click()
            await until(lambda: saved)
            assert kept["telegram-channel"] == "tgram://123456:ABC-def/-1001234"
            editor.close()

    run(main())
