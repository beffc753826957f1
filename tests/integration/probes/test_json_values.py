"""What a JSON answer holds is compared by the rules of what a database holds: texts as texts, numbers as numbers."""

from collections.abc import AsyncIterator

import pytest

from porchlight.demo.http_server import Answer, SimulatorServer
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.other_monitors import OtherMonitor
from tests.support import check

pytestmark = pytest.mark.anyio

DOCUMENT = b"""{
  "version": "1.10", "build": "007", "count": 9007199254740993, "written": "9007199254740993", "rate": 0.30,
  "ready": true, "stopped": "False", "nothing": null, "sum": 0.30000000000000004,
  "at": "2026-11-26T17:49:29Z", "lasts": "00:12:30", "list": ["1.10", 2], "table": {"a": 1}, "e": 1e2
}"""


@pytest.fixture
async def url() -> AsyncIterator[str]:
    answer = Answer(200, DOCUMENT, {"Content-Type": "application/json"})
    async with SimulatorServer(OtherMonitor({"/": answer})) as server:
        yield server.url


@pytest.mark.parametrize(
    ("pointer", "operator", "value"),
    [
        ("/version", "equals", "1.10"), ("/version", "not_equals", "1.1"), ("/version", "equals", 1.1),
        ("/build", "not_equals", "7"), ("/build", "equals", 7), ("/count", "equals", 9007199254740993),
        ("/count", "not_equals", 9007199254740992), ("/count", "greater_than", 9007199254740992),
        ("/written", "equals", 9007199254740993), ("/written", "not_equals", 9007199254740992),
        ("/rate", "equals", 0.3), ("/rate", "equals", "0.30"), ("/sum", "equals", 0.3), ("/ready", "equals", True),
        ("/ready", "equals", "True"), ("/ready", "not_equals", 1), ("/stopped", "equals", False),
        ("/nothing", "equals", "null"), ("/nothing", "not_equals", 0),
        ("/at", "greater_than", "2026-11-26T18:00:00+01:00"),
        ("/lasts", "less_than", "01:00:00"), ("/list", "contains", "1.10"), ("/list", "equals", '["1.10", 2]'),
        ("/table", "contains", "a"), ("/e", "equals", 100),
        ("/list/1", "regex", "^2$"), ("/rate", "regex", "^0[.]3$"),
    ],
)  # fmt: skip
async def test_what_holds(url: str, pointer: str, operator: str, value: object) -> None:
    given = {"kind": "http", "url": url, "json_pointer": pointer, "json_operator": operator, "json_value": value}
    result = await check(given)
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize(
    ("pointer", "operator", "value", "sentence"),
    [
        ("/version", "equals", "1.1", "/version is 1.10. It should be 1.1."),
        ("/count", "equals", 9007199254740992, "/count is 9007199254740993. It should be 9007199254740992."),
        ("/ready", "equals", False, "/ready is true. It should be false."),
        ("/version", "greater_than", "2026-11-26", "/version is 1.10. It should be over 2026-11-26."),
        ("/list", "contains", "1.1", '/list is ["1.10", 2]. It should contain 1.1.'),
    ],
)
async def test_what_does_not_is_told_as_it_is_written(
    url: str, pointer: str, operator: str, value: object, sentence: str
) -> None:
    given = {"kind": "http", "url": url, "json_pointer": pointer, "json_operator": operator, "json_value": value}
    result = await check(given)
    assert (result.reason, result.sentence) == (Reason.CONTENT, sentence)
