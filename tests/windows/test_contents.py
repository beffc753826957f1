"""What is frozen for Windows: nothing of Qt that is not used."""

from pathlib import PurePosixPath

from installers.bundle import qt
from installers.windows.workshop.places import FROZEN

_OF_SHIBOKEN = {"pyside6.abi3"}


def test_only_modules_and_plug_ins_of_qt_that_are_used_are_in_it() -> None:
    files = [PurePosixPath(path.relative_to(FROZEN).as_posix()) for path in FROZEN.rglob("*") if path.is_file()]
    of_qt = [path for path in files if "PySide6" in path.parts]
    modules = {path.stem for path in of_qt if path.suffix == ".pyd"}
    libraries = {path.stem for path in of_qt if path.parent.name == "PySide6" and path.suffix == ".dll"}
    plugins = {qt.plugin_name(str(path)) for path in of_qt if "plugins" in path.parts}
    assert modules == qt.MODULES
    of_microsoft = {name for name in libraries if name.upper().startswith(("MSVCP140", "VCRUNTIME140"))}
    assert {name.replace("Qt6", "Qt", 1) for name in libraries - of_microsoft - _OF_SHIBOKEN} <= qt.LIBRARIES
    assert plugins <= qt.PLUGINS, plugins - qt.PLUGINS
    assert {"platforms/qwindows", "iconengines/qsvgicon"} <= plugins
    texts = {path.name for path in of_qt if path.suffix == ".qm"}
    assert texts == {f"qtbase_{language}.qm" for language in qt.LANGUAGES}
