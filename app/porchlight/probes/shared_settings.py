"""Settings that several kinds of components have, each described once."""

from typing import Annotated

from pydantic import Field

from porchlight.language.text import msg
from porchlight.net.addresses import ApiUrl
from porchlight.net.encryption import Encryption
from porchlight.settings.credential_form import KEY, PASSWORD
from porchlight.settings.describe import Described, HoldsLogin, OnlyWhere
from porchlight.settings.schema import Duration

CredentialName = Annotated[
    str,
    Described(
        msg("Credential"),
        msg("The name of the key, token or password in the keyring."),
        example="website",
    ),
    KEY,
]
PasswordName = Annotated[
    str,
    Described(msg("Credential"), msg("The name of the password in the keyring."), example="sync-database"),
    PASSWORD,
]
BaseUrl = Annotated[
    ApiUrl,
    Described(
        msg("API address"),
        msg("Change it only for a sandbox or another region. Default: the service's own address."),
        example="https://api.example.org",
    ),
]
TokenUrl = Annotated[
    ApiUrl,
    Described(
        msg("Token address"),
        msg("Where the service issues its tokens. Change it only together with the API address."),
        example="https://api.example.org/token",
    ),
]
DatabaseUrl = Annotated[
    str,
    Described(
        msg("Address"),
        msg("The database's address, without the password: that goes into the keyring."),
        example="mysql://reader@127.0.0.1/classy_sync",
    ),
    HoldsLogin(),
]


def is_server(url: object) -> bool:
    """Whether a database has logins: a SQLite file has none."""
    return not str(url or "").startswith("sqlite:")


DatabasePassword = Annotated[PasswordName, OnlyWhere("url", is_server)]
Organizations = Annotated[
    tuple[int, ...],
    Described(
        msg("Organisations"),
        msg("The numbers that the sync itself gives them. Default: all active ones."),
        example=[1],
    ),
]
CertificateDays = Annotated[
    Annotated[int, Field(ge=0)] | None,
    Described(
        msg("Certificate warning"),
        msg(
            "How many days before any certificate expires to warn. Default: once a renewal is overdue, by the"
            " certificate's lifetime and by earlier renewals."
        ),
        unit=msg("days"),
        example=14,
    ),
]
RejectText = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=500)], ...],
    Described(
        msg("Rejected texts"),
        msg("None of these may be on the page, whatever their case."),
        example=["not accepting donations"],
    ),
]
VerifyCertificate = Annotated[
    bool,
    Described(msg("Check the certificate"), msg("Turn it off to accept any certificate.")),
]
UserName = Annotated[
    str,
    Described(msg("User name"), msg("Only for a user name with a password."), example="reader"),
    OnlyWhere("auth", lambda auth: auth == "basic"),
]
HeaderName = Annotated[
    str,
    Described(msg("Header's name"), msg("Only for a credential that is sent in a header."), example="X-API-Key"),
    OnlyWhere("auth", lambda auth: auth == "header"),
]
MailEncryption = Annotated[
    Encryption,
    Described(
        msg("Encryption"),
        msg("A password is never sent without it, except on your own network."),
    ),
]
LatestCheck = Annotated[
    Duration,
    Described(
        msg("Latest check at most"),
        msg("If the other monitor has not checked for this long, its status is unknown."),
        example="15m",
    ),
]
