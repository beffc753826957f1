"""What can be watched: in groups, in the order in which most people need it, and found by a word."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.components_page import ComponentsPage
from porchlight.desktop.windows.settings.kinds import kind_choices
from porchlight.model.kind import KindGroup
from porchlight.probes.registry import BUILT_IN
from tests.desktop.still import StillContext


def test_every_kind_is_in_a_group_and_only_internal_ones_in_the_last() -> None:
    choices = kind_choices()
    assert {choice.name for choice in choices} >= set(BUILT_IN)
    others = [choice.name for choice in choices if choice.group is KindGroup.PLUGIN]
    assert set(others) & set(BUILT_IN) == {"plugins", "self"}
    assert choices[0].name == "http"


def test_the_guide_shows_what_fits_a_word(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(tmp_path)})
    guide = GuideWindow(StillContext(theme), Places(str(tmp_path / "w.ini")), autostart)
    qtbot.addWidget(guide)
    guide.show()
    guide.choose()
    assert guide.focusWidget() is guide.cards["http"]
    guide.search.setText("STRIPE")
    shown = [name for name, card in guide.cards.items() if card.isVisible()]
    assert shown == ["stripe", "stripe_account", "vendor_status"]
    headings = [heading.text() for heading, _ in guide._groups if heading.isVisible()]
    assert headings == ["Donations, donors and websites", "Jobs, other monitors, vendors"]
    guide.search.setText("mail")
    about_mail = {name for name, card in guide.cards.items() if card.isVisible()}
    assert {"smtp", "imap", "mailchimp"} <= about_mail
    assert "disk" not in about_mail
    guide.search.clear()
    assert all(card.isVisible() for card in guide.cards.values())


def test_the_settings_offer_the_kinds_in_groups(theme: Theme, qtbot: QtBot) -> None:
    page = ComponentsPage(StillContext(theme))
    qtbot.addWidget(page)
    menus = {action.text(): action.menu() for action in page.add_button.menu().actions() if action.menu()}
    assert next(iter(menus)) == "Donations, donors and websites"
    assert [one.text() for one in menus["This computer"].actions()] == [
        "Disk on this computer",
        "Program on this computer",
    ]
