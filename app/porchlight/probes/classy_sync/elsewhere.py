"""Whether a Classy Sync install has another address of its database than the settings. Pure but for one small file. A
database is identified by its name; another host or port may be a tunnel, a container or a move, and nothing here can
distinguish these. So it is shown, and nothing is judged by it."""

from sqlalchemy import make_url

from porchlight.language.text import Text, msg
from porchlight.net.addresses import is_this_computer
from porchlight.probes.classy_sync.folder import read_database_url
from porchlight.probes.databases.address import shown_database


def elsewhere(folder: str, url: str) -> Text | None:
    """One sentence where the install in ``folder`` names another host, port or file than ``url``. Blocks: for a
    thread."""
    named = read_database_url(folder)
    if named is None or _place(named) == _place(url):
        return None
    return msg(
        "Classy Sync itself uses the database {database}. If it moved there, import from Classy Sync again.",
        database=shown_database(named),
    )


def _place(url: str) -> tuple[str, str, int | None, str | None]:
    parts = make_url(url)
    backend = "mysql" if parts.get_backend_name() == "mariadb" else parts.get_backend_name()
    if backend == "sqlite":
        return backend, "", None, parts.database
    host = (parts.host or "localhost").lower().rstrip(".")
    port = parts.port or (5432 if backend == "postgresql" else 3306)
    return backend, "localhost" if is_this_computer(host) else host, port, parts.database
