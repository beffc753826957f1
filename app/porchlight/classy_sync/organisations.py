"""The organisations of a Classy Sync database, with their credentials where those are wanted. Read-only."""

from porchlight.dataclass import dataclass
from porchlight.intake.numbers import whole
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.probes.classy_sync.credentials import ClassyCredentials, decrypt
from porchlight.probes.classy_sync.folder import Install
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.databases.session import Database, OpenSession

_TIME_LIMIT = 15.0
_ACTIVE = "SELECT id, classy_id, name, encrypted_credentials FROM organizations WHERE status = 'active' ORDER BY id"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One active organisation."""

    number: int
    """Classy's own number of it."""
    name: str
    credentials: ClassyCredentials | str | None = None
    """The sync's login; one plain sentence where that cannot be read; None where it was not requested."""


async def read_organisations(install: Install, *, with_credentials: bool) -> tuple[Organisation | str, ...] | str:
    """The active ones, or one plain sentence why they cannot be read; also in place of a single one."""
    if install.database_url is None:
        return english(
            msg("The organisations are unknown, because the database settings of Classy Sync are incomplete.")
        )
    database = Database(install.database_url, _rows, _TIME_LIMIT)
    found = await database.read(install.database_password, "organisations")
    if isinstance(found, Fault):
        return english(
            msg("The organisations could not be read from the database. {problem}", problem=found.sentence)
        )
    return tuple(_organisation(row, install.encryption_key if with_credentials else None) for row in found)


_Row = tuple[object, object, object, object]


def _rows(session: OpenSession) -> list[_Row]:
    return [(row[0], row[1], row[2], row[3]) for row in session.rows(_ACTIVE)]


def _organisation(row: _Row, key: str | None) -> Organisation | str:
    local_number, classy_number, name, stored = row
    number = whole(classy_number or local_number, least=1)
    title = quote(name, NAME)
    if number is None:
        shown = quote(str(classy_number or local_number), 40)
        return english(
            msg(
                "The organisation “{organization}” is left out: its number in the database of Classy Sync is"
                " “{value}”.",
                organization=title,
                value=shown,
            )
            if title
            else msg(
                "An organisation without a name is left out: its number in the database of Classy Sync is “{value}”.",
                value=shown,
            )
        )
    title = title or english(msg("Organisation {number}", number=str(number)))
    credentials: ClassyCredentials | str | None = None
    if key is not None:
        credentials = (
            decrypt(str(stored), key)
            if stored
            else english(msg("Classy Sync has no credentials for this organisation."))
        )
    return Organisation(number, title, credentials)
