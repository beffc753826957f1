"""How mail comes in: MX (RFC 5321, 7505), MTA-STS (RFC 8461) and TLS-RPT (RFC 8460)."""

import re
from enum import StrEnum
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.language.text import Text, msg
from porchlight.net.exchange import HttpClient, NoReply
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.lookups import CannotLookUp, Lookups
from porchlight.probes.mail_domain.tags import NotTags, read_tags

MOST_SERVERS: Final = 20
LARGEST_POLICY: Final = 64 * 1024
"""Bytes of a policy file (RFC 8461 §3.3)."""
LONGEST_AGE: Final = 31_557_600
_ID = re.compile(r"[A-Za-z0-9]{1,32}")
_PATTERN = re.compile(r"(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_MAILTO = re.compile(r"mailto:[^@\s,;!]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.IGNORECASE)
_HTTPS = re.compile(r"https://[A-Za-z0-9\[][^\s,;!]*", re.IGNORECASE)


class StsMode(StrEnum):
    """What senders do when a server does not match."""

    ENFORCE = "enforce"
    TESTING = "testing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StsPolicy:
    """A policy file."""

    mode: StsMode
    servers: tuple[str, ...]
    max_age: int


class NoPolicy(Exception):
    """A policy file that senders ignore."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


async def check_mx(lookups: Lookups, domain: str) -> tuple[Report, list[str]]:
    """Where mail goes, and whether these names can be reached. Raises nothing."""
    report, servers = Report("MX"), list[str]()
    try:
        found = await lookups.mx(domain)
        report.records = list(found.records)
        names = [record.partition(" ")[2].removesuffix(".") for record in found.records]
        if names == [""]:
            report.valid = True
            report.add(Level.NOTE, msg("{domain} takes no mail (a null MX record).", domain=domain))
            return report, servers
        if not names:
            _without_mx(report, domain, bool((await lookups.addresses(domain)).records))
            return report, servers
        servers = [name for name in names if name][:MOST_SERVERS]
        lost = [name for name in servers if not (await lookups.addresses(name)).records]
        aliases = [name for name in servers if name not in lost and await lookups.cname(name)]
    except CannotLookUp as error:
        report.add(Level.UNKNOWN, msg("MX could not be looked up ({problem}).", problem=str(error)))
        return report, servers
    report.valid = len(lost) < len(servers)
    for name in lost:
        level = Level.WARNING if report.valid else Level.ERROR
        report.add(level, msg("The mail server {name} has no address.", name=quote(name, 80)))
    if "" in names:
        report.add(Level.WARNING, msg("A null MX record stands beside others."))
    for name in aliases:
        report.add(Level.WARNING, msg("The mail server {name} is an alias, which MX may not name.", name=name))
    return report, servers


def _without_mx(report: Report, domain: str, has_address: bool) -> None:
    if has_address:
        report.valid = True
        sentence = msg("{domain} has no MX record: mail goes to its web server, if it takes any.", domain=domain)
        report.add(Level.WARNING, sentence)
    else:
        report.add(Level.ERROR, msg("{domain} has no MX record and no address: no mail can reach it.", domain=domain))


async def check_mta_sts(lookups: Lookups, http: HttpClient, domain: str, servers: list[str]) -> Report:
    """The record, the policy file, and whether each mail server is in it. Raises nothing."""
    report = Report("MTA-STS")
    try:
        found = await lookups.txt(f"_mta-sts.{domain}")
    except CannotLookUp as error:
        report.add(Level.UNKNOWN, msg("MTA-STS could not be looked up ({problem}).", problem=str(error)))
        return report
    records = [one for one in found.records if is_sts(one)]
    report.records = sorted(records)
    if not records:
        report.add(Level.NOTE, msg("MTA-STS is not set up."))
        return report
    if len(records) > 1 or not sts_id(records[0]):
        report.add(Level.WARNING, msg("The MTA-STS record is not valid; senders ignore it."))
        return report
    try:
        policy = await _fetch(http, domain)
    except NoPolicy as error:
        report.add(Level.WARNING, error.sentence)
        return report
    report.valid = True
    if policy.mode is StsMode.NONE:
        report.add(Level.NOTE, msg("MTA-STS is turned off (mode none)."))
        return report
    for name in servers:
        if not any(matches(name, pattern) for pattern in policy.servers):
            level = Level.ERROR if policy.mode is StsMode.ENFORCE else Level.WARNING
            report.valid = False
            report.add(level, msg("The mail server {name} is not in the MTA-STS policy.", name=quote(name, 80)))
    return report


async def _fetch(http: HttpClient, domain: str) -> StsPolicy:
    url = f"https://mta-sts.{domain}/.well-known/mta-sts.txt"
    answer = await http.exchange("GET", url, body_cap=LARGEST_POLICY)
    if isinstance(answer, NoReply):
        raise NoPolicy(msg("The MTA-STS policy cannot be fetched. {problem}", problem=answer.sentence))
    if answer.status != 200:
        raise NoPolicy(msg("The MTA-STS policy cannot be fetched: answered {status}.", status=answer.status))
    if answer.truncated:
        raise NoPolicy(msg("The MTA-STS policy is too long."))
    return read_policy(answer.body.decode("utf-8", "replace"))


def is_sts(record: str) -> bool:
    """Whether a TXT record is one of MTA-STS (RFC 8461 §3.1)."""
    return re.match(r"v=STSv1[ \t]*;", record) is not None


def sts_id(record: str) -> str:
    """The policy's version; empty where the record is not valid."""
    try:
        pairs = read_tags(record)
    except NotTags:
        return ""
    found = dict(pairs).get("id", "")
    return found if _ID.fullmatch(found) and len(dict(pairs)) == len(pairs) else ""


