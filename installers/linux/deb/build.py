"""Makes a .deb of the frozen program: python installers/linux/deb/build.py --bundle dist/porchlight --output dist

The bundle goes into /usr/lib/porchlight as it is; around it come the command, the desktop's files, systemd's units.
Nothing is started, enabled or asked at installation, so the package needs no scripts.
"""

import argparse
import email.utils
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[2]
_MAINTAINER = "The Porchlight developers <porchlight-monitor@users.noreply.github.com>"
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
_GLIBC = re.compile(rb"GLIBC_2\.(\d+)\x00")
_NEEDED = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
"""What Qt opens to show windows and is the system's own (Qt, "Qt for X11 Requirements"); for Wayland too."""


def build(bundle: Path, output: Path, version: str, *, compression: str = "xz") -> Path:
    """Write the package and return its path. SystemExit where ``bundle`` is none; CalledProcessError from dpkg."""
    if not (bundle / "porchlight").is_file():
        sys.exit(f"{bundle} holds no program: run “make bundle” first.")
    architecture = _said_by("dpkg", "--print-architecture")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        _lay(root, bundle, version)
        control = root / "DEBIAN"
        control.mkdir()
        (control / "control").write_text(_control(root, version, architecture), encoding="utf-8")
        (control / "md5sums").write_text(_sums(root), encoding="utf-8")
        set_modes(root)
        output.mkdir(parents=True, exist_ok=True)
        package = output / f"porchlight_{version}_{architecture}.deb"
        command = ["dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", str(root), str(package)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def _lay(root: Path, bundle: Path, version: str) -> None:
    """Everything that is installed, below ``root``."""
    share, lib, doc = root / "usr/share", root / "usr/lib", root / "usr/share/doc/porchlight"
    shutil.copytree(bundle, lib / "porchlight", symlinks=True)
    command = root / "usr/bin/porchlight"
    command.parent.mkdir(parents=True)
    command.symlink_to("../lib/porchlight/porchlight")

    lay_desktop_files(share, version)
    _put(share / "lintian/overrides/porchlight", _text("lintian-overrides"))
    _put(doc / "copyright", _text("copyright"))
    _put(doc / "examples/autostart/porchlight.desktop", _text("porchlight-autostart.desktop"))
    _pack(doc / "changelog.gz", _debian_changelog(version))
    _pack(doc / "CHANGELOG.md.gz", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"))
    _pack(share / "man/man1/porchlight.1.gz", _text("porchlight.1", _filled(version)))
    for scope, name in (("user", "porchlight-user.service"), ("system", "porchlight.service")):
        text = (HERE.parent / "systemd" / name).read_text(encoding="utf-8")
        _put(lib / "systemd" / scope / "porchlight.service", _own_unit(text))


def lay_desktop_files(share: Path, version: str) -> None:
    """What menus and software centres show, below a ``share`` folder: the entry, the description, the icons."""
    _put(share / "applications/porchlight.desktop", _text("porchlight.desktop"))
    _put(
        share / "metainfo/io.github.porchlight_monitor.porchlight.metainfo.xml",
        _text("porchlight.metainfo.xml", _filled(version)),
    )
    _put(share / "icons/hicolor/scalable/apps/porchlight.svg", (TOP / "resources/icons/porchlight.svg").read_text())
    _draw_icons(share / "icons/hicolor")


def _filled(version: str) -> dict[str, str]:
    return {"@VERSION@": version, "@DATE@": time.strftime("%Y-%m-%d", time.gmtime(_moment()))}


def _debian_changelog(version: str) -> str:
    """Debian's own form of it (Debian Policy §4.4), which points to ours."""
    when = email.utils.formatdate(_moment())
    return f"porchlight ({version}) stable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n -- {_MAINTAINER}  {when}\n"


def _own_unit(text: str) -> str:
    """The unit as the package has it: with its program, and without the words on where to put the file."""
    text = re.sub(r"(?m)^(ExecStart=)\S+", r"\1/usr/bin/porchlight", text)
    text = text.replace(" As ~/.config/systemd/user/porchlight.service, then:", "")
    return text.replace(" Into /etc/systemd/system/, then:", "")


def _draw_icons(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    picture = QSvgRenderer(str(TOP / "resources/icons/porchlight.svg"))
    for size in _ICON_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        picture.render(painter, QRectF(0, 0, size, size))
        painter.end()
        path = folder / f"{size}x{size}" / "apps" / "porchlight.png"
        path.parent.mkdir(parents=True)
        if not image.save(str(path)):
            sys.exit(f"{path} could not be written.")


def _control(root: Path, version: str, architecture: str) -> str:
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    kibibytes = sum(-(-path.stat().st_size // 1024) for path in files)
    glibc = max((_needed_glibc(path) for path in files if ".so" in path.name), default=0)
    depends = ", ".join([*([f"libc6 (>= 2.{glibc})"] if glibc else ["libc6"]), *_NEEDED])
    return f"""Package: porchlight
Version: {version}
Architecture: {architecture}
Maintainer: {_MAINTAINER}
Installed-Size: {kibibytes}
Depends: {depends}
Recommends: gnome-keyring | kwalletmanager | keepassxc, ca-certificates
Section: net
Priority: optional
Homepage: https://github.com/porchlight-monitor/porchlight
Description: watches the systems that carry a nonprofit's gifts
 Porchlight is an icon in the system tray. Its colour and shape show whether
 donation pages, vendors' APIs, databases and sync jobs are working. Click it
 to see which one has a problem, why, and what to do.
 .
 It also runs without a screen, as a systemd service ("porchlight watch").
 It only ever reads, and credentials stay in the keyring.
"""


def _needed_glibc(path: Path) -> int:
    """The newest 2.x of the C library whose symbols a library asks for."""
    return max((int(found) for found in _GLIBC.findall(path.read_bytes())), default=0)


def _sums(root: Path) -> str:
    lines = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts:
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {path.relative_to(root)}\n")
    return "".join(lines)


def set_modes(root: Path) -> None:
    """As Debian wants them, whatever the umask of who builds: libraries are not programs."""
    root.chmod(0o755)
    for path in root.rglob("*"):
        if path.is_symlink():
            continue
        program = path.is_file() and os.access(path, os.X_OK) and ".so" not in path.name
        path.chmod(0o755 if path.is_dir() or program else 0o644)


def _text(name: str, filled: dict[str, str] | None = None) -> str:
    text = (HERE / name).read_text(encoding="utf-8")
    for mark, value in (filled or {}).items():
        text = text.replace(mark, value)
    return text


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _pack(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _moment() -> int:
    """When this is built, Unix s; a fixed one makes the same package again (reproducible-builds.org)."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())


def _said_by(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, default=TOP / "dist/porchlight")
    parser.add_argument("--output", type=Path, default=TOP / "dist")
    parser.add_argument("--compression", choices=("xz", "gzip", "none"), default="xz")
    args = parser.parse_args()
    sys.path.insert(0, str(TOP))
    from porchlight import __version__

    package = build(args.bundle, args.output, __version__, compression=args.compression)
    print(f"{package}: {package.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
