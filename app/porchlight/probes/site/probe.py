"""Kind ``site``: whether every name that people type leads to the one site, safely."""

from collections.abc import Sequence
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from porchlight.intake.text import NAME, quote
from porchlight.language.english import english, unfit
from porchlight.language.text import Text, msg, msg_plural, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, require_http_url, shown_address
from porchlight.net.exchange import NoReply
from porchlight.probes.certificate_days import CERTIFICATE_MEASURES, Certificates, certificate_facts, recalled
from porchlight.probes.context import CheckContext
from porchlight.probes.hosts import Host, Port
from porchlight.probes.http_reasons import Verdict
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_settings import CertificateDays, VerifyCertificate
from porchlight.probes.site.judging import Found, judge
from porchlight.probes.site.names import Site, bare, twin_of
from porchlight.probes.site.walk import Walk, walk_all
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread

_ORDER: Final = (Outcome.ERROR, Outcome.DEGRADED, Outcome.UNKNOWN)
_S_A_DAY: Final = 86_400


class SiteSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "site"``."""

    url: Annotated[
        str,
        Described(
            msg("Address"),
            msg("The site's own address, where all its names should lead."),
            example="https://www.example.org/",
        ),
    ]
    with_www: Annotated[
        bool,
        Described(
            msg("With and without www"),
            msg(
                "The same name with www, or without it, has to lead to the address, too. Does not count for a site"
                " below another name, such as give.example.org."
            ),
        ),
    ] = True
    other_hosts: Annotated[
        tuple[Host, ...],
        Field(max_length=6),
        Described(
            msg("Other names"),
            msg("Further host names that have to lead to the address."),
            example=["example.com"],
        ),
    ] = ()
    single_name: Annotated[
        bool,
        Described(
            msg("One name only"),
            msg("Every other name has to redirect to the address. Turn it off if each may show the page itself."),
        ),
    ] = True
    http_port: Annotated[
        Port,
        Described(msg("Port without encryption"), msg("Where visitors arrive who type http://."), example=80),
    ] = 80
    certificate_days: CertificateDays = None
    verify: VerifyCertificate = True

    @field_validator("url")
    @classmethod
    def _url_is_plain(cls, value: str) -> str:
        parts = urlsplit(require_http_url(value))
        if parts.query or parts.username:
            raise unfit(msg("The address should end with its path, without ?, # or a user."))
        return parts._replace(path=parts.path or "/", fragment="").geturl()

    @property
    def site(self) -> Site:
        """The names of it."""
        alone = Site(self.url, (), self.http_port)
        twin = (twin_of(alone.host),) if self.with_www else ()
        others = dict.fromkeys(bare(one) for one in (*twin, *self.other_hosts) if one)
        return Site(self.url, tuple(others), self.http_port)


class SiteProbe:
    """Walks every name's way, and judges each certificate on it."""

    def __init__(self, component: Component, settings: SiteSettings) -> None:
        self._settings = settings
        self._site = settings.site

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings, site = self._settings, self._site
        walks = await walk_all(ctx, site, verify=settings.verify)
        async with ctx.digesting:
            found = await in_thread(
                lambda: judge(site, walks, single_name=settings.single_name), name=f"site {ctx.component.id}"
            )
        now_ms, certificates = ctx.clock.now_ms(), recalled(ctx.position)
        expiring: list[Found] = []
        measures: dict[str, Measure] = {}
        note: Text | None = None
        for walk in walks:
            certificates = certificates.seen(walk.host, walk.tls, now_ms)
            judged = certificates.judged(walk.host, walk.tls, settings.certificate_days, now_ms)
            for name, measure in judged.measures.items():  # of the certificate that ends first
                if name not in measures or measure.value < measures[name].value:
                    measures[name] = measure
            if note is None and judged.note is not None:
                note = msg("{host}: {problem}", host=walk.host, problem=judged.note)
            if judged.soon is not None and not isinstance(walk.secure, NoReply):
                sentence = msg("{host}: {problem}", host=walk.host, problem=judged.soon)
                verdict = Verdict(Outcome.DEGRADED, Reason.CERTIFICATE_EXPIRING, sentence)
                expiring.append(Found(walk.host, (verdict,)))
        return self._result(ctx, walks, [*found, *expiring], measures, certificates, note)

    async def close(self) -> None:
        """See Probe."""

    def _result(
        self,
        ctx: CheckContext,
        walks: Sequence[Walk],
        found: Sequence[Found],
        measures: dict[str, Measure],
        certificates: Certificates,
        note: Text | None,
    ) -> Result:
        home = walks[0].end
        by_host = {walk.host: [one for of in found if of.host == walk.host for one in of.verdicts] for walk in walks}
        measures |= {
            "hosts": Measure(len(walks), Unit.COUNT),
            "hosts_broken": Measure(sum(_gravest(of) is Outcome.ERROR for of in by_host.values()), Unit.COUNT),
        }
        if not isinstance(home, NoReply):
            measures["redirects"] = Measure(home.redirects, Unit.COUNT)
        hsts = _hsts_days(walks[0])
        if hsts is not None:
            measures["hsts_days"] = Measure(hsts, Unit.DAYS)
        details: dict[str, str | bool] = {
            **certificate_facts(walks[0].tls),
            "addresses": quote("; ".join(f"{one.host}: {', '.join(one.addresses) or '–'}" for one in walks), 500),
        }
        if self._site.is_encrypted:
            details["hsts"] = bool(hsts)
        parts = tuple(
            SubResult(
                quote(host, NAME), _gravest(of), english(sentences(*(one.sentence for one in of))) if of else ""
            )
            for host, of in by_host.items()
        )
        verdicts = [one for of in by_host.values() for one in of]
        worst = next((one for outcome in _ORDER for one in verdicts if one.outcome is outcome), None)
        if worst is not None:
            return ctx.unwell(
                worst.outcome,
                worst.reason,
                worst.sentence,
                measures=measures,
                phases=home.phases,
                details=details,
                sub_results=parts,
                position=certificates.stored,
            )
        return ctx.healthy(
            sentences(self._well(len(walks) - 1), note or ""),
            measures=measures,
            phases=home.phases,
            details=details,
            sub_results=parts,
            position=certificates.stored,
            duration_us=sum(home.phases.values()),
            authentic=True,
        )

    def _well(self, others: int) -> Text:
        if not others:
            return msg("{host} opens.", host=self._site.host)
        return msg_plural(
            "{host} opens, and so does {n} other name.",
            "{host} opens, and so do {n} other names.",
            others,
            host=self._site.host,
        )


