"""Where things are kept between runs, and which versions are used."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
KEPT = Path(
    os.environ.get("PORCHLIGHT_WINDOWS_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "porchlight-windows"
)
"""What is fetched and made once. Removing it is safe; the next run makes it anew."""

ROOT = KEPT / "root"
"""A small Debian that has Wine, so that no 32-bit packages have to be put on this computer."""
PREFIX = KEPT / "prefix"
"""Wine's drive C: and registry."""
PYTHON = KEPT / "python"
"""The Windows Python, with the packages of the lock file."""
TEST_PACKAGES = KEPT / "test-packages"
"""What the tests need beside them."""
INNO = KEPT / "inno"
"""The compiler of Inno Setup."""
DLLS = KEPT / "dlls"
"""Stand-ins for what Wine lacks."""

FROZEN = CHECKOUT / "dist" / "windows" / "porchlight"
SETUPS = CHECKOUT / "dist" / "windows" / "setup"

PYTHON_CARRIER = "panda3d==1.10.16"
"""Its Windows wheel carries python.org's 3.12.10 as DLLs, for building programs elsewhere."""
PYTHON_RUNTIME = "msvc-runtime==14.51.36231"
PYTHON_VERSION = "3.12"
INNO_PACKAGE = "innosetup@6.4.1"
DEBIAN = "bookworm"
