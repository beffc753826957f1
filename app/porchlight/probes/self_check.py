"""Kind ``self``: the monitor's own health: event loop, memory, history file, free disk, queue."""

import os
import shutil
import sys
from typing import Annotated

from pydantic import Field

from porchlight.language.text import ResponseTime, Size, Text, msg, msg_plural, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.ports import MonitorVitals
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import HERE
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread

_MIB = 1024 * 1024
_LOSS_REPORTED_FOR = 900.0
"""Seconds for which a loss is reported: what is lost does not come back, but it is not today's fault for ever
either."""


class SelfSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "self"``."""

    max_memory_mb: Annotated[
        float, Described(msg("Memory limit"), msg("Porchlight is degraded when it uses more."), unit="MB")
    ] = Field(default=500, gt=0)
    min_free_disk_mb: Annotated[
        float,
        Described(
            msg("Free disk space"), msg("Porchlight is degraded when less is left for its history."), unit="MB"
        ),
    ] = Field(default=200, ge=0)
    max_loop_lag: Annotated[float, Described(msg("Allowed delay"), msg("How late checks may start."), unit="s")] = (
        Field(default=1.0, gt=0)
    )


class SelfProbe:
    """Reads the monitor's own figures."""

    def __init__(self, component: Component, settings: SelfSettings) -> None:
        self._settings = settings
        self._dropped = 0
        self._lost_at = float("-inf")

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        memory = float(resident_bytes())
        measures = {"memory": Measure(memory, Unit.BYTES)}
        if ctx.vitals is None:
            return ctx.healthy(msg("No monitor is running in this process."), measures=measures)
        vitals = ctx.vitals()
        measures["loop_lag"] = Measure(round(vitals.loop_lag_ms, 1), Unit.MILLISECONDS)
        measures["waiting"] = Measure(vitals.checks_waiting, Unit.COUNT)
        measures["queued"] = Measure(vitals.store.queued, Unit.COUNT)
        if vitals.sweep_ms is not None:
            measures["sweep_age"] = Measure(round((ctx.clock.now_ms() - vitals.sweep_ms) / 1000), Unit.SECONDS)
        if vitals.history_path is not None:
            size, free = await in_thread(lambda: _disk(vitals.history_path or ""), name="disk")
            measures["history"] = Measure(size, Unit.BYTES, limit=size + free)
            measures["free_disk"] = Measure(free, Unit.BYTES)
        if vitals.store.dropped > self._dropped:
            self._lost_at = ctx.clock.monotonic()
        self._dropped = vitals.store.dropped
        if fault := self._fault(vitals, measures, ctx.clock.monotonic()):
            return ctx.unwell(Outcome.DEGRADED, Reason.INTERNAL, fault, measures=measures)
        return ctx.healthy(msg("Porchlight is running normally."), measures=measures)

    async def close(self) -> None:
        """See Probe."""

    def _fault(self, vitals: MonitorVitals, measures: dict[str, Measure], now: float) -> Text | None:
        settings = self._settings
        if vitals.malfunctions:
            first, *others = vitals.malfunctions
            count = len(others)
            more = msg_plural("{n} more part is failing.", "{n} more parts are failing.", count) if others else ""
            return sentences(first, more)
        if vitals.store.error is not None:
            return sentences(msg("The history is not being written."), vitals.store.error)
        if now - self._lost_at < _LOSS_REPORTED_FOR:
            return msg_plural(
                "{n} record could not be written to the history and is lost.",
                "{n} records could not be written to the history and are lost.",
                vitals.store.dropped,
            )
        if vitals.store.upkeep is not None:
            return sentences(msg("The history is not being cleaned up."), vitals.store.upkeep)
        free = measures.get("free_disk")
        if free is not None and free.value < settings.min_free_disk_mb * _MIB:
            return msg("The disk that holds the history has only {free} left.", free=Size(free.value))
        if vitals.loop_lag_ms > settings.max_loop_lag * 1000:
            return msg("Porchlight is running late, by up to {span}.", span=ResponseTime(vitals.loop_lag_ms * 1000))
        memory, limit = measures["memory"].value, settings.max_memory_mb * _MIB
        if memory > limit:
            return msg(
                "Porchlight uses {memory} of memory; the limit is {limit}.", memory=Size(memory), limit=Size(limit)
            )
        return None


def _disk(path: str) -> tuple[float, float]:
    """Bytes of the history with its side files, and bytes free on its disk."""
    size = 0
    for suffix in ("", "-wal", "-shm"):
        try:
            size += os.stat(path + suffix).st_size
        except FileNotFoundError:
            continue
    return float(size), float(shutil.disk_usage(os.path.dirname(path) or ".").free)


if sys.platform == "linux":

    def resident_bytes() -> int:
        """Memory of this process that is in use. As psutil does it there, which is 2 MiB itself."""
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

else:

    def resident_bytes() -> int:
        """Memory of this process that is in use."""
        import psutil

        return psutil.Process().memory_info().rss


KIND = ProbeKind(
    name="self",
    title=msg("Porchlight itself"),
    group=KindGroup.PLUGIN,
    summary=msg("Its own memory, disk space and history."),
    measures={
        "memory": Measured(msg("Memory"), Unit.BYTES),
        "history": Measured(msg("History"), Unit.BYTES),
        "free_disk": Measured(msg("Free disk space"), Unit.BYTES),
        "loop_lag": Measured(msg("Loop delay"), Unit.MILLISECONDS),
        "waiting": Measured(msg("Checks waiting"), Unit.COUNT),
        "queued": Measured(msg("Waiting to be written"), Unit.COUNT),
        "sweep_age": Measured(msg("Last round"), Unit.SECONDS),
    },
    advice={
        **HERE,
        Reason.INTERNAL: msg("Free disk space or restart Porchlight. If it happens again, report it with the log."),
    },
    notes=KindNotes(
        calls="its own process, and the size of its history",
        red_light=msg(
            "Turns red when Porchlight uses too much memory, its disk is nearly full, it falls behind, or"
            " it can't write its history."
        ),
        real="this computer",
    ),
    settings=SelfSettings,
    build=SelfProbe,
    is_local=lambda settings: True,
)
