"""What was last stored of every component, by whichever process: the fast path of ``porchlight status``, one read.

Imports almost nothing (no dataclasses, no asyncio, no typing at run time), since the start of Python dominates its
time.
"""

from __future__ import annotations

import os
import sqlite3
from urllib.parse import quote

from porchlight.model.status import NOTHING_ASKED, Status, is_stale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class StoredStatus(TypedDict):
        """One component as stored; times are Unix ms (UTC)."""

        component: str
        name: str
        kind: str
        critical: bool
        enabled: bool
        status: Status
        since_ms: int
        reason: str | None
        message: str
        """The English of what follows."""
        sentence: str | None
        """As it was stored; None where what is stored cannot be read."""
        text: str | None
        """What the sentence is the English of, in JSON."""
        expired: Status | None
        """The status that it had when it was last checked, where that is too long ago to hold."""
        checked_ms: int | None
        paused_until_ms: int | None
        known: bool
        """Whether its status says how it is now: offline, it may be the last one known."""

    class StoredPath(TypedDict):
        """A path of gifts as the settings have it; components by id."""

        path: str
        name: str
        taken_by: list[str]
        passed_on_by: list[str]
        goes_to: str


class StoredSurroundings:
    """What holds for all components, as the process that watches wrote it."""

    __slots__ = ("local", "offline", "paths", "paused", "paused_until_ms", "unwell")

    def __init__(self) -> None:
        """Nothing special."""
        self.paused_until_ms: int | None = None
        self.paused: dict[str, int] = {}
        """Until when (Unix ms) components are paused individually."""
        self.offline = False
        self.unwell = False
        self.local: set[str] = set()
        """Components that are on this computer or its network."""
        self.paths: list[StoredPath] = []


_QUERY = """
SELECT c.slug, c.name, c.kind, c.critical, c.enabled, c.interval_ms, c.timeout_ms,
    s.status, s.since_ms, s.reason, s.sentence, s.checked_ms, {text}
FROM statuses s JOIN components c ON c.key = s.component ORDER BY c.position, c.slug
"""

_TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('statuses', 'components')"
_HAS_TEXT = "SELECT count(*) FROM pragma_table_info('statuses') WHERE name = 'text'"


def read_statuses(path: str, now_ms: int) -> list[StoredStatus]:
    """The status of every component. Raises HistoryError."""
    return read_stored(path, now_ms)[0]


def stored_sentence(one: StoredStatus) -> str:
    """Its message as a text, for the reader's language."""
    from porchlight.history.rows import sentence_in
    from porchlight.language.english import english
    from porchlight.language.text import msg, sentences
    from porchlight.model.labels import STATUSES

    if one["sentence"] is None:
        return english(msg("What is stored about it cannot be read. Its next check will show how it is."))
    try:
        sentence = sentence_in(one["sentence"], one["text"])
    except ValueError:
        return one["message"]
    if one["expired"] is None:
        return sentence
    was, text = STATUSES[one["expired"]], sentences(sentence)
    return english(msg("Not checked for a while; it was {status}: {message}", status=was, message=text))


def read_stored(path: str, now_ms: int) -> tuple[list[StoredStatus], StoredSurroundings]:
    """The status of every component, unknown where its last result is too old or makes no sense, and what holds for
    all of them; nothing where there is no history. Raises HistoryError."""
    try:
        if not os.path.isfile(path):  # a named pipe would never answer
            raise sqlite3.OperationalError("no such file")
        connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=2)
        try:
            return _stored_in(connection, now_ms)
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):  # where SQLite quotes what is no text, Python fails over the quote
        return _read_with_care(path, now_ms) if os.path.exists(path) else ([], StoredSurroundings())


def _read_with_care(path: str, now_ms: int) -> tuple[list[StoredStatus], StoredSurroundings]:
    from contextlib import closing

    from porchlight.history.connection import connect_reader, explain

    try:
        with closing(connect_reader(path)) as connection:
            return _stored_in(connection, now_ms)
    except UnicodeDecodeError:
        raise explain(sqlite3.DatabaseError("the file is damaged"), path) from None
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _stored_in(connection: sqlite3.Connection, now_ms: int) -> tuple[list[StoredStatus], StoredSurroundings]:
    # Against flipped bits and foreign content: no error for one text, no code of the file's own.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    if connection.execute(_TABLES).fetchone()[0] != 2:
        raise sqlite3.DatabaseError("the tables are not there")
    has_text = connection.execute(_HAS_TEXT).fetchone()[0]  # a history of an earlier version has none
    query = _QUERY.format(text="s.text" if has_text else "NULL")
    rows = [row for row in connection.execute(query).fetchall() if _is_readable(row)]
    found = [_status(row, now_ms) for row in rows]
    around = _surroundings(connection, now_ms)
    for one in found:
        one["paused_until_ms"] = around.paused.get(one["component"])
        one["enabled"] = one["enabled"] or one["paused_until_ms"] is not None
        one["known"] = one["component"] in around.local or one["reason"] in NOTHING_ASKED
    if not any(_is_fresh(row, now_ms) for row in rows):  # whoever wrote it was ended since
        around.offline = around.unwell = False
    return found, around


