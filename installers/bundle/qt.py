"""What of Qt the bundle brings: only what the windows use. tests/bundle/test_contents.py fails on anything else."""

from pathlib import PurePosixPath

MODULES = frozenset({"QtCore", "QtDBus", "QtGui", "QtNetwork", "QtSvg", "QtWidgets"})
"""The modules of PySide6."""

UNUSED_MODULES = (
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtPrintSupport", "PySide6.QtSvgWidgets", "PySide6.QtTest",
)  # fmt: skip
"""Those that pyqtgraph would take where they are there. Without the first two it does not start: see
without_opengl.py."""

LIBRARIES = frozenset({*MODULES, "QtWaylandClient", "QtWlShellIntegration", "QtXcbQpa"})
"""Qt's own libraries, by the names that modules have."""

LANGUAGES = ("es", "fr", "pt_BR", "de")
"""Qt's own texts (OK, Cancel and so on) for the languages that Porchlight speaks, English being in the code."""

PLUGINS = frozenset(
    {
        # Windows on each system; offscreen draws the chart of the self-test where there is no screen.
        "platforms/qcocoa", "platforms/qoffscreen", "platforms/qwayland", "platforms/qwindows", "platforms/qxcb",
        # Light or dark on Linux. Not GTK's: it would bring all of GTK, and load it into every start.
        "platformthemes/qxdgdesktopportal",
        "styles/qmacstyle", "styles/qmodernwindowsstyle",
        "iconengines/qsvgicon", "imageformats/qsvg",
        # Letters with accents, and those of Chinese, Japanese and Korean.
        "platforminputcontexts/composeplatforminputcontextplugin",
        "platforminputcontexts/ibusplatforminputcontextplugin",
        "wayland-decoration-client/bradient", "wayland-shell-integration/xdg-shell",
        # Whether the computer is connected; Linux' own routes say it there.
        "networkinformation/qnetworklistmanager", "networkinformation/qscnetworkreachability",
    }
)  # fmt: skip
"""Folder and name, without what systems put before and behind it."""


SOFTWARE_OPENGL = "opengl32sw.dll"
"""Draws 3D on Windows where the graphics card cannot: 20 MB, which nothing of ours asks for."""


def plugin_name(path: str) -> str:
    """``platforms/qxcb`` of ``…/plugins/platforms/libqxcb.so``."""
    file = PurePosixPath(path.replace("\\", "/"))
    return f"{file.parent.name}/{file.stem.removeprefix('lib')}"


def is_wanted_plugin(path: str) -> bool:
    """Whether the plug-in in this file is one of ours."""
    return plugin_name(path) in PLUGINS


def chosen(hook_file: str) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, str]]]:
    """``hiddenimports, binaries, datas`` for a hook in place of PyInstaller's own.

    Of the plug-ins only those that are used, and so only what those need.
    """
    from PyInstaller.utils.hooks.qt import add_qt6_dependencies

    hidden, binaries, datas = add_qt6_dependencies(hook_file)
    wanted = [(source, target) for source, target in binaries if "plugins" not in target or is_wanted_plugin(source)]
    return hidden, wanted, datas


def is_unwanted_text(path: str) -> bool:
    """Whether this file holds Qt's texts for a language that Porchlight does not speak, or for Qt's own tools."""
    file = PurePosixPath(path.replace("\\", "/"))
    return (
        file.suffix == ".qm" and "PySide6" in file.parts and file.stem not in {f"qtbase_{one}" for one in LANGUAGES}
    )
