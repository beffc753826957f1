"""A vendor's credential from the keyring, validated before anything is sent. Pure. For an invalid one a function
returns a sentence that never holds a part of it."""

from dataclasses import dataclass, field

from porchlight.intake.documents import NotJson, parse_json
from porchlight.language.text import Items, Text, msg
from porchlight.net.headers import basic_login

_LONGEST = 8192
"""Characters of a key: no longer one is valid, and no server accepts such a header."""
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


def key_of(secret: str) -> Key | Text:
    """The key that is the whole secret, or a sentence on what is wrong with it."""
    value = secret.strip()
    return Key(value) if is_plain(value) else NOT_A_KEY


def client_of(secret: str) -> Client | Text:
    """Client id and secret from JSON, or a sentence on what is wrong."""
    found = fields_of(secret, "client_id", "client_secret")
    return found if isinstance(found, Text) else Client(found["client_id"], found["client_secret"])


def fields_of(secret: str, *names: str) -> dict[str, str] | Text:
    """These fields of a secret that is JSON, or a sentence on what is wrong."""
    try:
        document = parse_json(secret)
    except NotJson:
        document = None
    found = {name: document.get(name) for name in names} if isinstance(document, dict) else {}
    texts = {name: value.strip() for name, value in found.items() if isinstance(value, str)}
    if not texts.keys() >= set(names) or not all(texts.values()):
        return msg("The stored credential is not valid. It should be JSON with {fields}.", fields=Items(names))
    return texts if all(map(is_plain, texts.values())) else NOT_A_KEY


def basic(user: str, password: str) -> dict[str, str]:
    """The headers of a request with HTTP's basic authentication (RFC 7617)."""
    return {
        "Authorization": basic_login(user, password),
        "Accept": "application/json",
    }


def is_plain(value: str) -> bool:
    """Whether it can be a key or a token: visible ASCII without spaces, neither empty nor too long."""
    return 0 < len(value) <= _LONGEST and all("!" <= letter <= "~" for letter in value)
