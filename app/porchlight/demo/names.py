"""What stands behind a gift and is no form: the names of the website, its domain, its mail, its payments."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from porchlight.dataclass import dataclass
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.mail_dns import MailDns, MailDnsServer, MailFault
from porchlight.demo.paypal_account import ALL_SCOPES, PayPalAccountSimulator
from porchlight.demo.rdap import RdapSimulator
from porchlight.demo.site import SiteFault, SiteSimulator
from porchlight.demo.stripe_account import StripeAccountSimulator

_PAPERS = ("company.verification.document", "representative.verification.document")


@dataclass(frozen=True, slots=True)
class NamesAndPayments:
    """The running services."""

    site: SiteSimulator
    stripe: StripeAccountSimulator
    paypal: PayPalAccountSimulator
    mail: MailDns
    addresses: Mapping[str, str]
    """By the places of the demo's settings."""

    def all_well(self) -> None:
        """Nothing is wrong, and nobody asks for anything."""
        self.site.site_fault, self.mail.fault = SiteFault.NONE, MailFault.NONE
        self.stripe.requirements = {}
        self.the_dispute_is_answered()

    def papers_are_wanted(self) -> None:
        """Stripe asks for two documents within three weeks."""
        due = datetime.now(UTC) + timedelta(days=21)
        self.stripe.requirements = {"currently_due": list(_PAPERS), "current_deadline": round(due.timestamp())}

    def a_dispute_waits(self) -> None:
        """A donor disputes a gift, and PayPal wants an answer within twelve days.

        PayPal is asked once in a quarter of an hour, or at once where the application's permissions have changed: so
        they change here, for a story that takes minutes.
        """
        due = datetime.now(UTC) + timedelta(days=12)
        self.paypal.dues = (due.strftime("%Y-%m-%dT%H:%M:%S.000Z"),)
        self.paypal.scopes = (*ALL_SCOPES, "https://uri.paypal.com/services/invoicing")

    def the_dispute_is_answered(self) -> None:
        """Nothing waits any more."""
        self.paypal.dues, self.paypal.scopes = (), ALL_SCOPES


@asynccontextmanager
async def names_and_payments() -> AsyncIterator[NamesAndPayments]:
    """Start them all."""
    site, stripe, mail = SiteSimulator(secure_port=0), StripeAccountSimulator(), MailDns()
    paypal = PayPalAccountSimulator()
    ends = datetime.now(UTC) + timedelta(days=400)
    async with AsyncExitStack() as stack:
        entrance = await stack.enter_async_context(SimulatorServer(site.plain, delay=0.05))
        site.plain_port = entrance.port
        payments = await stack.enter_async_context(SimulatorServer(stripe, delay=0.11))
        account = await stack.enter_async_context(SimulatorServer(paypal, delay=0.13))
        registry = RdapSimulator(expires=ends.strftime("%Y-%m-%dT00:00:00Z"))
        rdap = await stack.enter_async_context(SimulatorServer(registry, delay=0.03))
        names = await stack.enter_async_context(MailDnsServer(mail))
        addresses = {
            "site": site.home,
            "stripe": payments.url,
            "paypal": account.url,
            "rdap": rdap.url,
            "dns": f"127.0.0.1:{names.port}",
        }
        yield NamesAndPayments(site, stripe, paypal, mail, addresses)
