"""The settings of kind ``arrivals``: which places are compared, how each one is reached, and where its credential
goes."""

from hashlib import sha256
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.model.component import Component
from porchlight.net.addresses import ApiUrl, is_local_address, shown_address
from porchlight.probes.arrivals.crms import HubSpot, NeonCrm, Salesforce
from porchlight.probes.arrivals.orders import MailchimpOrders
from porchlight.probes.arrivals.places import Classy, Place, SyncDatabase
from porchlight.probes.classy import CountedOrganization, CountsWith
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.databases.address import (
    database_origin,
    is_local_database,
    require_database_url,
    shown_database,
)
from porchlight.probes.gift_pulse.places import CLASSY_API, CLASSY_TOKENS
from porchlight.probes.gift_pulse.totals import ClassyTotals
from porchlight.probes.hubspot import API as HUBSPOT_API
from porchlight.probes.hubspot import CREDENTIAL as HUBSPOT_TOKEN
from porchlight.probes.mailchimp import CREDENTIAL as MAILCHIMP_KEY
from porchlight.probes.mailchimp import api_origin
from porchlight.probes.neon_crm import API as NEON_API
from porchlight.probes.neon_crm import CREDENTIAL as NEON_KEY
from porchlight.probes.salesforce import CREDENTIAL as SALESFORCE_CLIENT
from porchlight.probes.salesforce import Organization
from porchlight.probes.shared_settings import BaseUrl, DatabaseUrl, Organizations, PasswordName, TokenUrl
from porchlight.probes.vendor.oauth import TokenSource
from porchlight.settings.describe import Described, OnlyWhere
from porchlight.settings.origins import Destinations, origin_of
from porchlight.settings.origins import Place as Destination
from porchlight.settings.schema import known_zone

_LEAST_PLACES: Final = 2
_SF_NAME: Final = r"^[A-Za-z][A-Za-z0-9_]{0,79}$"
_HUBSPOT_NAME: Final = r"^[a-z][a-z0-9_]{0,99}$"
_HUBSPOT_ID: Final = r"^[A-Za-z0-9_-]{1,100}$"
_COUNTED: Final = "organization_id base_url url organizations my_domain"
_OF_PLACES: Final = ("salesforce_", "hubspot_", "neon_", "mailchimp_")


class ArrivalsSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "arrivals"``: at least two of Classy, the database, CRMs and Mailchimp."""

    organization_id: CountedOrganization = None
    classy_credential: CountsWith = None
    url: DatabaseUrl | None = None
    """As for kind ``database``, without the password."""
    database_credential: PasswordName | None = None
    """Its secret is the password."""
    organizations: Organizations = ()
    my_domain: Annotated[
        ApiUrl | None,
        Described(
            msg("My Domain address"),
            msg("Salesforce shows it under Setup → My Domain."),
            example="https://example.my.salesforce.com",
        ),
    ] = None
    salesforce_credential: Annotated[
        str | None,
        Described(
            msg("Salesforce credential"),
            msg("The name of the consumer key and secret in the keyring."),
            example="salesforce",
        ),
        SALESFORCE_CLIENT,
    ] = None
    salesforce_object: Annotated[
        Annotated[str, Field(pattern=_SF_NAME)],
        Described(msg("Salesforce object"), msg("The records that gifts become."), example="Opportunity"),
        OnlyWhere("my_domain", bool),
    ] = "Opportunity"
    salesforce_day: Annotated[
        Annotated[str, Field(pattern=_SF_NAME)],
        Described(
            msg("Salesforce date field"),
            msg("The field with the day of the gift, a date without a time."),
            example="CloseDate",
        ),
        OnlyWhere("my_domain", bool),
    ] = "CloseDate"
    salesforce_stage: Annotated[
        Annotated[str, Field(pattern=r"^[^'\\\x00-\x1f]{1,100}$")] | None,
        Described(
            msg("Salesforce stage"),
            msg("Only records in this stage are counted. Default: all of that day."),
            example="Closed Won",
        ),
        OnlyWhere("my_domain", bool),
    ] = None
    hubspot_credential: Annotated[
        str | None,
        Described(msg("HubSpot credential"), msg("The name of the access token in the keyring."), example="hubspot"),
        HUBSPOT_TOKEN,
    ] = None
    hubspot_day: Annotated[
        Annotated[str, Field(pattern=_HUBSPOT_NAME)],
        Described(
            msg("HubSpot date property"),
            msg("The internal name of the deals' property with the day of the gift."),
            example="closedate",
        ),
    ] = "closedate"
    hubspot_whole_days: Annotated[
        bool,
        Described(
            msg("HubSpot date has no time"),
            msg("Turn it on where the sync writes only the day: HubSpot keeps it as midnight in UTC."),
        ),
    ] = False
    hubspot_pipeline: Annotated[
        Annotated[str, Field(pattern=_HUBSPOT_ID)] | None,
        Described(
            msg("HubSpot pipeline"),
            msg("Only deals of the pipeline with this ID are counted. Default: all of that day."),
            example="default",
        ),
    ] = None
    hubspot_stage: Annotated[
        Annotated[str, Field(pattern=_HUBSPOT_ID)] | None,
        Described(
            msg("HubSpot stage"),
            msg("Only deals in the stage with this ID are counted. Default: all of that day."),
            example="closedwon",
        ),
    ] = None
    neon_org_id: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None,
        Described(
            msg("Neon organisation ID"),
            msg("Neon shows it under Settings → Organization Profile."),
            example="example",
        ),
    ] = None
    neon_credential: Annotated[
        str | None,
        Described(msg("Neon credential"), msg("The name of the API key in the keyring."), example="neon-crm"),
        NEON_KEY,
    ] = None
    neon_status: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z ]{0,39}$")] | None,
        Described(
            msg("Neon donation status"),
            msg("Only donations with this status are counted. Default: all of that day."),
            example="Succeeded",
        ),
        OnlyWhere("neon_org_id", bool),
    ] = None
    mailchimp_store: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")] | None,
        Described(
            msg("Mailchimp store"),
            msg("The ID of the store that the sync writes gifts to as orders."),
            example="classy-sync",
        ),
    ] = None
    mailchimp_credential: Annotated[
        str | None,
        Described(msg("Mailchimp credential"), msg("The name of the API key in the keyring."), example="mailchimp"),
        MAILCHIMP_KEY,
    ] = None
    zone: Annotated[
        str | None,
        Described(
            msg("Time zone of the days"),
            msg("The one by which the CRM or the sync dates gifts, if it is another one. Default: this computer's."),
            example="America/New_York",
        ),
        AfterValidator(known_zone),
    ] = None
    base_url: BaseUrl = CLASSY_API
    token_url: TokenUrl = CLASSY_TOKENS
    hubspot_url: BaseUrl = HUBSPOT_API
    neon_url: BaseUrl = NEON_API
    mailchimp_url: BaseUrl | None = None
    """Without it, taken from the key's end (``…-us19``)."""

    @model_validator(mode="after")
    def _is_a_way(self) -> "ArrivalsSettings":
        if (self.organization_id is None) is not (self.classy_credential is None):
            raise unfit(msg("To count gifts in Classy, set: {keys}.", keys="organization_id, classy_credential"))
        if (self.my_domain is None) is not (self.salesforce_credential is None):
            raise unfit(msg("To count gifts in Salesforce, set: {keys}.", keys="my_domain, salesforce_credential"))
        if (self.neon_org_id is None) is not (self.neon_credential is None):
            raise unfit(msg("To count gifts in Neon CRM, set: {keys}.", keys="neon_org_id, neon_credential"))
        if (self.mailchimp_store is None) is not (self.mailchimp_credential is None):
            raise unfit(
                msg("To count gifts in Mailchimp, set: {keys}.", keys="mailchimp_store, mailchimp_credential")
            )
        if self.url is not None:
            require_database_url(self.url)
        if sum(one is not None for one in self._chosen()) < _LEAST_PLACES:
            raise unfit(msg("Please set at least two places to compare: Classy, the database, a CRM or Mailchimp."))
        return self

    def _chosen(self) -> tuple[object, ...]:
        return (
            self.organization_id,
            self.url,
            self.my_domain,
            self.hubspot_credential,
            self.neon_org_id,
            self.mailchimp_store,
        )


