"""Only what verification used is judged, and what a server leaves out is said for what it is."""

import ssl
from pathlib import Path
from typing import Any

import pytest

from porchlight.insight.advice import next_step
from porchlight.insight.troubles import trouble_of
from porchlight.language.english import english
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason, Status
from porchlight.net.certificates import judged_chain, path_of
from porchlight.net.network import Network
from porchlight.net.timings import Timings
from tests.hostile.http_server import HostileHttpServer
from tests.integration.probes.issuers import Issuer
from tests.integration.probes.talking import hang, saying, talking
from tests.support import check

pytestmark = pytest.mark.anyio
AT = "http://r11.i.example.org/"
LEFT_OUT = "localhost does not send its intermediate certificate"


@pytest.fixture
def root() -> Issuer:
    return Issuer("Great Root X1")


@pytest.fixture
def below(root: Issuer) -> Issuer:
    return Issuer("R11", above=root, days=1000)


async def _look(served: ssl.SSLContext, ca_file: str | None, **settings: Any) -> Result:
    async with talking(hang, tls=served) as port:
        return await check(
            {"kind": "tls", "host": "localhost", "port": port, **settings}, ca_file=ca_file, timeout=10
        )


@pytest.mark.parametrize("days", [5, 0.2, -60])
async def test_a_cross_signed_root_that_is_sent_along_is_nobodys_end(
    tmp_path: Path, root: Issuer, below: Issuer, days: float
) -> None:
    crossed = root.crossed(Issuer("Old Root", organization="Old Trust"), days=days)
    result = await _look(below.server(tmp_path, below.certificate, crossed), root.trusted_in(tmp_path))
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["issuer_days"].value > 900
    assert result.details["chain"] == "localhost ← R11 ← Great Root X1"


async def test_an_expired_certificate_that_leads_nowhere_is_nobodys_end(
    tmp_path: Path, root: Issuer, below: Issuer
) -> None:
    stranger = Issuer("Last year's", days=-3).certificate
    result = await _look(below.server(tmp_path, below.certificate, stranger), root.trusted_in(tmp_path))
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_where_an_issuer_was_renewed_the_one_that_is_used_counts(tmp_path: Path, root: Issuer) -> None:
    old = Issuer("R3", above=root, days=6)
    renewed = old.crossed(root, days=700)
    result = await _look(old.server(tmp_path, renewed, old.certificate), root.trusted_in(tmp_path))
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize(("intermediate", "trusted", "which"), [(6, 900, "R11"), (900, 6, "Great Root X1")])
async def test_the_end_of_an_issuer_that_is_used_is_told(
    tmp_path: Path, intermediate: float, trusted: float, which: str
) -> None:
    root = Issuer("Great Root X1", days=trusted)
    below = Issuer("R11", above=root, days=intermediate)
    result = await _look(below.server(tmp_path, below.certificate, days=80), root.trusted_in(tmp_path))
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.CERTIFICATE_EXPIRING)
    assert f"The certificate of its issuer {which} expires on " in result.sentence


async def test_a_wrong_name_is_said_although_something_expired_is_sent_along(
    tmp_path: Path, root: Issuer, below: Issuer
) -> None:
    crossed = root.crossed(Issuer("Old Root"), days=-60)
    served = below.server(tmp_path, below.certificate, crossed, names=["give.example.org"])
    result = await _look(served, root.trusted_in(tmp_path))
    assert result.sentence == "The certificate is for give.example.org, not for localhost."


async def test_an_issuer_that_has_expired_is_named(tmp_path: Path, root: Issuer) -> None:
    below = Issuer("R11", above=root, days=-1)
    result = await _look(below.server(tmp_path, below.certificate), root.trusted_in(tmp_path))
    assert "The certificate of its issuer R11 expired on " in result.sentence


async def _checks(kind: str, served: ssl.SSLContext, ca_file: str | None) -> Result:
    if kind == "http":
        async with HostileHttpServer(tls=served) as server:
            url = f"https://localhost:{server.port}/ok"
            return await check({"kind": "http", "url": url}, ca_file=ca_file, timeout=10)
    async with talking(saying(b"hello\r\n"), tls=served) as port:
        more = {} if kind == "tls" else {"encryption": "tls"}
        return await check({"kind": kind, "host": "localhost", "port": port, **more}, ca_file=ca_file, timeout=10)