def _is_fresh(row: tuple, now_ms: int) -> bool:  # type: ignore[type-arg]
    """Whether it was checked lately."""
    interval_ms, timeout_ms, checked_ms = row[5], row[6], row[11]
    try:
        return not is_stale(
            checked_ms=checked_ms, interval=interval_ms / 1000, timeout=timeout_ms / 1000, now_ms=now_ms
        )
    except (TypeError, ArithmeticError):
        return False


def _surroundings(connection: sqlite3.Connection, now_ms: int) -> StoredSurroundings:
    around = StoredSurroundings()
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'surroundings'").fetchone()
        if row is None:
            return around
        from porchlight.intake.documents import parse_json_object

        _take(around, parse_json_object(row[0]), now_ms)
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError):  # flipped bits, or a file of another
        return StoredSurroundings()
    return around


def _take(around: StoredSurroundings, document: dict, now_ms: int) -> None:  # type: ignore[type-arg]
    """Take over what makes sense; raises what ``_surroundings`` catches for the rest."""
    around.paused_until_ms = _in_force(document["pausedUntil"], now_ms)
    around.paused = {
        str(slug): until_ms
        for slug, given in document["paused"].items()
        if (until_ms := _in_force(given, now_ms)) is not None
    }
    around.offline, around.unwell = document["offline"] is True, document["unwell"] is True
    around.local = {str(slug) for slug in document["local"]}
    for one in document["paths"]:
        texts = [str(one[key]) for key in ("path", "name", "goesTo")]
        if all(text.isprintable() for text in texts):
            around.paths.append(
                {
                    "path": texts[0],
                    "name": texts[1],
                    "taken_by": [str(slug) for slug in one["takenBy"]],
                    "passed_on_by": [str(slug) for slug in one["passedOnBy"]],
                    "goes_to": texts[2],
                }
            )


def _in_force(until_ms: object, now_ms: int) -> int | None:
    """A pause that has not ended by itself, as all of them do."""
    sound = isinstance(until_ms, int) and now_ms < until_ms <= 253402300799000
    return int(until_ms) if sound else None  # type: ignore[call-overload]


def _is_readable(row: tuple) -> bool:  # type: ignore[type-arg]
    """Whether the texts that name a component can be shown."""
    return all(isinstance(text, str) and text.isprintable() for text in row[:3])


def _status(row: tuple, now_ms: int) -> StoredStatus:  # type: ignore[type-arg]
    try:
        return _as_stored(row, now_ms)
    except (ValueError, TypeError, ArithmeticError):
        slug, name, kind, critical, enabled, *_ = row
        return {
            "component": slug,
            "name": name,
            "kind": kind,
            "critical": bool(critical),
            "enabled": bool(enabled),
            "status": Status.UNKNOWN,
            "since_ms": now_ms,
            "reason": "internal",
            "message": "What is stored about it cannot be read. Its next check will show how it is.",
            "sentence": None,
            "text": None,
            "expired": None,
            "checked_ms": None,
            "paused_until_ms": None,
            "known": True,
        }


def _as_stored(row: tuple, now_ms: int) -> StoredStatus:  # type: ignore[type-arg]
    slug, name, kind, critical, enabled, _, _, status, since_ms, reason, sentence, checked_ms, text = row
    current = Status(status)
    # 253402300799000: the last moment that a calendar knows.
    if not (0 <= since_ms <= 253402300799000 and 0 <= (checked_ms or 0) <= 253402300799000):
        raise ValueError("no such moment")
    if not sentence.isprintable():
        from porchlight.intake.text import clean_line

        sentence = clean_line(sentence)
    message, expired = sentence, None
    if current not in (Status.UNKNOWN, Status.DISABLED) and not _is_fresh(row, now_ms):
        message = f"Not checked for a while; it was {status}: {sentence}"
        current, reason, expired = Status.UNKNOWN, "stale", current
    return {
        "component": slug,
        "name": name,
        "kind": kind,
        "critical": bool(critical),
        "enabled": bool(enabled),
        "status": current,
        "since_ms": since_ms,
        "reason": reason if reason is None else str(reason),
        "message": message,
        "sentence": sentence,
        "text": text if isinstance(text, str) else None,
        "expired": expired,
        "checked_ms": checked_ms,
        "paused_until_ms": None,
        "known": True,
    }
