"""Kind ``mail_domain``: whether receivers trust mail in a domain's name, and whether mail reaches it."""

from importlib import import_module
from typing import TYPE_CHECKING

from porchlight.language.english import english
from porchlight.language.text import Duration as Span
from porchlight.language.text import Text, msg, msg_plural, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.dns_address import server_of
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.mail_domain.changes import compare, read_known, recent, written
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.settings import MailDomainSettings
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.probes.mail_domain.spf import Evaluation

_SHARE = 0.15
"""Of the time limit, for one question."""


class MailDomainProbe:
    """Asks the DNS, and for one policy file."""

    def __init__(self, component: Component, settings: MailDomainSettings) -> None:
        self._settings = settings
        self._library_loaded = False
        self._position: str | None = None

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        if not self._library_loaded:
            # dnspython takes 60 ms to load: too long for the loop.
            await in_thread(lambda: import_module("porchlight.probes.mail_domain.everything"), name="dns library")
            self._library_loaded = True
        from porchlight.probes.dns_server import system_servers
        from porchlight.probes.mail_domain.everything import look_up

        settings = self._settings
        given = settings.server
        servers = [server_of(given)] if given is not None else await system_servers()
        if not servers:
            return ctx.unwell(Outcome.UNKNOWN, Reason.OFFLINE, msg("This computer has no DNS server at the moment."))
        reports, evaluation = await look_up(settings, servers, ctx.component.timeout * _SHARE, ctx.http)
        known = compare(read_known(ctx.position or self._position), reports, ctx.began_ms)
        self._position = written(known)
        return self._judge(ctx, reports, evaluation, recent(known, ctx.began_ms))

    async def close(self) -> None:
        """See Probe."""

    def _judge(
        self, ctx: CheckContext, reports: list[Report], evaluation: "Evaluation", changed: list[tuple[str, int]]
    ) -> Result:
        parts = tuple(_part(report) for report in reports)
        measures = {
            "spf_lookups": Measure(evaluation.terms, Unit.COUNT),  # no forecast: it changes when somebody edits it
            "problems": Measure(sum(_counts(report) for report in reports), Unit.COUNT),
        }
        details = {report.subject: "; ".join(report.records)[:500] for report in reports if report.records}
        grave = [report for report in reports if report.worst is not None]
        unknown = [one.worst for one in grave if one.worst and one.worst.level is Level.UNKNOWN]
        found = sorted(
            (one for report in grave for one in report.findings if one.level in (Level.WARNING, Level.ERROR)),
            key=lambda one: -one.level,
        )
        news = [
            msg("{record} changed {ago} ago.", record=subject, ago=Span((ctx.began_ms - at_ms) / 1000))
            for subject, at_ms in changed
        ]
        if not found and unknown:
            return ctx.unwell(
                Outcome.UNKNOWN if len(unknown) < len(parts) else Outcome.ERROR,
                Reason.DNS,
                unknown[0].sentence,
                sub_results=parts,
                position=self._position,
            )
        if found:
            more = len(found) - 1
            sentence = sentences(
                found[0].sentence,
                msg_plural("There is {n} more problem.", "There are {n} more problems.", more) if more else "",
                *news,
            )
            outcome = Outcome.ERROR if found[0].level is Level.ERROR else Outcome.DEGRADED
        elif news and self._settings.warn_on_change:
            outcome, sentence = Outcome.DEGRADED, sentences(*news)
        else:
            return ctx.healthy(
                sentences(msg("Receivers can trust mail from {domain}.", domain=self._settings.domain), *news),
                measures=measures,
                details=details,
                sub_results=parts,
                position=self._position,
            )
        return ctx.unwell(
            outcome,
            Reason.CONTENT,
            sentence,
            measures=measures,
            details=details,
            sub_results=parts,
            position=self._position,
        )


def _counts(report: Report) -> int:
    return sum(one.level in (Level.WARNING, Level.ERROR) for one in report.findings)


def _part(report: Report) -> SubResult:
    worst = report.worst
    outcomes = {
        Level.ERROR: Outcome.ERROR,
        Level.WARNING: Outcome.DEGRADED,
        Level.UNKNOWN: Outcome.UNKNOWN,
        Level.NOTE: Outcome.HEALTHY,
    }
    if worst is None:
        return SubResult(report.subject, Outcome.HEALTHY, english(_IN_ORDER))
    return SubResult(report.subject, outcomes[worst.level], english(worst.sentence))


_IN_ORDER: Text = msg("In order.")


KIND = ProbeKind(
    name="mail_domain",
    title=msg("Mail domain"),
    group=KindGroup.NETWORK,
    summary=msg("Whether receivers trust mail in your domain's name, and whether mail reaches you."),
    measures={
        "spf_lookups": Measured(msg("Look-ups of SPF"), Unit.COUNT),
        "problems": Measured(msg("Problems"), Unit.COUNT),
    },
    advice={
        Reason.DNS: msg(
            "Check whether other names are found. If not, this network or its DNS server is at fault; otherwise ask"
            " whoever runs the domain's name servers."
        ),
        Reason.CONTENT: msg(
            "Ask whoever manages your domain's DNS to correct the record. Your mail service's own guide shows what it"
            " should be."
        ),
    },
    notes=KindNotes(
        calls="about 40 questions to the DNS (150 at most), and `GET https://mta-sts.DOMAIN/.well-known/mta-sts.txt`"
        " where the domain has MTA-STS",
        never="sending or reading mail, the logo and certificate of BIMI, zone transfers",
        red_light=msg(
            "Turns red when SPF or DMARC is missing or not valid, when SPF needs too many look-ups, when a sender has"
            " no valid DKIM key, when no mail server has an address, or when a mail server stands outside an enforced"
            " MTA-STS policy."
        ),
        simulator="porchlight.demo.mail_dns",
    ),
    settings=MailDomainSettings,
    build=MailDomainProbe,
    timeout=30.0,
    is_local=lambda settings: settings.server is not None and server_of(settings.server).is_local,
    address=lambda settings: f"{settings.domain} at {settings.server}" if settings.server else settings.domain,
)
