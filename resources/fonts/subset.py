"""Makes the fonts of the PDF report from the whole Inter: ``python resources/fonts/subset.py FOLDER``.

``FOLDER`` holds Inter-Regular.otf and Inter-SemiBold.otf as https://rsms.me/inter/ has them (3.19). Kept are Latin,
Greek and Cyrillic, punctuation, arrows and currency, and of the features kerning, marks and figures of equal width.
The outlines become TrueType's: a PDF that holds the others so is refused by some readers.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

_KEPT = (
    (0x20, 0x24F),
    (0x2B0, 0x36F),
    (0x370, 0x52F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
)
_FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "tnum")
_PRECISION = 1.0
"""Units (2816 an em) by which an outline may differ."""


def main(folder: Path) -> None:
    """Write them beside this file."""
    for name in ("Inter-Regular", "Inter-SemiBold"):
        options = subset.Options(layout_features=list(_FEATURES), notdef_outline=True, name_IDs=["*"], hinting=False)
        font = TTFont(folder / f"{name}.otf", recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[code for first, last in _KEPT for code in range(first, last + 1)])
        subsetter.subset(font)
        _to_truetype(font)
        font.save(Path(__file__).parent / f"{name}.ttf")


def _to_truetype(font: TTFont) -> None:
    order, drawn, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, _PRECISION, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    table.compile(font)
    for name in order:
        glyph = table[name]
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    most = font["maxp"]
    most.tableVersion = 0x00010000
    most.maxZones, most.maxTwilightPoints, most.maxStorage, most.maxFunctionDefs = 1, 0, 0, 0
    most.maxInstructionDefs, most.maxStackElements, most.maxSizeOfInstructions = 0, 0, 0
    most.maxComponentElements = max((len(one.components) for one in glyphs.values() if one.isComposite()), default=0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
