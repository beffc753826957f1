"""Kind ``domain``: until when a domain is registered, whether its registry holds it back, and what changed about it.

The registry is asked twice a day, by RDAP or, where there is none, by WHOIS; name servers and DNSSEC at each check,
by DNS. What was there before is kept with the position, so that a change is reported, for a day.
"""

import asyncio
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any, Final

from pydantic import Field, field_validator

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json
from porchlight.intake.numbers import EARLIEST_MS, LATEST_MS, whole
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english, unfit
from porchlight.language.text import Day, Items, Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import ApiUrl, is_local_address, is_local_host
from porchlight.net.exchange import BODY_CAP, NoReply
from porchlight.net.failures import ExchangeFailed
from porchlight.net.host_names import ascii_host
from porchlight.net.timings import Timings
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.context import CheckContext
from porchlight.probes.dns_address import DnsServer, server_of
from porchlight.probes.hosts import Host
from porchlight.probes.http_reasons import Verdict, json_object, judge_status, not_json
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.registration import (
    Registration,
    means_free,
    of_rdap,
    of_whois,
    rdap_server,
    services_of,
    shipped_services,
)
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread

_MS_A_DAY: Final = 86_400_000
_ASK_AGAIN: Final = _MS_A_DAY // 2
_TRY_AGAIN: Final = 15 * 60_000
"""ms after which a registry that did not answer is asked again, where an earlier answer is known."""
_KEPT: Final = 3 * _MS_A_DAY
"""How old a registry's answer may be while it does not answer."""
_LIST_AGE: Final = 180 * _MS_A_DAY
_IANA_LIST: Final = "https://data.iana.org/rdap/dns.json"
_IANA_WHOIS: Final = "whois.iana.org"
_MOST_LINES: Final = 400
_SHARE: Final = 0.6
"""Of the component's time limit, for the registry: the rest is for the name servers."""

_HELD: Final = frozenset({"clienthold", "serverhold", "inactive"})
_GOING: Final = frozenset({"redemptionperiod", "pendingdelete", "pendingrestore"})
_MOVING: Final = frozenset({"pendingtransfer"})


class DomainSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "domain"``."""

    domain: Annotated[
        str,
        Field(min_length=3, max_length=253),
        Described(msg("Domain"), msg("As you registered it, without www."), example="example.org"),
    ]
    expiry_days: Annotated[
        int,
        Field(ge=0, le=365),
        Described(
            msg("Registration warning"),
            msg("How many days before the registration ends to warn."),
            unit=msg("days"),
        ),
    ] = 30
    urgent_days: Annotated[
        int,
        Field(ge=0, le=365),
        Described(
            msg("Urgent before the end"),
            msg("How many days before the registration ends this is an error, not only a warning."),
            unit=msg("days"),
        ),
    ] = 7
    server: Annotated[
        str | None,
        Described(
            msg("DNS server"), msg("The address of the server to ask. Default: this computer's."), example="1.1.1.1"
        ),
    ] = None
    base_url: Annotated[
        ApiUrl | None,
        Described(
            msg("RDAP address"),
            msg("Where the registry answers. Default: as IANA lists it."),
            example="https://rdap.example.org",
        ),
    ] = None
    whois_server: Annotated[
        Host | None,
        Described(
            msg("WHOIS server"),
            msg("Only for a registry without RDAP. Default: as IANA names it."),
            example="whois.example.org",
        ),
    ] = None

    @field_validator("domain")
    @classmethod
    def _is_a_domain(cls, value: str) -> str:
        name = ascii_host(value.strip().rstrip("."))
        if "." not in name or name.rsplit(".", 1)[1].isdigit():
            raise unfit(msg("Please write a name such as {example}.", example='"example.org"'))
        return name.lower()

    @field_validator("server")
    @classmethod
    def _server_is_an_address(cls, value: str | None) -> str | None:
        if value is not None:
            server_of(value)
        return value


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is another one than before."""

    what: str
    """``registrar``, ``ns`` or ``ds``."""
    before: tuple[str, ...]
    now: tuple[str, ...]
    at_ms: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was last seen of a domain, kept in the position."""

    seen: Mapping[str, tuple[str, ...]]
    changes: tuple[Change, ...] = ()

    def after(self, now: Mapping[str, tuple[str, ...] | None], now_ms: int) -> "Remembered":
        """With what is there now; None: not known this time."""
        seen = dict(self.seen)
        changes = [one for one in self.changes if 0 <= now_ms - one.at_ms < _MS_A_DAY]
        for what, found in now.items():
            if found is None:
                continue
            before = seen.get(what)
            if before is not None and before != found:
                changes = [*(one for one in changes if one.what != what), Change(what, before, found, now_ms)]
            seen[what] = found
        return Remembered(seen, tuple(changes))

    @property
    def stored(self) -> str:
        """As a position."""
        changes = [[one.what, one.before, one.now, one.at_ms] for one in self.changes]
        return dump_json({"seen": self.seen, "changes": changes})


def remembered(position: str | None) -> Remembered:
    """What a position holds; nothing where it cannot be read."""
    try:
        document: Any = parse_json(position) if position else None
    except NotJson:
        document = None
    if not isinstance(document, dict):
        return Remembered({})
    seen = document.get("seen")
    changes, rows = [], document.get("changes")
    for row in rows if isinstance(rows, list) else ():
        at_ms = whole(row[3], least=EARLIEST_MS, most=LATEST_MS) if isinstance(row, list) and len(row) == 4 else None
        if at_ms is not None:
            changes.append(Change(str(row[0]), _texts(row[1]), _texts(row[2]), at_ms))
    kept = {str(what): _texts(found) for what, found in seen.items()} if isinstance(seen, dict) else {}
    return Remembered(kept, tuple(changes))


def _texts(found: object) -> tuple[str, ...]:
    return tuple(str(one)[:300] for one in found[:20]) if isinstance(found, list) else ()


class DomainProbe:
    """Keeps the registry's last answer for half a day."""

    def __init__(self, component: Component, settings: DomainSettings) -> None:
        self._settings = settings
        self._registration: Registration | None = None
        self._asked_ms = 0
        self._tried_ms = 0
        self._services: Mapping[str, str] | None = None
        self._listed_ms = 0
        self._library_loaded = False

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        now_ms = ctx.clock.now_ms()
        age = now_ms - self._asked_ms
        registration = self._registration
        rests = 0 <= age < _ASK_AGAIN or 0 <= now_ms - self._tried_ms < _TRY_AGAIN
        if registration is None or not rests or age >= _KEPT:
            self._tried_ms = now_ms
            found = await self._ask_registry(ctx)
            if isinstance(found, Registration):
                self._registration, self._asked_ms, registration = found, now_ms, found
            elif registration is None or not 0 <= age < _KEPT or found.outcome is Outcome.ERROR:
                return ctx.unwell(found.outcome, found.reason, found.sentence)
        servers = await self._records(ctx, "NS")
        signed = await self._records(ctx, "DS")
        seen: dict[str, tuple[str, ...] | None] = {
            "registrar": (registration.registrar,) if registration.registrar else None,
            "ns": servers or None,
            "ds": signed,
        }
        before = remembered(ctx.position)
        after = before.after(seen, now_ms)
        return self._judge(ctx, registration, after, None if after == before else after.stored)

    async def close(self) -> None:
        """See Probe."""

    async def _ask_registry(self, ctx: CheckContext) -> Registration | Verdict:
        try:
            async with asyncio.timeout(ctx.component.timeout * _SHARE):
                server = self._settings.base_url
                if server is None and self._settings.whois_server is None:
                    services = await self._known_services(ctx)
                    server = rdap_server(self._settings.domain, services)
                return await (self._ask_whois(ctx) if server is None else self._ask_rdap(ctx, server))
        except TimeoutError:
            sentence = msg("The registry of .{suffix} did not answer in time.", suffix=self._suffix)
            return Verdict(Outcome.UNKNOWN, Reason.TIMEOUT, sentence)

    @property
    def _suffix(self) -> str:
        return self._settings.domain.rpartition(".")[2]

    async def _known_services(self, ctx: CheckContext) -> Mapping[str, str]:
        """IANA's list; fetched, at most twice a day, where the one that is known is old or lacks the domain."""
        shipped, published_ms = await in_thread(shipped_services, name="rdap servers")
        known = self._services or shipped
        now_ms = ctx.clock.now_ms()
        old = now_ms - max(published_ms, self._listed_ms if self._services else 0) > _LIST_AGE
        tried_lately = 0 <= now_ms - self._listed_ms < _ASK_AGAIN
        if tried_lately or not (old or rdap_server(self._settings.domain, known) is None):
            return known
        self._listed_ms = now_ms
        reply = await ctx.http.exchange("GET", _IANA_LIST, body_cap=BODY_CAP)
        if not isinstance(reply, NoReply) and reply.status == 200:
            listed = await beside_loop(ctx, reply, lambda: services_of(json_object(reply) or {}))
            self._services = listed or self._services
        return self._services or shipped

    async def _ask_rdap(self, ctx: CheckContext, server: str) -> Registration | Verdict:
        reply = await ctx.http.exchange(
            "GET",
            f"{server}/domain/{self._settings.domain}",
            headers={"Accept": "application/rdap+json, application/json"},
            follow_redirects=True,
        )
        if isinstance(reply, NoReply):
            return Verdict(Outcome.UNKNOWN, reply.reason, reply.sentence)
        if reply.status == 404:
            return self._not_registered()
        if verdict := judge_status(reply):
            return Verdict(Outcome.UNKNOWN, verdict.reason, verdict.sentence)
        document = json_object(reply)
        found = of_rdap(document) if document is not None else None
        if found is None:
            odd = not_json(reply)
            return Verdict(Outcome.UNKNOWN, odd.reason, odd.sentence)
        return found

    async def _ask_whois(self, ctx: CheckContext) -> Registration | Verdict:
        try:
            server = self._settings.whois_server
            if server is None:
                named = [line for line in await _whois(ctx, _IANA_WHOIS, self._suffix) if line.startswith("whois:")]
                server = ascii_host(named[0].partition(":")[2].strip()) if named else ""
                if is_local_host(server):  # nobody out there may send us to a computer in here
                    server = ""
            lines = await _whois(ctx, server, self._settings.domain) if server else []
        except ExchangeFailed as failure:
            return Verdict(Outcome.UNKNOWN, failure.reason, failure.sentence)
        if not lines:
            sentence = msg("The registry of .{suffix} answers neither RDAP nor WHOIS.", suffix=self._suffix)
            return Verdict(Outcome.UNKNOWN, Reason.CONTENT, sentence)
        if found := of_whois(lines):
            return found
        if means_free(lines):
            return self._not_registered()
        sentence = msg("The registry of .{suffix} did not say whether it knows the domain.", suffix=self._suffix)
        return Verdict(Outcome.UNKNOWN, Reason.CONTENT, sentence)

    def _not_registered(self) -> Verdict:
        sentence = msg("{domain} is not registered.", domain=self._settings.domain)
        return Verdict(Outcome.ERROR, Reason.ACCOUNT, sentence)

    async def _records(self, ctx: CheckContext, kind: str) -> tuple[str, ...] | None:
        """All records of the domain, sorted; None: no server has said."""
        if not self._library_loaded:
            # dnspython takes 60 ms to load: too long for the loop.
            await in_thread(lambda: import_module("porchlight.probes.dns_server"), name="dns library")
            self._library_loaded = True
        from porchlight.probes.dns_server import system_servers

        given = self._settings.server
        servers = [server_of(given)] if given is not None else await system_servers()
        for server in servers[:2]:
            found = await _ask(server, self._settings.domain, kind, ctx.component.timeout / 6)
            if found is not None:
                return found
        return None

    def _judge(
        self, ctx: CheckContext, registration: Registration, memory: Remembered, position: str | None
    ) -> Result:
        settings, now_ms = self._settings, ctx.clock.now_ms()
        measures: dict[str, Measure] = {}
        if registration.expires_ms is not None:
            left = (registration.expires_ms - now_ms) / _MS_A_DAY
            measures["registration_days"] = Measure(round(left, 1), Unit.DAYS)
        if servers := memory.seen.get("ns"):
            measures["name_servers"] = Measure(len(servers), Unit.COUNT)
        details: dict[str, str | bool] = {
            "registrar": registration.registrar,
            "statuses": quote(", ".join(sorted(registration.statuses)), NAME),
            "name_servers": quote(", ".join(memory.seen.get("ns", ())), 300),
            "dnssec": bool(memory.seen.get("ds")),
        }
        verdicts = [
            one
            for one in (
                _state(settings.domain, registration),
                _expiry(settings, registration, now_ms),
                *(_changed(settings.domain, change) for change in memory.changes),
            )
            if one is not None
        ]
        if not verdicts:
            sentence = msg("{domain} is registered.", domain=settings.domain)
            if registration.expires_ms is not None:
                sentence = msg(
                    "{domain} is registered until {day}.", domain=settings.domain, day=Day(registration.expires_ms)
                )
            return ctx.healthy(sentence, measures=measures, details=details, position=position)
        worst = min(verdicts, key=lambda one: one.outcome is not Outcome.ERROR)
        parts = tuple(
            SubResult(one.reason.value, one.outcome, english(one.sentence))
            for one in verdicts
            if isinstance(one.sentence, Text)
        )
        return ctx.unwell(
            worst.outcome,
            worst.reason,
            worst.sentence,
            measures=measures,
            details=details,
            sub_results=parts if len(parts) > 1 else (),
            position=position,
        )


