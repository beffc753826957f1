"""The yardstick: the smallest tray program that PySide6 allows; with an argument on a qasync loop."""

import sys

from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
pixmap = QPixmap(22, 22)
pixmap.fill("green")
tray = QSystemTrayIcon(QIcon(pixmap))
tray.show()
if sys.argv[1:]:
    import asyncio

    import qasync

    async def main() -> None:
        await asyncio.Event().wait()

    asyncio.run(main(), loop_factory=qasync.QEventLoop) if sys.version_info >= (3, 12) else asyncio.Runner(
        loop_factory=qasync.QEventLoop
    ).run(main())
else:
    app.exec()
