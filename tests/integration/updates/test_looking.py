"""Looking for a newer release, at a real server that answers well, wrongly, with a page or without end."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer
from porchlight.history.store import open_store
from porchlight.language.english import english
from porchlight.language.text import Text
from porchlight.model.audit import Action
from porchlight.model.events import Event, ReleaseFound
from porchlight.model.release import Release
from porchlight.net.client import USER_AGENT, ReadOnlyClient
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.history import read_history
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions
from porchlight.settings.paths import history_file
from porchlight.settings.updates import UpdateSettings
from porchlight.updates import watch as watching
from porchlight.updates.feed import NoReleases, newest
from porchlight.updates.watch import UpdateWatch, look
from tests.clocks import ManualClock
from tests.integration.program import Program
from tests.integration.simulators import Beside, beside

HOPS = {
    "/in-clear": "http://198.51.100.7/latest",
    "/no-address": "http://[x",
    "/a-file": "file:///etc/passwd",
    "/round": "/round",
}
"""Where some addresses lead."""


class ReleaseList:
    """Implements Simulator: one release, as GitHub tells it."""

    def __init__(self) -> None:
        self.tag = "v99.1.0"

    def answer(self, request: Request) -> Answer:
        if request.path == "/elsewhere":
            return Answer(302, b"", {"Location": "/latest"})
        if request.path in HOPS:
            return Answer(302, b"", {"Location": HOPS[request.path]})
        if request.path == "/gone":
            return json_answer(404, {"message": "Not Found"})
        page = "https://127.0.0.1/releases/99"
        return json_answer(200, {"tag_name": self.tag, "html_url": page, "draft": False, "prerelease": False})

    def refuse(self, fault: Fault) -> Answer | None:
        return None


@pytest.fixture
def releases() -> ReleaseList:
    return ReleaseList()


@pytest.fixture
def server(releases: ReleaseList) -> Iterator[Beside]:
    with beside(releases) as running:
        yield running


def _look(server: Beside, path: str = "/latest", limit: float = 5.0) -> Release | str | None:
    """A text as people read it."""

    async def ask() -> Release | Text | None:
        async with ReadOnlyClient(proxies={}) as http:
            return await look(UpdateSettings(feed=f"{server.url}{path}"), http, current="0.1.0", limit=limit)

    found = asyncio.run(ask())
    return english(found) if isinstance(found, Text) else found


def test_a_newer_release_is_found_and_nothing_but_the_version_is_sent(server: Beside, releases: ReleaseList) -> None:
    assert _look(server) == Release("99.1.0", "https://127.0.0.1/releases/99")
    (request,) = server.server.requests
    assert request.method == "GET"
    assert request.body == b""
    assert request.headers.keys() == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert request.headers["user-agent"] == USER_AGENT
    assert _look(server, "/elsewhere") == Release("99.1.0", "https://127.0.0.1/releases/99")
    releases.tag = "v0.1.0"
    assert _look(server) is None


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.HTML, "the answer is not a list of releases"),
        (Fault.MALFORMED_JSON, "the answer is not a list of releases"),
        (Fault.WRONG_TYPE, "the answer is not a list of releases"),
        (Fault.HUGE, "too long for a list of releases"),
        (Fault.BAD_GATEWAY, "the answer was HTTP 502"),
        (Fault.CUT_SHORT, "cut short"),
    ],
)
def test_a_list_that_lies_or_breaks_is_one_sentence(server: Beside, fault: Fault, said: str) -> None:
    server.server.fault = fault
    answer = _look(server)
    assert isinstance(answer, str)
    assert said in answer
    assert "\n" not in answer
    assert len(answer) < 200


def test_one_that_is_not_there_or_never_answers(server: Beside) -> None:
    assert (
        _look(server, "/gone") == "Could not check for newer releases: there is no list of releases at this address."
    )
    server.server.delay = 30.0
    assert _look(server, limit=0.2) == "Could not check for newer releases: no answer within 0.2 s."


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/in-clear", "redirects to an insecure address"),
        ("/no-address", "redirects to an insecure address"),
        ("/a-file", "redirects to an insecure address"),
        ("/round", "redirects more than 5 times"),
    ],
)
def test_a_list_that_is_moved_is_followed_to_safe_addresses_alone(server: Beside, path: str, said: str) -> None:
    answer = _look(server, path)
    assert isinstance(answer, str)
    assert said in answer


@pytest.mark.parametrize("body", [b'{"tag_name": NaN}', b"[" * 60_000, b'{"tag_name": "\\ud800"}', b"\xff\xfe"])
def test_what_is_no_list_is_one_sentence(body: bytes) -> None:
    with pytest.raises(NoReleases):
        newest(body, "https://example.org/latest", "0.1.0")


def test_it_looks_once_a_day_while_that_is_wanted(server: Beside, releases: ReleaseList) -> None:
    found: list[str] = []
    slept: list[float] = []
    turns: asyncio.Queue[None] = asyncio.Queue()
    asleep = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        asleep.set()
        await turns.get()

    def publish(event: Event) -> None:
        assert isinstance(event, ReleaseFound)
        found.append(event.release.version)

    async def next_sleep() -> None:
        async with asyncio.timeout(60):
            await asleep.wait()
        asleep.clear()

    async def days() -> None:
        wanted = UpdateSettings(check=True, feed=f"{server.url}/latest")
        async with ReadOnlyClient(proxies={}) as http:
            watch = UpdateWatch(wanted, http, publish=publish, current="0.1.0", sleep=sleep)
            running = asyncio.create_task(watch.run())
            await next_sleep()
            assert server.server.requests == []  # not at once
            for _ in range(3):
                turns.put_nowait(None)
                await next_sleep()
            assert found == ["99.1.0"]  # three looks, told once
            releases.tag = "v99.2.0"
            turns.put_nowait(None)
            await next_sleep()
            assert found == ["99.1.0", "99.2.0"]
            watch.apply(UpdateSettings(check=False))
            assert watch.newer is None
            running.cancel()
            await asyncio.wait([running])

    asyncio.run(days())
    assert slept == [60.0, *[86_400.0] * 4]
    assert len(server.server.requests) == 4


def test_off_it_asks_nobody(server: Beside) -> None:
    async def run() -> None:
        async with ReadOnlyClient(proxies={}) as http:

            async def at_once(seconds: float) -> None:
                await asyncio.sleep(0)

            def publish(event: Event) -> None:
                raise AssertionError(event)

            watch = UpdateWatch(UpdateSettings(feed=f"{server.url}/latest"), http, publish=publish, sleep=at_once)
            running = asyncio.create_task(watch.run())
            for _ in range(20):
                await asyncio.sleep(0)
            running.cancel()
            await asyncio.wait([running])

    asyncio.run(run())
    assert server.server.requests == []


def test_it_is_in_the_activity_list_once_over_restarts(
    server: Beside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "BEGIN_AFTER", 0.0)
    text = (
        f'[updates]\ncheck = true\nfeed = "{server.url}/latest"\n[monitor]\nproxy = "none"\nconnectivity_urls = []\n'
    )
    settings = parse_settings(text)
    assert settings.all_problems() == []

    async def one_run() -> None:
        options = RunOptions(settings, str(tmp_path), Role.OWNER, Redactor())
        async with await Porchlight.start(options) as porchlight:
            running = asyncio.create_task(porchlight.run())
            async with asyncio.timeout(60):
                while porchlight.snapshot().release is None:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            assert porchlight.snapshot().release == Release("99.1.0", "https://127.0.0.1/releases/99")
            await asyncio.sleep(0.3)
            running.cancel()
            await asyncio.wait([running])
            await porchlight.flush()

    for _ in range(2):
        asyncio.run(one_run())
    open_store(history_file(str(tmp_path)), ManualClock(), results_kept=172_800, maintain=False).close()
    with read_history(history_file(str(tmp_path))) as reader:
        told = [one for one in reader.audit(0, 1 << 53) if one.action is Action.UPDATE_FOUND]
    (entry,) = told
    assert entry.subject == "99.1.0"
    assert entry.detail == "Porchlight 99.1.0 is available. https://127.0.0.1/releases/99"


def test_the_command_line_says_it(server: Beside, releases: ReleaseList, tmp_path: Path) -> None:
    porchlight = Program(tmp_path)
    porchlight.configure(f'[updates]\nfeed = "{server.url}/latest"\n[monitor]\nproxy = "none"\n')
    ran = porchlight("version", "--check")
    assert ran.code == 0
    assert ran.out.startswith("porchlight 99.1.0 is available; this is ")
    assert '"newer": {"version": "99.1.0"' in porchlight("version", "--check", "--json").out
    releases.tag = "v0.0.1"
    assert "is the newest release" in porchlight("version", "--check").out
    server.server.fault = Fault.HTML
    ran = porchlight("version", "--check")
    assert ran.code == 69
    assert ran.err == "porchlight: Could not check for newer releases: the answer is not a list of releases.\n"
