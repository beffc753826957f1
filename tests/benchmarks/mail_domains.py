"""How often the kind ``mail_domain`` and ``checkdmarc`` agree, over 200 generated zones served on loopback.

    .tools/uv/bin/uv run --with checkdmarc==6.0.4 python -m tests.benchmarks.mail_domains [FIRST]

``checkdmarc`` is not in the lock file: with what it needs it weighs 25 MB, and nothing but this comparison uses it.
``FIRST`` is the number of the first zone, which is its seed: 0 by default.

Agreement is counted twice.

*As answered*, on the same zone. checkdmarc's "valid" of a DMARC record means that its form is faultless: a report
address without "mailto:", ``fo=7`` or ``psd=x`` make it invalid, and nothing more is said of it. We say both: that
the form has a fault (``Report.flawed``), and that the policy holds all the same. "DMARC faultless" compares the form;
where it is faulty, there is no answer of theirs to compare policy, place and reports with.

*By the RFC*: "valid" is whether receivers can use the record. Where a zone holds something that the RFC tells them to
ignore, the oracle is asked again about the zone without it, and our answer about the whole zone has to be the same.
What is ignored is decided from the records alone (``as_the_rfc_reads``), never from an answer. RFC 7489 §6.3 (and RFC
9989 §4.8): syntax errors in what follows ``v`` and ``p`` are discarded in favour of default values, or ignored. We
warn that the reports of such a zone go astray; the oracle cannot know of a record without the address, which counts
as a disagreement.
"""

import asyncio
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from porchlight.demo.mail_dns import MailDns, MailDnsServer
from porchlight.probes.dns_address import DnsServer
from porchlight.probes.mail_domain.dmarc import check_dmarc
from porchlight.probes.mail_domain.findings import Level
from porchlight.probes.mail_domain.lookups import Lookups
from porchlight.probes.mail_domain.spf import check_spf
from porchlight.probes.mail_domain.transport import (
    NoPolicy,
    check_tls_rpt,
    is_sts,
    read_policy,
    sts_id,
)

ZONES = 200
_SPF_TERMS = (
    "ip4:192.0.2.{n}",
    "ip4:198.51.100.0/24",
    "ip6:2001:db8::/32",
    "a",
    "mx",
    "a:host{n}.example.org",
    "mx:example.org",
    "include:vendor{n}.example.net",
    "include:vendor{n}.example.net",
    "include:servers.mcsv.net",
    "exists:%{{i}}._spf.%{{d}}",
    "a:missing{n}.example.org",
    "ptr",
)
_SPF_BROKEN = (
    "ip4:192.0.2.300",
    "ip4:192.0.2.0/33",
    "ip6:192.0.2.1",
    "ipv4:192.0.2.1",
    "include:",
    "include",
    "exists:%{{x}}",
    "a:/24",
    "all:yes",
    "-redirect=example.net",
    "include:nospf.example.net",
    "include:loop.example.net",
    "mx:many.example.net",
    "ip4",
)
_DMARC = (
    "v=DMARC1; p=none",
    "v=DMARC1; p=reject; rua=mailto:d@{domain}",
    "v=DMARC1;p=quarantine;sp=none;adkim=s;aspf=s;rua=mailto:d@{domain}!10m",
    "v=DMARC1; p=reject; rua=mailto:d@reports.example.com",
    "v=DMARC1; p=reject; rua=mailto:d@refuses.example.com",
    "v=DMARC1; p=rejct",
    "v=DMARC1; rua=mailto:d@{domain}",
    "v=DMARC1; p=none; sp=perhaps",
    "v=DMARC1; p=none; p=reject",
    "v=DMARC1; p=none; fo=1:d:s",
    "v=DMARC1; p=none; fo=7",
    "v=DMARC1; p=none; future=1",
    "v=DMARC1; p none",
    "v=DMARC2; p=none",
    "p=none; v=DMARC1",
    "v=DMARC1; p=none; rua=d@{domain}",
    "v=DMARC1; p=none; psd=x",
    "v=DMARC1; p=none; t=y",
)
_TLS_RPT = (
    "v=TLSRPTv1; rua=mailto:t@{domain}",
    "v=TLSRPTv1; rua=https://reports.example.com/t",
    "v=TLSRPTv1;rua=mailto:t@{domain},https://reports.example.com/t",
    "v=TLSRPTv1; rua=ftp://reports.example.com",
    "v=TLSRPTv1;",
    "v=TLSRPTv2; rua=mailto:t@{domain}",
)
_STS = (
    "v=STSv1; id=20261127;",
    "v=STSv1; id=a1",
    "v=STSv1;",
    "v=STSv1; id=2026-11-27",
    "v=STSv2; id=1",
    "v=STSv1; id=" + "a" * 33,
)
_POLICIES = (
    "version: STSv1\r\nmode: enforce\r\nmx: mx.{domain}\r\nmax_age: 86400\r\n",
    "version: STSv1\nmode: testing\nmx: *.{domain}\nmax_age: 604800\n",
    "version: STSv1\nmode: none\nmax_age: 86400\n",
    "version: STSv1\nmode: enforce\nmax_age: 86400\n",
    "version: STSv1\nmode: often\nmx: mx.{domain}\nmax_age: 86400\n",
    "version: STSv2\nmode: enforce\nmx: mx.{domain}\nmax_age: 86400\n",
    "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 31557601\n",
    "version: STSv1\nmode: enforce\nmx: mx.{domain}\n",
)
Records = dict[str, dict[str, tuple[str, ...]]]


