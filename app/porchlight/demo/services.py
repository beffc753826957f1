"""The demo's services on loopback, settings that watch them, and the story that they play.

Each is a simulator of a real vendor, so that nothing in Porchlight is different in the demo.
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime
from urllib.parse import quote

from porchlight.dataclass import dataclass
from porchlight.demo.classy import ClassySimulator
from porchlight.demo.donate_page import DonatePageSimulator, PageFault
from porchlight.demo.faults import Fault
from porchlight.demo.gifts import Gifts, usual_gifts
from porchlight.demo.http_server import Answer, Request, SimulatorServer, json_answer
from porchlight.demo.jobs import begin_and_hang, end_after_all
from porchlight.demo.mail_dns import MailFault
from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.demo.names import NamesAndPayments, names_and_payments
from porchlight.demo.recurring import add_plans, hold_payments, release_payments
from porchlight.demo.site import SiteFault
from porchlight.demo.sync_database import (
    CLASSY_DOWN,
    add_payments,
    forget_tiny_payments,
    lose_payments,
    make_sync_database,
    payments_of,
)
from porchlight.demo.website import WebsiteSimulator
from porchlight.zones import local_zone

_SETTINGS = """
[monitor]
interval = "3s"
timeout = "5s"
confirmations = 1
confirmation_pause = "1s"
connectivity_urls = []

[components.website]
kind = "http"
name = "Donation page"
url = "{website}/give"
expect_text = "Donate"
critical = true
tags = ["donors"]

[components.classy]
kind = "classy"
name = "Classy API"
organization_id = 6789
base_url = "{classy}/2.0"
token_url = "{classy}/oauth2/auth"

[components.database]
kind = "database"
name = "Sync database"
url = "sqlite:///{database}"
query = "SELECT count(*) FROM supporters"
query_operator = "greater_than"
query_value = 0
critical = true

[components.mailchimp]
kind = "mailchimp"
name = "Mailchimp"
base_url = "{mailchimp}"
list_id = "57afe96172"
contacts_limit = 5500

[components.receipts]
kind = "http"
name = "Receipt service"
url = "{receipts}/health"
slow_limit = "500ms"

[components.form]
kind = "http"
name = "Volunteer form"
url = "{form}/"
depends_on = ["website"]

[components.donate-page]
kind = "donate_page"
name = "Donation form"
url = "{donate_page}/give"

[components.site]
kind = "site"
name = "Website"
url = "{site}"
interval = "6s"

[components.stripe-account]
kind = "stripe_account"
name = "Stripe account"
base_url = "{stripe}"
interval = "6s"

[components.paypal-account]
kind = "paypal_account"
name = "PayPal account"
base_url = "{paypal}"
interval = "6s"

[components.mail-domain]
kind = "mail_domain"
name = "Mail of example.org"
domain = "example.org"
server = "{dns}"
interval = "10s"

[components.domain]
kind = "domain"
name = "Domain example.org"
domain = "example.org"
base_url = "{rdap}"
server = "{dns}"
interval = "10s"

[components.gift-pulse]
kind = "gift_pulse"
name = "Gift pulse"
url = "sqlite:///{database}"
delay = "0s"
tiny_below = 2

[components.recurring-gifts]
kind = "recurring_gifts"
name = "Recurring gifts"
url = "sqlite:///{database}"
interval = "6s"

[components.arrivals]
kind = "arrivals"
name = "Arrival of gifts"
organization_id = 6789
classy_credential = "classy"
base_url = "{classy}/2.0"
token_url = "{classy}/oauth2/auth"
url = "sqlite:///{database}"

[components.text-gifts]
kind = "heartbeat"
name = "Gifts by text message"
job = "Text-to-give import"
every = "15m"
ends_within = "2m"
most_runs = 20

[components.porchlight]
kind = "self"
name = "Porchlight itself"

[calendar.giving]
name = "Giving day"
from = "{giving_day}"
to = "{giving_day}"
plan_b = "Our form is down right now. Please give at https://example.org/give instead."