async def _whois(ctx: CheckContext, server: str, asked: str) -> list[str]:
    """The lines of an answer. Raises ExchangeFailed where none came."""
    lines: list[str] = []
    async with ctx.network.connected(server, 43, Timings()) as connection:
        connection.write(f"{asked}\r\n".encode("ascii"))
        try:
            while len(lines) < _MOST_LINES:
                lines.append((await connection.line())[:1000])
        except ExchangeFailed:
            if not lines:
                raise
    return lines


async def _ask(server: DnsServer, domain: str, kind: str, patience: float) -> tuple[str, ...] | None:
    import dns.exception
    import dns.name
    import dns.rcode
    import dns.rdatatype

    from porchlight.probes.dns_server import ask

    try:
        name, record = dns.name.from_text(domain), dns.rdatatype.from_text(kind)
        async with asyncio.timeout(patience):
            answer = await ask(server, name, record, min(1.0, patience / 3))
    except (TimeoutError, EOFError, OSError, dns.exception.DNSException):
        return None
    if answer.message.rcode() != dns.rcode.NOERROR:
        return None
    found = {
        one.to_text().rstrip(".").lower()
        for rrset in answer.message.answer
        if rrset.rdtype == record
        for one in rrset
    }
    return tuple(sorted(found))[:20]


