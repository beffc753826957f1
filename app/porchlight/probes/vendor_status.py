"""Kind ``vendor_status``: the vendor's published state, as a component.

It informs and never turns the light red: what the vendor calls an outage is degraded here, and a feed that cannot be
read is unknown. A status page stops no gifts; they stop when the vendor's own component fails, and there its report
is shown as well.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from porchlight.language.english import unfit
from porchlight.language.text import Text, msg, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.model.vendor import VendorState
from porchlight.net.addresses import is_local_address, require_http_url, shown_address
from porchlight.probes.context import CheckContext, Detail
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.vendor.report import ask_vendor
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.settings.vendors import NO_VENDOR, Feed, Format, feed_named

_SHARE = 0.9
"""Of the component's time limit: being late is unknown here, not an error."""


class GivenFormat(StrEnum):
    """The format at an address in the settings."""

    AS_KNOWN = "as_known"
    """The vendor's format in the table."""
    STATUSPAGE = "statuspage"
    SALESFORCE = "salesforce"
    STRIPE = "stripe"
    ATOM = "atom"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case GivenFormat.AS_KNOWN:
                return msg("Default for this vendor")
            case GivenFormat.STATUSPAGE:
                return Text("Statuspage")
            case GivenFormat.SALESFORCE:
                return Text("Salesforce")
            case GivenFormat.STRIPE:
                return Text("Stripe")
            case GivenFormat.ATOM:
                return Text("Atom")


class VendorStatusSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "vendor_status"``."""

    vendor: Annotated[
        str,
        Field(min_length=1, max_length=300),
        Described(
            msg("Vendor"),
            msg("A name such as “hubspot” or “salesforce:acme”, or the address of a Statuspage."),
            example="salesforce:acme",
        ),
    ]
    url: Annotated[
        str | None,
        Described(
            msg("Feed address"),
            msg("Only if the vendor has moved its feed. {instance} stands for your instance.", instance="{instance}"),
            example="https://status.example.org/api/v2/summary.json",
        ),
    ] = None
    format: Annotated[GivenFormat, Described(msg("Format"), msg("What is at that address."))] = GivenFormat.AS_KNOWN
    parts: Annotated[
        tuple[str, ...],
        Described(
            msg("Parts that matter"),
            msg("By their names on the vendor's page. Default: all."),
            example=["Email sending"],
        ),
    ] = ()

    @model_validator(mode="after")
    def _can_be_read(self) -> "VendorStatusSettings":
        if self.vendor == NO_VENDOR:
            raise unfit(msg("Please name a vendor here."))
        if self.url is not None:
            require_http_url(self.url)
        feed = self.feed()
        if feed.format is Format.NONE:
            raise unfit(
                msg(
                    "{vendor} publishes nothing that programs can read. People find it at {page}.",
                    vendor=feed.vendor,
                    page=feed.page,
                )
            )
        if feed.address is None:
            raise unfit(msg("Add the name of your instance, such as {example}.", example=f"{self.vendor}:acme"))
        if self.critical:
            raise unfit(
                msg("A vendor's own report only informs and is never critical. Let what uses the vendor be critical.")
            )
        return self

    def feed(self) -> Feed:
        """The table's, as changed by these settings. ValueError for an unknown vendor."""
        feed = feed_named(self.vendor)
        if self.url is not None:
            feed = replace(feed, url=self.url)
            if feed.format is Format.NONE:
                feed = replace(feed, format=Format.STATUSPAGE)
        if self.format is not GivenFormat.AS_KNOWN:
            feed = replace(feed, format=Format(self.format.value))
        return replace(feed, parts=self.parts)


class VendorStatusProbe:
    """Asks once."""

    def __init__(self, component: Component, settings: VendorStatusSettings) -> None:
        self._feed = settings.feed()

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        report = await ask_vendor(self._feed, ctx.http, ctx.clock, time_limit=ctx.component.timeout * _SHARE)
        details: dict[str, Detail] = {"page": report.page, "informational": True}
        match report.state:
            case VendorState.NOTHING:
                return ctx.healthy(report.sentence(), details=details)
            case VendorState.REPORTS:
                age = 0 if report.since_ms is None else max(ctx.began_ms - report.since_ms, 0) // 1000
                measures = {"reported_for": Measure(age, Unit.SECONDS)} if report.since_ms is not None else {}
                return ctx.unwell(
                    Outcome.DEGRADED, Reason.CONTENT, report.sentence(), details=details, measures=measures
                )
        return ctx.unwell(Outcome.UNKNOWN, report.reason, sentences(report.sentence(), report.why), details=details)

    async def close(self) -> None:
        """See Probe."""


KIND = ProbeKind(
    name="vendor_status",
    title=msg("A vendor's status page"),
    group=KindGroup.OTHER_MONITORS,
    summary=msg("What HubSpot, Stripe and others report about themselves. For information only."),
    measures={"reported_for": Measured(msg("Reported for"), Unit.SECONDS)},
    advice={
        Reason.CONTENT: msg(
            "Nothing to do here. Open the vendor's status page; if the service works for you, just wait for the"
            " vendor."
        ),
        Reason.CONFIGURATION: msg(
            "Correct the vendor's name, your instance or the feed's address; vendors move their feeds now and then."
        ),
    },
    notes=KindNotes(
        calls="the vendor's public feed, **never with a credential**; redirects followed",
        never="a credential",
        red_light=msg("Never turns red: a vendor's outage is a warning, and a feed that can't be read is unknown."),
        simulator="tests.integration.probes.vendor_feeds",
    ),
    settings=VendorStatusSettings,
    build=VendorStatusProbe,
    is_local=lambda settings: is_local_address(settings.feed().url),
    address=lambda settings: shown_address(settings.feed().address or ""),
)
