"""The real Prometheus and Alertmanager, in a folder of the test's own; and a receiver of OTLP."""

import asyncio
import contextlib
import gzip
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from tests.integration.alerts.receiver import Received
from tests.ports import free_port
from tests.support import need


@dataclass(frozen=True)
class Server:
    """A program with an HTTP API on loopback."""

    url: str

    async def get(self, path: str, **parameters: str) -> Any:
        async with httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=5) as client:
            response = await client.get(path, params=parameters)
        response.raise_for_status()
        return response.json()

    async def ready(self) -> None:
        async with asyncio.timeout(60), httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            while True:
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get("/-/ready")).is_success:
                        return
                await asyncio.sleep(0.05)


@contextlib.contextmanager
def _running(log: Path, *command: str) -> Iterator[None]:
    with log.open("w") as file, subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)


@contextlib.asynccontextmanager
async def prometheus(folder: Path, configuration: str) -> AsyncIterator[Server]:
    """A Prometheus with this configuration."""
    program, port = need("prometheus"), free_port()
    file = folder / "prometheus.yml"
    file.write_text(configuration)
    with _running(
        folder / "prometheus.log",
        program,
        f"--config.file={file}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ):
        server = Server(f"http://127.0.0.1:{port}")
        await server.ready()
        yield server


@contextlib.asynccontextmanager
async def alertmanager(folder: Path, configuration: str) -> AsyncIterator[Server]:
    """An Alertmanager with this configuration, by itself."""
    program, port = need("prometheus-alertmanager", "/usr/bin/alertmanager"), free_port()
    file = folder / "alertmanager.yml"
    file.write_text(configuration)
    with _running(
        folder / "alertmanager.log",
        program,
        f"--config.file={file}",
        f"--storage.path={folder / 'alertmanager'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ):
        server = Server(f"http://127.0.0.1:{port}")
        await server.ready()
        yield server


def exported(received: Received) -> ExportMetricsServiceRequest:
    """What an export said, as any OpenTelemetry receiver reads it."""
    assert received.headers["content-type"] == "application/x-protobuf"
    assert received.headers["content-encoding"] == "gzip"
    return ExportMetricsServiceRequest.FromString(gzip.decompress(received.body))


@dataclass(frozen=True)
class Point:
    """One number that was exported."""

    value: float
    start_ns: int
    temporality: int | None
    """Of counters: 1 delta, 2 cumulative."""


def points(request: ExportMetricsServiceRequest) -> dict[tuple[str, ...], Point]:
    """By the metric's name and the values of its attributes."""
    found = {}
    for within in request.resource_metrics:
        for scope in within.scope_metrics:
            for metric in scope.metrics:
                counter = metric.HasField("sum")
                data = metric.sum if counter else metric.gauge
                for one in data.data_points:
                    value = one.as_int if one.HasField("as_int") else one.as_double
                    way = metric.sum.aggregation_temporality if counter else None
                    labels = (attribute.value.string_value for attribute in one.attributes)
                    found[(metric.name, *labels)] = Point(value, one.start_time_unix_nano, way)
    return found
