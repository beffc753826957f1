"""What Windows and macOS want to be told of the program, and where its version is."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
NAME = "Porchlight"
COMMAND = "porchlight"
TRAY_COMMAND = "porchlight-tray"
"""On Windows alone: there a program either has a console or has none. Not "Porchlight": names of files that differ in
capitals only are one and the same there."""
IDENTIFIER = "org.porchlight.Porchlight"
"""Of the app on macOS, for good: permissions and notifications hang on it."""
OLDEST_MACOS = "14.0"
"""That of the wheels: numpy's, as a builder on macOS 14 or newer takes them. Qt 6.11's would do with 13."""
DESCRIPTION = "Watches the systems that carry your gifts"


def version() -> str:
    """Of app/porchlight/__init__.py, which is read, not imported."""
    text = (ROOT / "app" / "porchlight" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.M)
    if found is None:
        raise ValueError("app/porchlight/__init__.py tells no version")
    return found.group(1)


def info_plist() -> dict[str, Any]:
    """``Info.plist``, beside what PyInstaller writes by itself (Apple, "Information Property List")."""
    return {
        "CFBundleDisplayName": NAME,
        "CFBundleName": NAME,
        "CFBundleShortVersionString": version(),
        "CFBundleVersion": version(),
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "es"],
        "LSApplicationCategoryType": "public.app-category.utilities",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        # In the menu bar, not in the Dock.
        "LSUIElement": True,
        "NSHighResolutionCapable": True,
        "NSPrincipalClass": "NSApplication",
        "NSSupportsAutomaticGraphicsSwitching": True,
    }


def version_texts(file: str) -> dict[str, str]:
    """What the properties of a program tell on Windows. ``file``: its name."""
    return {
        "CompanyName": NAME,
        "FileDescription": NAME if file.startswith(TRAY_COMMAND) else f"{NAME} (command line)",
        "FileVersion": version(),
        "InternalName": file.removesuffix(".exe"),
        "LegalCopyright": "MIT License",
        "OriginalFilename": file,
        "ProductName": NAME,
        "ProductVersion": version(),
    }


def version_numbers() -> tuple[int, int, int, int]:
    """The version as Windows compares it."""
    first, second, third = (int(part) for part in re.findall(r"\d+", version())[:3])
    return first, second, third, 0


def version_resource(file: str) -> Any:
    """The same as a resource of the program (Microsoft, "VERSIONINFO resource"); made on Windows only."""
    from PyInstaller.utils.win32 import versioninfo

    english, unicode = 0x0409, 1200
    texts = [versioninfo.StringStruct(*pair) for pair in version_texts(file).items()]
    return versioninfo.VSVersionInfo(
        ffi=versioninfo.FixedFileInfo(filevers=version_numbers(), prodvers=version_numbers(), OS=0x40004, fileType=1),
        kids=[
            versioninfo.StringFileInfo([versioninfo.StringTable(f"{english:04x}{unicode:04x}", texts)]),
            versioninfo.VarFileInfo([versioninfo.VarStruct("Translation", [english, unicode])]),
        ],
    )
