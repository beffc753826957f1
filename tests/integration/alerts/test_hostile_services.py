"""Apprise under our own rules: its receivers may say anything for ever, and its keys do not travel in clear."""

import threading
import time
from dataclasses import replace

import pytest

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.apprise import AppriseChannel, AppriseSettings
from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.channels.stoppable import Stoppable, Stopped
from porchlight.model.message import Fault, Message
from tests.integration.alerts.messages import context, label, message
from tests.integration.alerts.receiver import FLOODS, Endless, answer, receiving

pytestmark = pytest.mark.anyio

MOST_LISTENED_TO = 16 * 1024 * 1024


def channel(url: str, given: ChannelContext | None = None, **settings: object) -> AppriseChannel:
    made = AppriseSettings.model_validate({"kind": "apprise", "credential": "team", **settings})
    return AppriseChannel(made, given or context({"team": url.replace("http://", "json://")}))


async def send(url: str, one: Message | None = None, **settings: object) -> Fault | None:
    return await deliver(channel(url, **settings), one or message())


def at_work() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "apprise"]


def wait_for_the_threads() -> None:
    until = time.monotonic() + 10
    while at_work() and time.monotonic() < until:
        time.sleep(0.02)
    assert at_work() == []


@pytest.mark.parametrize(
    "endless",
    [
        Endless(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", b"x" * 65536),
        Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"x" * 0x8000 + b"\r\n"),
        Endless(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"\0" * 65536),
    ],
    ids=["body", "chunks", "no gzip"],
)
async def test_a_body_without_an_end_is_not_read_to_it(endless: Endless) -> None:
    async with receiving() as receiver:
        receiver.usual = endless
        began = time.monotonic()
        assert await send(receiver.url) is None
        assert time.monotonic() - began < 10
        assert receiver.bytes_sent < MOST_LISTENED_TO


@pytest.mark.parametrize("flood", FLOODS)
async def test_what_never_ends_ends_with_the_time_limit_and_leaves_no_thread_at_work(flood: str) -> None:
    async with receiving() as receiver:
        receiver.usual = FLOODS[flood]
        fault = await send(receiver.url, timeout="1s")
    wait_for_the_threads()
    assert fault is not None
    assert not fault.permanent


async def test_an_answer_that_comes_letter_by_letter_holds_one_thread_at_most() -> None:
    async with receiving() as receiver:
        receiver.usual = Endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05)
        one = channel(receiver.url, timeout=0.5)
        first = await deliver(one, message())
        again = [await deliver(one, message()) for _ in range(3)]
        assert len(at_work()) <= 1
    wait_for_the_threads()
    assert first == Fault("It did not answer within 0.5 s.")
    assert all(fault is not None and not fault.permanent for fault in again)


async def test_a_key_does_not_follow_a_redirect() -> None:
    async with receiving() as elsewhere, receiving() as receiver:
        receiver.usual = answer(307, f"Location: {elsewhere.url}")
        fault = await send(receiver.url)
        assert elsewhere.received == []
    assert fault is not None


@pytest.mark.parametrize("host", ["198.51.100.7", "134744072", "mailserver", "0x08080808"])
async def test_a_key_does_not_travel_in_clear_to_another_network(host: str) -> None:
    fault = await send(f"json://me:pass-word-1@{host}/t0ken")
    assert fault is not None
    assert fault.permanent
    assert "unencrypted" in fault.sentence
    assert "pass-word-1" not in fault.sentence
    assert "t0ken" not in fault.sentence


async def test_it_may_where_the_settings_say_so_and_goes_by_their_proxy() -> None:
    async with receiving() as proxy:
        given = replace(context({"team": "json://mailserver/t0ken"}), proxies=lambda: {"http": proxy.url})
        assert await deliver(channel("", given, allow_unencrypted=True), message()) is None
        assert proxy.received[0].path == "http://mailserver/t0ken"


async def test_this_computer_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as receiver, receiving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        for proxies in (None, {"http": proxy.url}):
            given = context({"team": receiver.url.replace("http://", "json://")})
            given = replace(given, proxies=lambda proxies=proxies: proxies)
            assert await deliver(channel("", given), message()) is None
        assert (len(receiver.received), proxy.received) == (2, [])


async def test_a_proxy_that_is_none_is_said_in_a_sentence() -> None:
    given = replace(context({"team": "jsons://example.test/t0ken"}), proxies=lambda: {"https": "socks5://x:1"})
    fault = await deliver(channel("", given), message())
    assert fault is not None
    assert "proxy" in fault.sentence


async def test_half_a_character_keeps_no_message_from_going_out() -> None:
    odd = replace(message(label()), title="Page\r\n\ud83d", text="output \ud800\x1b[2J")
    async with receiving() as receiver:
        assert await send(f"\ufeff{receiver.url}\r\n", odd) is None
        body = receiver.received[0].json()
    assert (body["title"], body["message"]) == ("Page \ufffd", "output \ufffd\ufffd[2J")


async def test_the_services_that_apprise_itself_sends_by_https_are_not_held_back() -> None:
    given = replace(context({"team": "ntfy://a-topic"}), proxies=lambda: {"https": "http://127.0.0.1:9"})
    fault = await deliver(channel("", given), message())
    assert fault is not None
    assert "unencrypted" not in fault.sentence


def test_work_that_is_told_to_end_ends_and_other_work_in_its_thread_is_left_alone() -> None:
    begun, raised = threading.Event(), []

    def for_ever() -> None:
        begun.set()
        while True:
            time.sleep(0.001)

    work = Stoppable(for_ever)

    def run() -> None:
        try:
            work()
        except Stopped as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(5)
    work.stop()
    work.stop()
    thread.join(5)
    assert (len(raised), work.running, thread.is_alive()) == (1, False, False)
    done = Stoppable(lambda: 7)
    assert done() == 7
    done.stop()
    with pytest.raises(Stopped):
        done()
