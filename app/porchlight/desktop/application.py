"""The QApplication: ends when the menu, the system or a logout asks for it, in our own order."""

import sys

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from porchlight.desktop.platform.sandbox import application


class Application(QApplication):
    """Emits a signal instead of stopping the loop, so that everything can end properly."""

    quit_wanted = Signal()

    def __init__(self, arguments: list[str]) -> None:
        # As an argument: what QApplication.setStyle returns makes Python know all of QStyle, 1 MiB.
        super().__init__(arguments if sys.platform in ("win32", "darwin") else [*arguments, "-style", "fusion"])
        self.setApplicationName("porchlight")
        self.setApplicationDisplayName("Porchlight")
        self.setDesktopFileName(application() or "porchlight")
        self.setQuitOnLastWindowClosed(False)
        self.commitDataRequest.connect(self._log_out)

    def event(self, event: QEvent) -> bool:
        """See QObject."""
        if event.type() == QEvent.Type.Quit:
            self.quit_wanted.emit()
            event.ignore()
            return True
        return super().event(event)

    def _log_out(self, manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        self.quit_wanted.emit()