def shared() -> Records:
    """What the zones refer to."""
    zone: Records = {
        "servers.mcsv.net": {"TXT": ("v=spf1 ip4:205.201.128.0/20 ?all",)},
        "nospf.example.net": {"TXT": ("hello",)},
        "loop.example.net": {"TXT": ("v=spf1 include:loop.example.net -all",)},
        "many.example.net": {"MX": tuple(f"{n} m{n}.example.net." for n in range(11))},
        "reports.example.com": {"A": ("192.0.2.1",), "MX": ("10 mail.example.com.",)},
        "refuses.example.com": {"A": ("192.0.2.1",), "MX": ("10 mail.example.com.",)},
        "mail.example.com": {"A": ("192.0.2.1",)},
        "*._report._dmarc.example.com": {"TXT": ("hello",)},
        "example.org": {"MX": ("10 host1.example.org.",), "A": ("192.0.2.1",)},
    }
    for n in range(12):
        deeper = f"include:vendor{n - 4}.example.net " if n >= 4 else ""
        zone[f"vendor{n}.example.net"] = {"TXT": (f"v=spf1 {deeper}ip4:192.0.2.{n} ~all",)}
        zone[f"host{n}.example.org"] = {"A": (f"192.0.2.{n}",)}
    return zone


def generated(number: int) -> tuple[str, Records, str]:
    """A domain, its records, and its policy file."""
    chance = random.Random(number)
    domain = f"d{number}.example{number}.org"
    zone: Records = {
        domain: {"A": ("192.0.2.9",), "MX": (f"10 mx.{domain}.",)},
        f"mx.{domain}": {"A": ("192.0.2.8",)},
    }
    terms = [chance.choice(_SPF_TERMS) for _ in range(chance.choice([0, 1, 2, 3, 3, 4, 5, 9]))]
    if chance.random() < 0.25:
        terms.insert(chance.randrange(len(terms) + 1), chance.choice(_SPF_BROKEN))
    end = chance.choice(["-all", "~all", "?all", "+all", "-all", "redirect=vendor1.example.net", ""])
    record = " ".join(["v=spf1", *(one.format(n=chance.randrange(12)) for one in terms), end]).strip()
    spf = chance.choice([(record,)] * 8 + [(record, "v=spf1 -all"), ("hello", record)])
    zone[domain]["TXT"] = () if chance.random() < 0.05 else spf
    if not zone[domain]["TXT"]:
        del zone[domain]["TXT"]
    if chance.random() < 0.9:
        at = domain if chance.random() < 0.8 else domain.partition(".")[2]
        zone[f"_dmarc.{at}"] = {"TXT": (chance.choice(_DMARC).format(domain=domain),)}
    zone[f"{domain}._report._dmarc.reports.example.com"] = {"TXT": ("v=DMARC1;",)}
    zone[f"{domain.partition('.')[2]}._report._dmarc.reports.example.com"] = {"TXT": ("v=DMARC1;",)}
    if chance.random() < 0.6:
        zone[f"_smtp._tls.{domain}"] = {"TXT": (chance.choice(_TLS_RPT).format(domain=domain),)}
    if chance.random() < 0.6:
        zone[f"_mta-sts.{domain}"] = {"TXT": (chance.choice(_STS),)}
    return domain, zone, chance.choice(_POLICIES).format(domain=domain)


