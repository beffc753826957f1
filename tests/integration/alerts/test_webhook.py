"""The webhook channel, against receivers of every mood."""

import hashlib
import hmac
import ssl
from pathlib import Path

import pytest
import trustme
from pydantic import ValidationError

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.webhook import WebhookChannel, WebhookSettings
from porchlight.model.message import Fault, MessageKind
from tests.integration.alerts.messages import context, label, message
from tests.integration.alerts.receiver import CUT, HANG, SILENT, Receiver, answer, receiving

pytestmark = pytest.mark.anyio


async def _send(receiver: Receiver, **settings: object) -> Fault | None:
    channel = WebhookChannel(
        WebhookSettings.model_validate({"kind": "webhook", "url": receiver.url, **settings}),
        context({"signing": "s3cret-signing-key", "token": "Bearer abcdefgh12345678"}),
    )
    try:
        return await deliver(channel, message())
    finally:
        await channel.close()


async def test_the_body_is_the_one_that_receivers_of_the_sync_system_know() -> None:
    async with receiving() as receiver:
        assert await _send(receiver) is None
        (received,) = receiver.received
    body = received.json()
    assert set(body["alert"]) == {"id", "rule", "severity", "message", "timestamp", "data"}
    assert set(body["alert"]["data"]) == {"timestamp", "status", "summary", "components"}
    assert (body["alert"]["rule"], body["alert"]["severity"], body["system"]) == ("down", "critical", "classy-sync")
    assert [one["component"] for one in body["alert"]["data"]["components"]] == ["page"]
    assert (body["event"], body["dedupKey"], body["attempt"]) == ("firing", "m0123", 1)
    assert body["alerts"][0]["recommendation"] == "Open it in a browser."
    assert received.headers["content-type"] == "application/json"


async def test_a_receiver_can_verify_who_sent_it_and_when() -> None:
    async with receiving() as receiver:
        await _send(
            receiver,
            signing_credential="signing",
            headers={"X-Team": "gifts"},
            secret_headers={"Authorization": "token"},
        )
        (received,) = receiver.received
    at, digest = (part.split("=")[1] for part in received.headers["x-porchlight-signature"].split(","))
    wanted = hmac.new(b"s3cret-signing-key", f"{at}.".encode() + received.body, hashlib.sha256).hexdigest()
    assert digest == wanted
    assert received.headers["x-team"] == "gifts"
    assert received.headers["authorization"] == "Bearer abcdefgh12345678"


@pytest.mark.parametrize(
    ("reply", "permanent", "retry_after", "expected"),
    [
        (answer(500), False, None, "an error of its own (500)"),
        (answer(429), False, None, "fewer messages"),
        (answer(429, "Retry-After: 17"), False, 17.0, "fewer messages"),
        (answer(503, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"), False, 1.0, "503"),
        (answer(400), True, None, "rejected the message (400)"),
        (answer(401), True, None, "its key (401)"),
        (answer(404), True, None, "does not know this address"),
        (answer(302, "Location: /elsewhere"), True, None, "redirects"),
        (SILENT, False, None, "closed the connection"),
    ],
)
async def test_what_a_receiver_says_is_told_in_plain_words(
    reply: bytes, permanent: bool, retry_after: float | None, expected: str
) -> None:
    async with receiving() as receiver:
        receiver.usual = reply
        fault = await _send(receiver)
    assert fault is not None
    assert (fault.permanent, fault.retry_after) == (permanent, retry_after)
    assert expected in fault.sentence


async def test_a_receiver_that_takes_it_and_then_breaks_off_has_taken_it() -> None:
    async with receiving() as receiver:
        receiver.usual = CUT
        assert await _send(receiver) is None


async def test_a_receiver_that_hangs_is_given_up_on() -> None:
    async with receiving() as receiver:
        receiver.usual = HANG
        fault = await _send(receiver, timeout="0.3s")
    assert fault == Fault("It did not answer within 0.3 s.")


async def test_nobody_there() -> None:
    fault = await _send(Receiver(url="http://127.0.0.1:9/hook"))
    assert fault is not None
    assert "No connection to 127.0.0.1" in fault.sentence


@pytest.mark.parametrize("url", ["ftp://example.org/x", "http://", "not a url", "http://[::1"])
async def test_an_address_that_cannot_be(url: str) -> None:
    fault = await _send(Receiver(url=url))
    assert fault is not None
    assert fault.permanent


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, str]:
    made = trustme.CA()
    file = tmp_path / "ca.pem"
    made.cert_pem.write_to_path(file)
    return made, str(file)


async def test_certificates_are_verified(authority: tuple[trustme.CA, str]) -> None:
    ca, file = authority
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(server)
    async with receiving(server) as receiver:
        for ca_file, delivered in ((file, True), (None, False)):
            settings = WebhookSettings(kind="webhook", url=receiver.url)
            channel = WebhookChannel(settings, context(ca_file=ca_file))
            fault = await deliver(channel, message())
            await channel.close()
            assert (fault is None) is delivered
    assert fault is not None
    assert "does not trust" in fault.sentence


async def test_an_address_in_the_keyring_is_nowhere_in_the_settings_and_a_missing_one_is_told() -> None:
    async with receiving() as receiver:
        settings = WebhookSettings(kind="webhook", credential="hook")
        channel = WebhookChannel(settings, context({"hook": receiver.url}))
        assert await deliver(channel, message()) is None
        await channel.close()
    missing = WebhookChannel(settings, context())
    fault = await deliver(missing, message())
    assert fault is not None
    assert "hook" in fault.sentence


async def test_the_end_of_an_alert_has_its_id_and_when() -> None:
    async with receiving() as receiver:
        channel = WebhookChannel(WebhookSettings(kind="webhook", url=receiver.url), context())
        await channel.send(message(label(over=True), kind=MessageKind.RESOLVED))
        await channel.close()
        body = receiver.received[0].json()
    assert body["event"] == "resolved"
    assert body["alerts"][0]["resolvedAt"] == "2026-09-21T14:23:20.000Z"


def test_a_secret_in_a_header_is_refused() -> None:
    with pytest.raises(ValidationError, match="secret_headers"):
        WebhookSettings(kind="webhook", url="https://x.example", headers={"Authorization": "Bearer abcdef123456"})
