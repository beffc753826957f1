"""The parts of which there are many: kinds of components and of channels, Apprise's services, database drivers."""

import os
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing

from porchlight.self_test.part import Faulty, Part

_SECONDS = 5.0


def kinds() -> Iterator[Part]:
    """Every kind, plug-ins' too, and the drivers beneath."""
    from porchlight.alerts.channels.registry import find_kind as find_channel
    from porchlight.alerts.channels.registry import known_kinds
    from porchlight.probes.registry import BUILT_IN, find_kind, plugins

    for name in [*BUILT_IN, *(plugin.name for plugin in plugins() if plugin.name not in BUILT_IN)]:
        yield Part(f"component {name}", _found(find_kind, name))
    for name in known_kinds():
        yield Part(f"channel {name}", _found(find_channel, name))
    yield Part("apprise", _apprise)
    yield Part("driver sqlite", _sqlite)
    yield Part("driver mysql", _mysql)
    yield Part("driver postgresql", _postgresql)


def _found(find: Callable[[str], object], name: str) -> Callable[[], None]:
    def use() -> None:
        found = find(name)
        if isinstance(found, str):
            raise Faulty(f"{found[0].upper()}{found[1:]}.")

    return use


def _apprise() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it looks for modules that older Pythons had
        import apprise

        for address in ("slack://aaaaaaaaa/bbbbbbbbb/cccccccccccccccccccccccc", "ntfy://localhost/topic"):
            if not isinstance(apprise.Apprise.instantiate(address), apprise.NotifyBase):
                raise Faulty("Some of its services are missing.")


def _nothing(connection: object) -> None:
    """Nothing to do with the driver's connection here."""


def _sqlite() -> None:
    from sqlalchemy import text

    from porchlight.probes.databases.query import read_only
    from porchlight.probes.databases.sqlite import SqliteDialect

    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        path = os.path.join(folder, "gifts.sqlite3")
        with closing(sqlite3.connect(path)) as made:
            made.execute("CREATE TABLE gifts (amount)")
        query = read_only("SELECT count(*) FROM gifts", "sqlite")
        with SqliteDialect(path).opening(None, _SECONDS, _nothing) as engine, engine.connect() as connection:
            if connection.execute(text(query)).scalar() != 0:
                raise Faulty("SQLite gives a wrong count.")


def _mysql() -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from pymysql._auth import sha2_rsa_encrypt
    from sqlalchemy import make_url

    from porchlight.probes.databases.mysql import MysqlDialect
    from porchlight.probes.databases.query import read_only

    read_only("SELECT 1", "mysql")
    with MysqlDialect(make_url("mysql://reader@127.0.0.1/gifts")).opening(None, _SECONDS, _nothing):
        pass
    # MySQL 8 has passwords encrypted; the driver imports the code for that only where it exists.
    key = generate_private_key(65537, 2048).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if not sha2_rsa_encrypt(b"secret", bytes(20), key):
        raise Faulty("MySQL's password encryption does not work.")


def _postgresql() -> None:
    from psycopg import pq
    from sqlalchemy import make_url

    from porchlight.probes.databases.postgresql import PostgresqlDialect
    from porchlight.probes.databases.query import read_only

    read_only("SELECT 1", "postgresql")
    with PostgresqlDialect(make_url("postgresql://reader@127.0.0.1/gifts")).opening(None, _SECONDS, _nothing):
        pass
    if pq.version() <= 0:
        raise Faulty("PostgreSQL's library reports no version.")
