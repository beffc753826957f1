"""What each vendor publishes about its own health, and where: the table, and how the settings override it. As of 2026
(docs/integrations.md). Other vendors have no known feed."""

import re
from dataclasses import replace
from enum import StrEnum
from urllib.parse import urlsplit

from porchlight.dataclass import dataclass
from porchlight.language.english import unfit
from porchlight.language.text import msg


class Format(StrEnum):
    """What a feed looks like."""

    STATUSPAGE = "statuspage"
    """Atlassian Statuspage v2: ``/api/v2/summary.json``."""
    SALESFORCE = "salesforce"
    """Salesforce Trust, of one instance."""
    STRIPE = "stripe"
    """Stripe's own."""
    ATOM = "atom"
    """PayPal's: one entry per incident, its state in the title."""
    NONE = "none"
    """Nothing that programs can read."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where one vendor's reports are published."""

    vendor: str
    """Its name, for people."""
    format: Format
    url: str
    """The whole address; ``{instance}`` stands for the customer's own part of it."""
    page: str
    """Where people read it."""
    instance: str = ""
    parts: tuple[str, ...] = ()
    """The vendor's parts that matter, by name; none: all."""

    @property
    def address(self) -> str | None:
        """The address to fetch; None where a part of it is not known."""
        if "{instance}" in self.url and not self.instance:
            return None
        return self.url.replace("{instance}", self.instance)


def _statuspage(vendor: str, page: str) -> Feed:
    return Feed(vendor, Format.STATUSPAGE, f"{page}/api/v2/summary.json", page)


FEEDS = {
    "gofundme_pro": _statuspage("GoFundMe Pro", "https://status.classy.org"),
    "hubspot": _statuspage("HubSpot", "https://status.hubspot.com"),
    "quickbooks": _statuspage("QuickBooks", "https://status.developer.intuit.com"),
    "sendgrid": _statuspage("SendGrid", "https://status.sendgrid.com"),
    "github": _statuspage("GitHub", "https://www.githubstatus.com"),
    "salesforce": Feed(
        "Salesforce",
        Format.SALESFORCE,
        "https://api.status.salesforce.com/v1/instanceAliases/{instance}/status",
        "https://status.salesforce.com",
    ),
    "stripe": Feed("Stripe", Format.STRIPE, "https://status.stripe.com/current", "https://status.stripe.com"),
    "paypal": Feed("PayPal", Format.ATOM, "https://www.paypal-status.com/feed/atom", "https://www.paypal-status.com"),
    "mailchimp": Feed("Mailchimp", Format.NONE, "", "https://status.mailchimp.com"),
}
"""By the name that ``vendor`` has in the settings."""

_OF_KIND = {
    "classy": "gofundme_pro",
    "hubspot": "hubspot",
    "mailchimp": "mailchimp",
    "mailchimp_transactional": "mailchimp",
    "paypal": "paypal",
    "paypal_account": "paypal",
    "salesforce": "salesforce",
    "stripe": "stripe",
    "stripe_account": "stripe",
}
NO_VENDOR = "none"
_MY_DOMAIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]{0,80})(?:\.[a-z0-9]+)*\.my\.salesforce\.com", re.IGNORECASE)
_INSTANCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")


def feed_named(vendor: str) -> Feed:
    """The feed of a setting: a name of the table, ``name:instance``, or the address of a Statuspage. The ValueError
    says what would be right."""
    if "://" in vendor:
        parts = urlsplit(vendor)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise unfit(msg("Please write the address of a Statuspage, without a user or a password."))
        return _statuspage(parts.hostname, vendor.rstrip("/"))
    name, _, instance = vendor.partition(":")
    if name not in FEEDS:
        raise unfit(
            msg(
                "There is no such vendor. Use one of {known}, or the address of a Statuspage.", known=", ".join(FEEDS)
            )
        )
    if instance and not _INSTANCE.fullmatch(instance):
        raise unfit(
            msg("Write the name of your instance after the colon, such as {example}.", example="salesforce:acme")
        )
    return replace(FEEDS[name], instance=instance)


def feed_of(kind: str, address: str, vendor: str | None) -> Feed | None:
    """The feed of a component's vendor: by its setting ``vendor``, else by its kind; None: none. ``address`` is the
    component's: for Salesforce it names the instance."""
    if vendor == NO_VENDOR:
        return None
    name = vendor or _OF_KIND.get(kind)
    if name is None:
        return None
    feed = feed_named(name)
    if feed.format is Format.SALESFORCE and not feed.instance:
        host = urlsplit(address).hostname or address
        match = _MY_DOMAIN.fullmatch(host)
        return replace(feed, instance=match["name"]) if match else feed
    return feed
