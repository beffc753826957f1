"""A certificate that cannot be read ends no check that otherwise succeeds: its days are unknown, no more."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.hostile.certificates import BENT, BendingAuthority
from tests.hostile.http_server import HostileHttpServer
from tests.support import check

pytestmark = pytest.mark.anyio
_NO_TIME = ("an end that is no time", "an end of letters", "a beginning that is no time")
_LARGE: Mapping[str, Mapping[str, Any]] = {
    "three thousand names": {"names": 3000},
    "no subject": {"subject": None},
    "a chain of a hundred": {"chain": 100},
}


async def answers(folder: Path, how: str, **settings: Any) -> tuple[Result, Result]:
    """Of a website and of its certificate alone, behind a certificate that is bent so."""
    authority = BendingAuthority(folder)
    context = authority.context(BENT.get(how, BENT["straight"]), **_LARGE.get(how, {}))
    async with HostileHttpServer(tls=context) as server:
        website = await check({"kind": "http", "url": f"{server.url}/ok", **settings}, ca_file=authority.ca_file)
        itself = await check({"kind": "tls", "host": "127.0.0.1", "port": server.port}, ca_file=authority.ca_file)
    for result in (website, itself):
        assert result.reason is not Reason.INTERNAL
        assert result.sentence.isprintable()
        assert all(str(value).isprintable() and len(str(value)) <= 1000 for value in result.details.values())
    return website, itself


@pytest.mark.parametrize("how", sorted(set(BENT) - set(_NO_TIME) | set(_LARGE)))
async def test_a_trusted_certificate_that_is_bent_is_a_certificate(tmp_path: Path, how: str) -> None:
    website, itself = await answers(tmp_path, how)
    assert website.outcome is Outcome.HEALTHY, website.sentence
    assert itself.outcome is Outcome.HEALTHY, itself.sentence


@pytest.mark.parametrize("how", sorted({*BENT, *_LARGE}))
async def test_a_certificate_that_nobody_looks_at_ends_no_check(tmp_path: Path, how: str) -> None:
    website, _ = await answers(tmp_path, how, verify=False)
    assert website.outcome is Outcome.HEALTHY, website.sentence


@pytest.mark.parametrize("how", _NO_TIME)
async def test_a_certificate_without_a_time_is_not_accepted_and_that_is_said(tmp_path: Path, how: str) -> None:
    website, itself = await answers(tmp_path, how)
    for result in (website, itself):
        assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
        assert "does not accept the certificate" in result.sentence


async def test_days_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    unread, _ = await answers(tmp_path, "version 4", verify=False)
    assert "certificate_days" not in unread.measures
    read, _ = await answers(tmp_path, "straight", verify=False)
    assert read.measures["certificate_days"].value > 4000


async def test_a_certificate_of_megabytes_is_refused(tmp_path: Path) -> None:
    authority = BendingAuthority(tmp_path)
    async with HostileHttpServer(tls=authority.context(BENT["straight"], names=60_000)) as server:
        result = await check({"kind": "http", "url": f"{server.url}/ok", "verify": False})
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
