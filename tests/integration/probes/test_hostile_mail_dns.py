"""A domain's DNS that was made to break its reader: every answer ends in a verdict, in fit text and in time."""

import time
from collections.abc import AsyncIterator
from typing import Any

import dns.message
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.TXT
import dns.rrset
import pytest

from porchlight.demo.mail_dns import MailDns, MailDnsServer
from porchlight.intake.text import has_controls
from porchlight.model.result import Result
from porchlight.model.status import Outcome
from tests.support import check

pytestmark = pytest.mark.anyio
_SPF = "v=spf1 include:servers.mcsv.net -all"


class HostileDns(MailDnsServer):
    """The stand-in, with answers of raw bytes for some names."""

    def __init__(self) -> None:
        super().__init__(MailDns())
        self.texts: dict[str, list[bytes]] = {}
        """By name, TXT records."""

    def answer(self, data: bytes, most: int) -> bytes | None:
        """See MailDnsServer."""
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        if question.rdtype is not dns.rdatatype.TXT or name not in self.texts:
            return super().answer(data, most)
        answer = dns.message.make_response(query)
        records: list[dns.rdata.Rdata] = [
            dns.rdtypes.ANY.TXT.TXT(
                dns.rdataclass.IN,
                dns.rdatatype.TXT,
                [text[first : first + 255] for first in range(0, len(text), 255)] or [b""],
            )
            for text in self.texts[name]
        ]
        if most > 2000:
            answer.answer.append(dns.rrset.from_rdata_list(question.name, 60, records))
        else:
            answer.flags |= dns.flags.TC
        return answer.to_wire(max_size=65_535)


@pytest.fixture
async def server() -> AsyncIterator[HostileDns]:
    async with HostileDns() as running:
        yield running


async def _check(server: MailDnsServer, **more: Any) -> Result:
    settings = {"kind": "mail_domain", "domain": "example.org", "server": f"127.0.0.1:{server.port}"}
    began = time.monotonic()
    result = await check({**settings, "senders": ["mailchimp", "google"], **more}, timeout=20)
    assert time.monotonic() - began < 15
    details = [str(value) for value in result.details.values()]
    texts = [result.sentence, *details, *(part.sentence for part in result.sub_results)]
    assert not any(has_controls(text) for text in texts)
    assert all(len(text) <= 1000 for text in texts)
    return result


def _part(result: Result, name: str) -> str:
    return next(part.sentence for part in result.sub_results if part.name == name)


async def test_a_record_of_60_kilobytes(server: HostileDns) -> None:
    server.texts["example.org"] = [b"v=spf1 " + b"ip4:192.0.2.1 " * 4200 + b"-all"]
    assert _part(await _check(server), "SPF") == "In order."


async def test_thousands_of_records_beside_the_right_one(server: HostileDns) -> None:
    server.texts["example.org"] = [_SPF.encode(), *(b"proof=%d" % number for number in range(2000))]
    result = await _check(server)
    assert _part(result, "SPF") == "In order."


@pytest.mark.parametrize(
    "text",
    [
        b"v=DMARC1; p=reject\x00; rua=mailto:d@example.org",
        b"v=DMARC1; p=\xff\xfe\xfd",
        "v=DMARC1; p=\u202etcejer\u202c".encode(),
        b"v=DMARC1; p=" + b"reject" * 1000,
        b"v=DMARC1; " + b"x" * 5000 + b"=1; " + b"x" * 5000 + b"=1",
        b"v=DMARC1; p=reject; rua=mailto:\x1b[2J@\x07",
        b"v=DMARC1; p=reject; rua=" + b",".join(b"mailto:a@d%d.test" % number for number in range(300)),
        b"v=DMARC1; p=reject; fo=" + b":" * 7000,
        b"v=DMARC1; p=reject; " + b";" * 7000,
        b"v=DMARC1",
        b"v=DMARC1; \xe2\x80\xae=1; p=reject",
    ],
    ids=lambda text: repr(text[:40]),
)
async def test_dmarc_of_bytes_that_are_no_text(server: HostileDns, text: bytes) -> None:
    server.texts["_dmarc.example.org"] = [text]
    result = await _check(server)
    assert result.outcome in (Outcome.ERROR, Outcome.DEGRADED, Outcome.HEALTHY)
    assert _part(result, "DMARC")


