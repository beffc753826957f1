"""The address of a database in the settings: whether probes can use it, near or far. Pure."""

import re
from typing import Final
from urllib.parse import unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.addresses import is_local_host
from porchlight.net.host_names import ascii_host, is_host
from porchlight.settings.origins import origin

_SYSTEMS: Final = "sqlite:///…, postgresql://… or mysql://…"
_DEFAULT_PORTS: Final = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}
_MYSQL_PARAMETERS: Final = frozenset({"charset", "ssl_ca", "ssl_verify_cert", "server_public_key"})
_PARAMETERS: Final = {
    "sqlite": frozenset[str](),
    "postgresql": frozenset({"sslmode", "sslrootcert"}),
    "mysql": _MYSQL_PARAMETERS,
    "mariadb": _MYSQL_PARAMETERS,
}
_VALUES: Final = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "ssl_verify_cert": ("true", "false", "1", "0", "yes", "no", "on", "off"),
    # In others a backslash may be half of a letter, and a text would end elsewhere than it seems to.
    "charset": ("utf8mb4", "utf8mb3", "utf8", "latin1", "ascii"),
}
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")
_FILE: Final = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>.*)", re.DOTALL)
_ESCAPED_DRIVE: Final = re.compile(r"[A-Za-z]%3A(?:%5C|/)")
r"""How an earlier import from Classy Sync wrote ``C:\``; no file has such a name."""


def database_url(value: str) -> URL:
    """The parts of an address. Raises sqlalchemy's ArgumentError.

    What follows the slashes of a SQLite address is the file's name, verbatim: nothing is decoded and there are no
    parameters, so that a name may hold ``%41``, ``?`` or ``#``.
    """
    file = _FILE.fullmatch(value)
    if file is None:
        return make_url(value)
    path = file["path"]
    return URL.create("sqlite", database=unquote(path) if _ESCAPED_DRIVE.match(path) else path)


def written_database(url: URL) -> str:
    """The address in the settings' form, the inverse of ``database_url``."""
    return f"sqlite:///{url.database}" if url.get_backend_name() == "sqlite" else url.render_as_string()


def require_database_url(value: str) -> str:
    """``value``, if probes can use it; the ValueError says what would be right."""
    try:
        url = database_url(value)
    except ArgumentError:
        raise unfit(msg("Please write an address such as {examples}.", examples=_SYSTEMS)) from None
    if url.get_backend_name() not in ("sqlite", *_DEFAULT_PORTS):
        raise unfit(
            msg("This kind of database is not known. Write an address such as {examples}.", examples=_SYSTEMS)
        )
    if url.get_backend_name() == "sqlite" and (url.host or not url.database):
        raise unfit(
            msg(
                "The file is missing. Write {example} (four slashes for a path from the root).",
                example="sqlite:///path/to/file",
            )
        )
    if url.password is not None:
        raise unfit(msg("The address contains a password. Use {setting} instead.", setting='credential = "…"'))
    if url.get_backend_name() != "sqlite" and url.host and not is_host(url.host):
        raise unfit(msg("This cannot be the name of a host. Write one such as {example}.", example="db.example.org"))
    if any(part and _CONTROLS.search(part) for part in (url.database, url.host, url.username)):
        raise unfit(msg("The address contains a control character."))
    if unknown := set(url.query) - _PARAMETERS[url.get_backend_name()]:
        raise unfit(
            msg("The address has parameters that are not known here: {names}.", names=", ".join(sorted(unknown)))
        )
    for name, known in _VALUES.items():
        if name in url.query and url.query[name] not in known:
            raise unfit(msg("{name} should be one of {known}.", name=name, known=", ".join(known)))
    return value


def shown_database(value: str) -> str:
    """Where a database is, for people: its file, or its host with the port."""
    url = database_url(value)
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.host or 'localhost'}:{url.port or _DEFAULT_PORTS[url.get_backend_name()]}"


def server_host(url: URL) -> str:
    """The host of a database's server, as drivers may look it up and compare it with a certificate."""
    return ascii_host(url.host or "localhost").removesuffix(".")


def database_origin(value: str) -> str:
    """Where the password of a database goes."""
    url = database_url(value)
    if url.get_backend_name() == "sqlite":
        return "sqlite://localhost"
    return origin(url.get_backend_name(), url.host or "localhost", url.port)


def is_on_this_computer(value: str) -> bool:
    """Whether a database keeps its data on a disk of this computer, by its address alone."""
    url = database_url(value)
    return url.get_backend_name() == "sqlite" or server_host(url) in ("localhost", "127.0.0.1", "::1")


def is_local_database(value: str) -> bool:
    """Whether a database is on this computer or the local network, by its address alone."""
    url = database_url(value)
    return url.get_backend_name() == "sqlite" or is_local_host(url.host or "localhost")
