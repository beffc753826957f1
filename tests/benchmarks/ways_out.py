"""Ways out: what exporting metrics costs, also where nobody takes them, and how soon a scrape is answered."""

import asyncio
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from opentelemetry.exporter.otlp.proto.common.metrics_encoder import encode_metrics
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from porchlight.exporters.metrics.families import families_of
from porchlight.exporters.metrics.scrape import MetricsPage
from porchlight.exporters.metrics.sender import OtlpSender
from porchlight.loopback.server import Limits, serve
from porchlight.monitor.clock import SystemClock
from porchlight.redaction import Redactor
from porchlight.settings.export import OtlpSettings
from tests.benchmarks.measure import (
    ENVIRONMENT,
    PORCHLIGHT,
    PYTHON,
    TOP,
    Measurement,
    endpoints,
    median,
    percentile,
    run,
    write_settings,
)
from tests.integration.alerts.messages import context
from tests.integration.alerts.receiver import receiving
from tests.integration.export.pictures import picture

_NUMBERS = 2_000
_A_MINUTE = 60.0
_WATCHED = 200
_SECONDS = 30.0


def exports() -> list[Measurement]:
    """2,000 numbers once a minute to a receiver on loopback; the yardstick is the SDK's own instruments."""
    ours, numbers = asyncio.run(_exporting())
    sdk = _sdk_seconds(numbers)
    share = ours / _A_MINUTE * 100
    detail = f"{numbers:,} numbers: {ours * 1000:.0f} ms of CPU an export, sending and receiving included"
    return [
        Measurement("2,000 metrics a minute by OTLP: of one core", share, 1.0, "%", detail),
        Measurement(
            "… to the SDK's own instruments, which send nothing", ours / sdk, 1.5, "×", f"these {sdk * 1000:.0f} ms"
        ),
    ]


async def _exporting() -> tuple[float, int]:
    """CPU seconds of the median export, and its numbers."""
    count = 1
    while _count(count) < _NUMBERS:
        count += 1
    shown = picture(count)
    async with receiving() as receiver:
        settings = OtlpSettings(enabled=True, endpoint=receiver.url)
        sender = OtlpSender(settings, context(), picture=lambda: shown, clock=SystemClock(), report=print)
        spent = []
        for _ in range(30):
            began = time.process_time()
            assert await sender.export() is None
            spent.append(time.process_time() - began)
            receiver.received.clear()
        await sender.close()
        await asyncio.sleep(0.1)  # for the receiver to hear of it before the loop ends
    return median(spent), _count(count)


def _count(components: int) -> int:
    return sum(len(family.values) for family in families_of(picture(components), str))


