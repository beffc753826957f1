"""Small files that others leave for us, one piece of work each: read without waiting and without following a link; an
unreadable one is renamed to ``<name>.rejected``."""

import errno
import logging
import os
from contextlib import suppress
from typing import Final

from porchlight.intake.documents import NotJson, parse_json_object
from porchlight.intake.files import NotOurs, read_owned
from porchlight.language.text import Size, Text, msg

_log = logging.getLogger(__name__)

REJECTED: Final = ".rejected"
MOST_KEPT: Final = 20
"""Rejected pieces in one folder; the oldest go."""


class Unfit(ValueError):
    """Something from outside that cannot be used. ``text`` says why, for people."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.message)

    def __str__(self) -> str:
        from porchlight.language.english import english

        return english(self.text)


def unfit_field(name: str) -> Unfit:
    """For a field that is not what it has to be."""
    return Unfit(msg("“{field}” is missing or not valid.", field=name))


def read_piece(path: str, most: int) -> bytes:
    """The bytes of a file, ``most`` at most. Raises Unfit, or FileNotFoundError for one that is gone by now."""
    try:
        return read_owned(path, most)
    except FileNotFoundError:
        raise
    except NotOurs as error:
        raise Unfit(error.text) from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise Unfit(msg("It is larger than {size}.", size=Size(most))) from None
        raise Unfit(msg("It cannot be opened ({error}).", error=_reason(error))) from None


def read_object(path: str, most: int) -> dict[str, object]:
    """The JSON object in such a file. Raises as ``read_piece`` does."""
    try:
        return parse_json_object(read_piece(path, most))
    except NotJson:
        raise Unfit(msg("It is not JSON.")) from None


def put_aside(path: str) -> bool:
    """Rename a piece so that it is not read again; return whether that was possible."""
    try:
        os.replace(path, path + REJECTED)
    except OSError as error:
        _log.warning("%.200r cannot be put aside: %s", path, error)
        return False
    _tidy(os.path.dirname(path))
    return True


def _tidy(folder: str) -> None:
    with suppress(OSError):
        found = [entry for entry in os.scandir(folder) if entry.name.endswith(REJECTED)]
        found.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime, reverse=True)
        for entry in found[MOST_KEPT:]:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    os.rmdir(entry.path)
                else:
                    os.unlink(entry.path)


def _reason(error: OSError | ValueError) -> str:
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
