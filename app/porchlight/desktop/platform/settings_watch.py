"""Signals a change of the settings file by any editor: also by one that replaces it, or creates it."""

import os

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_SETTLED_MS = 200
"""Editors write in several steps."""


class SettingsWatch(QObject):
    """Watches the file and its folder; costs nothing while nothing happens."""

    changed = Signal()

    def __init__(self, path: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._seen = self._state()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_change)
        self._watcher.directoryChanged.connect(self._on_change)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._look)
        self._watch()

    def _watch(self) -> None:
        """A replaced file is another one for the watcher; a missing folder is awaited in its parent."""
        folder = os.path.dirname(self._path)
        while folder and not os.path.isdir(folder):
            folder = os.path.dirname(folder)
        for path in (folder, self._path):
            if os.path.exists(path) and path not in (*self._watcher.files(), *self._watcher.directories()):
                self._watcher.addPath(path)

    def _on_change(self) -> None:
        self._settled.start()

    def _look(self) -> None:
        self._watch()
        state = self._state()
        if state != self._seen:
            self._seen = state
            self.changed.emit()

    def _state(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