@pytest.mark.parametrize(
    "text",
    [
        b"v=spf1 include:\x00\x01.test -all",
        b"v=spf1 include:\xff\xfe.test -all",
        "v=spf1 include:b\u00fccher.test -all".encode(),
        "v=spf1 a:\u202egro.elpmaxe -all".encode(),
        b"v=spf1 " + b"a:" + b"a." * 2000 + b" -all",
        b"v=spf1 " + b"include:example.org " * 300,
        b"v=spf1 exists:" + b"%{i}" * 1500 + b" ?all",
        b"v=spf1 exists:%{" + b"d9" * 3000 + b"} -all",
        b"v=spf1 ip4:" + b"1" * 6000,
        b"v=spf1 a/" + b"9" * 6000,
    ],
    ids=lambda text: repr(text[:40]),
)
async def test_spf_of_bytes_that_are_no_text(server: HostileDns, text: bytes) -> None:
    server.texts["example.org"] = [text]
    result = await _check(server)
    assert result.outcome in (Outcome.ERROR, Outcome.DEGRADED)
    assert "SPF" in _part(result, "SPF")


async def test_aliases_in_a_circle_and_chains_of_aliases(server: HostileDns) -> None:
    server.dns.extra["_dmarc.example.org"] = {"CNAME": ("a.test.",)}
    server.dns.extra["a.test"] = {"CNAME": ("b.test.",)}
    server.dns.extra["b.test"] = {"CNAME": ("a.test.",)}
    for number in range(30):
        server.dns.extra[f"c{number}.test"] = {"CNAME": (f"c{number + 1}.test.",)}
    server.dns.extra["google._domainkey.example.org"] = {"CNAME": ("c0.test.",)}
    result = await _check(server)
    assert result.outcome is Outcome.ERROR
    assert _part(result, "DMARC") == "There is no DMARC record."


async def test_includes_that_fan_out_end_at_ten(server: HostileDns) -> None:
    many = " ".join(f"include:{{}}x{number}.test" for number in range(12))
    server.dns.extra["example.org"] = {"TXT": (f"v=spf1 {many.replace('{}', '')} -all",), "MX": ("10 a.test.",)}
    for number in range(12):
        server.dns.extra[f"x{number}.test"] = {"TXT": (f"v=spf1 {many.replace('{}', 'y')} -all",)}
    result = await _check(server)
    assert _part(result, "SPF").startswith("SPF includes")  # "yx0.test" does not exist
    for number in range(12):
        server.dns.extra[f"yx{number}.test"] = {"TXT": ("v=spf1 -all",)}
    result = await _check(server)
    assert _part(result, "SPF") == "SPF needs more than 10 look-ups; receivers stop and ignore it."


async def test_a_domain_with_foreign_letters(server: HostileDns) -> None:
    server.dns.extra["xn--bcher-kva.example"] = {"TXT": ("v=spf1 -all",), "MX": ("0 .",)}
    result = await _check(server, domain="bücher.example")
    assert _part(result, "SPF") == "In order."


async def test_hundreds_of_mail_servers(server: HostileDns) -> None:
    server.dns.extra["example.org"] = {
        "TXT": (_SPF,),
        "MX": tuple(f"{number} m{number}.test." for number in range(400)),
    }
    result = await _check(server)
    assert _part(result, "MX").endswith("has no address.")


async def test_the_reports_of_others_do_not_hide_the_domain(server: HostileDns) -> None:
    """A destination whose DNS fails says nothing of this domain's policy."""
    server.dns.extra["_dmarc.example.org"] = {"TXT": ("v=DMARC1; p=reject; rua=mailto:d@" + "a" * 60 + ".test",)}
    result = await _check(server)
    assert (result.outcome, _part(result, "DMARC")) == (
        Outcome.DEGRADED,
        f"DMARC reports to {'a' * 60}.test go astray: it takes no mail.",
    )
