"""Takes out of Linux libraries what only debuggers want: a tenth of the bundle."""

import os
import struct
import subprocess
from pathlib import Path

_LOADED = 1  # PT_LOAD
_HEADER, _SEGMENT = "<16xHHIQQQIHHH", "<IIQQQQQQ"  # System V ABI, "ELF header" and "Program header", 64 bits


def strip(library: Path) -> None:
    """Strip it, unless the loader would not take it afterwards: libraries that were patched after they were linked
    (as wheels do with what they bring) can become such. Raises ``subprocess.CalledProcessError``, OSError."""
    stripped = library.with_name(f"{library.name}.stripped")
    try:
        subprocess.run(["strip", "--strip-unneeded", "-o", stripped, library], check=True, capture_output=True)
        if _loadable(stripped.read_bytes()):
            os.replace(stripped, library)
    finally:
        stripped.unlink(missing_ok=True)


def _loadable(image: bytes) -> bool:
    """Whether each segment lies in the file as it will lie in memory, page by page."""
    *_, start, _, _, _, size, count = struct.unpack_from(_HEADER, image)
    for number in range(count):
        kind, _, offset, address, _, _, _, align = struct.unpack_from(_SEGMENT, image, start + number * size)
        if kind == _LOADED and (offset - address) % max(align, 1):
            return False
    return True
