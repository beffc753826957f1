"""Where gifts are counted, the vendors' own addresses, and what follows from the choice for each kind that counts."""

from enum import StrEnum
from typing import Final, Protocol

from porchlight.language.english import unfit
from porchlight.language.text import Text, msg
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.probes.databases.address import (
    database_origin,
    is_local_database,
    require_database_url,
    shown_database,
)
from porchlight.settings.origins import Destinations, origin_of, to_place, to_url

CLASSY_API: Final = "https://api.classy.org/2.0"
CLASSY_TOKENS: Final = "https://api.classy.org/oauth2/auth"
STRIPE_API: Final = "https://api.stripe.com"


class GiftSource(StrEnum):
    """Where the counts come from."""

    SYNC_DATABASE = "sync_database"
    CLASSY = "classy"
    STRIPE = "stripe"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case GiftSource.SYNC_DATABASE:
                return msg("Classy Sync's database")
            case GiftSource.CLASSY:
                return Text("Classy (GoFundMe Pro)")
            case GiftSource.STRIPE:
                return Text("Stripe")


class CountsGifts(Protocol):
    """Settings of a kind that counts gifts in one of the places."""

    @property
    def source(self) -> GiftSource: ...
    @property
    def url(self) -> str | None: ...
    @property
    def password_name(self) -> str | None:
        """The credential of the database's password."""

    @property
    def organization_id(self) -> int | None: ...
    @property
    def classy_credential(self) -> str | None: ...
    @property
    def stripe_credential(self) -> str | None: ...
    @property
    def base_url(self) -> str | None: ...
    @property
    def token_url(self) -> str: ...


def require_complete(settings: CountsGifts) -> None:
    """Raises a ValueError that names what the chosen place needs and the settings lack."""
    match settings.source:
        case GiftSource.SYNC_DATABASE:
            if settings.url is None:
                raise unfit(msg("The address of the database is missing: {key}.", key="url"))
            require_database_url(settings.url)
        case GiftSource.CLASSY:
            if settings.organization_id is None or settings.classy_credential is None:
                missing = "organization_id, classy_credential"
                raise unfit(msg("To count gifts in Classy, set: {keys}.", keys=missing))
        case GiftSource.STRIPE:
            if settings.stripe_credential is None:
                raise unfit(msg("To count gifts in Stripe, set: {keys}.", keys="stripe_credential"))


def api_of(settings: CountsGifts) -> str:
    """The address of the vendor's API."""
    return settings.base_url or (CLASSY_API if settings.source is GiftSource.CLASSY else STRIPE_API)


def is_local(settings: CountsGifts) -> bool:
    """Whether it is this computer, or its own network."""
    if settings.source is GiftSource.SYNC_DATABASE:
        return is_local_database(settings.url or "")
    return is_local_address(api_of(settings))


def address_of(settings: CountsGifts) -> str:
    """For people, without a password."""
    if settings.source is GiftSource.SYNC_DATABASE:
        return shown_database(settings.url or "")
    return shown_address(api_of(settings))


def credentials_of(settings: CountsGifts) -> tuple[str, ...]:
    """Their names; only those that the chosen place is given."""
    match settings.source:
        case GiftSource.CLASSY:
            named = settings.classy_credential
        case GiftSource.STRIPE:
            named = settings.stripe_credential
        case GiftSource.SYNC_DATABASE:
            named = settings.password_name
    return (named,) if named else ()


def destinations_of(settings: CountsGifts) -> Destinations:
    """Where each credential may go."""
    match settings.source:
        case GiftSource.CLASSY:
            return {settings.classy_credential or "": (origin_of(api_of(settings)), origin_of(settings.token_url))}
        case GiftSource.STRIPE:
            return to_url(settings.stripe_credential or "", api_of(settings))
    return to_place(settings.password_name, database_origin(settings.url or ""))