def read_policy(text: str) -> StsPolicy:
    """A policy file (RFC 8461 §3.2). Raises NoPolicy."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    found: dict[str, str] = {}
    servers = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise NoPolicy(msg("The MTA-STS policy has a line that cannot be read: {line}.", line=quote(line, 60)))
        if name.strip() == "mx":
            servers.append(value.strip().lower())
        else:
            found.setdefault(name.strip(), value.strip())
    if found.get("version") != "STSv1":
        raise NoPolicy(msg("The MTA-STS policy has no “version: STSv1”."))
    if found.get("mode") not in set(StsMode):
        raise NoPolicy(msg("The MTA-STS policy has no valid mode."))
    age = found.get("max_age", "")
    if not re.fullmatch(r"\d{1,10}", age, re.ASCII) or int(age) > LONGEST_AGE:
        raise NoPolicy(msg("The MTA-STS policy doesn't say how long it is valid."))
    mode = StsMode(found["mode"])
    if (not servers and mode is not StsMode.NONE) or not all(map(_PATTERN.fullmatch, servers)):
        raise NoPolicy(msg("The MTA-STS policy names no valid mail server."))
    return StsPolicy(mode, tuple(servers), int(age))


def matches(server: str, pattern: str) -> bool:
    """Whether a mail server's name fits (RFC 8461 §4.1): a wildcard stands for one label."""
    name, wanted = server.lower().removesuffix("."), pattern.lower().removesuffix(".")
    if not wanted.startswith("*."):
        return name == wanted
    return name.partition(".")[2] == wanted[2:]


async def check_tls_rpt(lookups: Lookups, domain: str) -> Report:
    """Who gets reports of failed encryption. Raises nothing."""
    report = Report("TLS-RPT")
    try:
        found = await lookups.txt(f"_smtp._tls.{domain}")
    except CannotLookUp as error:
        report.add(Level.UNKNOWN, msg("TLS-RPT could not be looked up ({problem}).", problem=str(error)))
        return report
    records = [one for one in found.records if re.match(r"v=TLSRPTv1[ \t]*;", one)]
    report.records = sorted(records)
    if not records:
        report.add(Level.NOTE, msg("TLS-RPT is not set up."))
    elif len(records) > 1 or not tls_rpt_is_valid(records[0]):
        report.add(Level.WARNING, msg("The TLS-RPT record is not valid; nobody gets reports."))
    else:
        report.valid = True
    return report


def tls_rpt_is_valid(record: str) -> bool:
    """Whether it names somebody (RFC 8460 §3)."""
    try:
        pairs = read_tags(record)
    except NotTags:
        return False
    targets = [one.strip() for one in dict(pairs).get("rua", "").split(",")]
    unique = len(dict(pairs)) == len(pairs)
    return unique and all(_MAILTO.fullmatch(one) or _HTTPS.fullmatch(one) for one in targets)
