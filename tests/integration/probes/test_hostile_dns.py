"""Whatever a DNS server answers, the check ends in time with a reason."""

import pytest

from porchlight.model.status import Outcome, Reason
from tests.hostile.dns_server import ANSWERS, HostileDnsServer, serving
from tests.support import check

pytestmark = pytest.mark.anyio
_USABLE = ("64 KiB of control characters", "four thousand addresses")


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - set(_USABLE)))
async def test_an_answer_that_is_none_has_a_reason(name: str) -> None:
    async with serving(HostileDnsServer(ANSWERS[name])) as server:
        settings = {"kind": "dns", "domain": "gifts.test", "server": f"127.0.0.1:{server.port}"}
        result = await check(settings, timeout=0.8)
    assert result.outcome is Outcome.ERROR
    assert result.reason in (Reason.CONTENT, Reason.TIMEOUT, Reason.DNS), result.sentence
    assert result.sentence.isprintable()


@pytest.mark.parametrize(("name", "record"), [(_USABLE[0], "TXT"), (_USABLE[1], "A")])
async def test_the_longest_answer_is_read_and_shown_in_short(name: str, record: str) -> None:
    async with serving(HostileDnsServer(ANSWERS[name])) as server:
        settings = {"kind": "dns", "domain": "gifts.test", "record": record, "expect": ["nothing"]}
        result = await check({**settings, "server": f"127.0.0.1:{server.port}"}, timeout=10.0)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert len(result.sentence) < 400
    assert all(len(str(value)) <= 1000 for value in result.details.values())


async def test_a_flood_of_forged_answers_is_passed_over() -> None:
    server = HostileDnsServer(ANSWERS["nothing"])
    server.flood = True
    async with serving(server):
        settings = {"kind": "dns", "domain": "gifts.test", "server": f"127.0.0.1:{server.port}"}
        result = await check(settings, timeout=0.8)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TIMEOUT)
