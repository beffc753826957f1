"""Where a credential may go: encrypted, to this computer, to a literal private address, or where the settings say so.

Looked at twice: in the settings, so that ``config check`` and the forms say it, and by the HTTP client with each
request. docs/decisions/0027-answers-from-strangers.md.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Self

from pydantic import model_validator

from porchlight.intake.headers import require_header_name, require_header_value
from porchlight.intake.text import quote
from porchlight.probes.addresses import is_safe_for_credentials
from porchlight.settings.schema import ComponentSettings

_SECRET_NAME: Final = re.compile(
    r"authori[sz]ation|authentication|(^|[-_])auth([-_]|$)|token|secret|passw|api-?key|(^|[-_])key([-_]|$)|cookie"
    r"|credential|session|signature",
    re.IGNORECASE,
)
_OURS: Final = frozenset({"content-length", "transfer-encoding", "upgrade", "expect"})
"""Headers by which a request is framed: another's would have the server wait, or see two requests in one."""
_OTHER_METHODS: Final = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})
"""Headers that make a GET something else at some servers: Porchlight only reads."""
_ADDRESSES: Final = ("url", "base_url", "token_url", "my_domain")


@lru_cache(maxsize=1024)
def is_secret_header(name: str) -> bool:
    """Whether a header called so carries what nobody else should read."""
    return _SECRET_NAME.search(name) is not None


def header_fault(headers: Mapping[str, str]) -> str | None:
    """What is wrong with one of the headers that are to go out; names it, and never its value."""
    for name, value in headers.items():
        try:
            require_header_name(name)
        except ValueError as error:
            return f"a header cannot be called {quote(name, 40)!r}: {error}"
        if name.lower() in _OURS:
            return f"the header {name} is Porchlight's own to set"
        if name.lower() in _OTHER_METHODS:
            return f"the header {name} would ask for a change, and Porchlight only reads"
        try:
            require_header_value(value)
        except ValueError as error:
            return f"the header {name} cannot be sent: {error}"
    return None


class SendsCredential(ComponentSettings):
    """What the settings of every kind share that sends a credential somewhere."""

    allow_unencrypted: bool = False
    """Whether the credential may be sent in clear outside this computer and private addresses."""

    @model_validator(mode="after")
    def _credential_is_safe(self) -> Self:
        if not self.allow_unencrypted and self.sends_secret():
            for name in _ADDRESSES:
                address = getattr(self, name, None)
                is_http = isinstance(address, str) and address.lower().startswith("http:")
                if is_http and not is_safe_for_credentials(str(address)):
                    raise ValueError(
                        f"a credential is sent to {name}, and everybody on the way could read it: an address that"
                        " begins with https:// is wanted, or allow_unencrypted = true if that is meant"
                    )
        return self

    def sends_secret(self) -> bool:
        """Whether anything secret goes out."""
        return getattr(self, "credential", None) is not None
