"""Small files that others leave for us, one piece of work each: read without waiting and without following a link; an
unreadable one is renamed to ``<name>.rejected``."""

import errno
import logging
import os
from contextlib import suppress
from typing import Final

from porchlight.intake.files import NotOurs, read_owned

_log = logging.getLogger(__name__)

REJECTED: Final = ".rejected"
MOST_KEPT: Final = 20
"""Rejected pieces in one folder; the oldest go."""


class Unfit(ValueError):
    """A piece that cannot be used; its text says why, as the end of a sentence."""


def read_piece(path: str, most: int) -> bytes:
    """The bytes of a file, ``most`` at most. Raises Unfit, or FileNotFoundError for one that is gone by now."""
    try:
        return read_owned(path, most)
    except FileNotFoundError:
        raise
    except NotOurs as error:
        raise Unfit(str(error).removesuffix(".")) from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise Unfit(f"it is larger than {most // 1024} KiB") from None
        raise Unfit(f"it cannot be opened ({_reason(error)})") from None


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
