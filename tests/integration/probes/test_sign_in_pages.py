"""What a sign-in page cannot be taken for: a redirect in clear may lead anywhere, to a trusted certificate too."""

from pathlib import Path

import pytest

from porchlight.model.status import Outcome
from tests.hostile.http_server import HostileHttpServer, simple
from tests.integration.probes.talking import Authority
from tests.support import check

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "more", [{}, {"follow_redirects": False}, {"follow_redirects": False, "expect_status": [302]}]
)
async def test_a_redirect_in_clear_to_another_host_proves_nothing(tmp_path: Path, more: dict[str, object]) -> None:
    authority = Authority(tmp_path)
    async with HostileHttpServer(tls=authority.context("localhost")) as page, HostileHttpServer() as portal:
        target = f"Location: https://localhost:{page.port}/ok".encode()
        portal.rules["/give"] = simple(b"", target, status=b"302 Found")
        result = await check({"kind": "http", "url": f"{portal.url}/give", **more}, ca_file=authority.ca_file)
    assert result.led_elsewhere
    assert not result.authentic


@pytest.mark.parametrize("host", ["localhost", "www.localhost", "LOCALHOST."])
async def test_a_redirect_to_the_same_host_over_tls_proves_that_it_is_there(tmp_path: Path, host: str) -> None:
    authority = Authority(tmp_path)
    async with (
        HostileHttpServer(tls=authority.context("localhost", "www.localhost")) as page,
        HostileHttpServer() as plain,
    ):
        target = f"Location: https://localhost:{page.port}/ok".encode()
        plain.rules["/give"] = simple(b"", target, status=b"302 Found")
        url = f"http://{host}:{plain.port}/give"
        result = await check({"kind": "http", "url": url}, ca_file=authority.ca_file)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.authentic
    assert not result.led_elsewhere


async def test_a_redirect_that_came_over_tls_is_the_services_own(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with HostileHttpServer(tls=authority.context("localhost")) as page, HostileHttpServer() as other:
        page.rules["/give"] = simple(b"", f"Location: {other.url}/ok".encode(), status=b"302 Found")
        settings = {"kind": "http", "url": f"https://localhost:{page.port}/give"}
        result = await check(settings, ca_file=authority.ca_file)
        unverified = await check({**settings, "verify": False})
    assert not result.led_elsewhere
    assert unverified.led_elsewhere
