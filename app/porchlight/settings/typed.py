"""Addresses as people type and paste them, made into those that the settings hold. Pure; what is not understood stays
as it is, for the model to explain."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from porchlight.dataclass import dataclass
from porchlight.net.addresses import is_local_host
from porchlight.net.host_names import is_host

SQLITE: Final = "sqlite:///"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/?#:@\[\]]+)(?::\d{1,5})?(?:[/?#]\S*)?")
_FILE: Final = re.compile(r"(?:[/~]|[A-Za-z]:[\\/]|\\\\|\.{1,2}[/\\]).*|.*\.(?:db3?|sqlite3?)", re.IGNORECASE)


def web_address(text: str) -> str:
    """``give.example.org`` → ``https://give.example.org``; on this computer and in this network ``http://``."""
    text = text.strip().removeprefix("//")
    host = _host_before_path(text)
    if host is None:
        return text
    return f"{'http' if is_local_host(host) else 'https'}://{text}"


def host_name(text: str) -> str:
    """``https://give.example.org/donate`` → ``give.example.org``."""
    text = text.strip()
    if _SCHEME.match(text):
        try:
            return urlsplit(text).hostname or text
        except ValueError:
            return text
    return text.partition("/")[0] if _host_before_path(text) is not None and "/" in text else text


def database_address(text: str) -> str:
    """``/srv/gifts.db`` → ``sqlite:////srv/gifts.db``; an address of a database stays as it is."""
    text = text.strip()
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://"))
    if _SCHEME.match(text) or text.startswith("sqlite:") or not _FILE.fullmatch(text):
        return text
    return SQLITE + (str(Path(text).expanduser()) if text.startswith("~") else text)


def database_for_people(address: str) -> str:
    """The inverse: a file's path alone."""
    path = address.removeprefix(SQLITE)
    return path if database_address(path) == address else address


@dataclass(frozen=True, slots=True)
class Login:
    """What an address says beside where something is."""

    address: str
    """Without it."""
    user: str
    password: str


def login_in(address: str, *, keep_user: bool) -> Login | None:
    """The login in an address, such as ``https://user:password@give.example.org/``; None: there is no password.
    ``keep_user``: the user's name stays in the address."""
    given = address.strip()
    scheme, separator, rest = given.partition("://") if _SCHEME.match(given) else ("", "", given)
    login, _, _ = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")
    user, _, password = login.partition(":")
    if not password or (keep_user and not separator):
        return None
    kept = f"{user}@" if keep_user and user else ""
    without = f"{kept}{rest[len(login) + 1 :]}"
    return Login(f"{scheme}://{without}" if separator else web_address(without), unquote(user), unquote(password))


def _host_before_path(text: str) -> str | None:
    """The host of an address without a scheme; None where it is not one."""
    found = None if _SCHEME.match(text) else _HOST.fullmatch(text)
    if found is None:
        return None
    host = found["host"]
    known = host.startswith("[") or host == "localhost" or ("." in host and is_host(host))
    return host.strip("[]") if known else None
