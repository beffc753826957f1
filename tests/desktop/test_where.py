"""Where a failure lies, in the component's window: one sentence, the steps, and a text for the vendor's support."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.places import Places
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.ports import free_port


def test_where_a_failure_lies_is_shown_and_can_be_sent_to_support(run: Run, theme: Theme, tmp_path: Path) -> None:
    port = free_port()
    settings = f"""
[monitor]
connectivity_urls = []
confirmations = 0
[components.page]
kind = "http"
name = "Donation page"
url = "http://127.0.0.1:{port}/?token=hunter2hunter2"
"""

    async def main() -> None:
        async with live(theme, tmp_path, settings) as running:
            window = ComponentWindow(running.context, Places(str(tmp_path / "w.ini")), "page")
            window.show()
            await until(lambda: running.context.diagnosis("page"))
            await until(lambda: window.advice_card.where.isVisible())
            texts = [text.text() for text in window.advice_card.where.findChildren(Text)]
            assert texts[0] == "The problem is on this computer: the service runs here and is not working."
            assert texts[2].startswith("The server refuses connections.")
            button = next(one for one in window.findChildren(QPushButton) if one.text() == "Copy text for support")
            assert button.isVisible()
            notes: list[str] = []
            running.context.note.connect(notes.append)
            button.click()
            text = QGuiApplication.clipboard().text()
            assert text.startswith("Subject: Donation page: ")
            assert f"our automatic check of http://127.0.0.1:{port}/ fails" in text
            assert "hunter2" not in text
            assert "clipboard" in notes[-1]
            window.close()
            assert running.failures == []

    run(main())
