"""What only Windows needs to know of the running program: whose notifications these are, and that it runs.

The installer's script (installers/windows/porchlight.iss) uses both names.
"""

import logging
import sys

_APP_ID = "Porchlight"
"""desktop-notifier gives its notifications the program's name as identifier; the start menu's entry has the same
(Microsoft, "Application User Model IDs")."""
_MUTEX = "org.porchlight.Porchlight.Running"
"""Exists while the program runs: the installer waits until it is gone (Microsoft, "CreateMutexW")."""

_log = logging.getLogger(__name__)


def set_app_id() -> None:
    """Set both, until the end of this process; nothing elsewhere. An error is logged: the program runs without."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        # The handle is never closed: Windows does it, once the process is gone and with it the last file in use.
        if not kernel.CreateMutexW(None, False, _MUTEX):
            code = ctypes.get_last_error()
            _log.warning("Windows made no mutex (error %d): the installer cannot see this program", code)
        if ctypes.WinDLL("shell32").SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(_APP_ID)):
            _log.warning("Windows took no identifier: notifications may carry another name")
