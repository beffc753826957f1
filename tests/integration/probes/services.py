"""The services that a nonprofit's gifts run through: for each, its simulator and the settings that watch it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from porchlight.demo.blackbaud import BlackbaudSimulator
from porchlight.demo.donorbox import DonorboxSimulator
from porchlight.demo.http_server import Simulator
from porchlight.demo.hubspot import HubSpotSimulator
from porchlight.demo.mailchimp_transactional import MailchimpTransactionalSimulator
from porchlight.demo.neon_crm import NeonCrmSimulator
from porchlight.demo.paypal import PayPalSimulator
from porchlight.demo.paypal_account import PayPalAccountSimulator
from porchlight.demo.salesforce import SalesforceSimulator
from porchlight.demo.stripe import StripeSimulator
from porchlight.demo.stripe_account import StripeAccountSimulator
from porchlight.monitor.clock import SystemClock
from tests.support import Checker


class MovableClock(SystemClock):
    """The real clock, with a wall that can be moved on."""

    ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.ahead_ms


@dataclass(frozen=True)
class Service:
    """How one kind is watched at a simulator."""

    kind: str
    simulator: Callable[[], Any]
    settings: Callable[[str], Mapping[str, Any]]
    """For the address of a simulator."""
    secret: Callable[[Any], str]
    paths: tuple[str, ...]
    """What it asks for, in this order."""
    posts: frozenset[str] = frozenset()
    """Which of these may be a POST."""

    def checker(
        self,
        url: str,
        simulator: Simulator,
        *,
        secret: str | None = None,
        timeout: float = 5.0,
        clock: SystemClock | None = None,
        **more: object,
    ) -> Checker:
        """A component that watches the simulator at ``url``."""
        given = self.secret(simulator) if secret is None else secret
        settings = {"kind": self.kind, **self.settings(url), **more}
        credential = self.kind.replace("_", "-")
        return Checker(settings, secrets={credential: given}, timeout=timeout, clock=clock)


def _client(simulator: Any) -> str:
    return json.dumps({"client_id": simulator.client_id, "client_secret": simulator.client_secret})


def _consent(simulator: BlackbaudSimulator) -> str:
    names = ("subscription_key", "client_id", "client_secret", "refresh_token")
    return json.dumps({name: getattr(simulator, name) for name in names})


SALESFORCE = Service(
    "salesforce",
    SalesforceSimulator,
    lambda url: {"my_domain": url},
    _client,
    ("/services/data/", "/services/oauth2/token", "/services/data/v68.0/limits"),
    frozenset({"/services/oauth2/token"}),
)
HUBSPOT = Service(
    "hubspot",
    HubSpotSimulator,
    lambda url: {"base_url": url},
    lambda simulator: simulator.token,
    ("/account-info/v3/details", "/account-info/v3/api-usage/daily/private-apps"),
)
STRIPE = Service(
    "stripe",
    StripeSimulator,
    lambda url: {"base_url": url},
    lambda simulator: simulator.key,
    ("/v1/balance",),
)
STRIPE_ACCOUNT = Service(
    "stripe_account",
    StripeAccountSimulator,
    lambda url: {"base_url": url, "credential": "stripe-account", "webhooks": False, "payments": False},
    lambda simulator: simulator.key,
    ("/v1/account",),  # without the others, whose failure is none of the account's
)
PAYPAL = Service(
    "paypal",
    PayPalSimulator,
    lambda url: {"base_url": url},
    _client,
    ("/v1/oauth2/token",),
    frozenset({"/v1/oauth2/token"}),
)
PAYPAL_ACCOUNT = Service(
    "paypal_account",
    PayPalAccountSimulator,
    lambda url: {
        "base_url": url,
        "credential": "paypal-account",
        **dict.fromkeys(("verified", "disputes", "withheld", "payments", "webhooks"), False),
    },
    _client,
    ("/v1/oauth2/token",),  # without the others, whose failure is none of the account's
    frozenset({"/v1/oauth2/token"}),
)
TRANSACTIONAL = Service(
    "mailchimp_transactional",
    MailchimpTransactionalSimulator,
    lambda url: {"base_url": f"{url}/api/1.0"},
    lambda simulator: simulator.key,
    ("/api/1.0/users/info.json",),
    frozenset({"/api/1.0/users/info.json"}),
)
DONORBOX = Service(
    "donorbox",
    DonorboxSimulator,
    lambda url: {"base_url": f"{url}/api/v1", "login": "office@example.org"},
    lambda simulator: simulator.key,
    ("/api/v1/campaigns",),
)
NEON = Service(
    "neon_crm",
    NeonCrmSimulator,
    lambda url: {"base_url": f"{url}/v2", "org_id": "example"},
    lambda simulator: simulator.key,
    ("/v2/properties/organizationProfile",),
)
BLACKBAUD = Service(
    "blackbaud",
    BlackbaudSimulator,
    lambda url: {"base_url": url, "token_url": f"{url}/token"},
    _consent,
    ("/token", "/fundraising/v1/campaigns"),
    frozenset({"/token"}),
)
SERVICES = (
    SALESFORCE,
    HUBSPOT,
    STRIPE,
    STRIPE_ACCOUNT,
    PAYPAL,
    PAYPAL_ACCOUNT,
    TRANSACTIONAL,
    DONORBOX,
    NEON,
    BLACKBAUD,
)