def _gravest(verdicts: Sequence[Verdict]) -> Outcome:
    outcomes = {one.outcome for one in verdicts}
    return next((outcome for outcome in _ORDER if outcome in outcomes), Outcome.HEALTHY)


def _hsts_days(walk: Walk) -> float | None:
    """For how many days browsers insist on encryption once they were there (RFC 6797); None where the site does not
    ask for it."""
    if walk.secure is None or isinstance(walk.secure, NoReply):
        return None
    directives = walk.secure.headers.get("strict-transport-security", "").split(",")[0].split(";")
    for directive in directives:
        name, _, value = directive.partition("=")
        digits = value.strip().strip('"')
        if name.strip().lower() == "max-age" and digits.isascii() and digits.isdigit() and len(digits) <= 12:
            return round(int(digits) / _S_A_DAY, 1)
    return None


KIND = ProbeKind(
    name="site",
    title=msg("Website with all its names"),
    group=KindGroup.GIFTS,
    summary=msg("Whether your site opens whatever people type: with and without www, with http and https."),
    measures={
        "hosts": Measured(msg("Names"), Unit.COUNT),
        "hosts_broken": Measured(msg("Broken names"), Unit.COUNT),
        "redirects": Measured(msg("Redirects"), Unit.COUNT),
        "hsts_days": Measured(msg("HSTS"), Unit.DAYS),
        **CERTIFICATE_MEASURES,
    },
    advice={
        Reason.DNS: msg(
            "Open your DNS provider and give this name the same address as the site, or a CNAME to it. If the name"
            " was there yesterday, the domain may have lapsed: check with your registrar."
        ),
        Reason.REFUSED: msg(
            "The name leads to a server that does not take visitors. Compare its address in the DNS with what your"
            " web host tells you, and ask the host to serve this name, too."
        ),
        Reason.TIMEOUT: msg(
            "Open this name in a browser. If it hangs there too, its address in the DNS may be an old server's:"
            " compare it with what your web host tells you."
        ),
        Reason.TLS: msg(
            "Ask your web host for a certificate that is valid for each name, with www and without: visitors see a"
            " warning now."
        ),
        Reason.HTTP_STATUS: msg(
            "Send this message to whoever runs the site. A circle comes from two places that redirect, often the"
            " host and a service in front of it: one of them has to stop."
        ),
        Reason.CONTENT: msg(
            "Ask whoever runs the site to redirect every name, with http:// and https://, to the one address. If"
            " another address is right now, correct it in the settings."
        ),
    },
    notes=KindNotes(
        calls=(
            "for each name one GET with https:// and one with http://, redirects followed, hop by hop where"
            " they do not end; a look-up of its addresses"
        ),
        never="anything but each name's first page; forms, logins",
        red_light=msg(
            "Turns red when one of the site's names does not open, shows a certificate warning, leads somewhere else,"
            " or redirects in a circle."
        ),
        simulator="porchlight.demo.site",
    ),
    settings=SiteSettings,
    build=SiteProbe,
    timeout=20.0,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
)
