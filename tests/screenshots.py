"""``make screenshots``: pictures of the real app on the demo services, on a virtual desktop, for README and docs."""

import asyncio
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from porchlight.demo.faults import Fault
from porchlight.demo.past import make_past
from porchlight.demo.services import DemoServices, demo_services
from porchlight.desktop.tokens import DARK, LIGHT, Tokens
from porchlight.runtime.kinds import parse_settings
from tests.end_to_end.virtual_desktop import DesktopProgram, TrayKind, VirtualDesktop, virtual_desktop, wait

_TARGET = Path("docs/images")
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
<alias binding="strong"><family>Sans Serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>"""
_GROUNDS = {"light": "#d5dbe4", "dark": "#0c1015"}
_TOKENS: dict[str, Tokens] = {"light": LIGHT, "dark": DARK}
_ONE_MORE = """
[components.board]
kind = "http"
name = "Board report"
url = "{url}/"
tags = ["office"]
"""

_SETTINGS_TEXT = "".join(
    f'\n[rules.{rule}]\nchannels = ["console"]\n'
    for rule in ("critical-component-failure", "system-degraded", "slow-response", "quota-nearly-used")
)
_SETTINGS_TEXT = _SETTINGS_TEXT.replace("[rules.slow-response]", "[rules.slow-response]\nenabled = false")
"""So that no banner lies over a picture, and that nothing is slower than usual because of the pictures."""


def main() -> None:
    """Take all pictures."""
    _TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="porchlight-pictures-") as folder:
        asyncio.run(_take(Path(folder)))


async def _take(folder: Path) -> None:
    async with demo_services(str(folder)) as demo:
        # Seldom, so that nothing is being checked in a picture; patient, so that nothing is slow because of pictures.
        settings = re.sub('interval = ".*"', 'interval = "2m"', demo.settings)
        settings = settings.replace('timeout = "5s"', 'timeout = "20s"').replace('"500ms"', '"2s"')
        # Whether Porchlight itself runs late is a matter of the computer on which pictures are taken.
        settings = re.sub(r"\[components\.porchlight\]\n(.+\n)+\n", "", settings)
        past = folder / "past"
        past.mkdir()
        await make_past(parse_settings(settings), str(past))
        demo.all_well()
        demo.form.fault = Fault.NONE
        for scheme in ("light", "dark"):
            await asyncio.to_thread(_pictures, folder, scheme, settings, demo, past)


def _pictures(folder: Path, scheme: str, settings: str, demo: DemoServices, past: Path) -> None:
    place = folder / scheme
    place.mkdir()
    desktop_folder = place / "desktop"
    desktop_folder.mkdir()
    with virtual_desktop(desktop_folder, TrayKind.XEMBED) as desktop:
        fonts = Path(desktop.environment["XDG_CONFIG_HOME"]) / "fontconfig"
        fonts.mkdir(parents=True)
        (fonts / "fonts.conf").write_text(_FONTS, encoding="utf-8")
        desktop.environment["QT_FONT_DPI"] = "104"
        desktop.environment |= {f"PORCHLIGHT_SECRET_{name.upper()}": value for name, value in demo.secrets.items()}
        desktop("xsetroot", "-solid", _GROUNDS[scheme])
        program = DesktopProgram(desktop, place)
        program.configure(f'[updates]\ncheck = false\n[desktop]\ntheme = "{scheme}"\n{settings}{_SETTINGS_TEXT}')
        shutil.copytree(past, program.data)
        program.start()
        try:
            _look(desktop, program, scheme, demo)
        finally:
            program.end()
    _guide(folder, scheme)


def _look(desktop: VirtualDesktop, program: DesktopProgram, scheme: str, demo: DemoServices) -> None:
    light = desktop.light(LIGHT.healthy)
    program.run("tray")
    window = wait(lambda: desktop.windows("^Porchlight$"))[0]
    asyncio.run(asyncio.sleep(12.0))  # all have been checked
    for _ in range(2):  # when it starts, much is slow; the second check is usual
        desktop("xdotool", "windowactivate", "--sync", window)
        desktop.key("F5")
        asyncio.run(asyncio.sleep(9.0))
    desktop("xdotool", "mousemove", "700", "990")
    _keep(desktop, window, f"main-{scheme}", settle=1.0)
    desktop("xdotool", "windowactivate", "--sync", window)
    desktop.key("Tab", "Tab", "Tab", "Right")
    _keep(desktop, window, f"incidents-{scheme}", settle=3.0)
    desktop.key("Right", "Right", "Right")
    _keep(desktop, window, f"outlook-{scheme}", settle=4.0)
    desktop.close(window)
    _component(desktop, program, scheme)
    demo.mailchimp.fault, demo.receipts.delay = Fault.UNAUTHORIZED, 3.1
    program.run("tray")
    window = wait(lambda: desktop.windows("^Porchlight$"))[0]
    for _ in range(8):  # slow is believed after several checks
        desktop("xdotool", "windowactivate", "--sync", window)
        desktop.key("F5")
        asyncio.run(asyncio.sleep(5.0))
    desktop.close(window)
    desktop.click(light)
    asyncio.run(asyncio.sleep(2.0))
    picture = desktop.picture()
    shown = dict(
        line.split("=")
        for line in desktop(
            "xdotool", "getwindowgeometry", "--shell", wait(lambda: desktop.windows("^Porchlight$"))[0]
        ).splitlines()
    )
    left = int(shown["X"]) - 24
    cut = picture.copy(left, 0, picture.width() - left, int(shown["Y"]) + int(shown["HEIGHT"]) + 24)
    cut.save(str(_TARGET / f"panel-{scheme}.png"))
    desktop.key("Escape")
    asyncio.run(asyncio.sleep(0.6))
    desktop.click(light, 3)
    asyncio.run(asyncio.sleep(0.8))
    desktop.picture().copy(picture.width() - 420, 0, 420, 330).save(str(_TARGET / f"menu-{scheme}.png"))
    desktop.key("Up", "Up", "Return")
    window = wait(lambda: desktop.windows("Settings"))[0]
    desktop("xdotool", "windowactivate", "--sync", window)
    desktop.key("Tab", "Down", "Return")
    _keep(desktop, window, f"settings-{scheme}", settle=1.2)
    desktop.close(window)
    program.run("tray")
    window = wait(lambda: desktop.windows("^Porchlight$"))[0]
    desktop("xdotool", "windowactivate", "--sync", window)
    asyncio.run(asyncio.sleep(1.0))
    desktop("xdotool", "mousemove", "--window", window, "237", "94", "click", "1")  # Alerts
    asyncio.run(asyncio.sleep(1.0))
    desktop("xdotool", "mousemove", "--window", window, "400", "262", "click", "1")  # the newest of them
    _keep(desktop, window, f"alerts-{scheme}", settle=1.2)
    demo.mailchimp.fault, demo.receipts.delay = Fault.NONE, 0.03


def _component(desktop: VirtualDesktop, program: DesktopProgram, scheme: str) -> None:
    with _opened(desktop, program, "Classy API") as window:
        desktop("xdotool", "mousemove", "--window", window, "528", "215", "click", "1")  # 30 days
        asyncio.run(asyncio.sleep(2.5))
        desktop("xdotool", "mousemove", "--window", window, "520", "420")
        _keep(desktop, window, f"component-{scheme}", settle=1.5)
    with _opened(desktop, program, "Gift pulse") as window:
        desktop("xdotool", "mousemove", "700", "990")
        _keep(desktop, window, f"gifts-{scheme}", settle=20.0)


@contextmanager
def _opened(desktop: VirtualDesktop, program: DesktopProgram, name: str) -> Iterator[str]:
    """A component's window, found by the search of all components."""
    program.run("tray")
    window = wait(lambda: desktop.windows("^Porchlight$"))[0]
    desktop("xdotool", "windowactivate", "--sync", window)
    desktop.key("ctrl+f")
    desktop.type(name)
    asyncio.run(asyncio.sleep(1.5))
    desktop.key("Tab", "Down", "Return")
    found = wait(lambda: desktop.windows(f"{name} – Porchlight"))[0]
    desktop("xdotool", "windowsize", "--sync", found, "980", "868")
    asyncio.run(asyncio.sleep(2.5))
    yield found
    desktop.close(found)
    desktop.close(window)


