"""The line on newer releases in the main window: one question, then news, both quiet."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.update_line import UpdateLine
from porchlight.model.release import Release
from porchlight.runtime.kinds import load_settings
from tests.desktop.still import StillContext, view

SETTINGS = '[components.page]\nkind = "http"\nurl = "http://127.0.0.1:9/"\n'


def _line(qtbot: QtBot, theme: Theme, file: Path, text: str = SETTINGS) -> tuple[UpdateLine, StillContext]:
    file.write_text(text)
    context = StillContext(theme, view("page"), settings_path=str(file))
    context.still.settings = load_settings(str(file))
    line = UpdateLine(context)
    qtbot.addWidget(line)
    line.refresh()
    return line, context


def test_it_asks_once_and_either_answer_is_kept(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    for wanted in (True, False):
        file = tmp_path / f"{wanted}.toml"
        line, context = _line(qtbot, theme, file)
        assert not line.isHidden()
        assert line.message.text().startswith("Check for new versions once a day?")
        assert not load_settings(str(file)).updates.check  # off until somebody said yes
        qtbot.mouseClick(line.yes if wanted else line.no, Qt.MouseButton.LeftButton)
        context.still.settings = load_settings(str(file))
        assert context.still.settings.updates.check is wanted
        assert context.still.settings.updates.decided
        line.refresh()
        assert line.isHidden()


def test_it_asks_neither_in_the_demo_nor_those_who_only_look(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    line, context = _line(qtbot, theme, tmp_path / "a.toml", SETTINGS + "[desktop]\nviewer = true\n")
    assert line.isHidden()
    line, context = _line(qtbot, theme, tmp_path / "b.toml", "")  # the guide comes first
    assert line.isHidden()
    demo = StillContext(theme, view("page"))
    demo.still.settings = replace(
        context.still.settings, components=load_settings(str(tmp_path / "a.toml")).components
    )
    line = UpdateLine(demo)
    qtbot.addWidget(line)
    line.refresh()
    assert line.isHidden()


def test_news_is_one_sentence_with_a_link_where_there_is_a_page(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    line, context = _line(qtbot, theme, tmp_path / "a.toml", SETTINGS + "[updates]\ncheck = true\n")
    assert line.isHidden()
    context.change(release=Release("9.1.0", "https://github.com/porchlight"))
    line.refresh()
    assert line.message.text().startswith("Porchlight 9.1.0 is available. You have ")
    assert not line.open.isHidden()
    assert line.yes.isHidden()
    assert line.no.isHidden()
    context.change(release=Release("9.1.0", ""))
    line.refresh()
    assert line.open.isHidden()
