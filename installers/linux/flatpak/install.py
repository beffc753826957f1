"""Puts Porchlight into a Flatpak: python3 installers/linux/flatpak/install.py --prefix /app

The Python of the runtime finds it there, beside the wheels. Run by flatpak-builder, which has only the standard
library. The desktop's files are the Debian package's, under the names that those of a Flatpak must have.
"""

import argparse
import compileall
import os
import re
import shutil
import sys
import time
from pathlib import Path

ID = "io.github.porchlight_monitor.porchlight"
_TOP = Path(__file__).resolve().parents[3]
_DEB = _TOP / "installers/linux/deb"
_COMMAND = """#!/usr/bin/python3
import sys

from porchlight.__main__ import main

sys.exit(main())
"""


def install(prefix: Path, top: Path = _TOP) -> None:
    """Install what is checked out at ``top``."""
    version = _version(top)
    site = prefix / f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    package = site / "porchlight"
    shutil.copytree(top / "app/porchlight", package, ignore=shutil.ignore_patterns("__pycache__"))
    unread = shutil.ignore_patterns("*.po", "*.pot", "*.py", "__pycache__")
    shutil.copytree(top / "resources", package / "resources", ignore=unread)
    about = site / f"porchlight-{version}.dist-info"
    _put(about / "METADATA", f"Metadata-Version: 2.1\nName: porchlight\nVersion: {version}\nLicense: MIT\n")
    _put(about / "INSTALLER", "flatpak\n")
    compileall.compile_dir(package, quiet=1, stripdir=str(prefix.parent))
    command = prefix / "bin/porchlight"
    _put(command, _COMMAND)
    command.chmod(0o755)
    _install_desktop_files(prefix / "share", version, top)
    _put(prefix / "share/licenses" / ID / "LICENSE", (top / "LICENSE").read_text(encoding="utf-8"))


def _install_desktop_files(share: Path, version: str, top: Path) -> None:
    desktop = (_DEB / "porchlight.desktop").read_text(encoding="utf-8")
    desktop = re.sub(r"(?m)^Icon=.*$", f"Icon={ID}", desktop)
    desktop = re.sub(r"(?m)^StartupWMClass=.*$", f"StartupWMClass={ID}", desktop)
    _put(share / f"applications/{ID}.desktop", desktop)
    about = (_DEB / "porchlight.metainfo.xml").read_text(encoding="utf-8")
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    for mark, value in {
        "@VERSION@": version,
        "@DATE@": time.strftime("%Y-%m-%d", time.gmtime(moment)),
        ">porchlight.desktop<": f">{ID}.desktop<",
        ">porchlight</icon>": f">{ID}</icon>",
    }.items():
        about = about.replace(mark, value)
    _put(share / f"metainfo/{ID}.metainfo.xml", about)
    icon = (top / "resources/icons/porchlight.svg").read_text(encoding="utf-8")
    _put(share / f"icons/hicolor/scalable/apps/{ID}.svg", icon)


def _version(top: Path) -> str:
    text = (top / "app/porchlight/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.M)
    if found is None:
        raise SystemExit("app/porchlight/__init__.py names no version.")
    return found.group(1)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prefix", type=Path, required=True)
    install(parser.parse_args().prefix)
