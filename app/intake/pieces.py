"""Small files that others leave for us, one piece of work each: read without waiting for anything and without
following a link; what cannot be read is put aside as ``<name>.rejected``."""

import logging
import os
import stat
from contextlib import suppress
from typing import Final

_log = logging.getLogger(__name__)

REJECTED: Final = ".rejected"
MOST_KEPT: Final = 20
"""Rejected pieces in one folder; the oldest go."""
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Unfit(ValueError):
    """A piece that cannot be taken in; its text says why, in the words of a sentence's end."""


def read_piece(path: str, most: int) -> bytes:
    """The bytes of a file, ``most`` at most. Raises Unfit, or FileNotFoundError for one that is gone by now."""
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            raise Unfit("it is a link")
        handle = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise Unfit(f"it cannot be opened ({_reason(error)})") from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise Unfit("it is no file")
        data = b""
        while found.st_size <= most and len(data) <= most and (more := os.read(handle, most + 1 - len(data))):
            data += more
    except OSError as error:
        raise Unfit(f"it cannot be read ({_reason(error)})") from None
    finally:
        os.close(handle)
    if max(found.st_size, len(data)) > most:
        raise Unfit(f"it is larger than {most // 1024} KiB")
    return data


def put_aside(path: str) -> bool:
    """Rename a piece so that it is not looked at again; whether that was possible."""
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
