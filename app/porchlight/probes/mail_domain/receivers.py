"""The published rules of large receivers for bulk senders, as far as the DNS shows whether they are kept.

Not to be seen from here, and therefore no part of it: the rate of complaints, the one-click unsubscription
(RFC 8058), reverse DNS of the sending servers, and TLS.
"""

from collections.abc import Sequence
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Items, Place, Text, msg
from porchlight.probes.mail_domain.dkim import DkimKey, KeyState
from porchlight.probes.mail_domain.dmarc import Dmarc
from porchlight.probes.mail_domain.findings import Level, Report


@dataclass(frozen=True, slots=True)
class Receiver:
    """One receiver and where its rules are published."""

    name: str
    source: str


RECEIVERS: Final = (
    Receiver("Gmail", "https://support.google.com/a/answer/81126"),
    Receiver("Yahoo", "https://senders.yahooinc.com/best-practices/"),
    Receiver(
        "Outlook.com",
        "https://techcommunity.microsoft.com/blog/microsoftdefenderforoffice365blog/"
        "strengthening-email-ecosystem-outlook%E2%80%99s-new-requirements-for-high%E2%80%90volume-senders/4399730",
    ),
)
"""Each asks the same of what the DNS shows, from 5,000 messages a day on (Yahoo names no number): SPF and DKIM both
pass, a DMARC record of at least p=none, and one of both aligned with the From address; Gmail and Yahoo a key of 1024
bits. Known from reports on these
pages (27 November 2026); to be verified against the pages themselves."""


def check_receivers(
    spf: Report, dkim: Report, keys: Sequence[DkimKey], dmarc_report: Report, dmarc: Dmarc, mx: Report, bulk: bool
) -> list[Report]:
    """One report a receiver; ``bulk``: its rules for bulk senders apply to this domain."""
    unknown = [one for one in (spf, dkim, dmarc_report) if one.worst is not None and one.worst.level is Level.UNKNOWN]
    aligned = spf.valid or any(key.state is KeyState.VALID for key in keys)
    missing: list[Place] = [subject.subject for subject in (spf, dkim) if not subject.valid]
    if dmarc.policy is None:
        missing.append("DMARC")
    if not aligned:
        missing.append(msg("an SPF or DKIM domain that matches the sender's"))
    if not mx.valid:
        missing.append(msg("a domain that takes replies"))
    found = []
    for receiver in RECEIVERS:
        report = Report(receiver.name, valid=not missing)
        if unknown:
            report.add(Level.UNKNOWN, msg("Could not be looked up."))
        elif missing:
            report.add(Level.ERROR if bulk else Level.NOTE, _missing(receiver, missing))
        found.append(report)
    return found


def _missing(receiver: Receiver, missing: list[Place]) -> Text:
    return msg(
        "{receiver} asks bulk senders for more: {missing}.", receiver=receiver.name, missing=Items(tuple(missing))
    )
