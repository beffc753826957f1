"""Where gifts are counted, and the vendors' own addresses."""

from enum import StrEnum
from typing import Final

from porchlight.language.text import Text, msg

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
