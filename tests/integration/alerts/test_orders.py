"""Orders to a Porchlight that runs: taken at once, without its looking for them all the time."""

import asyncio
import json
import stat
import sys
import time
from pathlib import Path

import pytest
from app.alerts.knock import knock, listening
from app.alerts.orders import Order, OrderKind, leave, orders_folder, read_answer
from app.runtime import monitoring as runtime
from tests.integration.alerts.test_itself import running
from tests.integration.alerts.test_service import until

pytestmark = pytest.mark.anyio


async def test_an_order_is_carried_out_as_soon_as_it_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "_ORDERS_EVERY", 3600.0)  # so that it is the knock that does it
    folder = orders_folder(str(tmp_path))
    async with running(tmp_path, "", print) as watching:
        await until((tmp_path / "orders" / "door").exists)
        for _ in range(3):
            order = Order(OrderKind.SILENCE, seconds=60, rules=("down",))
            leave(folder, order)
            await until(lambda order=order: read_answer(folder, order))
        assert len(watching.alerting.engine.silences) == 3
    assert list((tmp_path / "orders").iterdir()) == []


async def test_only_who_may_read_the_folder_is_heard(tmp_path: Path) -> None:
    heard: list[float] = []
    async with listening(str(tmp_path), lambda: heard.append(time.monotonic())):
        door = tmp_path / "door"
        if sys.platform != "win32":
            assert stat.S_IMODE(door.stat().st_mode) == 0o600
        known = door.read_text()
        door.write_text(json.dumps({**json.loads(known), "word": "guessed"}))
        knock(str(tmp_path))
        door.write_text(known)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=("127.0.0.1", json.loads(known)["port"])
        )
        for sent in (b"", "wörd".encode(), b"x" * 60_000):
            transport.sendto(sent)
        transport.close()
        knock(str(tmp_path))
        await until(lambda: heard)  # loopback keeps the order: the others have been there before
        assert len(heard) == 1


@pytest.mark.parametrize("left", ["", "{}", "[]", '{"port": 1, "word": "x"}', '{"port": 700000, "word": "x"}'])
def test_a_door_of_a_porchlight_that_was_killed_harms_nobody(tmp_path: Path, left: str) -> None:
    knock(str(tmp_path))
    (tmp_path / "door").write_text(left)
    knock(str(tmp_path))
    leave(str(tmp_path), Order(OrderKind.REARM, "mend"))
    assert len(list(tmp_path.glob("*.order"))) == 1
