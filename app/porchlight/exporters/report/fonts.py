"""The fonts of a PDF: Inter, which comes with Porchlight, and for other scripts this computer's.

Only fonts whose characters a text needs are read and embedded, and of these only the characters used.
"""

import os
import struct
import sys
from collections.abc import Iterable

from porchlight.dataclass import dataclass
from porchlight.resource_files import resource

REGULAR, SEMI_BOLD = "fonts/Inter-Regular.ttf", "fonts/Inter-SemiBold.ttf"
_WINDOWS = os.path.join(os.environ.get("SYSTEMROOT", r"C:\\Windows"), "Fonts")
_FOLDERS = {
    "win32": (_WINDOWS,),
    "darwin": ("/System/Library/Fonts", "/System/Library/Fonts/Supplemental", "/Library/Fonts"),
}.get(
    sys.platform,
    (
        "/usr/share/fonts/truetype/dejavu",
        "/usr/share/fonts/dejavu-sans-fonts",
        "/usr/share/fonts/TTF",
        "/usr/share/fonts/truetype/noto",
        "/usr/share/fonts/opentype/noto",
        "/usr/share/fonts/noto",
        "/usr/share/fonts/noto-cjk",
        "/usr/share/fonts/google-noto-sans-cjk-fonts",
        "/usr/share/fonts/google-noto-cjk",
        "/usr/share/fonts/truetype/wqy",
        "/usr/share/fonts/truetype/freefont",
    ),
)
_FILES = (
    "DejaVuSans.ttf",
    "segoeui.ttf",
    "Arial Unicode.ttf",
    "NotoSansCJK-Regular.ttc",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "msyh.ttc",
    "YuGothR.ttc",
    "malgun.ttf",
    "Hiragino Sans GB.ttc",
    "Nirmala.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "LeelawUI.ttf",
    "FreeSans.ttf",
    "seguisym.ttf",
    "Apple Symbols.ttf",
    "NotoSansSymbols2-Regular.ttf",
)
"""By use: many scripts first, then one, then signs."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Files of fonts for the characters that Inter lacks, and the characters that none has."""

    files: tuple[str, ...]
    without: frozenset[str]


def choose(texts: Iterable[str], folders: Iterable[str] = _FOLDERS) -> Chosen:
    """The fonts that texts need beside Inter, from ``folders``."""
    needed = {one for text in texts for one in text} - _held(str(resource(REGULAR)))
    files: list[str] = []
    places = list(folders)
    for name in _FILES:
        if not needed:
            break
        path = next((path for folder in places if os.path.isfile(path := os.path.join(folder, name))), None)
        if path is not None and (held := needed & _held(path)):
            files.append(path)
            needed -= held
    return Chosen(tuple(files), frozenset(needed))


def _held(path: str) -> set[str]:
    """The characters of a font; of a collection, of its first."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with open(path, "rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
            return {chr(code) for code in font.getBestCmap() or {}}
    except (OSError, TTLibError, ValueError, struct.error):
        return set()
