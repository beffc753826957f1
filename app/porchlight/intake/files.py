"""Files and folders of our own, where other users of this computer may have got there first.

A folder for commands or for the history is ours and nobody else may write in it; a trusted file is a plain one, ours,
with one name, and no link. Anything else is NotOurs, with a sentence. On Windows the profile's access list keeps
others out; meaningless checks are left out there.
"""

import errno
import os
import re
import secrets
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from porchlight.language.text import Text

MOST: Final = 64 * 1024
"""Bytes of a waiting command or run."""
_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_DOCUMENT: Final = 0o666
_OTHERS: Final = 0o077
_ACCESS: Final = os.O_RDONLY | os.O_WRONLY | os.O_RDWR
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_AS_FOUND: Final = _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""A FIFO placed there would block us for ever without O_NONBLOCK."""
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DEVICES: Final = re.compile(r"(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows takes for devices, whatever follows a dot."""


class NotOurs(OSError):
    """A file or a folder that cannot be trusted. ``text`` says why, for people."""

    def __init__(self, path: str, text: "Text") -> None:
        self.text = text
        super().__init__(errno.EPERM, text.message, path)

    def __str__(self) -> str:
        from porchlight.language.english import english

        return english(self.text)


def msg(message: str, /, **places: str) -> "Text":
    """As in ``language.text``, which is loaded with the first fault: the light is shown before."""
    from porchlight.language import text

    return text.msg(message, **places)


def is_file_id(text: str) -> bool:
    """Whether ``text`` can be the name of a file on every system: no path, no device, nothing hidden."""
    return _ID.fullmatch(text) is not None and _DEVICES.fullmatch(text) is None


def private_folder(path: str) -> None:
    """Make ``path`` where it is missing, for us alone; an existing one of ours becomes private. For folders that only
    we use. Raises NotOurs for somebody else's, or another OSError."""
    _make(path)
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode):
        raise NotOurs(path, msg("{path} is not a folder.", path=path))
    _require_owner(found, path)
    if found.st_mode & _OTHERS:
        _narrow(path)


def owned_folder(path: str) -> None:
    """Make ``path`` where it is missing, for us alone; an existing one is unchanged. For folders that people choose:
    ours, behind a link of ours or not, and nobody else may write in it. Raises NotOurs or another OSError."""
    _make(path)
    link = os.lstat(path)
    if stat.S_ISLNK(link.st_mode):
        _require_owner(link, path)
    found = os.stat(path)
    if not stat.S_ISDIR(found.st_mode):
        raise NotOurs(path, msg("{path} is not a folder.", path=path))
    _require_owner(found, path)
    if _allows_others(found):
        raise NotOurs(path, msg("{path} is a folder that other users may write in.", path=path))


def private_file(path: str, *, behind_link: bool = False) -> None:
    """Make ``path`` where it is missing, empty and for us alone; an existing one of ours becomes private, and is not
    opened: closing it would release this process's locks on it. ``behind_link``: people may have moved it and left a
    link; there it is unchanged. Raises NotOurs or another OSError."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AS_FOUND, _PRIVATE_FILE)
    except FileExistsError:
        found = os.lstat(path)
        if behind_link and stat.S_ISLNK(found.st_mode):
            _require_owner(found, path)
            _require_plain(os.stat(path), path)
            return
        _require_plain(found, path)
        if stat.S_IMODE(found.st_mode) & _OTHERS:
            os.chmod(path, _PRIVATE_FILE)
    else:
        os.close(handle)


def require_owned_place(path: str) -> None:
    """Raises NotOurs where ``path``, or the nearest existing folder above it, is another user's and we are root: that
    user could not change what we write there."""
    if not _is_root():
        return
    place = path
    while not os.path.lexists(place) and place != os.path.dirname(place):
        place = os.path.dirname(place)
    _require_owner(os.stat(place), place)


def read_owned(path: str, most: int = MOST) -> bytes:
    """The contents of a plain file of ours. Raises NotOurs for a link, a FIFO, another user's file or one that others
    may change; OSError where it cannot be read or is longer than ``most`` bytes."""
    with open(open_owned(path), "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"longer than {most:,} bytes", path)
    return content


def open_owned(path: str, flags: int = os.O_RDONLY) -> int:
    """The descriptor of a plain file of ours, created for us alone where ``flags`` include that. Raises as
    ``read_owned``."""
    try:
        handle = os.open(path, flags | _AS_FOUND, _PRIVATE_FILE)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):  # BSD has the second
            raise NotOurs(path, msg("{path} is a link.", path=path)) from None
        raise
    try:
        found = os.fstat(handle)
        _require_plain(found, path)
        if _allows_others(found):
            if flags & _ACCESS == os.O_RDONLY:
                raise NotOurs(path, msg("{path} may be changed by other users.", path=path))
            os.chmod(path, _PRIVATE_FILE)
    except BaseException:
        os.close(handle)
        raise
    return handle


def put_whole(path: str, content: bytes, *, private: bool = True) -> None:
    """Write a file whole or not at all; an existing one of that name is replaced, a link too. ``private``: for us
    alone, else with the system's mode for documents. Raises OSError."""
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name[:100]}.{secrets.token_hex(8)}.part")
    mode = _PRIVATE_FILE if private else _DOCUMENT
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AS_FOUND, mode)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _make(path: str) -> None:
    with suppress(FileExistsError):
        os.makedirs(path, mode=_PRIVATE_FOLDER)


def _require_plain(found: os.stat_result, path: str) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise NotOurs(path, msg("{path} is a link.", path=path))
    if not stat.S_ISREG(found.st_mode):
        raise NotOurs(path, msg("{path} is not a file.", path=path))
    _require_owner(found, path)
    if found.st_nlink > 1:
        raise NotOurs(path, msg("{path} has a second name (a hard link) elsewhere.", path=path))


if sys.platform == "win32":

    def _is_root() -> bool:
        return False

    def _require_owner(found: os.stat_result, path: str) -> None:
        """The profile's access list says who may write there."""

    def _narrow(path: str) -> None:
        """As above."""

    def _allows_others(found: os.stat_result) -> bool:
        return False

else:
    import pwd

    def _is_root() -> bool:
        return os.geteuid() == 0

    def _require_owner(found: os.stat_result, path: str) -> None:
        if found.st_uid != os.geteuid():
            raise NotOurs(path, msg("{path} belongs to the user {user}.", path=path, user=_user(found.st_uid)))

    def _narrow(path: str) -> None:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            _require_owner(os.fstat(handle), path)  # the name could be another folder's by now
            os.fchmod(handle, _PRIVATE_FOLDER)
        finally:
            os.close(handle)

    def _allows_others(found: os.stat_result) -> bool:
        return bool(found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))

    def _user(number: int) -> str:
        try:
            return pwd.getpwuid(number).pw_name
        except KeyError:
            return str(number)
