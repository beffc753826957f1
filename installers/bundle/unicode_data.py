"""A smaller libicudata: Qt on Linux brings the data of ICU for 800 languages and 200 encodings, 32 MB of it.

Qt has its own names, dates and numbers; of ICU it uses collation, capitals and the rules of Unicode. What these need
in the languages that Porchlight speaks stays. Source of the format: ICU, ``udata.h`` and ``ucmndata.h``.
"""

import platform
import re
import struct
import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path

_MAGIC = b"\xda\x27"
_FORMAT_AT = 12
_ALIGN = 16
_LANGUAGES = ("root", "de", "en", "es", "fr", "pt")
_LOCALE = re.compile(r"[a-z]{2,3}(_\w+)?\.res")
_SHARED = ("pool.res", "res_index.res", "ucadata.icu")
"""Of each folder: what its languages build on."""
_TARGETS = {"x86_64": ("elf64-x86-64", "i386:x86-64"), "aarch64": ("elf64-littleaarch64", "aarch64")}


def shrink(library: Path) -> None:
    """Make it anew with what is used; on a machine that is not known it stays as it is.

    Raises ValueError where the file is something else, ``subprocess.CalledProcessError``, OSError.
    """
    target = _TARGETS.get(platform.machine())
    if target is None:
        return
    version = library.name.rpartition(".")[2]
    data = _packed(_wanted(library.read_bytes()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").write_bytes(data)
        subprocess.run(
            [
                "objcopy", "-I", "binary", "-O", target[0], "-B", target[1],
                "--rename-section", ".data=.rodata,alloc,load,readonly,data,contents",
                "--set-section-alignment", f".data={4 * _ALIGN}",
                "--add-symbol", f"icudt{version}_dat=.rodata:0,global,object",
                "data", "data.o",
            ],
            cwd=folder,
            check=True,
        )  # fmt: skip
        subprocess.run(
            ["ld", "-shared", "-soname", library.name, "-z", "noexecstack", "-o", library, folder / "data.o"],
            check=True,
        )


def _wanted(image: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The head of the data, and each item that stays with its name."""
    start = image.find(b"CmnD") - _FORMAT_AT
    if start < 0 or image[start + 2 : start + 4] != _MAGIC:
        raise ValueError("this is not ICU's data")
    (head_size,) = struct.unpack_from("<H", image, start)
    base = start + head_size
    (count,) = struct.unpack_from("<I", image, base)
    places = [struct.unpack_from("<II", image, base + 4 + 8 * number) for number in range(count)]
    items = []
    for (name_at, at), (_, end) in pairwise(places):
        name = image[base + name_at : image.index(b"\0", base + name_at)]
        if is_used(name.decode()):
            items.append((name, image[base + at : base + end]))
    return image[start:base], items


def is_used(name: str) -> bool:
    """Whether an item, such as ``icudt73l/coll/de.res``, stays."""
    _, *folder, file = name.split("/")
    language = file.removesuffix(".res").split("_")[0]
    if not folder:
        return not file.endswith((".cnv", "dict")) and (not _LOCALE.fullmatch(file) or language in _LANGUAGES)
    return folder == ["coll"] and (file in _SHARED or language in _LANGUAGES)


def _packed(content: tuple[bytes, list[tuple[bytes, bytes]]]) -> bytes:
    head, items = content
    names = b"".join(name + b"\0" for name, _ in items)
    name_at = 4 + 8 * len(items)
    at = _aligned(name_at + len(names))
    table, bodies = bytearray(struct.pack("<I", len(items))), bytearray()
    for name, body in items:
        table += struct.pack("<II", name_at, at + len(bodies))
        name_at += len(name) + 1
        bodies += body + bytes(_aligned(len(body)) - len(body))
    return head + bytes(table) + names + bytes(at - len(table) - len(names)) + bytes(bodies)


def _aligned(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN
