"""A virtual display with a Wine of its own, and on wish Windows' desktop with a task bar."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from installers.windows.workshop.wine import Wine

SIZE = (1280, 800)
_NAME = "shell"
"""Wine draws a task bar on a desktop of this name alone."""


class Desktop:
    """Begins the display, and ends it with all that runs on it."""

    def __init__(self, prefix: Path, *, folders: tuple[str, ...] = ()) -> None:
        self.wine = Wine(prefix, folders=folders)
        self._server: subprocess.Popen[bytes] | None = None
        self._shell: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Desktop":
        read, write = os.pipe()
        width, height = SIZE
        words = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()  # comes once the server takes connections
        if not number:
            raise OSError("the virtual display did not start")
        self.wine = replace(self.wine, display=f":{number}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.wine.end()
        for process in (self._shell, self._server):
            if process is not None:
                process.terminate()
                process.wait()

    def begin_shell(self) -> None:
        """Show a desktop with a task bar; programs that are started later put their windows and icons on it."""
        explorer = r"HKCU\Software\Wine\Explorer"
        self.wine.run("reg", "add", explorer, "/v", "Desktop", "/d", _NAME, "/f")
        self.wine.run("reg", "add", rf"{explorer}\Desktops", "/v", _NAME, "/d", "{}x{}".format(*SIZE), "/f")
        self._shell = subprocess.Popen(
            self.wine.command("wine", "explorer", "/desktop={},{}x{}".format(_NAME, *SIZE)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def picture(self, file: Path) -> None:
        """Write what is on the display. Raises CalledProcessError."""
        self._tool("maim", "--hidecursor", str(file))

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click there with the mouse. Raises CalledProcessError."""
        self._tool("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other. Raises CalledProcessError."""
        self._tool("xdotool", "key", "--delay", "100", *keys)

    def _tool(self, *words: str) -> None:
        subprocess.run(words, env={**os.environ, "DISPLAY": self.wine.display}, check=True)
