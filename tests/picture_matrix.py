"""``make screenshots``: every window on small screens, enlarged, light and dark, in long texts and mirrored.

Pictures to be looked at, in build/pictures, with a page that shows them side by side. Each row of the matrix is a
process of its own, since Qt reads its scale when it starts. Nobody commits these: docs/images has the few for docs.
"""

import asyncio
import html
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TARGET = Path("build/pictures")


@dataclass(frozen=True)
class Row:
    """How all windows are shown."""

    screen: str
    scale: int
    """Per cent."""
    scheme: str
    language: str
    """One of the five, or "long" (each text longer and accented), or "mirrored" (from right to left)."""

    @property
    def name(self) -> str:
        """The folder of its pictures."""
        return f"{self.screen}-{self.scale}-{self.scheme}-{self.language}"


MATRIX = (
    Row("1366x768", 100, "light", "en"),
    Row("1366x768", 100, "dark", "de"),
    Row("1366x768", 150, "light", "fr"),
    Row("1366x768", 200, "dark", "long"),
    Row("1024x600", 100, "dark", "es"),
    Row("1024x600", 100, "light", "mirrored"),
    Row("1024x600", 200, "light", "pt_BR"),
)


def main(arguments: Sequence[str]) -> None:
    """Take all rows, or those whose name is given; ``--row NAME`` takes one in this process."""
    if arguments[:1] == ["--row"]:
        _take(next(row for row in MATRIX if row.name == arguments[1]))
        return
    rows = [row for row in MATRIX if not arguments or row.name in arguments]
    for row in rows:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as screen:
            json.dump({"screens": [_screen(row)]}, screen)
            screen.flush()
            platform = f"offscreen:configfile={screen.name}"
            environment = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(row.scale / 100)}
            command = [sys.executable, "-m", "tests.picture_matrix", "--row", row.name]
            subprocess.run(command, env=environment, check=True)
    (TARGET / "index.html").write_text(_page(rows), encoding="utf-8")


def _screen(row: Row) -> dict[str, object]:
    width, height = map(int, row.screen.split("x"))
    return {"name": row.name, "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}


def _take(row: Row) -> None:
    from porchlight.desktop.application import Application
    from porchlight.desktop.loop import DesktopLoop
    from porchlight.desktop.theme import Theme
    from porchlight.desktop.translation import show_in
    from porchlight.desktop.windows.window import room_on_screen
    from porchlight.language.render import Renderer
    from porchlight.settings.schema import ColourScheme
    from tests.desktop.every_window import demo_in_trouble, every_window, make_demo_past
    from tests.pseudo import long_renderer, mirrored_renderer

    app = Application(["porchlight"])
    made = {"long": long_renderer, "mirrored": mirrored_renderer}
    show_in(app, made[row.language]() if row.language in made else Renderer(row.language))
    folder = TARGET / row.name
    folder.mkdir(parents=True, exist_ok=True)

    async def take(past: Path, data: Path) -> None:
        async with demo_in_trouble(Theme(app, ColourScheme(row.scheme)), past, data) as running:
            room = room_on_screen()
            async for name, window in every_window(running, data, room, forms=3):
                window.grab().save(str(folder / f"{name.replace(', ', '-').replace(' ', '-')}.png"))

    with tempfile.TemporaryDirectory(prefix="porchlight-pictures-") as scratch:
        past, data = Path(scratch, "past"), Path(scratch, "data")
        past.mkdir()
        data.mkdir()
        make_demo_past(past)
        with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
            runner.run(take(past, data))


def _page(rows: Sequence[Row]) -> str:
    names = sorted({picture.name for row in rows for picture in (TARGET / row.name).glob("*.png")})
    head = "".join(f"<th>{html.escape(row.name)}</th>" for row in rows)
    body = "".join(
        f"<tr><th>{html.escape(name.removesuffix('.png'))}</th>"
        + "".join(f"<td><img loading=lazy src='{row.name}/{html.escape(name)}'></td>" for row in rows)
        + "</tr>"
        for name in names
    )
    return f"<!doctype html><meta charset=utf-8><title>Matrix</title><table><tr><th></th>{head}</tr>{body}</table>"


if __name__ == "__main__":
    main(sys.argv[1:])
