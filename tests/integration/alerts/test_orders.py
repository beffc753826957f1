"""Orders to a Porchlight that runs: taken at once, without its looking for them all the time."""

import asyncio
import json
import stat
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from porchlight.language.english import english
from porchlight.model.audit import Action
from porchlight.operations.wakeup import commands_folder, wake_up, wakeups
from porchlight.runtime import command_inbox, commands
from porchlight.runtime.command_inbox import Look, Sent, read_answer, send, take
from porchlight.runtime.commands import Rearm, SendAgain, SilenceAlerts
from porchlight.runtime.history import read_history
from tests.integration.alerts.test_itself import running
from tests.integration.alerts.test_service import until
from tests.poison import ANY_KIND

pytestmark = pytest.mark.anyio


async def test_an_order_is_carried_out_as_soon_as_it_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_inbox, "POLL_EVERY", 3600.0)  # so that it is the knock that does it
    folder = commands_folder(str(tmp_path))
    async with running(tmp_path, "", print) as porchlight:
        await until((tmp_path / "orders" / "door").exists)
        for _ in range(3):
            sent = send(folder, SilenceAlerts(60, rules=("down",)))
            await until(lambda sent=sent: read_answer(folder, sent))
        assert len(porchlight.snapshot().silences) == 3
    assert list((tmp_path / "orders").iterdir()) == []


async def test_only_who_may_read_the_folder_is_heard(tmp_path: Path) -> None:
    wake_ups: list[float] = []
    async with wakeups(str(tmp_path), lambda: wake_ups.append(time.monotonic())):
        door = tmp_path / "door"
        if sys.platform != "win32":
            assert stat.S_IMODE(door.stat().st_mode) == 0o600
        known = door.read_text()
        door.write_text(json.dumps({**json.loads(known), "word": "guessed"}))
        wake_up(str(tmp_path))
        door.write_text(known)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=("127.0.0.1", json.loads(known)["port"])
        )
        for sent in (b"", "wörd".encode(), b"x" * 60_000):
            transport.sendto(sent)
        transport.close()
        wake_up(str(tmp_path))
        await until(lambda: wake_ups)  # loopback keeps the order: the others have been there before
        assert len(wake_ups) == 1


@pytest.mark.parametrize("left", ["", "{}", "[]", '{"port": 1, "word": "x"}', '{"port": 700000, "word": "x"}'])
def test_a_door_of_a_porchlight_that_was_killed_harms_nobody(tmp_path: Path, left: str) -> None:
    wake_up(str(tmp_path))
    (tmp_path / "door").write_text(left)
    wake_up(str(tmp_path))
    send(str(tmp_path), Rearm("mend"))
    assert len(list(tmp_path.glob("*.order"))) == 1


def _order(**wrong: Any) -> dict[str, Any]:
    order = {"kind": "silence", "seconds": 60, "rules": ["down"], "id": uuid.uuid4().hex}
    return {**order, **wrong}


def _put(folder: Path, values: dict[str, Any], name: str = "bad") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.order"
    path.write_text(json.dumps(values).replace('"1e999"', "1e999"))
    return path


@pytest.mark.parametrize("kind", ANY_KIND)
def test_what_holds_no_order_is_put_aside_and_the_order_beside_it_is_taken(tmp_path: Path, kind: str) -> None:
    ANY_KIND[kind](tmp_path / "bad.order")
    sent = send(str(tmp_path), Rearm("mend"))
    began = time.monotonic()
    look = take(str(tmp_path))
    assert time.monotonic() - began < 2
    assert look.commands == (sent,)
    assert [one.name for one in look.refused] == ["bad.order"]
    assert [path.name for path in tmp_path.iterdir()] == ["bad.order.rejected"]
    assert take(str(tmp_path)) == Look()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"seconds": "1e999"}, "“seconds” is missing or not valid."),
        ({"seconds": -1}, "“seconds” is missing or not valid."),
        ({"seconds": 10**40}, "“seconds” is missing or not valid."),
        ({"seconds": True}, "“seconds” is missing or not valid."),
        ({"seconds": [60]}, "“seconds” is missing or not valid."),
        ({"kind": "explode"}, "“kind” is missing or not valid."),
        ({"kind": {"a": 1}}, "“kind” is missing or not valid."),
        ({"target": 7}, "“target” is missing or not valid."),
        ({"components": "page"}, "“components” is missing or not valid."),
        ({"components": [["page"]]}, "“components” is missing or not valid."),
        ({"rules": ["r"] * 5000}, "“rules” is missing or not valid."),
        ({"comment": None}, "“comment” is missing or not valid."),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_its_reason(
    tmp_path: Path, wrong: dict[str, Any], why: str
) -> None:
    _put(tmp_path, _order(**wrong))
    (refused,) = take(str(tmp_path)).refused
    assert english(refused.fault) == why
    assert refused.id  # somebody may wait for an answer


