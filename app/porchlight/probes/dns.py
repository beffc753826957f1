"""Kind ``dns``: whether a name has the records that it should have."""

import asyncio
import socket
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator, model_validator

from porchlight.intake.text import quote
from porchlight.language.english import unfit
from porchlight.language.text import Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.host_names import ascii_host
from porchlight.net.sockets import explain_socket_error
from porchlight.probes.context import CheckContext
from porchlight.probes.dns_address import DnsServer, server_of
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.probes.dns_server import DnsAnswer


class RecordType(StrEnum):
    """Those that carry websites and mail."""

    A = "A"
    AAAA = "AAAA"
    MX = "MX"
    TXT = "TXT"
    CNAME = "CNAME"
    NS = "NS"


class DnsSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "dns"``."""

    domain: Annotated[
        str,
        Field(min_length=1, max_length=253),
        Described(msg("Name"), msg("The name to look up."), example="example.org"),
    ]
    record: Annotated[
        RecordType,
        Described(msg("Record type"), msg("A and AAAA are addresses, MX is for mail, TXT holds SPF and the like.")),
    ] = RecordType.A
    expect: Annotated[
        tuple[Annotated[str, Field(min_length=1)], ...],
        Described(
            msg("Expected records"),
            msg(
                "All must be there. For MX the priority may be left out, for TXT a part is enough. "
                "Default: any record."
            ),
            example=["10 mail.example.org"],
        ),
    ] = ()
    no_others: Annotated[bool, Described(msg("No others"), msg("Any other record is an error."))] = False
    server: Annotated[
        str | None,
        Described(
            msg("DNS server"), msg("The address of the server to ask. Default: this computer's."), example="1.1.1.1"
        ),
    ] = None

    @field_validator("domain")
    @classmethod
    def _domain_is_a_name(cls, value: str) -> str:
        import dns.exception
        import dns.name

        try:
            dns.name.from_text(_asked(value))
        except (dns.exception.DNSException, UnicodeError):
            raise unfit(msg("Please write a name such as {example}.", example='"example.org"')) from None
        return value

    @field_validator("server")
    @classmethod
    def _server_is_an_address(cls, value: str | None) -> str | None:
        if value is not None:
            server_of(value)
        return value

    @model_validator(mode="after")
    def _only_needs_expectations(self) -> "DnsSettings":
        if self.no_others and not self.expect:
            raise unfit(msg("No other records are allowed, but no expected record is given."))
        return self


class DnsProbe:
    """Queries the given server, or this computer's in their order until one answers."""

    def __init__(self, component: Component, settings: DnsSettings) -> None:
        self._settings = settings
        self._library_loaded = False

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        if not self._library_loaded:
            # dnspython takes 60 ms to load: too long for the loop.
            await in_thread(lambda: import_module("porchlight.probes.dns_server"), name="dns library")
            self._library_loaded = True
        from porchlight.probes.dns_server import system_servers

        given = self._settings.server
        servers = [server_of(given)] if given is not None else await system_servers()
        if not servers:
            return ctx.unwell(Outcome.UNKNOWN, Reason.OFFLINE, msg("This computer has no DNS server at the moment."))
        share = ctx.component.timeout * 0.9 / len(servers)
        found = await self._ask(ctx, servers[0], share)
        for server in servers[1:]:
            if not isinstance(found, Result) and found.is_settled:
                break
            found = await self._ask(ctx, server, share)
        return found if isinstance(found, Result) else self._judge(ctx, found)

    async def close(self) -> None:
        """See Probe."""

    async def _ask(self, ctx: CheckContext, server: DnsServer, patience: float) -> "DnsAnswer | Result":
        """``patience``: how long it may take, in seconds. A Result where no answer came."""
        import dns.exception
        import dns.name
        import dns.rdatatype

        from porchlight.probes.dns_server import ask

        name = dns.name.from_text(_asked(self._settings.domain))
        try:
            async with asyncio.timeout(patience):
                record = dns.rdatatype.from_text(self._settings.record)
                return await ask(server, name, record, min(1.0, patience / 3))
        except TimeoutError:
            return ctx.unwell(
                Outcome.ERROR,
                Reason.TIMEOUT,
                msg("The DNS server {server} did not answer the question.", server=server.shown),
            )
        except (EOFError, dns.exception.DNSException):
            sentence = msg("The DNS server {server} sent an invalid answer.", server=server.shown)
            return ctx.unwell(Outcome.ERROR, Reason.CONTENT, sentence)
        except OSError as error:
            reason, sentence = explain_socket_error(error, server.shown)
            return ctx.unwell(
                Outcome.ERROR, reason, msg("The DNS server cannot be reached. {problem}", problem=sentence)
            )

    def _judge(self, ctx: CheckContext, answer: "DnsAnswer") -> Result:
        import dns.exception
        import dns.rcode

        settings, message, server = self._settings, answer.message, answer.server
        duration_us = round(answer.seconds * 1_000_000)

        def unwell(reason: Reason, sentence: Text, measures: dict[str, Measure] | None = None) -> Result:
            return ctx.unwell(
                Outcome.ERROR, reason, sentence, measures=measures or {}, details=details, duration_us=duration_us
            )

        details: dict[str, str | bool] = {"server": server.shown, "tcp": answer.over_tcp}
        code = message.rcode()
        if code == dns.rcode.NXDOMAIN:
            return unwell(Reason.DNS, msg("The name {domain} does not exist.", domain=settings.domain))
        if code == dns.rcode.REFUSED:
            return unwell(
                Reason.REFUSED, msg("The DNS server {server} refused to answer this computer.", server=server.shown)
            )
        if code != dns.rcode.NOERROR:
            sentence = msg(
                "The DNS server {server} failed to answer ({code}).",
                server=server.shown,
                code=dns.rcode.to_text(code),
            )
            return unwell(Reason.DNS, sentence)
        try:
            chain = message.resolve_chaining()
        except dns.exception.DNSException:
            return unwell(
                Reason.CONTENT,
                msg("The answer for {domain} ends in a CNAME without an address.", domain=settings.domain),
            )
        found = sorted(_written(record.to_text(), settings.record) for record in chain.answer or ())
        details["records"] = quote(", ".join(found), 500)
        if not found:
            sentence = msg(
                "{domain} exists but has no {type} record.", domain=settings.domain, type=settings.record.value
            )
            return unwell(Reason.CONTENT, sentence)
        measures = {
            "records": Measure(len(found), Unit.COUNT),
            "ttl": Measure(chain.minimum_ttl, Unit.SECONDS),
        }
        if settings.record is RecordType.MX and not settings.expect and all(map(_is_null_mx, found)):
            sentence = msg("{domain} accepts no mail (“0 .”, a null MX record).", domain=settings.domain)
            return unwell(Reason.CONTENT, sentence, measures)
        missing = [one for one in settings.expect if not any(_is(one, it, settings.record) for it in found)]
        if missing:
            return unwell(Reason.CONTENT, _missing(settings.record, quote(missing[0], 80), found), measures)
        others = [it for it in found if not any(_is(one, it, settings.record) for one in settings.expect)]
        if settings.no_others and others:
            sentence = msg(
                "Unexpected {type} record: {record}.",
                type=settings.record.value,
                record=quote(others[0], 120),
            )
            return unwell(Reason.CONTENT, sentence, measures)
        return ctx.healthy(
            _well(settings, len(found)),
            measures=measures,
            details=details,
            duration_us=duration_us,
        )


