"""BIMI (draft-brand-indicators-for-message-identification): the record of a domain's logo. Nothing is downloaded."""

import re
from urllib.parse import urlsplit

from porchlight.language.text import msg
from porchlight.probes.mail_domain.dmarc import Dmarc, Policy
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.lookups import CannotLookUp, Lookups
from porchlight.probes.mail_domain.tags import NotTags, read_tags


async def check_bimi(lookups: Lookups, domain: str, dmarc: Dmarc) -> Report:
    """Whether receivers may show the logo. Raises nothing."""
    report = Report("BIMI")
    try:
        found = await lookups.txt(f"default._bimi.{domain}")
    except CannotLookUp as error:
        report.add(Level.UNKNOWN, msg("BIMI could not be looked up ({problem}).", problem=str(error)))
        return report
    records = [one for one in found.records if re.match(r"v[ \t]*=[ \t]*BIMI1[ \t]*(?:;|$)", one)]
    report.records = sorted(records)
    if not records:
        report.add(Level.NOTE, msg("BIMI is not set up."))
    elif len(records) > 1 or not is_valid(records[0]):
        report.add(Level.WARNING, msg("The BIMI record is not valid; no logo is shown."))
    elif dmarc.policy not in (Policy.QUARANTINE, Policy.REJECT):
        report.add(Level.WARNING, msg("BIMI needs a DMARC policy of quarantine or reject; no logo is shown."))
    else:
        report.valid = True
    return report


def is_valid(record: str) -> bool:
    """Whether its addresses are of HTTPS; both empty: the domain declines to have a logo."""
    try:
        pairs = read_tags(record)
    except NotTags:
        return False
    tags = dict(pairs)
    if len(tags) != len(pairs) or "l" not in tags:
        return False
    return all(not tags.get(name) or _is_https(tags[name]) for name in ("l", "a"))


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() == "https" and bool(parts.hostname)