@pytest.mark.parametrize("kind", ["tls", "http", "imap", "smtp"])
async def test_a_server_that_sends_its_certificate_alone_leaves_the_intermediate_out(
    tmp_path: Path, root: Issuer, below: Issuer, kind: str
) -> None:
    result = await _checks(kind, below.server(tmp_path, issuer_at=AT), root.trusted_in(tmp_path))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CERTIFICATE_CHAIN)
    assert result.sentence == "localhost does not send its intermediate certificate, the one of the issuer “R11”."


async def test_it_is_left_out_too_where_another_one_is_sent_or_only_the_root(
    tmp_path: Path, root: Issuer, below: Issuer
) -> None:
    other = Issuer("R10", above=root)
    for sent in ((other.certificate,), (root.certificate,), (other.certificate, root.certificate)):
        result = await _look(below.server(tmp_path, *sent, issuer_at=AT), root.trusted_in(tmp_path))
        assert (result.reason, LEFT_OUT in result.sentence) == (Reason.CERTIFICATE_CHAIN, True), sent


async def test_the_same_house_as_a_trusted_root_shows_it_without_an_address_to_fetch_it_from(
    tmp_path: Path, root: Issuer, below: Issuer
) -> None:
    lower = Issuer("R11 below", above=below)
    for served in (below.server(tmp_path), lower.server(tmp_path, lower.certificate)):
        result = await _look(served, root.trusted_in(tmp_path))
        assert result.reason is Reason.CERTIFICATE_CHAIN
        assert LEFT_OUT in result.sentence


async def test_nobody_on_this_computer_trusts_it_either_and_the_intermediate_is_left_out(
    tmp_path: Path, below: Issuer
) -> None:
    result = await _look(below.server(tmp_path, issuer_at=AT), None)
    assert result.reason is Reason.CERTIFICATE_CHAIN, result.sentence


@pytest.mark.parametrize("at", ["", "ldap:///CN=House", "http://pki.house.local/house.crt", "http://[", "file:///x"])
async def test_an_issuer_of_the_house_is_not_trusted_or_left_out(tmp_path: Path, root: Issuer, at: str) -> None:
    house = Issuer("House CA", organization="The House")
    result = await _look(house.server(tmp_path, issuer_at=at), root.trusted_in(tmp_path))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
    assert (
        "comes from an issuer that this computer does not trust, “House CA”, or the server does not send"
        in result.sentence
    )


async def test_a_whole_chain_of_an_issuer_that_nobody_here_trusts_lacks_nothing(tmp_path: Path, root: Issuer) -> None:
    unknown = Issuer("Other Root", organization="Others")
    below = Issuer("Other Issuer", organization="Others", above=unknown)
    for sent in ((below.certificate,), (below.certificate, unknown.certificate)):
        result = await _look(below.server(tmp_path, *sent, issuer_at=AT), root.trusted_in(tmp_path))
        assert result.reason is Reason.TLS
        assert "comes from an issuer that this computer does not trust" in result.sentence
        assert "does not send" not in result.sentence


async def test_a_certificate_that_signed_itself_is_told_as_that(tmp_path: Path, root: Issuer) -> None:
    issuer = Issuer("localhost")
    for served in (issuer.alone(tmp_path), issuer.alone(tmp_path, issuer_at=AT)):
        result = await _look(served, root.trusted_in(tmp_path))
        assert result.reason is Reason.TLS
        assert result.sentence == "The certificate of localhost is self-signed."


def test_there_is_something_to_tell_the_host() -> None:
    step = english(next_step(Reason.CERTIFICATE_CHAIN, "http"))
    assert "“Your server sends its certificate without the intermediate one. Please install the full chain.”" in step
    trouble = trouble_of(Reason.CERTIFICATE_CHAIN, Status.ERROR, "The page")
    assert english(trouble) == "The page sends an incomplete certificate"


@pytest.mark.parametrize("days", [5, -60])
async def test_where_the_system_verified_an_end_that_cannot_be_the_chains_own_is_left_out_too(
    tmp_path: Path, root: Issuer, below: Issuer, days: float
) -> None:
    """As on Windows and macOS, where OpenSSL has not verified and knows no chain that was used."""
    crossed = root.crossed(Issuer("Old Root"), days=days)
    async with (
        talking(hang, tls=below.server(tmp_path, below.certificate, crossed)) as port,
        Network().secured("localhost", port, Timings(), verify=False) as connection,
    ):
        chain = judged_chain(connection.transport)
    assert [one.subject for one in chain] == ["localhost", "R11"]


def test_bytes_that_are_no_certificates_lead_nowhere() -> None:
    assert path_of([]) == path_of([b"", b"\xff" * 4000]) == ()
