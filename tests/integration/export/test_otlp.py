"""Metrics by OTLP over HTTP, against a receiver on loopback that decodes them, and one that does not play along."""

import asyncio
import ssl
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import trustme
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceResponse

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.exporters.metrics.families import families_of
from porchlight.exporters.metrics.picture import Picture
from porchlight.exporters.metrics.sender import OtlpSender
from porchlight.exporters.metrics.text import text_of
from porchlight.language.english import english
from porchlight.model.audit import Action
from porchlight.model.message import Fault
from porchlight.model.result import Measure, Unit
from porchlight.runtime.history import open_reader
from porchlight.settings.export import ExportSettings, OtlpPreset, OtlpSettings, Temporality
from tests.clocks import ManualClock
from tests.integration.alerts.messages import context
from tests.integration.alerts.receiver import CUT, FLOODS, HANG, SILENT, answer, receiving
from tests.integration.alerts.test_itself import running
from tests.integration.export.pictures import AT_MS, picture, view
from tests.integration.export.served import exported, points

pytestmark = [pytest.mark.anyio, pytest.mark.logs_warnings]

KEY = "planted-key-0123456789"


@dataclass
class Exporter:
    """A sender whose picture the test holds."""

    settings: OtlpSettings
    given: ChannelContext = field(default_factory=lambda: context({"otlp": KEY}))
    picture: Picture = field(default_factory=lambda: picture(2))
    reported: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = ManualClock()
        self.sender = self.new()

    def new(self, before: OtlpSender | None = None) -> OtlpSender:
        return OtlpSender(
            self.settings,
            self.given,
            picture=lambda: self.picture,
            clock=self.clock,
            report=lambda text: self.reported.append(english(text)),
            before=before,
            sleep=self.sleep,
        )

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(seconds)
        await asyncio.sleep(0)

    async def __call__(self) -> Fault | None:
        try:
            return await self.sender.export()
        finally:
            await self.sender.close()


def otlp(url: str, **more: object) -> OtlpSettings:
    return OtlpSettings.model_validate({"enabled": True, "endpoint": url, "timeout": "2s", **more})


async def test_a_receiver_decodes_what_is_watched() -> None:
    async with receiving() as receiver:
        base = receiver.url.removesuffix("/hook")
        export = Exporter(otlp(base, credential="otlp", attributes={"deployment.environment.name": "office"}))
        assert await export() is None
        (received,) = receiver.received
    assert (received.method, received.path) == ("POST", "/v1/metrics")
    assert received.headers["authorization"] == f"Bearer {KEY}"
    request = exported(received)
    (within,) = request.resource_metrics
    who = {one.key: one.value.string_value for one in within.resource.attributes}
    assert who["service.name"] == "porchlight"
    assert who["deployment.environment.name"] == "office"
    found = points(request)
    assert found[("porchlight.probe.success", "c-1", "http")].value == 1
    assert found[("porchlight.component.status", "c-1", "http")].value == 0
    assert found[("porchlight.probe.duration", "c-0", "http")].value == 0.053
    checks = found[("porchlight.checks", "c-0", "http", "healthy")]
    assert (checks.value, checks.temporality, checks.start_ns) == (1, 2, (AT_MS - 60_000) * 1_000_000)


async def test_counters_tell_what_is_new_where_that_is_wanted_and_lose_nothing() -> None:
    def point(at: int) -> tuple[float, int | None, int]:
        one = points(exported(receiver.received[at]))[("porchlight.checks", "c-0", "http", "healthy")]
        return one.value, one.temporality, one.start_ns // 1_000_000

    async with receiving() as receiver:
        export = Exporter(otlp(receiver.url, temporality="delta"))
        for checks in (3, 5):
            export.picture = picture(1, checks=checks, at_ms=AT_MS + checks)
            assert await export() is None
        receiver.answers.append(answer(503))
        export.picture = picture(1, checks=9, at_ms=AT_MS + 9)
        assert await export() is not None
        export.settings = replace_interval(export.settings)
        export.sender = export.new(before=export.sender)  # as after a change of the settings
        assert await export() is None
        assert [point(0), point(1), point(3)] == [
            (3, 1, AT_MS - 60_000),
            (2, 1, AT_MS + 3),
            (4, 1, AT_MS + 5),
        ]


def replace_interval(settings: OtlpSettings) -> OtlpSettings:
    return settings.model_copy(update={"interval": 30.0})


async def test_many_numbers_go_in_several_requests_none_twice() -> None:
    async with receiving() as receiver:
        export = Exporter(otlp(receiver.url), picture=picture(500))
        assert await export() is None
        sizes = [len(points(exported(one))) for one in receiver.received]
        every = {key for one in receiver.received for key in points(exported(one))}
    assert max(sizes) == 2_000
    assert len(every) == sum(sizes) > 9_000