[paths.donations]
taken_by = ["website", "classy"]
passed_on_by = ["database"]
goes_to = "your database"
"""


class ReceiptService(WebsiteSimulator):
    """A service with a health payload of its own that warns while its queue is long."""

    queue: int = 3

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        status = "warn" if self.queue > 100 else "pass"
        part = {
            "componentType": "datastore",
            "observedValue": self.queue,
            "observedUnit": "letters",
            "status": status,
        }
        document = {"status": status, "checks": {"queue:utilization": [part]}}
        return json_answer(200, document, {"Content-Type": "application/health+json"})


@dataclass(slots=True)
class DemoServices:
    """The running services."""

    website: SimulatorServer
    classy: SimulatorServer
    mailchimp: SimulatorServer
    receipts: SimulatorServer
    form: SimulatorServer
    receipt_service: ReceiptService
    donate_page: DonatePageSimulator
    names: NamesAndPayments
    settings: str
    """TOML that watches them all."""
    secrets: Mapping[str, str]
    database: str
    """The path of the sync's database."""

    async def play(self, data_dir: str) -> None:
        """The story, in a loop: all is well, things go wrong one after the other, all recovers. ``data_dir``: where
        the demo's job reports its runs."""
        while True:
            self.all_well()
            await asyncio.sleep(15)
            self.receipts.delay = 0.9
            self.names.papers_are_wanted()
            await asyncio.sleep(15)
            self.mailchimp.fault = Fault.UNAUTHORIZED
            self.names.site.site_fault = SiteFault.OTHER_DOWN
            hanging = await asyncio.to_thread(begin_and_hang, data_dir, _now_ms())
            await asyncio.sleep(15)
            self.website.fault = Fault.UNAVAILABLE
            await asyncio.sleep(20)
            self.website.fault = Fault.NONE
            await asyncio.sleep(10)
            self.mailchimp.fault = Fault.NONE
            self.receipts.delay = 0.03
            self.names.all_well()
            await asyncio.to_thread(end_after_all, hanging, data_dir, _now_ms())
            await asyncio.to_thread(hold_payments, self.database, _now_ms())
            self.names.a_dispute_waits()
            self.donate_page.page_fault = PageFault.EXPIRED
            self.names.mail.fault = MailFault.NO_DMARC
            await asyncio.sleep(15)
            self.donate_page.page_fault = PageFault.NONE
            self.names.the_dispute_is_answered()
            await asyncio.to_thread(release_payments, self.database)
            await asyncio.to_thread(self.try_stolen_cards)
            await asyncio.sleep(15)
            await asyncio.to_thread(self.go_on_giving)
            await asyncio.sleep(30)

    def try_stolen_cards(self) -> None:
        """Somebody tries stolen cards on the form."""
        burst = Gifts()
        burst.burst(_now_ms())
        add_payments(self.database, burst.payments)

    def go_on_giving(self) -> None:
        """The provider has stopped them; meanwhile somebody has given."""
        forget_tiny_payments(self.database, below=2)
        add_payments(self.database, [(_now_ms() - 5_000, False, 25.0)])

    def all_well(self) -> None:
        """The beginning of the story; the volunteer form fails now and then, but never twice in a row."""
        self.website.fault = self.mailchimp.fault = Fault.NONE
        self.receipts.delay = 0.03
        self.donate_page.page_fault = PageFault.NONE
        self.names.all_well()
        self.receipt_service.queue = 3
        self.form.fault = Fault.SERVER_ERROR
        self.form.fault_on = lambda request: len(self.form.requests) % 7 == 4

    def trouble(self) -> None:
        """One moment with everything to see, for a single report."""
        self.mailchimp.fault = Fault.UNAUTHORIZED
        self.form.fault = Fault.UNAVAILABLE
        self.form.fault_on = lambda request: True
        self.receipt_service.queue = 1240
        self.names.papers_are_wanted()
        self.names.a_dispute_waits()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _day_of(at_ms: float) -> date:
    return datetime.fromtimestamp(at_ms / 1000, local_zone()).date()


def _make_database(path: str) -> None:
    """With many gifts on the giving day but for those that its outage has cost, and one of just now."""
    make_sync_database(path)
    now_ms = _now_ms()
    began_ms = now_ms - round(CLASSY_DOWN[0] * 86_400_000)
    more = usual_gifts(began_ms + 86_400_000, local_zone(), days=2, a_day=300.0, seed=7).payments
    add_payments(path, [one for one in more if _day_of(one[0]) == _day_of(began_ms)])
    lose_payments(path, began_ms, began_ms + CLASSY_DOWN[1] * 60_000)
    add_payments(path, [(now_ms - 90_000, False, 25.0)])
    add_plans(path, now_ms)


@asynccontextmanager
async def demo_services(folder: str) -> AsyncIterator[DemoServices]:
    """Start them all; ``folder`` holds the sync's database."""
    classy, mailchimp, receipt_service = ClassySimulator(), MailchimpSimulator(), ReceiptService()
    page = DonatePageSimulator()
    database = os.path.join(folder, "sync.sqlite")
    await asyncio.to_thread(_make_database, database)
    classy.gifts = await asyncio.to_thread(payments_of, database)
    async with AsyncExitStack() as stack:
        website = await stack.enter_async_context(SimulatorServer(WebsiteSimulator(), delay=0.04))
        classy_server = await stack.enter_async_context(SimulatorServer(classy, delay=0.09))
        mailchimp_server = await stack.enter_async_context(SimulatorServer(mailchimp, delay=0.12))
        receipts = await stack.enter_async_context(SimulatorServer(receipt_service, delay=0.03))
        form = await stack.enter_async_context(SimulatorServer(WebsiteSimulator(), delay=0.06))
        donate_page = await stack.enter_async_context(SimulatorServer(page, delay=0.05))
        names = await stack.enter_async_context(names_and_payments())
        yield DemoServices(
            website=website,
            classy=classy_server,
            mailchimp=mailchimp_server,
            receipts=receipts,
            form=form,
            receipt_service=receipt_service,
            donate_page=page,
            names=names,
            settings=_SETTINGS.format(
                website=website.url,
                classy=classy_server.url,
                mailchimp=mailchimp_server.url,
                receipts=receipts.url,
                form=form.url,
                donate_page=donate_page.url,
                database=quote(database),
                giving_day=_day_of(_now_ms() - CLASSY_DOWN[0] * 86_400_000).isoformat(),
                **names.addresses,
            ),
            secrets={
                "classy": json.dumps({"client_id": classy.client_id, "client_secret": classy.client_secret}),
                "mailchimp": mailchimp.api_key,
                "stripe": names.stripe.key,
                "paypal": json.dumps(
                    {"client_id": names.paypal.client_id, "client_secret": names.paypal.client_secret}
                ),
            },
            database=database,
        )