def _sdk_seconds(numbers: int) -> float:
    """CPU seconds in which the SDK collects as many numbers from gauges, and encodes them."""
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader], shutdown_on_exit=False)
    meter = provider.get_meter("yardstick")

    def observe(options: CallbackOptions) -> Iterable[Observation]:
        return [Observation(0.5, {"component": f"c-{number}", "kind": "http"}) for number in range(numbers // 20)]

    for number in range(20):
        meter.create_observable_gauge(f"yardstick.{number}", [observe])
    spent = []
    for _ in range(10):
        began = time.process_time()
        data = reader.get_metrics_data()
        assert data is not None
        encode_metrics(data).SerializeToString()
        spent.append(time.process_time() - began)
    provider.shutdown()
    return median(spent)


def dead_receiver() -> list[Measurement]:
    """200 components a second, with exports to somebody who takes connections and says nothing, and without."""
    with endpoints() as base:
        with _silent() as port:
            dead = _watched(base, f'[export.otlp]\nenabled = true\nendpoint = "http://127.0.0.1:{port}"\n')
        off = _watched(base, "")
    return [
        Measurement(
            "a dead OTLP receiver: checks slower, median",
            median(dead[0]) - median(off[0]),
            1.0,
            "ms",
            f"{median(dead[0]):.2f} ms against {median(off[0]):.2f} ms; {len(dead[0]):,} checks",
        ),
        Measurement(
            "… later than planned, p99",
            percentile(dead[1], 0.99) - percentile(off[1], 0.99),
            1.0,
            "ms",
            f"{percentile(dead[1], 0.99):.1f} ms against {percentile(off[1], 0.99):.1f} ms",
        ),
    ]


@contextmanager
def _silent() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


def _watched(base: str, more: str) -> tuple[list[float], list[float]]:
    """Response times, and how late the checks began; ms."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = Path(write_settings(folder, base, _WATCHED, interval="1s"))
        config.write_text(more.replace("enabled", 'interval = "10s"\nenabled') + config.read_text())
        with subprocess.Popen(
            [PORCHLIGHT, "watch", "--config", str(config), "--data-dir", name],
            stdout=subprocess.DEVNULL,
            cwd=TOP,
            env=ENVIRONMENT,
        ) as process:
            time.sleep(5)
            since_ms = time.time() * 1000
            time.sleep(_SECONDS)
            process.send_signal(signal.SIGTERM)
        with closing(sqlite3.connect(folder / "history.sqlite3")) as database:
            rows = database.execute(
                "SELECT component, began_ms, duration_us FROM results WHERE began_ms > ? ORDER BY 1, 2", (since_ms,)
            ).fetchall()
    places: dict[int, list[int]] = {}
    for component, began_ms, _ in rows:
        places.setdefault(component, []).append(began_ms)
    late = []
    for began in places.values():
        offsets = [at - index * 1000 for index, at in enumerate(began)]
        late += [float(offset - min(offsets)) for offset in offsets]
    return [us / 1000 for _, _, us in rows], late


def scrapes() -> list[Measurement]:
    """The page of 1,000 components over HTTP; the yardstick is prometheus_client writing the same numbers."""
    seconds, late, size = asyncio.run(_scraping())
    families = families_of(picture(1000), str)
    registry = CollectorRegistry()
    registry.register(_Same([(one.kind.prometheus, one.kind.text, list(one.samples)) for one in families]))
    library = _ms(lambda: generate_latest(registry))
    worst = percentile([one * 1000 for one in seconds], 0.95)
    numbers = sum(len(one.values) for one in families)
    return [
        Measurement(
            "a scrape of 1,000 components, p95", worst, 50, "ms", f"{numbers:,} numbers, {size / 2**20:.1f} MB"
        ),
        Measurement(
            "… median, to prometheus_client writing the same",
            median(seconds) * 1000 / library,
            1.0,
            "×",
            f"{median(seconds) * 1000:.0f} ms over HTTP against {library:.0f} ms of writing alone",
        ),
        Measurement("… the event loop late meanwhile", max(late) * 1000, 50, "ms", "worst of 40 scrapes"),
    ]


class _Same(Collector):
    """The numbers of ours for prometheus_client."""

    def __init__(self, families: list[tuple[str, str, list[tuple[tuple[tuple[str, str], ...], float]]]]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        for name, text, samples in self._families:
            family = GaugeMetricFamily(name, text)
            for labels, value in samples:
                family.add_sample(name, dict(labels), value)
            yield family


def _ms(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(10):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return median(spent) * 1000


_SCRAPER = """
import sys, time, httpx
client = httpx.Client(trust_env=False)
size = len(client.get(sys.argv[1]).content)
print(size)
for _ in range(40):
    began = time.perf_counter()
    client.get(sys.argv[1])
    print(time.perf_counter() - began)
    time.sleep(0.1)
"""
"""In a process of its own, as Prometheus is."""


async def _scraping() -> tuple[list[float], list[float], int]:
    """Seconds of each scrape, of the loop's lateness, and the page's bytes."""
    shown = picture(1000)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    listening = asyncio.Event()
    page = MetricsPage(port, lambda: shown, Redactor())
    late: list[float] = []

    async def watch_loop() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.002)
            late.append(time.perf_counter() - began - 0.002)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(serve(port, page, listening.set, Limits())), group.create_task(watch_loop())]
        await listening.wait()
        ran = await asyncio.to_thread(run, PYTHON, "-c", _SCRAPER, f"http://127.0.0.1:{port}/metrics")
        for task in tasks:
            task.cancel()
    size, *seconds = map(float, ran.output.split())
    return seconds, late, round(size)
