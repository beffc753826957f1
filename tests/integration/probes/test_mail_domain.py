"""A domain's mail, as the DNS of a server on loopback has it, with one fault at a time."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from porchlight.demo.mail_dns import KEY, MailDns, MailDnsServer, MailFault
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.dns_address import DnsServer
from porchlight.probes.mail_domain.dkim import KeyState, check_dkim, read_key
from porchlight.probes.mail_domain.dmarc import check_dmarc
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.lookups import MOST_LOOKUPS, CannotLookUp, Lookups
from porchlight.probes.mail_domain.spf import check_spf
from porchlight.probes.mail_domain.transport import check_mta_sts, check_mx, matches
from tests.support import Checker, check

pytestmark = pytest.mark.anyio
Records = dict[str, dict[str, tuple[str, ...]]]


@pytest.fixture
async def server() -> AsyncIterator[MailDnsServer]:
    async with MailDnsServer(MailDns()) as running:
        yield running


def _settings(server: MailDnsServer, **more: Any) -> dict[str, Any]:
    given = {"kind": "mail_domain", "domain": "example.org", "server": f"127.0.0.1:{server.port}"}
    return {**given, "senders": ["mailchimp", "google"], **more}


def _lookups(server: MailDnsServer) -> Lookups:
    return Lookups([DnsServer("127.0.0.1", server.port)], 5.0)


def _sentences(report: Report) -> list[str]:
    return [one.sentence.message for one in report.findings]


def _parts(result: Result) -> dict[str, Outcome]:
    return {part.name: part.outcome for part in result.sub_results}


async def test_a_domain_that_receivers_can_trust(server: MailDnsServer) -> None:
    result = await check(_settings(server, bulk_sender=True))
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "Receivers can trust mail from example.org.")
    assert result.measures["spf_lookups"].value == 2
    assert set(_parts(result).values()) == {Outcome.HEALTHY}
    assert list(_parts(result))[-3:] == ["Gmail", "Yahoo", "Outlook.com"]
    assert server.asked < 60


@pytest.mark.parametrize(
    ("fault", "outcome", "text"),
    [
        (MailFault.TOO_MANY_LOOKUPS, Outcome.ERROR, "SPF needs more than 10 look-ups; receivers stop and ignore it."),
        (MailFault.TWO_SPF_RECORDS, Outcome.ERROR, "example.org has 2 SPF records; there must be one."),
        (MailFault.SPF_OPEN, Outcome.ERROR, "every computer may send in this domain's name"),
        (MailFault.SPF_LOOP, Outcome.ERROR, "SPF leads back to itself by example.org."),
        (MailFault.KEY_GONE, Outcome.ERROR, "The DKIM name k2 leads to dkim2.mcsv.net, where there is no key."),
        (MailFault.KEY_REVOKED, Outcome.ERROR, "The DKIM key google was revoked"),
        (MailFault.NO_DMARC, Outcome.ERROR, "There is no DMARC record."),
        (MailFault.REPORTS_NOT_TAKEN, Outcome.DEGRADED, "reports.example does not say that it takes DMARC reports"),
        (MailFault.MAIL_SERVER_GONE, Outcome.ERROR, "The mail server mx1.example.org has no address."),
    ],
)
async def test_each_fault_is_named(server: MailDnsServer, fault: MailFault, outcome: Outcome, text: str) -> None:
    server.dns.fault = fault
    result = await check(_settings(server))
    assert (result.outcome, result.reason) == (outcome, Reason.CONTENT)
    assert text in result.sentence


async def test_a_silent_dns_is_no_fault_of_the_domain(server: MailDnsServer) -> None:
    server.dns.fault = MailFault.SILENT
    result = await check(_settings(server), timeout=3)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.DNS)
    assert "did not answer" in result.sentence


async def test_a_bulk_sender_is_held_to_the_rules_of_the_receivers(server: MailDnsServer) -> None:
    server.dns.fault = MailFault.NO_DMARC
    modest, bulk = [await check(_settings(server, bulk_sender=bulk)) for bulk in (False, True)]
    assert _parts(modest)["Gmail"] is Outcome.HEALTHY
    (gmail,) = [part for part in bulk.sub_results if part.name == "Gmail"]
    assert (gmail.outcome, gmail.sentence) == (Outcome.ERROR, "Gmail asks bulk senders for more: DMARC.")


async def test_a_change_is_told_for_a_day(server: MailDnsServer) -> None:
    checker = Checker(_settings(server, warn_on_change=True))
    assert (await checker()).outcome is Outcome.HEALTHY
    assert (await checker()).outcome is Outcome.HEALTHY
    server.dns.extra["_dmarc.example.org"] = {"TXT": ("v=DMARC1; p=none; rua=mailto:d@example.org",)}
    changed = await checker()
    await checker.close()
    assert (changed.outcome, changed.sentence) == (Outcome.DEGRADED, "DMARC changed 0 s ago.")


async def test_a_subdomain_has_the_policy_of_the_domain_above(server: MailDnsServer) -> None:
    report, dmarc = await check_dmarc(_lookups(server), "news.example.org")
    assert (report.valid, dmarc.location, dmarc.policy) == (True, "example.org", "reject")


@pytest.mark.parametrize(
    ("record", "sentence", "flawed"),
    [
        ("v=DMARC1; p=reject; fo=7", "DMARC: “{name}” has the unknown value “{value}”. Receivers should", True),
        ("v=DMARC1; p=reject; psd=x", "DMARC: “{name}” has the unknown value “{value}”. Receivers should", True),
        ("v=DMARC1; p=reject; aspf=strict", "DMARC: “{name}” has the unknown value “{value}”. Receivers", True),
        ("v=DMARC1; p=reject; sp reject", "DMARC: the part “{part}” cannot be read. Receivers should", True),
        ("v=DMARC1; p=reject; mailto:d@example.org;; fo=1", "DMARC: the part “{part}” cannot be", True),
        ("v=DMARC1; p=reject; rua=d@example.org", "DMARC reports cannot be sent to {address}: “mailto:” is", True),
        ("v=DMARC1; p=reject; ruf=d@example.org", "DMARC reports cannot be sent to {address}: “mailto:” is", True),
        ("v=DMARC1; p=reject; rua=https://a.example/d", "DMARC reports cannot be sent to {address}: use", False),
        ("v=DMARC1; p=reject; rua=mailto:d@gone.test", "DMARC reports to {target} go astray: it takes no", False),
        ("v=DMARC1; p=reject; pct=20", "DMARC: “pct” was dropped from the standard", False),
        ("v=DMARC1; p=reject; rau=mailto:d@example.org", "DMARC: receivers do not know “{name}” and ignore", False),
    ],
)
async def test_a_fault_beside_the_policy_is_told_and_the_policy_holds(
    server: MailDnsServer, record: str, sentence: str, flawed: bool
) -> None:
    server.dns.extra["_dmarc.example.org"] = {"TXT": (record,)}
    report, dmarc = await check_dmarc(_lookups(server), "example.org")
    assert (report.valid, report.flawed, dmarc.policy) == (True, flawed, "reject")
    assert any(one.startswith(sentence) for one in _sentences(report)), _sentences(report)


async def test_a_part_that_is_no_tag_is_amber_after_the_policy_and_red_before_it(server: MailDnsServer) -> None:
    server.dns.extra["_dmarc.example.org"] = {"TXT": ("v=DMARC1; p=reject; sp none",)}
    after = await check(_settings(server))
    assert after.outcome is Outcome.DEGRADED, after.sentence
    assert after.sentence.startswith("DMARC: the part “sp none” cannot be read.")
    server.dns.extra["_dmarc.example.org"] = {"TXT": ("v=DMARC1; p reject; rua=mailto:d@example.org",)}
    assert (await check(_settings(server))).outcome is Outcome.ERROR


@pytest.mark.parametrize(
    "record",
    [
        "v=DMARC1; p=reject; pct=100; rua=mailto:d@example.org; fo=1:d",
        "v=DMARC1; p=reject; pct=100; fo=1; ri=3600; rua=mailto:a@reports.test,mailto:d@example.org;"
        " ruf=mailto:a@reports.test",
        "v=DMARC1; p=reject; rua=mailto:re+a1b2c3@reports.test; sp=none; aspf=r;",
        "v=DMARC1;p=quarantine;rua=mailto:d@example.org!10m;rf=afrf;ri=86400;adkim=r;aspf=r;",
        "V=DMARC1; P=REJECT; RUA=MAILTO:D@EXAMPLE.ORG; ADKIM=S",
        "v=DMARC1 ;  p = quarantine ;; rua = mailto:a@example.org , mailto:b@example.org, ; ",
    ],
)
async def test_a_usual_record_is_not_worth_a_word(server: MailDnsServer, record: str) -> None:
    server.dns.extra |= {
        "_dmarc.example.org": {"TXT": (record,)},
        "reports.test": {"A": ("192.0.2.7",)},
        "example.org._report._dmarc.reports.test": {"TXT": ("v=DMARC1",)},
    }
    report, _ = await check_dmarc(_lookups(server), "example.org")
    assert (report.valid, [*_sentences(report)]) == (True, [])


async def test_a_fault_of_one_who_gets_both_sorts_of_reports_is_said_once(server: MailDnsServer) -> None:
    record = "v=DMARC1; p=reject; rua=mailto:a@gone.test; ruf=mailto:b@gone.test"
    server.dns.extra["_dmarc.example.org"] = {"TXT": (record,)}
    report, _ = await check_dmarc(_lookups(server), "example.org")
    assert _sentences(report) == ["DMARC reports to {target} go astray: it takes no mail."]


async def test_an_empty_list_of_addresses_names_nobody(server: MailDnsServer) -> None:
    server.dns.extra["_dmarc.example.org"] = {"TXT": ("v=DMARC1; p=reject; rua=",)}
    report, _ = await check_dmarc(_lookups(server), "example.org")
    assert [(one.level, one.sentence.message) for one in report.findings] == [
        (Level.NOTE, "DMARC names nobody who gets its reports (rua=).")
    ]


@pytest.mark.parametrize(
    ("zone", "level", "sentence"),
    [
        (
            {"_dmarc.example.org": {"TXT": (" v=DMARC1; p=reject",)}},
            Level.ERROR,
            "The DMARC record of {domain} begins with a space; receivers skip it.",
        ),
        (
            {"_dmarc.example.org": {}, "example.org": {"TXT": ("v=DMARC1; p=reject",)}},
            Level.ERROR,
            "The DMARC record stands at {domain} itself, where no receiver looks; it has to stand at {place}.",
        ),
        (
            {"_dmarc.example.org": {"TXT": ("v=spf1 -all",)}},
            Level.ERROR,
            "At {place} stands no DMARC record, but another text: {text}.",
        ),
        (
            {"_dmarc.example.org": {"TXT": ("v=DMARC1; p=reject; rua=mailto:d@example.org", "v=spf1 -all")}},
            Level.NOTE,
            "Beside the DMARC record at {place} stands another text, which confuses some receivers: {text}.",
        ),
    ],
)
async def test_a_record_in_the_wrong_place_is_told(
    server: MailDnsServer, zone: Records, level: Level, sentence: str
) -> None:
    server.dns.extra.update(zone)
    report, _ = await check_dmarc(_lookups(server), "example.org")
    assert [(one.level, one.sentence.message) for one in report.findings] == [(level, sentence)]


async def test_a_misplaced_record_below_one_that_holds_is_a_warning(server: MailDnsServer) -> None:
    server.dns.extra["news.example.org"] = {"TXT": ("v=DMARC1; p=none",)}
    report, dmarc = await check_dmarc(_lookups(server), "news.example.org")
    assert (report.valid, dmarc.policy, [one.level for one in report.findings]) == (True, "reject", [Level.WARNING])


SPF: list[tuple[Records, bool, int]] = [
    ({"a.test": {"TXT": ("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all",)}}, True, 0),
    ({"a.test": {"TXT": ("v=spf1 a mx ~all",), "A": ("192.0.2.1",), "MX": ("10 a.test.",)}}, True, 2),
    ({"a.test": {"TXT": ("v=spf1 redirect=b.test",)}, "b.test": {"TXT": ("v=spf1 -all",)}}, True, 1),
    ({"a.test": {"TXT": ("v=spf1 redirect=b.test",)}, "b.test": {"TXT": ("v=spf1 redirect=a.test",)}}, False, 2),
    ({"a.test": {"TXT": ("v=spf1 exists:%{i}._spf.%{d2} -all",)}}, True, 1),
    ({"a.test": {"TXT": ("v=spf1 exists:%{x} -all",)}}, False, 0),
    ({"a.test": {"TXT": ("v=spf1 exists:%(i) -all",)}}, False, 0),
    ({"a.test": {"TXT": ("v=spf1 ip4:192.0.2.256 -all",)}}, False, 0),
    ({"a.test": {"TXT": ("v=spf1 ip4:192.0.2.0/33 -all",)}}, False, 0),
    ({"a.test": {"TXT": ("v=spf1 ipv4:192.0.2.1 -all",)}}, False, 0),
    ({"a.test": {"TXT": ("v=spf1 a:x.test a:y.test a:z.test -all",)}}, False, 3),
    ({"a.test": {"TXT": ("v=spf1 include:x.test -all",)}}, False, 1),
    ({"a.test": {"TXT": ("v=spf10 -all",)}}, False, 0),
    ({"a.test": {"TXT": ("v=spf1 redirect=x redirect=y",)}}, False, 0),
    ({"a.test": {"TXT": ("V=SPF1 A:b.test/24//64 -ALL",)}, "b.test": {"A": ("192.0.2.1",)}}, True, 1),
    ({"a.test": {"TXT": ("v=spf1 future=thing -all",)}}, True, 0),
]


@pytest.mark.parametrize(("zone", "valid", "terms"), SPF, ids=str)
async def test_spf_as_its_rfc_has_it(server: MailDnsServer, zone: Records, valid: bool, terms: int) -> None:
    server.dns.extra.update(zone)
    report, evaluation = await check_spf(_lookups(server), "a.test")
    assert (report.valid, evaluation.terms) == (valid, terms), _sentences(report)


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (f"v=DKIM1; k=rsa; p={KEY}", KeyState.VALID),
        (f"p={KEY}", KeyState.VALID),
        (f"k=rsa; v=DKIM1; p={KEY}", KeyState.BROKEN),
        (f"v=DKIM1; k=rsa; s=other; p={KEY}", KeyState.BROKEN),
        ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", KeyState.VALID),
        ("v=DKIM1; k=ed25519; p=AAAA", KeyState.BROKEN),
        ("v=DKIM1; p=", KeyState.REVOKED),
        (f"v=DKIM1; p={KEY[:-40]}", KeyState.BROKEN),
        ("v=DKIM1; p=???", KeyState.BROKEN),
        (
            _SHORT
            := "v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMmJPSNALsUmZbhsAHQxyJHVLS5hCU2gLH+MBmCnNXLt4JPtW0Zn"
            "hbhLxsKMqO5SoUG3UXaVuUaU0M4BXj4ruUECAwEAAQ==",
            KeyState.WEAK,
        ),
        ("hello", KeyState.BROKEN),
    ],
)
def test_what_a_dkim_record_holds(record: str, state: KeyState) -> None:
    assert read_key("s", record).state is state


async def test_an_unused_selector_of_a_service_is_only_a_note(server: MailDnsServer) -> None:
    server.dns.extra["k3._domainkey.example.org"] = {"CNAME": ("dkim3.mcsv.net.",)}
    result = await check(_settings(server))
    assert (result.outcome, _parts(result)["DKIM"]) == (Outcome.HEALTHY, Outcome.HEALTHY)


async def test_a_sender_without_any_key_is_an_error(server: MailDnsServer) -> None:
    report, keys = await check_dkim(_lookups(server), "example.org", [], ["s1"])
    assert _sentences(report) == ["{sender} has no DKIM key in this domain."]
    assert [key.selector for key in keys] == ["k2", "google"]


async def test_a_domain_that_takes_no_mail(server: MailDnsServer) -> None:
    server.dns.extra["a.test"] = {"MX": ("0 .",)}
    report, servers = await check_mx(_lookups(server), "a.test")
    assert (report.valid, servers) == (True, [])


class _Policy:
    """Implements HttpClient: one policy file."""

    def __init__(self, body: str, status: int = 200) -> None:
        self._body, self._status = body, status
        self.url = ""

    async def exchange(self, method: str, url: str, **_: Any) -> Reply | NoReply:
        self.url = url
        return Reply(self._status, {}, self._body.encode(), False, {}, url)


_STS = "version: STSv1\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: 86400\r\n"


@pytest.mark.parametrize(
    ("policy", "valid", "sentences"),
    [
        (_Policy(_STS.format(mode="enforce", mx="*.example.org")), True, []),
        (
            _Policy(_STS.format(mode="enforce", mx="mx1.example.org")),
            False,
            ["The mail server {name} is not in the MTA-STS policy."],
        ),
        (_Policy(_STS.format(mode="none", mx="mx1.example.org")), True, ["MTA-STS is turned off (mode none)."]),
        (_Policy(_STS.format(mode="often", mx="mx1.example.org")), False, ["The MTA-STS policy has no valid mode."]),
        (_Policy("<html>", 404), False, ["The MTA-STS policy cannot be fetched: answered {status}."]),
        (_Policy("<html>"), False, ["The MTA-STS policy has a line that cannot be read: {line}."]),
    ],
)
async def test_mail_servers_are_compared_with_the_policy_file(
    server: MailDnsServer, policy: _Policy, valid: bool, sentences: list[str]
) -> None:
    server.dns.extra["_mta-sts.example.org"] = {"TXT": ("v=STSv1; id=20261127;",)}
    report = await check_mta_sts(_lookups(server), policy, "example.org", ["mx1.example.org", "mx2.example.org"])
    assert (report.valid, _sentences(report)) == (valid, sentences)
    assert policy.url == "https://mta-sts.example.org/.well-known/mta-sts.txt"


def test_a_wildcard_stands_for_one_label() -> None:
    assert matches("mx1.example.org", "*.example.org")
    assert not matches("a.mx1.example.org", "*.example.org")
    assert not matches("example.org", "*.example.org")


async def test_a_domain_that_names_hundreds_of_others_is_not_followed_to_the_end(server: MailDnsServer) -> None:
    lookups = _lookups(server)
    for number in range(MOST_LOOKUPS):
        await lookups.txt(f"n{number}.test")
    with pytest.raises(CannotLookUp, match="more than 150 questions"):
        await lookups.txt("another.test")
    assert server.asked == MOST_LOOKUPS


async def test_a_name_that_is_none_is_not_asked_for(server: MailDnsServer) -> None:
    for name in ("a" * 64 + ".test", "a..test", "ü" * 70 + ".test"):
        found = await _lookups(server).txt(name)
        assert (found.records, found.exists) == ((), False)
    assert server.asked == 0
