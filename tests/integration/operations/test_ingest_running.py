"""The endpoint within a Porchlight that runs: into the history and before the rules, as the settings say."""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from porchlight.loopback import port_service
from porchlight.model.audit import Action
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.history import open_reader
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.one_shot import record
from porchlight.runtime.options import Role, RunOptions
from porchlight.settings.schema import INGEST_TOKEN, IngestSettings
from tests.integration.alerts.test_itself import ConsoleLines, running
from tests.integration.operations.served import RUN, TOKEN
from tests.integration.program import Program
from tests.memory_keyring import memory_keyring
from tests.ports import free_port

pytestmark = pytest.mark.anyio

VARIABLE = "PORCHLIGHT_SECRET_INGEST_TOKEN"
OVERDUE = """
    [rules.job-overdue]
    channels = ["console"]
    for = "0s"
"""


def ingest(port: int) -> str:
    return f"[ingest]\nenabled = true\nport = {port}\n"


async def post(port: int, run: object = RUN, token: str = TOKEN) -> int:
    """The status; 0 where nobody listens."""
    try:
        async with httpx.AsyncClient(trust_env=False, headers={"Authorization": f"Bearer {token}"}) as client:
            return (await client.post(f"http://127.0.0.1:{port}/v1/operations", json=run)).status_code
    except httpx.TransportError:
        return 0


async def until(answer: Callable[[], Awaitable[int]], wanted: int) -> None:
    async with asyncio.timeout(60):
        while await answer() != wanted:  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.02)


