"""What everything that is sent depends on, and the secrets in it as addresses and header values.

Free of httpx: the tray imports this at its start.
"""

from collections.abc import Callable

from porchlight.dataclass import dataclass
from porchlight.intake.text import without_margins
from porchlight.language.english import english, of_error
from porchlight.language.text import msg
from porchlight.model.errors import SecretError
from porchlight.model.message import Fault
from porchlight.model.ports import Secrets
from porchlight.net.headers import require_header_value
from porchlight.redaction import Redactor


@dataclass(frozen=True, slots=True)
class SendContext:
    """What senders get to work with."""

    secrets: Secrets
    redactor: Redactor
    proxies: Callable[[], dict[str, str] | None]
    """By scheme; empty for none; None for the system's."""
    ca_file: str | None = None
    """Trust these issuers instead of the system's."""


async def address(context: SendContext, url: str | None, credential: str | None) -> str | Fault:
    """Where to send to: from the settings, or from the keyring."""
    return url if url is not None else await secret_text(context, credential or "")


async def secret_text(context: SendContext, credential: str) -> str | Fault:
    """A credential, without surrounding blanks."""
    try:
        return without_margins(await context.secrets.get(credential))
    except SecretError as error:
        return Fault(english(error.text))


async def secret_field(context: SendContext, credential: str, before: str = "") -> str | Fault:
    """A credential as the value of a header, after ``before``; a Fault names it and never shows it."""
    value = await secret_text(context, credential)
    if isinstance(value, Fault):
        return value
    try:
        return before + require_header_value(value)
    except ValueError as error:
        return Fault(
            english(
                msg(
                    "The credential “{credential}” cannot be sent in a header. {problem}",
                    credential=credential,
                    problem=of_error(error),
                )
            ),
            permanent=True,
        )
