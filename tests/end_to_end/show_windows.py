"""A program for the tests: opens every window in turn, each until it is asked for the next one by a line."""

import asyncio
import sys
from pathlib import Path

from porchlight.desktop.application import Application
from porchlight.desktop.loop import DesktopLoop
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import speak
from porchlight.settings.schema import ColourScheme, Language
from tests.desktop.every_window import demo_in_trouble, every_window

SHOWN = "shown: "
"""Begins the line that says which one is open now."""


def main(past: str, folder: str) -> None:
    """Show them all; ``past``: where the demo's history is, ``folder``: where this program writes."""
    app = Application(["porchlight"])
    speak(app, Language.ENGLISH)
    with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
        runner.run(_show(Theme(app, ColourScheme.LIGHT), Path(past), Path(folder)))


async def _show(theme: Theme, past: Path, folder: Path) -> None:
    async with demo_in_trouble(theme, past, folder) as running:
        async for name, _ in every_window(running, folder):
            print(f"{SHOWN}{name}", flush=True)
            await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    main(*sys.argv[1:])