@pytest.mark.parametrize(
    ("preset", "site", "url", "header"),
    [
        (OtlpPreset.DATADOG, None, "https://otlp.datadoghq.com/v1/metrics", "dd-api-key"),
        (OtlpPreset.DATADOG, "us5.datadoghq.com", "https://otlp.us5.datadoghq.com/v1/metrics", "dd-api-key"),
        (OtlpPreset.NEW_RELIC, None, "https://otlp.nr-data.net/v1/metrics", "api-key"),
        (OtlpPreset.NEW_RELIC, "eu01.nr-data.net", "https://otlp.eu01.nr-data.net/v1/metrics", "api-key"),
    ],
)
async def test_presets(preset: OtlpPreset, site: str | None, url: str, header: str) -> None:
    settings = OtlpSettings(enabled=True, preset=preset, site=site, credential="otlp")
    assert (settings.url, settings.kind_of_counters) == (url, Temporality.DELTA)
    async with receiving() as receiver:
        export = Exporter(otlp(receiver.url, preset=preset, credential="otlp"))
        assert await export() is None
        (received,) = receiver.received
    assert received.headers[header] == KEY
    assert "authorization" not in received.headers
    assert exported(received)


async def test_a_key_is_never_sent_to_where_a_redirect_leads() -> None:
    async with receiving() as elsewhere, receiving() as receiver:
        receiver.usual = answer(307, f"Location: {elsewhere.url}")
        export = Exporter(otlp(receiver.url, credential="otlp"))
        fault = await export()
    assert fault is not None
    assert "redirects" in fault.sentence
    assert elsewhere.received == []


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answer(401), "rejected the address or its key (401)"),
        (answer(403), "rejected the address or its key (403)"),
        (answer(404), "does not know this address (404)"),
        (answer(413), "rejected the message (413)"),
        (answer(429, "Retry-After: 120"), "wants fewer messages (429)"),
        (answer(503), "reports an error of its own (503)"),
        (SILENT, "closed the connection"),
        (CUT, "closed the connection"),
        (HANG, "did not answer within 1 s"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n<html>Sign in</html>", None),
        (b"this is no HTTP at all\r\n\r\n", "closed the connection"),
    ],
)
async def test_what_goes_wrong_is_said_once_and_so_is_its_end(reply: bytes, expected: str | None) -> None:
    async with receiving() as receiver:
        export = Exporter(otlp(receiver.url, timeout="1s" if reply is HANG else "10s", credential="otlp"))
        receiver.usual = reply
        faults = [await export() for _ in range(3)]
        receiver.usual = answer(200)
        assert await export() is None
    if expected is None:
        assert (faults, export.reported) == ([None] * 3, [])
        return
    assert all(fault is not None and expected in fault.sentence for fault in faults)
    began, ended = export.reported
    assert expected in began
    assert KEY not in began
    assert ended == "Metrics are being sent again."


async def test_numbers_that_were_not_taken_are_told() -> None:
    partial = ExportMetricsServiceResponse()
    partial.partial_success.rejected_data_points = 7
    partial.partial_success.error_message = f"cumulative is not for {KEY}"
    body = partial.SerializeToString()
    async with receiving() as receiver:
        receiver.usual = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        fault = await Exporter(otlp(receiver.url))()
    assert fault is not None
    assert "rejected 7 metrics. cumulative" in fault.sentence
    assert KEY not in fault.sentence


async def test_a_missing_key_is_told_and_nothing_is_sent() -> None:
    async with receiving() as receiver:
        export = Exporter(otlp(receiver.url, credential="other"))
        fault = await export()
    assert fault is not None
    assert "other" in fault.sentence
    assert receiver.received == []


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    authority = trustme.CA()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(server)
    async with receiving(server) as receiver:
        assert await Exporter(otlp(receiver.url))() is not None
        assert receiver.received == []
        with authority.cert_pem.tempfile() as trusted:
            assert await Exporter(otlp(receiver.url), given=replace(context(), ca_file=trusted))() is None


async def test_a_receiver_that_asks_for_a_pause_gets_it() -> None:
    async with receiving() as receiver:
        receiver.answers.extend([answer(200), answer(429, "Retry-After: 600"), answer(200)])
        export = Exporter(otlp(receiver.url))
        task = asyncio.create_task(export.sender.run())
        await receiver.wait_for(4)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert export.slept[:3] == [60, 600, 60]


