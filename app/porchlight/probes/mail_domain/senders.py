"""Services that sign mail in other domains' names, and the selectors of their DKIM keys."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from porchlight.language.text import Text


class MailSender(StrEnum):
    """A service that signs mail in a domain's name."""

    MAILCHIMP = "mailchimp"
    MANDRILL = "mandrill"
    GOOGLE = "google"
    MICROSOFT = "microsoft"

    @property
    def label(self) -> Text:
        """Its own name, which no language translates."""
        match self:
            case MailSender.MAILCHIMP:
                return Text("Mailchimp")
            case MailSender.MANDRILL:
                return Text("Mailchimp Transactional (Mandrill)")
            case MailSender.GOOGLE:
                return Text("Google Workspace")
            case MailSender.MICROSOFT:
                return Text("Microsoft 365")


SELECTORS: Final[Mapping[MailSender, tuple[str, ...]]] = {
    MailSender.MAILCHIMP: ("k1", "k2", "k3"),
    MailSender.MANDRILL: ("mte1", "mte2", "mandrill"),
    MailSender.GOOGLE: ("google",),
    MailSender.MICROSOFT: ("selector1", "selector2"),
}
"""As each service's own set-up names them; a service signs with one of them at a time."""
