"""In place of PyInstaller's own hook: see ``chosen``."""

from installers.bundle.qt import chosen

hiddenimports, binaries, datas = chosen(__file__)
