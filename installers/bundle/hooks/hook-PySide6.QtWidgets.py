"""In place of PyInstaller's own hook: only the plug-ins that are used, and so only what those need."""

from installers.bundle.qt import is_wanted_plugin
from PyInstaller.utils.hooks.qt import add_qt6_dependencies

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
binaries = [(source, target) for source, target in binaries if "plugins" not in target or is_wanted_plugin(source)]
