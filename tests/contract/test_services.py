"""Every service of the running program keeps the same contract: it starts; what it raises ends nothing else and it is
begun again; all of it ends within two seconds."""

import asyncio
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from porchlight.model.audit import Action
from porchlight.model.events import CheckEnded, Event, ServiceFailed, ServiceRecovered
from porchlight.model.malfunction import Malfunction
from porchlight.redaction import Redactor
from porchlight.runtime import supervisor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.history import open_reader
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions
from porchlight.runtime.supervisor import Service, Supervisor
from porchlight.settings.report import ReportSettings
from tests.ports import free_port
from tests.support import until

pytestmark = [pytest.mark.anyio, pytest.mark.logs_warnings]

SERVICES = (
    "monitor",
    "alerts",
    "delivery",
    "delivery of what still fires",
    "heartbeat",
    "usual response times",
    "self-check",
    "vendors' status pages",
    "diagnoses",
    "updates",
    "activity list",
    "commands",
    "weekly report",
    "ingest",
    "metrics for Prometheus",
    "metrics by OTLP",
    "status page",
)
SETTINGS = """
[monitor]
interval = "1s"
connectivity_urls = []
[components.healthy]
kind = "self"
max_memory_mb = 100000
[report]
weekly = true
[export.prometheus]
enabled = true
port = {port}
"""


class Watched:
    """A service that is counted, and fails once where it is told to."""

    def __init__(self, service: Service, begun: Counter[str], error: BaseException | None) -> None:
        self.service = service
        self.begun = begun
        self.error = error

    async def run(self) -> None:
        self.begun[self.service.name.message] += 1
        if self.error is None or self.begun[self.service.name.message] > 1:
            await self.service.run()
        work = asyncio.ensure_future(self.service.run())
        await asyncio.sleep(0.05)  # until it has really begun
        work.cancel()
        await asyncio.wait([work])
        assert self.error is not None
        raise self.error


async def _try(folder: Path, failing: str, error: BaseException) -> tuple[Counter[str], list[Malfunction], float]:
    begun: Counter[str] = Counter()
    published: list[Malfunction] = []
    settings = parse_settings(SETTINGS.format(port=free_port()))
    assert settings.all_problems() == []
    options = RunOptions(settings, str(folder), Role.OWNER, Redactor())
    async with await Porchlight.start(options) as porchlight:
        assert tuple(one.name.message for one in porchlight.services) == SERVICES
        checks: list[Event] = []

        def on_event(event: Event) -> None:
            if isinstance(event, ServiceFailed | ServiceRecovered):
                published.append(event.malfunction)
            elif isinstance(event, CheckEnded) and begun[failing] == 2:
                checks.append(event)

        porchlight.bus.subscribe(on_event)
        watched = [
            replace(one, run=Watched(one, begun, error if one.name.message == failing else None).run)
            for one in porchlight.services
        ]
        running = asyncio.create_task(Supervisor(watched, porchlight.malfunctions).run())
        await until(lambda: begun[failing] == 2)
        await porchlight.apply(replace(settings, report=ReportSettings()))  # others, while one was begun again
        await until(lambda: len(checks) >= 2)
        assert not running.done()
        await porchlight.flush()
        began = time.monotonic()
        running.cancel()
        await asyncio.wait([running])
    return begun, published, time.monotonic() - began


@pytest.mark.parametrize("name", SERVICES)
async def test_it_starts_is_begun_again_while_nothing_else_stops_and_ends_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.05)
    begun, published, seconds = await _try(tmp_path, name, ValueError("planted"))
    assert begun == Counter({other: 1 + (other == name) for other in SERVICES})
    assert [(one.part, one.over) for one in published] == [(f"The part “{name}”", False)]
    assert seconds < 2
    with open_reader(str(tmp_path)) as reader:
        noted = [one.detail for one in reader.audit(0, 2**53) if one.action is Action.MONITOR_UNWELL]
    assert noted == [f"The part “{name}” failed (ValueError) and is being restarted. See the log for details."]


@pytest.mark.parametrize("error", [SystemExit(0), KeyboardInterrupt()])
async def test_a_part_that_asks_python_to_end_does_not_end_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.05)
    begun, published, _ = await _try(tmp_path, "vendors' status pages", error)
    assert begun["monitor"] == 1
    assert len(published) == 1
