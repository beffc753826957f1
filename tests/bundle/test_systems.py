"""What Windows and macOS are told of the program, written by PyInstaller's own steps and read again."""

import plistlib
import struct
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from PyInstaller.building import osx
from PyInstaller.building.api import COLLECT
from PyInstaller.config import CONF

from installers.bundle import about
from porchlight import __version__

ICONS = Path("resources/icons").absolute()


def _collected(program: Path) -> COLLECT:
    """As the spec's, with one program in it."""
    collected = COLLECT.__new__(COLLECT)
    collected.toc = [(program.name, str(program), "EXECUTABLE")]
    collected.console = False
    collected.strip_binaries = collected.upx_binaries = False
    collected.upx_exclude = []
    collected.target_arch = collected.codesign_identity = collected.entitlements_file = None
    return collected


def test_the_app_on_macos_lives_in_the_menu_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / about.COMMAND
    program.write_bytes(b"")
    monkeypatch.setattr(osx, "is_darwin", True)
    monkeypatch.setattr(osx, "osxutils", SimpleNamespace(sign_binary=lambda *_, **__: None), raising=False)
    for name in ("distpath", "workpath", "specpath"):
        monkeypatch.setitem(CONF, name, str(tmp_path / name))
        (tmp_path / name).mkdir()
    monkeypatch.setitem(CONF, "spec", str(tmp_path / "build.spec"))
    monkeypatch.setitem(CONF, "noconfirm", True)
    osx.BUNDLE(
        _collected(program),
        name=f"{about.NAME}.app",
        icon=str(ICONS / "porchlight.icns"),
        bundle_identifier=about.IDENTIFIER,
        version=about.version(),
        info_plist=about.info_plist(),
    )
    contents = tmp_path / "distpath" / "Porchlight.app" / "Contents"
    said = plistlib.loads((contents / "Info.plist").read_bytes())
    assert said["LSUIElement"] is True
    assert "LSBackgroundOnly" not in said
    assert said["CFBundleIdentifier"] == "org.porchlight.Porchlight"
    assert said["CFBundleExecutable"] == "porchlight"
    assert said["CFBundleShortVersionString"] == said["CFBundleVersion"] == __version__
    assert said["LSMinimumSystemVersion"] == "14.0"
    assert said["NSHighResolutionCapable"] is True
    assert said["NSPrincipalClass"] == "NSApplication"
    assert (contents / "Resources" / said["CFBundleIconFile"]).is_file()
    assert (contents / "MacOS" / said["CFBundleExecutable"]).is_file()


def test_windows_is_told_name_and_version() -> None:
    assert about.version() == __version__
    assert ".".join(map(str, about.version_numbers())).startswith(f"{__version__}.")
    assert about.version_texts("porchlight-tray.exe")["FileDescription"] == "Porchlight"
    for file in ("porchlight.exe", "porchlight-tray.exe"):
        assert about.version_texts(file)["OriginalFilename"] == file
    # Names that differ in capitals only are the same name on Windows and macOS.
    assert len({about.COMMAND.lower(), about.TRAY_COMMAND.lower()}) == 2


def test_the_icons_have_the_sizes_that_are_shown() -> None:
    with Image.open(ICONS / "porchlight.ico") as icon:
        assert {(16, 16), (24, 24), (32, 32), (48, 48), (256, 256)} <= icon.info["sizes"]
    with Image.open(ICONS / "porchlight.icns") as icon:
        assert {(16, 16, 2), (128, 128, 2), (256, 256, 2)} <= set(icon.info["sizes"])
    kind, count = struct.unpack_from("<HH", (ICONS / "porchlight.ico").read_bytes(), 2)
    assert (kind, count) == (1, 8)