def _missing(kind: RecordType, record: str, found: list[str]) -> Text:
    if kind is RecordType.MX and all(map(_is_null_mx, found)):
        return msg(
            "The MX record {record} is missing; there is a null MX record, which means that no mail is accepted.",
            record=record,
        )
    return msg(
        "The {type} record {record} is missing; found: {found}.",
        type=kind.value,
        record=record,
        found=quote(", ".join(found), 120),
    )


def _well(settings: DnsSettings, count: int) -> Text:
    places = {"domain": settings.domain, "type": settings.record.value}
    if settings.expect:
        return msg_plural(
            "{domain} has {n} {type} record, as expected.",
            "{domain} has {n} {type} records, as expected.",
            count,
            **places,
        )
    return msg_plural("{domain} has {n} {type} record.", "{domain} has {n} {type} records.", count, **places)


def _asked(name: str) -> str:
    """A name in DNS form: dnspython would use IDNA 2003, and query another domain. ASCII is unchanged, with a zone
    file's spelling (``*``, ``\\046``). Raises UnicodeError for an invalid name."""
    made = name if name.isascii() else ascii_host(name.strip())
    if not made:
        raise UnicodeError
    return made


def _written(record: str, kind: RecordType) -> str:
    """As people write it: no final dot but the root's own, texts whole and without quotation marks."""
    if kind is not RecordType.TXT:
        return record if record == "." or record.endswith(" .") else record.removesuffix(".").lower()
    inner = record.removeprefix('"').removesuffix('"').replace('" "', "")  # long ones come in pieces of 255 bytes
    return inner.replace('\\"', '"').replace("\\\\", "\\")