def as_the_rfc_reads(zone: Records) -> Records:
    """A zone without what a receiver ignores: in DMARC records, tags with a value that is not allowed, report
    addresses that are no URI (RFC 3986 §3: a scheme, a colon, the rest), and what is no tag at all after the policy.
    A tag of which nothing is left goes with them; the policy's own tags stay."""
    read = {name: dict(records) for name, records in zone.items()}
    for name, records in read.items():
        if name.startswith("_dmarc.") and "TXT" in records:
            records["TXT"] = tuple(_without_unusable(one) for one in records["TXT"])
    return read


_VALUES = {"adkim": "r|s", "aspf": "r|s", "fo": "[01ds](:[01ds])*", "psd": "y|n|u", "t": "y|n"}


def _without_unusable(record: str) -> str:
    if not re.match(r"v\s*=\s*DMARC1\s*(;|$)", record):
        return record
    kept: list[str] = []
    for tag in record.split(";"):
        name, equals, value = tag.partition("=")
        if not equals and any(re.match(r"\s*p\s*=", one, re.IGNORECASE) for one in kept):
            continue
        form = _VALUES.get(name.strip().lower())
        if equals and form and not re.fullmatch(form, value.strip(), re.IGNORECASE):
            continue
        if equals and name.strip().lower() in ("rua", "ruf"):
            uris = [uri for uri in value.split(",") if re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*:", uri)]
            if not uris:
                continue
            tag = f"{name}={','.join(uris)}"
        kept.append(tag)
    return ";".join(kept)


@dataclass(frozen=True, slots=True)
class Ours:
    """Our answers: of each point, and what becomes of those on DMARC where only a faultless form counts."""

    by_the_rfc: Mapping[str, object]
    as_answered: Mapping[str, object]


async def ours(domain: str, policy: str, port: int) -> Ours:
    """Our answers."""
    lookups = Lookups([DnsServer("127.0.0.1", port)], 10)
    spf, evaluation = await check_spf(lookups, domain)
    errors = [one for one in spf.findings if one.level is Level.ERROR and "+all" not in one.sentence.message]
    permanent = not spf.records or bool(errors)
    dmarc_report, dmarc = await check_dmarc(lookups, domain)
    astray = [
        one for one in dmarc_report.findings if one.level is Level.WARNING and "DMARC reports" in one.sentence.message
    ]
    records = [one for one in (await lookups.txt(f"_mta-sts.{domain}")).records if is_sts(one)]
    try:
        read_policy(policy)
        policy_valid = True
    except NoPolicy:
        policy_valid = False

    def on_dmarc(valid: bool) -> dict[str, object]:
        return {
            "DMARC valid": valid,
            "DMARC location": dmarc.location if valid else None,
            "DMARC policy": str(dmarc.policy) if valid else None,
            "DMARC reports go astray": valid and bool(astray),
        }

    others: dict[str, object] = {
        "SPF valid": not permanent,
        "SPF look-ups": None if permanent else evaluation.terms,
        "SPF void look-ups": None if permanent else evaluation.void,
        "MTA-STS record": len(records) == 1 and bool(sts_id(records[0])),
        "MTA-STS policy": policy_valid,
        "TLS-RPT valid": (await check_tls_rpt(lookups, domain)).valid,
    }
    faultless = dmarc_report.valid and not dmarc_report.flawed
    return Ours({**others, **on_dmarc(dmarc_report.valid)}, {**others, **on_dmarc(faultless)})


def theirs(domain: str, policy: str, resolver: Any) -> dict[str, object]:
    """The oracle's answers."""
    part: Callable[[str], Any] = lambda name: import_module(f"checkdmarc.{name}")  # noqa: E731
    part("utils").DNS_CACHE.clear()  # by name, so that a zone could not be another one afterwards
    spf = part("spf").check_spf(domain, resolver=resolver)
    dmarc = part("dmarc").check_dmarc(domain, resolver=resolver)
    valid = bool(dmarc["valid"])
    own = valid and dmarc["location"] == domain
    sts, tls = part("mta_sts"), part("smtp_tls_reporting")

    def works(call: Callable[[], Any]) -> bool:
        try:
            call()
        except Exception:  # each of its modules has its own
            return False
        return True

    def sts_record() -> None:
        found = sts.query_mta_sts_record(domain, resolver=resolver)
        sts.parse_mta_sts_record(found["record"])

    return {
        "SPF valid": spf["valid"],
        "SPF look-ups": spf["dns_lookups"] if spf["valid"] else None,
        "SPF void look-ups": spf["void_dns_lookups"] if spf["valid"] else None,
        "DMARC valid": valid,
        "DMARC location": dmarc["location"] if valid else None,
        "DMARC policy": dmarc["tags"]["p" if own else "sp"]["value"] if valid else None,
        "DMARC reports go astray": valid
        and any("accept" in one or "not a valid DMARC report" in one or "mailto" in one for one in dmarc["warnings"]),
        "MTA-STS record": works(sts_record),
        "MTA-STS policy": works(lambda: sts.parse_mta_sts_policy(policy)),
        "TLS-RPT valid": tls.check_smtp_tls_reporting(domain, resolver=resolver)["valid"],
    }


async def main(first: int = 0) -> None:
    """Print each disagreement and the shares of agreement."""
    import dns.resolver

    counted = {"as answered": Agreement(), "by the RFC": Agreement()}
    async with MailDnsServer(MailDns()) as server:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port, resolver.cache = ["127.0.0.1"], server.port, None
        for number in range(first, first + ZONES):
            domain, zone, policy = generated(number)
            server.dns.extra = {**shared(), **zone}
            mine = await ours(domain, policy, server.port)
            other = await asyncio.to_thread(theirs, domain, policy, resolver)
            counted["as answered"].count(mine.as_answered, other)
            _differences(number, "as answered", mine.as_answered, other)
            read = as_the_rfc_reads(zone)
            if read != zone:
                server.dns.extra = {**shared(), **read}
                other = await asyncio.to_thread(theirs, domain, policy, resolver)
            counted["by the RFC"].count(mine.by_the_rfc, other)
            _differences(number, "by the RFC", mine.by_the_rfc, other)
    for how, agreement in counted.items():
        print(how)
        for point, total in agreement.total.items():
            print(f"  {point:26} {agreement.agreed[point]:4} of {total}")
        agreed, total = agreement.agreed.total(), agreement.total.total()
        print(f"  {'together':26} {agreed:4} of {total}: {agreed / total:.2%}")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two answered the same, by point."""

    agreed: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)

    def count(self, mine: Mapping[str, object], other: Mapping[str, object]) -> None:
        """Add one zone."""
        for point, answer in mine.items():
            self.total[point] += 1
            self.agreed[point] += answer == other[point]


def _differences(number: int, how: str, mine: Mapping[str, object], other: Mapping[str, object]) -> None:
    for point, answer in mine.items():
        if answer != other[point]:
            print(f"{number:5} {how}: {point}: ours {answer}, theirs {other[point]}", file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:2])))
