"""What both mail protocols, and those before TLS, may go wrong with: the sentences."""

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.failures import ExchangeFailed


def no_encryption(where: str, command: str) -> ExchangeFailed:
    """The server does not offer the command that begins TLS."""
    return ExchangeFailed(
        Reason.TLS, msg("{server} offers no encryption ({command}).", server=where, command=command)
    )


def wrong_protocol(where: str, protocol: str) -> ExchangeFailed:
    """What came was not the protocol's."""
    return ExchangeFailed(
        Reason.CONTENT, msg("{server} answers, but does not speak {protocol}.", server=where, protocol=protocol)
    )


def no_login(where: str) -> ExchangeFailed:
    """No way to log in that works with a name and a password."""
    return ExchangeFailed(
        Reason.CONTENT, msg("{server} offers no login with this user name and password.", server=where)
    )
