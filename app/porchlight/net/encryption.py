"""How the connection to a mail server is secured."""

from enum import StrEnum


class Encryption(StrEnum):
    """As the settings write it."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only for a server on this computer or in the local network."""
