"""What is in an install folder of Classy Sync: its ``.env``, its ``daemon-config.json`` and where its files are.
Read-only, and every fault is a value. The rules are those of the sync system's own ``knexfile.js`` and
``src/daemon.js`` (WeMakeGood/gofundmepro-sync 2.0.0). Secrets are kept separately and never appear in a ``repr``."""

import io
import os
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Final

from dotenv import dotenv_values
from sqlalchemy import URL

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, parse_json
from porchlight.intake.numbers import finite, whole
from porchlight.intake.text import clean_line, quote
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.net.headers import require_header_name, require_header_value
from porchlight.probes.databases.address import written_database

ENTITIES: Final = ("supporters", "campaigns", "transactions", "recurring-plans")
"""What is synced, as the log names it; the tables have ``_`` for ``-``."""
MAILCHIMP: Final = "mailchimp"
"""The sync onwards to Mailchimp, beside the entities."""
_KEYS: Final = {
    "supporters": "supporters",
    "transactions": "transactions",
    "campaigns": "campaigns",
    "recurringPlans": "recurring-plans",
    "plugins": MAILCHIMP,
}
"""``syncIntervals`` of daemon-config.json → entity."""
_DEFAULT_INTERVALS: Final = {
    "supporters": 1800.0,
    "transactions": 900.0,
    "campaigns": 3600.0,
    "recurring-plans": 3600.0,
    MAILCHIMP: 3600.0,
}
_DEFAULT_HEALTH_INTERVAL: Final = 300.0
_DEFAULT_REPORT_INTERVAL: Final = 3600.0
_SQLITE = frozenset({"sqlite", "sqlite3", "better-sqlite3"})
_BACKENDS: Final = {"mysql": "mysql", "mysql2": "mysql", "pg": "postgresql", "postgres": "postgresql"}
_LARGEST: Final = 1024 * 1024
"""Bytes of a settings file; a longer one is ignored."""
_SECRETS: Final = frozenset(
    {"DB_PASSWORD", "ENCRYPTION_KEY", "MAILCHIMP_API_KEY", "ALERT_WEBHOOK_URL", "ALERT_WEBHOOK_HEADERS"}
)
"""Kept verbatim; all else of an ``.env`` file is one line of text."""
_LONGEST_INTERVAL_MS: Final = 366 * 86_400_000


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often the daemon works, in seconds; an entity that is not scheduled is missing."""

    intervals: Mapping[str, float] = field(default_factory=lambda: MappingProxyType(_DEFAULT_INTERVALS))
    health_interval: float = _DEFAULT_HEALTH_INTERVAL
    report_interval: float = _DEFAULT_REPORT_INTERVAL
    fault: str | None = None
    """One plain sentence where daemon-config.json cannot be used; the daemon then works with its defaults too."""


@dataclass(frozen=True, slots=True)
class Install:
    """One install. What is None is not set; ``faults`` lists what is missing or wrong of the required keys."""

    folder: str
    schedule: Schedule
    database_url: str | None = None
    """In the form of kind ``database``, without the password."""
    database_password: str | None = field(default=None, repr=False)
    encryption_key: str | None = field(default=None, repr=False)
    mailchimp_api_key: str | None = field(default=None, repr=False)
    mailchimp_data_centre: str | None = None
    """Such as ``us19``."""
    mailchimp_list_id: str | None = None
    webhook_url: str | None = field(default=None, repr=False)
    """Where its alerts go; such an address is often a secret itself."""
    webhook_headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    faults: tuple[str, ...] = ()


def log_path(folder: str) -> str:
    """The log that names all others by number."""
    return os.path.join(folder, "logs", "combined.log")


def pid_path(folder: str) -> str:
    """Where the daemon stores its process id while it runs."""
    return os.path.join(folder, "daemon.pid")


def read_install(folder: str) -> Install | str:
    """The install in ``folder``, or one plain sentence why there is none. Blocks: for a thread."""
    given = _given(folder)
    return given if isinstance(given, str) else _install(folder, given, read_schedule(folder))


def read_database_url(folder: str) -> str | None:
    """The address of the database of the install in ``folder``, without its password; None where there is none.
    Blocks: for a thread."""
    given = _given(folder)
    database = given if isinstance(given, str) else _database(folder, given)
    return None if isinstance(database, str) else written_database(database)


def _given(folder: str) -> dict[str, str] | str:
    """The contents of the ``.env`` file, or one plain sentence why there are none."""
    if not os.path.isdir(folder):
        return english(msg("There is no folder {folder}.", folder=folder))
    text = _read(os.path.join(folder, ".env"))
    if text is None:
        return english(
            msg(
                "Classy Sync is not installed in {folder}. Choose another folder.",
                folder=folder,
            )
        )
    if isinstance(text, OSError):
        return english(
            msg(
                "Porchlight may not read the settings of Classy Sync in {folder}. Their owner has to allow it.",
                folder=folder,
            )
        )
    given = {
        name: value if name in _SECRETS else clean_line(value)
        for name, value in dotenv_values(stream=io.StringIO(text), interpolate=False).items()
        if value
    }
    if not any(name.startswith("DB_") or name in ("NODE_ENV", "ENCRYPTION_KEY") for name in given):
        return english(
            msg(
                "Another program than Classy Sync is installed in {folder}. Choose another folder.",
                folder=folder,
            )
        )
    return given


def read_schedule(folder: str) -> Schedule:
    """The contents of daemon-config.json, with the daemon's own defaults for the rest. Blocks: for a thread.

    The daemon merges section by section: within ``syncIntervals`` that are given, what is left out is not synced.
    """
    text = _read(os.path.join(folder, "daemon-config.json"))
    if text is None:
        return Schedule()
    if isinstance(text, OSError):
        return Schedule(
            fault=english(msg("Porchlight may not read the intervals of Classy Sync. It assumes the default ones."))
        )
    try:
        document = parse_json(text)
    except NotJson:
        document = None
    if not isinstance(document, dict):
        return Schedule(
            fault=english(
                msg("The file with the intervals of Classy Sync is damaged. The daemon uses the default ones.")
            )
        )
    given = document.get("syncIntervals")
    intervals = dict(_DEFAULT_INTERVALS)
    if isinstance(given, dict):
        found = {entity: _seconds(given.get(key)) for key, entity in _KEYS.items()}
        intervals = {entity: seconds for entity, seconds in found.items() if seconds is not None}
    plugins = document.get("plugins")
    if isinstance(plugins, dict) and not plugins.get("enabled"):
        intervals.pop(MAILCHIMP, None)
    return Schedule(
        MappingProxyType(intervals),
        health_interval=_interval_of(document, "healthCheck", _DEFAULT_HEALTH_INTERVAL),
        report_interval=_interval_of(document, "statusReporting", _DEFAULT_REPORT_INTERVAL),
    )


def _install(folder: str, given: Mapping[str, str], schedule: Schedule) -> Install:
    faults = [] if schedule.fault is None else [schedule.fault]
    database = _database(folder, given)
    if isinstance(database, str):
        faults.append(database)
    key = given.get("ENCRYPTION_KEY")
    if key is None:
        faults.append(
            english(msg("Classy Sync has no encryption key, so its credentials for Classy cannot be read."))
        )
    api_key = given.get("MAILCHIMP_API_KEY")
    list_id = given.get("MAILCHIMP_LIST_ID")
    if bool(api_key) != bool(list_id):
        no_audience = msg("Classy Sync has no audience for Mailchimp, so it sends nothing there.")
        no_key = msg("Classy Sync has no API key for Mailchimp, so it sends nothing there.")
        faults.append(english(no_audience if api_key else no_key))
    headers = _headers(given.get("ALERT_WEBHOOK_HEADERS"))
    if isinstance(headers, str):
        faults.append(headers)
    return Install(
        folder=folder,
        schedule=schedule,
        database_url=None if isinstance(database, str) else written_database(database),
        database_password=given.get("DB_PASSWORD"),
        encryption_key=key,
        mailchimp_api_key=api_key,
        mailchimp_data_centre=given.get("MAILCHIMP_SERVER_PREFIX") or _data_centre(api_key),
        mailchimp_list_id=list_id,
        webhook_url=given.get("ALERT_WEBHOOK_URL"),
        webhook_headers=MappingProxyType({} if isinstance(headers, str) else headers),
        faults=tuple(faults),
    )


def _database(folder: str, given: Mapping[str, str]) -> URL | str:
    """NODE_ENV chooses: SQLite while developing, else the server of DB_TYPE (MySQL by default)."""
    environment = given.get("NODE_ENV", "development")
    kind = given.get("DB_TYPE", "mysql2")
    if environment == "development" or (environment == "production" and kind in _SQLITE):
        return URL.create("sqlite", database=os.path.join(os.path.abspath(folder), "data", "dev_database.sqlite"))
    if environment != "production":
        return _not_one_of("NODE_ENV", environment, "production", "development")
    if kind not in _BACKENDS:
        return _not_one_of("DB_TYPE", kind, "mysql2", "pg", "sqlite")
    if "DB_USER" not in given:
        return english(msg("Classy Sync has no user for its database, so the database cannot be checked."))
    port = given.get("DB_PORT", "3306")  # for PostgreSQL too: as in the sync
    number = whole(port, least=1, most=65535)
    if number is None:
        return english(
            msg("The database port of Classy Sync is “{value}”. It must be a number.", value=quote(port, 40))
        )
    return URL.create(
        _BACKENDS[kind],
        username=given["DB_USER"],
        host=given.get("DB_HOST", "localhost"),
        port=number,
        database=given.get("DB_NAME", "classy_sync"),
    )


def _not_one_of(key: str, value: str, *known: str) -> str:
    return english(
        msg(
            "{key} of Classy Sync is “{value}”. It must be one of: {known}.",
            key=key,
            value=quote(value, 40),
            known=", ".join(known),
        )
    )


def _headers(text: str | None) -> Mapping[str, str] | str:
    if text is None:
        return {}
    try:
        headers = parse_json(text)
    except NotJson:
        headers = None
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        return english(msg("The headers of Classy Sync's webhook cannot be read."))
    try:
        return {require_header_name(name): require_header_value(value) for name, value in headers.items()}
    except ValueError as error:
        problem = str(error).removesuffix(".")
        return english(msg("The headers of Classy Sync's webhook cannot be sent: {problem}.", problem=problem))


def _data_centre(api_key: str | None) -> str | None:
    _, _, data_centre = (api_key or "").rpartition("-")
    return data_centre if data_centre.isascii() and data_centre.isalnum() and data_centre != api_key else None


def _interval_of(document: Mapping[str, object], section: str, default: float) -> float:
    inner = document.get(section)
    return (_seconds(inner.get("interval")) or default) if isinstance(inner, dict) else default


def _seconds(milliseconds: object) -> float | None:
    """None for what the daemon does not schedule: not a number, or 0."""
    number = None if isinstance(milliseconds, str) else finite(milliseconds, least=0, most=_LONGEST_INTERVAL_MS)
    return number / 1000 if number else None


def _read(path: str) -> str | OSError | None:
    """The text of a file; None where there is none; the error where it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return file.read(_LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return error
