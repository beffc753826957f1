"""How the connection to a mail server is secured."""

from enum import StrEnum

from porchlight.language.text import Text, msg


class Encryption(StrEnum):
    """As the settings write it."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only for a server on this computer or in the local network."""

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case Encryption.STARTTLS:
                return Text("STARTTLS")
            case Encryption.TLS:
                return Text("TLS")
            case Encryption.NONE:
                return msg("none")
