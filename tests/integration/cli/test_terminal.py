"""On a real terminal (a pseudo one): progress, colour, the live view, a prompt that shows nothing."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.demo.website import WebsiteSimulator
from tests.integration.program import Program
from tests.integration.simulators import Beside, beside

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminals of this sort", allow_module_level=True)

import fcntl
import pty
import struct
import termios


class Terminal:
    """A program on a terminal of its own, 100 columns wide."""

    def __init__(self, program: Program, *arguments: str, **environment: str) -> None:
        self.output = ""
        self.process_id, self._screen = pty.fork()
        if self.process_id == 0:
            command = [*program.command(), *arguments]
            given = {key: value for key, value in program.environment.items() if key != "NO_COLOR"}
            os.execvpe(command[0], command, {**given, "TERM": "xterm-256color", **environment})
        fcntl.ioctl(self._screen, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def wait_for(self, pattern: str) -> None:
        deadline = time.monotonic() + 30
        while not re.search(pattern, self.output):
            assert time.monotonic() < deadline, f"nothing printed {pattern}:\n{self.output[-3000:]}"
            assert self._read(), f"it ended without {pattern}:\n{self.output[-3000:]}"

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.process_id, number)

    def end(self) -> int:
        while self._read():
            continue
        _, status = os.waitpid(self.process_id, 0)
        os.close(self._screen)
        assert "Traceback" not in self.output
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._screen], [], [], 30)
        if not ready:
            return False
        try:
            data = os.read(self._screen, 65536)
        except OSError:  # Linux says so when the other side has ended
            return False
        self.output += data.decode("utf-8", "replace")
        return bool(data)


@pytest.fixture
def website() -> Iterator[Beside]:
    with beside(WebsiteSimulator(), delay=0.3) as running:
        yield running


@pytest.fixture
def porchlight(tmp_path: Path, website: Beside) -> Program:
    program = Program(tmp_path)
    program.configure(f'[components.site]\nkind = "http"\nname = "Donation page"\nurl = "{website.url}"\n')
    return program


def test_progress_names_what_is_awaited_and_leaves_no_trace(porchlight: Program) -> None:
    terminal = Terminal(porchlight, "health")
    terminal.wait_for("Checking: 0 of 1 done; waiting for Donation page")
    assert terminal.end() == 0
    shown = terminal.output.split("\x1b[2K")[-1]
    assert "\x1b[1;32mHealthy\x1b[0m" in shown
    assert "✔" in shown


def test_no_color_is_kept_and_shapes_stay(porchlight: Program) -> None:
    terminal = Terminal(porchlight, "health", NO_COLOR="1")
    assert terminal.end() == 0
    assert "\x1b[1;32m" not in terminal.output
    assert "✔ Donation page" in terminal.output


def test_the_demo_is_live_and_leaves_the_screen_as_it_was(tmp_path: Path) -> None:
    terminal = Terminal(Program(tmp_path), "demo")
    terminal.wait_for(r"\b1\d components are working normally")
    terminal.signal(signal.SIGINT)
    assert terminal.end() == 0
    assert terminal.output.startswith("\x1b[?1049h")
    assert terminal.output.endswith("\x1b[?25h\x1b[?1049l")


def test_by_itself_the_users_components_are_live(porchlight: Program) -> None:
    terminal = Terminal(porchlight)
    terminal.wait_for("All is well")
    terminal.signal(signal.SIGTERM)
    assert terminal.end() == 0


def test_watching_redraws_and_leaves_on_ctrl_c(porchlight: Program) -> None:
    terminal = Terminal(porchlight, "health", "--watch", "--interval", "1")
    terminal.wait_for(r"(?s)Ctrl-C to quit.*Ctrl-C to quit")
    terminal.type("\x03")
    assert terminal.end() == 0


def test_a_secret_is_asked_for_without_being_shown(porchlight: Program) -> None:
    terminal = Terminal(porchlight, "secrets", "set", "mailchimp")
    terminal.wait_for("Key or password of “mailchimp”")
    terminal.type("planted-value\r")
    assert terminal.end() == 69  # no keyring here
    assert "planted-value" not in terminal.output


def test_ctrl_c_ends_the_command_that_is_run_and_not_what_is_remembered_of_it(porchlight: Program) -> None:
    command = "import sys, time; print('at it', flush=True); time.sleep(60)"
    terminal = Terminal(porchlight, "run", "--name", "import", "--", sys.executable, "-c", command)
    terminal.wait_for("at it")
    terminal.type("\x03")
    while terminal._read():
        continue
    _, status = os.waitpid(terminal.process_id, 0)
    assert os.waitstatus_to_exitcode(status) == 130
    assert terminal.output.count("KeyboardInterrupt") == 1  # the command's own word, as without us
    (row,) = json.loads(porchlight("performance", "--json").out)["operations"]
    assert (row["name"], row["count"], row["succeeded"]) == ("import", 1, 0)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_pipe_that_takes_few_letters_gets_an_answer_all_the_same(porchlight: Program, encoding: str) -> None:
    def run(*arguments: str) -> bytes:
        environment = {**porchlight.environment, "PYTHONIOENCODING": encoding}
        done = subprocess.run([*porchlight.command(), *arguments], env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Donation page" in run("demo").decode(encoding)
    porchlight.configure('[components.site]\nkind = "self"\nname = "Ñandú → ▲"\n')
    run("health")
    run("outlook")
    assert "Ñandú → ▲" in run("settings", "export").decode()
    exported = run("export", "history", "--format", "jsonl").decode()
    assert json.loads(exported.splitlines()[0])["component"] == "site"
