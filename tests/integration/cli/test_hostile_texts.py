"""What others wrote reaches a terminal as text: it moves no cursor, colours nothing, forges no line."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.program import Program

HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07\x1b[32mfine\x1b[0m\x9b31m\u202eevil\u2066"
    "\r\nFORGED\x0bFORGED\x85FORGED\u2028FORGED\x00\x7f<b>"
)
OURS = re.compile(
    rb"\x1b\[(?:0|1|2|3[1-6]|90|1;3[1-6]|1;90)m"  # styles
    rb"|\x1b\[(?:H|G|K|J|2J|2K|3J|\?25[hl]|\?1049[hl])"  # progress and the live page
)
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")
COMMANDS = [
    ["status"],
    ["health"],
    ["health", "--detailed"],
    ["health", "--json"],
    ["history", "here"],
    ["history", HOSTILE],
    ["export", "history"],
    ["export", "history", "--format", "jsonl"],
    ["report"],
    ["report", "--format", "html"],
    ["performance"],
    ["performance", "--json"],
    ["outlook"],
    ["outlook", "--json"],
    ["alerts"],
    ["alerts", "--json"],
    ["alerts", "outbox"],
    ["alerts", "outbox", "--json"],
    ["alerts", "silences"],
    ["alerts", "silences", "--json"],
    ["alerts", "rules"],
    ["alerts", "rules", "--json"],
    ["alerts", "actions"],
    ["alerts", "ack", HOSTILE],
    ["alerts", "test", HOSTILE],
    ["alerts", "silence", "--component", HOSTILE],
    ["alerts", "snooze", "x", "--for", HOSTILE],
    ["audit"],
    ["audit", "--json"],
    ["audit", "--since", HOSTILE],
    ["components", "list"],
    ["components", "test", "here"],
    ["components", "test", HOSTILE],
    ["config", "check"],
    ["config", HOSTILE],
    ["settings", "export"],
    ["settings", "import", HOSTILE],
    ["secrets", "delete", HOSTILE],
    ["run", "--expect-every", HOSTILE, "--", "true"],
    ["run", "--count-pattern", f"({HOSTILE}", "--", "true"],
    ["run", "--", f"/nowhere/{HOSTILE[:9]}\nFORGED"],
    ["record", HOSTILE, "--duration", HOSTILE],
    ["import", "classy-sync", "/nowhere/\x1b[2J\nFORGED"],
    ["--config", "/nowhere/\x1b[2J\nFORGED", "health"],
    [HOSTILE],
    ["health", "--no-such", HOSTILE],
]
EACH = """
import sys
from porchlight.cli.output import guard_streams
guard_streams()
from porchlight.cli.main import Desktop, run
for command in {commands!r}:
    try:
        run(command, Desktop(lambda args: 0, lambda: []))
    except SystemExit:
        pass
