"""Is this computer online? Two neutral operators are asked, seldom, and each answer is read for what it is."""

import asyncio

import pytest

from porchlight.monitor.connectivity import (
    BUILT_IN,
    Connectivity,
    ConnectivityCheck,
    NeutralAddress,
    neutral_addresses,
)
from porchlight.net.exchange import NoReply, Reply
from tests.unit.monitor.office import Network
from tests.virtual_time import VirtualLoop, run_virtually


def ask(network: Network, *, times: int = 1, apart: float = 0.0, fresh: bool = False) -> list[Connectivity]:
    loop = VirtualLoop()

    async def main() -> list[Connectivity]:
        addresses = [NeutralAddress("http://one.example/"), NeutralAddress("http://two.example/")]
        check = ConnectivityCheck(network, loop, addresses)
        answers = []
        for _ in range(times):
            answers.append(await check.now(fresh=fresh))
            await asyncio.sleep(apart)
        return answers

    return run_virtually(main(), loop)


@pytest.mark.parametrize(
    ("up", "portal", "expected"),
    [
        (True, False, Connectivity.ONLINE),
        (False, False, Connectivity.OFFLINE),
        (True, True, Connectivity.CAPTIVE_PORTAL),
    ],
)
def test_what_the_answers_mean(up: bool, portal: bool, expected: Connectivity) -> None:
    network = Network()
    network.up, network.portal = up, portal
    assert ask(network) == [expected]


def test_many_failures_at_once_ask_once() -> None:
    network = Network()
    assert ask(network, times=5, apart=1.0) == [Connectivity.ONLINE] * 5
    assert network.asked == 2
    assert ask(network, times=3, apart=1.0, fresh=True) == [Connectivity.ONLINE] * 3
    assert network.asked == 8


class _Half(Network):
    """One operator is down, the other answers."""

    async def exchange(self, method: str, url: str, **_: object) -> Reply | NoReply:
        self.up = "two" in url
        return await super().exchange(method, url)


def test_one_operator_that_answers_is_enough() -> None:
    assert ask(_Half()) == [Connectivity.ONLINE]


class _Hanging(Network):
    async def exchange(self, method: str, url: str, **_: object) -> Reply | NoReply:
        await asyncio.sleep(1000)
        raise AssertionError


def test_operators_that_hang_are_left_after_five_seconds() -> None:
    assert ask(_Hanging()) == [Connectivity.OFFLINE]


def test_without_addresses_nobody_is_asked() -> None:
    loop = VirtualLoop()
    network = Network()
    check = ConnectivityCheck(network, loop, neutral_addresses([]))
    assert run_virtually(check.now(), loop) is Connectivity.ONLINE
    assert network.asked == 0
    assert neutral_addresses(None) == BUILT_IN
    assert neutral_addresses(["http://own.example/"]) == (NeutralAddress("http://own.example/"),)