def iso(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()


def told(porchlight: Porchlight) -> list[str]:
    with open_reader(porchlight.data_dir) as reader:
        return [entry.detail for entry in reader.audit(0, 2**50) if entry.action is Action.INGEST]


async def test_a_run_is_in_the_history_with_the_answer_and_before_the_rules(
    tmp_path: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    console = ConsoleLines()
    async with running(tmp_path, ingest(unused_port) + OVERDUE, console):
        began = time.time_ns() // 1_000_000 - 3_600_000
        late = {"name": "nightly import", "began": iso(began), "durationMs": 1, "expectEveryMs": 60_000}
        await until(lambda: post(unused_port, late), 201)
        assert await post(unused_port, [late, RUN]) == 201
        with open_reader(str(tmp_path)) as reader:
            kept = reader.operations("nightly import", 0, 2**50)
        assert [run.began_ms for run in kept[1:]] == [began]  # twice told, once there
        assert (kept[0].processed, kept[1].expected_ms) == (405, 60_000)
        assert "nightly import" in await console.wait_for("nightly import")


async def test_settings_take_effect_while_it_runs(
    tmp_path: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    other_port = free_port()
    async with running(tmp_path, "", print) as porchlight:
        off = porchlight.settings
        assert await post(unused_port) == 0
        await porchlight.apply(replace(off, ingest=IngestSettings(enabled=True, port=unused_port)))
        await until(lambda: post(unused_port), 201)
        await porchlight.apply(replace(off, ingest=IngestSettings(enabled=True, port=other_port)))
        await until(lambda: post(other_port), 201)
        assert await post(unused_port) == 0
        await porchlight.apply(off)
        await until(lambda: post(other_port), 0)
        await porchlight.flush()
        with open_reader(str(tmp_path)) as reader:
            changes = [entry.subject for entry in reader.audit(0, 2**50)]
    assert changes == ["ingest"] * 3


async def test_a_taken_port_is_told_once_and_tried_again_and_nothing_else_stops(
    tmp_path: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    monkeypatch.setattr(port_service, "AGAIN", 0.05)
    console = ConsoleLines()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", unused_port))
        taken.listen()
        async with running(tmp_path, ingest(unused_port) + OVERDUE, console) as porchlight:
            async with asyncio.timeout(60):
                while f"port {unused_port}" not in caplog.text:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            taken.close()
            await until(lambda: post(unused_port), 201)
            again, line = told(porchlight)
            assert f"port {unused_port} cannot be used" in line
            assert "again" in again
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1


@pytest.mark.logs_warnings
async def test_without_a_token_it_says_how_to_make_one(tmp_path: Path, unused_port: int) -> None:
    with memory_keyring():
        async with running(tmp_path, ingest(unused_port), print) as porchlight:
            await until(lambda: post(unused_port), 503)
            await porchlight.flush()
            assert "There is no token for job reports yet. Create one in the settings." in told(porchlight)[0]
            await porchlight.secrets.set(INGEST_TOKEN, TOKEN)
            assert await post(unused_port) == 201


async def test_a_token_made_by_a_command_replaces_the_old_one_at_once(tmp_path: Path, unused_port: int) -> None:
    new = "another-token-that-nobody-guesses"
    with memory_keyring() as kept:
        kept[INGEST_TOKEN] = TOKEN
        async with running(tmp_path, ingest(unused_port), print):
            await until(lambda: post(unused_port), 201)
            kept[INGEST_TOKEN] = new
            assert await post(unused_port) == 201  # remembered, until somebody says that it has changed
            await record(str(tmp_path), Action.CREDENTIAL_STORED, INGEST_TOKEN)
            await until(lambda: post(unused_port), 401)
            assert await post(unused_port, token=new) == 201


async def test_one_that_only_follows_takes_no_runs(tmp_path: Path, unused_port: int) -> None:
    options = RunOptions(parse_settings(ingest(unused_port)), str(tmp_path), Role.OWNER_OR_FOLLOWER, Redactor())
    async with await Porchlight.start(options) as first, await Porchlight.start(options) as second:
        assert (first.role, second.role) == (Role.OWNER, Role.FOLLOWER)
        assert "ingest" in {one.name.message for one in first.services}
        assert "ingest" not in {one.name.message for one in second.services}


def test_while_it_is_off_nothing_of_it_is_imported() -> None:
    code = textwrap.dedent(
        """
        import asyncio, sys, tempfile
        from porchlight.redaction import Redactor
        from porchlight.runtime.kinds import parse_settings
        from porchlight.runtime.app import Porchlight
        from porchlight.runtime.options import Role, RunOptions
        async def main():
            with tempfile.TemporaryDirectory() as folder:
                options = RunOptions(parse_settings(""), folder, Role.OWNER, Redactor())
                async with await Porchlight.start(options) as porchlight:
                    task = asyncio.ensure_future(porchlight.run())
                    await asyncio.sleep(0.2)
                    task.cancel()
        asyncio.run(main())
        print(sorted(name for name in sys.modules if name.startswith("porchlight.operations.ingest.")))
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = [f"porchlight.operations.ingest.{name}" for name in ("server", "token")]
    assert done.stdout.strip() == str(names)


@pytest.mark.skipif(sys.platform == "win32", reason="it is ended by a signal")
async def test_a_watch_on_a_server_takes_runs_and_says_nothing_of_the_token(tmp_path: Path, unused_port: int) -> None:
    porchlight = Program(tmp_path, {VARIABLE: TOKEN})
    porchlight.configure(
        f'[monitor]\nconnectivity_urls = []\n[components.it]\nkind = "self"\ninterval = "1s"\n{ingest(unused_port)}'
        '[rules.nightly]\nwhen = { operation = "nightly import", failures = 2 }\nchannels = ["console"]\n'
    )
    assert "Porchlight does not answer" in porchlight("ingest").out
    process = porchlight.start("watch", "--debug")
    assert process.stdout is not None
    try:
        await until(lambda: post(unused_port, {**RUN, "ok": False, "id": "1"}), 201)
        assert await post(unused_port, {**RUN, "ok": False, "id": "2"}) == 201
        assert await post(unused_port, token="wrong") == 401
        lines = iter(process.stdout.readline, "")
        assert await asyncio.to_thread(lambda: next(line for line in lines if "nightly import" in line))
        console = porchlight("ingest")
        assert (console.code, f"http://127.0.0.1:{unused_port}/v1/operations" in console.out) == (0, True)
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    (found,) = json.loads(porchlight("performance", "--json").out)["operations"]
    assert (found["name"], found["count"], found["succeeded"]) == ("nightly import", 2, 0)
    written = (
        out + err + "".join(path.read_text(errors="replace") for path in porchlight.data.rglob("*") if path.is_file())
    )
    assert "answered 201" in written
    assert TOKEN not in written


def test_the_command_says_how_it_is(tmp_path: Path) -> None:
    porchlight = Program(tmp_path)
    porchlight.configure("[ingest]\nport = 80\n")
    assert "ingest.port" in porchlight("config", "check").out
    porchlight.configure("[ingest]\n")
    assert "off" in porchlight("ingest").out
    assert porchlight("ingest", "token").code == 69  # there is no keyring here
    assert os.listdir(tmp_path / "config") == ["porchlight.toml"]


async def test_a_token_is_made_shown_once_and_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from porchlight.cli.main import run as command

    def token(*more: str) -> int:
        return command(["ingest", "token", *more, "--data-dir", str(tmp_path)], lambda args: None)

    with memory_keyring() as kept:
        assert await asyncio.to_thread(token) == 0
        first = capsys.readouterr().out
        assert first == f"{kept[INGEST_TOKEN]}\n"
        assert len(first) > 40
        assert await asyncio.to_thread(token) == 73
        assert capsys.readouterr().out == ""
        assert await asyncio.to_thread(token, "--new") == 0
        assert capsys.readouterr().out == f"{kept[INGEST_TOKEN]}\n" != first