def _state(domain: str, registration: Registration) -> Verdict | None:
    statuses = registration.statuses
    if statuses & _GOING:
        sentence = msg("{domain} has lapsed and is about to be given away.", domain=domain)
        return Verdict(Outcome.ERROR, Reason.ACCOUNT, sentence)
    if statuses & _HELD:
        sentence = msg("{domain} is on hold at its registry: neither website nor mail can be found.", domain=domain)
        return Verdict(Outcome.ERROR, Reason.BLOCKED, sentence)
    if statuses & _MOVING:
        sentence = msg("{domain} is being moved to another registrar.", domain=domain)
        return Verdict(Outcome.DEGRADED, Reason.CONFIGURATION, sentence)
    return None


def _expiry(settings: DomainSettings, registration: Registration, now_ms: int) -> Verdict | None:
    if registration.expires_ms is None:
        return None
    left = (registration.expires_ms - now_ms) / _MS_A_DAY
    if left < 0:
        sentence = msg(
            "The registration of {domain} ended on {day}.", domain=settings.domain, day=Day(registration.expires_ms)
        )
        return Verdict(Outcome.ERROR, Reason.ACCOUNT, sentence)
    if left >= max(settings.expiry_days, settings.urgent_days):
        return None
    sentence = msg_plural(
        "The registration of {domain} ends in {n} day.",
        "The registration of {domain} ends in {n} days.",
        round(left),
        domain=settings.domain,
    )
    return Verdict(Outcome.ERROR if left < settings.urgent_days else Outcome.DEGRADED, Reason.ACCOUNT, sentence)


