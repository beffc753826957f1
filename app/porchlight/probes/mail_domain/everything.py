"""Every subject of a domain's mail, one after the other: imported in a thread, since the DNS library loads slowly."""

import asyncio
from collections.abc import Sequence

from porchlight.net.exchange import HttpClient
from porchlight.probes.dns_address import DnsServer
from porchlight.probes.mail_domain.bimi import check_bimi
from porchlight.probes.mail_domain.dkim import check_dkim
from porchlight.probes.mail_domain.dmarc import check_dmarc
from porchlight.probes.mail_domain.findings import Report
from porchlight.probes.mail_domain.lookups import Lookups
from porchlight.probes.mail_domain.receivers import check_receivers
from porchlight.probes.mail_domain.settings import MailDomainSettings
from porchlight.probes.mail_domain.spf import Evaluation, check_spf
from porchlight.probes.mail_domain.transport import check_mta_sts, check_mx, check_tls_rpt


async def look_up(
    settings: MailDomainSettings, servers: Sequence[DnsServer], patience: float, http: HttpClient
) -> tuple[list[Report], Evaluation]:
    """A report on each subject, in the order in which people read them. Raises nothing. ``patience``: how long one
    question may take, in seconds."""
    lookups, domain = Lookups(servers, patience), settings.domain
    mx, mail_servers = await check_mx(lookups, domain)
    (spf, evaluation), (dkim, keys), (dmarc_report, dmarc), sts, tls_rpt = await asyncio.gather(
        check_spf(lookups, domain),
        check_dkim(lookups, domain, settings.senders, settings.dkim_selectors),
        check_dmarc(lookups, domain),
        check_mta_sts(lookups, http, domain, mail_servers),
        check_tls_rpt(lookups, domain),
    )
    bimi = await check_bimi(lookups, domain, dmarc)
    receivers = check_receivers(spf, dkim, keys, dmarc_report, dmarc, mx, settings.bulk_sender)
    return [spf, dkim, dmarc_report, mx, sts, tls_rpt, bimi, *receivers], evaluation
