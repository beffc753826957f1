"""Where a credential may go: encrypted, to this computer, to a literal private address, or where the settings allow
it. Checked twice: in the settings, for ``config check`` and the forms, and by the HTTP client with each request.
docs/decisions/0027-answers-from-strangers.md."""

from functools import cache
from typing import Final, Self

from pydantic import model_validator

from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.addresses import is_safe_for_credentials
from porchlight.settings.schema import ComponentSettings, Unencrypted

_ADDRESSES: Final = (
    "url",
    "base_url",
    "token_url",
    "my_domain",
    "hubspot_url",
    "neon_url",
    "mailchimp_url",
)


class SendsCredential(ComponentSettings):
    """Settings of every kind that sends a credential."""

    allow_unencrypted: Unencrypted = False

    @model_validator(mode="after")
    def _credential_is_safe(self) -> Self:
        if not self.allow_unencrypted and self.sends_secret():
            for name in _ADDRESSES:
                address = getattr(self, name, None)
                is_http = isinstance(address, str) and address.lower().startswith("http:")
                if is_http and not is_safe_for_credentials(str(address)):
                    raise unfit(
                        msg(
                            "A credential would be sent unencrypted ({key}), and anybody on the way could read it. "
                            "Use an address with https://, or allow unencrypted sending if you accept that.",
                            key=name,
                        )
                    )
        return self

    def sends_secret(self) -> bool:
        """Whether anything secret is sent."""
        return any(getattr(self, name) is not None for name in _credentials_of(type(self)))


@cache
def _credentials_of(model: type[SendsCredential]) -> tuple[str, ...]:
    """Its fields that name a credential; they are read for each component."""
    return tuple(name for name in model.model_fields if name.endswith("credential"))
