"""The examples of docs/operations.md, run as they stand there against a real endpoint."""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from porchlight.monitor.clock import SystemClock
from tests.integration.operations.served import TOKEN, Served, served
from tests.support import need

pytestmark = pytest.mark.anyio

DOCS = Path(__file__).parents[3] / "docs" / "operations.md"


def example(language: str, text: str) -> str:
    blocks = re.findall(rf"^```{language}\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    (found,) = [block for block in blocks if text in block]
    return str(found)


async def run(it: Served, folder: Path, *command: str) -> str:
    """As a person would, with the port of the test."""
    script = [part.replace("127.0.0.1:8750", it.host) for part in command]
    environment = {
        **os.environ,
        "HOME": str(folder),
        "PORCHLIGHT_TOKEN": TOKEN,
        "PATH": f"{folder}:{os.environ['PATH']}",
    }
    process = await asyncio.create_subprocess_exec(
        *script, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, err.decode()
    return out.decode()


async def test_the_one_in_python(unused_port: int, tmp_path: Path) -> None:
    async with served(unused_port) as it:
        said = await run(it, tmp_path, sys.executable, "-c", example("python", "urllib.request"))
        first, second = it.taken
        assert said.strip() == str([first.id, second.id])
        assert (first.processed, second.ok) == (405, False)


@pytest.mark.skipif(sys.platform == "win32", reason="they are for a Unix shell")
async def test_those_for_the_shell(unused_port: int, tmp_path: Path) -> None:
    need("curl")
    for name, text in (("porchlight", f"echo {TOKEN}"), ("import-everything", "exit 3")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o700)
    async with served(unused_port) as it:
        it.clock.wall_ms = SystemClock().now_ms()
        await run(it, tmp_path, "sh", "-c", example("sh", "umask 077"))
        await run(it, tmp_path, "sh", "-c", example("sh", "import-everything"))
        told, around = it.taken
        assert (told.name, told.duration_ms, told.processed, told.failed) == ("nightly import", 90_000, 405, 2)
        assert (around.ok, around.expected_ms) == (False, 86_400_000)