"""


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    """Settings, and a history from before texts were made fit where they come in."""
    name = HOSTILE.replace("\x00", "")
    program = Program(
        tmp_path, {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.getcwd(), "PORCHLIGHT_SECRET_A": "abcdef"}
    )
    program.configure(
        "[monitor]\nconnectivity_urls = []\n[components.here]\nkind = 'self'\nslow_limit = '1ms'\n"
        "[components.there]\nkind = 'heartbeat-of-nobody'\n"
        f"[components.bad]\nkind = 'self'\nname = {_toml(HOSTILE)}\ntags = [{_toml(HOSTILE)}]\n"
        f"[components.{_toml(name)}]\nkind = {_toml(name)}\n{_toml(name)} = 1\n"
        f"[rules.mine]\nname = {_toml(name)}\nwhy = {_toml(name)}\n"
        f"when = {{ component = 'here', status = 'error' }}\n"
        f"[actions.again]\nkind = 'program'\nprogram = ['/bin/true', {_toml(name)}]\n"
    )
    program("health")
    with closing(sqlite3.connect(program.data / "history.sqlite3")) as history, history:
        now_ms = time.time_ns() // 1_000_000
        history.execute("UPDATE components SET name = ?", (HOSTILE,))
        history.execute("UPDATE statuses SET sentence = ?", (HOSTILE,))
        history.execute("UPDATE results SET sentence = ?", (HOSTILE,))
        history.execute(
            "INSERT INTO incidents SELECT 'one', key, ?, NULL, 'error', 'http_status', ?, '[]', NULL FROM components"
            " WHERE slug = 'here'",
            (now_ms - 5000, HOSTILE),
        )
        history.execute(
            "INSERT INTO alerts (id, rule, subject, severity, state, pending_ms, firing_ms, sentence, tellings)"
            " VALUES (?, ?, ?, 'high', 'firing', ?, ?, ?, 0)",
            ("a1", "mine", "here", now_ms, now_ms, HOSTILE),
        )
        history.execute(
            "INSERT INTO audit (at_ms, actor, action, subject, detail) VALUES (?, 'user', 'settings_changed', ?, ?)",
            (now_ms, HOSTILE, HOSTILE),
        )
        history.execute(
            "INSERT INTO silences VALUES (?, ?, ?, ?, '[]', ?)",
            ("s1", now_ms + 9_999_999, now_ms, json.dumps([HOSTILE]), HOSTILE),
        )
        history.execute(
            "INSERT INTO operations VALUES (?, ?, '', ?, ?, 10.0, 1, 1, 0, NULL)",
            ("o1", HOSTILE, HOSTILE, now_ms - 1000),
        )
    return program


def _toml(text: str) -> str:
    return '"' + "".join(f"\\U{ord(one):08x}" if NOT_TEXT.match(one) or one in '\n\\"' else one for one in text) + '"'


def _script(program: Program) -> list[str]:
    file = program.folder / "each.py"
    file.write_text(EACH.format(commands=COMMANDS), encoding="utf-8", errors="surrogatepass")
    return [sys.executable, str(file)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals of this sort")
@pytest.mark.logs_warnings
def test_no_command_lets_others_steer_the_terminal_or_forge_a_line(porchlight: Program) -> None:
    shown = _on_a_terminal(porchlight)
    left = OURS.sub(b"", shown).decode()
    assert "Traceback" not in left
    found = NOT_TEXT.search(left.replace("\r\n", "\n"))
    assert found is None, left[max(found.start() - 200, 0) : found.start() + 100]
    forged = [line for line in left.splitlines() if line.startswith("FORGED")]
    assert forged == []
    assert b"\x1b[32mfine" not in shown  # a colour that somebody else wrote
    assert shown.count(b"FORGED") > 60


@pytest.mark.logs_warnings
def test_no_command_lets_others_forge_a_line_in_a_pipe(porchlight: Program) -> None:
    done = subprocess.run(
        _script(porchlight), env=porchlight.environment, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    output = (done.stdout + done.stderr).decode()
    assert "\x1b" not in output
    assert [line for line in output.splitlines() if line.startswith("FORGED")] == []


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
@pytest.mark.logs_warnings
def test_json_is_json_whatever_it_quotes_and_whatever_the_pipe_takes(porchlight: Program, encoding: str) -> None:
    for command in (["status"], ["audit"], ["alerts"], ["performance"], ["health"], ["outlook"], ["history", "here"]):
        done = subprocess.run(
            [*porchlight.command(), *command, "--json"],
            env={**porchlight.environment, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert done.stdout.isascii()
        document = json.loads(done.stdout or done.stderr, parse_constant=lambda name: pytest.fail(name))
        assert document, (command, done.stderr)


def test_a_log_line_stays_one(porchlight: Program) -> None:
    with closing(sqlite3.connect(porchlight.data / "history.sqlite3")) as history, history:
        history.execute("UPDATE statuses SET status = ?", (HOSTILE,))
    porchlight("history", HOSTILE.replace("\x00", ""), "--debug")
    porchlight("watch", "--config", f"/nowhere/{HOSTILE[:4]}\nFORGED")
    log = (porchlight.data / "porchlight.log").read_text()
    assert NOT_TEXT.search(log) is None
    assert [line for line in log.splitlines() if line.startswith("FORGED")] == []


def _on_a_terminal(program: Program) -> bytes:
    import pty

    process, screen = pty.fork()
    if process == 0:
        command = _script(program)
        os.execvpe(command[0], command, {**program.environment, "TERM": "xterm-256color"})
    shown = b""
    try:
        while piece := os.read(screen, 65536):
            shown += piece
    except OSError:  # Linux says so when the other side has ended
        pass
    os.close(screen)
    os.waitpid(process, 0)
    return shown


def test_nothing_of_the_command_line_writes_past_the_one_way() -> None:
    for file in Path("app/porchlight/cli").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        past = re.search(r"(?<![\w.])print\(|std(?:out|err)\.(?:buffer\.)?write|json\.dumps|\\x1b", text)
        assert past is None or file.name == "output.py", (file, past)