def places_of(component: Component, settings: ArrivalsSettings) -> list[Place]:
    """In the order of a gift's way."""
    found: list[Place] = []
    if settings.organization_id is not None and settings.classy_credential is not None:
        tokens = TokenSource(settings.token_url)
        totals = ClassyTotals(settings.base_url, settings.organization_id, settings.classy_credential, None, tokens)
        found.append(Classy(totals))
    if settings.url is not None:
        found.append(SyncDatabase(component, settings.url, settings.database_credential, settings.organizations))
    if settings.my_domain is not None and settings.salesforce_credential is not None:
        organization = Organization(settings.my_domain, settings.salesforce_credential)
        names = settings.salesforce_object, settings.salesforce_day, settings.salesforce_stage
        found.append(Salesforce(organization, *names))
    if settings.hubspot_credential is not None:
        found.append(
            HubSpot(
                settings.hubspot_url,
                settings.hubspot_credential,
                day_property=settings.hubspot_day,
                whole_days=settings.hubspot_whole_days,
                pipeline=settings.hubspot_pipeline,
                stage=settings.hubspot_stage,
            )
        )
    if settings.neon_org_id is not None and settings.neon_credential is not None:
        account = settings.neon_org_id, settings.neon_credential
        found.append(NeonCrm(settings.neon_url, *account, settings.neon_status))
    if settings.mailchimp_store is not None and settings.mailchimp_credential is not None:
        store = settings.mailchimp_credential, settings.mailchimp_store
        found.append(MailchimpOrders(settings.mailchimp_url, *store))
    return found


def way_of(settings: ArrivalsSettings) -> str:
    """What is counted where, as a short digest: of other places and other gifts nothing is known yet."""
    names = [*_COUNTED.split(), *(name for name in type(settings).model_fields if name.startswith(_OF_PLACES))]
    chosen = [getattr(settings, name) for name in names]
    if settings.zone is not None:  # without one, the digest stays that of earlier versions
        chosen.append(settings.zone)
    return sha256(repr(chosen).encode()).hexdigest()[:16]


def addresses_of(settings: ArrivalsSettings) -> list[str]:
    """Of the places on the web, in the order of a gift's way."""
    found = [
        (settings.organization_id, settings.base_url),
        (settings.my_domain, settings.my_domain),
        (settings.hubspot_credential, settings.hubspot_url),
        (settings.neon_org_id, settings.neon_url),
        (settings.mailchimp_store, settings.mailchimp_url or api_origin(None)),
    ]
    return [address for chosen, address in found if chosen is not None and address is not None]


def is_local(settings: ArrivalsSettings) -> bool:
    """Whether no place is outside this computer's network."""
    database = settings.url is None or is_local_database(settings.url)
    return database and all(is_local_address(one) for one in addresses_of(settings))


def address_of(settings: ArrivalsSettings) -> str:
    """Of the first place, for people."""
    if settings.organization_id is None and settings.url is not None:
        return shown_database(settings.url)
    return shown_address(addresses_of(settings)[0])


def credentials_of(settings: ArrivalsSettings) -> tuple[str, ...]:
    """Their names."""
    named = (
        settings.classy_credential,
        settings.database_credential,
        settings.salesforce_credential,
        settings.hubspot_credential,
        settings.neon_credential,
        settings.mailchimp_credential,
    )
    return tuple(dict.fromkeys(name for name in named if name))


def destinations_of(settings: ArrivalsSettings) -> Destinations:
    """Where each credential goes."""
    database = (database_origin(settings.url),) if settings.url is not None else ()
    salesforce = (origin_of(settings.my_domain),) if settings.my_domain is not None else ()
    given = (
        (settings.classy_credential, (origin_of(settings.base_url), origin_of(settings.token_url))),
        (settings.database_credential, database),
        (settings.salesforce_credential, salesforce),
        (settings.hubspot_credential, (origin_of(settings.hubspot_url),)),
        (settings.neon_credential, (origin_of(settings.neon_url),)),
        (settings.mailchimp_credential, (api_origin(settings.mailchimp_url),)),
    )
    found: dict[str, tuple[Destination, ...]] = {}
    for name, places in given:
        if name and places:
            # One credential may be for several places.
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *places)))
    return found