@pytest.mark.parametrize(
    ("asked", "seconds"), [("9" * 308, 3600), ("0", 60), ("Wed, 21 Oct 2015 07:28:00 GMT", 60), ("nan", 60)]
)
async def test_no_receiver_keeps_the_numbers_back_for_ever_or_is_asked_without_a_pause(
    asked: str, seconds: float
) -> None:
    async with receiving() as receiver:
        receiver.answers.extend([answer(503, f"Retry-After: {asked}")])
        export = Exporter(otlp(receiver.url))
        task = asyncio.create_task(export.sender.run())
        await receiver.wait_for(3)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert export.slept[:2] == [seconds, 60]


@pytest.mark.parametrize("endpoint", ["http://198.51.100.7:4318", "http://134744072:4318", "http://collector:4318"])
async def test_a_key_does_not_travel_in_clear_to_another_network(endpoint: str) -> None:
    fault = await Exporter(otlp(endpoint, credential="otlp"))()
    assert fault is not None
    assert "unencrypted" in fault.sentence
    async with receiving() as proxy:
        through = replace(context({"otlp": KEY}), proxies=lambda: {"http": proxy.url})
        assert await Exporter(otlp(endpoint, credential="otlp", allow_unencrypted=True), given=through)() is None
        assert await Exporter(otlp(endpoint), given=through)() is None  # without a key there is nothing to keep
        assert proxy.received[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_key_that_no_header_can_carry_is_named_and_not_shown() -> None:
    async with receiving() as receiver:
        for key in ("schlüssel-01234", "planted\r\nX-Evil: 1"):
            export = Exporter(otlp(receiver.url, credential="otlp"), given=context({"otlp": key}))
            fault = await export()
            assert fault is not None
            assert "“otlp”" in fault.sentence
            assert key not in fault.sentence
        assert receiver.received == []


@pytest.mark.parametrize("flood", FLOODS)
async def test_a_receiver_that_never_ends_is_left_soon(flood: str) -> None:
    async with receiving() as receiver:
        receiver.usual = FLOODS[flood]
        fault = await Exporter(otlp(receiver.url, timeout="10s"))()
        assert receiver.bytes_sent < 16 * 1024 * 1024
    assert fault is not None
    assert "did not answer within" not in fault.sentence


async def test_what_a_receiver_says_of_its_refusal_is_one_clean_line() -> None:
    partial = ExportMetricsServiceResponse()
    partial.partial_success.rejected_data_points = 7
    partial.partial_success.error_message = f"\x1b[2J\r\n\u202e{'x' * 150} {KEY} and {'more ' * 5000}"
    body = partial.SerializeToString()
    async with receiving() as receiver:
        receiver.usual = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        fault = await Exporter(otlp(receiver.url))()
    assert fault is not None
    assert fault.sentence.isprintable()
    assert "planted" not in fault.sentence
    assert len(fault.sentence) < 250


async def test_a_number_that_is_none_is_left_out_and_the_others_go() -> None:
    one = view(0)
    assert one.result is not None
    odd = {"certificate_days": Measure(float("inf"), Unit.DAYS), "queue": Measure(float("nan")), "rows": Measure(7)}
    given = picture(2)
    views = {**given.snapshot.views, "c-0": replace(one, result=replace(one.result, measures=odd))}
    broken = replace(given, snapshot=replace(given.snapshot, views=views))
    async with receiving() as receiver:
        assert await Exporter(otlp(receiver.url), picture=broken)() is None
        found = points(exported(receiver.received[0]))
    assert found[("porchlight.measure", "c-0", "http", "rows", "none")].value == 7
    assert ("porchlight.measure", "c-0", "http", "queue", "none") not in found
    assert ("porchlight.probe.success", "c-1", "http") in found
    page = text_of(families_of(broken, str))
    assert b"nan" not in page.lower()
    assert b"inf\n" not in page.lower()


async def test_settings_take_effect_while_it_runs(tmp_path: Path) -> None:
    async with receiving() as receiver, running(tmp_path, "", print) as watching:
        off = watching.settings
        assert "opentelemetry.sdk" not in loaded_by("import porchlight.exporters.metrics.exports")
        await watching.apply(replace(off, export=ExportSettings(otlp=otlp(receiver.url))))
        await receiver.wait_for(1)
        assert ("porchlight.overall.status",) in points(exported(receiver.received[0]))
        receiver.usual = answer(403)
        await watching.apply(replace(off, export=ExportSettings(otlp=otlp(receiver.url, interval="10s"))))
        await until(lambda: bool(reported(str(tmp_path))))
        await watching.apply(off)
        await watching.flush()
        assert "rejected the address or its key" in reported(str(tmp_path))[0]


def loaded_by(code: str) -> str:
    """The modules that are loaded after this."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return done.stdout


def reported(data_dir: str) -> list[str]:
    with open_reader(data_dir) as reader:
        return [entry.detail for entry in reader.audit(0, 2**50) if entry.action is Action.EXPORT]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.02)
