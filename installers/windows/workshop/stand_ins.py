"""What Wine 8 lacks of Windows and this program needs, compiled from c/ and put into Wine's system folder."""

import re
import shutil
import subprocess
from pathlib import Path

from installers.windows.workshop.places import DLLS, ROOT

COMPILER = "x86_64-w64-mingw32-gcc"
_C = Path(__file__).parent / "c"
_WINES_OWN = ROOT / "usr" / "lib" / "x86_64-linux-gnu" / "wine" / "x86_64-windows" / "ucrtbase.dll"
_BUILTIN = b"Wine builtin DLL"

OVERRIDES = "bcryptprimitives=n;icuuc=n;ucrtbase=n,b"
"""For WINEDLLOVERRIDES: these are not to be Wine's own."""


def exports(dll: Path) -> list[str]:
    """The names that a DLL exports. Raises CalledProcessError."""
    lister = COMPILER.replace("gcc", "objdump")
    listing = subprocess.run([lister, "-p", str(dll)], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^\s+\[ *\d+\] (?:\+base\[ *\d+\] +[0-9a-f]+ )?(\S+)$", listing, re.MULTILINE)


def library(target: Path, lines: list[str], *sources: Path) -> None:
    """Compile a DLL with these lines as its exports. Raises CalledProcessError."""
    definition = target.with_suffix(".def")
    definition.write_text(f"LIBRARY {target.name}\nEXPORTS\n" + "".join(f"  {line}\n" for line in lines))
    words = [
        COMPILER,
        "-w",
        "-O1",
        "-s",
        "-shared",
        "-static-libgcc",
        "-o",
        str(target),
        *map(str, sources),
        str(definition),
    ]
    subprocess.run(words, check=True)
    definition.unlink()


def make() -> None:
    """Compile them. Raises CalledProcessError."""
    DLLS.mkdir(parents=True, exist_ok=True)
    source = _C / "ucrtbase.c"
    own = set(re.findall(r"own_(\w+)\(", source.read_text()))
    for name in re.findall(r"^TO_\w+\((\w+)\)$", source.read_text(), re.MULTILINE):
        own |= {name, f"{name}l", f"{name}f"}
    # A copy of Wine's own under another name; without its mark Wine takes it for a Windows DLL, and loads it.
    (DLLS / "ucrtwine.dll").write_bytes(_WINES_OWN.read_bytes().replace(_BUILTIN, b"\0" * len(_BUILTIN), 1))
    names = [name for name in exports(_WINES_OWN) if not name.startswith("own_")]
    passed_on = [
        f"{name} = own_{name}" if name in own else f"{_quoted(name)} = {_quoted(f'ucrtwine.{name}')}"
        for name in names
    ]
    library(DLLS / "ucrtbase.dll", passed_on, source)
    for name in ("bcryptprimitives", "icuuc"):
        library(DLLS / f"{name}.dll", [], _C / f"{name}.c")


def put(system: Path) -> None:
    """Copy them into Wine's ``system32``."""
    for file in DLLS.glob("*.dll"):
        shutil.copy(file, system / file.name)


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[\w.]+", name) else f'"{name}"'