def _guide(folder: Path, scheme: str) -> None:
    place = folder / f"guide-{scheme}"
    place.mkdir()
    desktop_folder = place / "desktop"
    desktop_folder.mkdir()
    with virtual_desktop(desktop_folder, TrayKind.XEMBED) as desktop:
        fonts = Path(desktop.environment["XDG_CONFIG_HOME"]) / "fontconfig"
        fonts.mkdir(parents=True)
        (fonts / "fonts.conf").write_text(_FONTS, encoding="utf-8")
        desktop.environment["QT_FONT_DPI"] = "104"
        program = DesktopProgram(desktop, place)
        program.configure(f'[desktop]\ntheme = "{scheme}"\n')
        program.start()
        try:
            window = wait(lambda: desktop.windows("Welcome"))[0]
            _keep(desktop, window, f"guide-{scheme}", settle=1.0)
        finally:
            program.end()


def _keep(desktop: VirtualDesktop, window: str, name: str, *, settle: float) -> None:
    """Take a window's picture once it has drawn all."""
    asyncio.run(asyncio.sleep(settle))
    desktop("maim", "--hidecursor", "-i", window, str(_TARGET.resolve() / f"{name}.png"))
    print(json.dumps({"picture": f"{_TARGET / name}.png"}), file=sys.stderr)


if __name__ == "__main__":
    main()