@pytest.mark.parametrize("order_id", ["../../outside", "a\0b", "", "x" * 5000, 7, None, "C:\\x"])
def test_an_id_that_could_be_a_path_is_no_id(tmp_path: Path, order_id: Any) -> None:
    _put(tmp_path, _order(id=order_id))
    (refused,) = take(str(tmp_path)).refused
    assert (english(refused.fault), refused.id) == ("“id” is missing or not valid.", "")


def test_many_orders_are_taken_some_at_a_time_and_none_is_lost(tmp_path: Path) -> None:
    for _ in range(450):
        send(str(tmp_path), Rearm("mend"))
    looks = [take(str(tmp_path)) for _ in range(4)]
    assert [(len(look.commands), look.more) for look in looks] == [(200, True), (200, True), (50, False), (0, False)]


@pytest.mark.logs_warnings
async def test_whatever_is_wrong_with_an_order_the_one_who_waits_gets_an_answer(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    async with running(tmp_path, "", print) as porchlight:
        await until((folder / "door").exists)
        for values, words in [
            (_order(seconds="1e999"), "This is not a valid command. “seconds” is missing or not valid."),
            (_order(kind="acknowledge", target="a\0b"), "Not found, or not possible"),
            (_order(kind="unsilence", target="\ud800"), "Not found, or not possible"),
            (_order(kind="note", comment="no such action"), None),
            (_order(kind="send_again", target="nothing"), "Not found, or not possible"),
        ]:
            _put(folder, values, values["id"])
            wake_up(str(folder))
            if words is not None:
                sent = Sent(Rearm(""), values["id"])
                await until(lambda sent=sent: (folder / f"{sent.id}.answer").exists())
                found = read_answer(str(folder), sent)
                assert found is not None
                assert not found.done
                assert words in english(found.sentence)
        good = send(str(folder), SilenceAlerts(60, rules=("down",)))
        await until((folder / f"{good.id}.answer").exists)
        assert len(porchlight.snapshot().silences) == 1
        assert porchlight.malfunctions.current == ()


async def test_send_again_with_a_history_that_cannot_be_read_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "junk").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    async with running(tmp_path, "", print) as porchlight:
        for path in ("/nowhere/history.sqlite3", str(tmp_path), str(tmp_path / "junk")):
            monkeypatch.setattr(commands, "read_history", lambda _, path=path: read_history(path))
            result = await porchlight.handle(SendAgain(("x",)))
            assert not result.done
            assert english(result.sentence).startswith("That did not work")


@pytest.mark.logs_warnings
async def test_rejected_files_are_one_line_of_the_activity_list(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.order").write_text("[" * 60_000)
    async with running(tmp_path, "", print) as porchlight:
        await until(lambda: not list(folder.glob("*.order")))
        await porchlight.flush()
        with read_history(str(tmp_path / "history.sqlite3")) as reader:
            (noted,) = [one for one in reader.audit(0, 2**53) if one.action is Action.FILE_REJECTED]
    assert noted.detail == "It is not JSON. It was renamed to 0.order.rejected. 29 more files were rejected."
    assert len(list(folder.glob("*.rejected"))) == 20


@pytest.mark.parametrize("kind", ANY_KIND)
def test_a_door_of_any_kind_harms_nobody_and_is_not_waited_for(tmp_path: Path, kind: str) -> None:
    ANY_KIND[kind](tmp_path / "door")
    began = time.monotonic()
    wake_up(str(tmp_path))
    assert time.monotonic() - began < 2
