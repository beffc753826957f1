"""Orca, the screen reader of Linux's desktops, as somebody listens to it: what it gives to the voice after each key.

The voice is ours: it takes Speech Dispatcher's place (SSIP, its protocol of lines) and writes down what it gets.
"""

import html
import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.virtual_desktop import VirtualDesktop, wait
from tests.support import need

_LONGEST = 60.0
"""Seconds until something is spoken: the screen reader asks the program for much of a window that opens."""
_BETWEEN_KEYS = 0.4
_UNWATCHED = 3.0
"""Seconds for what nobody listens to."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_START = """
import sys
from orca import orca
manager = orca.getSettingsManager()
manager.activate(None, {"enableBraille": False, "enableBrailleMonitor": False, "enableKeyEcho": False})
sys.exit(orca.main())
"""
"""What its own command does, which would also look for others of its kind: somebody may listen to one meanwhile."""
_ANSWERS = {
    "LIST OUTPUT_MODULES": "250-paper\r\n250 OK MODULES LISTED",
    "LIST SYNTHESIS_VOICES": "249-paper\ten\tnone\r\n249 OK VOICE LIST SENT",
    "GET LANGUAGE": "251-en\r\n251 OK GET RETURNED",
    "GET OUTPUT_MODULE": "251-paper\r\n251 OK GET RETURNED",
    "GET RATE": "251-0\r\n251 OK GET RETURNED",
    "GET PITCH": "251-0\r\n251 OK GET RETURNED",
    "GET VOLUME": "251-100\r\n251 OK GET RETURNED",
    "HISTORY GET CLIENT_ID": "245-1\r\n245 OK CLIENT ID SENT",
}


class _Lines(socketserver.StreamRequestHandler):
    """One conversation over SSIP."""

    server: "_Voice"

    def handle(self) -> None:
        number = 0
        for raw in self.rfile:
            command = raw.decode().strip()
            if command == "SPEAK":
                self._answer("230 OK RECEIVING DATA")
                text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                self.server.write(text)
                number += 1
                self._answer(f"225-{number}\r\n225 OK MESSAGE QUEUED")
            elif command.startswith(("CHAR ", "KEY ")):
                self.server.write(command.partition(" ")[2])
                number += 1
                self._answer(f"225-{number}\r\n225 OK MESSAGE QUEUED")
            else:
                self._answer(_ANSWERS.get(command, "200 OK"))
                if command == "QUIT":
                    return

    def _answer(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Voice(socketserver.ThreadingTCPServer):
    """Writes down what it is given to speak."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Lines)
        self._lock = threading.Lock()
        self._spoken: list[str] = []

    def write(self, text: str) -> None:
        """Keep one utterance without its mark-up."""
        plain = " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())
        with self._lock:
            self._spoken.append(plain)

    def take(self) -> list[str]:
        """What was spoken since the last time."""
        with self._lock:
            new, self._spoken = self._spoken, []
        return new


class ScreenReader:
    """A person who works by keyboard and ear alone."""

    def __init__(self, desktop: VirtualDesktop, voice: _Voice) -> None:
        self._desktop = desktop
        self._voice = voice
        self._transcript: list[str] = []

    def follow(self, transcript: str) -> None:
        """Do what each line says before its arrow (keys, or a “text” to type; nothing: what opens is waited for), and
        hear after it what comes after the arrow: whole utterances in this order, others may lie between. Figures are
        ``#``, and ``…`` at an end leaves the rest out."""
        for line in transcript.strip().splitlines():
            done, _, wanted = (part.strip() for part in line.partition("→"))
            if done.startswith("“"):
                self._desktop.type(done.strip("“”"))
            else:
                for key in done.split():
                    self._desktop.key(key)
                    time.sleep(_BETWEEN_KEYS)
            self._transcript.append(f"{done} →")
            if not wanted:
                time.sleep(_UNWATCHED)
            self._listen_for([one.strip() for one in wanted.split("|") if one.strip()])

    def _listen_for(self, wanted: list[str]) -> None:
        until = time.monotonic() + _LONGEST
        left = list(wanted)
        while left:
            for one in self._voice.take():
                heard = _NUMBER.sub("#", one)
                self._transcript.append(f"    {heard}")
                if left and _is_like(heard, left[0]):
                    del left[0]
            if time.monotonic() > until:
                pytest.fail("\n".join((f"“{left[0]}” was never spoken:", *self._transcript)))
            time.sleep(0.05)


def _is_like(heard: str, wanted: str) -> bool:
    return heard.startswith(wanted.removesuffix("…")) if wanted.endswith("…") else heard == wanted


@contextmanager
def screen_reader(desktop: VirtualDesktop) -> Iterator[ScreenReader]:
    """A running one; skips (or fails) where it is not installed."""
    python = Path(need("orca")).read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")  # which has its parts
    with _Voice() as voice:
        speaking = threading.Thread(target=voice.serve_forever, daemon=True)
        speaking.start()
        try:
            address = f"inet_socket:127.0.0.1:{voice.server_address[1]}"
            desktop.run(python, "-c", _START, PYTHONPATH="", SPEECHD_ADDRESS=address)
            started = wait(voice.take, 60)
            assert "Screen reader on." in started, started
            yield ScreenReader(desktop, voice)
        finally:
            voice.shutdown()
