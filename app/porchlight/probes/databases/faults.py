"""The faults that all database systems have, with their sentences."""

from typing import Final

from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.refusals.mysql import MYSQL

_UNKNOWN: Final = msg("The database does not understand the query. Correct it in the settings.")
_MISSING: Final = tuple(english(row.explained()) for row in MYSQL if {"1054", "1146"} & set(row.codes))
"""MySQL's and MariaDB's own: a column, or a table, that does not exist."""


def no_answer(where: str) -> Fault:
    """It does not answer in time."""
    return Fault(Reason.TIMEOUT, msg("{server} does not answer.", server=where))


def refused(where: str) -> Fault:
    """The connection was refused."""
    return Fault(Reason.REFUSED, msg("{server} refused the connection.", server=where))


def broken_off(where: str) -> Fault:
    """The connection ended."""
    return Fault(Reason.REFUSED, msg("{server} closed the connection.", server=where))


def no_name(where: str) -> Fault:
    """Its name has no address."""
    return Fault(Reason.DNS, msg("The name of {server} could not be found.", server=where))


def unreachable(where: str) -> Fault:
    """There is no way to it."""
    return Fault(Reason.UNREACHABLE, msg("{server} cannot be reached from this computer.", server=where))


def not_secured(where: str) -> Fault:
    """TLS failed."""
    return Fault(Reason.TLS, msg("No secure connection to {server} could be established.", server=where))


def too_much(where: str) -> Fault:
    """It sends more than anybody asked for."""
    return Fault(Reason.CONTENT, msg("{server} sends far more data than requested.", server=where))


def no_file(path: str) -> Fault:
    """The file does not exist."""
    return Fault(Reason.FILE, msg("There is no file {path}.", path=path))


def damaged(path: str) -> Fault:
    """The file is no database."""
    return Fault(Reason.CONTENT, msg("The file {path} is damaged or not a database.", path=path))


def locked(path: str) -> Fault:
    """Another program has a lock on the file."""
    return Fault(Reason.LOCKED, msg("Another program has locked {path}.", path=path))


def query_unknown() -> Fault:
    """The query of the settings is wrong."""
    return Fault(Reason.CONFIGURATION, _UNKNOWN)


def of_sync(fault: Fault) -> Fault:
    """The fault in the words of kinds with fixed questions for Classy Sync's database: nobody wrote a query there."""
    sentence = fault.sentence if isinstance(fault.sentence, str) else english(fault.sentence)
    if sentence not in (english(_UNKNOWN), *_MISSING):
        return fault
    return Fault(
        Reason.CONFIGURATION,
        msg("A table or column of Classy Sync is missing in this database. Check that its address is the right one."),
        fault.outcome,
    )


def query_writes() -> Fault:
    """The query of the settings would write."""
    return Fault(Reason.CONFIGURATION, msg("The query tried to change something. Porchlight only reads."))