def _changed(domain: str, change: Change) -> Verdict:
    before, now = (Items(tuple(quote(one, NAME) for one in of[:4])) for of in (change.before, change.now))
    if change.what == "registrar":
        sentence = msg(
            "The registrar of {domain} is now {now}; it was {before}.", domain=domain, now=now, before=before
        )
    elif change.what == "ns":
        sentence = msg(
            "The name servers of {domain} are now {now}; before: {before}.", domain=domain, now=now, before=before
        )
    elif not change.now:
        sentence = msg("DNSSEC of {domain} was turned off.", domain=domain)
    elif not change.before:
        sentence = msg("DNSSEC of {domain} was turned on.", domain=domain)
    else:
        sentence = msg("The DNSSEC key of {domain} has changed.", domain=domain)
    return Verdict(Outcome.DEGRADED, Reason.CONFIGURATION, sentence)


KIND = ProbeKind(
    name="domain",
    title=msg("Domain"),
    group=KindGroup.NETWORK,
    summary=msg("Until when a domain is registered, and whether its registrar or name servers change."),
    measures={
        "registration_days": Measured(msg("Registration"), Unit.DAYS),
        "name_servers": Measured(msg("Name servers"), Unit.COUNT),
    },
    advice={
        Reason.ACCOUNT: msg(
            "Log in to your registrar today, pay, and turn on automatic renewal. Check that the card and the e-mail"
            " address there are still yours."
        ),
        Reason.BLOCKED: msg(
            "Log in to your registrar: an unconfirmed e-mail address, an unpaid bill or a complaint puts a domain on"
            " hold. Its support lifts it."
        ),
        Reason.CONFIGURATION: msg(
            "Ask who in your organisation did this. If nobody did, call your registrar at once: somebody may be"
            " taking the domain over. The warning ends after a day."
        ),
        Reason.TIMEOUT: msg(
            "Registries are often slow, and limit how often they are asked. It usually passes; if it continues, ask"
            " your registrar whether the registry has a problem."
        ),
        Reason.CONTENT: msg(
            "The registry answers in an unusual way. If it stays like this, enter its RDAP address or WHOIS server"
            " in the settings."
        ),
    },
    notes=KindNotes(
        calls="twice a day `GET /domain/NAME` of the registry's RDAP, or WHOIS on port 43 where it has none; at each"
        " check two DNS questions (NS, DS); IANA's list of RDAP servers once, where the one that comes with"
        " Porchlight is half a year old or lacks the domain",
        never="the owner's name and address, which RDAP may hold; zone transfers",
        red_light=msg(
            "Turns red when the registration has ended or ends within a week, or when the domain is on hold or not"
            " registered."
        ),
        simulator="porchlight.demo.rdap",
    ),
    settings=DomainSettings,
    build=DomainProbe,
    is_local=lambda settings: settings.base_url is not None and is_local_address(settings.base_url),
    address=lambda settings: settings.domain,
)
