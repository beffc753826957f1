"""One writer: a lock that the system itself releases when its holder ends, however it ends."""

import os
import sys
from contextlib import suppress
from io import FileIO

from porchlight.history.connection import not_ours, not_writable
from porchlight.intake.files import NotOurs, open_owned, owned_folder
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.errors import HistoryHeld, HistoryUnavailable

_AT = 1 << 20
"""Where the locked byte is: behind the text, which others must be able to read (on Windows locks are mandatory)."""


_BRIEFLY = "briefly"


class HolderLock:
    """Held by the writer of the history. The file beside it names the holder."""

    def __init__(self, history_path: str, *, briefly: bool) -> None:
        """``briefly``: by a command that writes once, not by a monitor."""
        self._path = f"{history_path}.lock"
        self._briefly = briefly
        self._file: FileIO | None = None

    def acquire(self) -> None:
        """Take it, making its folder where there is none.

        Raises HistoryHeld with the holder's process id, HistoryUnavailable where no file can be made.
        """
        folder = os.path.dirname(self._path)
        try:
            owned_folder(folder)
            file = FileIO(open_owned(self._path, os.O_RDWR | os.O_CREAT), "r+b")
        except NotOurs as error:
            raise not_ours(error) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "no such path"
            raise not_writable(folder, why.lower()) from error
        try:
            _lock(file)
        except OSError:
            holder, _, how = file.read(100).decode("ascii", "replace").strip().partition(" ")
            file.close()
            sentence = (
                msg("Another Porchlight (process {process}) is watching and writes the history.", process=holder)
                if holder.isdigit()
                else msg("Another Porchlight is watching and writes the history.")
            )
            raise HistoryHeld(
                english(sentence),
                english(msg("Quit that one first, or choose another data folder.")),
                briefly=how in (_BRIEFLY, ""),  # empty: its holder has not yet written its id
            ) from None
        self._file = file
        with suppress(OSError):  # on a full disk it is held all the same; others then do not learn who holds it
            file.truncate()
            file.write(f"{os.getpid()} {_BRIEFLY if self._briefly else 'watching'}".encode())

    def release(self) -> None:
        """Release it."""
        if self._file is not None:
            self._file.close()
            self._file = None


def is_held(history_path: str) -> bool:
    """Whether the history is being written now. The test takes the lock for a moment, as a short command does."""
    lock = HolderLock(history_path, briefly=True)
    try:
        lock.acquire()
    except HistoryHeld:
        return True
    except HistoryUnavailable:  # whoever opens it next reports it properly
        return False
    lock.release()
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: FileIO) -> None:
        file.seek(_AT)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(0)  # refused or not, the text is read or written next

else:
    import fcntl

    def _lock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
