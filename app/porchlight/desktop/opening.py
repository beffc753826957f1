"""What is opened outside: pages of vendors and our own, files and folders. The address of a page comes from
others."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from porchlight.settings.environment import without_secrets

_LONGEST = 2000
"""Characters of an address; browsers and the programs that start them refuse longer ones."""


def open_page(address: str) -> bool:
    """Open a web page; return whether it was one. Never a file or a program, whatever the address."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if len(address) > _LONGEST or not url.isValid() or url.scheme() not in ("http", "https") or not url.host():
        return False
    return _open(url)


def open_place(path: str) -> bool:
    """Open a file or a folder of this computer."""
    return _open(QUrl.fromLocalFile(path))


def _open(url: QUrl) -> bool:
    with without_secrets():
        return QDesktopServices.openUrl(url)
