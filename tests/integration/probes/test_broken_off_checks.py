"""Checks that are broken off at any moment leave nothing behind that a later one trips over."""

from pathlib import Path

import pytest

from porchlight.model.status import Outcome
from tests.hostile.slow_tls import OUTCOMES, break_off_many_then_check, slow_tls
from tests.integration.probes.talking import Authority

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("kind", ["http", "tls"])
async def test_hundreds_of_broken_off_handshakes_disturb_no_later_check(tmp_path: Path, kind: str) -> None:
    authority = Authority(tmp_path)
    async with slow_tls(authority.context("127.0.0.1", "localhost")) as (port, slow):
        where = {"url": f"https://127.0.0.1:{port}/"} if kind == "http" else {"host": "127.0.0.1", "port": port}
        outcomes = await break_off_many_then_check({"kind": kind, **where}, authority.ca_file, slow)
    assert set(outcomes) == {Outcome.HEALTHY}
    assert len(outcomes) == OUTCOMES