def _is_null_mx(record: str) -> bool:
    """Whether an MX record as ``_written`` names no server at all (RFC 7505 §3)."""
    return record.partition(" ")[2] == "."


def _in_ascii(record: str) -> str:
    """Each word of a record that is a name in other letters, in DNS form (the priority of MX is one word)."""
    return " ".join(field if field.isascii() else ascii_host(field) or field for field in record.split(" "))


def _is(expected: str, found: str, kind: RecordType) -> bool:
    wanted = _in_ascii(expected.strip()) if kind is not RecordType.TXT else expected.strip()
    match kind:
        case RecordType.A | RecordType.AAAA:
            family = socket.AF_INET if kind is RecordType.A else socket.AF_INET6
            try:
                return socket.inet_pton(family, wanted) == socket.inet_pton(family, found)
            except OSError:
                return False
        case RecordType.TXT:
            return wanted.strip('"') in found
        case RecordType.MX:
            plain = _written(wanted, kind)
            return plain in (found, found.partition(" ")[2])
    return wanted.removesuffix(".").lower() == found


def _is_local(settings: DnsSettings) -> bool:
    return settings.server is not None and server_of(settings.server).is_local


def _address(settings: DnsSettings) -> str:
    asked = f" at {settings.server}" if settings.server else ""
    return f"{settings.domain} {settings.record}{asked}"


KIND = ProbeKind(
    name="dns",
    title=msg("DNS records"),
    group=KindGroup.NETWORK,
    summary=msg("Whether a name has the records that website and mail need."),
    measures={"records": Measured(msg("Records"), Unit.COUNT), "ttl": Measured(msg("Time to live"), Unit.SECONDS)},
    advice={
        Reason.TIMEOUT: msg(
            "Check whether other names are found. If not, this network or its DNS server is at fault; otherwise ask"
            " whoever runs the server."
        ),
        Reason.DNS: msg(
            "Look the name up at your registrar: the domain may have lapsed, or its name servers may be failing. If"
            " it is there, correct the name in the settings."
        ),
        Reason.REFUSED: msg(
            "Ask whoever runs the DNS server to answer this computer, or choose another one in the settings."
        ),
        Reason.CONTENT: msg(
            "Compare the records with those that your provider asks for. If somebody changed them on purpose,"
            " change what is expected."
        ),
    },
    notes=KindNotes(
        calls="one question over UDP, over TCP where the answer was cut off; repeated while no answer comes",
        never="zone transfers, dynamic updates",
        red_light=msg(
            "Turns red when the name or the record is gone, the record isn't the one that you expect, or"
            " the server fails."
        ),
        simulator="tests.integration.probes.dns_server",
    ),
    settings=DnsSettings,
    build=DnsProbe,
    is_local=_is_local,
    address=_address,
)
