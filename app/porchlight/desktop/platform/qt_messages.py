"""What Qt says goes to our log, redacted, and not to a terminal that nobody reads. A fault that ends the program
(``qFatal``) leaves its sentence there."""

import logging
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger("porchlight.qt")

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.INFO,  # most warn whoever writes a program, and change nothing for its user
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_MOST: Final = 200
"""Different messages of a run: one that comes with every frame would push all else out of the log."""


def log_qt_messages() -> None:
    """Each message once, from now on."""
    seen: set[str] = set()

    def pass_on(kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
        if text in seen or (len(seen) >= _MOST and kind is not QtMsgType.QtFatalMsg):
            return
        seen.add(text)
        _log.log(_LEVELS[kind], "%s", text)

    qInstallMessageHandler(pass_on)
