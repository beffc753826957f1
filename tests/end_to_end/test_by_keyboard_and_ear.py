"""Six tasks as somebody does them who sees nothing: keys alone, and the words of a real screen reader (Orca).

Each transcript is what is pressed, and what is spoken then. On the virtual desktop nobody moves a mouse.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.website import WebsiteSimulator
from tests.end_to_end.at_spi import READ_ALOUD
from tests.end_to_end.screen_reader import ScreenReader, screen_reader
from tests.end_to_end.virtual_desktop import ONE_PAGE, DesktopProgram, TrayKind, virtual_desktop, wait
from tests.integration.simulators import Beside, beside

pytestmark = pytest.mark.timeout(400)

SETTINGS = f"""
[updates]
check = false
{ONE_PAGE.replace('"1s"', '"1h"')}
"""
"""One page, checked at the start."""


@pytest.fixture
def website() -> Iterator[Beside]:
    with beside(WebsiteSimulator()) as running:
        yield running


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[tuple[DesktopProgram, ScreenReader]]:
    folder = tmp_path / "desktop"
    folder.mkdir()
    with virtual_desktop(folder, TrayKind.NONE) as desktop, screen_reader(desktop) as reader:
        desktop.environment |= READ_ALOUD
        program = DesktopProgram(desktop, tmp_path)
        yield program, reader
        program.end()


def in_trouble(program: DesktopProgram, website: Beside) -> None:
    """The window of a program whose page is down."""
    website.fail(Fault.UNAVAILABLE)
    program.configure(SETTINGS.format(url=website.url))
    program.start()
    program.desktop.to_front("^Porchlight$")


def test_what_is_wrong_is_found_and_why_is_read(blind: tuple[DesktopProgram, ScreenReader], website: Beside) -> None:
    program, reader = blind
    in_trouble(program, website)
    reader.follow(
        """
        → Check now push button.
        Tab Tab Tab → Components page tab.
        Tab → Donation page is not working panel. | …
        Tab → Details push button.
        Return →
        """
    )
    wait(lambda: program.desktop.windows("Donation page"))
    reader.follow(
        """
        Tab → Donation page – Porchlight frame. | Pause push button.
        Tab → More push button.
        Tab → Donation page – Porchlight panel. | The answer was # Service Unavailable. Open it in a browser…
        """
    )


def test_a_website_is_added_in_the_guide(blind: tuple[DesktopProgram, ScreenReader], website: Beside) -> None:
    program, reader = blind
    program.configure("[updates]\ncheck = false\n")
    program.start()
    reader.follow(
        f"""
        → Welcome – Porchlight frame. | Set up my services push button. | Donation page, Classy, Mailchimp, database…
        Return → Website or service push button. | Your donation page, or any address that should answer.
        Return → Address text. | The page or service to call, without a password: that goes into the keyring.
        “{website.url}/give” →
        Return → Website or service push button.
        shift+Tab shift+Tab → Done push button.
        """
    )
    assert "Give to Example Charity" in program.run("status")


def test_an_alert_is_snoozed_for_an_hour(blind: tuple[DesktopProgram, ScreenReader], website: Beside) -> None:
    program, reader = blind
    in_trouble(program, website)
    reader.follow(
        """
        → Check now push button.
        Tab Tab Tab → Components page tab.
        Tab → Donation page is not working panel. | … | Snooze push button.
        Return Down → Acknowledge.
        Down → For # hour.
        Return → The answer was # Service Unavailable. Open it in a browser, then tell whoever runs it…
        """
    )
    assert "Snoozed until" in program.run("alerts")


def test_what_a_component_raises_is_muted_and_heard_again(
    blind: tuple[DesktopProgram, ScreenReader], website: Beside
) -> None:
    program, reader = blind
    in_trouble(program, website)
    reader.follow(
        """
        → Check now push button.
        Tab Tab Tab → Components page tab.
        Tab → Donation page is not working panel. | …
        Tab → Details push button.
        Return →
        """
    )
    wait(lambda: program.desktop.windows("Donation page"))
    reader.follow(
        """
        Tab → Donation page – Porchlight frame. | Pause push button.
        Tab → More push button.
        Return Down → Copy diagnostics.
        Down → Silence alerts.
        Right → This component.
        Right → For # hour.
        Return → More push button.
        """
    )
    wait(lambda: "page" in program.run("alerts", "silences"))
    reader.follow(
        """
        Escape → Donation page is not working panel. | Details push button.
        shift+Tab → End: Alerts silenced until # push button.
        Return →
        """
    )
    wait(lambda: "page" not in program.run("alerts", "silences"))


def test_a_rule_is_turned_off(blind: tuple[DesktopProgram, ScreenReader], website: Beside) -> None:
    program, reader = blind
    in_trouble(program, website)
    reader.follow(
        """
        → Check now push button.
        ctrl+comma → Components page tab.
        Right → Rules page tab.
        Tab → Rules panel. | A rule decides when an alert fires, how severe it is and who is notified…
        Tab → Add a rule push button.
        Tab → A critical component is down check box checked.
        space → not checked
        """
    )
    wait(lambda: "enabled = false" in program.config.read_text(encoding="utf-8"))


def test_a_report_is_saved(blind: tuple[DesktopProgram, ScreenReader], website: Beside) -> None:
    program, reader = blind
    in_trouble(program, website)
    target = program.data / "for-the-board.pdf"
    reader.follow(
        f"""
        → Check now push button.
        Tab Tab Tab → Components page tab.
        Right Right Right → Performance page tab.
        Tab Tab Tab → Save report… push button.
        Return → Save report file chooser. | Name: text. | Porchlight.pdf selected.
        “{target.with_suffix("")}” →
        Return → Porchlight frame. | Open push button.
        """
    )
    wait(target.exists, 60)
