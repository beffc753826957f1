"""What holds for everything that is sent by HTTP: who is believed, what travels in clear, what is listened to."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from pydantic import ValidationError

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.channels.pagerduty import PagerDutyChannel, PagerDutySettings
from porchlight.alerts.channels.webhook import WebhookChannel, WebhookSettings
from porchlight.alerts.heartbeat import Heartbeat
from porchlight.alerts.recovery import Recovery, RunOutcome
from porchlight.model.events import Event, HeartbeatChanged
from porchlight.model.message import Fault
from porchlight.net.outgoing import Outgoing
from porchlight.net.sending import secret_field
from porchlight.settings.rules import ActionSettings, HeartbeatSettings
from tests.integration.alerts.messages import AT_MS, context, label, message
from tests.integration.alerts.receiver import FLOODS, Endless, answer, receiving
from tests.support import GivenSecrets

pytestmark = pytest.mark.anyio

ELSEWHERE = "http://198.51.100.7:8080/hook"
"""Of a network for documents (RFC 5737): nobody is there."""
MOST_LISTENED_TO = 16 * 1024 * 1024
"""Bytes, with what the system itself keeps of a connection."""


@asynccontextmanager
async def sending(given: ChannelContext | None = None) -> AsyncIterator[Outgoing]:
    outgoing = Outgoing(given or context())
    yield outgoing
    await outgoing.close()


async def post(
    outgoing: Outgoing, url: str, headers: Mapping[str, str] | None = None, *, secret: bool = False
) -> Fault | None:
    return await outgoing.post(url, b"{}", headers=headers or {}, secret=secret, allow_unencrypted=False)


@pytest.fixture
def untrusted() -> ssl.SSLContext:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(server)
    return server


# -- who is believed


async def test_a_certificate_that_nobody_vouches_for_is_refused_also_after_an_address_without_one(
    untrusted: ssl.SSLContext,
) -> None:
    async with receiving() as plain, receiving(untrusted) as secure, sending() as outgoing:
        for url, taken in ((plain.url, True), (secure.url, False), (plain.url, True), (secure.url, False)):
            fault = await post(outgoing, url)
            assert (fault is None) is taken
            assert fault is None or "does not trust" in fault.sentence
    assert secure.received == []


async def test_a_scheme_in_capitals_is_verified_like_any(untrusted: ssl.SSLContext) -> None:
    async with receiving() as plain, receiving(untrusted) as secure, sending() as outgoing:
        assert await post(outgoing, plain.url.replace("http", "HTTP")) is None
        fault = await post(outgoing, secure.url.replace("https", "HttpS"))
    assert fault is not None
    assert "does not trust" in fault.sentence


async def test_one_channel_goes_on_from_plain_to_encrypted_and_back(tmp_path: Path) -> None:
    ca, server = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(server)
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    async with (
        receiving() as plain,
        receiving(server) as secure,
        sending(context(ca_file=str(tmp_path / "ca.pem"))) as outgoing,
    ):
        assert [await post(outgoing, url) for url in (plain.url, secure.url, plain.url)] == [None] * 3


async def test_a_heartbeat_whose_secret_address_becomes_encrypted_is_verified(untrusted: ssl.SSLContext) -> None:
    secrets = GivenSecrets({})
    published: list[Event] = []
    came = asyncio.Event()

    def publish(event: Event) -> None:
        published.append(event)
        came.set()

    async with receiving() as plain, receiving(untrusted) as secure:
        secrets.values["ping"] = f"\ufeff{plain.url}\r\n"
        settings = HeartbeatSettings(credential="ping")
        beating = Heartbeat(settings, replace(context(), secrets=secrets), alive=lambda: True, publish=publish)
        task = asyncio.create_task(beating.run())
        await plain.wait_for(1)
        secrets.values["ping"] = secure.url
        beating.apply(HeartbeatSettings(credential="ping", interval=600))
        async with asyncio.timeout(60):
            await came.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    (event,) = published
    assert isinstance(event, HeartbeatChanged)
    assert "does not trust" in (event.fault or "")
    assert secure.received == []


# -- what travels in clear


@pytest.mark.parametrize(
    "url",
    [
        ELSEWHERE,
        "http://134744072/hook",
        "http://0x08080808/hook",
        "http://[::ffff:8.8.8.8]/hook",
        "http://mailserver/hook",
        "http://127.0.0.1.example.org/hook",
        "http://127.0.0.1@198.51.100.7/hook",
    ],
)
async def test_a_secret_does_not_travel_in_clear_to_another_network(url: str) -> None:
    async with sending() as outgoing:
        fault = await post(outgoing, url, secret=True)
    assert fault is not None
    assert fault.permanent
    assert "unencrypted" in fault.sentence
    assert "allow unencrypted sending" in fault.sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"])
async def test_this_computer_is_near_however_it_is_written(host: str) -> None:
    async with receiving() as receiver, sending() as outgoing:
        assert await post(outgoing, receiver.url.replace("127.0.0.1", host), secret=True) is None


async def test_each_way_out_with_a_secret_refuses_to_go_in_clear_unless_it_may() -> None:
    given = context({"address": ELSEWHERE, "key": "routing-key-0123"})
    hook = {"kind": "webhook", "credential": "address"}
    refused = await deliver(WebhookChannel(WebhookSettings.model_validate(hook), given), message())
    run = await Recovery({"call": _action()}, given).run("call", label().alert, AT_MS)
    assert refused is not None
    assert "unencrypted" in refused.sentence
    assert run.outcome is RunOutcome.FAILED
    assert "unencrypted" in run.sentence
    async with receiving() as proxy:  # where it may, it goes on its way: the proxy sees it
        through = replace(given, proxies=lambda: {"http": proxy.url})
        allowed = WebhookSettings.model_validate({**hook, "allow_unencrypted": True})
        assert await deliver(WebhookChannel(allowed, through), message()) is None
        assert proxy.received[0].path == ELSEWHERE


def _action() -> ActionSettings:
    return ActionSettings.model_validate({"kind": "webhook", "enabled": True, "credential": "address"})


async def test_a_login_or_a_token_in_an_address_is_a_secret_too() -> None:
    for url in ("http://me:pass-word@198.51.100.7/", "http://198.51.100.7/hook?token=abcdef0123456789"):
        channel = WebhookChannel(WebhookSettings(kind="webhook", url=url), context())
        fault = await deliver(channel, message())
        assert fault is not None
        assert "unencrypted" in fault.sentence


@pytest.mark.parametrize(
    "more", [{"secret_headers": {"X-Key": "key"}}, {"signing_credential": "key"}], ids=["headers", "signature"]
)
def test_the_settings_say_at_once_that_a_secret_would_travel_in_clear(more: dict[str, object]) -> None:
    settings = {"kind": "webhook", "url": ELSEWHERE, **more}
    with pytest.raises(ValidationError, match="unencrypted"):
        WebhookSettings.model_validate(settings)
    assert WebhookSettings.model_validate({**settings, "allow_unencrypted": True})
    assert WebhookSettings.model_validate({**settings, "url": "http://192.168.1.20/hook"})


def test_a_routing_key_is_never_sent_in_clear_by_a_setting_alone() -> None:
    with pytest.raises(ValidationError, match="unencrypted"):
        PagerDutySettings(kind="pagerduty", credential="key", url=ELSEWHERE)


# -- headers


@pytest.mark.parametrize(
    "headers",
    [
        {"X": "a\r\nDELETE /v1/everything HTTP/1.1"},
        {"X": "a\nb"},
        {"X": "naïve"},
        {"X": "\x00"},
        {"X\r\nEvil": "a"},
        {"": "a"},
        {"X Y": "a"},
        {"Idempotency-Key": "\u202e"},
    ],
)
async def test_no_header_can_be_more_than_one(headers: dict[str, str]) -> None:
    async with receiving() as receiver, sending() as outgoing:
        fault = await post(outgoing, receiver.url, headers)
        assert receiver.received == []
    assert fault is not None
    assert fault.permanent
    assert "header" in fault.sentence
    assert "everything" not in fault.sentence


@pytest.mark.parametrize("headers", ["headers", "secret_headers"])
@pytest.mark.parametrize("name", ["X\r\nEvil", "X Y", "", "Ünï", "X:"])
def test_a_header_that_is_none_is_told_when_the_settings_are_read(headers: str, name: str) -> None:
    with pytest.raises(ValidationError, match="header"):
        WebhookSettings.model_validate({"kind": "webhook", "url": "https://x.example", headers: {name: "a"}})


async def test_a_secret_is_freed_of_what_is_around_it() -> None:
    async with receiving() as receiver:
        settings = WebhookSettings(kind="webhook", url=receiver.url, secret_headers={"X-Key": "key"})
        channel = WebhookChannel(settings, context({"key": "\ufeff  planted-key-01234 \r\n"}))
        assert await deliver(channel, message()) is None
        assert receiver.received[0].headers["x-key"] == "planted-key-01234"
        await channel.close()


@pytest.mark.parametrize("value", ["schlüssel-0123", "planted\r\nX-Evil: 1", "key\u2028more", "planted\x00key"])
async def test_a_secret_that_no_header_can_carry_is_named_and_not_shown(value: str) -> None:
    fault = await secret_field(context({"stripe": value}), "stripe")
    assert isinstance(fault, Fault)
    assert fault.permanent
    assert "“stripe”" in fault.sentence
    assert value not in fault.sentence


async def test_a_key_of_any_letters_signs() -> None:
    async with receiving() as receiver:
        settings = WebhookSettings(kind="webhook", url=receiver.url, signing_credential="key")
        for key in ("schlüssel-0123", "key\udcff-0123"):
            channel = WebhookChannel(settings, replace(context(), secrets=GivenSecrets({"key": key})))
            assert await deliver(channel, message()) is None
            await channel.close()


# -- proxies


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433"])
async def test_this_computer_is_asked_without_a_proxy(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as receiver, receiving() as proxy:
        url = receiver.url.replace("127.0.0.1", host)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        for proxies in (None, {"http": proxy.url, "https": proxy.url}):
            async with sending(replace(context(), proxies=lambda proxies=proxies: proxies)) as outgoing:
                assert await post(outgoing, url, secret=True) is None
        assert (len(receiver.received), proxy.received) == (2, [])


async def test_each_scheme_has_its_own_proxy() -> None:
    async with receiving() as one, receiving() as other:
        other.usual = answer(407)
        proxies = {"http": one.url.replace("//", "//me:pass-word@"), "https": other.url}
        async with sending(replace(context(), proxies=lambda: proxies)) as outgoing:
            assert await post(outgoing, "http://example.test/a") is None
            fault = await post(outgoing, "https://example.test/b")
        assert one.received[0].path == "http://example.test/a"
        assert one.received[0].headers["proxy-authorization"].startswith("Basic ")
        assert (other.received[0].method, other.received[0].path) == ("CONNECT", "example.test:443")
    assert fault == Fault("The proxy does not lead to example.test.")


@pytest.mark.parametrize(
    "garbage",
    ["http://[x", "socks5://127.0.0.1:1080", "http://proxy:99999999", "http://:3128", "://", "http://a b:1", "\x00"],
)
async def test_a_proxy_that_is_none_is_said_in_a_sentence(garbage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"http": garbage})
    monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: False)
    for proxies in (None, {"http": garbage}):
        async with sending(replace(context(), proxies=lambda proxies=proxies: proxies)) as outgoing:
            fault = await post(outgoing, "http://example.test/a")
        assert fault is not None
        assert "proxy" in fault.sentence


# -- what is listened to


@pytest.mark.parametrize("flood", FLOODS)
async def test_a_receiver_that_never_ends_is_left_soon(flood: str) -> None:
    async with receiving() as receiver, sending() as outgoing:
        receiver.usual = FLOODS[flood]
        began = time.monotonic()
        fault = await post(outgoing, receiver.url)
        assert time.monotonic() - began < 5
        assert receiver.bytes_sent < MOST_LISTENED_TO
    assert fault is not None
    assert not fault.permanent
    assert fault.sentence.startswith("127.0.0.1 ")
    assert len(fault.sentence) < 200


@pytest.mark.parametrize(
    "endless",
    [
        Endless(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", b"x" * 65536),
        Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"e" * 60_000 + b"\r\nx\r\n"),
        Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"Trailer: and more\r\n" * 1000),
    ],
    ids=["body", "chunk extensions", "trailers"],
)
async def test_no_answer_is_read_beyond_what_is_wanted_of_it(endless: Endless) -> None:
    async with receiving() as receiver, sending() as outgoing:
        receiver.usual = endless
        assert await post(outgoing, receiver.url) is None
        async with asyncio.timeout(60):
            found = await outgoing.exchange(
                receiver.url, b"{}", headers={}, secret=False, allow_unencrypted=False, most=65536
            )
        assert receiver.bytes_sent < MOST_LISTENED_TO
    assert isinstance(found, Fault) or len(found) == 65536


async def test_a_header_that_comes_letter_by_letter_is_over_with_the_time_limit() -> None:
    async with receiving() as receiver:
        receiver.usual = Endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05)
        channel = WebhookChannel(WebhookSettings(kind="webhook", url=receiver.url, timeout=0.5), context())
        began = time.monotonic()
        fault = await deliver(channel, message())
        await channel.close()
    assert time.monotonic() - began < 2
    assert fault == Fault("It did not answer within 0.5 s.")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (b"HTTP/1.1 999 \x1b]0;pwned\x07\xff\xfe\r\nContent-Length: 0\r\n\r\n", "(999)"),
        (b"HTTP/1.1 500 " + b"A" * 60_000 + b"\r\nContent-Length: 0\r\n\r\n", "(500)"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[x\r\nContent-Length: 0\r\n\r\n", "redirects"),
        (b"HTTP/1.1 308 X\r\nLocation: " + b"\xff" * 60_000 + b"\r\nContent-Length: 0\r\n\r\n", "redirects"),
        (b"HTTP/1.1 400 X\r\nContent-Type: text/plain; charset=punycode\r\nContent-Length: 0\r\n\r\n", "(400)"),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: evil\r\nConnection: upgrade\r\n\r\n", "closed the connection"),
        (b"\xff\xd8\xff\xe0 no words at all\r\n\r\n", "closed the connection"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "closed the connection"),
        (b"HTTP/1.1 200 OK\r\nA: \x00\r\n\r\n", "closed the connection"),
    ],
)
async def test_whatever_is_said_becomes_one_plain_sentence(reply: bytes, expected: str) -> None:
    async with receiving() as receiver, sending() as outgoing:
        receiver.usual = reply
        fault = await post(outgoing, receiver.url)
    assert fault is not None
    assert expected in fault.sentence
    assert len(fault.sentence) < 200
    assert fault.sentence.isprintable()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("9" * 308, 3600.0),
        ("9" * 4301, 3600.0),
        ("0", 1.0),
        ("-5", None),
        ("1e999", None),
        ("inf", None),
        ("nan", None),
        ("١٢", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 1.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600.0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
async def test_a_pause_that_is_asked_for_is_between_a_second_and_an_hour(value: str, seconds: float | None) -> None:
    async with receiving() as receiver, sending() as outgoing:
        receiver.usual = f"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: {value}\r\n\r\n".encode()
        fault = await post(outgoing, receiver.url)
    assert fault is not None
    assert fault.retry_after == seconds


@pytest.mark.parametrize(
    "url",
    [
        "http://[x",
        "http://a\ud800b/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 40_000 + "example/",
        "http://127.0.0.1:99999/",
        "http://xn--/",
        "https://.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http:///x",
        "http://127.0.0.1/\r\nX: y",
        "",
    ],
)
async def test_an_address_of_any_kind_ends_in_a_sentence(url: str) -> None:
    async with sending() as outgoing:
        fault = await post(outgoing, url)
    assert fault is not None
    assert len(fault.sentence) < 300


# -- what is said in a message


async def test_half_a_character_and_what_is_no_number_do_not_keep_a_message_from_going_out() -> None:
    bad = label("page\ud800")
    bad = replace(bad, alert=replace(bad.alert, sentence="output \ud83d of it\x1b[2J"))
    broken = replace(message(bad, label("form")), report={"measure": float("nan"), "deep": [float("inf"), "\udfff"]})
    async with receiving() as receiver:
        given = context({"key": "routing-key-0123"})
        hook = WebhookChannel(WebhookSettings(kind="webhook", url=receiver.url), given)
        pager = PagerDutyChannel(PagerDutySettings(kind="pagerduty", credential="key", url=receiver.url), given)
        for channel in (hook, pager):
            assert await deliver(channel, broken) is None
            await channel.close()
        bodies = [one.json() for one in receiver.received]
    assert bodies[0]["alert"]["data"] == {"measure": None, "deep": [None, "\ufffd"]}
    assert bodies[0]["alerts"][1]["component"] == "form"
    assert [body["event_action"] for body in bodies[1:]] == ["trigger", "trigger"]
