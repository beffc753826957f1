"""A vendor's credential from the keyring, validated before anything is sent. Pure. For an invalid one a function
returns a sentence that never holds a part of it."""

from dataclasses import field

from porchlight.dataclass import dataclass
from porchlight.language.text import Items, Text, msg
from porchlight.net.headers import basic_login
from porchlight.settings.credential_form import LONGEST_KEY, CredentialForm, CredentialPart

NOT_A_KEY = msg("The stored credential contains characters that no key has. Store it again.")


@dataclass(frozen=True, slots=True)
class Client:
    """A client id with its secret."""

    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is valid in a header."""

    value: str = field(repr=False)

    @property
    def bearer(self) -> dict[str, str]:
        """The headers of a request with it as a bearer token (RFC 6750 §2.1)."""
        return {"Authorization": f"Bearer {self.value}", "Accept": "application/json"}


def client_form(
    where: Text,
    link: str,
    *,
    id_title: Text = msg("Client ID"),  # noqa: B008 - values
    secret_title: Text = msg("Client secret"),  # noqa: B008
) -> CredentialForm:
    """The form of what ``client_of`` reads; both parts are found at the same place."""
    return CredentialForm(
        (
            CredentialPart("client_id", id_title, where, link, secret=False, also=("consumer_key",)),
            CredentialPart("client_secret", secret_title, where, link, also=("consumer_secret",)),
        )
    )


def key_form(
    title: Text, where: Text, link: str, *, pattern: str = "", shape: Text | str = "", example: str = ""
) -> CredentialForm:
    """The form of what ``key_of`` reads."""
    also = ("key", "token", "access_token", "secret")
    return CredentialForm(
        (CredentialPart("api_key", title, where, link, pattern=pattern, shape=shape, example=example, also=also),)
    )


def key_of(secret: str) -> Key | Text:
    """The key that is the whole secret, or a sentence on what is wrong with it."""
    value = secret.strip()
    return Key(value) if is_plain(value) else NOT_A_KEY


def client_of(secret: str, form: CredentialForm) -> Client | Text:
    """Client ID and secret of a stored credential, or a sentence on what is wrong."""
    found = parts_of(secret, form)
    return found if isinstance(found, Text) else Client(found["client_id"], found["client_secret"])


def parts_of(secret: str, form: CredentialForm) -> dict[str, str] | Text:
    """All parts of a stored credential, or a sentence on what is wrong."""
    found = form.read(secret)
    if missing := [part.title for part in form.parts if part.key not in found]:
        return msg("The stored credential is incomplete. Missing: {parts}.", parts=Items(tuple(missing)))
    return found if all(map(is_plain, found.values())) else NOT_A_KEY


def basic(user: str, password: str) -> dict[str, str]:
    """The headers of a request with HTTP's basic authentication (RFC 7617)."""
    return {
        "Authorization": basic_login(user, password),
        "Accept": "application/json",
    }


def is_plain(value: str) -> bool:
    """Whether it can be a key or a token: visible ASCII without spaces, neither empty nor too long."""
    return 0 < len(value) <= LONGEST_KEY and all("!" <= letter <= "~" for letter in value)
