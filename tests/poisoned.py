"""A data folder with everything in it that ever ended a start; plug-ins that ask Python to end, or will not end."""

import asyncio
import json
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from porchlight.history.store import open_store
from porchlight.monitor.clock import SystemClock
from tests.integration.cli.test_plugins import install
from tests.poison import ANY_KIND

_ENDLESS = "1e999"
_NOW_MS = time.time_ns() // 1_000_000
_RUN: dict[str, object] = {"name": "job", "began_ms": _NOW_MS - 1000, "duration_ms": 5.0, "ok": True, "id": "x"}
_PLUG_INS = """
import asyncio
from porchlight.alerts.channels.kind import ChannelKind
from porchlight.model.message import Fault
from porchlight.probes.kind import ProbeKind
from porchlight.settings.rules import ChannelSettings
from porchlight.settings.schema import ComponentSettings

class Probe:
    def __init__(self, component, settings):
        self.component = component
    async def check(self, ctx):
        while self.component.id == "clings":
            try:
                await asyncio.sleep(3600)
            except BaseException:
                continue
        raise {"leaves": SystemExit(0), "interrupts": KeyboardInterrupt(), "breaks": asyncio.CancelledError()}[
            self.component.id
        ]
    async def close(self):
        raise SystemExit(0)

class Channel:
    local = True
    timeout = 5.0
    def __init__(self, settings, context):
        pass
    async def send(self, message):
        raise SystemExit(0)
    async def close(self):
        raise KeyboardInterrupt

KIND = ProbeKind(name="leaving", settings=ComponentSettings, build=Probe, is_local=lambda settings: True)
CHANNEL = ChannelKind(name="leaving", settings=ChannelSettings, build=Channel, address=lambda settings: "")
"""
COMPONENTS = """
[channels.leaving]
kind = "leaving"
[components.leaves]
kind = "leaving"
[components.interrupts]
kind = "leaving"
[components.breaks]
kind = "leaving"
[components.clings]
kind = "leaving"
[rules.anything]
when = { component = "*", status = "error" }
channels = ["leaving"]
cooldown = "1s"
"""
"""What in the settings uses the plug-ins."""


def plug_ins(folder: Path) -> str:
    """Where Python finds them."""
    folder.mkdir()
    (folder / "porchlight_leaving.py").write_text(_PLUG_INS)
    install(folder, "porchlight-leaving", {"leaving": "porchlight_leaving:KIND"})
    install(folder, "porchlight-leaving-too", {"leaving": "porchlight_leaving:CHANNEL"}, "porchlight.channels")
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH", ""))))


def poison_files(data: Path) -> None:
    """In the folders that take orders and runs, also while it runs."""
    orders, operations = data / "orders", data / "operations"
    for place, ending in ((orders, "order"), (operations, "json")):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number, put in enumerate(ANY_KIND.values()):
            put(place / f"bad{number}-{time.monotonic_ns()}.{ending}")
    moment = time.monotonic_ns()
    odd: tuple[dict[str, object], ...]
    odd = (
        {"began_ms": 0.5},
        {"duration_ms": -1},
        {"name": "\ud800"},
        {"id": "../x"},
    )
    for number, wrong in enumerate(odd):
        (operations / f"odd{number}-{moment}.json").write_text(json.dumps({**_RUN, **wrong}))
    (operations / f"endless-{moment}.json").write_text(json.dumps(_RUN).replace(str(_RUN["began_ms"]), _ENDLESS))
    order = {"kind": "silence", "target": "", "components": [], "rules": ["none"], "comment": "", "seconds": 1}
    odd = (
        {"target": "a\0b"},
        {"kind": "send_again"},
        {"id": "../x"},
        {"rules": [[]]},
    )
    for number, wrong in enumerate(odd):
        values = {**order, "id": f"{number:032x}", **wrong}
        (orders / f"odd{number}-{moment}.order").write_text(json.dumps(values))
    endless = json.dumps({**order, "id": "f" * 32}).replace('"seconds": 1', f'"seconds": {_ENDLESS}')
    (orders / f"endless-{moment}.order").write_text(endless)


def poison_history(data: Path) -> None:
    """Rows that no version of ours writes."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = str(data / "history.sqlite3")

    async def begin() -> None:
        open_store(path, SystemClock(), results_kept=1e6, maintain=False).close()

    asyncio.run(begin())
    with closing(sqlite3.connect(path)) as connection, connection:
        for number, pending in enumerate((10**17, 2**62, -1, 1.5e300)):
            connection.execute(
                "INSERT INTO alerts (id, rule, subject, severity, state, pending_ms, sentence, tellings)"
                " VALUES (?, 'down', 'website', 'critical', 'firing', ?, 'x', 'many')",
                (f"a{number}", pending),
            )
            connection.execute(
                "INSERT INTO outbox (id, alert, channel, kind, created_ms, due_ms, state, attempts, message, error)"
                " VALUES (?, ?, 'ops', 'firing', ?, ?, 'waiting', 2, 'm', '')",
                (f"n{number}", f"a{number}", pending, pending),
            )
            connection.execute(
                "INSERT INTO operations (id, name, subject, source, began_ms, duration_ms, ok, processed)"
                " VALUES (?, 'job', '', '', ?, 'long', 1, 'several')",
                (f"o{number}", pending),
            )
            connection.execute("INSERT INTO silences VALUES (?, ?, ?, '[]', '[]', '')", (f"s{number}", pending, 0))
        connection.execute("INSERT INTO positions VALUES ('website', x'ff00')")
